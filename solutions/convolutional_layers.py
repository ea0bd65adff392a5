"""Chapter 1: from one dot product to `conv3d`. The kernel moves by one and never leaves the input."""

import numpy as np

from .arguments import accepts, require


def _kernel_fits(name, **arrays):
    (_, data), (_, kernel) = arrays.items()
    dimensions = int(name[-2])
    require(
        np.ndim(data) == np.ndim(kernel) == dimensions,
        f"{name}: needs two {dimensions}-D arrays, got shapes {np.shape(data)} and {np.shape(kernel)}",
    )
    require(
        all(0 < k <= size for k, size in zip(kernel.shape, data.shape, strict=True)),
        f"{name}: kernel {kernel.shape} needs an input at least as large, got {data.shape}",
    )


def _layer_fits(name, x, weight, bias):
    axes = int(name[-2])
    require(
        np.ndim(x) == np.ndim(weight) == axes + 2,
        f"{name}: needs x and weight with {axes + 2} axes, got shapes {np.shape(x)} and {np.shape(weight)}",
    )
    require(
        x.shape[1] == weight.shape[1],
        f"{name}: weight {weight.shape} needs an input of {weight.shape[1]} channels, got {x.shape}",
    )
    require(
        all(0 < k <= size for k, size in zip(weight.shape[2:], x.shape[2:], strict=True)),
        f"{name}: kernel {weight.shape[2:]} needs an input at least as large, got {x.shape[2:]}",
    )
    require(
        bias is None or np.shape(bias) == weight.shape[:1],
        f"{name}: bias needs shape {weight.shape[:1]}, one number for each filter, got {np.shape(bias)}",
    )


def _counts_fit(name, in_channels, out_channels, kernel_size, bias):
    sizes = [in_channels, out_channels, *np.atleast_1d(kernel_size)]
    require(
        all(size > 0 for size in sizes),
        f"{name}: needs positive channels and kernel size, got {in_channels}, {out_channels} and {kernel_size}",
    )
    require(np.size(kernel_size) <= 2, f"{name}: kernel_size is an int or (height, width), got {kernel_size}")


def sliding_windows(x, kernel_shape):
    """Every place where the kernel can lie on `x`: a view, no copy.

    Parameters
    ----------
    x : array (N, C, *sizes)
    kernel_shape : tuple of int
        One size for each of the last axes of `x`, in samples or pixels.

    Returns
    -------
    array (N, C, *stops, *kernel_shape)
        `stops` is `size - kernel + 1` along each axis; `out[n, c, i, j]` is the window that starts at row i, column j.
    """
    axes = tuple(range(2, x.ndim))
    return np.lib.stride_tricks.sliding_window_view(x, kernel_shape, axis=axes)


@accepts(_kernel_fits)
def correlate1d(signal, kernel):
    """Slide `kernel` along `signal` and take the dot product at every stop.

    Parameters
    ----------
    signal : array (L,)
    kernel : array (k,)
        At most as long as the signal.

    Returns
    -------
    array (L - k + 1,)
        `out[i] = sum(signal[i + a] * kernel[a])`. The kernel is not turned round: this is cross-correlation,
        which deep learning calls convolution.

    Raises
    ------
    ValueError
        If the kernel is empty or longer than the signal.

    Notes
    -----
    Same as `torch.nn.functional.conv1d` on one channel.
    """
    stops = len(signal) - len(kernel) + 1
    return np.stack([signal[i : i + len(kernel)] @ kernel for i in range(stops)])


@accepts(_kernel_fits)
def correlate2d(image, kernel):
    """Slide `kernel` over `image`, row by row, and take the sum of products at every stop.

    Parameters
    ----------
    image : array (H, W)
    kernel : array (kh, kw)
        At most as tall and as wide as the image.

    Returns
    -------
    array (H - kh + 1, W - kw + 1)
        `out[i, j] = sum(image[i + a, j + b] * kernel[a, b])`.

    Raises
    ------
    ValueError
        If the kernel is empty or larger than the image.

    Notes
    -----
    Same as `torch.nn.functional.conv2d` on one channel.
    """
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    out = np.zeros((rows, columns), dtype=np.result_type(image, kernel))
    for a in range(kh):
        for b in range(kw):  # one kernel entry at a time, for every stop at once
            out += kernel[a, b] * image[a : a + rows, b : b + columns]
    return out


@accepts(_layer_fits)
def conv1d(x, weight, bias=None):
    """Convolve a batch of signals with a bank of filters.

    Parameters
    ----------
    x : array (N, C_in, L)
    weight : array (C_out, C_in, k)
        One filter for each output channel; it looks at all the input channels.
    bias : array (C_out,), optional
        Added once to every output of its filter.

    Returns
    -------
    array (N, C_out, L - k + 1)

    Raises
    ------
    ValueError
        If the channels, the kernel or the bias do not fit the input.

    Notes
    -----
    Same as `torch.nn.Conv1d` with stride 1 and no padding.
    """
    windows = sliding_windows(x, weight.shape[2:])
    out = np.tensordot(windows, weight, axes=([1, 3], [1, 2]))  # (N, L_out, C_out)
    out = np.moveaxis(out, -1, 1)
    return out if bias is None else out + bias[:, None]


@accepts(_layer_fits)
def conv2d(x, weight, bias=None):
    """Convolve a batch of images with a bank of filters.

    Parameters
    ----------
    x : array (N, C_in, H, W)
    weight : array (C_out, C_in, kh, kw)
        One filter for each output channel; it looks at all the input channels.
    bias : array (C_out,), optional
        Added once to every output of its filter.

    Returns
    -------
    array (N, C_out, H - kh + 1, W - kw + 1)

    Raises
    ------
    ValueError
        If the channels, the kernel or the bias do not fit the input.

    Notes
    -----
    Same as `torch.nn.Conv2d` with stride 1 and no padding.
    """
    windows = sliding_windows(x, weight.shape[2:])
    out = np.tensordot(windows, weight, axes=([1, 4, 5], [1, 2, 3]))  # (N, H_out, W_out, C_out)
    out = np.moveaxis(out, -1, 1)
    return out if bias is None else out + bias[:, None, None]


@accepts(_layer_fits)
def conv3d(x, weight, bias=None):
    """Convolve a batch of volumes with a bank of filters.

    Parameters
    ----------
    x : array (N, C_in, D, H, W)
        D is depth: slices of a scan, or frames of a film.
    weight : array (C_out, C_in, kd, kh, kw)
        One filter for each output channel; it looks at all the input channels.
    bias : array (C_out,), optional
        Added once to every output of its filter.

    Returns
    -------
    array (N, C_out, D - kd + 1, H - kh + 1, W - kw + 1)

    Raises
    ------
    ValueError
        If the channels, the kernel or the bias do not fit the input.

    Notes
    -----
    Same as `torch.nn.Conv3d` with stride 1 and no padding.
    """
    windows = sliding_windows(x, weight.shape[2:])
    out = np.tensordot(windows, weight, axes=([1, 5, 6, 7], [1, 2, 3, 4]))  # (N, D_out, H_out, W_out, C_out)
    out = np.moveaxis(out, -1, 1)
    return out if bias is None else out + bias[:, None, None, None]


@accepts(_counts_fit)
def count_parameters(in_channels, out_channels, kernel_size, bias=True):
    """Count the numbers that a 2-D convolutional layer learns.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size : int or (int, int)
        In pixels. An int k means a k x k kernel; a pair is (height, width).
    bias : bool
        Whether each filter has a bias.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a size is not positive.

    Notes
    -----
    Same as the sizes of the parameters of `torch.nn.Conv2d`, added up.
    """
    height, width = np.broadcast_to(kernel_size, 2)
    weights = out_channels * in_channels * int(height) * int(width)
    return weights + out_channels if bias else weights

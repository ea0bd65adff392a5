"""Chapter 5: pools that are told the size of their output and find their windows themselves."""

import numpy as np

from .arguments import accepts, require


def _whole(value):
    return isinstance(value, (int, np.integer))


def _sizes_fit(name, input_size, output_size):
    require(
        _whole(input_size) and _whole(output_size) and input_size > 0 and output_size >= 0,
        f"{name}: needs an input_size of 1 or more and an output_size of 0 or more, whole numbers, "
        f"got {input_size} and {output_size}",
    )


def _images_fit(name, x, output_size=1):
    require(
        np.ndim(x) == 4 and 0 not in np.shape(x)[2:],
        f"{name}: needs x of shape (N, C, H, W) with a row and a column at least, got {np.shape(x)}",
    )
    sizes = output_size if isinstance(output_size, (tuple, list)) else [output_size] * 2
    require(
        len(sizes) == 2 and (sizes is output_size or output_size is not None),
        f"{name}: output_size is an int or (height, width), got {output_size}",
    )
    require(
        all(size is None or (_whole(size) and size >= 0) for size in sizes),
        f"{name}: output_size is made of whole numbers from 0 on, or None to keep the input's size, got {output_size}",
    )


def _float_images_fit(name, x, output_size=1):
    _images_fit(name, x, output_size)
    require(x.dtype.kind == "f", f"{name}: a mean of whole numbers is not whole, so x needs floats, got {x.dtype}")


def sizes_wanted(x, output_size):
    """Work out the height and width that an adaptive pool should give.

    Parameters
    ----------
    x : array (N, C, H, W)
    output_size : int or pair
        An int counts for both. In a pair (height, width), None stands for the input's own size.

    Returns
    -------
    (int, int)
        (height, width)
    """
    height, width = output_size if isinstance(output_size, (tuple, list)) else (output_size, output_size)
    return x.shape[2] if height is None else height, x.shape[3] if width is None else width


@accepts(_sizes_fit)
def adaptive_windows(input_size, output_size):
    """Cut an axis into as many windows as there shall be outputs.

    Parameters
    ----------
    input_size, output_size : int
        In pixels, along one axis.

    Returns
    -------
    list of (int, int)
        (start, end) of every window; the pixel at `end` is the first one that is no longer in it. Window i starts at
        `i * input_size / output_size`, rounded down, and ends at `(i + 1) * input_size / output_size`, rounded up.

    Raises
    ------
    ValueError
        If a size is not a whole number, or there is no input.

    Notes
    -----
    Same as the windows of `torch.nn.AdaptiveAvgPool1d`.
    """
    windows = []
    for i in range(output_size):
        start = i * input_size // output_size
        end = ((i + 1) * input_size + output_size - 1) // output_size  # rounded up
        windows.append((start, end))
    return windows


@accepts(_float_images_fit)
def adaptive_avg_pool2d(x, output_size):
    """Shrink (or stretch) images to a given size by taking the mean of every window.

    Parameters
    ----------
    x : array (N, C, H, W)
    output_size : int or pair
        The height and width wanted, in pixels. An int counts for both; None in a pair keeps the input's own.

    Returns
    -------
    array (N, C, H_out, W_out)
        `out[n, c, i, j]` is the mean over the rows of window i and the columns of window j, cut by
        `adaptive_windows`.

    Raises
    ------
    ValueError
        If `output_size` is not what is said above, the images are empty, or they are not floats.

    Notes
    -----
    Same as `torch.nn.AdaptiveAvgPool2d`.
    """
    height, width = sizes_wanted(x, output_size)
    out = np.empty((*x.shape[:2], height, width), x.dtype)
    for i, (top, bottom) in enumerate(adaptive_windows(x.shape[2], height)):
        for j, (left, right) in enumerate(adaptive_windows(x.shape[3], width)):
            out[:, :, i, j] = x[:, :, top:bottom, left:right].mean(axis=(2, 3))
    return out


@accepts(_images_fit)
def adaptive_max_pool2d(x, output_size):
    """Shrink (or stretch) images to a given size by keeping the largest value of every window.

    Parameters
    ----------
    x : array (N, C, H, W)
    output_size : int or pair
        The height and width wanted, in pixels. An int counts for both; None in a pair keeps the input's own.

    Returns
    -------
    array (N, C, H_out, W_out)
        `out[n, c, i, j]` is the largest value in the rows of window i and the columns of window j, cut by
        `adaptive_windows`.

    Raises
    ------
    ValueError
        If `output_size` is not what is said above, or the images are empty.

    Notes
    -----
    Same as `torch.nn.AdaptiveMaxPool2d`.
    """
    height, width = sizes_wanted(x, output_size)
    out = np.empty((*x.shape[:2], height, width), x.dtype)
    for i, (top, bottom) in enumerate(adaptive_windows(x.shape[2], height)):
        for j, (left, right) in enumerate(adaptive_windows(x.shape[3], width)):
            out[:, :, i, j] = x[:, :, top:bottom, left:right].max(axis=(2, 3))
    return out


@accepts(_float_images_fit)
def global_avg_pool2d(x):
    """Put one number in the place of every channel: its mean over the whole image.

    Parameters
    ----------
    x : array (N, C, H, W)

    Returns
    -------
    array (N, C, 1, 1)
        The means, with both axes of the image still there, one pixel long.

    Raises
    ------
    ValueError
        If the images are empty, or they are not floats.

    Notes
    -----
    Same as `torch.nn.AdaptiveAvgPool2d(1)`.
    """
    return x.mean(axis=(2, 3), keepdims=True)


@accepts(_images_fit)
def adaptive_max_pool2d_with_indices(x, output_size):
    """Keep the largest value of every window, and remember where in the image it stood.

    Parameters
    ----------
    x : array (N, C, H, W)
    output_size : int or pair
        The height and width wanted, in pixels. An int counts for both; None in a pair keeps the input's own.

    Returns
    -------
    values : array (N, C, H_out, W_out)
        As `adaptive_max_pool2d` gives them.
    indices : array of int (N, C, H_out, W_out)
        For each value the number of its pixel, counted from 0 row by row over the whole image: row r and column c have
        the number `r * W + c`. Where a window has its largest value more than once, the first of them counts.

    Raises
    ------
    ValueError
        If `output_size` is not what is said above, or the images are empty.

    Notes
    -----
    Same as `torch.nn.AdaptiveMaxPool2d(output_size, return_indices=True)`.
    """
    height, width = sizes_wanted(x, output_size)
    numbered = np.arange(x.shape[2] * x.shape[3]).reshape(x.shape[2:])
    values = np.empty((*x.shape[:2], height, width), x.dtype)
    indices = np.empty(values.shape, np.int64)
    for i, (top, bottom) in enumerate(adaptive_windows(x.shape[2], height)):
        for j, (left, right) in enumerate(adaptive_windows(x.shape[3], width)):
            window = x[:, :, top:bottom, left:right]
            winner = window.reshape(*x.shape[:2], (bottom - top) * (right - left)).argmax(axis=2)
            values[:, :, i, j] = window.max(axis=(2, 3))
            indices[:, :, i, j] = numbered[top:bottom, left:right].ravel()[winner]
    return values, indices

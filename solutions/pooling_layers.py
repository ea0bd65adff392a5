"""Chapter 4: every window becomes one number: its largest, its mean, or a norm between the two."""

import numpy as np

from .arguments import accepts, require


def _whole(*values):
    return all(isinstance(value, (int, np.integer)) for value in values)


def _axis_fits(name, size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    """One axis of any pool: what torch accepts, where the count of windows is torch's too."""
    stride = kernel_size if stride is None else stride
    require(
        _whole(size, kernel_size, stride, padding, dilation),
        f"{name}: needs whole numbers, got size {size}, kernel_size {kernel_size}, stride {stride}, "
        f"padding {padding} and dilation {dilation}",
    )
    require(
        min(size, kernel_size, stride, dilation) > 0,
        f"{name}: needs size, kernel_size, stride and dilation of 1 or more, "
        f"got {size}, {kernel_size}, {stride} and {dilation}",
    )
    require(
        0 <= padding <= kernel_size // 2,
        f"{name}: a kernel of {kernel_size} takes padding from 0 to {kernel_size // 2}, got {padding}",
    )
    reach = dilation * (kernel_size - 1) + 1
    most = size + 2 * padding + (stride - 1 if ceil_mode else 0)
    require(
        reach <= most, f"{name}: a window that reaches over {reach} needs an axis longer than {size} and its padding"
    )


def _signals_fit(name, x, kernel_size, stride):
    require(
        np.ndim(x) == 3 and 0 not in np.shape(x)[1:],
        f"{name}: needs x of shape (N, C, L) with a channel and a sample at least, got {np.shape(x)}",
    )
    _axis_fits(name, x.shape[2], kernel_size, stride)


def _images_fit(name, x, kernel_size, stride, padding=0, dilation=1, ceil_mode=False, **_):
    require(
        np.ndim(x) == 4 and 0 not in np.shape(x)[1:],
        f"{name}: needs x of shape (N, C, H, W) with a channel, a row and a column at least, got {np.shape(x)}",
    )
    stride = kernel_size if stride is None else stride
    sizes = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "dilation": dilation}
    for what, value in sizes.items():
        require(np.size(value) in (1, 2), f"{name}: {what} is an int or (height, width), got {value}")
    pairs = [np.broadcast_to(value, 2) for value in sizes.values()]
    for axis, (k, s, p, d) in enumerate(zip(*pairs, strict=True)):
        _axis_fits(name, x.shape[2 + axis], k, s, p, d, ceil_mode)


def _norm_fits(name, norm_type, **pool):
    require(norm_type != 0, f"{name}: norm_type may be any number but 0, got {norm_type}")
    _images_fit(name, **pool)


def pair(value):
    """Read a size that may be one number for both axes.

    Parameters
    ----------
    value : int or (int, int)

    Returns
    -------
    (int, int)
        (height, width): an int counts for both, a pair stays as it is.
    """
    height, width = np.broadcast_to(value, 2)
    return int(height), int(width)


def window_places(windows, kernel_size, stride, padding, dilation):
    """Say which places of one axis each window covers.

    Parameters
    ----------
    windows : int
        How many windows there are.
    kernel_size, stride, padding, dilation : int
        In pixels, along this axis.

    Returns
    -------
    array (windows, kernel_size) of int
        Row i holds the places of window i, as indices of the input. A place below 0 lies in the padding before the
        input; a place that is not below the input's size lies behind it.
    """
    starts = np.arange(windows) * stride - padding
    return starts[:, np.newaxis] + np.arange(kernel_size) * dilation


@accepts(_signals_fit)
def max_pool1d(x, kernel_size, stride=None):
    """Keep the largest value of every window of a signal.

    Parameters
    ----------
    x : array (N, C, L)
    kernel_size : int
        How many samples a window covers.
    stride : int, optional
        How far apart the windows start, in samples. As far as `kernel_size` when it is not given.

    Returns
    -------
    array (N, C, L_out)
        One value for every window that fits: `L_out = (L - kernel_size) // stride + 1`. Samples left over at the end
        are in no window.

    Raises
    ------
    ValueError
        If a size is not positive, or the window is longer than the signal.

    Notes
    -----
    Same as `torch.nn.MaxPool1d`.
    """
    stride = kernel_size if stride is None else stride
    starts = range(0, x.shape[2] - kernel_size + 1, stride)
    return np.stack([x[:, :, start : start + kernel_size].max(axis=2) for start in starts], axis=2)


@accepts(_axis_fits)
def pool_output_size(size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    """Count the windows of a pool along one axis.

    Parameters
    ----------
    size : int
        The input's size along this axis, in pixels.
    kernel_size : int
        How many pixels a window takes in.
    stride : int, optional
        How far apart the windows start. As far as `kernel_size` when it is not given.
    padding : int
        How many places are added on each side; at most half of `kernel_size`.
    dilation : int
        From one pixel that the window takes in to the next. With 1 they are neighbours.
    ceil_mode : bool
        False: every window must fit into the input with its padding. True: a last window that sticks out on the
        right is kept too, if it starts inside the input or in the padding on the left.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a size is not positive, the padding is more than half of the kernel, or no window fits.

    Notes
    -----
    Same as the size that `torch.nn.MaxPool1d` gives.
    """
    stride = kernel_size if stride is None else stride
    reach = dilation * (kernel_size - 1) + 1  # from a window's first pixel to its last
    room = size + 2 * padding - reach  # so far can the first window move
    if not ceil_mode:
        return room // stride + 1
    last_start = size + padding - 1  # counted from the first place of the padding
    return min((room + stride - 1) // stride, last_start // stride) + 1


@accepts(_images_fit)
def max_pool2d(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    """Keep the largest value of every window of an image.

    Parameters
    ----------
    x : array (N, C, H, W)
    kernel_size, stride, padding, dilation : int or (int, int)
        In pixels, (height, width); an int counts for both. `stride` is `kernel_size` when it is not given, `padding`
        is at most half of `kernel_size`.
    ceil_mode : bool
        Keep a last window that sticks out on the right or at the bottom, if it starts inside the input or in its
        padding on the left or at the top.

    Returns
    -------
    array (N, C, H_out, W_out)
        `pool_output_size` says how many windows there are along each axis.

    Raises
    ------
    ValueError
        If a size is not positive, the padding is more than half of the kernel, or no window fits.

    Notes
    -----
    Padding counts as minus infinity, so it never wins. Same as `torch.nn.MaxPool2d`.
    """
    stride = kernel_size if stride is None else stride
    settings = zip(pair(kernel_size), pair(stride), pair(padding), pair(dilation), strict=True)
    for axis, (k, s, p, d) in enumerate(settings, start=2):  # the rows of each window first, then its columns
        size = x.shape[axis]
        largest = []
        for places in window_places(pool_output_size(size, k, s, p, d, ceil_mode), k, s, p, d):
            inside = places[(places >= 0) & (places < size)]
            largest.append(x.take(inside, axis).max(axis, initial=-np.inf))
        x = np.stack(largest, axis)
    return x


@accepts(_images_fit)
def avg_pool2d(x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """Take the mean of every window of an image.

    Parameters
    ----------
    x : array (N, C, H, W)
    kernel_size, stride, padding : int or (int, int)
        In pixels, (height, width); an int counts for both. `stride` is `kernel_size` when it is not given, `padding`
        is at most half of `kernel_size`.
    ceil_mode : bool
        Keep a last window that sticks out on the right or at the bottom, if it starts inside the input or in its
        padding on the left or at the top.
    count_include_pad : bool
        Whether the zeros of the padding count when the sum is divided. What sticks out beyond the padding, as
        `ceil_mode` allows, never counts.

    Returns
    -------
    array (N, C, H_out, W_out)
        The sum of the input's pixels in each window, divided by how many places of the window count.

    Raises
    ------
    ValueError
        If a size is not positive, the padding is more than half of the kernel, or no window fits.

    Notes
    -----
    Same as `torch.nn.AvgPool2d`.
    """
    stride = kernel_size if stride is None else stride
    settings = zip(pair(kernel_size), pair(stride), pair(padding), strict=True)
    for axis, (k, s, p) in enumerate(settings, start=2):  # the mean of a window is the mean of its rows' means
        size = x.shape[axis]
        margin = p if count_include_pad else 0
        means = []
        for places in window_places(pool_output_size(size, k, s, p, 1, ceil_mode), k, s, p, 1):
            inside = places[(places >= 0) & (places < size)]
            counted = places[(places >= -margin) & (places < size + margin)]
            means.append(x.take(inside, axis).sum(axis) / len(counted))
        x = np.stack(means, axis)
    return x


@accepts(_norm_fits)
def lp_pool2d(x, norm_type, kernel_size, stride=None, ceil_mode=False):
    """Take the p-norm of every window of an image.

    Parameters
    ----------
    x : array (N, C, H, W)
    norm_type : int or float
        The p of `(sum of x**p) ** (1 / p)`: 1 adds the window up, 2 is the length of a vector, and the larger p is,
        the more the largest value alone decides. `float("inf")` gives the largest of `|x|`.
    kernel_size, stride : int or (int, int)
        In pixels, (height, width); an int counts for both. `stride` is `kernel_size` when it is not given.
    ceil_mode : bool
        Keep a last window that starts inside the input and sticks out of it. Its sum of powers is scaled up as if
        the window were full: times the pixels of a whole window, divided by those it has. (With p = infinity
        there is no sum, and nothing to scale.)

    Returns
    -------
    array (N, C, H_out, W_out)

    Raises
    ------
    ValueError
        If `norm_type` is 0, a size is not positive, or no window fits.

    Notes
    -----
    The powers are taken of x as it is, with its sign, so p = 1 gives the plain sum. Where an odd p finds a negative
    sum there is no root, and the result is nan. Same as `torch.nn.LPPool2d`.
    """
    if np.isinf(norm_type):
        sign = 1 if norm_type > 0 else -1  # minus infinity gives the smallest of |x|
        return sign * max_pool2d(sign * np.abs(x), kernel_size, stride, ceil_mode=ceil_mode)
    height, width = pair(kernel_size)
    mean_of_powers = avg_pool2d(x**norm_type, kernel_size, stride, ceil_mode=ceil_mode)
    return (height * width * mean_of_powers) ** (1 / norm_type)

"""Average and p-norm pooling in one, two and three dimensions."""

import math
from collections.abc import Callable

import numpy as np

from .geometry import Sizes, Window, batched, flag, integer, real, windows, without_warnings
from .reduction import largest, sums


def avg_pool1d(
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> np.ndarray:
    """As `avg_pool2d`, over signals (N, C, L) or (C, L), and without a `divisor_override`.

    Kernel size, stride and padding are one number, in samples.
    """
    return _avg_pool("avg_pool1d", 1, x, kernel_size, stride, padding, ceil_mode, count_include_pad, None)


def avg_pool2d(
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> np.ndarray:
    """Average every window of images.

    Parameters
    ----------
    x : array (N, C, H, W) or (C, H, W)
    kernel_size, stride, padding : int or (int, int)
        In pixels, (height, width). `stride` defaults to `kernel_size`; `padding`, with zeros, is at most half of it.
    ceil_mode : bool
        Keep a last window that starts inside the input or its left padding. What hangs over never counts.
    count_include_pad : bool
        Divide by all places of a window, or by those inside of the input only.
    divisor_override : int, optional
        Divide by this instead.

    Returns
    -------
    array (N, C, H_out, W_out) or (C, H_out, W_out)

    Raises
    ------
    ValueError
        If something does not fit, as in torch.

    Notes
    -----
    Same as `torch.nn.functional.avg_pool2d`.
    """
    return _avg_pool("avg_pool2d", 2, x, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def avg_pool3d(
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> np.ndarray:
    """As `avg_pool2d`, over volumes (N, C, D, H, W) or (C, D, H, W).

    Kernel size, stride and padding are one number or three, (depth, height, width), in voxels.

    The input must be at least as large as the kernel, without the padding.
    """
    return _avg_pool("avg_pool3d", 3, x, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def lp_pool1d(
    x: np.ndarray,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> np.ndarray:
    """As `lp_pool2d`, over signals (N, C, L) or (C, L).

    Kernel size and stride are one number, in samples.
    """
    return _lp_pool("lp_pool1d", 1, x, norm_type, kernel_size, stride, ceil_mode)


def lp_pool2d(
    x: np.ndarray,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> np.ndarray:
    """Take the p-norm of every window of images: `(sum of x**p) ** (1/p)`.

    Parameters
    ----------
    x : array (N, C, H, W) or (C, H, W)
    norm_type : float
        The p, not 0. 1 sums, 2 is the length of the window as a vector, infinity keeps the largest size `|x|`, and
        minus infinity the smallest.
    kernel_size, stride : int or (int, int)
        In pixels, (height, width). `stride` defaults to `kernel_size`.
    ceil_mode : bool
        Keep a last window that hangs over the end, and scale its sum up as if it were full.

    Returns
    -------
    array (N, C, H_out, W_out) or (C, H_out, W_out)

    Raises
    ------
    ValueError
        If something does not fit, as in torch.

    Notes
    -----
    Same as `torch.nn.functional.lp_pool2d`, for negative values too: powers keep their sign. So p = 1 is a signed sum,
    and other odd or broken p give nan where the sum or a value is negative. A p so large or small that `1 / p` or `p`
    is 0 in float32 is still not 0 here; in torch, that depends on where in memory a number lies.
    """
    return _lp_pool("lp_pool2d", 2, x, norm_type, kernel_size, stride, ceil_mode)


def lp_pool3d(
    x: np.ndarray,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> np.ndarray:
    """As `lp_pool2d`, over volumes (N, C, D, H, W) or (C, D, H, W).

    Kernel size and stride are one number or three, (depth, height, width), in voxels.
    """
    return _lp_pool("lp_pool3d", 3, x, norm_type, kernel_size, stride, ceil_mode)


@without_warnings
def _avg_pool(
    name: str,
    axes: int,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None,
    padding: Sizes,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: int | None,
) -> np.ndarray:
    x, alone = batched(name, x, axes)
    if divisor_override is not None and integer(divisor_override) in (None, 0):
        raise ValueError(f"{name}: divisor_override needs a whole number that is not 0, got {divisor_override!r}")
    padded = flag(name, "count_include_pad", count_include_pad)
    places = _averaged(name, x, kernel_size, stride, padding, ceil_mode)
    out = sums(x, places)
    if divisor_override is not None:
        out /= integer(divisor_override)
    else:
        out /= _counts(places, padded, x.dtype)
    return out[0] if alone else out


@without_warnings  # a negative number has no broken power: nan
def _lp_pool(
    name: str, axes: int, x: np.ndarray, norm_type: float, kernel_size: Sizes, stride: Sizes | None, ceil_mode: bool
) -> np.ndarray:
    x, alone = batched(name, x, axes)
    norm = real(name, "norm_type", norm_type)
    if norm == 0:
        raise ValueError(f"{name}: norm_type needs a number that is not 0, got {norm_type}")
    if isinstance(kernel_size, (tuple, list)) and (len(kernel_size) != axes or (axes == 1 and not math.isinf(norm))):
        several = f", or {axes} of them" if axes > 1 else ""
        raise ValueError(f"{name}: kernel_size needs a whole number{several}, got {kernel_size}")
    if math.isinf(norm):
        places = windows(name, x.shape[2:], kernel_size, stride, ceil_mode=ceil_mode)
        out = largest(np.abs(x), places) if norm > 0 else -largest(-np.abs(x), places)
        return out[0] if alone else out
    places = _averaged(name, x, kernel_size, stride, 0, ceil_mode)
    out = sums(_power(x, norm), places)
    if ceil_mode:
        out *= math.prod(window.kernel for window in places) / _counts(places, True, x.dtype)
    out = _power(out, float(1.0 / norm_type))  # a norm of float32 has an inverse of float32, as in torch
    return out[0] if alone else out


# torch computes these without a power: faster, and -inf has no root, though it has a limit
POWERS: dict[float, Callable[[np.ndarray], np.ndarray]] = {
    1: np.positive,
    2: np.square,
    3: lambda x: x * x * x,
    0.5: np.sqrt,
    -0.5: lambda x: 1 / np.sqrt(x),
    -1: np.reciprocal,
    -2: lambda x: 1 / (x * x),
}


def _power(x: np.ndarray, exponent: float) -> np.ndarray:
    """`x ** exponent`. An exponent too small for float32 is not rounded to 0: so 0 stays 0, and infinity infinity."""
    if exponent in POWERS:
        return POWERS[exponent](x)
    least = np.finfo(x.dtype).smallest_subnormal
    return x ** (math.copysign(least, exponent) if abs(exponent) < least else exponent)


def _averaged(
    name: str, x: np.ndarray, kernel_size: Sizes, stride: Sizes | None, padding: Sizes, ceil_mode: bool
) -> list[Window]:
    """The windows of an average or a norm. Volumes need to be as large as the kernel without padding, as in torch."""
    places = windows(name, x.shape[2:], kernel_size, stride, padding, ceil_mode=ceil_mode)
    if len(places) == 3 and any(window.size < window.kernel for window in places):
        raise ValueError(f"{name}: kernel_size {kernel_size} needs an input at least as large, got {x.shape[2:]}")
    return places


def _counts(places: list[Window], padded: bool, dtype: np.dtype) -> np.ndarray:
    """How many samples each window holds, as an array that spreads over the outputs."""
    counts = np.ones((), dtype)
    for window in places:
        counts = counts[..., None] * window.lengths(padded).astype(dtype)
    return counts

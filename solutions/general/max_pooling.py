"""Maximum pooling in one, two and three dimensions."""

from typing import Any

import numpy as np

from .geometry import Sizes, batched, windows, without_warnings
from .reduction import largest, largest_and_where


def max_pool1d(
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """As `max_pool2d`, over signals (N, C, L) or (C, L).

    Kernel size, stride, padding and dilation are one number, in samples.
    """
    return _max_pool("max_pool1d", 1, x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool2d(
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Keep the largest value of every window of images.

    Parameters
    ----------
    x : array (N, C, H, W) or (C, H, W)
    kernel_size, stride, padding, dilation : int or (int, int)
        In pixels, (height, width). `stride` defaults to `kernel_size`; `padding` is at most half of it.
    ceil_mode : bool
        Keep a last window that starts inside the input or its left padding.
    return_indices : bool
        Return also where the values come from.

    Returns
    -------
    array (N, C, H_out, W_out) or (C, H_out, W_out)
    int64 array of the same shape, with `return_indices`
        Places in the flattened image; the first one where values are equal.

    Raises
    ------
    ValueError
        If something does not fit, as in torch.

    Notes
    -----
    Padding counts as minus infinity, so it never wins; a window with a nan gives nan.
    Same as `torch.nn.functional.max_pool2d`.
    """
    return _max_pool("max_pool2d", 2, x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool3d(
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """As `max_pool2d`, over volumes (N, C, D, H, W) or (C, D, H, W).

    Kernel size, stride, padding and dilation are one number or three, (depth, height, width), in voxels.
    """
    return _max_pool("max_pool3d", 3, x, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


@without_warnings
def _max_pool(
    name: str,
    axes: int,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None,
    padding: Sizes,
    dilation: Sizes,
    ceil_mode: bool,
    return_indices: bool,
) -> Any:
    x, alone = batched(name, x, axes)
    places = windows(name, x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    if return_indices:
        out, where = largest_and_where(x, places)
        return (out[0], where[0]) if alone else (out, where)
    out = largest(x, places)
    return out[0] if alone else out

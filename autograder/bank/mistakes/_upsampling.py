"""The right ways to resize, for the mistakes of chapter 7 to spoil."""

import numpy as np

from ..chapters._resizing import KERNELS, copied, cubic, new_sizes, pair, positions, taps, tent
from ..chapters.upsampling_and_pixelshuffle import UPSAMPLE_BICUBIC2D, UPSAMPLE_BILINEAR2D, UPSAMPLE_NEAREST2D

KERNEL_OF = {UPSAMPLE_BILINEAR2D: tent, UPSAMPLE_BICUBIC2D: cubic}


def pick(x, rows, columns):
    """The pixels in these rows and columns."""
    return x[:, :, np.asarray(rows)[:, None], np.asarray(columns)]


def nearest(x, size):
    return pick(x, *(copied(old, new) for old, new in zip(x.shape[2:], pair(size), strict=True)))


def blend(x, sizes, weights):
    """Resize with `weights(in_size, out_size)` along both axes."""
    down, across = (weights(old, new) for old, new in zip(x.shape[2:], sizes, strict=True))
    return (down @ x @ across.T).astype(x.dtype)


def blended(x, size, align_corners, kernel, where=positions, matrix=taps):
    """Blend as torch does, but for what is given as `kernel`, `where` or `matrix`."""
    return blend(x, pair(size), lambda old, new: matrix(where(old, new, align_corners), old, kernel))


def resized(exercise):
    """The right answer to one of the three functions that resize to a size."""
    if exercise is UPSAMPLE_NEAREST2D:
        return nearest
    kernel = KERNEL_OF[exercise]
    return lambda x, size, align_corners=False: blended(x, size, align_corners, kernel)


def interpolated(x, sizes, steps, mode, align_corners, where=positions, kernels=KERNELS):
    """Torch's `interpolate`, but for what is given as `where` and `kernels`."""
    axes = list(zip(x.shape[2:], sizes, steps, strict=True))
    if mode == "nearest":
        return pick(x, *(np.minimum(copied(*axis), axis[0] - 1) for axis in axes))
    down, across = (taps(where(o, n, align_corners, step), o, kernels[mode]) for o, n, step in axes)
    return (down @ x @ across.T).astype(x.dtype)


def interpolate(x, size, scale_factor, mode, align_corners):
    return interpolated(x, *new_sizes(x, size, scale_factor), mode, align_corners)


def shuffle(x, r):
    n, c, h, w = x.shape
    return x.reshape(n, c // r**2, r, r, h, w).transpose(0, 1, 4, 2, 5, 3).reshape(n, c // r**2, h * r, w * r)


def unshuffle(x, r):
    n, c, h, w = x.shape
    return x.reshape(n, c, h // r, r, w // r, r).transpose(0, 1, 3, 5, 2, 4).reshape(n, c * r**2, h // r, w // r)


def smoothed(kernel):
    """Weights as with torch's `antialias=True`: when it shrinks, each output takes from all the pixels it covers."""

    def matrix(in_size, out_size, align_corners=False, step=None):
        where = positions(in_size, out_size, align_corners, step)
        step = where[1] - where[0] if out_size > 1 else in_size
        weights = kernel((where[:, None] - np.arange(in_size)) / max(1.0, step))
        return weights / weights.sum(axis=1, keepdims=True)

    return matrix


SMOOTHED = "smooths before it shrinks"
SMOOTHED_HINT = "Good programs do smooth first, and torch can. Does it, when `antialias` is left alone?"

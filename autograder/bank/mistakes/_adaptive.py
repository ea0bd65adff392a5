"""The adaptive pools of chapter 5, for its mistakes to spoil."""

import numpy as np

from ..chapters.adaptive_pooling import ADAPTIVE_AVG_POOL2D, ADAPTIVE_MAX_POOL2D, sizes_of, window

MEAN, MAX = ADAPTIVE_AVG_POOL2D, ADAPTIVE_MAX_POOL2D
BOTH = (MEAN, MAX)
REDUCE = {MEAN: np.mean, MAX: np.max}


def windows(input_size, output_size):
    """The right windows along one axis."""
    return [window(i, input_size, output_size) for i in range(output_size)]


def pooled(x, sizes, reduce, cut=windows):
    """`reduce` of every window, where `cut` says where the windows are."""
    rows, columns = (cut(size, out) for size, out in zip(x.shape[2:], sizes, strict=True))
    out = np.zeros((*x.shape[:2], len(rows), len(columns)), x.dtype)
    for i, (top, bottom) in enumerate(rows):
        for j, (left, right) in enumerate(columns):
            out[:, :, i, j] = reduce(x[:, :, top:bottom, left:right], axis=(2, 3))
    return out


def pool(exercise, read=sizes_of, reduce=None, cut=windows):
    """Return the right answer to one of the pools, but for what is given beside `exercise`."""
    return lambda x, output_size: pooled(x, read(x, output_size), reduce or REDUCE[exercise], cut)

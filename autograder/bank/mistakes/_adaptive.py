"""The adaptive pools of chapter 5, for its mistakes to spoil."""

from dataclasses import dataclass

import numpy as np

from ..chapters.adaptive_pooling import (
    ADAPTIVE_AVG_POOL2D,
    ADAPTIVE_MAX_POOL2D,
    ADAPTIVE_MAX_POOL2D_WITH_INDICES,
    sizes_of,
    window,
)

MEAN, MAX = ADAPTIVE_AVG_POOL2D, ADAPTIVE_MAX_POOL2D
BOTH = (MEAN, MAX)
INDEXED = ADAPTIVE_MAX_POOL2D_WITH_INDICES
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


def row_by_row(rows, columns, place):
    """The number of each pixel of an image."""
    return rows * place.width + columns


def first_largest(pixels):
    return pixels.argmax(axis=2)


@dataclass(frozen=True)
class Place:
    """A window: its place in the image, and the output that it makes."""

    height: int
    width: int
    top: int
    left: int
    columns: int
    output: int
    output_width: int


def indexed(x, sizes, cut=windows, number=row_by_row, best=first_largest, seen=first_largest):
    """The value that `best` chooses from every window, and the `number` of the pixel that `seen` chooses."""
    down, across = (cut(size, out) for size, out in zip(x.shape[2:], sizes, strict=True))
    values = np.zeros((*x.shape[:2], len(down), len(across)), x.dtype)
    indices = np.zeros(values.shape, int)
    for i, (top, bottom) in enumerate(down):
        for j, (left, right) in enumerate(across):
            pixels = x[:, :, top:bottom, left:right].reshape(*x.shape[:2], -1)
            values[:, :, i, j] = np.take_along_axis(pixels, best(pixels)[:, :, None], axis=2)[:, :, 0]
            rows, columns = divmod(seen(pixels), right - left)
            place = Place(x.shape[2], x.shape[3], top, left, right - left, i * len(across) + j, len(across))
            indices[:, :, i, j] = number(top + rows, left + columns, place)
    return values, indices


def with_indices(x, output_size):
    """Return the right answer to the pool that remembers where its values stood."""
    return indexed(x, sizes_of(x, output_size))

"""The engine of all convolutions: a matrix of filters times columns of windows, one cache-sized block after another."""

import itertools

import numpy as np

from .phases import Axis
from .windows import Windows

BLOCK = 3 << 19  # bytes of columns and products at a time: they stay in the cache from the copy to the product


def block_sizes(images: int, groups: int, rows: int, row_bytes: int) -> tuple[int, int, int]:
    """How many images, groups and rows make a block: some rows, or whole groups if they are small, or whole images."""
    rows_each = min(rows, max(1, BLOCK // row_bytes))
    rows_each = -(-rows // -(-rows // rows_each))  # as many blocks, but without a small rest
    groups_each = min(groups, max(1, BLOCK // (row_bytes * rows_each))) if rows_each == rows else 1
    images_each = min(images, max(1, BLOCK // (row_bytes * rows_each * groups_each))) if groups_each == groups else 1
    return images_each, groups_each, rows_each


def correlate(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None,
    out: np.ndarray,
    before: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    groups: int,
) -> None:
    """Write a correlation, with zeros around `x`, into `out`.

    Parameters
    ----------
    x : array (N, C_in, *sizes)
    weight : array (C_out, C_in / groups, *kernel)
    bias : array (C_out,) or None
    out : array (N, C_out, *counts)
        `out[n, f, u] = bias[f] + sum of weight[f, c, t] * x[n, c, u * stride + t * dilation - before]`. Any strides.
    before, stride, dilation : tuple of int
        One for each axis, in samples. `before` is the padding in front; a negative one skips samples.
    groups : int
    """
    if out.size == 0:
        return
    channels, filters = x.shape[1] // groups, len(weight) // groups
    geometry = zip(x.shape[2:], out.shape[2:], weight.shape[2:], before, stride, dilation, strict=True)
    windows = Windows([Axis(*axis) for axis in geometry], channels, filters, x.dtype)
    matrices = weight.reshape(groups, filters, windows.depth)
    grouped = out.reshape(len(out), groups, filters, *windows.stops)
    if bias is not None:
        bias = bias.reshape(groups, filters, *[1] * len(windows.stops))

    row_bytes = (windows.depth + filters) * windows.row_length * x.itemsize
    images_each, groups_each, rows_each = block_sizes(len(x), groups, windows.stops[0], row_bytes)
    for n, g in itertools.product(range(0, len(x), images_each), range(0, groups, groups_each)):
        images, some = slice(n, n + images_each), slice(g, min(groups, g + groups_each))
        part = x[images, some.start * channels : some.stop * channels]
        for tile in windows.tiles(part, rows_each):
            for target, source in tile.copies:
                target[...] = source
            np.matmul(matrices[some], tile.columns, out=tile.products)
            if bias is None:
                grouped[images, some, :, tile.rows] = tile.results
            else:
                np.add(tile.results, bias[some], out=grouped[images, some, :, tile.rows])

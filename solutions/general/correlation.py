"""The engine of all convolutions: a matrix of filters times columns of windows, one cache-sized block after another."""

import itertools
import math

import numpy as np

from . import winograd
from .blocks import block_sizes
from .geometry import overlap
from .phases import Axis
from .scratch import scratch
from .windows import Tile, Windows

SMALL = 1 << 18  # numbers in all columns: with fewer, it takes longer to think about blocks than to do without


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
    by_tiles = groups == 1 and winograd.pays(channels, filters, weight.shape[2:], stride, out[0, 0].size)
    if by_tiles and winograd.correlate_by_tiles(x, weight, bias, out, before, dilation):
        return
    weight = np.ascontiguousarray(weight)  # of a mirrored one, BLAS makes no product
    geometry = zip(x.shape[2:], out.shape[2:], weight.shape[2:], before, stride, dilation, strict=True)
    axes = [Axis(*axis) for axis in geometry]
    if are_few(weight[0].size * out[:, 0].size * groups, stride):
        _at_once(x, weight, bias, out, axes, groups)
        return
    windows = Windows(axes, channels, filters, x.dtype)
    matrices = weight.reshape(groups, filters, windows.depth)
    grouped = out.reshape(len(out), groups, filters, *windows.stops)
    if bias is not None:
        bias = bias.reshape(groups, filters, 1)

    row_bytes = (windows.depth + filters) * windows.row_length * x.itemsize
    images_each, groups_each, rows_each = block_sizes(len(x), groups, windows.stops[0], row_bytes)
    if windows.as_it_stands:  # nothing is copied, and nothing needs to stay in the cache
        rows_each = windows.stops[0]
    for n, g in itertools.product(range(0, len(x), images_each), range(0, groups, groups_each)):
        images, some = slice(n, n + images_each), slice(g, min(groups, g + groups_each))
        part = x[images, some.start * channels : some.stop * channels]
        for tile in windows.tiles(part, rows_each):
            target = grouped[images, some, :, tile.rows]
            some_bias = None if bias is None else bias[some]
            _write_tile(matrices[some], tile, some_bias, target, gapless=tile.gapless and out.flags.c_contiguous)


def _write_tile(
    matrices: np.ndarray, tile: Tile, bias: np.ndarray | None, target: np.ndarray, *, gapless: bool
) -> None:
    """Copy the columns of a tile, multiply them, and write the results where they belong."""
    for columns, source in tile.copies:
        columns[...] = source
    if gapless:  # then the products are the outputs as they lie in memory
        products, results = target.reshape(tile.products.shape), None
    else:
        products, results = tile.products, tile.results
    np.matmul(matrices, tile.columns, out=products)
    if bias is not None:
        products += bias
    if results is not None:
        target[...] = results


def are_few(numbers: int, stride: tuple[int, ...]) -> bool:
    """Whether columns of so many numbers are copied faster all at once."""
    return numbers <= SMALL * min(2, max(stride))  # phases take longer to think about


def all_columns(x: np.ndarray, axes: list[Axis], groups: int) -> np.ndarray:
    """Copy all windows of a padded input into one matrix for each group: (groups, depth, images * places)."""
    if all(axis.stays_inside for axis in axes):  # then the input is padded enough
        memory, before = np.ascontiguousarray(x), [-axis.before for axis in axes]
    else:
        needed = [axis.reach for axis in axes]
        inside, samples = zip(*[overlap(a.size, a.reach, 1, -a.before) for a in axes], strict=True)
        memory, before = scratch("phases", (*x.shape[:2], *needed), x.dtype), [0] * len(axes)
        memory[...] = 0
        memory[(..., *inside)] = x[(..., *samples)]
    image, channel, *steps = memory.strides
    channels = x.shape[1] // groups
    taps = [step * axis.dilation for step, axis in zip(steps, axes, strict=True)]
    stops = [step * axis.stride for step, axis in zip(steps, axes, strict=True)]
    kernel, places = [axis.kernel for axis in axes], [axis.stops for axis in axes]
    shape = (groups, channels, *kernel, len(x), *places)
    start = sum(skip * step for skip, step in zip(before, steps, strict=True))
    windows = np.ndarray(shape, x.dtype, memory, start, (channels * channel, channel, *taps, image, *stops))
    columns = scratch("columns", shape, x.dtype)
    columns[...] = windows
    return columns.reshape(groups, channels * math.prod(kernel), len(x) * math.prod(places))


def _at_once(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None, out: np.ndarray, axes: list[Axis], groups: int
) -> None:
    """The definition, and the fastest way while the windows are few."""
    if weight.size == 0:  # a phase of a transposed convolution that no tap reaches
        out[...] = 0 if bias is None else bias.reshape(-1, *[1] * len(axes))
        return
    columns = all_columns(x, axes, groups)
    _, depth, length = columns.shape
    filters = len(weight) // groups
    at_their_place = len(x) == 1 and out.flags.c_contiguous
    products = out if at_their_place else scratch("products", (len(weight), len(x), *out.shape[2:]), x.dtype)
    products = products.reshape(groups, filters, length)
    np.matmul(weight.reshape(groups, filters, depth), columns, out=products)
    if bias is not None:
        products += bias.reshape(groups, -1, 1)
    if not at_their_place:
        out[...] = products.reshape(len(weight), len(x), *out.shape[2:]).swapaxes(0, 1)

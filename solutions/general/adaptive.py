"""Adaptive pooling: windows chosen so that the output has the size that was asked for."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from .blocks import slices
from .geometry import AXES, SYMBOLS, along, as_array, floating, integers, new_array, without_warnings
from .reduction import signed_zeros_tie
from .resampling import blend
from .scratch import scratch

OutputSizes = int | Sequence[int | None]
FEW_SAMPLES = 64  # of a window; with more, a search of its own pays


def adaptive_avg_pool1d(x: np.ndarray, output_size: OutputSizes) -> np.ndarray:
    """As `adaptive_avg_pool2d`, over signals (N, C, L) or (C, L).

    The output size is one number, in samples, and not None.
    """
    return adaptive_average("adaptive_avg_pool1d", 1, x, output_size)


def adaptive_avg_pool2d(x: np.ndarray, output_size: OutputSizes) -> np.ndarray:
    """Average windows of images, as many as asked for.

    Parameters
    ----------
    x : array (N, C, H, W) or (C, H, W)
    output_size : int or a pair of int and None
        In pixels, (height, width). None keeps the input's size.

    Returns
    -------
    array (N, C, H_out, W_out) or (C, H_out, W_out)

    Raises
    ------
    ValueError
        If something does not fit, as in torch.

    Notes
    -----
    Window i goes from `floor(i * in / out)` up to `ceil((i + 1) * in / out)`.
    Same as `torch.nn.functional.adaptive_avg_pool2d`, which also refuses a single size that is a NumPy integer.
    """
    return adaptive_average("adaptive_avg_pool2d", 2, x, output_size)


def adaptive_avg_pool3d(x: np.ndarray, output_size: OutputSizes) -> np.ndarray:
    """As `adaptive_avg_pool2d`, over volumes (N, C, D, H, W) or (C, D, H, W).

    The output size is one number or three, (depth, height, width), in voxels.
    """
    return adaptive_average("adaptive_avg_pool3d", 3, x, output_size)


def adaptive_max_pool1d(x: np.ndarray, output_size: OutputSizes, return_indices: bool = False) -> Any:
    """As `adaptive_max_pool2d`, over signals (N, C, L) or (C, L).

    The output size is one number, in samples, and not None.
    """
    return _adaptive_max_pool("adaptive_max_pool1d", 1, x, output_size, return_indices)


def adaptive_max_pool2d(x: np.ndarray, output_size: OutputSizes, return_indices: bool = False) -> Any:
    """Keep the largest value of windows of images, as many as asked for.

    Parameters
    ----------
    x : array (N, C, H, W) or (C, H, W)
    output_size : int or a pair of int and None
        In pixels, (height, width). None keeps the input's size.
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
    Window i goes from `floor(i * in / out)` up to `ceil((i + 1) * in / out)`.
    Same as `torch.nn.functional.adaptive_max_pool2d`, which also refuses a single size that is a NumPy integer.
    """
    return _adaptive_max_pool("adaptive_max_pool2d", 2, x, output_size, return_indices)


def adaptive_max_pool3d(x: np.ndarray, output_size: OutputSizes, return_indices: bool = False) -> Any:
    """As `adaptive_max_pool2d`, over volumes (N, C, D, H, W) or (C, D, H, W).

    The output size is one number or three, (depth, height, width), in voxels.
    """
    return _adaptive_max_pool("adaptive_max_pool3d", 3, x, output_size, return_indices)


def adaptive_windows(size: int, count: int, some: slice = slice(None)) -> list[tuple[int, int]]:
    """Where each of `count` windows, or some of them, starts and ends along an axis."""
    return [(i * size // count, -(-(i + 1) * size // count)) for i in range(count)[some]]


class Averages(NamedTuple):
    """Adaptive averaging along an axis, as a matrix."""

    size: int
    stops: int

    def matrix(self, block: slice, dtype: np.dtype) -> tuple[slice, np.ndarray]:
        windows = adaptive_windows(self.size, self.stops, block)
        first, last = windows[0][0], windows[-1][1]
        matrix = np.zeros((len(windows), last - first), dtype)
        for row, (start, end) in zip(matrix, windows, strict=True):
            row[start - first : end - first] = 1 / (end - start)
        return slice(first, last), matrix

    def directly(self, source: np.ndarray) -> np.ndarray:
        """Average along axis 1, one window after the other."""
        windows = adaptive_windows(self.size, self.stops)
        return np.stack([source[:, start:end].mean(1) for start, end in windows], 1)


@without_warnings
def adaptive_average(name: str, axes: int, x: np.ndarray, output_size: OutputSizes) -> np.ndarray:
    """The adaptive average pooling of signals, images or volumes, with the name of what asks for it in its errors."""
    x, alone, counts = _asked(name, axes, x, output_size)
    everything = set(counts) == {1}
    if not everything:
        _needs_samples(name, axes, x, channels=axes == 3 and not alone)
    shape = (*x.shape[:2], *counts)
    if 0 in x.shape[2:]:
        out = np.full(shape, np.nan, x.dtype)  # the mean of nothing
    elif everything:  # a global average is a product with equal weights
        samples = math.prod(x.shape[2:])
        out = np.matmul(x.reshape(-1, samples), np.full(samples, 1 / samples, x.dtype)).reshape(shape)
    else:
        averages = {axis: Averages(x.shape[axis], counts[axis - 2]) for axis in range(2, x.ndim)}
        out = blend(x, averages)
    return out[0] if alone else out


@without_warnings
def _adaptive_max_pool(name: str, axes: int, x: np.ndarray, output_size: OutputSizes, return_indices: bool) -> Any:
    x, alone, counts = _asked(name, axes, x, output_size)
    _needs_samples(name, axes, x, channels=not alone)
    places = [adaptive_windows(size, count) for size, count in zip(x.shape[2:], counts, strict=True)]
    if return_indices:
        out, where = _largest_and_where(x, places)
        return (out[0], where[0]) if alone else (out, where)
    out = _largest(x, places)
    if signed_zeros_tie(x, out):
        out, _ = _largest_and_where(x, places)
    return out[0] if alone else out


def _largest(x: np.ndarray, places: list[list[tuple[int, int]]]) -> np.ndarray:
    for axis, windows in enumerate(places, 2):
        last = axis == x.ndim - 1
        if last:  # with its own axis in front, a window is compared number by number over many rows
            x, axis = np.ascontiguousarray(np.moveaxis(x, axis, 0)), 0
        out = np.empty((*x.shape[:axis], len(windows), *x.shape[axis + 1 :]), x.dtype)
        for i, window in enumerate(windows):
            np.max(along(x, axis, slice(*window)), axis, keepdims=True, out=along(out, axis, slice(i, i + 1)))
        x = np.ascontiguousarray(np.moveaxis(out, 0, -1)) if last else out
    return x


def _largest_and_where(x: np.ndarray, places: list[list[tuple[int, int]]]) -> tuple[np.ndarray, np.ndarray]:
    """The largest value of every window, and its place in the flattened input: the first of equals, or the last nan."""
    shape = (*x.shape[:2], *map(len, places))
    if 0 in shape:
        return np.empty(shape, x.dtype), np.empty(shape, np.int64)
    planes, windows = x.reshape(-1, math.prod(x.shape[2:])), _samples(x.shape[2:], places)
    if windows.shape[1] > FEW_SAMPLES:
        where = _window_by_window(x.reshape(-1, *x.shape[2:]), places)
    else:
        where = _sample_by_sample(planes, windows)
    out = np.take_along_axis(planes, where, 1)
    plane, window = np.isnan(out).nonzero()
    if plane.size:
        backwards = windows[window, ::-1]
        last = np.isnan(planes[plane[:, None], backwards]).argmax(1)
        where[plane, window] = backwards[np.arange(len(last)), last]
    return out.reshape(shape), where.reshape(shape)


def _samples(sizes: Sequence[int], places: list[list[tuple[int, int]]]) -> np.ndarray:
    """What each window sees, as places of the flattened input in reading order: an array (windows, samples).

    Along each axis, a window that is shorter than others sees its last sample twice.
    """
    samples = np.zeros((1, 1), np.intp)
    for size, windows in zip(sizes, places, strict=True):
        starts, ends = np.array(windows).T
        line = np.minimum(starts[:, None] + np.arange((ends - starts).max()), ends[:, None] - 1)
        samples = samples[:, None, :, None] * size + line[:, None, :]
        samples = samples.reshape(samples.shape[0] * samples.shape[1], -1)
    return samples


def _window_by_window(planes: np.ndarray, places: list[list[tuple[int, int]]]) -> np.ndarray:
    """Where the first of the largest values of each window lies: an array (planes, windows)."""
    grid = np.arange(planes[0].size).reshape(planes.shape[1:])
    where = np.empty((len(planes), *map(len, places)), np.intp)
    for i, ends in enumerate(places[0]):
        rows, line = planes[:, slice(*ends)].copy(), grid[slice(*ends)]  # many windows in one piece of memory
        for numbers in np.ndindex(where.shape[2:]):
            columns = tuple(slice(*windows[j]) for windows, j in zip(places[1:], numbers, strict=True))
            winner = rows[:, :, *columns].reshape(len(planes), -1).argmax(1)
            where[:, i, *numbers] = line[:, *columns].ravel()[winner]
    return where.reshape(len(planes), -1)


def _sample_by_sample(planes: np.ndarray, windows: np.ndarray) -> np.ndarray:
    """Search small windows all at once: a search of its own takes longer to begin than to look at few samples."""
    count, size = windows.shape
    where = np.empty((len(planes), count), np.intp)
    number_of = np.min_scalar_type(size).type
    for block in slices(len(planes), windows.size * planes.itemsize):
        seen = scratch("columns", (len(planes[block]), size, count), planes.dtype)
        planes[block].take(windows.T, 1, out=seen, mode="clip")
        largest = seen.max(1)
        winner = np.ones(largest.shape, number_of)  # counted from the last sample, so that the first is the largest
        for i in range(size):
            np.maximum(winner, (seen[:, i] == largest) * number_of(size - i), out=winner)
        unequal = np.isnan(largest)  # not even to itself
        if unequal.any():
            np.copyto(winner, size - np.isnan(seen).argmax(1), where=unequal, casting="unsafe")
        where[block] = windows[np.arange(count), size - winner.astype(np.intp)]
    return where


def _needs_samples(name: str, axes: int, x: np.ndarray, channels: bool) -> None:
    """Refuse a batch without samples, and perhaps one without channels, where torch does."""
    if 0 in x.shape[-axes:]:
        raise ValueError(f"{name}: x needs samples along its last {axes} axes, got {x.shape}")
    if channels and x.shape[1] == 0:
        raise ValueError(f"{name}: x needs at least one channel, got {x.shape}")


def _asked(name: str, axes: int, x: np.ndarray, output_size: OutputSizes) -> tuple[np.ndarray, bool, list[int]]:
    """The batch, whether it came without its axis, and the sizes asked for."""
    x = as_array(name, x)
    floating(name, x)
    if x.ndim not in (axes + 1, axes + 2):
        raise ValueError(
            f"{name}: x needs shape (N, C, {SYMBOLS[axes]}), or (C, {SYMBOLS[axes]}) without a batch, got {x.shape}"
        )
    alone = x.ndim == axes + 1
    x = x[None] if alone else x
    sizes = tuple(output_size) if isinstance(output_size, Iterable) else (output_size,) * axes
    none_given = None in sizes and (axes == 1 or output_size is None)
    counts = integers([n if size is None else size for size, n in zip(sizes, x.shape[2:], strict=False)])
    if none_given or len(sizes) != axes or counts is None or min(counts) < 0:
        raise ValueError(
            f"{name}: output_size needs one whole number"
            + (f", or {axes} of them ({AXES[axes]}; None keeps the input's)" if axes > 1 else "")
            + f", got {output_size}"
        )
    new_array(name, (*x.shape[:2], *counts), x.dtype)  # refused at once, and not when all windows are made
    return x, alone, counts

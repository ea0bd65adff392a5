"""Weighted sums along axes: what resizing and adaptive averaging have in common."""

import math
from collections.abc import Mapping
from typing import NamedTuple, Protocol

import numpy as np

# samples of the longer side: with more there are more zeros to multiply by, with fewer the products are small
BLOCK = 16


class Resizing(Protocol):
    """What happens along one axis: how many outputs there are, and the matrix that makes some of them."""

    @property
    def stops(self) -> int: ...

    def matrix(self, block: slice, dtype: np.dtype) -> tuple[slice, np.ndarray]: ...

    def directly(self, source: np.ndarray) -> np.ndarray: ...


class Blend(NamedTuple):
    """One axis of a resizing: output i is the sum over t of `weights[i, t] * x[places[i, t]]`."""

    places: np.ndarray
    weights: np.ndarray

    @property
    def stops(self) -> int:
        return len(self.places)

    def matrix(self, block: slice, dtype: np.dtype) -> tuple[slice, np.ndarray]:
        """The inputs that some outputs need, and the matrix (outputs, inputs) that blends them."""
        places, weights = self.places[block], self.weights[block]
        first, last = int(places.min()), int(places.max()) + 1
        cells = places - first + (last - first) * np.arange(len(places))[:, None]
        flat = np.bincount(cells.ravel(), weights.ravel(), len(places) * (last - first))
        return slice(first, last), flat.reshape(len(places), -1).astype(dtype)

    def directly(self, source: np.ndarray) -> np.ndarray:
        """Blend along axis 1 as it is defined, one t after the other."""
        weights = self.weights.astype(source.dtype).reshape(*self.weights.shape, *[1] * (source.ndim - 2))
        blended: np.ndarray = sum(weights[:, t] * source[:, self.places[:, t]] for t in range(self.places.shape[1]))
        return blended


def blend(x: np.ndarray, blends: Mapping[int, Resizing]) -> np.ndarray:
    """Resize along several axes: first those that shrink, by whole rows before columns, last those that grow."""
    source = x
    shrinking = [axis for axis, blended in blends.items() if blended.stops <= x.shape[axis]]
    growing = [axis for axis in blends if axis not in shrinking]
    order = sorted(shrinking) + sorted(growing, reverse=True)
    for axis in order:
        x = _blend_axis(x, axis, blends[axis])
    # an infinity times a zero of a matrix is nan, also where it does not belong, and whatever comes after it
    if not np.isfinite(min(source, x, key=np.size).sum()):
        x = source
        for axis in order:
            x = np.moveaxis(blends[axis].directly(np.moveaxis(x, axis, 1)), 1, axis)
    return x


def _blend_axis(x: np.ndarray, axis: int, blended: Resizing) -> np.ndarray:
    """Multiply blocks of neighbours, who share most of their inputs, by small matrices."""
    count, size = blended.stops, x.shape[axis]
    out = np.empty((*x.shape[:axis], count, *x.shape[axis + 1 :]), x.dtype)
    if out.size == 0:
        return out
    inner = math.prod(x.shape[axis + 1 :])
    source, target = x.reshape(-1, size, inner), out.reshape(-1, count, inner)
    if inner == 1:
        source, target = source[..., 0], target[..., 0]
    step = BLOCK if count > size else max(1, BLOCK * count // size)
    for start in range(0, count, step):
        block = slice(start, start + step)
        inputs, matrix = blended.matrix(block, source.dtype)
        if source.ndim == 2:
            np.matmul(source[:, inputs], matrix.T, out=target[:, block])
        else:
            np.matmul(matrix, source[:, inputs], out=target[:, block])
    return out

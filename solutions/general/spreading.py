"""The transposed matrices of resizing and adaptive averaging: all that an output is made of gets part of the blame."""

import math
from collections.abc import Mapping

import numpy as np

from .resampling import BLOCK, Resizing

FEWEST = 8  # outputs in a block; with fewer, a product takes longer to begin than its zeros


def spread(grad: np.ndarray, resizings: Mapping[int, Resizing], shape: tuple[int, ...]) -> np.ndarray:
    """Give the samples of an input of this shape their gradients: the adjoint of `blend`."""
    # first the axes along which the gradient becomes smaller, last those along which it grows, whole rows at the end
    for axis in sorted(resizings, key=lambda axis: _order(axis, grad.shape[axis], shape[axis])):
        grad = _spread_axis(grad, axis, resizings[axis], shape[axis])
    return grad


def _order(axis: int, count: int, size: int) -> tuple[bool, int]:
    return (True, -axis) if size > count else (False, axis)


def _spread_axis(grad: np.ndarray, axis: int, resizing: Resizing, size: int) -> np.ndarray:
    """Multiply blocks of neighbours by small transposed matrices, and add up where their inputs overlap."""
    out = np.empty((*grad.shape[:axis], size, *grad.shape[axis + 1 :]), grad.dtype)
    if out.size == 0 or grad.size == 0:
        out[...] = 0
        return out
    inner = math.prod(grad.shape[axis + 1 :])
    count = resizing.stops
    source, target = grad.reshape(-1, count, inner), out.reshape(-1, size, inner)
    if inner == 1:
        source, target = source[..., 0], target[..., 0]
    step = BLOCK if count > size else max(FEWEST, BLOCK * count // size)
    done = 0  # the samples before this one have got something, and only the last of them get more
    for start in range(0, count, step):
        block = slice(start, start + step)
        inputs, matrix = resizing.matrix(block, grad.dtype)
        target[:, done : inputs.start] = 0
        shared = max(0, done - inputs.start)
        again, new = slice(inputs.start, inputs.start + shared), slice(inputs.start + shared, inputs.stop)
        if shared:
            target[:, again] += _product(source[:, block], matrix[:, :shared])
        _product(source[:, block], matrix[:, shared:], target[:, new])
        done = max(done, inputs.stop)
    target[:, done:] = 0
    return out


def _product(source: np.ndarray, matrix: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    return np.matmul(source, matrix, out=out) if source.ndim == 2 else np.matmul(matrix.T, source, out=out)

"""The transposed matrices of resizing and adaptive averaging: all that an output is made of gets part of the blame."""

from collections.abc import Mapping

import numpy as np

from .resampling import BLOCK, Resizing


def spread(grad: np.ndarray, resizings: Mapping[int, Resizing], shape: tuple[int, ...]) -> np.ndarray:
    """Give the samples of an input of this shape their gradients: the adjoint of `blend`."""
    # first the axes along which the gradient becomes smaller, last those along which it grows
    for axis in sorted(resizings, key=lambda axis: (shape[axis] > grad.shape[axis], axis)):
        grad = _spread_axis(grad, axis, resizings[axis], shape[axis])
    return grad


def _spread_axis(grad: np.ndarray, axis: int, resizing: Resizing, size: int) -> np.ndarray:
    """Multiply blocks of neighbours by small transposed matrices, and add up where their inputs overlap."""
    out = np.zeros((*grad.shape[:axis], size, *grad.shape[axis + 1 :]), grad.dtype)
    if out.size == 0 or grad.size == 0:
        return out
    inner = int(np.prod(grad.shape[axis + 1 :]))
    count = resizing.stops
    source, target = grad.reshape(-1, count, inner), out.reshape(-1, size, inner)
    if inner == 1:
        source, target = source[..., 0], target[..., 0]
    step = BLOCK if count > size else max(1, BLOCK * count // size)
    for start in range(0, count, step):
        block = slice(start, start + step)
        inputs, matrix = resizing.matrix(block, grad.dtype)
        if source.ndim == 2:
            target[:, inputs] += source[:, block] @ matrix
        else:
            target[:, inputs] += matrix.T @ source[:, block]
    return out

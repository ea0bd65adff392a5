"""The gradients of adaptive pools."""

import numpy as np

from .adaptive import Averages, adaptive_max_pool1d, adaptive_max_pool2d, adaptive_max_pool3d
from .convolution_gradients import grad_fits
from .geometry import batched, floating, without_warnings
from .pooling_gradients import scattered
from .spreading import spread

_LARGEST = {1: adaptive_max_pool1d, 2: adaptive_max_pool2d, 3: adaptive_max_pool3d}


def adaptive_avg_pool1d_backward(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """As `adaptive_avg_pool2d_backward`, for signals (N, C, L) or (C, L)."""
    return _average("adaptive_avg_pool1d_backward", 1, grad_output, x)


def adaptive_avg_pool2d_backward(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Pass the gradient of an adaptive average back, in equal parts, to all that was averaged.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out) or (C, H_out, W_out)
        Its shape says what output size was asked for.
    x : array (N, C, H, W) or (C, H, W)
        What was pooled. Only its shape matters.

    Returns
    -------
    array like x
        Windows of an adaptive pool may overlap: then the parts add up.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.adaptive_avg_pool2d`.
    """
    return _average("adaptive_avg_pool2d_backward", 2, grad_output, x)


def adaptive_avg_pool3d_backward(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """As `adaptive_avg_pool2d_backward`, for volumes (N, C, D, H, W) or (C, D, H, W)."""
    return _average("adaptive_avg_pool3d_backward", 3, grad_output, x)


def adaptive_max_pool1d_backward(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """As `adaptive_max_pool2d_backward`, for signals (N, C, L) or (C, L)."""
    return _largest("adaptive_max_pool1d_backward", 1, grad_output, x)


def adaptive_max_pool2d_backward(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Pass the gradient of an adaptive maximum back to the samples that won.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out) or (C, H_out, W_out)
        Its shape says what output size was asked for.
    x : array (N, C, H, W) or (C, H, W)
        What was pooled.

    Returns
    -------
    array like x
        Windows of an adaptive pool may overlap: a sample may win several times.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.adaptive_max_pool2d`.
    """
    return _largest("adaptive_max_pool2d_backward", 2, grad_output, x)


def adaptive_max_pool3d_backward(grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    """As `adaptive_max_pool2d_backward`, for volumes (N, C, D, H, W) or (C, D, H, W)."""
    return _largest("adaptive_max_pool3d_backward", 3, grad_output, x)


def _given(name: str, axes: int, grad_output: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool]:
    (x, alone), (grad, grad_alone) = batched(name, x, axes), batched(name, grad_output, axes)
    floating(name, x, grad)
    if alone != grad_alone:
        raise ValueError(f"{name}: grad_output needs as many axes as x, got {grad_output.shape} for {x.shape}")
    grad_fits(name, grad, (*x.shape[:2], *grad.shape[2:]))
    return grad, x, alone


@without_warnings
def _average(name: str, axes: int, grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    grad, x, alone = _given(name, axes, grad_output, x)
    if set(grad.shape[2:]) == {1}:  # a global average: one share for all
        share = grad / x.dtype.type(np.prod(x.shape[2:]))
        out = np.broadcast_to(share, x.shape).copy()
    else:
        averages = {axis: Averages(x.shape[axis], grad.shape[axis]) for axis in range(2, x.ndim)}
        out = spread(grad, averages, x.shape)
    return out[0] if alone else out


@without_warnings
def _largest(name: str, axes: int, grad_output: np.ndarray, x: np.ndarray) -> np.ndarray:
    grad, x, alone = _given(name, axes, grad_output, x)
    counts = grad.shape[2:]
    _, where = _LARGEST[axes](x, counts[0] if axes == 1 else counts, return_indices=True)
    out = scattered(grad, where, x.shape)
    return out[0] if alone else out

"""Pools that keep the size as TensorFlow and Keras mean it, and ONNX's norm."""

import math
from collections.abc import Sequence

import numpy as np

from ..general.geometry import Sizes, Window, flag, on_last_axes, per_axis, real, without_warnings
from ..general.padding import pad_for
from ..general.reduction import largest, sums
from .same import same_padding, samples_of, torch_amounts


def same_max_pool(x: np.ndarray, kernel_size: Sizes, stride: Sizes | None = None) -> np.ndarray:
    """Keep the largest value of every window, with the padding "same" of TensorFlow and Keras.

    Parameters
    ----------
    x : array (N, C, ...)
    kernel_size, stride : int or one for each axis
        `stride` defaults to `kernel_size`.

    Returns
    -------
    array (N, C, ...)
        `ceil(size / stride)` outputs along each axis.

    Raises
    ------
    ValueError
        If something does not fit.
    """
    x, windows, pairs = _same("same_max_pool", x, kernel_size, stride)
    return largest(pad_for("same_max_pool", x, torch_amounts(pairs), "constant", -math.inf), windows)


def same_avg_pool(x: np.ndarray, kernel_size: Sizes, stride: Sizes | None = None) -> np.ndarray:
    """Average every window, with the padding "same" of TensorFlow and Keras, which is not counted.

    Parameters
    ----------
    x : array (N, C, ...)
    kernel_size, stride : int or one for each axis
        `stride` defaults to `kernel_size`.

    Returns
    -------
    array (N, C, ...)
        `ceil(size / stride)` outputs along each axis.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    So do Keras on TensorFlow and on JAX. Keras on PyTorch repeats the edge instead where an odd number is added.
    """
    x, windows, pairs = _same("same_avg_pool", x, kernel_size, stride)
    amounts = torch_amounts(pairs)
    counts = pad_for("same_avg_pool", np.ones((1, 1, *x.shape[2:]), x.dtype), amounts, "constant")
    means: np.ndarray = sums(pad_for("same_avg_pool", x, amounts, "constant"), windows) / sums(counts, windows)
    return means


def _same(
    operation: str, x: np.ndarray, kernel_size: Sizes, stride: Sizes | None
) -> tuple[np.ndarray, list[Window], list[tuple[int, int]]]:
    x, axes = samples_of(operation, x)
    kernel = per_axis(operation, "kernel_size", kernel_size, axes, 1)
    strides = kernel if stride is None else per_axis(operation, "stride", stride, axes, 1)
    pairs = [same_padding(*axis) for axis in zip(x.shape[2:], kernel, strides, strict=True)]
    sizes = [size + sum(pair) for size, pair in zip(x.shape[2:], pairs, strict=True)]
    return x, [Window(*axis) for axis in zip(sizes, kernel, strides, strict=True)], pairs


@without_warnings
def lp_pool(
    x: np.ndarray,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes = 1,
    padding: Sequence[tuple[int, int]] | None = None,
    ceil_mode: bool = False,
) -> np.ndarray:
    """Take the p-norm of every window as ONNX Runtime's LpPool does: of absolute values, and of what is there only.

    Parameters
    ----------
    x : array (N, C, ...)
    norm_type : float
        The p, larger than 0.
    kernel_size, stride : int or one for each axis
        `stride` defaults to 1, as in ONNX.
    padding : sequence of (int, int), optional
        Zeros before and after, for each axis. ONNX's `pads` has all that come before, and then all that come after.
    ceil_mode : bool
        Keep a last window that hangs over the end. One that begins behind the input is never kept.

    Returns
    -------
    array (N, C, ...)

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    torch takes the values with their signs, and scales a window that hangs over up to a full one. The evaluator that
    the onnx package brings along does the latter too.
    """
    x, axes = samples_of("lp_pool", x)
    norm = real("lp_pool", "norm_type", norm_type)
    if not 0 < norm < math.inf:
        raise ValueError(f"lp_pool: norm_type needs a number larger than 0, got {norm_type}")
    kernel = per_axis("lp_pool", "kernel_size", kernel_size, axes, 1)
    strides = per_axis("lp_pool", "stride", stride, axes, 1)
    pairs = [(0, 0)] * axes if padding is None else list(padding)
    if len(pairs) != axes:
        raise ValueError(f"lp_pool: padding needs {axes} pairs, got {padding!r}")
    padded = pad_for("lp_pool", abs(x), torch_amounts(pairs), "constant")
    ceil = flag("lp_pool", "ceil_mode", ceil_mode)
    windows = [Window(*axis, ceil_mode=ceil) for axis in zip(padded.shape[2:], kernel, strides, strict=True)]
    if any(window.stops < 1 for window in windows):
        raise ValueError(f"lp_pool: kernel_size {kernel_size} needs a larger input, got {x.shape[2:]}")
    out: np.ndarray = sums(padded**norm, windows) ** (1 / norm)
    begun = [-(-(size + before) // step) for size, (before, _), step in zip(x.shape[2:], pairs, strides, strict=True)]
    return out[on_last_axes(map(slice, begun))]

"""The gradients of maximum, average and p-norm pools: what a window is blamed for, passed back to its samples."""

import math
from collections.abc import Callable

import numpy as np

from .averaging import lp_pool1d, lp_pool2d, lp_pool3d
from .convolution_gradients import grad_fits
from .geometry import Sizes, Window, along, batched, flag, floating, integer, real, windows, without_warnings
from .reduction import largest_and_where

_NORMS = {1: lp_pool1d, 2: lp_pool2d, 3: lp_pool3d}


def max_pool1d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """As `max_pool2d_backward`, for signals (N, C, L) or (C, L)."""
    return _max("max_pool1d_backward", 1, grad_output, x, kernel_size, stride, padding, dilation, ceil_mode)


def max_pool2d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """Pass the gradient of a maximum pool's output back to the samples that won.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out) or (C, H_out, W_out)
    x : array (N, C, H, W) or (C, H, W)
        What was pooled.
    kernel_size, stride, padding, dilation, ceil_mode
        Those of the pool.

    Returns
    -------
    array like x
        Where windows overlap, a sample may win several times, and the gradients add up. Of equals the first has won.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.max_pool2d`.
    """
    return _max("max_pool2d_backward", 2, grad_output, x, kernel_size, stride, padding, dilation, ceil_mode)


def max_pool3d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """As `max_pool2d_backward`, for volumes (N, C, D, H, W) or (C, D, H, W)."""
    return _max("max_pool3d_backward", 3, grad_output, x, kernel_size, stride, padding, dilation, ceil_mode)


def avg_pool1d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> np.ndarray:
    """As `avg_pool2d_backward`, for signals (N, C, L) or (C, L)."""
    return _avg(
        "avg_pool1d_backward", 1, grad_output, x, kernel_size, stride, padding, ceil_mode, count_include_pad, None
    )


def avg_pool2d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> np.ndarray:
    """Pass the gradient of an average pool's output back, in equal parts, to all that was averaged.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out) or (C, H_out, W_out)
    x : array (N, C, H, W) or (C, H, W)
        What was pooled. Only its shape matters.
    kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
        Those of the pool.

    Returns
    -------
    array like x
        What falls on the padding is lost.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.avg_pool2d`.
    """
    return _avg(
        "avg_pool2d_backward",
        2,
        grad_output,
        x,
        kernel_size,
        stride,
        padding,
        ceil_mode,
        count_include_pad,
        divisor_override,
    )


def avg_pool3d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> np.ndarray:
    """As `avg_pool2d_backward`, for volumes (N, C, D, H, W) or (C, D, H, W)."""
    return _avg(
        "avg_pool3d_backward",
        3,
        grad_output,
        x,
        kernel_size,
        stride,
        padding,
        ceil_mode,
        count_include_pad,
        divisor_override,
    )


def lp_pool1d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> np.ndarray:
    """As `lp_pool2d_backward`, for signals (N, C, L) or (C, L)."""
    return _lp("lp_pool1d_backward", 1, grad_output, x, norm_type, kernel_size, stride, ceil_mode)


def lp_pool2d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> np.ndarray:
    """Pass the gradient of a p-norm pool's output back to its samples.

    Parameters
    ----------
    grad_output : array (N, C, H_out, W_out) or (C, H_out, W_out)
    x : array (N, C, H, W) or (C, H, W)
        What was pooled.
    norm_type, kernel_size, stride, ceil_mode
        Those of the pool.

    Returns
    -------
    array like x
        `(x / norm) ** (p - 1)` of what every norm is blamed for, and 0 where a norm is 0.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.lp_pool2d`.
    """
    return _lp("lp_pool2d_backward", 2, grad_output, x, norm_type, kernel_size, stride, ceil_mode)


def lp_pool3d_backward(
    grad_output: np.ndarray,
    x: np.ndarray,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> np.ndarray:
    """As `lp_pool2d_backward`, for volumes (N, C, D, H, W) or (C, D, H, W)."""
    return _lp("lp_pool3d_backward", 3, grad_output, x, norm_type, kernel_size, stride, ceil_mode)


def _given(name: str, axes: int, grad_output: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool]:
    """The gradient and the input, both with a batch axis, and whether they came without."""
    (x, alone), (grad, grad_alone) = batched(name, x, axes), batched(name, grad_output, axes)
    floating(name, x, grad)
    if alone != grad_alone:
        raise ValueError(f"{name}: grad_output needs as many axes as x, got {grad_output.shape} for {x.shape}")
    return grad, x, alone


def _outputs_fit(name: str, grad: np.ndarray, x: np.ndarray, places: list[Window]) -> None:
    grad_fits(name, grad, (*x.shape[:2], *[window.stops for window in places]))


@without_warnings
def _max(
    name: str,
    axes: int,
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None,
    padding: Sizes,
    dilation: Sizes,
    ceil_mode: bool,
) -> np.ndarray:
    grad, x, alone = _given(name, axes, grad_output, x)
    places = windows(name, x.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    _outputs_fit(name, grad, x, places)
    out = to_winners(grad, x, places)
    return out[0] if alone else out


def to_winners(grad: np.ndarray, x: np.ndarray, places: list[Window]) -> np.ndarray:
    """What the largest sample of every window gets."""
    _, where = largest_and_where(x, places)
    return scattered(grad, where, x.shape)


def scattered(grad: np.ndarray, where: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Add gradients up at places of the flattened samples of each channel."""
    size = math.prod(shape[2:])
    channels = math.prod(shape[:2])
    where, values = where.reshape(channels, -1), grad.reshape(channels, -1)
    flat = where + size * np.arange(channels)[:, None]
    inside = where < size  # a window without a sample may point beyond the last
    if not inside.all():
        flat, values = flat[inside], values[inside]
    out = np.zeros(channels * size, grad.dtype)
    np.add.at(out, flat.ravel(), values.ravel())
    return out.reshape(shape)


def back_to_all(grad: np.ndarray, x: np.ndarray, places: list[Window]) -> np.ndarray:
    """Give every sample the sum over the windows that hold it: the adjoint of summing windows."""
    for axis, window in reversed([*enumerate(places, 2)]):
        out = np.zeros((*grad.shape[:axis], window.size, *grad.shape[axis + 1 :]), grad.dtype)
        for outputs, inputs in window.taps():
            part = along(out, axis, inputs)
            np.add(part, along(grad, axis, outputs), out=part)
        grad = out
    return grad


def _spread_over(counts_of: Callable[[Window], np.ndarray], places: list[Window], dtype: np.dtype) -> np.ndarray:
    """A number for each window, as an array that spreads over the outputs: the product of one for each axis."""
    counts = np.ones((), dtype)
    for window in places:
        counts = counts[..., None] * counts_of(window).astype(dtype)
    return counts


@without_warnings
def _avg(
    name: str,
    axes: int,
    grad_output: np.ndarray,
    x: np.ndarray,
    kernel_size: Sizes,
    stride: Sizes | None,
    padding: Sizes,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: int | None,
) -> np.ndarray:
    grad, x, alone = _given(name, axes, grad_output, x)
    padded = flag(name, "count_include_pad", count_include_pad)
    places = windows(name, x.shape[2:], kernel_size, stride, padding, ceil_mode=ceil_mode)
    _outputs_fit(name, grad, x, places)
    if divisor_override is not None and integer(divisor_override) in (None, 0):
        raise ValueError(f"{name}: divisor_override needs a whole number that is not 0, got {divisor_override!r}")
    if divisor_override is None:
        shares = grad / _spread_over(lambda window: window.lengths(padded), places, x.dtype)
    else:
        shares = grad / x.dtype.type(divisor_override)
    out = back_to_all(shares, x, places)
    return out[0] if alone else out


@without_warnings
def _lp(
    name: str,
    axes: int,
    grad_output: np.ndarray,
    x: np.ndarray,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None,
    ceil_mode: bool,
) -> np.ndarray:
    grad, x, alone = _given(name, axes, grad_output, x)
    norm = real(name, "norm_type", norm_type)
    places = windows(name, x.shape[2:], kernel_size, stride, ceil_mode=ceil_mode)
    _outputs_fit(name, grad, x, places)
    if math.isinf(norm):
        sizes = np.abs(x) if norm > 0 else -np.abs(x)
        out: np.ndarray = np.sign(x) * to_winners(grad, sizes, places)
        return out[0] if alone else out
    norms = _NORMS[axes](x, norm_type, kernel_size, stride, ceil_mode)
    shares = np.where(norms == 0, 0, grad * norms ** (1 - norm)).astype(x.dtype)
    if ceil_mode:  # a window that hangs over counts as if it were full
        shares *= math.prod(w.kernel for w in places) / _spread_over(lambda w: w.lengths(True), places, x.dtype)
    out = back_to_all(shares, x, places) * x ** (norm - 1)
    return out[0] if alone else out

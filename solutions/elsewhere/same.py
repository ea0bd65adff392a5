"""Convolutions that keep the size, and what "same" and "transposed" mean outside of torch."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from ..general import convolution, transposed
from ..general.geometry import Sizes, as_array, floating, on_last_axes, per_axis, whole
from ..general.padding import pad_for

CONVOLUTIONS = {1: convolution.conv1d, 2: convolution.conv2d, 3: convolution.conv3d}
TRANSPOSED = {1: transposed.conv_transpose1d, 2: transposed.conv_transpose2d, 3: transposed.conv_transpose3d}


def same_padding(size: int, kernel_size: int, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """Count the zeros that "same" adds before and after an axis, in TensorFlow, Keras, JAX and ONNX (SAME_UPPER).

    Parameters
    ----------
    size, kernel_size, stride, dilation : int
        Of one axis, in samples.

    Returns
    -------
    (int, int)
        Before and after. An odd one goes to the end.

    Raises
    ------
    ValueError
        If one of the numbers is no whole number of at least 1.

    Notes
    -----
    There are `ceil(size / stride)` outputs, so the zeros depend on the size: no fixed `padding` of torch does this.
    """
    for what, value in {"size": size, "kernel_size": kernel_size, "stride": stride, "dilation": dilation}.items():
        whole("same_padding", what, value, 1)
    stops = -(-size // stride)
    total = max((stops - 1) * stride + dilation * (kernel_size - 1) + 1 - size, 0)
    return total // 2, total - total // 2


def torch_amounts(pairs: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Pairs (before, after), the first axis first, in torch's order: the last axis first."""
    return tuple(amount for pair in reversed(pairs) for amount in pair)


def samples_of(
    operation: str, x: np.ndarray, weight: np.ndarray | None = None, bias: np.ndarray | None = None
) -> tuple[np.ndarray, int]:
    """`x` as an array (N, C, ...), and how many axes of samples it has; the weight needs as many."""
    x = as_array(operation, x)
    floating(operation, x, weight, bias)
    if x.ndim not in (3, 4, 5) or 0 in x.shape[1:]:
        raise ValueError(f"{operation}: x needs 3, 4 or 5 axes, (N, C, ...), none but the batch empty, got {x.shape}")
    if weight is not None and (weight.ndim != x.ndim or 0 in weight.shape):
        raise ValueError(f"{operation}: weight needs {x.ndim} axes as x has them, none empty, got {weight.shape}")
    return x, x.ndim - 2


def same_conv(
    x: np.ndarray,
    weight: np.ndarray,
    bias: np.ndarray | None = None,
    stride: Sizes = 1,
    dilation: Sizes = 1,
    groups: int = 1,
) -> np.ndarray:
    """Convolve with the padding "same" of TensorFlow, Keras, JAX and ONNX, which may be used with a stride.

    Parameters
    ----------
    x : array (N, C_in, ...)
    weight : array (C_out, C_in / groups, ...)
        In torch's order. Keras has it as (..., C_in / groups, C_out).
    bias : array (C_out,), optional
    stride, dilation : int or one for each axis
    groups : int

    Returns
    -------
    array (N, C_out, ...)
        `ceil(size / stride)` outputs along each axis.

    Raises
    ------
    ValueError
        If something does not fit.
    """
    x, axes = samples_of("same_conv", x, weight, bias)
    strides, dilations = (
        per_axis("same_conv", what, value, axes, 1) for what, value in (("stride", stride), ("dilation", dilation))
    )
    pairs = [same_padding(*axis) for axis in zip(x.shape[2:], weight.shape[2:], strides, dilations, strict=True)]
    x = pad_for("same_conv", x, torch_amounts(pairs), "constant")
    return CONVOLUTIONS[axes](x, weight, bias, strides, 0, dilations, groups)


def same_conv_transpose(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None, stride: Sizes = 1
) -> np.ndarray:
    """Convolve transposed with the padding "same" of TensorFlow, Keras and ONNX: `stride` times as large.

    Parameters
    ----------
    x : array (N, C_in, ...)
    weight : array (C_in, C_out, ...)
        In torch's order. Keras has it as (..., C_out, C_in).
    bias : array (C_out,), optional
    stride : int or one for each axis

    Returns
    -------
    array (N, C_out, ...)

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Of the whole result, what is too much is cut off: half of it before, and the odd one at the end. torch's `padding`
    cuts as much on both sides, and its `output_padding` gives back at the end: for an odd kernel and a stride of 2 the
    result has the right size and lies one sample beside this one.
    """
    x, axes = samples_of("same_conv_transpose", x, weight, bias)
    strides = per_axis("same_conv_transpose", "stride", stride, axes, 1)
    full = TRANSPOSED[axes](x, weight, None, strides)
    pairs = []
    for size, stride_, kernel in zip(x.shape[2:], strides, weight.shape[2:], strict=True):
        before = max(kernel - stride_, 0) // 2
        pairs.append((-before, size * stride_ - ((size - 1) * stride_ + kernel - before)))
    out = pad_for("same_conv_transpose", full, torch_amounts(pairs), "constant")
    return out if bias is None else out + np.reshape(bias, (-1, *[1] * axes))


def unflipped_conv_transpose(
    x: np.ndarray,
    weight: np.ndarray,
    stride: Sizes = 1,
    padding: Literal["SAME", "VALID"] | Sequence[tuple[int, int]] = "SAME",
) -> np.ndarray:
    """Convolve transposed as `jax.lax.conv_transpose` and `flax.linen.ConvTranspose` do unless told otherwise.

    The samples are spread out with zeros between them, and the kernel slides over them as it is: each stamp comes out
    flipped, compared with torch's.

    Parameters
    ----------
    x : array (N, C_in, ...)
    weight : array (C_in, C_out, ...)
        In torch's order. JAX has it as (..., C_in, C_out).
    stride : int or one for each axis
    padding : {"SAME", "VALID"} or sequence of (int, int)
        Pairs are zeros added before and after the samples that were spread out, for each axis: not what torch calls
        `padding`.

    Returns
    -------
    array (N, C_out, ...)

    Raises
    ------
    ValueError
        If something does not fit.
    """
    x, axes = samples_of("unflipped_conv_transpose", x, weight)
    strides = per_axis("unflipped_conv_transpose", "stride", stride, axes, 1)
    if isinstance(padding, str):
        if padding not in ("SAME", "VALID"):
            raise ValueError(f"unflipped_conv_transpose: padding needs SAME, VALID or pairs, got {padding!r}")
        pairs = [_jax_padding(*axis, padding) for axis in zip(weight.shape[2:], strides, strict=True)]
    else:
        pairs = list(padding)
    if len(pairs) != axes:
        raise ValueError(f"unflipped_conv_transpose: padding needs {axes} pairs, got {padding!r}")
    sizes = [(size - 1) * step + 1 for size, step in zip(x.shape[2:], strides, strict=True)]
    spread = np.zeros((*x.shape[:2], *sizes), x.dtype)
    spread[on_last_axes(slice(None, None, step) for step in strides)] = x
    spread = pad_for("unflipped_conv_transpose", spread, torch_amounts(pairs), "constant")
    return CONVOLUTIONS[axes](spread, np.ascontiguousarray(weight.swapaxes(0, 1)))


def _jax_padding(kernel: int, stride: int, padding: str) -> tuple[int, int]:
    """JAX's zeros around samples that were spread out: SAME gives `size * stride` outputs, VALID the whole result."""
    if padding == "VALID":
        return kernel - 1, max(kernel, stride) - 1
    total = kernel + stride - 2
    before = kernel - 1 if stride > kernel - 1 else -(-total // 2)
    return before, total - before


def centred_convolve(x: np.ndarray, kernel: np.ndarray, flip: bool = True) -> np.ndarray:
    """Convolve arrays without batch or channels as SciPy's `convolve` and `correlate` do with the mode "same".

    Parameters
    ----------
    x, kernel : array of the same number of axes
    flip : bool
        Turn the kernel round, as in `scipy.signal.convolve`; or leave it as it is, as in `scipy.signal.correlate`.

    Returns
    -------
    array of the shape of `x`
        The middle of the whole result. A kernel of an even size reaches one sample farther back; "same" in torch and in
        Keras reaches one farther on.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    `numpy.convolve` with "same" returns as many numbers as the longer of the two has.
    """
    x, kernel = as_array("centred_convolve", x), as_array("centred_convolve", kernel)
    floating("centred_convolve", x, kernel)
    if x.ndim != kernel.ndim or not 1 <= x.ndim <= 3 or 0 in (*x.shape, *kernel.shape):
        raise ValueError(
            f"centred_convolve: needs two arrays of one to three axes, none empty, got {x.shape} and {kernel.shape}"
        )
    kernel = np.flip(kernel) if flip else kernel
    pairs = [(k - 1 - (k - 1) // 2, (k - 1) // 2) for k in kernel.shape]
    padded = pad_for("centred_convolve", x, torch_amounts(pairs), "constant")
    out = CONVOLUTIONS[x.ndim](padded[None, None], np.ascontiguousarray(kernel)[None, None])
    only: np.ndarray = out[0, 0]
    return only

"""The gradients of transposed convolutions: convolutions, whose input is the gradient of the output."""

from collections.abc import Sequence

import numpy as np

from .convolution_gradients import geometry, grad_fits, sizes_of, weight_gradient
from .correlation import correlate
from .geometry import Sizes, as_array, batched, floating, per_axis, whole, without_warnings


def conv_transpose1d_input(
    input_size: Sequence[int],
    weight: np.ndarray,
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """As `conv_transpose2d_input`, for signals (N, C_in, L)."""
    given = (stride, padding, output_padding, groups, dilation)
    return _transposed_input("conv_transpose1d_input", 1, input_size, weight, grad_output, *given)


def conv_transpose2d_input(
    input_size: Sequence[int],
    weight: np.ndarray,
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """Pass the gradient of a transposed convolution's output back to its input: by the convolution.

    Parameters
    ----------
    input_size : sequence of int
        The shape of the input, (N, C_in, H, W).
    weight : array (C_in, C_out / groups, kh, kw)
    grad_output : array (N, C_out, H_out, W_out)
    stride, padding, output_padding, groups, dilation
        Those of the transposed convolution.

    Returns
    -------
    array (N, C_in, H, W)

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.conv_transpose2d`.
    """
    given = (stride, padding, output_padding, groups, dilation)
    return _transposed_input("conv_transpose2d_input", 2, input_size, weight, grad_output, *given)


def conv_transpose3d_input(
    input_size: Sequence[int],
    weight: np.ndarray,
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """As `conv_transpose2d_input`, for volumes (N, C_in, D, H, W)."""
    given = (stride, padding, output_padding, groups, dilation)
    return _transposed_input("conv_transpose3d_input", 3, input_size, weight, grad_output, *given)


def conv_transpose1d_weight(
    input: np.ndarray,
    weight_size: Sequence[int],
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """As `conv_transpose2d_weight`, for signals (N, C_in, L)."""
    given = (stride, padding, output_padding, groups, dilation)
    return _transposed_weight("conv_transpose1d_weight", 1, input, weight_size, grad_output, *given)


def conv_transpose2d_weight(
    input: np.ndarray,
    weight_size: Sequence[int],
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """Pass the gradient of a transposed convolution's output on to its weight.

    Parameters
    ----------
    input : array (N, C_in, H, W)
    weight_size : sequence of int
        The shape of the weight, (C_in, C_out / groups, kh, kw).
    grad_output : array (N, C_out, H_out, W_out)
    stride, padding, output_padding, groups, dilation
        Those of the transposed convolution.

    Returns
    -------
    array (C_in, C_out / groups, kh, kw)
        The sum over the batch.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as the gradient that torch's autograd finds for `torch.nn.functional.conv_transpose2d`: that of the convolution
    whose input is `grad_output`, and whose blame is `input`.
    """
    given = (stride, padding, output_padding, groups, dilation)
    return _transposed_weight("conv_transpose2d_weight", 2, input, weight_size, grad_output, *given)


def conv_transpose3d_weight(
    input: np.ndarray,
    weight_size: Sequence[int],
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> np.ndarray:
    """As `conv_transpose2d_weight`, for volumes (N, C_in, D, H, W)."""
    given = (stride, padding, output_padding, groups, dilation)
    return _transposed_weight("conv_transpose3d_weight", 3, input, weight_size, grad_output, *given)


@without_warnings
def _transposed_input(
    name: str,
    axes: int,
    input_size: Sequence[int],
    weight: np.ndarray,
    grad_output: np.ndarray,
    stride: Sizes,
    padding: Sizes,
    output_padding: Sizes,
    groups: int,
    dilation: Sizes,
) -> np.ndarray:
    weight, (grad, alone) = as_array(name, weight), batched(name, grad_output, axes)
    floating(name, weight, grad)
    size = sizes_of(name, "input_size", input_size, axes, alone)
    strides, paddings, dilations = geometry(name, axes, stride, padding, dilation)
    groups = whole(name, "groups", groups, 1)
    extras = per_axis(name, "output_padding", output_padding, axes, 0)
    _spread_fits(name, size, weight.shape, grad, strides, paddings, extras, groups, dilations)
    out = np.empty(size, grad.dtype)
    correlate(grad, weight, None, out, paddings, strides, dilations, groups)
    return out[0] if alone else out


@without_warnings
def _transposed_weight(
    name: str,
    axes: int,
    x: np.ndarray,
    weight_size: Sequence[int],
    grad_output: np.ndarray,
    stride: Sizes,
    padding: Sizes,
    output_padding: Sizes,
    groups: int,
    dilation: Sizes,
) -> np.ndarray:
    (x, _), (grad, _) = batched(name, x, axes), batched(name, grad_output, axes)
    floating(name, x, grad)
    shape = sizes_of(name, "weight_size", weight_size, axes)
    strides, paddings, dilations = geometry(name, axes, stride, padding, dilation)
    groups = whole(name, "groups", groups, 1)
    extras = per_axis(name, "output_padding", output_padding, axes, 0)
    _spread_fits(name, x.shape, shape, grad, strides, paddings, extras, groups, dilations)
    return weight_gradient(grad, x, shape, paddings, strides, dilations, groups)


def _spread_fits(
    name: str,
    size: tuple[int, ...],
    weight_size: tuple[int, ...],
    grad: np.ndarray,
    strides: tuple[int, ...],
    paddings: tuple[int, ...],
    extras: tuple[int, ...],
    groups: int,
    dilations: tuple[int, ...],
) -> None:
    if len(weight_size) != len(size) or weight_size[0] != size[1] or size[1] % groups:
        raise ValueError(
            f"{name}: an input {size} with groups {groups} needs a weight (C_in, C_out / groups, kernel), "
            f"got {weight_size}"
        )
    if any(extra >= max(s, d) for extra, s, d in zip(extras, strides, dilations, strict=True)):
        raise ValueError(
            f"{name}: output_padding needs to be less than the stride or the dilation, got {extras} "
            f"for {strides} and {dilations}"
        )
    counts = [
        (n - 1) * s - 2 * p + d * (k - 1) + extra + 1
        for n, k, s, p, d, extra in zip(size[2:], weight_size[2:], strides, paddings, dilations, extras, strict=True)
    ]
    grad_fits(name, grad, (size[0], weight_size[1] * groups, *counts))

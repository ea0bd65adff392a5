"""The gradients of convolutions, made by what makes the convolutions themselves.

Names, argument order and defaults are those of `torch.nn.grad` where it has them. A convolution is a matrix: the
gradient of its input is the transposed convolution of the output's gradient. The gradient of the weight sums products
of what a tap has seen with what is blamed on it.

With a group for each channel, both take one and a half to three times as long as in torch: a product of one row is
little work beside the copies of the windows.
"""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from .blocks import block_sizes
from .convolution import filters_fit
from .correlation import all_columns, are_few
from .geometry import SYMBOLS, Sizes, as_array, batched, floating, integers, overlap, per_axis, whole, without_warnings
from .phases import Axis
from .transposed import conv_transpose1d, conv_transpose2d, conv_transpose3d
from .windows import Windows

MANY_PLACES = 4  # of the output, for each filter
_TRANSPOSED = {1: conv_transpose1d, 2: conv_transpose2d, 3: conv_transpose3d}


def conv1d_input(
    input_size: Sequence[int],
    weight: np.ndarray,
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> np.ndarray:
    """As `conv2d_input`, for signals (N, C_in, L)."""
    return _conv_input("conv1d_input", 1, input_size, weight, grad_output, stride, padding, dilation, groups)


def conv2d_input(
    input_size: Sequence[int],
    weight: np.ndarray,
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> np.ndarray:
    """Pass the gradient of a convolution's output back to its input.

    Parameters
    ----------
    input_size : sequence of int
        The shape of the input, (N, C_in, H, W).
    weight : array (C_out, C_in / groups, kh, kw)
    grad_output : array (N, C_out, H_out, W_out)
    stride, padding, dilation, groups
        Those of the convolution.

    Returns
    -------
    array (N, C_in, H, W)

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as `torch.nn.grad.conv2d_input`: the transposed convolution, with as much output padding as the stride has
    left over.
    """
    return _conv_input("conv2d_input", 2, input_size, weight, grad_output, stride, padding, dilation, groups)


def conv3d_input(
    input_size: Sequence[int],
    weight: np.ndarray,
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> np.ndarray:
    """As `conv2d_input`, for volumes (N, C_in, D, H, W)."""
    return _conv_input("conv3d_input", 3, input_size, weight, grad_output, stride, padding, dilation, groups)


def conv1d_weight(
    input: np.ndarray,
    weight_size: Sequence[int],
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> np.ndarray:
    """As `conv2d_weight`, for signals (N, C_in, L)."""
    return _conv_weight("conv1d_weight", 1, input, weight_size, grad_output, stride, padding, dilation, groups)


def conv2d_weight(
    input: np.ndarray,
    weight_size: Sequence[int],
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> np.ndarray:
    """Pass the gradient of a convolution's output on to its weight.

    Parameters
    ----------
    input : array (N, C_in, H, W)
    weight_size : sequence of int
        The shape of the weight, (C_out, C_in / groups, kh, kw).
    grad_output : array (N, C_out, H_out, W_out)
    stride, padding, dilation, groups
        Those of the convolution.

    Returns
    -------
    array (C_out, C_in / groups, kh, kw)
        The sum over the batch.

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Same as `torch.nn.grad.conv2d_weight`: the correlation of the input with the output's gradient, in which stride and
    dilation have changed places.
    """
    return _conv_weight("conv2d_weight", 2, input, weight_size, grad_output, stride, padding, dilation, groups)


def conv3d_weight(
    input: np.ndarray,
    weight_size: Sequence[int],
    grad_output: np.ndarray,
    stride: Sizes = 1,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> np.ndarray:
    """As `conv2d_weight`, for volumes (N, C_in, D, H, W)."""
    return _conv_weight("conv3d_weight", 3, input, weight_size, grad_output, stride, padding, dilation, groups)


def conv_bias_grad(grad_output: np.ndarray) -> np.ndarray:
    """Sum the gradient of the output (N, C_out, ...) over all but the filters: (C_out,), for every convolution."""
    grad_output = as_array("conv_bias_grad", grad_output)
    floating("conv_bias_grad", grad_output)
    if grad_output.ndim < 3:
        raise ValueError(f"conv_bias_grad: grad_output needs shape (N, C_out, ...), got {grad_output.shape}")
    out: np.ndarray = grad_output.reshape(*grad_output.shape[:2], -1).sum((0, 2))
    return out


@without_warnings
def _conv_input(
    name: str,
    axes: int,
    input_size: Sequence[int],
    weight: np.ndarray,
    grad_output: np.ndarray,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    groups: int,
) -> np.ndarray:
    weight, (grad, alone) = as_array(name, weight), batched(name, grad_output, axes)
    size = sizes_of(name, "input_size", input_size, axes, alone)
    strides, paddings, dilations = geometry(name, axes, stride, padding, dilation)
    groups = whole(name, "groups", groups, 1)
    filters_fit(name, np.broadcast_to(grad.dtype.type(0), size), weight, None, groups, axes)
    _grad_fits(name, grad, size, weight.shape, strides, paddings, dilations)
    left = [
        n - ((count - 1) * s - 2 * p + d * (k - 1) + 1)
        for n, count, s, p, d, k in zip(
            size[2:], grad.shape[2:], strides, paddings, dilations, weight.shape[2:], strict=True
        )
    ]
    out = _TRANSPOSED[axes](grad, weight, None, strides, paddings, tuple(left), groups, dilations)
    return out[0] if alone else out


@without_warnings
def _conv_weight(
    name: str,
    axes: int,
    x: np.ndarray,
    weight_size: Sequence[int],
    grad_output: np.ndarray,
    stride: Sizes,
    padding: Sizes,
    dilation: Sizes,
    groups: int,
) -> np.ndarray:
    (x, _), (grad, _) = batched(name, x, axes), batched(name, grad_output, axes)
    floating(name, x, grad)
    shape = sizes_of(name, "weight_size", weight_size, axes)
    strides, paddings, dilations = geometry(name, axes, stride, padding, dilation)
    groups = whole(name, "groups", groups, 1)
    filters_fit(name, x, np.broadcast_to(x.dtype.type(0), shape), None, groups, axes)
    _grad_fits(name, grad, x.shape, shape, strides, paddings, dilations)
    return weight_gradient(x, grad, shape, paddings, strides, dilations, groups)


def weight_gradient(
    x: np.ndarray,
    grad: np.ndarray,
    shape: tuple[int, ...],
    before: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    groups: int,
) -> np.ndarray:
    """Sum `grad[n, f, u] * x[n, c, u * stride + t * dilation - before]` over n and u, for every weight [f, c, t].

    The windows lie in the columns of a matrix as in `correlate`; what that writes from the products, this reads into
    them. Where a column is no window, the gradient is 0.
    """
    if grad.size == 0:
        return np.zeros(shape, x.dtype)
    channels, filters, depth = shape[1], shape[0] // groups, math.prod(shape[1:])
    geometry = zip(x.shape[2:], grad.shape[2:], shape[2:], before, stride, dilation, strict=True)
    axes, places = [Axis(*axis) for axis in geometry], grad[:, 0].size
    # BLAS takes up to half as long again with the smaller matrix in front; but a large result takes long to turn back
    turned = filters < depth and places > MANY_PLACES * filters
    if are_few(depth * places * groups, stride):
        blamed = grad.swapaxes(0, 1).reshape(groups, filters, places)
        sums = _products(blamed, all_columns(x, axes, groups), turned)
    elif np.isfinite(x).all():
        sums = _sums_of_blocks(x, grad, Windows(axes, channels, filters, x.dtype), groups, filters, turned)
    else:  # the zeros of a column that is no window would make nan
        return _tap_by_tap(x, grad, groups, shape, before, stride, dilation)
    return np.ascontiguousarray(sums.swapaxes(1, 2) if turned else sums).reshape(shape)


def _products(blamed: np.ndarray, columns: np.ndarray, turned: bool, out: np.ndarray | None = None) -> np.ndarray:
    front, behind = (columns, blamed) if turned else (blamed, columns)
    return np.matmul(front, behind.swapaxes(1, 2), out=out)


def _sums_of_blocks(
    x: np.ndarray, grad: np.ndarray, windows: Windows, groups: int, filters: int, turned: bool
) -> np.ndarray:
    channels = x.shape[1] // groups
    sums = np.empty((groups, windows.depth, filters) if turned else (groups, filters, windows.depth), x.dtype)
    grouped = grad.reshape(len(grad), groups, filters, *windows.stops)
    row_bytes = (windows.depth + filters) * windows.row_length * x.itemsize
    images_each, groups_each, rows_each = block_sizes(len(x), groups, windows.stops[0], row_bytes)
    for n, g in itertools.product(range(0, len(x), images_each), range(0, groups, groups_each)):
        images, some = slice(n, n + images_each), slice(g, min(groups, g + groups_each))
        part = x[images, some.start * channels : some.stop * channels]
        for tile in windows.tiles(part, rows_each):
            for target, source in tile.copies:
                target[...] = source
            blamed = grouped[images, some, :, tile.rows]
            if tile.gapless and grad.flags.c_contiguous:  # then the outputs lie in memory as the products do
                products = blamed.reshape(tile.products.shape)
            else:
                products = tile.products
                if products.size != tile.results.size:
                    products[...] = 0
                tile.results[...] = blamed
            if n == tile.rows.start == 0:  # nothing to add to
                _products(products, tile.columns, turned, sums[some])
            else:
                sums[some] += _products(products, tile.columns, turned)
    return sums


def _tap_by_tap(
    x: np.ndarray,
    grad: np.ndarray,
    groups: int,
    shape: tuple[int, ...],
    before: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
) -> np.ndarray:
    """The definition: what a tap has seen times what is blamed on it."""
    out = np.empty((groups, shape[0] // groups, *shape[1:]), x.dtype)
    inputs = x.reshape(len(x), groups, -1, *x.shape[2:])
    grads = grad.reshape(len(grad), groups, -1, *grad.shape[2:])
    for tap in np.ndindex(out.shape[3:]):
        offsets = [t * d - p for t, d, p in zip(tap, dilation, before, strict=True)]
        places = zip(x.shape[2:], grad.shape[2:], stride, offsets, strict=True)
        targets, sources = zip(*[overlap(*axis) for axis in places], strict=True)
        blamed, seen = grads[(..., *targets)], inputs[(..., *sources)]
        blamed, seen = (part.reshape(*part.shape[:3], -1) for part in (blamed, seen))
        out[(..., *tap)] = np.einsum("ngfu,ngcu->gfc", blamed, seen)
    return out.reshape(shape)


# What fits ------------------------------------------------------------------------------------------------------------


def sizes_of(name: str, what: str, value: Sequence[int], axes: int, alone: bool = False) -> tuple[int, ...]:
    """`value` as the shape of an array with a batch axis, or of one example where `alone`."""
    given = integers(tuple(value)) if isinstance(value, (tuple, list)) else None
    if given is None or len(given) != axes + 2 - alone or min(given) < 0:
        symbols = f"({'' if alone else '., '}., {SYMBOLS[axes]})"
        raise ValueError(f"{name}: {what} needs the {axes + 2 - alone} sizes {symbols}, got {value!r}")
    return (1, *given) if alone else tuple(given)


def geometry(
    name: str, axes: int, stride: Sizes, padding: Sizes, dilation: Sizes
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Stride, padding and dilation, one for each axis."""
    strides = per_axis(name, "stride", stride, axes, 1)
    paddings = per_axis(name, "padding", padding, axes, 0)
    return strides, paddings, per_axis(name, "dilation", dilation, axes, 1)


def _grad_fits(
    name: str,
    grad: np.ndarray,
    size: tuple[int, ...],
    weight_size: tuple[int, ...],
    strides: tuple[int, ...],
    paddings: tuple[int, ...],
    dilations: tuple[int, ...],
) -> None:
    counts = [
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, s, p, d in zip(size[2:], weight_size[2:], strides, paddings, dilations, strict=True)
    ]
    grad_fits(name, grad, (size[0], weight_size[0], *counts))


def grad_fits(name: str, grad: np.ndarray, wanted: tuple[int, ...]) -> None:
    """Refuse a gradient that has not the shape of the output."""
    if grad.shape != wanted:
        raise ValueError(f"{name}: grad_output needs the shape of the output, {wanted}, got {grad.shape}")

"""What the fast operations turn away: kernels that fit nowhere, columns of another picture, tiles of another size."""

import math

import numpy as np

from .arguments import require


def _pair(value):
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def _four_axes(name, what, shape):
    require(len(shape) == 4, f"{name}: {what} needs four axes, got shape {tuple(shape)}")


def _counts(name, size, kernel_size, stride, padding, dilation):
    """How many windows there are along both axes; there must be one at least."""
    axes = list(zip(size, *map(_pair, (kernel_size, stride, padding, dilation)), strict=True))
    require(
        all(k >= 1 and s >= 1 and p >= 0 and d >= 1 for _, k, s, p, d in axes),
        f"{name}: kernel, stride and dilation need to be at least 1 and padding at least 0, "
        f"got {kernel_size}, {stride}, {dilation} and {padding}",
    )
    counts = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in axes]
    require(
        min(counts) >= 1,
        f"{name}: a kernel of {_pair(kernel_size)} with dilation {_pair(dilation)} needs a larger input than "
        f"{tuple(size)} with padding {_pair(padding)}",
    )
    return counts


def windows_fit(name, x, kernel_size, stride, padding, dilation):
    _four_axes(name, "x", np.shape(x))
    _counts(name, x.shape[2:], kernel_size, stride, padding, dilation)


def columns_fit(name, columns, output_size, kernel_size, stride, padding, dilation):
    counts = _counts(name, output_size, kernel_size, stride, padding, dilation)
    taps = math.prod(_pair(kernel_size))
    require(
        np.ndim(columns) == 3 and columns.shape[1] % taps == 0 and columns.shape[2] == math.prod(counts),
        f"{name}: columns needs shape (N, C * {taps}, {math.prod(counts)}), got {np.shape(columns)}",
    )


def _weights_fit(name, x, weight, bias, channels):
    _four_axes(name, "x", np.shape(x))
    _four_axes(name, "weight", np.shape(weight))
    require(
        weight.shape[1] == channels, f"{name}: weight needs {channels} channels for x {x.shape}, got {weight.shape}"
    )
    require(
        bias is None or np.shape(bias) == (len(weight),),
        f"{name}: bias needs shape ({len(weight)},), got {np.shape(bias)}",
    )


def convolution_fits(name, x, weight, bias, stride, padding, dilation, rows=1):
    _weights_fit(name, x, weight, bias, np.shape(x)[1] if np.ndim(x) > 1 else 0)
    _counts(name, x.shape[2:], weight.shape[2:], stride, padding, dilation)
    require(rows >= 1, f"{name}: a block needs one row at least, got rows={rows}")


def plain_convolution_fits(name, x, weight, padding):
    convolution_fits(name, x, weight, None, 1, padding, 1)


def winograd_fits(name, x, weight, padding):
    convolution_fits(name, x, weight, None, 1, padding, 1)
    three_by_three(name, weight)


def depthwise_fits(name, x, weight, bias, stride, padding):
    _weights_fit(name, x, weight, bias, 1)
    require(
        len(weight) == x.shape[1],
        f"{name}: needs a kernel for each of {x.shape[1]} channels, got weight {weight.shape}",
    )
    _counts(name, x.shape[2:], weight.shape[2:], stride, padding, 1)


def three_by_three(name, weight):
    _four_axes(name, "weight", np.shape(weight))
    require(weight.shape[2:] == (3, 3), f"{name}: needs kernels of 3x3, got weight {weight.shape}")


def tiles_of_four(name, **given):
    (shape,) = map(np.shape, given.values())
    require(len(shape) == 4 and shape[:2] == (4, 4), f"{name}: needs an array (4, 4, C, P), got shape {shape}")


def pooled_fits(name, x, kernel_size, stride, padding):
    _four_axes(name, "x", np.shape(x))
    kernel, padding = _pair(kernel_size), _pair(padding)
    require(
        all(2 * p <= k for p, k in zip(padding, kernel, strict=True)),
        f"{name}: padding {padding} needs to be at most half of the kernel {kernel}",
    )
    _counts(name, x.shape[2:], kernel, kernel_size if stride is None else stride, padding, 1)


def resized_fits(name, x, output_size, align_corners):
    _four_axes(name, "x", np.shape(x))
    require(min(output_size) >= 1, f"{name}: needs an output of one pixel at least, got {tuple(output_size)}")

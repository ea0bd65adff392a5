"""What the way back turns away: blame that has not the shape of the output it is about, and sizes that fit nothing."""

import numpy as np

from .arguments import require


def _pair(value):
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def _has_shape(name, what, array, wanted):
    require(np.shape(array) == tuple(wanted), f"{name}: {what} needs shape {tuple(wanted)}, got {np.shape(array)}")


def _four_axes(name, what, shape):
    require(len(shape) == 4, f"{name}: {what} needs four sizes, (N, C, H, W), got {tuple(shape)}")


def same_shape(name, grad_output, x):
    _has_shape(name, "grad_output", grad_output, np.shape(x))


def wired_fits(name, grad_output, x, weight):
    require(np.ndim(x) == 2 and np.ndim(weight) == 2, f"{name}: needs x (N, F) and weight (K, F), got {np.shape(x)}")
    _has_shape(name, "weight", weight, (len(weight), x.shape[1]))
    _has_shape(name, "grad_output", grad_output, (len(x), len(weight)))


def convolution_fits(name, grad_output, stride, padding, dilation, groups, **given):
    """Both gradients of a convolution: one is given the input and the weight's size, one the other way round."""
    size = given["input_size"] if "input_size" in given else np.shape(given["input"])
    weight = given["weight_size"] if "weight_size" in given else np.shape(given["weight"])
    _four_axes(name, "the input", size)
    _four_axes(name, "the weight", weight)
    require(
        weight[0] % groups == 0 and size[1] == weight[1] * groups,
        f"{name}: {groups} groups of weight {tuple(weight)} need {weight[1] * groups} channels, got {tuple(size)}",
    )
    geometry = zip(size[2:], weight[2:], *map(_pair, (stride, padding, dilation)), strict=True)
    counts = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in geometry]
    _has_shape(name, "grad_output", grad_output, (size[0], weight[0], *counts))


def pooled_fits(name, grad_output, x, kernel_size, stride, padding, count_include_pad=True):
    _four_axes(name, "x", np.shape(x))
    kernel, padding = _pair(kernel_size), _pair(padding)
    require(
        all(2 * p <= k for p, k in zip(padding, kernel, strict=True)),
        f"{name}: padding {padding} needs to be at most half of the kernel {kernel}",
    )
    geometry = zip(x.shape[2:], kernel, _pair(kernel_size if stride is None else stride), padding, strict=True)
    counts = [(n + 2 * p - k) // s + 1 for n, k, s, p in geometry]
    _has_shape(name, "grad_output", grad_output, (*x.shape[:2], *counts))


def averaged_fits(name, grad_output, x):
    _four_axes(name, "x", np.shape(x))
    _four_axes(name, "grad_output", np.shape(grad_output))
    _has_shape(name, "grad_output", grad_output, (*x.shape[:2], *grad_output.shape[2:]))


def reflected_fits(name, grad_output, x, padding):
    _four_axes(name, "x", np.shape(x))
    left, right, top, bottom = (padding,) * 4 if isinstance(padding, int) else padding
    n, c, h, w = x.shape
    require(
        min(left, right, top, bottom) >= 0 and max(top, bottom) < h and max(left, right) < w,
        f"{name}: needs a padding from 0 to one less than the picture's sides, got {padding} for {x.shape}",
    )
    _has_shape(name, "grad_output", grad_output, (n, c, top + h + bottom, left + w + right))


def upsampled_fits(name, grad_output, input_size, align_corners):
    _four_axes(name, "input_size", input_size)
    _has_shape(name, "grad_output", grad_output, (*input_size[:2], *np.shape(grad_output)[2:]))


def shuffled_fits(name, grad_output, upscale_factor):
    _four_axes(name, "grad_output", np.shape(grad_output))
    require(
        all(size % upscale_factor == 0 for size in grad_output.shape[2:]),
        f"{name}: needs a height and a width that {upscale_factor} divides, got {grad_output.shape}",
    )


def logits_fit(name, logits, target):
    require(np.ndim(logits) == 2, f"{name}: logits need shape (N, K), got {np.shape(logits)}")
    _has_shape(name, "target", target, (len(logits),))
    require(
        np.asarray(target).dtype.kind in "iu" and ((target >= 0) & (target < logits.shape[1])).all(),
        f"{name}: target needs whole numbers from 0 to {logits.shape[1] - 1}",
    )

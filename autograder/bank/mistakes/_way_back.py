"""The right ways back in NumPy alone, in steps that a mistake can spoil."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..chapters._blame import both
from ..chapters._rearranging_back import PIXEL_SHUFFLE_BACKWARD, REFLECTION_PAD2D_BACKWARD, UPSAMPLE_BILINEAR2D_BACKWARD
from ..chapters.the_way_back import (
    ADAPTIVE_AVG_POOL2D_BACKWARD,
    AVG_POOL2D_BACKWARD,
    CONV2D_BIAS_GRAD,
    CONV2D_INPUT,
    CONV2D_WEIGHT,
    MAX_POOL2D_BACKWARD,
    NUMERICAL_GRADIENT,
    RELU_BACKWARD,
)
from ..exercise import Exercise


def add_at(back, place, part):
    """Add blame to what is there, as is right."""
    back[place] += part


def put_at(back, place, part):
    """Put each window into its place, where the next window overwrites the last."""
    back[place] = part


# By trying ------------------------------------------------------------------------------------------------------------


def differences(f, x, eps, ahead=1, behind=1, number=float):
    """Central differences, or to one side where a step is 0."""
    x = x.astype(number)
    out = np.empty_like(x)
    for place in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[place] = eps
        out[place] = (f(x + ahead * step) - f(x - behind * step)) / ((ahead + behind) * eps)
    return out


# Convolutions ---------------------------------------------------------------------------------------------------------


class Geometry(NamedTuple):
    """The options of a convolution, two numbers each."""

    stride: tuple[int, int] = (1, 1)
    padding: tuple[int, int] = (0, 0)
    dilation: tuple[int, int] = (1, 1)
    groups: int = 1

    @classmethod
    def of(cls, stride, padding, dilation, groups):
        return cls(both(stride), both(padding), both(dilation), groups)

    def places(self, tap, counts):
        """The places of a tap in the padded image, for all windows."""
        i, j = (t * d + np.arange(n) * s for t, d, n, s in zip(tap, self.dilation, counts, self.stride, strict=True))
        return i[:, None], j


def framed(x, padding, value=0.0):
    return np.pad(x, ((0, 0), (0, 0), *((p, p) for p in padding)), constant_values=value)


def cropped(back, padding, size):
    (ph, pw), (h, w) = padding, size
    return back[..., ph : ph + h, pw : pw + w]


def sliced(back, padding):
    """The slice that many write: nothing is left of an axis without padding."""
    return back[..., padding[0] : -padding[0], padding[1] : -padding[1]]


def weight_grad(x, size, grad, g):
    seen = framed(x, g.padding)
    seen = seen.reshape(len(x), g.groups, -1, *seen.shape[2:])
    blame = grad.reshape(len(grad), g.groups, -1, *grad.shape[2:])
    out = np.zeros((g.groups, size[0] // g.groups, *size[1:]), grad.dtype)
    for tap in np.ndindex(*size[2:]):
        part = seen[(..., *g.places(tap, grad.shape[2:]))]
        out[(..., *tap)] = np.einsum("ngfij,ngcij->gfc", blame, part, optimize=True)
    return out.reshape(size)


def input_canvas(size, weight, grad, g, put=add_at):
    """The blame of the padded input."""
    n, channels, h, w = size
    blame = grad.reshape(n, g.groups, -1, *grad.shape[2:])
    filters = weight.reshape(g.groups, -1, *weight.shape[1:])
    padded = (h + 2 * g.padding[0], w + 2 * g.padding[1])
    canvas = np.zeros((n, g.groups, channels // g.groups, *padded), grad.dtype)
    for tap in np.ndindex(weight.shape[2:]):
        part = np.einsum("ngfij,gfc->ngcij", blame, filters[(..., *tap)], optimize=True)
        put(canvas, (..., *g.places(tap, grad.shape[2:])), part)
    return canvas.reshape(n, channels, *padded)


def input_grad(size, weight, grad, g, put=add_at):
    return cropped(input_canvas(size, weight, grad, g, put), g.padding, size[2:])


def on_weight(wrong: Callable) -> Callable:
    """`wrong(x, size, grad, geometry)` as an answer to `conv2d_weight`."""

    def answer(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1):
        return wrong(input, weight_size, grad_output, Geometry.of(stride, padding, dilation, groups))

    return answer


def on_input(wrong: Callable) -> Callable:
    """`wrong(size, weight, grad, geometry)` as an answer to `conv2d_input`."""

    def answer(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1):
        return wrong(input_size, weight, grad_output, Geometry.of(stride, padding, dilation, groups))

    return answer


# Pools ----------------------------------------------------------------------------------------------------------------


class Pool(NamedTuple):
    """The arguments of a pool's way back: its blame, its input and its geometry."""

    grad: np.ndarray
    x: np.ndarray
    kernel: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]
    pads: bool = True

    @classmethod
    def of(cls, grad, x, kernel, stride, padding, pads=True):
        return cls(grad, x, both(kernel), both(kernel if stride is None else stride), both(padding), pads)

    def windows(self):
        """Every output with the place of its window in the padded input."""
        (kh, kw), (sh, sw) = self.kernel, self.stride
        for i, j in np.ndindex(self.grad.shape[2:]):
            yield self.grad[:, :, i, j, None, None], (..., slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))

    def back(self, share, put=add_at, value=-np.inf):
        """Collect `share(blame, window)` of every window: on the padded input, uncut."""
        seen = framed(self.x, self.padding, value)
        back = np.zeros(seen.shape, self.grad.dtype)
        for blame, place in self.windows():
            put(back, place, share(blame, seen[place]))
        return back

    def cut(self, back):
        return cropped(back, self.padding, self.x.shape[2:])


def first_of_equals(blame, window):
    flat = window.reshape(*window.shape[:2], -1)
    won = np.arange(flat.shape[2]) == flat.argmax(axis=2)[..., None]
    return blame * won.reshape(window.shape)


def equal_parts(pool, blame, window):
    """Padding is infinite in `Pool.back`, so what is finite lies inside."""
    inside = np.isfinite(window[0, 0]).sum()
    return blame / (window[0, 0].size if pool.pads else inside)


def max_back(pool):
    return pool.cut(pool.back(first_of_equals))


def avg_back(pool):
    return pool.cut(pool.back(lambda blame, window: equal_parts(pool, blame, window) + 0 * np.isfinite(window)))


def on_max(wrong: Callable) -> Callable:
    def answer(grad_output, x, kernel_size, stride=None, padding=0):
        return wrong(Pool.of(grad_output, x, kernel_size, stride, padding))

    return answer


def on_avg(wrong: Callable) -> Callable:
    def answer(grad_output, x, kernel_size, stride=None, padding=0, count_include_pad=True):
        return wrong(Pool.of(grad_output, x, kernel_size, stride, padding, count_include_pad))

    return answer


def adaptive_cut(size, count):
    return [(i * size // count, -(-(i + 1) * size // count)) for i in range(count)]


def adaptive_back(grad_output, x, cut=adaptive_cut, put=add_at, count=lambda tall, wide: tall * wide):
    back = np.zeros(x.shape, grad_output.dtype)
    for i, (top, bottom) in enumerate(cut(x.shape[2], grad_output.shape[2])):
        for j, (left, right) in enumerate(cut(x.shape[3], grad_output.shape[3])):
            part = grad_output[:, :, i, j, None, None] / count(bottom - top, right - left)
            put(back, (..., slice(top, bottom), slice(left, right)), part)
    return back


# Rearranging ----------------------------------------------------------------------------------------------------------


def four(padding):
    return (padding,) * 4 if isinstance(padding, int) else tuple(padding)


def folded(grad_output, x, amounts, mode="reflect", add=np.add.at):
    left, right, top, bottom = amounts
    rows = np.pad(np.arange(x.shape[2]), (top, bottom), mode=mode)
    columns = np.pad(np.arange(x.shape[3]), (left, right), mode=mode)
    back = np.zeros(x.shape, grad_output.dtype)
    add(back, (..., rows[:, None], columns), grad_output)
    return back


def tents(old, new, aligned):
    if aligned:
        place = np.arange(new) * ((old - 1) / max(new - 1, 1))
    else:
        place = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
    return np.maximum(0, 1 - np.abs(place[:, None] - np.arange(old)))


def resized_back(grad, size, aligned=False, matrix=tents):
    rows, columns = (matrix(old, new, aligned) for old, new in zip(size[2:], grad.shape[2:], strict=True))
    return (rows.T @ grad @ columns).astype(grad.dtype)


def gathered(grad, r, order="nchiwj->ncijhw"):
    n, c, h, w = grad.shape
    blocks = grad.reshape(n, c, h // r, r, w // r, r)
    return np.einsum(order, blocks).reshape(n, c * r * r, h // r, w // r)


# The right answers, for whatever bends them ---------------------------------------------------------------------------

RIGHT: dict[Exercise, Callable] = {
    NUMERICAL_GRADIENT: lambda f, x, eps=1e-3: differences(f, x, eps),
    RELU_BACKWARD: lambda grad_output, x: np.where(x > 0, grad_output, 0),
    CONV2D_BIAS_GRAD: lambda grad_output: grad_output.sum(axis=(0, 2, 3)),
    CONV2D_WEIGHT: on_weight(weight_grad),
    CONV2D_INPUT: on_input(input_grad),
    MAX_POOL2D_BACKWARD: on_max(max_back),
    AVG_POOL2D_BACKWARD: on_avg(avg_back),
    ADAPTIVE_AVG_POOL2D_BACKWARD: lambda grad_output, x: adaptive_back(grad_output, x),
    REFLECTION_PAD2D_BACKWARD: lambda grad_output, x, padding: folded(grad_output, x, four(padding)),
    UPSAMPLE_BILINEAR2D_BACKWARD: lambda grad_output, input_size, align_corners=False: resized_back(
        grad_output, input_size, align_corners
    ),
    PIXEL_SHUFFLE_BACKWARD: lambda grad_output, upscale_factor: gathered(grad_output, upscale_factor),
}

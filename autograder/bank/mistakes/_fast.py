"""The right answers to chapter 10 in NumPy alone, in steps that a mistake can spoil."""

from collections.abc import Callable

import numpy as np

from ..chapters._blame import both, stops
from ..chapters._fewer_products import (
    FFT_CONV2D,
    KERNEL,
    RESULT,
    TILE,
    WINOGRAD_F23,
    WINOGRAD_INPUT_TRANSFORM,
    WINOGRAD_OUTPUT_TRANSFORM,
    WINOGRAD_WEIGHT_TRANSFORM,
)
from ..chapters.as_fast_as_torch import (
    COL2IM,
    CONV2D_GEMM,
    DEPTHWISE_CONV2D,
    IM2COL,
    MAX_POOL2D_FAST,
    UPSAMPLE_BILINEAR2D_FAST,
)
from ..exercise import Exercise
from ._sliding import add_bias
from ._way_back import Geometry, add_at, cropped, framed

# Windows as columns ---------------------------------------------------------------------------------------------------


def taps(x, kernel, g, value=0.0):
    """The numbers that every tap of a kernel sees at every stop: (N, C, kh, kw, rows, columns)."""
    counts = stops(x.shape[2:], kernel, g.stride, g.padding, g.dilation)
    seen = framed(x, g.padding, value)
    out = np.zeros((*x.shape[:2], *kernel, *counts), seen.dtype)
    for tap in np.ndindex(*kernel):
        out[(slice(None), slice(None), *tap)] = seen[(..., *g.places(tap, counts))]
    return out


def in_columns(seen):
    """The right order: channels, then taps; windows row by row."""
    n, c, kh, kw, rows, columns = seen.shape
    return seen.reshape(n, c * kh * kw, rows * columns)


def gemm(x, weight, bias, g, columns=in_columns):
    """One product, with `columns(taps)` as its second factor."""
    seen = taps(x, weight.shape[2:], g)
    out = weight.reshape(len(weight), -1) @ columns(seen)
    return add_bias(out.reshape(*out.shape[:2], *seen.shape[4:]), bias)


def from_columns(columns, taps, counts):
    """The right order, read: (N, C, kh, kw, rows, columns)."""
    return columns.reshape(len(columns), -1, *taps, *counts)


def canvas_of(columns, size, kernel, g, counts=None, read=from_columns, put=add_at):
    """The columns put back onto the padded picture."""
    counts = counts or stops(size, kernel, g.stride, g.padding, g.dilation)
    seen = read(columns, kernel, counts)
    sides = [  # with room for what other options would reach
        max(n + 2 * p, (count - 1) * s + d * (k - 1) + 1)
        for n, p, count, s, d, k in zip(size, g.padding, counts, g.stride, g.dilation, kernel, strict=True)
    ]
    canvas = np.zeros((*seen.shape[:2], *sides), columns.dtype)
    for tap in np.ndindex(*kernel):
        put(canvas, (..., *g.places(tap, counts)), seen[(slice(None), slice(None), *tap)])
    return canvas[..., : size[0] + 2 * g.padding[0], : size[1] + 2 * g.padding[1]]


def fold(columns, size, kernel, g, **spoiled):
    return cropped(canvas_of(columns, size, kernel, g, **spoiled), g.padding, size)


def blocked(x, weight, bias, g, rows, product=gemm):
    """Block after block: `product` gives one block of one image without its bias."""
    height, width = stops(x.shape[2:], weight.shape[2:], g.stride, g.padding, g.dilation)
    seen, plain = framed(x, g.padding), g._replace(padding=(0, 0))
    reach = g.dilation[0] * (weight.shape[2] - 1) + 1
    out, largest = np.zeros((len(x), len(weight), height, width), x.dtype), 0
    for image, top in np.ndindex(len(x), -(-height // rows)):
        start, end = top * rows, min(top * rows + rows, height)
        band = seen[image : image + 1, :, start * g.stride[0] : (end - 1) * g.stride[0] + reach]
        out[image : image + 1, :, start:end] = product(band, weight, None, plain)
        largest = max(largest, scratch(weight, end - start, width))
    return add_bias(out, bias), largest


def scratch(weight, rows, width):
    """The number of numbers that a matrix of columns holds."""
    return weight[0].size * rows * width


def depthwise(x, weight, bias, g):
    return add_bias(np.einsum("ncabij,cab->ncij", taps(x, weight.shape[2:], g), weight[:, 0], optimize=True), bias)


# Fewer products -------------------------------------------------------------------------------------------------------


def along_both(first, array, second=None):
    """`first` applied to the rows, `second` (the same, unless it is given) to the columns."""
    second = first if second is None else second
    out = np.einsum("ia,abcp,jb->ijcp", first, array, second, optimize=True)
    return out.astype(array.dtype)


def places_first(weight):
    return weight.transpose(2, 3, 0, 1)


def tiles_of(x, size, step=2):
    """4x4 tiles that begin `step` pixels apart, as many as `size` outputs need: (4, 4, C, N, down, across)."""
    down, across = (-(-n // 2) for n in size)
    n, c, h, w = x.shape
    canvas = np.zeros((n, c, max(h, step * (down - 1) + 4), max(w, step * (across - 1) + 4)), x.dtype)
    canvas[:, :, :h, :w] = x
    out = np.empty((4, 4, c, n, down, across), x.dtype)
    for a, b in np.ndindex(4, 4):
        rows, columns = a + step * np.arange(down), b + step * np.arange(across)
        out[a, b] = canvas[:, :, rows[:, None], columns].swapaxes(0, 1)
    return out


def untiled(out, n, down, across):
    """2x2 outputs (2, 2, F, P) side by side."""
    blocks = out.reshape(2, 2, out.shape[2], n, down, across).transpose(3, 2, 4, 0, 5, 1)
    return blocks.reshape(n, out.shape[2], 2 * down, 2 * across)


def winograd(x, weight, padding, kernel=KERNEL, tile=TILE, result=RESULT, step=2, join=untiled):
    """All of F(2x2, 3x3) but the cut: the outputs of the last tiles may stick out."""
    seen = framed(x, padding)
    size = stops(seen.shape[2:], 3)
    tiles = tiles_of(seen, size, step)
    blended = along_both(tile, tiles.reshape(4, 4, x.shape[1], -1))
    out = along_both(result, along_both(kernel, places_first(weight)) @ blended)
    return join(out, len(x), *tiles.shape[4:])


def cut(out, x, padding):
    height, width = stops(x.shape[2:], 3, 1, padding)
    return out[:, :, :height, :width]


def spectra(x, weight, padding, size=None, second=np.conj):
    """The product of both spectra, of `size`: the padded picture's, unless it is given."""
    seen = framed(x, padding)
    size = seen.shape[2:] if size is None else size
    return np.einsum("nchw,fchw->nfhw", np.fft.fft2(seen, size), second(np.fft.fft2(weight, size)))


def by_fft(x, weight, padding):
    rows, columns = stops(x.shape[2:], weight.shape[2:], 1, padding)
    return np.fft.ifft2(spectra(x, weight, padding)).real[:, :, :rows, :columns].astype(x.dtype)


def whole_correlation(x, weight, padding):
    """Every place where kernel and padded picture overlap at all."""
    kh, kw = weight.shape[2:]
    return by_fft(x, weight, (padding[0] + kh - 1, padding[1] + kw - 1))


# Pools and resizings --------------------------------------------------------------------------------------------------


def pooled(x, kernel, g, value=-np.inf, best=np.max):
    return best(taps(x, kernel, g, value), axis=(2, 3))


def places(old, new, aligned):
    """The places that each pixel of the output looks at, not kept inside yet."""
    if aligned:
        return np.arange(new) * ((old - 1) / max(new - 1, 1))
    return (np.arange(new) + 0.5) * old / new - 0.5


def tents(place, old):
    return np.maximum(0, 1 - np.abs(place[:, None] - np.arange(old)))


def kept_inside(old, new, aligned):
    return tents(np.clip(places(old, new, aligned), 0, old - 1), old)


def resized(x, size, aligned, matrix=kept_inside):
    rows, columns = (matrix(old, new, aligned) for old, new in zip(x.shape[2:], both(size), strict=True))
    return (rows @ x @ columns.T).astype(x.dtype)


# How each exercise is called ------------------------------------------------------------------------------------------


def on_im2col(wrong: Callable) -> Callable:
    """`wrong(x, kernel, geometry)` as an answer to `im2col`."""

    def answer(x, kernel_size, stride=1, padding=0, dilation=1):
        return wrong(x, both(kernel_size), Geometry.of(stride, padding, dilation, 1))

    return answer


def on_col2im(wrong: Callable) -> Callable:
    """`wrong(columns, size, kernel, geometry)` as an answer to `col2im`."""

    def answer(columns, output_size, kernel_size, stride=1, padding=0, dilation=1):
        return wrong(columns, output_size, both(kernel_size), Geometry.of(stride, padding, dilation, 1))

    return answer


def on_gemm(wrong: Callable) -> Callable:
    """`wrong(x, weight, bias, geometry)` as an answer to `conv2d_gemm`."""

    def answer(x, weight, bias=None, stride=1, padding=0, dilation=1):
        return wrong(x, weight, bias, Geometry.of(stride, padding, dilation, 1))

    return answer


def on_blocked(wrong: Callable) -> Callable:
    """`wrong(x, weight, bias, geometry, rows)` as an answer to `conv2d_blocked`."""

    def answer(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
        return wrong(x, weight, bias, Geometry.of(stride, padding, dilation, 1), rows)

    return answer


def on_depthwise(wrong: Callable) -> Callable:
    """`wrong(x, weight, bias, geometry)` as an answer to `depthwise_conv2d`."""

    def answer(x, weight, bias=None, stride=1, padding=0):
        return wrong(x, weight, bias, Geometry.of(stride, padding, 1, 1))

    return answer


def on_plain(wrong: Callable) -> Callable:
    """`wrong(x, weight, padding)` as an answer to `winograd_f23` or `fft_conv2d`: padding is a pair."""

    def answer(x, weight, padding=0):
        return wrong(x, weight, both(padding))

    return answer


def on_pool(wrong: Callable) -> Callable:
    """`wrong(x, kernel, geometry)` as an answer to `max_pool2d_fast`."""

    def answer(x, kernel_size, stride=None, padding=0):
        return wrong(x, both(kernel_size), Geometry.of(stride or kernel_size, padding, 1, 1))

    return answer


def on_resize(wrong: Callable) -> Callable:
    """`wrong(x, size, aligned)` as an answer to `upsample_bilinear2d_fast`."""

    def answer(x, output_size, align_corners=False):
        return wrong(x, output_size, align_corners)

    return answer


# The right answers, for whatever bends them ---------------------------------------------------------------------------

TRANSFORMS: dict[Exercise, np.ndarray] = {
    WINOGRAD_WEIGHT_TRANSFORM: KERNEL,
    WINOGRAD_INPUT_TRANSFORM: TILE,
    WINOGRAD_OUTPUT_TRANSFORM: RESULT,
}


def on_transform(exercise: Exercise, wrong: Callable) -> Callable:
    """`wrong(array)`, the places first, as an answer to one of the three transforms."""
    if exercise is WINOGRAD_WEIGHT_TRANSFORM:
        return lambda weight: wrong(places_first(weight))
    if exercise is WINOGRAD_INPUT_TRANSFORM:
        return lambda tiles: wrong(tiles)
    return lambda products: wrong(products)


RIGHT: dict[Exercise, Callable] = {
    IM2COL: on_im2col(lambda x, kernel, g: in_columns(taps(x, kernel, g))),
    COL2IM: on_col2im(fold),
    CONV2D_GEMM: on_gemm(gemm),
    DEPTHWISE_CONV2D: on_depthwise(depthwise),
    WINOGRAD_WEIGHT_TRANSFORM: lambda weight: along_both(KERNEL, places_first(weight)),
    WINOGRAD_INPUT_TRANSFORM: lambda tiles: along_both(TILE, tiles),
    WINOGRAD_OUTPUT_TRANSFORM: lambda products: along_both(RESULT, products),
    WINOGRAD_F23: on_plain(lambda x, weight, padding: cut(winograd(x, weight, padding), x, padding)),
    FFT_CONV2D: on_plain(by_fft),
    MAX_POOL2D_FAST: on_pool(pooled),
    UPSAMPLE_BILINEAR2D_FAST: on_resize(resized),
}

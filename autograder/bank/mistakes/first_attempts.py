"""Mistakes of first attempts in more than one chapter: one assignment too many, one size taken for all."""

import itertools
from dataclasses import replace

import numpy as np

from ..chapters.convolution_parameters import CONV2D as GENERAL_CONV2D
from ..chapters.convolutional_layers import CONV2D, CORRELATE2D, PLAIN
from ..chapters.convolutional_layers import LAYERS as PLAIN_LAYERS
from ..chapters.pooling_layers import AVG_POOL2D, LP_POOL2D, MAX_POOL1D, MAX_POOL2D
from ..chapters.upsampling_and_pixelshuffle import INTERPOLATE, PIXEL_SHUFFLE, PIXEL_UNSHUFFLE
from ..family import family
from . import _options
from ._pooling import of_pools, settings_changed
from ._right_arrays import LAYERS, RIGHT, with_parameters_of
from ._sliding import add_bias, frame
from ._upsampling import interpolate

# Sums -----------------------------------------------------------------------------------------------------------------

CONVOLUTIONS = (*PLAIN_LAYERS, *_options.LAYERS)


def _with_other_weights(exercise, change):
    right = RIGHT[exercise]
    if exercise in PLAIN:
        return lambda data, kernel: right(data, change(kernel[None, None])[0, 0])
    if exercise in _options.LAYERS:
        return _options.SIGNATURES[exercise](
            lambda x, weight, bias, options: add_bias(_options.sums(x, change(weight), options), bias)
        )
    return lambda x, weight, bias=None: right(x, change(weight), bias)


other_weights = family((*PLAIN, *CONVOLUTIONS), _with_other_weights)
"""A convolution that is right but for its weights, which `change(weight)` gives."""


def only_at(weight, place):
    bare = np.zeros_like(weight)
    bare[place] = weight[place]
    return bare


@other_weights(
    "keeps the last product instead of the sum",
    hint="When your innermost loop comes to the next product, does it add to the result or replace it?",
)
def _(weight):
    return only_at(weight, (slice(None), *[-1] * (weight.ndim - 1)))


@other_weights(
    "keeps what the kernel's last entry gives instead of the sum",
    hint="When your loop comes to the next entry of the kernel, does it add to the result or replace it?",
    only=CONVOLUTIONS,
)
def _(weight):
    return only_at(weight, (..., *[-1] * (weight.ndim - 2)))


def _with_bias_added(exercise, add):
    right = RIGHT[exercise]

    def layer(x, weight, bias=None, *options):
        sums = right(x, weight, None, *options)
        return sums if bias is None else add(sums, bias)

    return with_parameters_of(right, layer)


bias_added = family(LAYERS, _with_bias_added)
"""The right sums, with the bias added in another way: `add(sums, bias)`."""

bias_added(
    "adds the bias along the last axis",
    hint="Each filter has one number of the bias. Which axis of the output counts the filters, and along which one "
    "does NumPy lay a row of numbers that is simply added?",
)(lambda sums, bias: sums + bias)

# Sizes ----------------------------------------------------------------------------------------------------------------


def _with_kernel_taken_for(exercise, size):
    """Slide a window of `size(kernel's shape)`, whatever the shape of the kernel is."""

    def slide(data, kernel, lead):
        window = size(kernel.shape[len(lead) :])
        axes = data.shape[len(lead) :]
        out = np.zeros([full - k + 1 for full, k in zip(axes, window, strict=True)])
        for place in itertools.product(*map(range, out.shape)):
            here = tuple(slice(i, i + k) for i, k in zip(place, window, strict=True))
            out[place] = np.sum(data[(*lead, *here)] * kernel)
        return out

    if exercise in PLAIN:
        return lambda data, kernel: slide(data, kernel, ())
    return lambda x, weight, bias=None: add_bias(
        np.array([[slide(image, kernel, (slice(None),)) for kernel in weight] for image in x]), bias
    )


windows_of = family((*PLAIN, *PLAIN_LAYERS), _with_kernel_taken_for)
"""A convolution that takes every kernel for one of another size."""

windows_of(
    "takes every kernel for one of size 3",
    hint="How large is the kernel of the case shown? Which numbers in your code say how large it is?",
)(lambda shape: [3] * len(shape))
windows_of(
    "takes the kernel's height for its width too",
    hint="A kernel has a height and a width. Which of the two says how far a window reaches to the right?",
    only=[CORRELATE2D, CONV2D],
)(lambda shape: [shape[0]] * len(shape))


@settings_changed(
    "takes the window's height for its width too",
    hint="A pair is (height, width). Which of the two says how far a window reaches to the right?",
    only=[MAX_POOL2D, AVG_POOL2D, LP_POOL2D],
)
def _(pool):
    square = (pool.kernel[0],) * 2
    return replace(pool, kernel=square, stride=pool.stride if pool.stride_is_given else square)


@of_pools(
    "takes one sample too few into each window",
    hint="x[0:2] holds x[0] and x[1]. Which number behind the colon takes a whole window?",
    only=[MAX_POOL1D],
)
def _(pool):
    return pool.windows(-np.inf)[..., :-1].max(axis=(-2, -1))


# Edges ----------------------------------------------------------------------------------------------------------------


@of_pools(
    "takes pixels from the opposite edge where a window begins before the image",
    hint="In Python x[-1] is the last pixel. Which index does your first window begin with, when there is padding?",
    only=[MAX_POOL2D],
)
def _(pool):
    padded, places = pool.x, []
    for axis, at in enumerate(pool.places, start=2):
        size = pool.x.shape[axis]
        beyond = [(0, max(0, at.max(initial=0) + 1 - size)) if other == axis else (0, 0) for other in range(4)]
        padded = np.pad(padded, beyond, constant_values=-np.inf)
        places.append(np.where(at < 0, at + size, at))
    rows, columns = places
    return padded[:, :, rows[:, None, :, None], columns[None, :, None, :]].max(axis=(-2, -1))


@_options.layers_with_options(
    "takes pixels from the opposite edge where a window begins before the image",
    hint="In Python x[-1] is the last pixel. Which index does your first window begin with, when there is padding?",
    only=[GENERAL_CONV2D],
)
def _(x, weight, bias, options):
    x = frame(frame(x, options.padding, (0, 0), mode="wrap"), (0, 0), options.padding)
    return add_bias(_options.sums(x, weight, replace(options, padding=(0, 0))), bias)


# Resizing -------------------------------------------------------------------------------------------------------------


@INTERPOLATE.mistake(
    "uses the other setting of align_corners",
    hint="With align_corners=True, where do the first and the last output lie? Which branch of your code does that?",
)
def _(x, size=None, scale_factor=None, mode="nearest", align_corners=None):
    return interpolate(x, size, scale_factor, mode, not align_corners)


def _offset(c, i, j, r):
    return c + i * r + j


OFFSETS = "takes c + i*r + j for the channel"
OFFSETS_HINT = "Channel 0 owns the channels 0 to r*r - 1. Which one is the first that belongs to channel 1?"


@PIXEL_SHUFFLE.mistake(OFFSETS, hint=OFFSETS_HINT)
def _(x, upscale_factor):
    r = upscale_factor
    n, c, h, w = x.shape
    out = np.zeros((n, c // r**2, h * r, w * r), x.dtype)
    for channel, i, j in itertools.product(range(c // r**2), range(r), range(r)):
        out[:, channel, i::r, j::r] = x[:, _offset(channel, i, j, r)]
    return out


@PIXEL_UNSHUFFLE.mistake(OFFSETS, hint=OFFSETS_HINT)
def _(x, downscale_factor):
    r = downscale_factor
    n, c, h, w = x.shape
    out = np.zeros((n, c * r**2, h // r, w // r), x.dtype)
    for channel, i, j in itertools.product(range(c), range(r), range(r)):
        out[:, _offset(channel, i, j, r)] = x[:, channel, i::r, j::r]
    return out

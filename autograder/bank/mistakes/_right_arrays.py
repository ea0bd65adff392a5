"""The right answer to every exercise whose result is an array, for a mistake to bend or to give another input."""

import inspect
from collections.abc import Callable

import numpy as np

from ..chapters import convolutional_layers, transposed_convolutions
from ..chapters._resizing import pair, positions, taps, tent
from ..chapters._u_net import U_NET
from ..chapters.adaptive_pooling import GLOBAL_AVG_POOL2D
from ..chapters.as_fast_as_torch import COL2IM, CONV2D_GEMM, DEPTHWISE_CONV2D
from ..chapters.convolution_parameters import DILATE_KERNEL
from ..chapters.padding_layers import PAD_ND
from ..chapters.upsampling_and_pixelshuffle import (
    INTERPOLATE,
    LINEAR_WEIGHTS,
    PIXEL_SHUFFLE,
    PIXEL_UNSHUFFLE,
    RESIZED,
)
from ..exercise import Exercise
from ..family import family
from . import _adaptive, _fast, _networks, _options, _padding, _pooling, _prints, _u_net, _upsampling, _way_back
from . import padding_any_axes as _any_axes
from ._sliding import add_bias, plain, spread

RIGHT: dict[Exercise, Callable] = {
    **{exercise: plain(exercise) for exercise in (*convolutional_layers.PLAIN, *convolutional_layers.LAYERS)},
    **{exercise: _options.right(exercise) for exercise in _options.LAYERS},
    DILATE_KERNEL: lambda weight, dilation: spread(weight, pair(dilation)),
    **{exercise: _padding.right(exercise) for exercise in _padding.MODES},
    **{exercise: _pooling.right(exercise) for exercise in _pooling.RIGHT},
    **{exercise: _adaptive.pool(exercise) for exercise in _adaptive.BOTH},
    GLOBAL_AVG_POOL2D: lambda x: x.mean(axis=(2, 3), keepdims=True),
    **{exercise: _prints.right(exercise) for exercise in transposed_convolutions.LAYERS},
    **{exercise: _upsampling.resized(exercise) for exercise in RESIZED},
    LINEAR_WEIGHTS: lambda in_size, out_size, align_corners=False: taps(
        np.clip(positions(in_size, out_size, align_corners), 0, in_size - 1), in_size, tent
    ),
    INTERPOLATE: lambda x, size=None, scale_factor=None, mode="nearest", align_corners=None: _upsampling.interpolate(
        x, size, scale_factor, mode, align_corners
    ),
    PIXEL_SHUFFLE: lambda x, upscale_factor: _upsampling.shuffle(x, upscale_factor),
    PIXEL_UNSHUFFLE: lambda x, downscale_factor: _upsampling.unshuffle(x, downscale_factor),
    **_networks.NETWORKS,
    PAD_ND: _any_axes.right,
    U_NET: _u_net.right,
    **_way_back.RIGHT,
    **_fast.RIGHT,
}


def with_parameters_of(right, wrong):
    """Give `wrong` the parameters of `right`, which the reports speak of.

    functools.wraps would show more: the judge unwraps an answer, and would refuse it for the numpy.pad behind `right`.
    """
    wrong.__signature__ = inspect.signature(right)
    return wrong


def _bent(exercise: Exercise, bend: Callable[[np.ndarray], np.ndarray]) -> Callable:
    right = RIGHT[exercise]
    return with_parameters_of(right, lambda *args: bend(right(*args)))


bent = family(RIGHT, _bent)
"""The right result, bent out of shape: `bend(result)` gives that."""

# The exercises that take a batch of inputs, and give one back
BATCHED = tuple(
    exercise
    for exercise in RIGHT
    if exercise
    not in (
        *(*convolutional_layers.PLAIN, DILATE_KERNEL, PAD_ND, LINEAR_WEIGHTS),
        *(*_way_back.RIGHT, COL2IM, *_fast.TRANSFORMS),
    )
)


def _on_other_input(exercise: Exercise, change: Callable[[np.ndarray], np.ndarray]) -> Callable:
    right = RIGHT[exercise]
    return with_parameters_of(right, lambda x, *options: right(change(x), *options))


def _other_input(exercise: Exercise, change: Callable[[np.ndarray], np.ndarray]) -> Callable[..., tuple]:
    return lambda x, *options: (change(x), *options)


other_input = family(BATCHED, _on_other_input, args=_other_input)
"""The right answer for another input, which `change(x)` gives."""


# The exercises that are called with (x, weight, bias, ...)
LAYERS = (
    *(*convolutional_layers.LAYERS, *_options.LAYERS, *transposed_convolutions.LAYERS),
    *(CONV2D_GEMM, DEPTHWISE_CONV2D),
)


def _with_sums_bent(exercise: Exercise, bend: Callable[[np.ndarray], np.ndarray]) -> Callable:
    right = RIGHT[exercise]

    def layer(x, weight, bias=None, *options):
        return add_bias(bend(right(x, weight, None, *options)), bias)

    return with_parameters_of(right, layer)


sums_bent = family(LAYERS, _with_sums_bent)
"""The right sums, bent out of shape before the bias is added: `bend(sums)` gives them."""

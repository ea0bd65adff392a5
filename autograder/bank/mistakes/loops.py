"""Mistakes in the loop that fills the result, whatever the exercise."""

import numpy as np

from ..chapters._u_net import U_NET
from ..chapters.adaptive_pooling import GLOBAL_AVG_POOL2D
from ..chapters.convolution_parameters import DILATE_KERNEL
from ..chapters.convolutional_layers import CONV1D, CORRELATE1D, PLAIN
from ..chapters.padding_layers import PAD_ND
from ..chapters.pooling_layers import MAX_POOL1D
from ..chapters.putting_it_all_together import CLASSIFY, MININET_FEATURES
from ..chapters.transposed_convolutions import PRINTS
from ..chapters.upsampling_and_pixelshuffle import LINEAR_WEIGHTS, SHUFFLED
from . import _fast, _padding, _way_back
from ._right_arrays import BATCHED, RIGHT, bent

# One output at a time is filled in these; in the others whole prints, blocks or axes are
_SIGNALS = (CORRELATE1D, CONV1D, MAX_POOL1D)
_NOT_BY_OUTPUT = (
    *(*_padding.MODES, *PRINTS, *SHUFFLED, *_way_back.RIGHT, *_fast.RIGHT),
    *(DILATE_KERNEL, LINEAR_WEIGHTS, GLOBAL_AVG_POOL2D, MININET_FEATURES, CLASSIFY, PAD_ND, U_NET),
)
_BY_OUTPUT = [exercise for exercise in RIGHT if exercise not in _NOT_BY_OUTPUT]
_IMAGES = [exercise for exercise in _BY_OUTPUT if exercise not in _SIGNALS]


def only_at(out, place):
    """The result with nothing filled but what stands at `place`."""
    bare = np.zeros_like(out)
    bare[(..., *place)] = out[(..., *place)]
    return bare


@bent(
    "fills the first number only",
    hint="Every number but the very first is zero. How often do the loops run before the function returns?",
    only=_BY_OUTPUT,
)
def _(out):
    return only_at(out, [slice(1)] * out.ndim)


@bent(
    "fills the first place only",
    hint="All places but the first are zero. How often does the loop run before the function returns?",
    only=[exercise for exercise in _BY_OUTPUT if exercise not in PLAIN],
)
def _(out):
    return only_at(out, [slice(1)] * (out.ndim - 2))


@bent(
    "fills the first input of the batch only",
    hint="The results of all inputs but the first are zero. Is `return` in the loop over the batch?",
    only=BATCHED,
)
def _(out):
    return only_at(out, [slice(1), *[slice(None)] * (out.ndim - 1)])


@bent(
    "fills the first row only",
    hint="All rows but the first are zero. Which of your loops is `return` in?",
    only=_IMAGES,
)
def _(out):
    return only_at(out, [slice(1), slice(None)])


@bent(
    "leaves the last place at zero",
    hint="The last place is never filled. With which number does your loop end, and which is the last place's index?",
    only=_SIGNALS,
)
def _(out):
    return only_at(out, [slice(-1)])


@bent(
    "leaves the last row and the last column at zero",
    hint="The last row and the last column are never filled. With which numbers do your loops end, and which are the "
    "last indices?",
    only=_IMAGES,
)
def _(out):
    return only_at(out, [slice(-1), slice(-1)])

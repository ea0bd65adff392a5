"""Mistakes in the result, whatever the exercise: every chapter has them."""

import numpy as np

from ..chapters.adaptive_pooling import GLOBAL_AVG_POOL2D
from ..chapters.as_fast_as_torch import DEPTHWISE_CONV2D, IM2COL, MAX_POOL2D_FAST, UPSAMPLE_BILINEAR2D_FAST
from ..chapters.convolution_parameters import DILATE_KERNEL
from ..chapters.convolutional_layers import CONV1D, CORRELATE1D
from ..chapters.padding_layers import PAD_ND, REFLECTION_PAD1D
from ..chapters.pooling_layers import MAX_POOL1D
from ..chapters.putting_it_all_together import CLASSIFY, MININET_FEATURES
from ..chapters.the_way_back import CONV2D_BIAS_GRAD, NUMERICAL_GRADIENT, RELU_BACKWARD
from ..chapters.transposed_convolutions import CONV_TRANSPOSE1D
from ..chapters.upsampling_and_pixelshuffle import INTERPOLATE, LINEAR_WEIGHTS, RESIZED
from . import _fast, _padding, _pooling
from ._adaptive import BOTH
from ._right_arrays import BATCHED, RIGHT, bent, other_input, sums_bent

# The results of these have no height and width to be swapped
_WITHOUT_IMAGES = (
    *(CORRELATE1D, CONV1D, REFLECTION_PAD1D, PAD_ND, MAX_POOL1D, CONV_TRANSPOSE1D),
    *(DILATE_KERNEL, LINEAR_WEIGHTS, GLOBAL_AVG_POOL2D, MININET_FEATURES, CLASSIFY),
    *(NUMERICAL_GRADIENT, RELU_BACKWARD, CONV2D_BIAS_GRAD, IM2COL, *_fast.TRANSFORMS),
)
# These treat every channel on its own
_CHANNEL_BY_CHANNEL = (
    *(*_padding.MODES, *_pooling.RIGHT, *BOTH, GLOBAL_AVG_POOL2D, *RESIZED, INTERPOLATE),
    *(DEPTHWISE_CONV2D, MAX_POOL2D_FAST, UPSAMPLE_BILINEAR2D_FAST),
)


@bent(
    "leaves the result at zero",
    hint="The shape is right. Is every output assigned, and is the array that you fill the one that you return?",
)
def _(out):
    return np.zeros_like(out)


@bent("keeps whole numbers only", hint="Of which type is the array that you collect the results in?")
def _(out):
    return out.astype(int)


@bent(
    "returns height and width swapped",
    hint="In every shape of torch the height comes before the width. In which order do your output's last two axes "
    "stand?",
    only=[exercise for exercise in RIGHT if exercise not in _WITHOUT_IMAGES],
)
def _(out):
    return out.swapaxes(-1, -2)


@bent(
    "returns one input without the batch axis",
    hint="x has a batch axis even when it holds a single input. Has your output one?",
    only=BATCHED,
)
def _(out):
    return out[0]


@other_input("repeats the first input of the batch", hint="Which input does out[1] come from?")
def _(x):
    return np.broadcast_to(x[:1], x.shape)


@other_input(
    "uses the first channel for all of them",
    hint="Which channel of x does out[:, 1] come from?",
    only=_CHANNEL_BY_CHANNEL,
)
def _(x):
    return np.broadcast_to(x[:, :1], x.shape)


@sums_bent(
    "leaves all but the bias at zero",
    hint="The bias is there. Is every sum assigned, and is the array that you fill the one that you return?",
)
def _(sums):
    return np.zeros_like(sums)


@sums_bent(
    "cuts its sums down to whole numbers before it adds the bias",
    hint="Of which type is the array that you collect the sums in?",
)
def _(sums):
    return sums.astype(int)

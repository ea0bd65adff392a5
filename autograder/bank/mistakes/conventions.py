"""Answers that are right in another library: some that stand among the mistakes already, and some that stand only here.

What each library does is measured: the folder other_libraries/ of the repository has the numbers, and the book's page
"The Same Layer Elsewhere" shows them.
"""

from dataclasses import replace

import numpy as np

from ..chapters._counting import OUTPUT_SIZE
from ..chapters._resizing import KERNELS, cubic, new_sizes, pair, positions
from ..chapters.adaptive_pooling import ADAPTIVE_AVG_POOL2D, ADAPTIVE_MAX_POOL2D, ADAPTIVE_WINDOWS
from ..chapters.convolution_parameters import CONV2D as GENERAL_CONV2D
from ..chapters.convolutional_layers import CONV1D, CONV2D, CONV3D, CORRELATE1D, CORRELATE2D
from ..chapters.padding_layers import PAD_ND, REFLECTION_PAD1D, REFLECTION_PAD2D, SAME_PADDING
from ..chapters.pooling_layers import AVG_POOL2D, LP_POOL2D, MAX_POOL1D, MAX_POOL2D, POOL_OUTPUT_SIZE
from ..chapters.transposed_convolutions import CONV_TRANSPOSE1D, CONV_TRANSPOSE2D, CONV_TRANSPOSE_OUTPUT_SIZE
from ..chapters.upsampling_and_pixelshuffle import (
    CUBIC_KERNEL,
    INTERPOLATE,
    LINEAR_WEIGHTS,
    PIXEL_SHUFFLE,
    PIXEL_UNSHUFFLE,
    UPSAMPLE_BICUBIC2D,
    UPSAMPLE_BILINEAR2D,
    UPSAMPLE_NEAREST2D,
)
from ..exercise import Exercise
from ._pooling import Pool
from ._pooling_values import powered
from ._prints import prints, trim, two
from ._transposed_options import picture
from ._upsampling import blend, interpolated, pick
from .upsampling_by_blending import dropped

# Answers that stand only here -----------------------------------------------------------------------------------------

KERAS_SIZE = "divides the size by the stride and rounds up, whatever else is given"
KERAS_CUT = "trims half of what is too much, and the odd one at the end"
ONNX_NORM = "takes the absolute values first and does not scale up a window that sticks out"
ONNX_NEAREST = "takes the nearest centre, and of two that are equally near the first"
TF_CUBIC = "takes a = -0.5 and leaves out what lies beyond the edge"


@OUTPUT_SIZE.mistake(KERAS_SIZE, hint="In torch the padding is a number that you are given. Which sizes come of it?")
def _(size, kernel_size, stride=1, padding=0, dilation=1):
    return -(-size // stride)


@picture(KERAS_CUT, hint="Torch trims `padding` from both ends, and `output_padding` is left on. At which end is that?")
def _(x, weight, padding=0, output_padding=0, **options):
    too_much = [2 * p - o for p, o in zip(two(padding), two(output_padding), strict=True)]
    sheet = prints(x, weight, output_padding=tuple(max(0, -many) for many in too_much), **options)
    many = [max(0, many) for many in too_much]
    return trim(sheet, [m // 2 for m in many], [m - m // 2 for m in many])


@powered(ONNX_NORM, hint="What does p = 1 make of 2 and -5 in torch? And which windows does it scale up?")
def _(pool: Pool):
    return (np.abs(pool.windows()) ** pool.norm).sum(axis=(-2, -1)) ** (1 / pool.norm)


@UPSAMPLE_NEAREST2D.mistake(ONNX_NEAREST, hint="Torch asks for no centres in 'nearest'. Where does output i begin?")
def _(x, size):
    def source(old, new):
        return np.clip(-(-((2 * np.arange(new) + 1) * old - 2 * new) // (2 * new)), 0, old - 1)

    return pick(x, *(source(*axis) for axis in zip(x.shape[2:], pair(size), strict=True)))


def _half(distance):
    return cubic(distance, -0.5)


def _without_what_lies_beyond(where, in_size, kernel):
    weights = dropped(where, in_size, kernel)
    return weights / weights.sum(axis=1, keepdims=True)


@UPSAMPLE_BICUBIC2D.mistake(TF_CUBIC, hint="Which a does torch take, and which pixel stands in beyond the edge?")
def _(x, size, align_corners=False):
    return blend(
        x, pair(size), lambda old, new: _without_what_lies_beyond(positions(old, new, align_corners), old, _half)
    )


@INTERPOLATE.mistake(TF_CUBIC, hint="Which a does torch take, and which pixel stands in beyond the edge?")
def _(x, size=None, scale_factor=None, mode="nearest", align_corners=None):
    sizes, steps = new_sizes(x, size, scale_factor)
    if mode != "bicubic":
        return interpolated(x, sizes, steps, mode, align_corners, kernels=KERNELS)
    axes = zip(x.shape[2:], sizes, steps, strict=True)
    down, across = (
        _without_what_lies_beyond(positions(old, new, align_corners, step), old, _half) for old, new, step in axes
    )
    return (down @ x @ across.T).astype(x.dtype)


# Who does so ----------------------------------------------------------------------------------------------------------

CONVOLUTIONS = (CORRELATE1D, CORRELATE2D, CONV1D, CONV2D, CONV3D, GENERAL_CONV2D)
POOLS = (MAX_POOL1D, MAX_POOL2D, AVG_POOL2D, LP_POOL2D, POOL_OUTPUT_SIZE)
ADAPTIVE = (ADAPTIVE_WINDOWS, ADAPTIVE_AVG_POOL2D, ADAPTIVE_MAX_POOL2D)
LINEAR = (LINEAR_WEIGHTS, UPSAMPLE_BILINEAR2D)

CONVENTIONS: list[tuple[tuple[Exercise, ...], str, str]] = [
    # (where it can occur, the mistake's name, whose convention it is)
    (CONVOLUTIONS, "flips the kernel",
     "This is what NumPy's and SciPy's convolve do: they turn the kernel round."),
    ((OUTPUT_SIZE,), KERAS_SIZE,
     'This is what "same" means in Keras, TensorFlow and JAX: the padding is whatever makes that size.'),
    ((REFLECTION_PAD1D, REFLECTION_PAD2D), "mirrors the input and shows the outermost value twice",
     "This is what scipy.ndimage and OpenCV call reflect, and NumPy symmetric: they mirror behind the edge."),
    ((PAD_ND,), "shows the outermost place twice in mode 'reflect'",
     "This is what scipy.ndimage and OpenCV call reflect, and NumPy symmetric: they mirror behind the edge."),
    ((PAD_ND,), "begins with the first axis of x",
     "This is the order of numpy.pad: its first pair is for the first axis."),
    ((SAME_PADDING,), "puts the odd one in front",
     "This is what OpenCV's filter2D and scipy.ndimage do: their even kernels reach farther back."),
    (POOLS, "moves by one when no stride is given",
     "This is what Flax and ONNX do: the stride of their pools is 1 unless they are told."),
    ((MAX_POOL2D,), "pads with zeros",
     "This is what scikit-image's block_reduce does where a block sticks out: it fills up with zeros."),
    ((MAX_POOL2D,), "keeps a last window that starts behind the image",
     "This is what PaddlePaddle and OpenVINO do in ceil mode: they keep a window that begins in the padding."),
    ((POOL_OUTPUT_SIZE,), "keeps a last window that starts in the padding on the right",
     "This is what PaddlePaddle and OpenVINO do in ceil mode: they keep a window that begins in the padding."),
    ((AVG_POOL2D,), "never counts the padding",
     "This is what Keras and TensorFlow do: they do not count the padding."),
    ((AVG_POOL2D,), "counts what sticks out beyond the padding",
     "This is what OpenVINO does: it divides by the whole window in ceil mode."),
    ((LP_POOL2D,), "takes the absolute values first",
     "This is what ONNX's reference and OpenVINO do: their LpPool is of absolute values."),
    ((LP_POOL2D,), "does not scale up a window that sticks out",
     "This is what PaddlePaddle does: it adds up the powers that are there."),
    ((LP_POOL2D,), ONNX_NORM,
     "This is what ONNX Runtime's LpPool does: it adds up absolute values, and only those that are there."),
    (ADAPTIVE, "gives the first windows one pixel more each",
     "This is what equinox does, and numpy.array_split: their windows do not overlap."),
    (ADAPTIVE, "rounds to the nearest pixel",
     "This is what Pillow's BOX does, but for halves: a pixel belongs to one window only."),
    ((ADAPTIVE_AVG_POOL2D,), "divides a pixel on a border between the windows that share it",
     "This is what OpenCV's INTER_AREA, TensorFlow's area and scikit-image's resize_local_mean do: they weigh shares."),
    ((CONV_TRANSPOSE1D, CONV_TRANSPOSE2D), "flips the kernel",
     "This is what JAX and Flax do: their transposed convolutions do not turn the kernel round unless they are told."),
    ((CONV_TRANSPOSE_OUTPUT_SIZE,), "multiplies the size by the stride and stops there",
     'This is what "same" means in Keras and TensorFlow: the size times the stride, whatever the kernel.'),
    ((CONV_TRANSPOSE2D,), KERAS_CUT,
     'This is what Keras and TensorFlow do for "same": the odd row and column are cut off at the end.'),
    ((UPSAMPLE_NEAREST2D,), "takes the pixel that the output's centre falls on",
     "This is what Keras, TensorFlow 2, JAX and scikit-image do, and torch's own nearest-exact."),
    ((INTERPOLATE,), "takes the pixel that the output's centre falls on in mode 'nearest'",
     "This is what Keras, TensorFlow 2, JAX and scikit-image do, and torch's own nearest-exact."),
    ((UPSAMPLE_NEAREST2D,), ONNX_NEAREST,
     "This is what ONNX's Resize does unless it is told otherwise (half_pixel, round_prefer_floor)."),
    ((*LINEAR, INTERPOLATE), "measures from the pixels' edges instead of their centres",
     "This is what TensorFlow 1 did, and ONNX calls it asymmetric: output i lies at i times the step."),
    ((*LINEAR, UPSAMPLE_BICUBIC2D, INTERPOLATE), "aligns the corners unless it is told not to",
     "This is what scipy.ndimage.zoom does: its corners meet unless grid_mode is given."),
    ((*LINEAR, UPSAMPLE_BICUBIC2D, INTERPOLATE), "smooths before it shrinks",
     "This is what Pillow and JAX do, and torch with antialias: where it shrinks, the kernel is stretched."),
    ((CUBIC_KERNEL,), "takes a = -0.5 unless it is told otherwise",
     "This is what Pillow, JAX and TensorFlow do: their cubic has a = -0.5."),
    ((UPSAMPLE_BICUBIC2D,), "takes a = -0.5 for the curve's slope",
     "Pillow's cubic has a = -0.5, and so have JAX's and TensorFlow's."),
    ((INTERPOLATE,), "takes a = -0.5 for the cubic curve",
     "Pillow's cubic has a = -0.5, and so have JAX's and TensorFlow's."),
    ((UPSAMPLE_BICUBIC2D, INTERPOLATE), TF_CUBIC,
     "This is what TensorFlow 2 does, and Keras on TensorFlow and JAX: what lies beyond the edge has no weight."),
    ((PIXEL_SHUFFLE, PIXEL_UNSHUFFLE), "takes the channels of a block from all over x",
     "This is what depth_to_space is in TensorFlow and in ONNX unless told otherwise: neighbouring channels go to "
     "neighbouring channels (DCR)."),
]  # fmt: skip


def _note(exercise: Exercise, name: str, elsewhere: str) -> None:
    """Say of a mistake of this name whose convention it is."""
    (place,) = (place for place, mistake in enumerate(exercise.mistakes) if mistake.name == name)
    exercise.mistakes[place] = replace(exercise.mistakes[place], elsewhere=elsewhere)


for _exercises, _name, _elsewhere in CONVENTIONS:
    for _exercise in _exercises:
        _note(_exercise, _name, _elsewhere)

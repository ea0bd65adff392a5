"""Chapter 4: windows that lie in the wrong places, results that are put together wrongly, and wrong counts."""

from dataclasses import replace

import numpy as np

from ..chapters.pooling_layers import AVG_POOL2D, LP_POOL2D, MAX_POOL1D, MAX_POOL2D, POOL_OUTPUT_SIZE
from ..family import family
from . import _pooling_values  # noqa: F401 (what becomes of a window stands there)
from ._pooling import largest, of_pools, settings_changed
from ._right_arrays import bent

MAXIMA = (MAX_POOL1D, MAX_POOL2D)
IMAGES = (MAX_POOL2D, AVG_POOL2D, LP_POOL2D)
PADDED = (MAX_POOL2D, AVG_POOL2D)
EVERY = (MAX_POOL1D, *IMAGES)

# Where the windows lie: the same for every pool -----------------------------------------------------------------------


@settings_changed(
    "moves by one when no stride is given",
    hint="Pooling's windows lie side by side unless somebody says otherwise. How far apart do they start then?",
)
def _(pool):
    return pool if pool.stride_is_given else replace(pool, stride=(1, 1))


@settings_changed(
    "moves by the window's size whatever the stride",
    hint="Where does `stride` come into your function, when it is given?",
)
def _(pool):
    return replace(pool, stride=pool.kernel)


@settings_changed(
    "swaps the window's height and width",
    hint="A pair is (height, width). Which of its two numbers do you use along the rows of x?",
    only=IMAGES,
)
def _(pool):
    return replace(pool, kernel=pool.kernel[::-1])


@settings_changed(
    "swaps the window's height and width, and with them the stride that is not given",
    hint="A pair is (height, width). In which order do you take kernel_size apart?",
    only=IMAGES,
)
def _(pool):
    turned = pool.kernel[::-1]
    return replace(pool, kernel=turned, stride=pool.stride if pool.stride_is_given else turned)


@settings_changed(
    "swaps the two strides",
    hint="A pair is (height, width). Along which axis of x does stride[0] move the window?",
    only=IMAGES,
)
def _(pool):
    return replace(pool, stride=pool.stride[::-1])


@settings_changed(
    "reads every pair as (width, height)",
    hint="In torch a pair follows the order of the axes. Which axis of x comes first, height or width?",
    only=IMAGES,
)
def _(pool):
    return replace(
        pool,
        kernel=pool.kernel[::-1],
        stride=pool.stride[::-1],
        before=pool.before[::-1],
        after=pool.after[::-1],
        dilation=pool.dilation[::-1],
    )


@settings_changed(
    "uses the first stride for both axes", hint="What does the second number of `stride` say?", only=IMAGES
)
def _(pool):
    return replace(pool, stride=pool.stride[:1] * 2)


@settings_changed(
    "uses the window's height for its width too", hint="What does the second number of `kernel_size` say?", only=IMAGES
)
def _(pool):
    return replace(pool, kernel=pool.kernel[:1] * 2)


@settings_changed(
    "leaves out the windows that stick out",
    hint="In ceil mode, may a window at the end be only partly filled?",
    only=IMAGES,
)
def _(pool):
    return replace(pool, ceil=False)


@settings_changed(
    "keeps the windows that stick out, asked or not",
    hint="What becomes of the pixels left over at the end when `ceil_mode` is False?",
    only=IMAGES,
)
def _(pool):
    return replace(pool, ceil=True)


@settings_changed(
    "keeps a last window that starts behind the image",
    hint="Ceil mode has a second rule. Where must a window start, to be kept?",
    only=PADDED,
)
def _(pool):
    return replace(pool, ceil_may_start_outside=True)


@settings_changed("ignores the padding", hint="Where does `padding` come into your function?", only=PADDED)
def _(pool):
    return replace(pool, before=(0, 0), after=(0, 0))


@settings_changed(
    "swaps the two paddings", hint="Which number of `padding` belongs at the top and at the bottom?", only=PADDED
)
def _(pool):
    return replace(pool, before=pool.before[::-1], after=pool.after[::-1])


@settings_changed(
    "pads at the top and on the left only",
    hint="An image has four edges. At which of them is there padding?",
    only=PADDED,
)
def _(pool):
    return replace(pool, after=(0, 0))


@settings_changed(
    "pads at the bottom and on the right only",
    hint="At which row of the image does the first window start, when there is padding?",
    only=PADDED,
)
def _(pool):
    return replace(pool, before=(0, 0))


@settings_changed("ignores the dilation", hint="Where does `dilation` come into your function?", only=[MAX_POOL2D])
def _(pool):
    return replace(pool, dilation=(1, 1))


@settings_changed(
    "swaps the two dilations", hint="Along which axis of x does dilation[0] spread the window?", only=[MAX_POOL2D]
)
def _(pool):
    return replace(pool, dilation=pool.dilation[::-1])


@settings_changed(
    "reads the dilation as the number of pixels to skip",
    hint="With the dilation of 1 that everybody has by default, how far is a window's pixel from its neighbour?",
    only=[MAX_POOL2D],
)
def _(pool):
    return replace(pool, dilation=tuple(d + 1 for d in pool.dilation))


@settings_changed(
    "looks into the gaps of a dilated window",
    hint="A window of 3 with dilation 2 reaches over 5 pixels. How many of them does it take in?",
    only=[MAX_POOL2D],
)
def _(pool):
    reach = [d * (k - 1) + 1 for k, d in zip(pool.kernel, pool.dilation, strict=True)]
    return replace(pool, kernel=tuple(reach), dilation=(1, 1))


@of_pools(
    "takes one sample too many into each window",
    hint="Write down which samples x[0:2] holds. Is x[2] one of them?",
    only=[MAX_POOL1D],
)
def _(pool):
    count = pool.counts[1]
    longer = replace(pool, kernel=(1, pool.kernel[1] + 1), after=(0, 1))
    return largest(longer)[..., :count]


@of_pools(
    "lets the last windows run over the end",
    hint="Python cuts a slice short when it runs over the end, and says nothing. How many samples has your last "
    "window?",
    only=[MAX_POOL1D],
)
def _(pool):
    size, stride = pool.x.shape[3], pool.stride[1]
    return largest(replace(pool, after=(0, (size - 1) // stride * stride + pool.kernel[1] - size)))


@settings_changed("starts one sample late", hint="Which sample is the first of window 0?", only=[MAX_POOL1D])
def _(pool):
    return replace(pool, x=pool.x[..., 1:])


# What becomes of the result -------------------------------------------------------------------------------------------


@bent(
    "leaves out the last window",
    hint="Count the windows on paper, for the smallest of the cases. How many are there?",
    only=EVERY,
)
def _(out):
    return out[..., :-1] if out.ndim == 3 else out[..., :-1, :-1]


@bent(
    "mixes the channels",
    hint="Every channel is pooled on its own. Over which axes does your reduction run?",
    only=MAXIMA,
)
def _(out):
    return np.broadcast_to(out.max(axis=1, keepdims=True), out.shape)


# Mistakes of counting -------------------------------------------------------------------------------------------------


def _windows_counted(exercise, count):
    def wrong(size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
        return int(count(size, kernel_size, stride or kernel_size, padding, dilation, ceil_mode))

    return wrong


of_pool_output_size = family([POOL_OUTPUT_SIZE], _windows_counted)
"""A wrong count, `count(size, kernel, stride, padding, dilation, ceil)`, with every number given."""


def count(room, stride, ceil_mode, last_start=10**9):
    """The number of windows when the first one can move by `room`."""
    return (min(-(-room // stride), last_start // stride) if ceil_mode else room // stride) + 1


def moves(size, k, s, p, d, ceil):
    return count(size + 2 * p - d * (k - 1) - 1, s, ceil, size + p - 1) - 1


of_pool_output_size(
    "counts the moves and forgets the first window", hint="Before the window moves at all, how many outputs are there?"
)(moves)
of_pool_output_size(
    "adds the padding once", hint="The padding is put on both sides. By how many places does the axis grow?"
)(lambda size, k, s, p, d, ceil: count(size + p - d * (k - 1) - 1, s, ceil, size + p - 1))
of_pool_output_size("ignores the padding", hint="Where does `padding` come into your formula?")(
    lambda size, k, s, p, d, ceil: count(size - d * (k - 1) - 1, s, ceil, size - 1)
)
of_pool_output_size("ignores the dilation", hint="How far does a window of 4 reach, when its pixels are 3 apart?")(
    lambda size, k, s, p, d, ceil: count(size + 2 * p - k, s, ceil, size + p - 1)
)
of_pool_output_size(
    "takes a dilated window to reach over dilation times kernel pixels",
    hint="Draw a window of 4 pixels that are 3 apart. How many gaps lie between them?",
)(lambda size, k, s, p, d, ceil: count(size + 2 * p - d * k, s, ceil, size + p - 1))
of_pool_output_size(
    "ignores the ceil mode", hint="What happens to the pixels left over at the end, when `ceil_mode` is True?"
)(lambda size, k, s, p, d, ceil: count(size + 2 * p - d * (k - 1) - 1, s, False))
of_pool_output_size(
    "always rounds up", hint="What happens to the pixels left over at the end, when `ceil_mode` is False?"
)(lambda size, k, s, p, d, ceil: count(size + 2 * p - d * (k - 1) - 1, s, True, size + p - 1))
of_pool_output_size(
    "keeps a last window wherever it starts", hint="Ceil mode has a second rule. Where must a window start, to be kept?"
)(lambda size, k, s, p, d, ceil: count(size + 2 * p - d * (k - 1) - 1, s, ceil))
of_pool_output_size(
    "keeps a last window that starts in the padding on the right",
    hint="There is padding on both sides. In which of them may a window start, to be kept?",
)(lambda size, k, s, p, d, ceil: count(size + 2 * p - d * (k - 1) - 1, s, ceil, size + 2 * p - 1))
of_pool_output_size(
    "forgets that the first window starts in the padding",
    hint="You count where a window starts. From which place: the first pixel, or the first place of the padding?",
)(lambda size, k, s, p, d, ceil: count(size + 2 * p - d * (k - 1) - 1, s, ceil, size - 1))
of_pool_output_size(
    "keeps a last window that starts one place behind the last pixel",
    hint="The last pixel of an axis of 5 has the index 4. Is a window that starts at 5 inside?",
)(lambda size, k, s, p, d, ceil: count(size + 2 * p - d * (k - 1) - 1, s, ceil, size + p))


@POOL_OUTPUT_SIZE.mistake(
    "moves by one when no stride is given",
    hint="Pooling's windows lie side by side unless somebody says otherwise. How far apart do they start then?",
)
def _(size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    reach = dilation * (kernel_size - 1) + 1
    return count(size + 2 * padding - reach, stride or 1, ceil_mode, size + padding - 1)


@POOL_OUTPUT_SIZE.mistake(
    "moves by the window's size whatever the stride",
    hint="Where does `stride` come into your formula, when it is given?",
)
def _(size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    reach = dilation * (kernel_size - 1) + 1
    return count(size + 2 * padding - reach, kernel_size, ceil_mode, size + padding - 1)

"""Chapter 10: what learners write instead of a depthwise convolution, a pool and a resizing without loops."""

import numpy as np

from ..chapters._blame import both
from ..chapters.as_fast_as_torch import DEPTHWISE_CONV2D, MAX_POOL2D_FAST, UPSAMPLE_BILINEAR2D_FAST
from ..family import family
from ._fast import (
    depthwise,
    gemm,
    kept_inside,
    on_depthwise,
    on_pool,
    on_resize,
    places,
    pooled,
    resized,
    taps,
    tents,
)
from ._sliding import add_bias

# A kernel for each channel --------------------------------------------------------------------------------------------


of_depthwise = family([DEPTHWISE_CONV2D], lambda _, wrong: on_depthwise(wrong))
"""A wrong convolution of each channel: `wrong(x, weight, bias, geometry)`."""


@of_depthwise("adds up all channels for every output", "How many channels does one output of a depthwise layer see?")
def _(x, weight, bias, g):
    return gemm(x, np.repeat(weight, x.shape[1], axis=1), bias, g)


@of_depthwise("adds up all channels to one", "How many channels has the output of a depthwise layer?")
def _(x, weight, bias, g):
    return depthwise(x, weight, bias, g).sum(axis=1, keepdims=True)


@of_depthwise("slides the first kernel over every channel", "Which kernel belongs to channel 1?")
def _(x, weight, bias, g):
    return depthwise(x, np.broadcast_to(weight[:1], weight.shape), bias, g)


@of_depthwise("flips the kernels", "torch correlates: which weight meets a window's first pixel?")
def _(x, weight, bias, g):
    return depthwise(x, weight[:, :, ::-1, ::-1], bias, g)


@of_depthwise("keeps the last tap only", "When your loop comes to the next tap, does it add or replace?")
def _(x, weight, bias, g):
    return add_bias(taps(x, weight.shape[2:], g)[:, :, -1, -1] * weight[:, 0, -1, -1, None, None], bias)


@of_depthwise("takes the mean over the taps", "A convolution adds up. Do you divide?")
def _(x, weight, bias, g):
    return depthwise(x, weight / weight.dtype.type(weight[0].size), bias, g)


@of_depthwise("ignores the stride", "How many pixels does the window move from one output to the next?")
def _(x, weight, bias, g):
    return depthwise(x, weight, bias, g._replace(stride=(1, 1)))


@of_depthwise("ignores the padding", "The first window begins in the padding. Where does yours begin?")
def _(x, weight, bias, g):
    return depthwise(x, weight, bias, g._replace(padding=(0, 0)))


@of_depthwise("reads pairs as (width, height)", "In torch's pairs the height comes first. Which axis gets which?")
def _(x, weight, bias, g):
    return depthwise(x, weight, bias, g._replace(stride=g.stride[::-1], padding=g.padding[::-1]))


@of_depthwise("forgets the bias", "Which argument have you not used yet?")
def _(x, weight, bias, g):
    return depthwise(x, weight, None, g)


@of_depthwise("adds the bias at every tap", "How often does each output get its channel's bias?")
def _(x, weight, bias, g):
    return depthwise(x, weight, None if bias is None else weight[0].size * bias, g)


@of_depthwise("gives all channels the first one's bias", "Every channel has its own. Along which axis does yours lie?")
def _(x, weight, bias, g):
    return depthwise(x, weight, None if bias is None else np.full_like(bias, bias[0]), g)


# The maximum ----------------------------------------------------------------------------------------------------------


of_fast_pool = family([MAX_POOL2D_FAST], lambda _, wrong: on_pool(wrong))
"""A wrong pool of maxima: `wrong(x, kernel, geometry)`."""


@of_fast_pool("pads with zeros", "What would a padded zero do to a window of negative numbers?")
def _(x, kernel, g):
    return pooled(x, kernel, g, value=0.0)


@of_fast_pool(
    "begins with zeros and takes the larger", "Which of 0 and -3 is the larger? With what could you begin instead?"
)
def _(x, kernel, g):
    return np.maximum(pooled(x, kernel, g), 0)


@of_fast_pool("leaves out the last row and the last column of windows", "How many windows fit? n - k, or one more?")
def _(x, kernel, g):
    return pooled(x, kernel, g)[:, :, :-1, :-1]


@of_fast_pool("takes the largest of each row of the window, and the first row only", "You have gone along. And down?")
def _(x, kernel, g):
    return taps(x, kernel, g, -np.inf)[:, :, 0].max(axis=2)


@of_fast_pool(
    "takes the largest of each column of the window, and the first column only", "You have gone down. And along?"
)
def _(x, kernel, g):
    return taps(x, kernel, g, -np.inf)[:, :, :, 0].max(axis=2)


@of_fast_pool("takes the smallest", "Which of NumPy's functions compares two arrays and keeps the larger numbers?")
def _(x, kernel, g):
    return pooled(x, kernel, g, value=np.inf, best=np.min)


@of_fast_pool("takes the mean", "A pool of means is another layer. What does this one keep?")
def _(x, kernel, g):
    return pooled(x, kernel, g, value=0.0, best=np.mean)


@of_fast_pool(
    "never looks at the last row and column of a window", "With which number does your loop over the taps end?"
)
def _(x, kernel, g):
    seen = taps(x, kernel, g, -np.inf)
    return seen[:, :, : max(kernel[0] - 1, 1), : max(kernel[1] - 1, 1)].max(axis=(2, 3))


@of_fast_pool("never looks at the first row and column of a window", "With what does your loop over the taps begin?")
def _(x, kernel, g):
    return taps(x, kernel, g, -np.inf)[:, :, min(1, kernel[0] - 1) :, min(1, kernel[1] - 1) :].max(axis=(2, 3))


@of_fast_pool("moves the window by its own size, whatever the stride", "How far apart do the windows lie?")
def _(x, kernel, g):
    return pooled(x, kernel, g._replace(stride=kernel))


@of_fast_pool("ignores the padding", "The first window begins in the padding. Where does yours begin?")
def _(x, kernel, g):
    return pooled(x, kernel, g._replace(padding=(0, 0)))


@of_fast_pool("reads pairs as (width, height)", "In torch's pairs the height comes first. Which axis gets which?")
def _(x, kernel, g):
    return pooled(x, kernel[::-1], g._replace(stride=g.stride[::-1], padding=g.padding[::-1]))


@MAX_POOL2D_FAST.mistake(
    "moves by one when no stride is given", "In torch, what is a pool's stride if you say nothing?"
)
def _(x, kernel_size, stride=None, padding=0):
    return on_pool(pooled)(x, kernel_size, stride or 1, padding)


# Two products ---------------------------------------------------------------------------------------------------------


of_fast_resize = family([UPSAMPLE_BILINEAR2D_FAST], lambda _, wrong: on_resize(wrong))
"""A wrong resizing: `wrong(x, size, aligned)`."""


def _with_matrices(_, matrix):
    return on_resize(lambda x, size, aligned: resized(x, size, aligned, matrix))


resized_by = family([UPSAMPLE_BILINEAR2D_FAST], _with_matrices)
"""The two products with a wrong matrix for each axis, `matrix(old, new, aligned)`."""

resized_by(
    "takes places outside of the picture as they are: the edges fade",
    hint="What do the weights of the first output add up to? Its place lies before pixel 0.",
)(lambda old, new, aligned: tents(places(old, new, aligned), old))
resized_by("ignores align_corners", hint="Which argument have you not used yet?")(
    lambda old, new, aligned: kept_inside(old, new, False)
)
resized_by(
    "aligns the corners always",
    hint="What does align_corners=False measure from: the pixels' centres, or the picture's edges?",
)(lambda old, new, aligned: kept_inside(old, new, True))
resized_by(
    "exchanges what align_corners=True and False mean",
    hint="With the corners aligned, where does the first output look? At pixel 0 itself?",
)(lambda old, new, aligned: kept_inside(old, new, not aligned))
resized_by(
    "aligns the corners with the step old / new",
    hint="From the first centre to the last there are one step fewer than pixels. How many, in and out?",
)(
    lambda old, new, aligned: (
        tents(np.clip(np.arange(new) * old / new, 0, old - 1), old) if aligned else kept_inside(old, new, False)
    )
)
resized_by(
    "measures from the pixels' edges instead of their centres",
    hint="The centre of output 0 lies at 0.5 of its own width. Where is that in the input?",
)(
    lambda old, new, aligned: (
        kept_inside(old, new, True) if aligned else tents(np.clip(np.arange(new) * old / new, 0, old - 1), old)
    )
)
resized_by(
    "takes the nearest pixel instead of two", hint="Between two centres, how much does each of the two pixels count?"
)(lambda old, new, aligned: np.round(kept_inside(old, new, aligned)))
resized_by(
    "takes the pixel before the place alone", hint="Between two centres, how much does each of the two pixels count?"
)(lambda old, new, aligned: tents(np.floor(np.clip(places(old, new, aligned), 0, old - 1)), old))


def turned_weights(old, new, aligned):
    place = np.clip(places(old, new, aligned), 0, old - 1)
    first = np.minimum(np.floor(place), max(old - 2, 0))
    return tents(np.clip(first + (1 - (place - first)), 0, old - 1), old)


resized_by(
    "gives the nearer pixel the smaller weight",
    hint="A place at 0.2 after pixel 0: which pixel is near, and which of 0.2 and 0.8 is its weight?",
)(turned_weights)


def divided_by_zero(old, new, aligned):
    if not aligned:
        return kept_inside(old, new, aligned)
    with np.errstate(all="ignore"):
        return tents(np.arange(new) * (np.float64(old - 1) / (new - 1)), old)


resized_by(
    "divides by 0 where there is one row of output",
    hint="What is (H - 1) / (H_out - 1) for H_out = 1, and where should a single output look?",
)(divided_by_zero)


@of_fast_resize("resizes the rows only", "One product makes the height right. Which one makes the width?")
def _(x, size, aligned):
    return resized(x, (both(size)[0], x.shape[3]), aligned)


@of_fast_resize("resizes the columns only", "One product makes the width right. Which one makes the height?")
def _(x, size, aligned):
    return resized(x, (x.shape[2], both(size)[1]), aligned)


@of_fast_resize(
    "takes the height's scale along the width too", "How much wider does the picture become, and how much taller?"
)
def _(x, size, aligned):
    (h, w), (rows, columns) = x.shape[2:], size
    down = kept_inside(h, rows, aligned)
    scale = (h - 1) / max(rows - 1, 1) if aligned else h / rows
    place = np.arange(columns) * scale if aligned else (np.arange(columns) + 0.5) * scale - 0.5
    return (down @ x @ tents(np.clip(place, 0, w - 1), w).T).astype(x.dtype)


@of_fast_resize(
    "reads output_size as (width, height)", "In torch's pairs the height comes first. Which axis gets which?"
)
def _(x, size, aligned):
    return resized(x, size[::-1], aligned)

"""Chapter 5: what learners write instead of the adaptive pools, and the question that leads each one on."""

import math
from itertools import pairwise

import numpy as np

from ..chapters.adaptive_pooling import ADAPTIVE_WINDOWS, sizes_of
from ..family import family
from ._adaptive import BOTH, INDEXED, MAX, MEAN, indexed, pool, pooled, windows
from ._right_arrays import bent

# Windows in the wrong places: for the list of them, and for what is made of it ----------------------------------------


def _cut(exercise, cut):
    if exercise is INDEXED:
        return lambda x, output_size: indexed(x, sizes_of(x, output_size), cut)
    return cut if exercise is ADAPTIVE_WINDOWS else pool(exercise, cut=cut)


cutting = family((ADAPTIVE_WINDOWS, *BOTH, INDEXED), _cut)
"""Wrong windows, `cut(input_size, output_size)`: the list of them, and what the pools make of it."""


@cutting(
    "rounds both ends down",
    hint="Cut 10 pixels into 4 windows of 2.5. The first one covers half of pixel 2. Does it take that pixel in?",
)
def _(input_size, output_size):
    return [(i * input_size // output_size, (i + 1) * input_size // output_size) for i in range(output_size)]


@cutting(
    "rounds both ends up",
    hint="Cut 10 pixels into 4 windows of 2.5. The second one covers half of pixel 2. Does it take that pixel in?",
)
def _(input_size, output_size):
    edges = [-(-i * input_size // output_size) for i in range(output_size + 1)]
    return list(pairwise(edges))


@cutting(
    "rounds to the nearest pixel",
    hint="Torch leaves out no pixel that a window touches. Which way is a start rounded, and which way an end?",
)
def _(input_size, output_size):
    edges = [round(i * input_size / output_size) for i in range(output_size + 1)]
    return list(pairwise(edges))


@cutting(
    "rounds starts up and ends down",
    hint="Torch leaves out no pixel that a window touches. Do your windows touch all of them?",
    only=[ADAPTIVE_WINDOWS],
)
def _(input_size, output_size):
    return [(-(-i * input_size // output_size), (i + 1) * input_size // output_size) for i in range(output_size)]


@cutting(
    "makes all windows equally long and drops what is left over",
    hint="Which window sees the last pixel, when 10 pixels are cut into 4 windows?",
)
def _(input_size, output_size):
    step = input_size // output_size
    return [(i * step, (i + 1) * step) for i in range(output_size)]


@cutting(
    "gives all that is left over to the last window",
    hint="How long are the windows of torch, when 11 pixels are cut into 3? Are they fairer than yours?",
)
def _(input_size, output_size):
    step = input_size // output_size
    return [(i * step, input_size if i == output_size - 1 else (i + 1) * step) for i in range(output_size)]


@cutting(
    "gives the first windows one pixel more each",
    hint="`np.array_split` gives each pixel to one window only. What do torch's windows do with a pixel on a border?",
)
def _(input_size, output_size):
    step, rest = divmod(input_size, output_size)
    edges = [i * step + min(i, rest) for i in range(output_size + 1)]
    return list(pairwise(edges))


@cutting(
    "goes by an ordinary pool with one kernel size and one stride",
    hint="Are the windows of torch all of one length, and all equally far apart, when 17 pixels are cut into 7?",
)
def _(input_size, output_size):
    stride = input_size // output_size
    kernel = input_size - (output_size - 1) * stride
    return [(i * stride, i * stride + kernel) for i in range(output_size)]


@cutting(
    "starts rightly and makes all windows equally long",
    hint="The first window of 11 pixels cut into 3 is 4 long. Where does the second start, and which is the last pixel "
    "it touches?",
)
def _(input_size, output_size):
    length = -(-input_size // output_size)
    return [(start, min(start + length, input_size)) for start, _ in windows(input_size, output_size)]


@cutting(
    "takes one pixel more than it touches",
    hint="When 12 pixels are cut into 4, each border falls between two pixels. Which end has the first window then?",
)
def _(input_size, output_size):
    return [
        (i * input_size // output_size, min((i + 1) * input_size // output_size + 1, input_size))
        for i in range(output_size)
    ]


@cutting(
    "names the last pixel of a window instead of its end",
    hint="x[0:3] holds three pixels. Which number after the colon is that: the last one taken, or the first one left?",
    only=[ADAPTIVE_WINDOWS],
)
def _(input_size, output_size):
    return [(start, end - 1) for start, end in windows(input_size, output_size)]


@cutting(
    "gives the length of a window instead of its end",
    hint="The second number of each pair belongs behind the colon of x[start:end]. What is yours?",
    only=[ADAPTIVE_WINDOWS],
)
def _(input_size, output_size):
    return [(start, end - start) for start, end in windows(input_size, output_size)]


@cutting(
    "swaps the two sizes", hint="How many windows are there: as many as inputs, or as outputs?", only=[ADAPTIVE_WINDOWS]
)
def _(input_size, output_size):
    return windows(output_size, input_size)


@cutting(
    "leaves out the last window", hint="How many windows does `range(output_size - 1)` make?", only=[ADAPTIVE_WINDOWS]
)
def _(input_size, output_size):
    return windows(input_size, output_size)[:-1]


# The size that is asked for -------------------------------------------------------------------------------------------


def _other_size(exercise, read):
    return lambda x, output_size: (x, tuple(read(x, output_size)))


def _with_adaptive_size(exercise, read):
    if exercise is INDEXED:
        return lambda x, output_size: indexed(x, read(x, output_size))
    return pool(exercise, read=read)


adaptive_size_misread = family((*BOTH, INDEXED), _with_adaptive_size, args=_other_size)
"""A wrong reading of the size that is asked for, `read(x, output_size)`."""


@adaptive_size_misread(
    "reads the size as (width, height)",
    hint="In torch a pair follows the order of the axes. Which comes first, H or W?",
)
def _(x, output_size):
    if not isinstance(output_size, tuple):
        return sizes_of(x, output_size)
    return sizes_of(x, output_size[::-1])


@adaptive_size_misread(
    "uses the height that is asked for as the width too", hint="What does the second number of `output_size` say?"
)
def _(x, output_size):
    height, _ = sizes_of(x, output_size)
    return height, height


@adaptive_size_misread("takes None for 1", hint="None means that an axis keeps its size. How many windows is that?")
def _(x, output_size):
    pair = output_size if isinstance(output_size, tuple) else (output_size, output_size)
    return [1 if size is None else size for size in pair]


@adaptive_size_misread(
    "takes the size of the other axis where it should keep one",
    hint="None in the first place of the pair keeps the height. At which place of x.shape does the height stand?",
)
def _(x, output_size):
    height, width = output_size if isinstance(output_size, tuple) else (output_size, output_size)
    return x.shape[3] if height is None else height, x.shape[2] if width is None else width


@adaptive_size_misread(
    "pools the width only for a pair", hint="Both axes are cut into windows. Which of the two did you leave as it is?"
)
def _(x, output_size):
    height, width = sizes_of(x, output_size)
    return (x.shape[2], width) if isinstance(output_size, tuple) else (height, width)


@adaptive_size_misread(
    "leaves the width as it is for an int", hint="An int counts for both axes. For which ones do you use it?"
)
def _(x, output_size):
    height, width = sizes_of(x, output_size)
    return (height, width) if isinstance(output_size, tuple) else (height, x.shape[3])


# What becomes of a window ---------------------------------------------------------------------------------------------


reducing = family(BOTH, lambda exercise, reduce: pool(exercise, reduce=reduce))
"""Something wrong that is made of a right window: `reduce(window, axis)`."""

reducing(
    "adds the window up and does not divide", hint="The sum of four threes is 12. What is their mean?", only=[MEAN]
)(np.sum)
reducing(
    "keeps the largest number",
    hint="What is to be left of a window here: its largest number, or its mean?",
    only=[MEAN],
)(np.max)
reducing(
    "takes the median",
    hint="The median is not the mean. How is the mean of 1, 2 and 9 found?",
    only=[MEAN],
)(np.median)
reducing("takes the mean", hint="What is to be left of a window here: its mean, or its largest number?", only=[MAX])(
    np.mean
)
reducing(
    "keeps the smallest number", hint="Max pooling keeps the loudest voice. Which one does yours keep?", only=[MAX]
)(np.min)
reducing("adds the window up", hint="Which one number of the window is to be left?", only=[MAX])(np.sum)


@reducing("takes one pixel of each window", hint="Do all the pixels of the window have a say?", only=BOTH)
def _(window, axis):
    return window[:, :, 0, 0]


@reducing(
    "looks at the top row of each window only",
    hint="A window has rows and columns. Do you go through both?",
    only=[MAX],
)
def _(window, axis):
    return window[:, :, 0].max(axis=-1)


@reducing("ignores the sign", hint="Of -5 and 2, which one is larger?", only=[MAX])
def _(window, axis):
    return np.abs(window).max(axis=axis)


@reducing(
    "never goes below zero",
    hint="With which number does your search for the largest start, before it has seen any?",
    only=[MAX],
)
def _(window, axis):
    return np.maximum(window.max(axis=axis), 0)


@MAX.mistake(
    "says where the largest number stands instead of how large it is",
    hint="What does `argmax` give, and what does `max` give?",
)
def _(x, output_size):
    def place(window, axis):
        return window.reshape(*window.shape[:2], -1).argmax(axis=-1)

    return pooled(x, sizes_of(x, output_size), place).astype(int)


@MEAN.mistake(
    "divides every sum by the same number",
    hint="The windows have different numbers of pixels. By how many is the sum of each to be divided?",
)
def _(x, output_size):
    sizes = sizes_of(x, output_size)
    return pooled(x, sizes, np.sum) * math.prod(sizes) / math.prod(x.shape[2:])


@MEAN.mistake(
    "divides a pixel on a border between the windows that share it",
    hint="Programs that shrink photographs do that. In torch, how much does a pixel count that a window only touches?",
)
def _(x, output_size):
    for axis, out in enumerate(sizes_of(x, output_size), start=2):
        size = x.shape[axis]
        edges = np.arange(out + 1) * size / out
        pixels = np.arange(size)
        starts, ends = np.maximum(edges[:-1, None], pixels), np.minimum(edges[1:, None], pixels + 1)
        share = np.maximum(ends - starts, 0) * out / size  # (out, size): how much of each pixel lies in each window
        x = np.moveaxis(np.tensordot(share, x, (1, axis)), 0, axis)
    return x


@MEAN.mistake(
    "takes the mean of the largest number of each row",
    hint="Every pixel of the window has the same say in its mean. Which of yours are never heard?",
)
def _(x, output_size):
    return pooled(x, sizes_of(x, output_size), lambda window, axis: window.max(axis=3).mean(axis=2))


# What becomes of the result -------------------------------------------------------------------------------------------


@bent(
    "mixes the channels",
    hint="Every channel is pooled on its own. Over which axes does your reduction run?",
    only=BOTH,
)
def _(out):
    return np.broadcast_to(out.mean(axis=1, keepdims=True), out.shape)

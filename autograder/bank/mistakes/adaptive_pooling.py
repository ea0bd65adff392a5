"""Chapter 5: what learners write instead of the adaptive pools, and the question that leads each one on."""

import math
from itertools import pairwise

import numpy as np

from ..chapters.adaptive_pooling import (
    ADAPTIVE_AVG_POOL2D,
    ADAPTIVE_MAX_POOL2D,
    ADAPTIVE_WINDOWS,
    sizes_of,
    window,
)

MEAN, MAX = ADAPTIVE_AVG_POOL2D, ADAPTIVE_MAX_POOL2D
BOTH = (MEAN, MAX)
REDUCE = {MEAN: np.mean, MAX: np.max}


def windows(input_size, output_size):
    """The right windows."""
    return [window(i, input_size, output_size) for i in range(output_size)]


def pooled(x, sizes, reduce, cut=windows):
    """`reduce` of every window, where `cut` says where the windows are; what every mistake spoils."""
    rows, columns = (cut(size, out) for size, out in zip(x.shape[2:], sizes, strict=True))
    out = np.zeros((*x.shape[:2], len(rows), len(columns)), x.dtype)
    for i, (top, bottom) in enumerate(rows):
        for j, (left, right) in enumerate(columns):
            out[:, :, i, j] = reduce(x[:, :, top:bottom, left:right], axis=(2, 3))
    return out


# Windows in the wrong places: for the list of them, and for what is made of it ----------------------------------------


def cutting(name, hint, *, images=True):
    """Register wrong windows, `cut(input_size, output_size)`: the list of them, and what both pools make of it."""

    def register(cut):
        ADAPTIVE_WINDOWS.mistake(name, hint)(cut)
        for exercise in BOTH if images else ():
            exercise.mistake(name, hint)(
                lambda x, output_size, e=exercise: pooled(x, sizes_of(x, output_size), REDUCE[e], cut)
            )
        return cut

    return register


@cutting(
    "rounds both ends down",
    "Cut 10 pixels into 4 windows of 2.5. The first one covers half of pixel 2. Does it take that pixel in?",
)
def _(input_size, output_size):
    return [(i * input_size // output_size, (i + 1) * input_size // output_size) for i in range(output_size)]


@cutting(
    "rounds both ends up",
    "Cut 10 pixels into 4 windows of 2.5. The second one covers half of pixel 2. Does it take that pixel in?",
)
def _(input_size, output_size):
    edges = [-(-i * input_size // output_size) for i in range(output_size + 1)]
    return list(pairwise(edges))


@cutting(
    "rounds to the nearest pixel",
    "Torch leaves out no pixel that a window touches. Which way is a start rounded, and which way an end?",
)
def _(input_size, output_size):
    edges = [round(i * input_size / output_size) for i in range(output_size + 1)]
    return list(pairwise(edges))


@cutting(
    "rounds starts up and ends down",
    "Torch leaves out no pixel that a window touches. Do your windows touch all of them?",
    images=False,
)
def _(input_size, output_size):
    return [(-(-i * input_size // output_size), (i + 1) * input_size // output_size) for i in range(output_size)]


@cutting(
    "makes all windows equally long and drops what is left over",
    "Which window sees the last pixel, when 10 pixels are cut into 4 windows?",
)
def _(input_size, output_size):
    step = input_size // output_size
    return [(i * step, (i + 1) * step) for i in range(output_size)]


@cutting(
    "gives all that is left over to the last window",
    "How long are the windows of torch, when 11 pixels are cut into 3? Are they fairer than yours?",
)
def _(input_size, output_size):
    step = input_size // output_size
    return [(i * step, input_size if i == output_size - 1 else (i + 1) * step) for i in range(output_size)]


@cutting(
    "gives the first windows one pixel more each",
    "`np.array_split` gives each pixel to one window only. What do torch's windows do with a pixel on a border?",
)
def _(input_size, output_size):
    step, rest = divmod(input_size, output_size)
    edges = [i * step + min(i, rest) for i in range(output_size + 1)]
    return list(pairwise(edges))


@cutting(
    "goes by an ordinary pool with one kernel size and one stride",
    "Are the windows of torch all of one length, and all equally far apart, when 17 pixels are cut into 7?",
)
def _(input_size, output_size):
    stride = input_size // output_size
    kernel = input_size - (output_size - 1) * stride
    return [(i * stride, i * stride + kernel) for i in range(output_size)]


@cutting(
    "starts rightly and makes all windows equally long",
    "The first window of 11 pixels cut into 3 is 4 long. Where does the second start, and which is the last pixel it "
    "touches?",
)
def _(input_size, output_size):
    length = -(-input_size // output_size)
    return [(start, min(start + length, input_size)) for start, _ in windows(input_size, output_size)]


@cutting(
    "takes one pixel more than it touches",
    "When 12 pixels are cut into 4, each border falls between two pixels. Which end has the first window then?",
)
def _(input_size, output_size):
    return [
        (i * input_size // output_size, min((i + 1) * input_size // output_size + 1, input_size))
        for i in range(output_size)
    ]


@cutting(
    "names the last pixel of a window instead of its end",
    "x[0:3] holds three pixels. Which number after the colon is that: the last one taken, or the first one left?",
    images=False,
)
def _(input_size, output_size):
    return [(start, end - 1) for start, end in windows(input_size, output_size)]


@cutting(
    "gives the length of a window instead of its end",
    "The second number of each pair belongs behind the colon of x[start:end]. What is yours?",
    images=False,
)
def _(input_size, output_size):
    return [(start, end - start) for start, end in windows(input_size, output_size)]


@cutting("swaps the two sizes", "How many windows are there: as many as inputs, or as outputs?", images=False)
def _(input_size, output_size):
    return windows(output_size, input_size)


@cutting("leaves out the last window", "How many windows does `range(output_size - 1)` make?", images=False)
def _(input_size, output_size):
    return windows(input_size, output_size)[:-1]


# The size that is asked for -------------------------------------------------------------------------------------------


def sizing(name, hint):
    """Register a wrong reading of `output_size`, `read(x, output_size)`, with both pools."""

    def register(read):
        for exercise in BOTH:
            misreading = exercise.mistake(name, hint, lambda x, output_size: (x, tuple(read(x, output_size))))
            misreading(lambda x, output_size, e=exercise: pooled(x, read(x, output_size), REDUCE[e]))
        return read

    return register


@sizing(
    "reads the size as (width, height)", "In torch a pair follows the order of the axes. Which comes first, H or W?"
)
def _(x, output_size):
    if not isinstance(output_size, tuple):
        return sizes_of(x, output_size)
    return sizes_of(x, output_size[::-1])


@sizing("uses the height that is asked for as the width too", "What does the second number of `output_size` say?")
def _(x, output_size):
    height, _ = sizes_of(x, output_size)
    return height, height


@sizing("takes None for 1", "None means that an axis keeps its size. How many windows is that?")
def _(x, output_size):
    pair = output_size if isinstance(output_size, tuple) else (output_size, output_size)
    return [1 if size is None else size for size in pair]


@sizing(
    "takes the size of the other axis where it should keep one",
    "None in the first place of the pair keeps the height. At which place of x.shape does the height stand?",
)
def _(x, output_size):
    height, width = output_size if isinstance(output_size, tuple) else (output_size, output_size)
    return x.shape[3] if height is None else height, x.shape[2] if width is None else width


@sizing("pools the width only for a pair", "Both axes are cut into windows. Which of the two did you leave as it is?")
def _(x, output_size):
    height, width = sizes_of(x, output_size)
    return (x.shape[2], width) if isinstance(output_size, tuple) else (height, width)


@sizing("leaves the width as it is for an int", "An int counts for both axes. For which ones do you use it?")
def _(x, output_size):
    height, width = sizes_of(x, output_size)
    return (height, width) if isinstance(output_size, tuple) else (height, x.shape[3])


# What becomes of a window ---------------------------------------------------------------------------------------------


def reducing(name, hint, *exercises):
    """Register something wrong that is made of a right window, `reduce(window, axis)`."""

    def register(reduce):
        for exercise in exercises:
            exercise.mistake(name, hint)(lambda x, output_size: pooled(x, sizes_of(x, output_size), reduce))
        return reduce

    return register


reducing("adds the window up and does not divide", "The sum of four threes is 12. What is their mean?", MEAN)(np.sum)
reducing("keeps the largest number", "What is to be left of a window here: its largest number, or its mean?", MEAN)(
    np.max
)
reducing("takes the number in the middle", "The median is not the mean. How is the mean of 1, 2 and 9 found?", MEAN)(
    np.median
)
reducing("takes the mean", "What is to be left of a window here: its mean, or its largest number?", MAX)(np.mean)
reducing("keeps the smallest number", "Max pooling keeps the loudest voice. Which one does yours keep?", MAX)(np.min)
reducing("adds the window up", "Which one number of the window is to be left?", MAX)(np.sum)


@reducing("takes one pixel of each window", "Do all the pixels of the window have a say?", *BOTH)
def _(window, axis):
    return window[:, :, 0, 0]


@reducing("looks at the top row of each window only", "A window has rows and columns. Do you go through both?", MAX)
def _(window, axis):
    return window[:, :, 0].max(axis=-1)


@reducing("ignores the sign", "Of -5 and 2, which one is larger?", MAX)
def _(window, axis):
    return np.abs(window).max(axis=axis)


@reducing(
    "never goes below zero", "With which number does your search for the largest start, before it has seen any?", MAX
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


def bent(name, hint, *exercises):
    """Register the right result, bent out of shape: `bend(result)` gives that."""

    def register(bend):
        for exercise in exercises:
            exercise.mistake(name, hint)(
                lambda x, output_size, e=exercise: bend(pooled(x, sizes_of(x, output_size), REDUCE[e]))
            )
        return bend

    return register


@bent("mixes the channels", "Every channel is pooled on its own. Over which axes does your reduction run?", *BOTH)
def _(out):
    return np.broadcast_to(out.mean(axis=1, keepdims=True), out.shape)


@bent("uses the first channel for all of them", "Which channel of x does out[:, 1] come from?", *BOTH)
def _(out):
    return np.broadcast_to(out[:, :1], out.shape)


@bent("repeats the first input of the batch", "Which input does out[1] come from?", *BOTH)
def _(out):
    return np.broadcast_to(out[:1], out.shape)


@bent("returns height and width swapped", "In which order do your output's last two axes stand?", *BOTH)
def _(out):
    return out.swapaxes(-1, -2)


@bent(
    "leaves the result at zero",
    "The shape is right. Is every output assigned, and is the array that you fill the one that you return?",
    *BOTH,
)
def _(out):
    return np.zeros_like(out)


@bent("keeps whole numbers only", "Of which type is the array that you collect the results in?", *BOTH)
def _(out):
    return out.astype(int)

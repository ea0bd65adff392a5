"""Indices that are worked out wrongly, in more than one chapter: no step, the wrong end, the wrong axis."""

from dataclasses import replace

import numpy as np

from ..chapters._resizing import positions
from ..chapters.adaptive_pooling import sizes_of
from ..chapters.convolution_parameters import CONV2D as GENERAL_CONV2D
from ..chapters.convolution_parameters import STRIDED_CONV2D
from ..chapters.convolutional_layers import COUNT_PARAMETERS
from ..chapters.padding_layers import REFLECTION_PAD1D, REFLECTION_PAD2D, REPLICATION_PAD2D
from ..chapters.pooling_layers import AVG_POOL2D, POOL_OUTPUT_SIZE
from ..chapters.transposed_convolutions import CONV_TRANSPOSE2D, OVERLAP_COUNT
from ..family import family
from . import _options, _padding
from ._adaptive import BOTH, REDUCE, windows
from ._padding import amounts
from ._pooling import RIGHT as POOLS
from ._pooling import called_as_pool, of_pools
from ._prints import printing, prints, trim
from ._sliding import add_bias, spatial
from ._transposed_sizes import touching
from .convolutional_layers import everywhere
from .first_attempts import bias_added
from .upsampling_by_blending import both_linear

# The step is missing --------------------------------------------------------------------------------------------------

NO_STEP = "moves on by one place each time, whatever the stride"
WINDOW_HINT = "The number of outputs is right. Where does window 1 begin, and where should it, when the stride is 3?"
PRINT_HINT = "The size of the sheet is right. Where does print 1 begin, and where should it, when the stride is 3?"


@_options.layers_with_options(NO_STEP, hint=WINDOW_HINT, only=[STRIDED_CONV2D, GENERAL_CONV2D])
def _(x, weight, bias, options):
    rows, columns = _options.sums(x, weight, options).shape[2:]
    sums = _options.sums(x, weight, replace(options, stride=(1, 1)))
    return add_bias(sums[:, :, :rows, :columns], bias)


def _pooled_without_step(exercise, count):
    pooled = POOLS[exercise]

    def close_together(pool):
        rows, columns = count(pool)
        return pooled(replace(pool, stride=(1, 1)))[:, :, :rows, :columns]

    return called_as_pool(exercise, close_together)


family(POOLS, _pooled_without_step)(NO_STEP, hint=WINDOW_HINT)(lambda pool: pool.counts)


@printing(NO_STEP, hint=PRINT_HINT)
def _(x, weight, stride=1, padding=0, **options):
    sheet = np.zeros_like(prints(x, weight, stride, **options))
    close = prints(x, weight, 1, **options)
    sheet[(..., *map(slice, close.shape[2:]))] = close
    sides = [int(side) for side in np.broadcast_to(padding, x.ndim - 2)]
    return trim(sheet, sides, sides)


@OVERLAP_COUNT.mistake(NO_STEP, hint=PRINT_HINT)
def _(size, kernel_size, stride):
    return touching(size, kernel_size, 1, (size - 1) * stride + kernel_size)


# The wrong end --------------------------------------------------------------------------------------------------------


@everywhere(
    "takes the kernel's index away instead of adding it",
    hint="Window 0 lies on x[0], x[1], x[2]. Which ones does your first sum take? In Python x[-1] is the last.",
)
def _(x, weight):
    stops = [slice(size - k + 1) for size, k in zip(x.shape[2:], weight.shape[2:], strict=True)]
    return sum(
        np.einsum("nc...,oc->no...", np.roll(x, tap, spatial(x))[(..., *stops)], weight[(..., *tap)])
        for tap in np.ndindex(weight.shape[2:])
    )


WRAPS = "takes pixels from the opposite edge where a window begins before the image"
WRAPS_HINT = "In Python x[-1] is the last pixel. Which index does your first window begin with, when there is padding?"


@of_pools(WRAPS, hint=WRAPS_HINT, only=[AVG_POOL2D])
def _(pool):
    beyond = [(0, max(0, at.max(initial=0) + 1 - size)) for at, size in zip(pool.places, pool.x.shape[2:], strict=True)]
    padded = np.pad(pool.x, [(0, 0), (0, 0), *beyond])
    rows, columns = [np.where(at < 0, at + n, at) for at, n in zip(pool.places, pool.x.shape[2:], strict=True)]
    sums = padded[:, :, rows[:, None, :, None], columns[None, :, None, :]].sum(axis=(-2, -1))
    ends = [size + after * pool.counts_padding for size, after in zip(pool.x.shape[2:], pool.after, strict=True)]
    counts = [(at < end).sum(axis=1) for at, end in zip(pool.places, ends, strict=True)]  # what is below 0 counts too
    return sums / np.multiply.outer(*counts)


@printing(
    "prints at the opposite edge what should be trimmed off at the beginning",
    hint="In Python out[-1] is the last place. Which index has a print that begins within the padding?",
    only=[CONV_TRANSPOSE2D],
)
def _(x, weight, padding=0, **options):
    out = prints(x, weight, **options)
    for axis, side in enumerate(np.broadcast_to(padding, 2), start=2):
        places = np.arange(out.shape[axis]) - side
        size = out.shape[axis] - 2 * side
        sheet = np.moveaxis(out, axis, 0)
        folded = np.zeros((size, *sheet.shape[1:]))
        np.add.at(folded, places[places < size], sheet[places < size])
        out = np.moveaxis(folded, 0, axis)
    return out


FOLD_HINT = "In Python x[-1] is the last one. Which index do you read for the places to the left of x[0]?"
_padding.picks("goes round to the other end on the left and at the top", FOLD_HINT, only=[REPLICATION_PAD2D])(
    (lambda i, before, size: i - before, lambda i, after, size: size - 1 + 0 * i)
)
_padding.picks("goes round to the other end on the left and at the top", FOLD_HINT, only=[REFLECTION_PAD2D])(
    (lambda i, before, size: i - before, lambda i, after, size: size - 2 - i)
)
_padding.picks("goes round to the other end on the left", FOLD_HINT, only=[REFLECTION_PAD1D])(
    (lambda i, before, size: i - before, lambda i, after, size: size - 2 - i)
)


@both_linear(
    "gives the last pixel what lies before the first one",
    hint="In Python row[-1] is the last pixel. Where does an output lie that comes before the centre of pixel 0?",
)
def _(in_size, out_size, align_corners):
    where = positions(in_size, out_size, align_corners)
    left = np.floor(where).astype(int)
    weights = np.zeros((out_size, in_size))
    np.add.at(weights, (np.arange(out_size), left), 1 - (where - left))
    np.add.at(weights, (np.arange(out_size), np.minimum(left + 1, in_size - 1)), where - left)
    return weights


# The wrong axis -------------------------------------------------------------------------------------------------------


@bias_added(
    "adds to each input of the batch its own number of the bias",
    hint="The bias has a number for each filter. Which of your loops counts the filters?",
)
def _(sums, bias):
    return sums + bias[np.arange(len(sums))].reshape(-1, *[1] * (sums.ndim - 1))


def _along_the_other_axis(exercise, reduce):
    def function(x, output_size):
        rows, columns = map(windows, x.shape[2:], sizes_of(x, output_size))
        cut = [[reduce[exercise](x[:, :, slice(*across), slice(*down)], (2, 3)) for across in columns] for down in rows]
        return np.moveaxis(np.array(cut), (0, 1), (2, 3)).astype(x.dtype)

    return function


family(BOTH, _along_the_other_axis)(
    "cuts the rows with the windows of the columns",
    hint="x is (N, C, H, W). With which windows do you cut its third axis, and with which its fourth?",
)(REDUCE)


def _batch_turned(exercise, mode):
    def function(x, padding):
        sides = amounts(x, padding)
        for axis, at in zip(range(x.ndim - 1, 1, -1), range(0, len(sides), 2), strict=True):
            before, after = sides[at : at + 2]
            size = x.shape[axis]
            first, last = x.take(range(1, before + 1), axis), x.take(range(size - 1 - after, size - 1), axis)
            x = np.concatenate([first[::-1], x, last[::-1]], axis)
        return x

    return function


family(_padding.MIRRORS, _batch_turned)(
    "turns the batch round instead of what lies beside the edge",
    hint="`a[::-1]` turns the first axis round. Which axis of x is that?",
)("reflect")

# Counts ---------------------------------------------------------------------------------------------------------------


@COUNT_PARAMETERS.mistake(
    "takes a single kernel_size for the number of a kernel's entries",
    hint="A kernel of 3 is 3 high and 3 wide. How many numbers has it?",
)
def _(in_channels, out_channels, kernel_size, bias=True):
    return int(out_channels * (in_channels * np.prod(kernel_size) + bool(bias)))


@POOL_OUTPUT_SIZE.mistake(
    "rounds to the nearest whole number in ceil mode",
    hint="ceil is short for ceiling: what does it make of 2.25, and what do you?",
)
def _(size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    stride = kernel_size if stride is None else stride
    room = size + 2 * padding - dilation * (kernel_size - 1) - 1
    return round(room / stride + 1) if ceil_mode else room // stride + 1

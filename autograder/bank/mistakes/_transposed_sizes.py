"""Chapter 6: mistakes of counting overlaps, of sizes, and of enlarging before a convolution."""

import numpy as np

from ..chapters.transposed_convolutions import CONV_TRANSPOSE_OUTPUT_SIZE, OVERLAP_COUNT, RESIZE_CONV2D
from ..family import family
from ._prints import enlarged, prints, put_on, same_size_convolution, slide, two, with_bias

# Counting overlaps ----------------------------------------------------------------------------------------------------


def touching(size, kernel_size, stride, length=None, step=1):
    """The right count, as whole numbers, on a sheet of `length`."""
    count = np.zeros((size - 1) * stride + kernel_size if length is None else length, int)
    for i in range(size):
        count[i * stride : i * stride + kernel_size] += step
    return count


@OVERLAP_COUNT.mistake(
    "ignores the stride", hint="How far apart do two neighbouring prints begin, when the stride is 3?"
)
def _(size, kernel_size, stride):
    return touching(size, kernel_size, 1)


@OVERLAP_COUNT.mistake(
    "takes the kernel's size for the stride and the stride for the kernel's size",
    hint="One of the two says how long a print is, the other how far apart prints begin. Which is which?",
)
def _(size, kernel_size, stride):
    return touching(size, stride, kernel_size)


@OVERLAP_COUNT.mistake(
    "takes the size for the output's",
    hint="`size` counts the inputs. How long is the sheet on which they print?",
)
def _(size, kernel_size, stride):
    return touching(size, kernel_size, stride, size)


@OVERLAP_COUNT.mistake(
    "makes the output as large as the input times the stride",
    hint="Where does the last print begin, and where does it end?",
)
def _(size, kernel_size, stride):
    return touching(size, kernel_size, stride, size * stride)


@OVERLAP_COUNT.mistake(
    "leaves out the last print", hint="How many inputs are there, and which one does your loop end with?"
)
def _(size, kernel_size, stride):
    return touching(size - 1, kernel_size, stride, (size - 1) * stride + kernel_size)


@OVERLAP_COUNT.mistake(
    "makes every print one place too short", hint="A kernel of 3 that begins at place 4: which places does it reach?"
)
def _(size, kernel_size, stride):
    return touching(size, kernel_size - 1, stride, (size - 1) * stride + kernel_size)


@OVERLAP_COUNT.mistake(
    "says whether a print lands there, not how many",
    hint="When the second print reaches a place, does your count grow?",
)
def _(size, kernel_size, stride):
    return np.minimum(touching(size, kernel_size, stride), 1)


@OVERLAP_COUNT.mistake(
    "counts only the prints beyond the first", hint="A place that a single input reaches: how many inputs reach it?"
)
def _(size, kernel_size, stride):
    return np.maximum(touching(size, kernel_size, stride) - 1, 0)


@OVERLAP_COUNT.mistake(
    "counts the outputs that each input reaches", hint="Do you ask each input, or each output? Which is the longer row?"
)
def _(size, kernel_size, stride):
    return np.full(size, kernel_size)


@OVERLAP_COUNT.mistake(
    "gives the count of the middle everywhere", hint="How many inputs reach the very first place of the output?"
)
def _(size, kernel_size, stride):
    return np.full((size - 1) * stride + kernel_size, -(-kernel_size // stride))


@OVERLAP_COUNT.mistake(
    "adds up the numbers of the inputs instead of counting them",
    hint="Input 0 prints too. By how much does each print raise the count?",
)
def _(size, kernel_size, stride):
    count = np.zeros((size - 1) * stride + kernel_size, int)
    for i in range(size):
        count[i * stride : i * stride + kernel_size] += i
    return count


# Sizes ----------------------------------------------------------------------------------------------------------------


def _transposed_size(exercise, count):
    def wrong(size, kernel_size, stride=1, padding=0, output_padding=0, dilation=1):
        return int(count(size, kernel_size, stride, padding, output_padding, dilation))

    return wrong


of_conv_transpose_output_size = family([CONV_TRANSPOSE_OUTPUT_SIZE], _transposed_size)
"""A wrong size: `count(inputs, kernel, stride, padding, output padding, dilation)`."""

of_conv_transpose_output_size(
    "multiplies the size by the stride and stops there", hint="Where does the last print begin, and where does it end?"
)(lambda n, k, s, p, o, d: n * s)
of_conv_transpose_output_size(
    "moves on after the last print too", hint="Five prints: how often does the stamp move on between them?"
)(lambda n, k, s, p, o, d: n * s + d * (k - 1) + 1 - 2 * p + o)
of_conv_transpose_output_size("forgets the stride", hint="How far apart do two neighbouring prints begin?")(
    lambda n, k, s, p, o, d: n - 1 + d * (k - 1) + 1 - 2 * p + o
)
of_conv_transpose_output_size(
    "ends one place early", hint="How long is the output of a single input, under a kernel of 3?"
)(lambda n, k, s, p, o, d: (n - 1) * s + d * (k - 1) - 2 * p + o)
of_conv_transpose_output_size(
    "ignores the padding", hint="What does `padding` do to the sheet once all the prints are on it?"
)(lambda n, k, s, p, o, d: (n - 1) * s + d * (k - 1) + 1 + o)
of_conv_transpose_output_size(
    "takes the padding off once", hint="How many ends has the axis, and from how many is it trimmed?"
)(lambda n, k, s, p, o, d: (n - 1) * s + d * (k - 1) + 1 - p + o)
of_conv_transpose_output_size(
    "adds the padding",
    hint="In an ordinary convolution padding makes the output larger. What does it do in a transposed one?",
)(lambda n, k, s, p, o, d: (n - 1) * s + d * (k - 1) + 1 + 2 * p + o)
of_conv_transpose_output_size("ignores the output padding", hint="Which argument changes one end only?")(
    lambda n, k, s, p, o, d: (n - 1) * s + d * (k - 1) + 1 - 2 * p
)
of_conv_transpose_output_size("adds the output padding twice", hint="Padding works at both ends. Does output padding?")(
    lambda n, k, s, p, o, d: (n - 1) * s + d * (k - 1) + 1 - 2 * p + 2 * o
)
of_conv_transpose_output_size(
    "takes the output padding off", hint="Should more output padding make the output larger or smaller?"
)(lambda n, k, s, p, o, d: (n - 1) * s + d * (k - 1) + 1 - 2 * p - o)
of_conv_transpose_output_size(
    "ignores the dilation", hint="How far does a kernel of 3 reach when its taps lie 2 apart?"
)(lambda n, k, s, p, o, d: (n - 1) * s + k - 2 * p + o)
of_conv_transpose_output_size(
    "multiplies the kernel by the dilation", hint="Draw a kernel of 3 with dilation 2. How long is it, end to end?"
)(lambda n, k, s, p, o, d: (n - 1) * s + d * k - 2 * p + o)
of_conv_transpose_output_size(
    "puts as many gaps between the taps as the dilation is",
    hint="A dilation of 1 is the plain kernel. How many gaps are between its taps then?",
)(lambda n, k, s, p, o, d: (n - 1) * s + (d + 1) * (k - 1) + 1 - 2 * p + o)
of_conv_transpose_output_size(
    "works out the size of an ordinary convolution", hint="Should a larger stride make this output larger or smaller?"
)(lambda n, k, s, p, o, d: (n + 2 * p - d * (k - 1) - 1) // s + 1)

# Enlarging, then convolving -------------------------------------------------------------------------------------------


def _resized(exercise, sums):
    return with_bias(exercise, lambda x, weight, scale_factor=2: sums(x, weight, two(scale_factor)))


of_resize_conv2d = family([RESIZE_CONV2D], _resized)
"""Spoiled sums, `sums(x, weight, scale_factor)`: the bias is added rightly, and the factor is a pair."""


@of_resize_conv2d(
    "convolves first and enlarges then", hint="Which of the two comes first? With the other order blocks stay blocks."
)
def _(x, weight, factors):
    return enlarged(same_size_convolution(x, weight), factors)


@of_resize_conv2d("does not enlarge at all", hint="How large is the output, compared with the input?")
def _(x, weight, factors):
    return same_size_convolution(x, weight)


@of_resize_conv2d(
    "puts zeros between the pixels instead of repeating them",
    hint="That is the transposed convolution again. Of which pixel is a place between two pixels a copy?",
)
def _(x, weight, factors):
    dot = np.zeros(factors)
    dot[0, 0] = 1
    return same_size_convolution(np.kron(x, dot), weight)


@of_resize_conv2d(
    "lays whole copies of the picture side by side",
    hint="np.tile repeats the picture. What would repeat each pixel where it stands?",
)
def _(x, weight, factors):
    return same_size_convolution(np.tile(x, (1, 1, *factors)), weight)


@of_resize_conv2d("reads the factors as (width, height)", hint="Along which axis does scale_factor[0] enlarge?")
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors[::-1]), weight)


@of_resize_conv2d(
    "uses the first factor for both axes", hint="And along the other axis: what does scale_factor[1] say?"
)
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors[0]), weight)


@of_resize_conv2d("always doubles", hint="Does every call use the default of `scale_factor`?")
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, 2), weight)


@of_resize_conv2d(
    "does not pad the enlarged picture", hint="How much smaller does an ordinary convolution make its input?"
)
def _(x, weight, factors):
    return slide(enlarged(x, factors), weight)


@of_resize_conv2d(
    "pads before it enlarges", hint="What becomes of a border of one pixel when every pixel is made a block?"
)
def _(x, weight, factors):
    before, behind = [(k - 1) // 2 for k in weight.shape[2:]], [k // 2 for k in weight.shape[2:]]
    return slide(enlarged(put_on(x, before, behind), factors), weight)


@of_resize_conv2d(
    "puts the odd zero of an even kernel in front",
    hint="A kernel of 4 needs 3 zeros. How many of them before the first row, and how many behind the last?",
)
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors), weight, even_behind=False)


@of_resize_conv2d(
    "pads half a kernel on every side", hint="With an odd kernel that keeps the size. What does it do to an even one?"
)
def _(x, weight, factors):
    half = [k // 2 for k in weight.shape[2:]]
    return slide(put_on(enlarged(x, factors), half, half), weight)


@of_resize_conv2d(
    "pads with copies of the edge", hint="What does the kernel see outside of the picture: more picture, or zeros?"
)
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors), weight, mode="edge")


@of_resize_conv2d(
    "flips the kernel", hint="This is an ordinary convolution: which tap meets the top left pixel of the window?"
)
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors), weight[:, :, ::-1, ::-1])


@of_resize_conv2d(
    "swaps the kernel's height and width", hint="Weights are (C_out, C_in, height, width). Which loop runs over which?"
)
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors), weight.swapaxes(2, 3))


@of_resize_conv2d(
    "takes the mean of the window instead of the sum", hint="Does torch divide by the number of weights in the kernel?"
)
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors), weight) / weight[0].size


@of_resize_conv2d(
    "uses the first filter for every output channel",
    hint="Output channel 1 should come from other weights. From which?",
)
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors), np.broadcast_to(weight[:1], weight.shape))


@of_resize_conv2d(
    "uses the kernel of the first channel for every channel",
    hint="weight[o] holds as many kernels as x has channels. Which one meets channel 1?",
)
def _(x, weight, factors):
    return same_size_convolution(enlarged(x, factors), np.broadcast_to(weight[:, :1], weight.shape))


@of_resize_conv2d(
    "blends neighbouring pixels when it enlarges",
    hint="Bilinear enlarging is smooth. What does `nearest` put into the places between two pixels?",
)
def _(x, weight, factors):
    for axis, factor in zip((2, 3), factors, strict=True):
        size = x.shape[axis]
        place = np.clip((np.arange(size * factor) + 0.5) / factor - 0.5, 0, size - 1)
        low = place.astype(int)
        high = np.minimum(low + 1, size - 1)
        share = (place - low).reshape(-1, *[1] * (3 - axis))
        x = x.take(low, axis) * (1 - share) + x.take(high, axis) * share
    return same_size_convolution(x, weight)


@of_resize_conv2d(
    "uses a transposed convolution",
    hint="That prints a kernel for every pixel. What should be done before the kernel comes?",
)
def _(x, weight, factors):
    return prints(x, weight.swapaxes(0, 1), factors)

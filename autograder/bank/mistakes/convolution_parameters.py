"""Chapter 2: what learners make of stride, dilation and padding, and the question that leads each one on.

What they make of groups, and of the chapter's two counts, stands in the files beside this one.
"""

from dataclasses import replace

import numpy as np

from ..chapters.convolution_parameters import DILATE_KERNEL, pair
from ..family import family
from ._options import DILATED, PADDED, SIGNATURES, STRIDED, Options, layers_with_options, options_misread, sums
from ._sliding import add_bias, every, frame, spread, turned

# Mistakes of every layer ----------------------------------------------------------------------------------------------


@layers_with_options(
    "flips the kernel", hint="Which entry of the kernel meets the window's first entry in torch: its first or its last?"
)
def _(x, weight, bias, options):
    return add_bias(sums(x, turned(weight), options), bias)


@layers_with_options(
    "swaps the kernel's height and width",
    hint="Weights are (filters, channels, height, width). Which of your loops runs over which?",
)
def _(x, weight, bias, options):
    return add_bias(sums(x, weight.swapaxes(2, 3), options), bias)


@layers_with_options(
    "looks at the first channel only",
    hint="A filter has a kernel for every channel that it is given. Where do the others come in?",
)
def _(x, weight, bias, options):
    first = np.zeros_like(weight)
    first[:, 0] = weight[:, 0]
    return add_bias(sums(x, first, options), bias)


@layers_with_options(
    "uses the first filter for every output channel",
    hint="Output channel 1 should come from another set of weights than output channel 0. From which?",
)
def _(x, weight, bias, options):
    return add_bias(sums(x, np.repeat(weight[:1], len(weight), axis=0), options), bias)


@layers_with_options(
    "takes the mean of the window instead of the sum",
    hint="A kernel of ones should add up what it covers. What does yours do with a window of ones?",
)
def _(x, weight, bias, options):
    return add_bias(sums(x, weight, options) / weight[0].size, bias)


@layers_with_options("forgets the bias", hint="Where does `bias` come into your sum, when it is given?")
def _(x, weight, bias, options):
    return sums(x, weight, options)


@layers_with_options(
    "adds the bias once for every product",
    hint="The bias belongs to the filter, not to each pixel. How often should one output receive it?",
)
def _(x, weight, bias, options):
    return add_bias(sums(x, weight, options), None if bias is None else bias * weight[0].size)


# Stride ---------------------------------------------------------------------------------------------------------------


@options_misread(
    "ignores the stride", hint="How far does the window move between one output and the next?", only=STRIDED
)
def _(options):
    return replace(options, stride=(1, 1))


@options_misread(
    "reads the stride as (width, height)",
    hint="A pair goes with the axes of the image. Which axis of x stands first, and which way does stride[0] move?",
    only=STRIDED,
)
def _(options):
    return replace(options, stride=options.stride[::-1])


@options_misread("moves by the first stride in both directions", hint="What is stride[1] for?", only=STRIDED)
def _(options):
    return replace(options, stride=(options.stride[0],) * 2)


@layers_with_options(
    "rounds the number of stops up and fills the last window with zeros",
    hint="Put a kernel of 2 on a row of 6 and move it by 3. Where would the third stop lie, and what would it see?",
    only=STRIDED,
)
def _(x, weight, bias, options):
    x = frame(x, options.padding, options.padding)
    last_jump = [stride - 1 for stride in options.stride]
    return add_bias(sums(frame(x, (0, 0), last_jump), weight, replace(options, padding=(0, 0))), bias)


@layers_with_options(
    "loses the last stop",
    hint="A kernel of 1 on a row of 5 has five stops. With stride 2, at which of them does it still stop?",
    only=STRIDED,
)
def _(x, weight, bias, options):
    stops = sums(x, weight, replace(options, stride=(1, 1)))
    kept = tuple(slice(None, size // s) for size, s in zip(stops.shape[2:], options.stride, strict=True))
    return add_bias(stops[every(options.stride)][(..., *kept)], bias)


@layers_with_options(
    "jumps before it looks for the first time",
    hint="What does the window cover when the output's index is 0?",
    only=STRIDED,
)
def _(x, weight, bias, options):
    stops = sums(x, weight, replace(options, stride=(1, 1)))
    late = tuple(slice(stride - 1, None, stride) for stride in options.stride)
    return add_bias(stops[(..., *late)], bias)


@layers_with_options(
    "jumps by the kernel's size",
    hint="Two numbers say how large the window is, two others how far it moves. Which ones does your step use?",
    only=STRIDED,
)
def _(x, weight, bias, options):
    return add_bias(sums(x, weight, replace(options, stride=weight.shape[2:])), bias)


# Dilation -------------------------------------------------------------------------------------------------------------


def _spread_wrongly(exercise, wrong):
    if exercise is DILATE_KERNEL:
        return lambda weight, dilation: wrong(weight, pair(dilation))

    def layer(x, weight, bias, options):
        spread_kernel = wrong(weight, options.dilation)
        return add_bias(sums(x, spread_kernel, replace(options, dilation=(1, 1))), bias)

    return SIGNATURES[exercise](layer)


spreading = family((DILATE_KERNEL, *DILATED), _spread_wrongly)
"""A wrong way to spread a kernel, `wrong(weight, dilation)`, wherever kernels are spread."""


@spreading("ignores the dilation", hint="How far apart do two neighbours of the kernel lie on the image?")
def _(weight, dilation):
    return weight.copy()


@spreading(
    "reads the dilation as (width, height)",
    hint="A pair goes with the axes of the kernel. Which way does dilation[0] pull the entries apart?",
)
def _(weight, dilation):
    return spread(weight, dilation[::-1])


@spreading("pulls by the first dilation in both directions", hint="What is dilation[1] for?")
def _(weight, dilation):
    return spread(weight, (dilation[0],) * 2)


@spreading(
    "puts as many zeros between two entries as the dilation says",
    hint="With dilation 1 the entries lie side by side. How many zeros are between them then, and how many with 2?",
)
def _(weight, dilation):
    return spread(weight, np.add(dilation, 1))


@spreading(
    "puts zeros behind the last entry too",
    hint="Gaps lie between entries. How many gaps are there in a row of 3 entries?",
)
def _(weight, dilation):
    return frame(spread(weight, dilation), (0, 0), np.subtract(dilation, 1))


@spreading("puts zeros before the first entry", hint="Where should weight[..., 0, 0] stand in the spread kernel?")
def _(weight, dilation):
    return frame(spread(weight, dilation), np.subtract(dilation, 1), (0, 0))


@spreading(
    "fills the gaps with copies of the entries",
    hint="A dilated kernel has no more weights than before. What does it do with the pixels in its gaps?",
)
def _(weight, dilation):
    return weight.repeat(dilation[0], axis=2).repeat(dilation[1], axis=3)


@DILATE_KERNEL.mistake("flips the kernel", hint="In which order should the entries stand once they are spread?")
def _(weight, dilation):
    return spread(turned(weight), pair(dilation))


@DILATE_KERNEL.mistake(
    "spreads the filters and channels",
    hint="The weight has four axes. Which two of them lie on the image?",
)
def _(weight, dilation):
    return spread(weight.transpose(2, 3, 0, 1), pair(dilation)).transpose(2, 3, 0, 1)


@options_misread(
    "takes the dilation for a stride",
    hint="One moves the whole window, the other pulls its entries apart. Which of the two is the dilation?",
    only=DILATED,
)
def _(options):
    return replace(options, stride=options.dilation, dilation=options.stride)


@layers_with_options(
    "drops pixels of the image instead of spreading the kernel",
    hint="Does the window still stop at every pixel when the kernel is dilated?",
    only=DILATED,
)
def _(x, weight, bias, options):
    dropped = frame(x, options.padding, options.padding)[every(options.dilation)]
    return add_bias(sums(dropped, weight, replace(options, padding=(0, 0), dilation=(1, 1))), bias)


# Padding --------------------------------------------------------------------------------------------------------------


@options_misread("ignores the padding", hint="How large is the image on which the kernel slides?", only=PADDED)
def _(options):
    return replace(options, padding=(0, 0))


@options_misread(
    "reads the padding as (width, height)",
    hint="A pair goes with the axes of the image. Is padding[0] added above and below, or left and right?",
    only=PADDED,
)
def _(options):
    return replace(options, padding=options.padding[::-1])


@options_misread("pads by the first number in both directions", hint="What is padding[1] for?", only=PADDED)
def _(options):
    return replace(options, padding=(options.padding[0],) * 2)


def _framed_wrongly(exercise, wrong):
    def layer(x, weight, bias, options):
        return add_bias(sums(wrong(x, options.padding), weight, replace(options, padding=(0, 0))), bias)

    return SIGNATURES[exercise](layer)


framing = family(PADDED, _framed_wrongly)
"""A wrong frame around the image, `wrong(x, padding)`."""


@framing("pads with ones", hint="What number should a pixel outside of the image add to a sum?")
def _(x, padding):
    return frame(x, padding, padding, constant_values=1)


@framing(
    "pads by repeating the edge", hint="There are several kinds of padding. What does torch's `conv2d` put around x?"
)
def _(x, padding):
    return frame(x, padding, padding, mode="edge")


@framing(
    "pads at the top and on the left only", hint="How many rows are added to the image in all when the padding is 1?"
)
def _(x, padding):
    return frame(x, padding, (0, 0))


@framing(
    "pads at the bottom and on the right only",
    hint="What does the window's top left corner lie on at the first stop, when the padding is 1?",
)
def _(x, padding):
    return frame(x, (0, 0), padding)


@framing(
    "splits the padding between the two sides", hint="Padding 2: is that two rows in all, or two above and two below?"
)
def _(x, padding):
    half = [p // 2 for p in padding]
    return frame(x, half, np.subtract(padding, half))


@layers_with_options(
    "puts the frame around the result instead of the image",
    hint="What does the kernel see at the first stop: the corner of the image, or the corner of the frame?",
    only=PADDED,
)
def _(x, weight, bias, options):
    inside = add_bias(sums(x, weight, replace(options, padding=(0, 0))), bias)
    return frame(inside, options.padding, options.padding)


@options_misread(
    "reads every pair as (width, height)",
    hint="Which axis of x comes first, height or width? Pairs are in the same order.",
    only=PADDED,
)
def _(options):
    return Options(options.stride[::-1], options.padding[::-1], options.dilation[::-1], options.groups)

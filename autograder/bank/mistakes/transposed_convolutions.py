"""Chapter 6: what learners write instead of the transposed convolutions, and the question that leads each one on."""

import numpy as np

from ..chapters.transposed_convolutions import PRINTS, RESIZE_CONV2D
from . import _transposed_options, _transposed_sizes  # noqa: F401 (they register their mistakes)
from ._prints import (
    add_bias,
    around_the_sums,
    enlarged,
    of_transposed_layers,
    printing,
    prints,
    prints_misread,
    put_on,
    reached,
    same_size_convolution,
    trim,
)

# Mistakes of the printing itself --------------------------------------------------------------------------------------


@prints_misread(
    "flips the kernel",
    hint="One spike prints the kernel itself. Which of its taps lands first, next to the beginning of the sheet?",
)
def _(weight, options):
    return np.flip(weight, tuple(range(2, weight.ndim))), options


@printing(
    "covers what was printed before instead of adding to it",
    hint="Two prints overlap in one place. What should stand there: the later one, or both?",
)
def _(x, weight, **options):
    return prints(x, weight, **options, press=lambda below, stamp: stamp)


@printing(
    "takes the mean where prints overlap",
    hint="Ink on ink gets darker: does torch even out places that many prints reach?",
)
def _(x, weight, **options):
    return prints(x, weight, **options) / np.maximum(reached(x, weight, **options), 1)


@prints_misread("ignores the stride", hint="How far apart do two neighbouring prints begin, when the stride is 3?")
def _(weight, options):
    return weight, options | {"stride": 1}


@printing(
    "moves each print on by the kernel's size",
    hint="Prints may overlap, or leave gaps. Which argument says how far the next one moves on?",
)
def _(x, weight, stride=1, **options):
    return prints(x, weight, weight.shape[2:], **options)


@printing(
    "puts as many zeros between the inputs as the stride is",
    hint="With stride 2, where do the prints of input 0 and input 1 begin? How many places lie between these two?",
)
def _(x, weight, stride=1, **options):
    return prints(x, weight, np.add(stride, 1), **options)


@printing("leaves out the last print", hint="How many inputs are there, and which one does your loop end with?")
def _(x, weight, **options):
    ended = x.copy()
    for axis in range(2, x.ndim):
        ended.swapaxes(axis, 0)[-1] = 0
    return prints(ended, weight, **options)


@printing("prints one place late", hint="Where does the print of input 0 begin?")
def _(x, weight, **options):
    out = prints(x, weight, **options)
    one, none = [1] * (x.ndim - 2), [0] * (x.ndim - 2)
    return trim(put_on(out, one, none), none, one)


@printing(
    "makes the output as large as the input times the stride",
    hint="Where does the last print begin, and where does it end?",
)
def _(x, weight, stride=1, **options):
    out = prints(x, weight, stride, **options)
    wanted = np.multiply(x.shape[2:], stride)
    longer = put_on(out, [0] * (x.ndim - 2), np.maximum(wanted - out.shape[2:], 0))
    return longer[(..., *map(slice, wanted))]


@printing(
    "keeps the largest print of all the input channels instead of adding them",
    hint="Several channels in print on one channel out. What becomes of their inks?",
)
def _(x, weight, groups=1, **options):
    each = [
        prints(
            np.where(np.arange(x.shape[1])[:, *[None] * (x.ndim - 2)] == channel, x, 0),
            weight,
            groups=groups,
            **options,
        )
        for channel in range(x.shape[1])
    ]
    return np.max(each, axis=0)


def one_weight_at_a_time(x, weight, bias, *, groups=1, channels_out_first, sums):
    """Loops over channels, with the weight's first two axes in the order given."""
    filters = weight.shape[0] if channels_out_first else weight.shape[1] * groups
    block = x.shape[1] // groups
    maps = []
    for o in range(filters):
        first = o * groups // filters * block
        each = []
        for c in range(block):
            kernel = weight[o, c] if channels_out_first else weight[c, o]
            each.append(sums(x[:, first + c][:, None], kernel[None, None])[:, 0])
        maps.append(sum(each) + (0 if bias is None else bias[o]))
    return np.stack(maps, axis=1)


@of_transposed_layers(
    "reads the weight as (C_out, C_in, ...)",
    hint="An ordinary convolution's weight has the channels out first. What does the docstring say of this one's?",
    only=PRINTS,
)
def _(x, weight, bias, groups=1, **options):
    return one_weight_at_a_time(
        x, weight, bias, groups=groups, channels_out_first=True, sums=lambda x, weight: prints(x, weight, **options)
    )


@of_transposed_layers(
    "reads the weight as (C_in, C_out, kh, kw)",
    hint="A transposed convolution's weight has the channels in first. What does the docstring say of this one's?",
    only=[RESIZE_CONV2D],
)
def _(x, weight, bias, scale_factor=2):
    return one_weight_at_a_time(
        enlarged(x, scale_factor), weight, bias, channels_out_first=False, sums=same_size_convolution
    )


# Mistakes with batches, channels and the bias -------------------------------------------------------------------------


@around_the_sums("forgets the bias", hint="Where does `bias` come into your sum, when it is given?")
def _(sums, x, weight, bias):
    return sums(x, weight)


@around_the_sums("subtracts the bias", hint="With which sign does torch use the bias?")
def _(sums, x, weight, bias):
    return add_bias(sums(x, weight), None if bias is None else -bias)


@around_the_sums(
    "uses the first bias for every output channel",
    hint="How many numbers does `bias` hold, and which of them belongs to output channel 2?",
)
def _(sums, x, weight, bias):
    return add_bias(sums(x, weight), None if bias is None else np.full_like(bias, bias[0]))


@around_the_sums("looks at the first channel only", hint="x has several channels. Where do the others come in?")
def _(sums, x, weight, bias):
    only = np.zeros_like(x)
    only[:, :1] = x[:, :1]
    return add_bias(sums(only, weight), bias)


@around_the_sums(
    "keeps the last channel instead of adding the channels up",
    hint="When your loop comes to the next channel, does it add to the result or replace it?",
)
def _(sums, x, weight, bias):
    only = np.zeros_like(x)
    only[:, -1:] = x[:, -1:]
    return add_bias(sums(only, weight), bias)


@around_the_sums("averages over the channels", hint="Do the channels add up, or is their mean taken?")
def _(sums, x, weight, bias):
    return add_bias(sums(x, weight) / x.shape[1], bias)


@printing(
    "prints every output channel with the first one's stamp",
    hint="weight[c] holds a stamp for every output channel. Which one belongs to output channel 1?",
)
def _(x, weight, **options):
    return prints(x, np.broadcast_to(weight[:, :1], weight.shape), **options)


@printing(
    "prints every input channel with the first one's stamps",
    hint="weight[0] holds the stamps of input channel 0. Whose are in weight[1]?",
)
def _(x, weight, **options):
    return prints(x, np.broadcast_to(weight[:1], weight.shape), **options)


@of_transposed_layers(
    "adds the bias with every print",
    hint="Look at a place that two prints reach, and at one that none reaches. How often should each receive the bias?",
    only=PRINTS,
)
def _(x, weight, bias, **options):
    count = reached(x, weight, **options)
    return prints(x, weight, **options) + (0 if bias is None else add_bias(np.zeros_like(count), bias) * count)


@of_transposed_layers(
    "leaves the bias out where no print lands",
    hint="Between prints that do not touch there is bare paper. What does torch's output hold there?",
    only=PRINTS,
)
def _(x, weight, bias, **options):
    some = reached(x, weight, **options) > 0
    return prints(x, weight, **options) + (0 if bias is None else add_bias(np.zeros(some.shape), bias) * some)

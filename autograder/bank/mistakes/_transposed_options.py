"""Chapter 6: mistakes with rows and columns, and with the options of `conv_transpose2d`."""

import numpy as np

from ..chapters.transposed_convolutions import CONV_TRANSPOSE2D
from ..family import family
from ._prints import add_bias, of_transposed_layers, prints, prints_misread, put_on, trim, two, with_bias

picture = family([CONV_TRANSPOSE2D], with_bias)
"""Spoiled prints, `sums(x, weight, **options)`, of the transposed convolution of a picture alone."""


@prints_misread(
    "swaps the kernel's height and width",
    hint="Weights are (C_in, C_out / groups, height, width). Which of your loops runs over which?",
    only=[CONV_TRANSPOSE2D],
)
def _(weight, options):
    return weight.swapaxes(2, 3), options


FIRST_AXIS = {
    "stride": "Along which axis does stride[0] move the print?",
    "padding": "From which sides does padding[0] trim: top and bottom, or left and right?",
    "output_padding": "At which end does output_padding[0] leave something on: at the bottom, or at the right?",
    "dilation": "Along which axis does dilation[0] spread the taps?",
}


def reading(option, read):
    """The options with one of them read in another way, if it is given."""
    return lambda weight, options: (
        weight,
        options | {option: read(two(options[option]))} if option in options else options,
    )


for _option, _hint in FIRST_AXIS.items():
    prints_misread(f"reads the {_option} as (width, height)", hint=_hint, only=[CONV_TRANSPOSE2D])(
        reading(_option, lambda option: option[::-1])
    )
    prints_misread(
        f"uses the first number of the {_option} for both axes",
        hint=f"And along the other axis? {_hint}",
        only=[CONV_TRANSPOSE2D],
    )(reading(_option, lambda option: option[:1] * 2))


@picture(
    "ignores the padding",
    hint="The sheet is complete. How many of its rows and columns does `padding` take away, and where?",
)
def _(x, weight, padding=0, **options):
    return prints(x, weight, **options)


@picture(
    "puts padding around the input instead of trimming the output",
    hint="Should a larger padding make the output larger or smaller? Try conv_transpose_output_size.",
)
def _(x, weight, padding=0, **options):
    return prints(put_on(x, two(padding), two(padding)), weight, **options)


@picture(
    "puts padding on the output instead of trimming it",
    hint="Should a larger padding make the output larger or smaller? Try conv_transpose_output_size.",
)
def _(x, weight, padding=0, **options):
    return put_on(prints(x, weight, **options), two(padding), two(padding))


@picture("trims at the top and the left only", hint="How many sides has the sheet, and from how many is it trimmed?")
def _(x, weight, padding=0, **options):
    return trim(prints(x, weight, **options), two(padding), (0, 0))


@picture(
    "trims at the bottom and the right only", hint="How many sides has the sheet, and from how many is it trimmed?"
)
def _(x, weight, padding=0, **options):
    return trim(prints(x, weight, **options), (0, 0), two(padding))


@picture(
    "ignores the output padding", hint="By how much does `output_padding` change the size, and at which end of an axis?"
)
def _(x, weight, output_padding=0, **options):
    return prints(x, weight, **options)


@picture(
    "puts empty rows and columns on after trimming",
    hint="Padding has trimmed some prints off at the bottom. Could output padding leave a row of these on?",
)
def _(x, weight, output_padding=0, **options):
    return put_on(prints(x, weight, **options), (0, 0), two(output_padding))


@picture("puts the output padding on at the top and the left", hint="Which end of an axis does output padding change?")
def _(x, weight, output_padding=0, padding=0, **options):
    sheet = put_on(prints(x, weight, **options), two(output_padding), (0, 0))
    return trim(sheet, two(padding), two(padding))


@picture("puts the output padding on at both ends", hint="Padding works at both ends of an axis. Does output padding?")
def _(x, weight, output_padding=0, padding=0, **options):
    sheet = put_on(prints(x, weight, **options), two(output_padding), two(output_padding))
    return trim(sheet, two(padding), two(padding))


@picture(
    "trims by the output padding",
    hint="Should a larger output padding make the output larger or smaller? Try conv_transpose_output_size.",
)
def _(x, weight, output_padding=0, **options):
    return trim(prints(x, weight, **options), (0, 0), two(output_padding))


@of_transposed_layers(
    "puts zeros on for the output padding, without the bias",
    hint="Which outputs does torch give the bias to? And could output padding leave a row of prints on that padding "
    "trims?",
    only=[CONV_TRANSPOSE2D],
)
def _(x, weight, bias, output_padding=0, **options):
    return put_on(add_bias(prints(x, weight, **options), bias), (0, 0), two(output_padding))


@picture("ignores the dilation", hint="How far apart do two neighbouring taps print, when the dilation is 3?")
def _(x, weight, dilation=1, **options):
    return prints(x, weight, **options)


@picture(
    "puts as many gaps between the taps as the dilation is",
    hint="A dilation of 1 is the plain kernel. How many gaps are between its taps then?",
)
def _(x, weight, dilation=1, **options):
    return prints(x, weight, **options, dilation=np.add(dilation, 1))


@picture(
    "takes the stride for the dilation and the dilation for the stride",
    hint="One of them moves whole prints apart, the other the taps of one print. Which is which?",
)
def _(x, weight, stride=1, dilation=1, **options):
    return prints(x, weight, stride=dilation, dilation=stride, **options)


@picture(
    "pads for the kernel as it was before it is dilated",
    hint="If you turn it into an ordinary convolution, how far does the *dilated* kernel reach beyond its first tap?",
)
def _(x, weight, padding=0, dilation=1, **options):
    lost = np.multiply(np.subtract(dilation, 1), np.subtract(weight.shape[2:], 1))
    return trim(prints(x, weight, dilation=dilation, **options), two(padding) + lost, two(padding) + lost)


@picture(
    "takes its arguments in the order of conv2d",
    hint="After `padding`, conv_transpose2d has other arguments than conv2d. Compare your `def` line with the stub's.",
)
def _(x, weight, stride=1, padding=0, output_padding=None, groups=1, dilation=0):
    spread = (1, 1) if output_padding is None else two(output_padding)
    together = tuple(axis for axis, apart in zip((2, 3), spread, strict=True) if apart == 0)
    stamp = weight.sum(axis=together, keepdims=True)  # taps that lie no step apart print on one place
    return prints(x, stamp, stride, padding, dilation, groups, tuple(apart or 1 for apart in spread))


@picture(
    "ignores the groups",
    hint="With two groups, which input channels print on output channel 0, and how many output channels are there?",
)
def _(x, weight, groups=1, **options):
    return prints(x, weight, **options)


@picture(
    "deals the input channels out to the groups in turn",
    hint="With four channels and two groups, torch gives 0 and 1 to the first group. Which ones does yours give?",
)
def _(x, weight, groups=1, **options):
    turn = np.arange(x.shape[1]).reshape(-1, groups).T.ravel()
    return prints(x[:, turn], weight, groups=groups, **options)


@picture(
    "deals the groups' outputs out in turn",
    hint="Does output channel 1 belong to the same group as output channel 0, or to the next?",
)
def _(x, weight, groups=1, **options):
    out = prints(x, weight, groups=groups, **options)
    turn = np.arange(out.shape[1]).reshape(groups, -1).T.ravel()
    return out[:, turn]


@picture(
    "lets every group print with the first group's stamps",
    hint="Group 1 has input channels of its own. Which rows of `weight` belong to them?",
)
def _(x, weight, groups=1, **options):
    return prints(x, np.concatenate([weight[: len(weight) // groups]] * groups), groups=groups, **options)


@picture(
    "lets every group print the first group's inputs",
    hint="Group 1 has stamps of its own. Which channels of x are its ink?",
)
def _(x, weight, groups=1, **options):
    return prints(np.concatenate([x[:, : x.shape[1] // groups]] * groups, axis=1), weight, groups=groups, **options)

"""Chapter 2, the two that count: mistakes with the number of stops, and with how far a stack of layers sees."""

import numpy as np

from ..chapters._counting import OUTPUT_SIZE, RECEPTIVE_FIELD
from ..family import family

# How many stops -------------------------------------------------------------------------------------------------------


def _stops_counted(exercise, count):
    def wrong(size, kernel_size, stride=1, padding=0, dilation=1):
        return int(count(size, kernel_size, stride, padding, dilation))

    return wrong


of_output_size = family([OUTPUT_SIZE], _stops_counted)
"""A wrong count of stops, `count(size, kernel, stride, padding, dilation)`."""

of_output_size("rounds up", hint="Kernel 3, 10 pixels, stride 2: where would the last of your stops lie?")(
    lambda n, k, s, p, d: -(-(n + 2 * p - d * (k - 1) - 1) // s) + 1
)
of_output_size("forgets the first stop", hint="A kernel as long as the input: how many places are there for it?")(
    lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) // s
)
of_output_size("ignores the stride", hint="With twice the stride, how many of the stops are left?")(
    lambda n, k, s, p, d: n + 2 * p - d * (k - 1)
)
of_output_size(
    "divides the number of places by the stride",
    hint="Five places and stride 2: it stops at the places 0, 2 and 4. What is five divided by two?",
)(lambda n, k, s, p, d: (n + 2 * p - d * (k - 1)) // s)
of_output_size(
    "divides before it takes the kernel away",
    hint="The kernel is measured in pixels, jumps are not. What is the distance that the kernel can travel, in pixels?",
)(lambda n, k, s, p, d: (n + 2 * p) // s - d * (k - 1))
of_output_size("forgets the padding", hint="How long is the row once the padding has been added?")(
    lambda n, k, s, p, d: (n - d * (k - 1) - 1) // s + 1
)
of_output_size(
    "counts the padding on one side only", hint="Padding 1: how much longer is the row, at both ends together?"
)(lambda n, k, s, p, d: (n + p - d * (k - 1) - 1) // s + 1)
of_output_size("takes the padding away", hint="Does padding make the input longer or shorter?")(
    lambda n, k, s, p, d: (n - 2 * p - d * (k - 1) - 1) // s + 1
)
of_output_size("ignores the dilation", hint="How far is it from a dilated kernel's first entry to its last?")(
    lambda n, k, s, p, d: (n + 2 * p - k) // s + 1
)
of_output_size(
    "multiplies the kernel by the dilation",
    hint="A gap lies between two entries. How many gaps are there in a kernel of 3?",
)(lambda n, k, s, p, d: (n + 2 * p - d * k) // s + 1)
of_output_size(
    "takes away one entry more than the dilated kernel covers",
    hint="A kernel of 1 on a row of 1 has one stop. What does your formula take away from that row?",
)(lambda n, k, s, p, d: (n + 2 * p - d * k - 1) // s + 1)
of_output_size(
    "puts as many gaps between two entries as the dilation says",
    hint="Dilation 1 means side by side. How many pixels lie between two entries when the dilation is 2?",
)(lambda n, k, s, p, d: (n + 2 * p - (d + 1) * (k - 1) - 1) // s + 1)

# How far a stack sees -------------------------------------------------------------------------------------------------


of_receptive_field = family(
    [RECEPTIVE_FIELD], lambda exercise, field: lambda layers: int(field(*np.array(layers).reshape(-1, 3).T))
)
"""A wrong receptive field, `field(kernel sizes, strides, dilations)`: three arrays of whole numbers."""


def reach(kernels, dilations):
    """The reach that each layer adds, in steps of its own input."""
    return dilations * (kernels - 1)


def jumps(strides):
    """The distance between neighbours in the input of each layer."""
    return np.cumprod([1, *strides[:-1]])


of_receptive_field(
    "forgets the strides",
    hint="After a layer of stride 2, how far apart do two neighbours lie, in pixels of the input?",
)(lambda k, s, d: 1 + reach(k, d).sum())
of_receptive_field(
    "forgets the dilations", hint="From a dilated kernel's first entry to its last, how many pixels is that?"
)(lambda k, s, d: 1 + (reach(k, 1) * jumps(s)).sum())
of_receptive_field(
    "uses a layer's own stride for its own kernel",
    hint="A single layer with kernel 3 and stride 2: how many pixels does one output see?",
)(lambda k, s, d: 1 + (reach(k, d) * np.cumprod(s)).sum())
of_receptive_field(
    "forgets the strides before the last one",
    hint="After two layers of stride 2, how far apart do two neighbours lie, in pixels of the input?",
)(lambda k, s, d: 1 + (reach(k, d) * np.array([1, *s[:-1]])).sum())
of_receptive_field(
    "adds the strides up",
    hint="One jump of the second layer is three of the first's, and each of those is two pixels. Is that five pixels?",
)(lambda k, s, d: 1 + (reach(k, d) * np.cumsum([1, *s[:-1] - 1])).sum())
of_receptive_field(
    "begins with the last layer", hint="Which layer meets the input, the first of the list or the last?"
)(lambda k, s, d: 1 + (reach(k, d)[::-1] * jumps(s[::-1])).sum())
of_receptive_field("begins at zero", hint="How many pixels does an output see when no layer lies between?")(
    lambda k, s, d: (reach(k, d) * jumps(s)).sum()
)
of_receptive_field(
    "adds whole kernels",
    hint="The first kernel covers 3 pixels. How many new ones come in when a second kernel of 3 looks at its outputs?",
)(lambda k, s, d: ((reach(k, d) + 1) * jumps(s)).sum())
of_receptive_field(
    "multiplies the kernel sizes",
    hint="Two neighbouring outputs of the first layer see almost the same pixels. How many more do both see together?",
)(lambda k, s, d: np.prod(reach(k, d) + 1))
of_receptive_field(
    "multiplies the kernel by the dilation", hint="Gaps lie between entries. How many gaps are there in a kernel of 4?"
)(lambda k, s, d: 1 + ((k * d - 1) * jumps(s)).sum())
of_receptive_field(
    "looks at the last layer only", hint="What do the pixels mean that the last kernel looks at, and what do they see?"
)(lambda k, s, d: 1 + reach(k, d)[-1])
of_receptive_field(
    "multiplies everything by all the strides",
    hint="Do the pixels that the first kernel meets lie apart because of a stride that comes later?",
)(lambda k, s, d: 1 + (reach(k, d) * s.prod()).sum())


@RECEPTIVE_FIELD.mistake(
    "multiplies what is seen so far by the stride",
    hint="A layer behind a stride of 2 sees outputs that lie 2 apart. Does that stretch what was seen before, or what "
    "it adds?",
)
def _(layers):
    field = 1
    for kernel_size, stride, dilation in layers:
        field = field * stride + dilation * (kernel_size - 1)
    return field

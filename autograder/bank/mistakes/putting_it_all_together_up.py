"""Chapter 8, the way up: what learners build instead of transposed convolution and super resolution."""

from functools import partial

import numpy as np

from ..chapters.putting_it_all_together import MININET_UPSAMPLE, SUPER_RESOLVE
from ..family import family
from ._networks import average, conv_transpose2d, network_spoiled, stamp, super_resolve, upsample, without_bias

# The transposed convolution -------------------------------------------------------------------------------------------


up_instead = family([MININET_UPSAMPLE], lambda exercise, up: lambda x, state: upsample(x, state, up=up))
"""A wrong version of the layer `up`."""


up_instead(
    "forgets the padding of `up`", hint="Does the padding of a transposed convolution add to its output or cut it?"
)(partial(conv_transpose2d, padding=0))
up_instead("forgets the stride of `up`", hint="How far apart do the stamps of two neighbouring pixels lie?")(
    partial(conv_transpose2d, stride=1)
)
up_instead(
    "forgets the stride and the padding of `up`",
    hint="`up` is a ConvTranspose2d(F, U, 4, stride=2, padding=1). Which of these numbers does your call pass on?",
)(partial(conv_transpose2d, stride=1, padding=0))
up_instead("forgets the bias of `up`", hint='`state` holds two arrays for up. Where does "up.bias" come in?')(
    without_bias(conv_transpose2d)
)
up_instead(
    "turns the kernels of `up` by half a turn", hint="One bright pixel should print the kernel as it stands. Does it?"
)(lambda x, weight, bias: conv_transpose2d(x, weight[:, :, ::-1, ::-1], bias))
up_instead(
    "swaps the height and width of the kernels of `up`",
    hint="up.weight is (channels in, channels out, height, width). In which order does your code read it?",
)(lambda x, weight, bias: conv_transpose2d(x, weight.swapaxes(2, 3), bias))


@up_instead(
    "cuts the padding of `up` off the end only",
    hint="A padding of 1 stands for one row at the top and one at the bottom. Which ones does yours cut off?",
)
def _(x, weight, bias):
    return stamp(x, weight)[:, :, :-2, :-2] + bias[:, None, None]


@up_instead(
    "lets each stamp of `up` cover the ones before",
    hint="4x4 stamps at a distance of 2 overlap. What happens where two of them meet?",
)
def _(x, weight, bias):
    return stamp(x, weight, onto=lambda old, new: new)[:, :, 1:-1, 1:-1] + bias[:, None, None]


@up_instead(
    "averages where the stamps of `up` overlap",
    hint="4x4 stamps at a distance of 2 overlap. Does torch divide by how many there are?",
)
def _(x, weight, bias):
    counts = stamp(np.ones_like(x[:1, :1]), np.ones_like(weight[:1, :1]))
    return (stamp(x, weight) / counts)[:, :, 1:-1, 1:-1] + bias[:, None, None]


@up_instead(
    "adds the bias of `up` once for every stamp",
    hint="How often should one pixel of the output receive the bias, however many stamps reach it?",
)
def _(x, weight, bias):
    counts = stamp(np.ones_like(x[:1, :1]), np.ones_like(weight[:1, :1]))
    return (stamp(x, weight) + bias[:, None, None] * counts)[:, :, 1:-1, 1:-1]


@up_instead(
    "averages every map before it upsamples",
    hint="The averages are the end of the other path. What comes straight after the pool on this one?",
)
def _(x, weight, bias):
    return conv_transpose2d(average(x), weight, bias)


# Super resolution -----------------------------------------------------------------------------------------------------


def _rearranging(exercise, layout):
    subscripts, split = layout

    def shuffle(x, r):
        n, c, h, w = x.shape
        return np.einsum(subscripts, x.reshape(n, *split(c // r**2, r), h, w)).reshape(n, c // r**2, h * r, w * r)

    return lambda x, state: super_resolve(x, state, shuffle=shuffle)


rearranged = family([SUPER_RESOLVE], _rearranging)
"""A shuffle that lays the channels out in another order: einsum's subscripts, and how the channels are split."""

rearranged(
    "fills every block of pixels column by column",
    hint="The channels 0, 1, 2, 3 become a 2x2 block. Which of them stands to the right of 0?",
)(("ncijhw->nchjwi", lambda c, r: (c, r, r)))
rearranged(
    "takes neighbouring channels for the colours",
    hint="Twelve channels become three colours. Which four make the first colour in torch?",
)(("nijchw->nchiwj", lambda c, r: (r, r, c)))
rearranged(
    "lays the channels side by side as whole pictures",
    hint="Four channels make one picture. Are the four values for one place neighbours in it?",
)(("ncijhw->ncihjw", lambda c, r: (c, r, r)))
rearranged(
    "reshapes without moving anything",
    hint="`reshape` keeps the numbers in their order. Which two should be the first ones of the enlarged top row?",
)(("ncijhw->ncijhw", lambda c, r: (c, r, r)))
network_spoiled(
    "repeats pixels instead of shuffling channels",
    hint="conv2 has r * r values for every pixel and channel. How many of them does your result show?",
    only=[SUPER_RESOLVE],
)({"shuffle": lambda x, r: x[:, :: r * r].repeat(r, axis=2).repeat(r, axis=3)})
network_spoiled(
    "always enlarges by 2",
    hint="How many channels does conv2 give, for how many in the picture? What follows for r?",
    only=[SUPER_RESOLVE],
)({"factor": lambda parts, x: 2})
network_spoiled(
    "forgets the picture's own channels when it works out r",
    hint="A colour picture keeps its three colours. How many of conv2's channels are there for each?",
    only=[SUPER_RESOLVE],
)({"factor": lambda parts, x: int(parts.shape[1] ** 0.5)})
network_spoiled(
    "enlarges by r * r along each side",
    hint="Four channels make one that is twice as large along each side. What stands between 4 and 2?",
    only=[SUPER_RESOLVE],
)({"factor": lambda parts, x: parts.shape[1] // x.shape[1]})
network_spoiled(
    "leaves r a float", hint="Shapes are whole numbers. Which type has the square root of 4?", only=[SUPER_RESOLVE]
)({"factor": lambda parts, x: (parts.shape[1] / x.shape[1]) ** 0.5})
network_spoiled(
    "leaves r a float of NumPy", hint="Shapes are whole numbers. Which type has `np.sqrt(4)`?", only=[SUPER_RESOLVE]
)({"factor": lambda parts, x: np.sqrt(parts.shape[1] / x.shape[1])})
network_spoiled(
    "keeps the result between 0 and 1",
    hint="That is for whoever shows the picture. Which layer of the network would cut anything off at the end?",
    only=[SUPER_RESOLVE],
)({"end": lambda out: out.clip(0, 1)})


@SUPER_RESOLVE.mistake(
    "adds the enlarged picture to its result",
    hint="Many networks for super resolution do. Is there a second way around the convolutions in this one?",
)
def _(x, state):
    out = super_resolve(x, state)
    factor = out.shape[2] // x.shape[2]
    return out + x.repeat(factor, axis=2).repeat(factor, axis=3)

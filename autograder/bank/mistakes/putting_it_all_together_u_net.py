"""Chapter 8, the network with skip connections: what learners build instead, and what leads each one on."""

from functools import partial

import numpy as np

from ..chapters._networks import conv2d, relu
from ._networks import as_it_is, without_bias
from ._u_net import filled_up, u_net_spoiled, up_twice
from .putting_it_all_together import average_pool, ceil_pool, edge_padded

# The convolutions and their ReLUs -------------------------------------------------------------------------------------

unpadded = partial(conv2d, padding=0)

u_net_spoiled(
    "forgets the ReLU on the way down",
    hint="What happens to the negative numbers between down1 and the pool?",
)({"down": as_it_is, "keep": as_it_is})
u_net_spoiled(
    "takes the skip connection from before the ReLU",
    hint="The merge sees these maps without anything between. May there be negative numbers among them?",
)({"keep": as_it_is})
u_net_spoiled(
    "forgets the ReLU behind the bottom", hint="Which layer follows the bottom, and what stands between them?"
)({"bottom": as_it_is})
u_net_spoiled("forgets the ReLU behind merge", hint="What happens to the negative numbers between merge1 and out?")(
    {"merged": as_it_is}
)
u_net_spoiled("puts a ReLU behind up", hint="Go through the layers: is there an activation between up and merge?")(
    {"raised": relu}
)
u_net_spoiled("puts a ReLU at the end", hint="May the answer be negative? Which layer comes last?")({"end": relu})
u_net_spoiled(
    "pads with copies of the border",
    hint="`padding=1` of a convolution puts a frame around the picture. Of which number?",
)({"conv": edge_padded, "merge": edge_padded})
u_net_spoiled(
    "forgets the padding of merge",
    hint="Print the shape after each step. Which size should the maps have after merge1, and which have they?",
)({"merge": unpadded})
u_net_spoiled(
    "flips the kernels of the convolutions",
    hint="Which entry of the kernel meets the window's first entry in torch?",
)(dict.fromkeys(("conv", "merge"), lambda x, weight, bias: conv2d(x, weight[:, :, ::-1, ::-1], bias)))
u_net_spoiled("forgets the bias of out", hint='`state` holds two arrays for out. Where does "out.bias" come in?')(
    {"out": without_bias(conv2d)}
)

# Down and up ----------------------------------------------------------------------------------------------------------

u_net_spoiled(
    "averages over the 2x2 windows instead of taking the maximum",
    hint="What should come out of a window with 0, 0, 0 and 8?",
)({"pool": average_pool})


def cut_to(x, size, bias):
    return filled_up(x[:, :, : size[0], : size[1]], size, bias)


u_net_spoiled(
    "pools windows that are not full and cuts off what is too much",
    hint="How many whole 2x2 windows fit into 7 rows? Does torch's pool make one of the row that is left?",
)({"pool": ceil_pool, "fill": cut_to})
u_net_spoiled("forgets the bias of `up`", hint='`state` holds two arrays for up1. Where does "up1.bias" come in?')(
    {"up": without_bias(up_twice)}
)
u_net_spoiled(
    "turns the kernels of `up` by half a turn", hint="One bright pixel should print the kernel as it stands. Does it?"
)({"up": lambda x, weight, bias: up_twice(x, weight[:, :, ::-1, ::-1], bias)})
u_net_spoiled(
    "swaps the height and width of the kernels of `up`",
    hint="up1.weight is (channels in, channels out, height, width). In which order does your code read it?",
)({"up": lambda x, weight, bias: up_twice(x, weight.swapaxes(2, 3), bias)})

# What is left over ----------------------------------------------------------------------------------------------------


def room(x, size):
    return size[0] - x.shape[2], size[1] - x.shape[3]


def filled_before(x, size, bias):
    rows, columns = room(x, size)
    return np.pad(x, ((0, 0), (0, 0), (rows, 0), (columns, 0)))


def edge_repeated(x, size, bias):
    rows, columns = room(x, size)
    return np.pad(x, ((0, 0), (0, 0), (0, rows), (0, columns)), mode="edge")


def filled_with_the_bias(x, size, bias):
    return filled_up(x - bias[:, None, None], size, bias) + bias[:, None, None]


u_net_spoiled(
    "fills up above and to the left",
    hint="The pool drops the last row. Where is the row missing, then, when the maps have come up again?",
)({"fill": filled_before})
u_net_spoiled(
    "repeats the last row and column to fill up",
    hint="Which number is to stand in the row and the column that are missing?",
)({"fill": edge_repeated})
u_net_spoiled(
    "fills up with the bias of `up`",
    hint="`output_padding` makes a row that holds the bias. Which number is to stand there here?",
)({"fill": filled_with_the_bias})


def cropped(skip, x):
    return np.concatenate([skip[:, :, : x.shape[2], : x.shape[3]], x], axis=1)


u_net_spoiled(
    "cuts the skip connection to the size of what comes from below",
    hint="U-Net's authors did that. How large is the result to be here, for a picture of 5x7?",
)({"fill": lambda x, size, bias: x, "join": cropped})

# The skip connections -------------------------------------------------------------------------------------------------

u_net_spoiled(
    "puts what comes from below in front of the skip connection",
    hint="Which of the two do the first channels of merge1.weight belong to?",
)({"join": lambda skip, x: np.concatenate([x, skip], axis=1)})
u_net_spoiled(
    "adds the skip connection instead of joining it",
    hint="How many channels does merge1.weight take? How many has the sum of the two?",
)({"join": lambda skip, x: skip + x})
u_net_spoiled(
    "leaves the skip connection at zero",
    hint="What has merge1 to work with that the pool has not seen? Are these maps there, or zeros in their place?",
)({"join": lambda skip, x: np.concatenate([np.zeros_like(skip), x], axis=1)})
u_net_spoiled(
    "takes the skip connections in the order in which they were made",
    hint="The first level that you come to on the way up: is it the first or the last of the way down?",
)({"take": lambda skips: skips.pop(0)})
u_net_spoiled(
    "goes down one level, whatever the state holds",
    hint="How many keys of `state` begin with down? How many times does your loop run?",
)({"levels": lambda state: 1})

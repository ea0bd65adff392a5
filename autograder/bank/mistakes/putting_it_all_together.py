"""Chapter 8: what learners build instead of the networks, and the question that leads each one on.

Here is what the networks share, and the way down to features and classes; `putting_it_all_together_up` has the way up.
"""

from functools import partial

import numpy as np

from ..chapters._networks import conv2d, max_pool2d, relu
from ..chapters.putting_it_all_together import CLASSIFY, MININET_FEATURES, SUPER_RESOLVE
from ..family import family
from ._networks import (
    ACTIVATED,
    AVERAGED,
    MININET,
    NETWORKS,
    POOLED,
    as_it_is,
    average,
    fully_connected,
    network_spoiled,
    upsample,
    without_bias,
)

# The convolutions -----------------------------------------------------------------------------------------------------

unpadded = partial(conv2d, padding=0)

network_spoiled(
    "forgets the padding of conv1",
    hint="Print the shape after each step. Which size should a 4x6 picture have after conv1, and which has it?",
)({"conv": unpadded})
network_spoiled(
    "forgets the padding of both convolutions",
    hint="Print the shape after each step. Where does the picture lose its border?",
    only=[SUPER_RESOLVE],
)({"conv": unpadded, "conv2": unpadded})
network_spoiled(
    "forgets the padding of conv2",
    hint="Print the shape after each step. Which of them makes the picture smaller, and should it?",
    only=[SUPER_RESOLVE],
)({"conv2": unpadded})


def _convolving(exercise, wrong):
    steps = {"conv": wrong, "conv2": wrong} if exercise is SUPER_RESOLVE else {"conv": wrong}
    return lambda x, state: NETWORKS[exercise](x, state, **steps)


every_convolution = family(NETWORKS, _convolving)
"""A wrong convolution, `wrong(x, weight, bias)`, in the place of conv1 and of conv2 where there is one."""


def edge_padded(x, weight, bias):
    return unpadded(np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge"), weight, bias)


every_convolution(
    "pads with copies of the border",
    hint="`padding=1` of a convolution puts a frame around the picture. Of which number?",
)(edge_padded)
every_convolution(
    "flips the kernels of the convolutions",
    hint="Which entry of the kernel meets the window's first entry in torch?",
)(lambda x, weight, bias: conv2d(x, weight[:, :, ::-1, ::-1], bias))
every_convolution(
    "swaps the height and width of the kernels",
    hint="Weights are (filters, channels, height, width). In which order does your code read them?",
)(lambda x, weight, bias: conv2d(x, weight.swapaxes(2, 3), bias))
network_spoiled(
    "takes the picture's channels in the opposite order",
    hint="Some programs store blue first. In which order does conv1.weight[0] meet the channels?",
)({"first": lambda x: x[:, ::-1]})
network_spoiled(
    "looks at the picture's first channel only",
    hint="A filter has one kernel for every channel. Which of them does your code use?",
)({"first": lambda x: np.concatenate([x[:, :1], np.zeros_like(x[:, 1:])], axis=1)})


network_spoiled(
    "forgets the bias of conv1", hint='`state` holds two arrays for conv1. Where does "conv1.bias" come in?'
)({"conv": without_bias(conv2d)})
network_spoiled(
    "forgets the bias of conv2",
    hint='`state` holds two arrays for conv2. Where does "conv2.bias" come in?',
    only=[SUPER_RESOLVE],
)({"conv2": without_bias(conv2d)})

# The activation -------------------------------------------------------------------------------------------------------

network_spoiled(
    "puts a ReLU behind conv1 or the pool",
    hint="Most networks have one. Go through MiniNet's layers: is there an activation among them?",
    only=MININET,
)({"activate": relu})
network_spoiled(
    "puts a ReLU at the end",
    hint="May MiniNet's answer be negative? Go through its layers: what would forbid it?",
    only=MININET,
)({"end": relu})
network_spoiled(
    "forgets the ReLU",
    hint="What happens to the negative numbers between conv1 and the next layer?",
    only=ACTIVATED,
)({"activate": as_it_is})
network_spoiled(
    "applies the ReLU before conv1",
    hint="conv1 may give negative numbers whatever comes in. Which layer follows it?",
    only=ACTIVATED,
)({"first": relu, "activate": as_it_is})
network_spoiled(
    "applies another ReLU at the end",
    hint="May the answer be negative? How many activations has this network, and where?",
    only=ACTIVATED,
)({"end": relu})
network_spoiled(
    "applies the ReLU after conv2 instead of conv1",
    hint="Without a ReLU between them, two convolutions in a row are one. Where does it stand?",
    only=[SUPER_RESOLVE],
)({"activate": as_it_is, "end": relu})
network_spoiled(
    "applies the ReLU after the average",
    hint="The average mixes positive and negative numbers. Does it matter when the negative ones are cut off?",
    only=[CLASSIFY],
)({"activate": as_it_is, "average": lambda x: relu(average(x))})

# The pool -------------------------------------------------------------------------------------------------------------


def average_pool(x):
    rows, columns = x.shape[2] // 2, x.shape[3] // 2
    return x[:, :, : rows * 2, : columns * 2].reshape(*x.shape[:2], rows, 2, columns, 2).mean(axis=(3, 5))


def overlapping_pool(x):
    return np.lib.stride_tricks.sliding_window_view(x, (2, 2), axis=(2, 3)).max(axis=(4, 5))


def ceil_pool(x):
    height, width = x.shape[2:]
    frame = ((0, 0), (0, 0), (0, height % 2), (0, width % 2))
    return max_pool2d(np.pad(x, frame, constant_values=-np.inf))


network_spoiled(
    "averages over the 2x2 windows instead of taking the maximum",
    hint="What should come out of a window with 0, 0, 0 and 8?",
    only=POOLED,
)({"pool": average_pool})
network_spoiled(
    "leaves the pool out",
    hint="How many pixels of a map go into the last layer, and how many should be left?",
    only=POOLED,
)({"pool": as_it_is})
network_spoiled(
    "moves the pooling window by one pixel",
    hint="torch's pool takes its stride from its kernel size. How far is it from one window to the next?",
    only=POOLED,
)({"pool": overlapping_pool})
network_spoiled("pools windows that are not full", hint="How many whole 2x2 windows fit into 7 rows?", only=POOLED)(
    {"pool": ceil_pool}
)
network_spoiled("pools before it convolves", hint="Which of the two sees the picture itself?", only=POOLED)(
    {"first": max_pool2d, "pool": as_it_is}
)

# The average ----------------------------------------------------------------------------------------------------------

network_spoiled(
    "takes the largest value of each map instead of the average",
    hint="There are adaptive pools for both. Which one is it here?",
    only=AVERAGED,
)({"average": lambda x: x.max(axis=(2, 3), keepdims=True)})
network_spoiled(
    "adds each map up instead of averaging it",
    hint="The answer should not grow with the picture. What must the sum be divided by?",
    only=AVERAGED,
)({"average": lambda x: x.sum(axis=(2, 3), keepdims=True)})
network_spoiled(
    "averages over the batch too",
    hint="No picture should know of its neighbours. Over which axes do you average?",
    only=AVERAGED,
)({"average": lambda x: x.mean(axis=(0, 2, 3), keepdims=True)})
network_spoiled(
    "drops the two axes of size one",
    hint="torch's pool goes down to 1x1 pixels. How many axes does that leave?",
    only=[MININET_FEATURES],
)({"end": lambda out: out[:, :, 0, 0]})
network_spoiled(
    "averages over the columns only",
    hint="What is left of a map should be a single number. Over which axes do you average?",
    only=[MININET_FEATURES],
)({"average": lambda x: x.mean(axis=3, keepdims=True)})
network_spoiled(
    "averages over the filters",
    hint="Each filter keeps a number of its own. Over which axes do you average?",
    only=[MININET_FEATURES],
)({"average": lambda x: x.mean(axis=1, keepdims=True)})


@MININET_FEATURES.mistake(
    "goes through `up` on its way",
    hint="`state` holds more than this path needs. Which three layers lead to the features?",
)
def _(x, state):
    return average(upsample(x, state))


# Classification -------------------------------------------------------------------------------------------------------


def probabilities(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def log_probabilities(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


network_spoiled(
    "returns probabilities instead of logits",
    hint="Your rows add up to one. Does anything in torch's network see to that, before the loss is computed?",
    only=[CLASSIFY],
)({"end": probabilities})
network_spoiled(
    "returns the logarithms of probabilities",
    hint="The logits are what fc gives, as it gives it. Which function have you put behind it?",
    only=[CLASSIFY],
)({"end": log_probabilities})
network_spoiled(
    "returns the best class instead of the scores",
    hint="Whoever calls it will pick the largest score. How many numbers should they get for each picture?",
    only=[CLASSIFY],
)({"end": lambda scores: scores.argmax(axis=1)})
network_spoiled(
    "forgets the bias of fc", hint='`state` holds two arrays for fc. Where does "fc.bias" come in?', only=[CLASSIFY]
)({"fc": without_bias(fully_connected)})
network_spoiled(
    "reshapes fc.weight instead of transposing it",
    hint="Row 0 of fc.weight belongs to class 0. Where is that row after your reshape?",
    only=[CLASSIFY],
)({"fc": lambda x, weight, bias: x[:, :, 0, 0] @ weight.reshape(weight.shape[::-1]) + bias})
network_spoiled(
    "multiplies by fc.weight without transposing it",
    hint="fc.weight has one row for each class and one column for each filter. Which of the two do the averages meet?",
    only=[CLASSIFY],
)({"fc": lambda x, weight, bias: x[:, :, 0, 0] @ weight + bias})
network_spoiled(
    "leaves two axes of size one behind",
    hint="The scores are one row for each picture. What became of the height and the width?",
    only=[CLASSIFY],
)({"end": lambda scores: scores[:, :, None, None]})

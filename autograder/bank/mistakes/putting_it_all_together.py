"""Chapter 8: what learners build instead of the networks, and the question that leads each one on.

Here is what the networks share, and the way down to features and classes; `putting_it_all_together_up` has the way up.
"""

from functools import partial

import numpy as np

from ..chapters.putting_it_all_together import MININET_FEATURES, conv2d, max_pool2d, relu
from ._networks import (
    AVERAGED,
    CLASSES,
    EVERYWHERE,
    FEATURES,
    MININET,
    POOLED,
    SUPER,
    as_it_is,
    average,
    fully_connected,
    spoiled,
    upsample,
    without_bias,
)

# The convolutions -----------------------------------------------------------------------------------------------------

unpadded = partial(conv2d, padding=0)

spoiled(
    EVERYWHERE,
    "forgets the padding of conv1",
    hint="Print the shape after each step. Which size should a 4x6 picture have after conv1, and which has it?",
    conv=unpadded,
)
spoiled(
    SUPER,
    "forgets the padding of both convolutions",
    hint="Print the shape after each step. Where does the picture lose its border?",
    conv=unpadded,
    conv2=unpadded,
)
spoiled(
    SUPER,
    "forgets the padding of conv2",
    hint="Print the shape after each step. Which of them makes the picture smaller, and should it?",
    conv2=unpadded,
)


def every_convolution(name, hint, wrong):
    """Register a wrong convolution, in the place of conv1 and of conv2 where there is one."""
    spoiled(POOLED, name, hint, conv=wrong)
    spoiled(SUPER, name, hint, conv=wrong, conv2=wrong)


def edge_padded(x, weight, bias):
    return unpadded(np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge"), weight, bias)


every_convolution(
    "pads with copies of the border",
    hint="`padding=1` of a convolution puts a frame around the picture. Of which number?",
    wrong=edge_padded,
)
every_convolution(
    "flips the kernels of the convolutions",
    hint="Which entry of the kernel meets the window's first entry in torch?",
    wrong=lambda x, weight, bias: conv2d(x, weight[:, :, ::-1, ::-1], bias),
)
every_convolution(
    "swaps the height and width of the kernels",
    hint="Weights are (filters, channels, height, width). In which order does your code read them?",
    wrong=lambda x, weight, bias: conv2d(x, weight.swapaxes(2, 3), bias),
)
spoiled(
    EVERYWHERE,
    "takes the picture's channels in the opposite order",
    hint="Some programs store blue first. In which order does conv1.weight[0] meet the channels?",
    first=lambda x: x[:, ::-1],
)
spoiled(
    EVERYWHERE,
    "looks at the picture's first channel only",
    hint="A filter has one kernel for every channel. Which of them does your code use?",
    first=lambda x: np.concatenate([x[:, :1], np.zeros_like(x[:, 1:])], axis=1),
)
spoiled(
    EVERYWHERE,
    "repeats the first picture of the batch",
    hint="Which picture does out[1] come from?",
    first=lambda x: np.broadcast_to(x[:1], x.shape),
)
spoiled(
    EVERYWHERE,
    "leaves the result at zero",
    hint="The shape is right. Is what you have computed also what you return?",
    end=np.zeros_like,
)


spoiled(
    EVERYWHERE,
    "forgets the bias of conv1",
    hint='`state` holds two arrays for conv1. Where does "conv1.bias" come in?',
    conv=without_bias(conv2d),
)
spoiled(
    SUPER,
    "forgets the bias of conv2",
    hint='`state` holds two arrays for conv2. Where does "conv2.bias" come in?',
    conv2=without_bias(conv2d),
)

# The activation -------------------------------------------------------------------------------------------------------

spoiled(
    MININET,
    "puts a ReLU behind conv1 or the pool",
    hint="Most networks have one. Go through MiniNet's layers: is there an activation among them?",
    activate=relu,
)
spoiled(
    MININET,
    "puts a ReLU at the end",
    hint="May MiniNet's answer be negative? Go through its layers: what would forbid it?",
    end=relu,
)
spoiled(
    SUPER | CLASSES,
    "forgets the ReLU",
    hint="What happens to the negative numbers between conv1 and the next layer?",
    activate=as_it_is,
)
spoiled(
    SUPER | CLASSES,
    "applies the ReLU before conv1",
    hint="conv1 may give negative numbers whatever comes in. Which layer follows it?",
    first=relu,
    activate=as_it_is,
)
spoiled(
    SUPER | CLASSES,
    "applies another ReLU at the end",
    hint="May the answer be negative? How many activations has this network, and where?",
    end=relu,
)
spoiled(
    SUPER,
    "applies the ReLU after conv2 instead of conv1",
    hint="Without a ReLU between them, two convolutions in a row are one. Where does it stand?",
    activate=as_it_is,
    end=relu,
)
spoiled(
    CLASSES,
    "applies the ReLU after the average",
    hint="The average mixes positive and negative numbers. Does it matter when the negative ones are cut off?",
    activate=as_it_is,
    average=lambda x: relu(average(x)),
)

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


spoiled(
    POOLED,
    "averages over the 2x2 windows instead of taking the maximum",
    hint="What should come out of a window with 0, 0, 0 and 8?",
    pool=average_pool,
)
spoiled(
    POOLED,
    "leaves the pool out",
    hint="How many pixels of a map go into the last layer, and how many should be left?",
    pool=as_it_is,
)
spoiled(
    POOLED,
    "moves the pooling window by one pixel",
    hint="torch's pool takes its stride from its kernel size. How far is it from one window to the next?",
    pool=overlapping_pool,
)
spoiled(POOLED, "pools windows that are not full", hint="How many whole 2x2 windows fit into 7 rows?", pool=ceil_pool)
spoiled(
    POOLED,
    "pools before it convolves",
    hint="Which of the two sees the picture itself?",
    first=max_pool2d,
    pool=as_it_is,
)

# The average ----------------------------------------------------------------------------------------------------------

spoiled(
    AVERAGED,
    "takes the largest value of each map instead of the average",
    hint="There are adaptive pools for both. Which one is it here?",
    average=lambda x: x.max(axis=(2, 3), keepdims=True),
)
spoiled(
    AVERAGED,
    "adds each map up instead of averaging it",
    hint="The answer should not grow with the picture. What must the sum be divided by?",
    average=lambda x: x.sum(axis=(2, 3), keepdims=True),
)
spoiled(
    AVERAGED,
    "averages over the batch too",
    hint="No picture should know of its neighbours. Over which axes do you average?",
    average=lambda x: x.mean(axis=(0, 2, 3), keepdims=True),
)
spoiled(
    FEATURES,
    "drops the two axes of size one",
    hint="torch's pool goes down to 1x1 pixels. How many axes does that leave?",
    end=lambda out: out[:, :, 0, 0],
)
spoiled(
    FEATURES,
    "averages over the columns only",
    hint="What is left of a map should be a single number. Over which axes do you average?",
    average=lambda x: x.mean(axis=3, keepdims=True),
)
spoiled(
    FEATURES,
    "averages over the filters",
    hint="Each filter keeps a number of its own. Over which axes do you average?",
    average=lambda x: x.mean(axis=1, keepdims=True),
)


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


spoiled(
    CLASSES,
    "returns probabilities instead of logits",
    hint="Your rows add up to one. Does anything in torch's network see to that, before the loss is computed?",
    end=probabilities,
)
spoiled(
    CLASSES,
    "returns the logarithms of probabilities",
    hint="The logits are what fc gives, as it gives it. Which function have you put behind it?",
    end=log_probabilities,
)
spoiled(
    CLASSES,
    "returns the best class instead of the scores",
    hint="Whoever calls it will pick the largest score. How many numbers should they get for each picture?",
    end=lambda scores: scores.argmax(axis=1),
)
spoiled(
    CLASSES,
    "forgets the bias of fc",
    hint='`state` holds two arrays for fc. Where does "fc.bias" come in?',
    fc=without_bias(fully_connected),
)
spoiled(
    CLASSES,
    "reshapes fc.weight instead of transposing it",
    hint="Row 0 of fc.weight belongs to class 0. Where is that row after your reshape?",
    fc=lambda x, weight, bias: x[:, :, 0, 0] @ weight.reshape(weight.shape[::-1]) + bias,
)
spoiled(
    CLASSES,
    "multiplies by fc.weight without transposing it",
    hint="fc.weight has one row for each class and one column for each filter. Which of the two do the averages meet?",
    fc=lambda x, weight, bias: x[:, :, 0, 0] @ weight + bias,
)
spoiled(
    CLASSES,
    "leaves two axes of size one behind",
    hint="The scores are one row for each picture. What became of the height and the width?",
    end=lambda scores: scores[:, :, None, None],
)

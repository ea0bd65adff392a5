"""Chapter 8, one convolution of two layers: what learners make of them, and the question that leads each one on."""

import numpy as np

from ..chapters._u_net import FOLD_BATCH_NORM, NORMALISATION
from ..family import family


def along_filters(weight, scale):
    """Every filter times its own number."""
    return weight * scale[:, None, None, None]


def factor(gamma, variance, eps):
    return gamma / np.sqrt(variance + eps)


def _combined(exercise, combine):
    def fold(state, eps=1e-5):
        bias = state.get("conv1.bias", np.zeros_like(state["bn1.bias"]))
        weight, bias = combine(state["conv1.weight"], bias, *(state[f"bn1.{key}"] for key in NORMALISATION), eps)
        return {"conv1.weight": weight, "conv1.bias": bias}

    return fold


combined = family([FOLD_BATCH_NORM], _combined)
"""A wrong weight and bias: `combine(weight, bias, gamma, beta, mean, variance, eps)`."""


def right_pair(weight, bias, gamma, beta, mean, variance, eps):
    scale = factor(gamma, variance, eps)
    return along_filters(weight, scale), (bias - mean) * scale + beta


right = _combined(FOLD_BATCH_NORM, right_pair)

# The scale ------------------------------------------------------------------------------------------------------------


def _scaled(exercise, scale):
    def combine(weight, bias, gamma, beta, mean, variance, eps):
        by = scale(gamma, variance, eps)
        return along_filters(weight, by), (bias - mean) * by + beta

    return _combined(exercise, combine)


scaling = family([FOLD_BATCH_NORM], _scaled)
"""Right but for the scale: `scale(gamma, variance, eps)`."""

scaling("forgets eps", hint="What does your scale become where the variance is 0?")(
    lambda gamma, variance, eps: gamma / np.sqrt(variance)
)
scaling("adds eps to the root", hint="Which comes first in torch's formula: adding eps, or taking the root?")(
    lambda gamma, variance, eps: gamma / (np.sqrt(variance) + eps)
)
scaling(
    "subtracts eps from the variance",
    hint="eps keeps the root away from 0. On which side of the variance does it do that?",
)(lambda gamma, variance, eps: gamma / np.sqrt(np.abs(variance - eps)))
scaling(
    "multiplies by the root instead of dividing", hint="A channel with a large spread is to be made smaller. Is it?"
)(lambda gamma, variance, eps: gamma * np.sqrt(variance + eps))
scaling(
    "divides by the variance", hint="The variance is a mean of squares. What brings it back to the size of the numbers?"
)(lambda gamma, variance, eps: gamma / (variance + eps))
scaling('forgets "bn1.weight"', hint="`state` holds four arrays for bn1. Which of them do you not use?")(
    lambda gamma, variance, eps: 1 / np.sqrt(variance + eps)
)
scaling('divides by "bn1.weight"', hint="The normalisation multiplies by its weight. What does your scale do with it?")(
    lambda gamma, variance, eps: 1 / (gamma * np.sqrt(variance + eps))
)

# The weight -----------------------------------------------------------------------------------------------------------


@combined(
    "leaves the weight as it is",
    hint="The normalisation multiplies all that the convolution gives. Is that done to the bias alone?",
)
def _(weight, bias, gamma, beta, mean, variance, eps):
    return weight.copy(), right_pair(weight, bias, gamma, beta, mean, variance, eps)[1]


@combined(
    "scales along the last axis of the weight",
    hint="NumPy lays a row of numbers along the last axis. Which axis of the weight counts the filters?",
)
def _(weight, bias, gamma, beta, mean, variance, eps):
    return weight * factor(gamma, variance, eps), (bias - mean) * factor(gamma, variance, eps) + beta


@combined(
    "scales along the channels that come in",
    hint="The normalisation has a number for each channel that comes out. Which axis of the weight counts these?",
)
def _(weight, bias, gamma, beta, mean, variance, eps):
    scale = factor(gamma, variance, eps)
    return weight * scale[:, None, None], (bias - mean) * scale + beta


@combined(
    "takes the mean away from the weight too",
    hint="The mean is taken from each output, once. Which array is added to each output, once?",
)
def _(weight, bias, gamma, beta, mean, variance, eps):
    scale = factor(gamma, variance, eps)
    return along_filters(weight - mean[:, None, None, None], scale), (bias - mean) * scale + beta


# The bias -------------------------------------------------------------------------------------------------------------

biased = family(
    [FOLD_BATCH_NORM],
    lambda exercise, make: _combined(
        exercise,
        lambda weight, bias, gamma, beta, mean, variance, eps: (
            along_filters(weight, factor(gamma, variance, eps)),
            make(bias, factor(gamma, variance, eps), beta, mean),
        ),
    ),
)
"""Right but for the bias: `make(bias, scale, beta, mean)`."""

biased("forgets the bias of conv1", hint='What does the convolution add, where there is a "conv1.bias"?')(
    lambda bias, scale, beta, mean: beta - mean * scale
)
biased(
    "does not scale the bias of conv1",
    hint="The bias is part of what the convolution gives. What does the normalisation do with all of that?",
)(lambda bias, scale, beta, mean: bias + beta - mean * scale)
biased("adds the mean instead of taking it away", hint="A channel is brought to the mean 0. Is it by adding its mean?")(
    lambda bias, scale, beta, mean: (bias + mean) * scale + beta
)
biased("forgets the mean", hint="`state` holds four arrays for bn1. Which of them do you not use?")(
    lambda bias, scale, beta, mean: bias * scale + beta
)
biased('forgets "bn1.bias"', hint="`state` holds four arrays for bn1. Which of them do you not use?")(
    lambda bias, scale, beta, mean: (bias - mean) * scale
)
biased(
    'scales "bn1.bias" too',
    hint="In torch's formula, is the bias of the normalisation added before or after it multiplies?",
)(lambda bias, scale, beta, mean: (bias - mean + beta) * scale)
biased(
    "takes the mean away after scaling",
    hint="In torch's formula, is the mean taken away before or after it multiplies?",
)(lambda bias, scale, beta, mean: bias * scale - mean + beta)
biased(
    'takes the mean for "bn1.bias" and "bn1.bias" for the mean',
    hint="Which of the two is taken away at first, and which one is added at last?",
)(lambda bias, scale, beta, mean: (bias - beta) * scale + mean)

# The dict -------------------------------------------------------------------------------------------------------------


@FOLD_BATCH_NORM.mistake(
    "expects that conv1 has a bias",
    hint='Not every `state` has the key "conv1.bias". What is added where it is missing?',
)
def _(state, eps=1e-5):
    return right(state | {"conv1.bias": state["conv1.bias"]}, eps)


@FOLD_BATCH_NORM.mistake(
    "gives no bias where conv1 has none",
    hint="The normalisation adds something of its own. Where does that go, when the convolution had no bias?",
)
def _(state, eps=1e-5):
    folded = right(state, eps)
    return folded if "conv1.bias" in state else {"conv1.weight": folded["conv1.weight"]}


@FOLD_BATCH_NORM.mistake(
    "keeps the normalisation in the result",
    hint="One layer is to be left. Which keys belong to it?",
)
def _(state, eps=1e-5):
    return state | right(state, eps)


@FOLD_BATCH_NORM.mistake(
    "returns a tuple instead of a dict", hint='A `state` is wanted, with the keys "conv1.weight" and "conv1.bias".'
)
def _(state, eps=1e-5):
    return tuple(right(state, eps).values())

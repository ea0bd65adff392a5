"""Chapter 9: what learners write instead of a gradient found by trying, and of the way back without windows."""

import numpy as np

from ..chapters.the_way_back import CONV2D_BIAS_GRAD, LINEAR_BACKWARD, NUMERICAL_GRADIENT, RELU_BACKWARD
from ..family import family
from ._way_back import differences

# By trying ------------------------------------------------------------------------------------------------------------


@NUMERICAL_GRADIENT.mistake(
    "steps to one side only",
    hint="A curve bends on both sides of x. What does the difference of f(x + eps) and f(x) know of the other side?",
)
def _(f, x, eps=1e-3):
    return differences(f, x, eps, behind=0)


@NUMERICAL_GRADIENT.mistake("steps back only", hint="What does f(x) - f(x - eps) know of what lies ahead?")
def _(f, x, eps=1e-3):
    return differences(f, x, eps, ahead=0)


@NUMERICAL_GRADIENT.mistake("divides by eps and not by 2 * eps", hint="How far apart are x - eps and x + eps?")
def _(f, x, eps=1e-3):
    return 2 * differences(f, x, eps)


@NUMERICAL_GRADIENT.mistake(
    "returns differences and not slopes", hint="A slope is a difference over a distance. What do you divide by?"
)
def _(f, x, eps=1e-3):
    return 2 * eps * differences(f, x, eps)


@NUMERICAL_GRADIENT.mistake(
    "subtracts the two values the wrong way round", hint="Where f grows with x the gradient is positive. Is yours?"
)
def _(f, x, eps=1e-3):
    return -differences(f, x, eps)


@NUMERICAL_GRADIENT.mistake(
    "steps along all numbers at once",
    hint="Which number of x is to blame? How many of them does x + eps change?",
)
def _(f, x, eps=1e-3):
    x = x.astype(float)
    return np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps))


@NUMERICAL_GRADIENT.mistake(
    "never takes a step back: the numbers before stay changed",
    hint="After you have moved x[0], what is x[0] while you move x[1]?",
)
def _(f, x, eps=1e-3):
    x, out = x.astype(float), np.empty(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += eps
        ahead = f(x)
        x[place] -= 2 * eps
        out[place] = (ahead - f(x)) / (2 * eps)
    return out


@NUMERICAL_GRADIENT.mistake(
    "works in float32",
    hint="f gives 10000 and a little. How many decimals has a float32 left for the little?",
)
def _(f, x, eps=1e-3):
    return differences(f, x, np.float32(eps), number=np.float32 if x.dtype == np.float32 else float)


@NUMERICAL_GRADIENT.mistake(
    "returns the slopes in one row", hint="The gradient says something of each number of x: what shape has it?"
)
def _(f, x, eps=1e-3):
    return differences(f, x, eps).ravel()


# ReLU -----------------------------------------------------------------------------------------------------------------


@RELU_BACKWARD.mistake(
    "lets all blame through", hint="An input below 0 made the output 0. Would a little more of it have changed that?"
)
def _(grad_output, x):
    return grad_output.copy()


@RELU_BACKWARD.mistake(
    "looks at the sign of the blame", hint="Which of the two arrays went into the ReLU on the way forward?"
)
def _(grad_output, x):
    return np.maximum(grad_output, 0)


@RELU_BACKWARD.mistake(
    "counts 0 as above 0", hint="At 0 itself both answers could be defended. Which one does torch give?"
)
def _(grad_output, x):
    return np.where(x >= 0, grad_output, 0)


@RELU_BACKWARD.mistake("lets through what is below 0", hint="Which side of 0 has a ReLU left as it is?")
def _(grad_output, x):
    return np.where(x < 0, grad_output, 0)


@RELU_BACKWARD.mistake(
    "multiplies by the output", hint="The slope of a ReLU is 0 or 1. Which slope do you multiply by?"
)
def _(grad_output, x):
    return grad_output * np.maximum(x, 0)


@RELU_BACKWARD.mistake("multiplies by the input", hint="The slope of a ReLU is 0 or 1. Which slope do you multiply by?")
def _(grad_output, x):
    return grad_output * x


@RELU_BACKWARD.mistake("returns the slope alone", hint="By how much is each output to blame? Where does that come in?")
def _(grad_output, x):
    return (x > 0).astype(x.dtype)


@RELU_BACKWARD.mistake("multiplies by the sign of x", hint="Below 0 a ReLU is flat. Which slope has a flat line?")
def _(grad_output, x):
    return grad_output * np.sign(x)


@RELU_BACKWARD.mistake(
    "applies the ReLU again", hint="You are on the way back. What comes in is blame, and not a picture."
)
def _(grad_output, x):
    return np.maximum(x, 0)


# The fully connected layer --------------------------------------------------------------------------------------------


def parts(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0)


@LINEAR_BACKWARD.mistake(
    "averages over the batch", hint="If the loss is a mean, who has divided already? Is it this layer's business?"
)
def _(grad_output, x, weight):
    back, by_weight, by_bias = parts(grad_output, x, weight)
    return back, by_weight / len(x), by_bias / len(x)


@LINEAR_BACKWARD.mistake(
    "averages the blame of the weight alone", hint="The weight is blamed by every example. Is that a sum or a mean?"
)
def _(grad_output, x, weight):
    back, by_weight, by_bias = parts(grad_output, x, weight)
    return back, by_weight / len(x), by_bias


@LINEAR_BACKWARD.mistake(
    "averages the blame of the bias alone", hint="The bias is blamed by every example. Is that a sum or a mean?"
)
def _(grad_output, x, weight):
    back, by_weight, by_bias = parts(grad_output, x, weight)
    return back, by_weight, by_bias / len(x)


@LINEAR_BACKWARD.mistake(
    "returns the blame of the weight transposed", hint="A gradient has the shape of what is blamed. Which has weight?"
)
def _(grad_output, x, weight):
    back, by_weight, by_bias = parts(grad_output, x, weight)
    return back, by_weight.T, by_bias


@LINEAR_BACKWARD.mistake(
    "multiplies by the transposed weight on the way back too", hint="Forward it was x @ weight.T. And back?"
)
def _(grad_output, x, weight):
    return grad_output @ weight.T, grad_output.T @ x, grad_output.sum(axis=0)


@LINEAR_BACKWARD.mistake("returns weight, bias, input", hint="In which order are the three asked for?")
def _(grad_output, x, weight):
    back, by_weight, by_bias = parts(grad_output, x, weight)
    return by_weight, by_bias, back


@LINEAR_BACKWARD.mistake("leaves the bias out", hint="Three were used on the way forward. How many do you blame?")
def _(grad_output, x, weight):
    return parts(grad_output, x, weight)[:2]


@LINEAR_BACKWARD.mistake(
    "does not add the blame of the bias up", hint="There is one bias for all examples. How many rows has its blame?"
)
def _(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output


@LINEAR_BACKWARD.mistake(
    "adds the blame of the bias up along the wrong axis", hint="One number for each score: along which axis is the sum?"
)
def _(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=1)


@LINEAR_BACKWARD.mistake(
    "takes the weight for the input", hint="What had each weight been multiplied by on the way forward?"
)
def _(grad_output, x, weight):
    back, _, by_bias = parts(grad_output, x, weight)
    return back, grad_output.sum(axis=0)[:, None] * weight, by_bias


# The bias of a convolution --------------------------------------------------------------------------------------------


def _summed(_, sums):
    return lambda grad_output: sums(grad_output)


of_bias_grad = family([CONV2D_BIAS_GRAD], _summed)
"""Wrong sums of the blame: `sums(grad)`."""

EVERY_PLACE = "One number is added at every place of every image. Is its blame a sum, or a mean?"
of_bias_grad("takes the mean of all", hint=EVERY_PLACE)(lambda grad: grad.mean(axis=(0, 2, 3)))
of_bias_grad("takes the mean over the batch", hint=EVERY_PLACE)(lambda grad: grad.sum(axis=(2, 3)).mean(axis=0))
of_bias_grad("takes the mean over the places", hint=EVERY_PLACE)(lambda grad: grad.mean(axis=(2, 3)).sum(axis=0))
of_bias_grad("keeps the images apart", hint="There is one bias for all images. How many rows do you return?")(
    lambda grad: grad.sum(axis=(2, 3))
)
of_bias_grad("keeps the places apart", hint="There is one bias for all places. Which axes do you add up?")(
    lambda grad: grad.sum(axis=0)
)
of_bias_grad("keeps the axes that it adds up", hint="The bias has one axis. How many has your result?")(
    lambda grad: grad.sum(axis=(0, 2, 3), keepdims=True)
)
of_bias_grad("adds up everything", hint="How many biases are there?")(lambda grad: np.array(grad.sum()))
of_bias_grad("looks at the first image only", hint="Who else of the batch has used the bias?")(
    lambda grad: grad[0].sum(axis=(1, 2))
)
of_bias_grad("keeps the largest blame", hint="Is one place to blame, or are all of them?")(
    lambda grad: grad.max(axis=(0, 2, 3))
)

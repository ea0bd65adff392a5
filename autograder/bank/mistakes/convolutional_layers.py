"""Chapter 1: what learners write instead of the plain convolutions, and the question that leads each one on."""

import numpy as np

from ..chapters.convolutional_layers import CONV3D, CORRELATE2D, COUNT_PARAMETERS, LAYERS, PLAIN
from ..family import family
from ._sliding import add_bias, plain, slide, spatial, turned


def padded(x, kernel_shape):
    """Zeros around `x`, as many as the kernel takes away."""
    return np.pad(x, [(0, 0), (0, 0)] + [((k - 1) // 2, k // 2) for k in kernel_shape])


def without_last_stop(out):
    return out[(..., *[slice(None, -1)] * (out.ndim - 2))]


def without_first_stop(out):
    return out[(..., *[slice(1, None)] * (out.ndim - 2))]


def every_kernel_size(out, kernel_shape):
    return out[(..., *[slice(None, None, k) for k in kernel_shape])]


# Mistakes of the sliding itself: the same for a plain array and for a layer -------------------------------------------


everywhere = family((*PLAIN, *LAYERS), plain)
"""Spoiled sums, `sums(x, weight)`, in every convolution of the chapter."""


def _on_another_kernel(exercise, change):
    return plain(exercise, lambda x, weight: slide(x, change(weight)))


def _another_kernel(exercise, change):
    if exercise in PLAIN:
        return lambda data, kernel: (data, change(kernel[None, None])[0, 0])
    return lambda x, weight, bias=None: (x, change(weight), bias)


kernels = family((*PLAIN, *LAYERS), _on_another_kernel, args=_another_kernel)
"""The right sums with another kernel: `change(weight)` says which."""


kernels(
    "flips the kernel",
    hint="Mathematicians do turn it round. Which entry of the kernel meets the window's first entry in torch?",
)(turned)


@everywhere(
    "stops one place early",
    hint="Write down the first and the last place where a kernel of 3 fits on a row of 5. How many places are that?",
)
def _(x, weight):
    return without_last_stop(slide(x, weight))


@everywhere("starts one place late", hint="What does the window cover when the index of the output is 0?")
def _(x, weight):
    return without_first_stop(slide(x, weight))


@everywhere(
    "pads the input to keep its size",
    hint="Nothing is added around the input in this chapter. How many places are left for a kernel of 3 on a row of 5?",
)
def _(x, weight):
    return slide(padded(x, weight.shape[2:]), weight)


@everywhere(
    "adds the kernel to the window instead of multiplying",
    hint="A dot product: what becomes of each number of the window and the entry of the kernel that lies on it?",
)
def _(x, weight):
    return slide(x, np.ones_like(weight)) + weight.sum(axis=(1, *spatial(weight)))[:, *[None] * (x.ndim - 2)]


@everywhere(
    "jumps by the kernel's size", hint="Windows overlap: how far does the kernel move between one output and the next?"
)
def _(x, weight):
    return every_kernel_size(slide(x, weight), weight.shape[2:])


@everywhere(
    "takes the mean of the window instead of the sum",
    hint="A kernel of ones should add up what it covers. What does yours do with a window of ones?",
)
def _(x, weight):
    return slide(x, weight) / weight[0].size


@everywhere(
    "divides by the sum of the kernel",
    hint="Kernels of image programs are often scaled to sum to one. Does torch touch the weights it is given?",
)
def _(x, weight):
    return slide(x, weight) / weight.sum()


@everywhere(
    "takes the largest product instead of the sum",
    hint="A dot product multiplies pair by pair. What does it do with the products then?",
)
def _(x, weight):
    axes = spatial(x)
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=axes)
    products = np.expand_dims(windows, 1) * weight.reshape(1, *weight.shape[:2], *[1] * len(axes), *weight.shape[2:])
    return products.max(axis=(2, *range(-len(axes), 0)))


plain_layers = family(LAYERS, lambda exercise, layer: layer)
"""A whole layer that is wrong, `layer(x, weight, bias=None)`, in every dimension."""

# Mistakes with rows and columns ---------------------------------------------------------------------------------------


@CORRELATE2D.mistake(
    "swaps the kernel's height and width", hint="Does kernel[a, b] move a rows down, or a columns to the right?"
)
def _(image, kernel):
    return slide(image[None, None], kernel.T[None, None])[0, 0]


@plain_layers(
    "swaps the kernel's height and width",
    hint="Weights are (filters, channels, ..., height, width). Which of your loops runs over which?",
    only=LAYERS[1:],
)
def _(x, weight, bias=None):
    return add_bias(slide(x, weight.swapaxes(-1, -2)), bias)


@CONV3D.mistake(
    "takes the kernel's depth for its width",
    hint="Weights are (filters, channels, depth, height, width). Which axis of x does weight's axis 2 move along?",
)
def _(x, weight, bias=None):
    return add_bias(slide(x, np.moveaxis(weight, 2, -1)), bias)


@CONV3D.mistake(
    "convolves each slice on its own",
    hint="How many slices of x does one output look at, when the kernel is two slices deep?",
)
def _(x, weight, bias=None):
    first_slice = weight[:, :, :1]
    return add_bias(slide(x, first_slice), bias)


@CONV3D.mistake(
    "convolves each slice with all the slices of the kernel added up",
    hint="The kernel's slices lie behind each other. Which slice of x does its second one meet, and which does yours?",
)
def _(x, weight, bias=None):
    depth = x.shape[2] - weight.shape[2] + 1
    return add_bias(slide(x, weight.sum(axis=2, keepdims=True))[:, :, :depth], bias)


# Mistakes with batches, channels, filters and the bias ----------------------------------------------------------------


def _other_arguments(exercise, change):
    def arguments(x, weight, bias=None):
        return change(x, weight, bias)

    return arguments


def _right_on_others(exercise, change):
    def layer(x, weight, bias=None):
        x, weight, bias = change(x, weight, bias)
        return add_bias(slide(x, weight), bias)

    return layer


on_other_arguments = family(LAYERS, _right_on_others, args=_other_arguments)
"""The right layer on other arguments: `change(x, weight, bias)` says on which."""


def times(bias, factor):
    return None if bias is None else bias * factor


@on_other_arguments("forgets the bias", hint="Where does `bias` come into your sum, when it is given?")
def _(x, weight, bias):
    return x, weight, None


@on_other_arguments(
    "adds the bias once for every product",
    hint="The bias belongs to the filter, not to each pixel. How often should one output receive it?",
)
def _(x, weight, bias):
    return x, weight, times(bias, weight[0].size)


@on_other_arguments(
    "adds the bias once for every channel",
    hint="The channels are added up into one number. Does the bias belong before or after that sum?",
)
def _(x, weight, bias):
    return x, weight, times(bias, weight.shape[1])


@on_other_arguments("subtracts the bias", hint="With which sign does torch use the bias?")
def _(x, weight, bias):
    return x, weight, times(bias, -1)


@on_other_arguments(
    "uses the first bias for every filter",
    hint="How many numbers does `bias` hold, and which of them belongs to filter 2?",
)
def _(x, weight, bias):
    return x, weight, None if bias is None else np.full_like(bias, bias[0])


@on_other_arguments(
    "looks at the first channel only",
    hint="A filter has one kernel for every input channel. Where do the others come in?",
)
def _(x, weight, bias):
    return x[:, :1], weight[:, :1], bias


@on_other_arguments(
    "uses the kernel of the first channel for every channel",
    hint="weight[o] holds as many kernels as x has channels. Which one meets channel 1?",
)
def _(x, weight, bias):
    return x, np.broadcast_to(weight[:, :1], weight.shape), bias


@on_other_arguments(
    "keeps the last channel instead of adding the channels up",
    hint="When your loop comes to the next channel, does it add to the result or replace it?",
)
def _(x, weight, bias):
    return x[:, -1:], weight[:, -1:], bias


@on_other_arguments(
    "uses the first filter for every output channel",
    hint="Output channel 1 should come from another set of weights than output channel 0. From which?",
)
def _(x, weight, bias):
    return x, np.broadcast_to(weight[:1], weight.shape), bias


@plain_layers("averages over the channels", hint="Do the channels of one filter add up, or is their mean taken?")
def _(x, weight, bias=None):
    return add_bias(slide(x, weight) / weight.shape[1], bias)


@plain_layers(
    "adds the filters' outputs up as it goes",
    hint="Where does the running sum start again at zero: for each output, or once for all?",
)
def _(x, weight, bias=None):
    return np.cumsum(add_bias(slide(x, weight), bias), axis=1)


# Mistakes of counting -------------------------------------------------------------------------------------------------


def height_and_width(kernel_size):
    return kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)


def _parameters_counted(exercise, count):
    def wrong(in_channels, out_channels, kernel_size, bias=True):
        return int(count(in_channels, out_channels, *height_and_width(kernel_size), bias))

    return wrong


of_count_parameters = family([COUNT_PARAMETERS], _parameters_counted)
"""A wrong count, `count(channels in, channels out, height, width, bias)`."""

of_count_parameters("forgets the biases", hint="Besides its kernels, what else does each filter learn?")(
    lambda i, o, h, w, bias: i * o * h * w
)
of_count_parameters("counts the biases even without them", hint="What should `bias=False` change?")(
    lambda i, o, h, w, bias: i * o * h * w + o
)
of_count_parameters("counts one bias for each input channel", hint="Which axis of the output does the bias belong to?")(
    lambda i, o, h, w, bias: i * o * h * w + i * bias
)
of_count_parameters("counts a single bias", hint="How many output maps are there, and can they share one bias?")(
    lambda i, o, h, w, bias: i * o * h * w + bool(bias)
)
of_count_parameters(
    "counts a bias for every kernel", hint="A filter has many kernels, one for each channel. How many biases has it?"
)(lambda i, o, h, w, bias: i * o * (h * w + bool(bias)))
of_count_parameters("forgets that a kernel has two sides", hint="How many numbers are there in a 3x3 kernel?")(
    lambda i, o, h, w, bias: i * o * h + o * bool(bias)
)
of_count_parameters(
    "takes every kernel to be square", hint="A pair is (height, width). How many numbers are there in a 2x5 kernel?"
)(lambda i, o, h, w, bias: i * o * h * h + o * bool(bias))
of_count_parameters("adds the kernel's sides instead of multiplying", hint="Draw a 3x3 kernel and count its cells.")(
    lambda i, o, h, w, bias: i * o * (h + w) + o * bool(bias)
)
of_count_parameters("forgets the input channels", hint="What does one filter hold for each channel that comes in?")(
    lambda i, o, h, w, bias: o * h * w + o * bool(bias)
)
of_count_parameters(
    "forgets the output channels", hint="Each output map has a filter of its own. How many filters is that?"
)(lambda i, o, h, w, bias: i * h * w + o * bool(bias))

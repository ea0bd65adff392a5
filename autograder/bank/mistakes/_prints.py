"""The layers of chapter 6 for its mistakes to spoil: transposed ones, and a convolution of an enlarged picture."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from ..chapters.transposed_convolutions import CONV_TRANSPOSE1D, CONV_TRANSPOSE2D, LAYERS, PRINTS, RESIZE_CONV2D
from ..family import family


def prints(x, weight, stride=1, padding=0, output_padding=0, groups=1, dilation=1, press=np.add):
    """A transposed convolution without a bias, in any dimension: one print after the other.

    `press(below, print)` is what the sheet shows where a print lands on what is there.
    """
    axes = x.ndim - 2
    stride, padding, output_padding, dilation = (
        [int(number) for number in np.broadcast_to(option, axes)]
        for option in (stride, padding, output_padding, dilation)
    )
    spread = [d * (k - 1) + 1 for d, k in zip(dilation, weight.shape[2:], strict=True)]
    sizes = [(size - 1) * s + k + o for size, s, k, o in zip(x.shape[2:], stride, spread, output_padding, strict=True)]
    blocks = x.reshape(len(x), groups, -1, *x.shape[2:])
    stamps = weight.reshape(groups, -1, *weight.shape[1:])
    sheet = np.zeros((len(x), groups * weight.shape[1], *sizes))
    for place in np.ndindex(x.shape[2:]):
        prints_here = zip(place, stride, spread, dilation, strict=True)
        here: Any = (..., *[slice(i * s, i * s + k, d) for i, s, k, d in prints_here])
        ink = blocks[(..., *place)]
        stamp = np.einsum("ngc,gcf...->ngf...", ink, stamps).reshape(len(x), -1, *weight.shape[2:])
        sheet[here] = press(sheet[here], stamp)
    return trim(sheet, padding, padding)


def trim(sheet, before, behind):
    """Take so many off the two ends of the last axes."""
    return sheet[(..., *[slice(b, size - e) for b, e, size in zip(before, behind, sheet.shape[2:], strict=True)])]


def put_on(sheet, before, behind, **how):
    """Put so many on at the two ends of the last axes."""
    return np.pad(sheet, [(0, 0), (0, 0), *zip(before, behind, strict=True)], **how)


def reached(x, weight, **options):
    """The number of prints that lie on every output."""
    return prints(np.ones_like(x[:1, :1]), np.ones_like(weight[:1, :1]), **{**options, "groups": 1})


def enlarged(x, scale_factor):
    """Every pixel as a block of equal pixels."""
    down, right = two(scale_factor)
    return x.repeat(down, axis=2).repeat(right, axis=3)


def same_size_convolution(x, weight, even_behind=True, **how):
    """An ordinary convolution without a bias that keeps the size."""
    few = [(k - 1) // 2 for k in weight.shape[2:]]
    many = [k // 2 for k in weight.shape[2:]]
    return slide(put_on(x, *((few, many) if even_behind else (many, few)), **how), weight)


def slide(x, weight):
    """An ordinary convolution without padding or a bias."""
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], axis=(2, 3))
    return np.moveaxis(np.tensordot(windows, weight, ((1, 4, 5), (1, 2, 3))), -1, 1)


def add_bias(out, bias):
    """The bias, once for every output."""
    return out if bias is None else out + bias.reshape(-1, *[1] * (out.ndim - 2))


def two(option):
    """An option of the two axes of a picture as a pair."""
    return tuple(option) if isinstance(option, tuple) else (option, option)


# How a whole layer is called, and how its sums are made ---------------------------------------------------------------


def sums_of(exercise):
    """The exercise without its bias: `sums(x, weight, **options)`."""
    if exercise is RESIZE_CONV2D:
        return lambda x, weight, scale_factor=2: same_size_convolution(enlarged(x, scale_factor), weight)
    return prints


# How each is called: the report reads the names of the options from here.
CALLS: dict[str, Callable] = {
    CONV_TRANSPOSE1D.id: lambda x, weight, bias=None, stride=1: None,
    CONV_TRANSPOSE2D.id: (
        lambda x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1: None
    ),
    RESIZE_CONV2D.id: lambda x, weight, bias=None, scale_factor=2: None,
}


def names_of_options(exercise):
    return list(inspect.signature(CALLS[exercise.id]).parameters)[3:]


def called_as_layer(exercise, wrong):
    """Call `wrong(x, weight, bias, **options)` with the parameters of `exercise`, and leave out options not given."""
    names = names_of_options(exercise)

    @functools.wraps(CALLS[exercise.id])
    def function(x, weight, bias=None, *options):
        return wrong(x, weight, bias, **dict(zip(names, options, strict=False)))

    return function


def right(exercise):
    """Return the right answer to one of the layers."""
    return with_bias(exercise, sums_of(exercise))


of_transposed_layers = family(LAYERS, called_as_layer)
"""A whole layer that is wrong: `wrong(x, weight, bias, **options)`."""


def with_bias(exercise, sums):
    """Add the bias to `sums(x, weight, **options)`, and call that with the parameters of `exercise`."""
    return called_as_layer(exercise, lambda x, weight, bias, **options: add_bias(sums(x, weight, **options), bias))


printing = family(PRINTS, with_bias)
"""Spoiled prints, `sums(x, weight, **options)`: the bias is added rightly."""


def _other_prints(exercise, change):
    def wrong(x, weight, bias, **options):
        weight, options = change(weight, options)
        return add_bias(prints(x, weight, **options), bias)

    return called_as_layer(exercise, wrong)


def _arguments_of_other_prints(exercise, change):
    names = names_of_options(exercise)

    def arguments(x, weight, bias=None, *given):
        weight, options = change(weight, dict(zip(names, given, strict=False)))
        return x, weight, bias, *(options[name] for name in names[: len(given)])

    return arguments


prints_misread = family(PRINTS, _other_prints, args=_arguments_of_other_prints)
"""Right prints of other things: `change(weight, options)` gives the weight and the options to print with.

Such a mistake is recognised beside another one.
"""


def _around_the_sums(exercise, wrong):
    sums = sums_of(exercise)

    def layer(x, weight, bias, **options):
        return wrong(lambda x, weight: sums(x, weight, **options), x, weight, bias)

    return called_as_layer(exercise, layer)


around_the_sums = family(LAYERS, _around_the_sums)
"""What goes wrong before or behind the sums: `wrong(sums, x, weight, bias)`."""

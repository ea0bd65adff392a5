"""The four convolutions of chapter 2 as one: whatever an exercise is given, its mistakes see `Options`."""

from collections.abc import Callable
from dataclasses import dataclass

from ..chapters.convolution_parameters import CONV2D, DILATED_CONV2D, GROUPED_CONV2D, STRIDED_CONV2D, pair
from ..exercise import Exercise
from ..family import family
from ._sliding import add_bias, convolve

LAYERS = (STRIDED_CONV2D, DILATED_CONV2D, GROUPED_CONV2D, CONV2D)
STRIDED, DILATED, GROUPED = [(layer, CONV2D) for layer in LAYERS[:3]]
PADDED = (CONV2D,)


@dataclass(frozen=True)
class Options:
    """The options that a layer was called with, whichever exercise it is."""

    stride: tuple = (1, 1)
    padding: tuple = (0, 0)
    dilation: tuple = (1, 1)
    groups: int = 1


SIGNATURES: dict[Exercise, Callable[[Callable], Callable]] = {
    STRIDED_CONV2D: lambda layer: (
        lambda x, weight, bias=None, stride=1: layer(x, weight, bias, Options(stride=pair(stride)))
    ),
    DILATED_CONV2D: lambda layer: (
        lambda x, weight, bias=None, dilation=1: layer(x, weight, bias, Options(dilation=pair(dilation)))
    ),
    GROUPED_CONV2D: lambda layer: lambda x, weight, bias=None, groups=1: layer(x, weight, bias, Options(groups=groups)),
    CONV2D: lambda layer: (
        lambda x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1: layer(
            x, weight, bias, Options(pair(stride), pair(padding), pair(dilation), groups)
        )
    ),
}


def sums(x, weight, options):
    """The right sums, without the bias."""
    return convolve(x, weight, options.stride, options.padding, options.dilation, options.groups)


ORDER = {  # of the options, as each exercise takes them
    STRIDED_CONV2D: ("stride",),
    DILATED_CONV2D: ("dilation",),
    GROUPED_CONV2D: ("groups",),
    CONV2D: ("stride", "padding", "dilation", "groups"),
}


def right(exercise: Exercise) -> Callable:
    """Return the right answer to one of the layers."""
    return SIGNATURES[exercise](lambda x, weight, bias, options: add_bias(sums(x, weight, options), bias))


layers_with_options = family(LAYERS, lambda exercise, layer: SIGNATURES[exercise](layer))
"""A wrong layer, `layer(x, weight, bias, options)`."""


def _on_other_options(exercise: Exercise, change: Callable[[Options], Options]) -> Callable:
    return SIGNATURES[exercise](lambda x, weight, bias, options: add_bias(sums(x, weight, change(options)), bias))


def _other_options(exercise: Exercise, change: Callable[[Options], Options]) -> Callable[..., tuple]:
    """Make what changes an exercise's arguments by `change`: so a misreading is recognised beside another mistake."""

    def arguments(x, weight, bias, options):
        return x, weight, bias, *(getattr(change(options), name) for name in ORDER[exercise])

    return SIGNATURES[exercise](arguments)


options_misread = family(LAYERS, _on_other_options, args=_other_options)
"""A layer that is right but for its options, which `change(options)` misreads."""

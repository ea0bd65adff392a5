"""Paddings to spoil, made with numpy.pad.

They stand apart from the mistakes because a mistake is judged like any answer, and chapter 3's may not use numpy.pad.
"""

import numpy as np

from ..chapters.padding_layers import (
    CIRCULAR_PAD2D,
    REFLECTION_PAD1D,
    REFLECTION_PAD2D,
    REPLICATION_PAD2D,
    ZERO_PAD2D,
)
from ..family import family

# What is right, in numpy.pad's words
MODES = {
    REFLECTION_PAD1D: "reflect",
    ZERO_PAD2D: "constant",
    REFLECTION_PAD2D: "reflect",
    REPLICATION_PAD2D: "edge",
    CIRCULAR_PAD2D: "wrap",
}
MIRRORS = (REFLECTION_PAD1D, REFLECTION_PAD2D)
COPIES = (REFLECTION_PAD2D, REPLICATION_PAD2D, CIRCULAR_PAD2D)


def amounts(x, padding):
    """One number for each side: (left, right) or (left, right, top, bottom)."""
    return (padding,) * (2 * (x.ndim - 2)) if np.ndim(padding) == 0 else tuple(padding)


def surround(x, sides, mode, **more):
    axes = list(zip(sides[::2], sides[1::2], strict=True))[::-1]
    return np.pad(x, [(0, 0), (0, 0), *axes], mode=mode, **more)


def right(exercise):
    """Return the right answer to one of the paddings."""
    return lambda x, padding: surround(x, amounts(x, padding), MODES[exercise])


def _padded(exercise, pad):
    return lambda x, padding: pad(x, amounts(x, padding), MODES[exercise])


of_paddings = family(MODES, _padded)
"""A wrong padding, `pad(x, sides, mode)`; `mode` is the right one's."""


def _other_amounts(exercise, change):
    return lambda x, padding: (x, tuple(change(amounts(x, padding))))


amounts_misread = family(
    MODES,
    lambda exercise, change: _padded(exercise, lambda x, sides, mode: surround(x, change(sides), mode)),
    args=_other_amounts,
)
"""A padding that is right but for the amounts, which `change(sides)` misreads."""


def _picked(exercise, sources):
    left, right = sources

    def source(size, before, after):
        added = left(np.arange(before), before, size), right(np.arange(after), after, size)
        return np.concatenate([added[0], np.arange(size), added[1]]) % size

    def pad(x, padding):
        sides = amounts(x, padding)
        for axis, at in zip(range(x.ndim - 1, 1, -1), range(0, len(sides), 2), strict=True):
            x = x.take(source(x.shape[axis], *sides[at : at + 2]), axis)
        return x

    return pad


picks = family(MODES, _picked)
"""A padding that takes wrong pixels, which two functions name: `left(i, before, size)` and `right(i, after, size)`.

`i` counts the added places from left to right, on each side from 0.
"""

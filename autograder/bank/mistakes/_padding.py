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


def wrong(exercises, name, hint, args=None):
    """Register one wrong padding, `pad(x, sides, mode)`, with several exercises; `mode` is the right one's.

    `args` as in `Mistake`.
    """

    def register(pad):
        for exercise in exercises:

            @exercise.mistake(name, hint, args)
            def _(x, padding, mode=MODES[exercise]):
                return pad(x, amounts(x, padding), mode)

        return pad

    return register


def misread(exercises, name, hint):
    """Register a padding that is right but for the amounts, which `change(sides)` misreads."""

    def register(change):
        misreading = lambda x, padding: (x, tuple(change(amounts(x, padding))))  # noqa: E731
        wrong(exercises, name, hint, misreading)(lambda x, sides, mode: surround(x, change(sides), mode))
        return change

    return register


def picks(exercises, name, hint):
    """Register a padding that takes wrong pixels: `left(i, before, size)` and `right(i, after, size)` say which.

    `i` counts the added places from left to right, on each side from 0.
    """

    def register(left, right):
        def source(size, before, after):
            added = left(np.arange(before), before, size), right(np.arange(after), after, size)
            return np.concatenate([added[0], np.arange(size), added[1]]) % size

        def pad(x, sides, mode):
            for axis, at in zip(range(x.ndim - 1, 1, -1), range(0, len(sides), 2), strict=True):
                x = x.take(source(x.shape[axis], *sides[at : at + 2]), axis)
            return x

        wrong(exercises, name, hint)(pad)

    return register

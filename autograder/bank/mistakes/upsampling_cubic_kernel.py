"""Chapter 7: what learners write instead of the cubic curve, and the question that leads each one on."""

import numpy as np

from ..chapters._resizing import cubic, tent
from ..chapters.upsampling_and_pixelshuffle import CUBIC_KERNEL
from ..family import family

curve = family([CUBIC_KERNEL], lambda exercise, kernel: lambda t, a=-0.75: kernel(np.asarray(t), a))
"""A wrong curve, `kernel(t, a)`."""


def near(t, a):
    return (a + 2) * t**3 - (a + 3) * t**2 + 1.0


def far(t, a):
    return a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a


curve("forgets that distances have no sign", hint="A pixel one and a half to the left: which piece is for t = -1.5?")(
    lambda t, a: np.where(t <= 1, near(t, a), np.where(t < 2, far(t, a), 0))
)
curve("does not stop at a distance of two", hint="How much should a pixel count that is 3 pixels away?")(
    lambda t, a: np.where(abs(t) <= 1, near(abs(t), a), far(abs(t), a))
)
curve("has no far piece", hint="Four pixels are blended, two on each side. What do the outer two count?")(
    lambda t, a: np.where(abs(t) <= 1, near(abs(t), a), 0)
)
curve("uses the near piece everywhere up to two", hint="At a distance of 1.5, which of the two formulas holds?")(
    lambda t, a: np.where(abs(t) < 2, near(abs(t), a), 0)
)
curve("exchanges the two pieces", hint="At distance 0 a pixel should count fully. Which of the pieces gives 1 there?")(
    lambda t, a: np.where(abs(t) <= 1, far(abs(t), a), np.where(abs(t) < 2, near(abs(t), a), 0))
)
curve("exchanges the factors of the cube and the square", hint="What does your near piece give at a distance of 1?")(
    lambda t, a: np.where(abs(t) <= 1, (a + 3) * abs(t) ** 3 - (a + 2) * t**2 + 1, cubic(t, a))
)
curve("leaves out the last term of the far piece", hint="What does your far piece give at a distance of 2?")(
    lambda t, a: np.where(abs(t) <= 1, near(abs(t), a), np.where(abs(t) < 2, far(abs(t), a) + 4 * a, 0))
)
curve("takes a with the opposite sign", hint="Torch's a is -0.75. Is the weight at distance 1.5 above or below zero?")(
    lambda t, a: cubic(t, -a)
)
curve("takes a = -0.5 unless it is told otherwise", hint="Which default has `a` in your signature?")(
    lambda t, a: cubic(t, -0.5 if a == -0.75 else a)
)
curve("always uses a = -0.75", hint="Where in your two formulas does the argument `a` come in?")(
    lambda t, a: cubic(t, -0.75)
)
curve(
    "blends two pixels along a straight line", hint="That is the bilinear kernel. What is the weight at distance 1.5?"
)(lambda t, a: tent(t))
curve(
    "draws a B-spline, which smooths even where nothing is resized",
    hint="At distance 0 a pixel should count fully, and at distance 1 not at all. Does it?",
)(lambda t, a: np.where(abs(t) <= 1, (4 - 6 * t**2 + 3 * abs(t) ** 3) / 6, np.maximum(0, 2 - abs(t)) ** 3 / 6))

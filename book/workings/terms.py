"""Numbers and differences as a page writes them."""

import numpy as np
from figures.grids import MINUS, number


def tex(value):
    """A number in a formula."""
    return number(value).replace(MINUS, "-")


def factor(value):
    """A number in front of a multiplication sign: in brackets if it is negative."""
    return f"({tex(value)})" if value < 0 else tex(value)


def off(got, wanted):
    """How an output differs: another shape, or the largest distance."""
    if got.shape != wanted.shape:
        return f"shape {got.shape} instead of {wanted.shape}"
    distance = np.abs(got - wanted).max()
    return "nothing at all" if distance < 1e-9 else f"values, by up to {number(distance)}"

"""Grids of numbers: a small image, a kernel, a sheet of answers."""

from fractions import Fraction

import numpy as np

from .style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, LINE, PAPER

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"


def number(value, digits=2):
    """A number as a reader writes it: no needless decimals, a true minus sign."""
    text = f"{float(value):.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return MINUS + text[1:] if text.startswith("-") and text != "-0" else text.replace("-0", "0")


def table(values):
    """Numbers row by row, for an alt text: '1 2, 3 4'."""
    return ", ".join(" ".join(number(value) for value in row) for row in np.atleast_2d(values))


def sizes(array):
    """The shape of an array as a reader writes it: 3 x 224 x 224, with the proper sign."""
    return f" {TIMES} ".join(map(str, array.shape))


def fraction(value):
    """A kernel's number: 1/9 says more than 0.11."""
    exact = Fraction(float(value)).limit_denominator(64)
    return str(exact) if exact.denominator > 1 and abs(exact - value) < 1e-9 else number(value)


def grey(value, brightest=9):
    """The grey of a pixel and the ink that is readable on it. They are data, so no theme changes them."""
    level = round(40 + 210 * value / brightest)
    return "#" + 3 * f"{level:02x}", "#111111" if level > 125 else "#fafafa"


def draw_pixels(picture, values, x, y, cell, brightest=9, size=13, under=None):
    """A small image: every cell has the grey of its number. `under` maps cells to what they are multiplied by."""
    for (i, j), value in np.ndenumerate(values):
        fill, ink = grey(value, brightest)
        picture.box(x + j * cell, y + i * cell, cell, cell, fill=fill, edge="#808080")
        factor = (under or {}).get((i, j))
        middle = x + (j + 0.5) * cell
        picture.write(middle, y + (i + (0.5 if factor is None else 0.36)) * cell, number(value), size, ink)
        if factor is not None:
            picture.write(middle, y + (i + 0.77) * cell, TIMES + number(factor), 11, ink, weight="bold")


def draw_kernel(picture, kernel, x, y, cell, size=13):
    _draw_cells(picture, kernel, x, y, cell, size, KERNEL_TINT, KERNEL, KERNEL, "bold", fraction)


def draw_answers(picture, values, x, y, cell, size=13):
    """A sheet of answers; nan leaves a cell empty."""
    _draw_cells(picture, values, x, y, cell, size, ANSWER_TINT, ANSWER, ANSWER, "bold")


def draw_plain(picture, values, x, y, cell, size=13):
    _draw_cells(picture, values, x, y, cell, size, PAPER, LINE, INK, "normal")


def _draw_cells(picture, values, x, y, cell, size, fill, edge, ink, weight, label=number):
    for (i, j), value in np.ndenumerate(values):
        empty = np.isnan(value)
        picture.box(x + j * cell, y + i * cell, cell, cell, fill="none" if empty else fill, edge=edge)
        if not empty:
            picture.write(x + (j + 0.5) * cell, y + (i + 0.5) * cell, label(value), size, ink, weight=weight)

"""Curves of resizing: what one bright pixel becomes, and how bicubic swings beyond a step."""

import numpy as np

from solutions.upsampling_and_pixelshuffle import cubic_kernel

from ..grids import number
from ..style import ANSWER, INK, KERNEL, LINE, MUTED, WINDOW, Picture, Row
from .resizing import places, resized

FINE = 32  # new pixels for an old one: enough that the row of them looks like a curve
STEP = (0, 0, 0, 0, 1, 1, 1, 1)
SHAPES = {
    "nearest": "a box from -0.5 to 0.5",
    "bilinear": "a tent, 1 in the middle, 0 from a distance of 1 on",
    "bicubic": "a bell, 1 in the middle, 0 at distance 1, below zero from there to 2",
}


def impulse(mode):
    """A single bright pixel among dark ones, enlarged: places and values. It is the mode's curve of weights."""
    row = np.zeros(7)
    row[3] = 1
    return places(7, 7 * FINE) - 3, resized(row, 7 * FINE, mode)


def kernels():
    """The three curves side by side."""
    return Row(_kernel(mode) for mode in SHAPES)


def _kernel(mode):
    xs, values = impulse(mode)
    lowest = values.min()
    below = f" It goes down to {number(lowest)}." if lowest < -1e-9 else " It is never negative."
    picture = Picture(212, 186, f"{mode}: {SHAPES[mode]}.{below}".replace("-0.5", "\N{MINUS SIGN}0.5"))
    at_x, at_y = _axes(picture, (-2.5, 2.5), (-0.25, 1.15), 4, 208, 24, 160)
    picture.write(4, 11, mode, 13, KERNEL, ha="left", weight="bold")
    for t in range(-2, 3):
        picture.write(at_x(t), 172, number(t), 11, MUTED)
        picture.line([(at_x(t), 24), (at_x(t), 160)], LINE, 0.7)
    for value in (0, 1):
        picture.line([(4, at_y(value)), (208, at_y(value))], LINE, 1.2)
        picture.write(12, at_y(value) - 8, str(value), 11, MUTED)
    if mode == "bicubic":
        keys = cubic_kernel(xs, -0.5)
        picture.line(_between(xs, keys, at_x, at_y), WINDOW, 1.2, dashed=True)
        picture.write(206, 100, "dashed:\na = \N{MINUS SIGN}0.5", 11, WINDOW, ha="right")
        _dip(picture, xs, values, keys)
    picture.line(_between(xs, values, at_x, at_y), KERNEL, 2.4)
    return picture


def _dip(picture, xs, values, keys):
    """What lies below zero between 1 and 2, with the other parameter's, enlarged in a corner."""
    left, right, top, bottom = 150, 208, 24, 82
    at_x, at_y = _axes(picture, (1, 2), (-0.16, 0.03), left, right, top, bottom)
    picture.box(left, top, right - left, bottom - top, edge=MUTED)
    picture.line([(left, at_y(0)), (right, at_y(0))], LINE, 1.2)
    for curve, color, width, dashed in ((keys, WINDOW, 1.4, True), (values, KERNEL, 2.4, False)):
        picture.line([(at_x(x), at_y(v)) for x, v in zip(xs, curve, strict=True) if 1 <= x <= 2], color, width, dashed)


def _between(xs, values, at_x, at_y):
    return [(at_x(x), at_y(v)) for x, v in zip(xs, values, strict=True) if -2.5 <= x <= 2.5]


def _axes(picture, x_limits, y_limits, left, right, top, bottom):
    def at_x(x):
        return left + (x - x_limits[0]) / (x_limits[1] - x_limits[0]) * (right - left)

    def at_y(y):
        return bottom - (y - y_limits[0]) / (y_limits[1] - y_limits[0]) * (bottom - top)

    return at_x, at_y


def overshoot(fine=FINE):
    """How far bicubic goes beyond a step from 0 to 1: the lowest and the highest value, and where the highest is."""
    values = resized(STEP, len(STEP) * fine, "bicubic")
    return values.min(), values.max(), places(len(STEP), len(STEP) * fine)[values.argmax()]


def step_edge():
    """A step, enlarged by bilinear and by bicubic; what is outside of 0 to 1 is marked."""
    lowest, highest, peak = overshoot()
    picture = Picture(
        440,
        270,
        f"""Eight samples, four of 0 and four of 1. Bilinear joins them by straight lines and stays between 0 and 1.
        Bicubic swings down to {number(lowest)} before the step and
        up to {number(highest)} behind it, at {number(peak)}.""",
    )
    at_x, at_y = _axes(picture, (-0.5, 7.5), (-0.25, 1.25), 40, 436, 10, 236)
    for value in (0, 1):
        picture.line([(40, at_y(value)), (436, at_y(value))], LINE, 1.2)
        picture.write(28, at_y(value), str(value), 12, MUTED)
    xs = places(len(STEP), len(STEP) * FINE)
    for mode, color, dashed in (("bilinear", KERNEL, True), ("bicubic", ANSWER, False)):
        values = resized(STEP, len(xs), mode)
        line = [(at_x(x), at_y(v)) for x, v in zip(xs, values, strict=True)]
        picture.line(line, color, 2.2, dashed)
    for k, value in enumerate(STEP):
        picture.box(at_x(k) - 5, at_y(value) - 5, 10, 10, fill=WINDOW, edge=WINDOW, round_by=5)
        picture.write(at_x(k), 256, str(k), 12, MUTED)
    picture.write(at_x(peak), at_y(highest) - 14, f"highest {number(highest)}", 13, ANSWER, weight="bold")
    picture.write(at_x(7 - peak), at_y(lowest) + 15, f"lowest {number(lowest)}", 13, ANSWER, weight="bold")
    picture.write(at_x(0.1), at_y(0.8), "orange: the samples", 13, WINDOW, ha="left")
    picture.write(at_x(0.1), at_y(0.62), "dashed: bilinear", 13, KERNEL, ha="left")
    picture.write(at_x(0.1), at_y(0.44), "solid: bicubic", 13, ANSWER, ha="left")
    picture.write(at_x(3.9), at_y(0.5), "the step is between 3 and 4", 12, INK, ha="left")
    return picture

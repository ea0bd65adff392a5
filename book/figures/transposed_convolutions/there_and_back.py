"""A portrait goes through a convolution and back through its transpose with the same weights: not the portrait."""

import numpy as np

from solutions import conv2d, conv_transpose2d

from ..grids import number, sizes
from ..style import ANSWER, INK, KERNEL, LINE, SIGNED, WINDOW, Picture, Row
from .cures import portrait

WINDOWS = {
    "average": np.full((4, 4), 1 / 16),
    "edges": np.array([[-1, 0, 0, 1], [-2, 0, 0, 2], [-2, 0, 0, 2], [-1, 0, 0, 1]]) / 6,
}


def forth(x, kernel):
    """Half as large: stride 2, padding 1."""
    return conv2d(x[None, None], kernel[None, None], stride=2, padding=1)[0, 0]


def back(y, kernel):
    """The transpose, with the same weights: the old size again."""
    return conv_transpose2d(y[None, None], kernel[None, None], stride=2, padding=1)[0, 0]


def returned(name):
    """The portrait, what the convolution makes of it, what comes back, and that again, as bright as fits best."""
    kernel, original = WINDOWS[name], portrait(128)
    small = forth(original, kernel)
    large = back(small, kernel)
    return original, small, large, large * (original * large).sum() / (large * large).sum()


def distance(name):
    """How far what came back is from the portrait, at its best brightness.

    It is the root of the mean square of the difference, in percent of the portrait's own.
    """
    original, *_, best = returned(name)
    return 100 * np.sqrt(((original - best) ** 2).mean() / (original**2).mean())


def trip(name):
    """Portrait, answers, what came back, and that as bright as fits best."""
    original, small, large, best = returned(name)
    signed = WINDOWS[name].min() < 0
    limits, shades = ((-0.6, 0.6), SIGNED) if signed else ((0, 1), "gray")
    lost = f"{number(distance(name), 0)} % off"
    seen = "Orange and purple vertical edges, pale elsewhere" if signed else "Half as large, a little softer"
    came = (
        "Thin double lines where edges were, pale elsewhere" if signed else "The portrait, very dark, with soft edges"
    )
    fitted = "Only lines, stronger" if signed else "The portrait, blurred"
    panels = [
        (f"in: {sizes(original)}", original, (0, 1), "gray", INK, "The portrait of a smiling astronaut."),
        (f"{name}: {sizes(small)}", small, limits, shades, KERNEL, f"{seen}."),
        (f"transposed: {sizes(large)}", large, limits, shades, ANSWER, f"{came}."),
        (f"at its best: {lost}", best, limits, shades, WINDOW, f"{fitted}; {lost}."),
    ]
    return Row(_panel(*panel) for panel in panels)


def _panel(title, pixels, limits, shades, color, alt):
    side = 154
    picture = Picture(side + 4, side + 30, alt)
    picture.write(2, 11, title, 12, color, "left", weight="bold")
    factor = 256 // len(pixels)
    picture.image(pixels.repeat(factor, 0).repeat(factor, 1), 2, 26, side, side, shades, limits)
    picture.box(2, 26, side, side, edge=LINE)
    return picture

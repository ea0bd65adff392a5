"""Gradients as maps: how often each pixel is seen, what the border loses, and how far one output looks."""

import numpy as np

from solutions import conv2d_input

from ..grids import number
from ..style import INK, MUTED, WINDOW, Picture, Row

SIDE, SHADES = 150, "Blues"


def counted(size, kernel, stride=1, padding=0):
    """What each pixel is blamed for if every output is blamed with 1 and all weights are 1."""
    count = (size + 2 * padding - kernel) // stride + 1
    ones = np.ones((1, 1, kernel, kernel)), np.ones((1, 1, count, count))
    return conv2d_input((1, 1, size, size), *ones, stride, padding)[0, 0]


def _tile(values, title, below, alt, top):
    picture = Picture(SIDE + 4, SIDE + 52, alt)
    picture.write(2, 11, title, 13, INK, ha="left", weight="bold")
    picture.image(values, 2, 26, SIDE, SIDE, SHADES, (0, top))
    picture.box(2, 26, SIDE, SIDE, edge=MUTED)
    picture.write(2, SIDE + 40, below, 12, MUTED, ha="left")
    return picture


def checkerboards(pairs, size=13):
    """For each kernel and stride: how often every pixel was seen."""
    return Row(_checkerboard(kernel, stride, size) for kernel, stride in pairs)


def _checkerboard(kernel, stride, size):
    values = counted(size, kernel, stride)
    middle = values[kernel : size - kernel, kernel : size - kernel]
    least, most = (number(v) for v in (middle.min(), middle.max()))
    said = f"{least} to {most} times" if least != most else f"{most} times each"
    return _tile(
        values,
        f"kernel {kernel}, stride {stride}",
        f"inside: {said}",
        f"""Kernel {kernel}, stride {stride}: how often each of {size} by {size} pixels was seen. Away from the edges,
        {said}.""",
        9,
    )


# The border -----------------------------------------------------------------------------------------------------------


def kept(layers, size=21):
    """What is left of blame, pixel by pixel, behind so many means over 3 x 3 with a frame of zeros: 1 is all of it."""
    weight, blame = np.full((1, 1, 3, 3), 1 / 9), np.ones((1, 1, size, size))
    for _ in range(layers):
        blame = conv2d_input(blame.shape, weight, blame, padding=1)
    return blame[0, 0]


def bleeding(depths=(1, 4, 12)):
    """What the pixels are blamed for behind some layers: the rest has gone into the frame."""
    return Row(_bled(depth) for depth in depths)


def _bled(depth):
    values = kept(depth)
    lost, corner = 1 - values.mean(), values[0, 0]
    many = f"{depth} layer{'s' if depth > 1 else ''}"
    return _tile(
        values,
        many,
        f"lost: {number(100 * lost, 1)} %, corner: {number(corner)}",
        f"""What is left of the blame behind {many}: all in the middle, {number(corner)} in the corners.
        {number(100 * lost, 1)} per cent of it has gone into the frame.""",
        1,
    )


# How far one output looks ---------------------------------------------------------------------------------------------


def field(layers, size=31, draws=60):
    """How strongly the middle output of some random 3 x 3 layers depends on each pixel, on average over draws."""
    rng = np.random.default_rng(4)
    total = np.zeros((size, size))
    for _ in range(draws):
        blame = np.zeros((1, 1, size, size))
        blame[0, 0, size // 2, size // 2] = 1
        for _ in range(layers):
            weight = rng.uniform(0, 1, (1, 1, 3, 3))
            blame = conv2d_input(blame.shape, weight / weight.sum(), blame, padding=1)
        total += blame[0, 0]
    return total / draws


def fields(depths=(2, 6, 14)):
    """The gradient of one output, as a map over the pixels."""
    return Row(_field(depth) for depth in depths)


def half_of(values):
    """The side of the smallest square around the middle that holds half of the blame."""
    middle = len(values) // 2
    inner = (values[middle - r : middle + r + 1, middle - r : middle + r + 1].sum() for r in range(middle + 1))
    return 1 + 2 * next(r for r, total in enumerate(inner) if total >= values.sum() / 2)


def _field(depth):
    values = field(depth)
    reach, half = 1 + 2 * depth, half_of(values)
    picture = _tile(
        values,
        f"{depth} layers",
        f"sees {reach} wide, half in {half}",
        f"""What one output behind {depth} layers of 3 by 3 depends on: {reach} by {reach} pixels, brightest in
        the middle, where half of the blame falls into {half} by {half}.""",
        values.max(),
    )
    middle, cell = len(values) // 2, SIDE / len(values)
    at = (middle - depth) * cell
    picture.box(2 + at, 26 + at, reach * cell, reach * cell, edge=WINDOW, line=2)
    return picture

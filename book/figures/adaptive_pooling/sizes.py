"""Sizes of adaptive pools: how much each pixel counts in the end, and which of them an ordinary pool could replace."""

from itertools import pairwise
from math import gcd

import numpy as np

from solutions import adaptive_avg_pool2d
from solutions.adaptive_pooling import adaptive_windows

from ..grids import number
from ..style import ANSWER, ANSWER_TINT, INK, LINE, MUTED, SIGNED, WINDOW, WINDOW_TINT, Picture, Row


def weights(size, wanted):
    """How much each pixel counts in the mean of all outputs; 1 is as much as in the plain mean."""
    unit = np.eye(size)[None, :, None]  # a channel for each pixel, bright there and nowhere else
    return adaptive_avg_pool2d(unit, (1, wanted)).mean(axis=(0, 2, 3)) * size


def strips(pairs):
    """For each pair of sizes: how much every pixel counts in the mean of the outputs, as a strip of heat."""
    return Row(_strip(*pair) for pair in pairs)


def _strip(size, wanted):
    heat, cell = weights(size, wanted), 34
    even = np.allclose(heat, 1)
    picture = Picture(
        size * cell + 8,
        96,
        f"{size} pixels, {wanted} windows. Compared with the plain mean the pixels count "
        + " ".join(number(value) for value in heat)
        + f" times. {'All the same.' if even else 'Not all the same.'}",
    )
    picture.write(
        4, 11, f"{size} pixels, {wanted} windows: {'even' if even else 'uneven'}", 13, INK, "left", weight="bold"
    )
    picture.image(heat[None], 4, 28, size * cell, 34, SIGNED, (0.4, 1.6))
    for place, value in enumerate(heat):
        picture.box(4 + place * cell, 28, cell, 34, edge=MUTED)
        ink = "#111111" if 0.62 < value < 1.38 else "#fafafa"
        picture.write(4 + (place + 0.5) * cell, 45, number(value), 12, ink, weight="bold")
        picture.write(4 + (place + 0.5) * cell, 76, str(place), 11, MUTED)
    return picture


def kind(size, wanted):
    """Which ordinary pool, if any, has the windows of an adaptive one: its (kernel, stride), or the reason why not."""
    windows = adaptive_windows(size, wanted)
    kernels, strides = ({b - a for a, b in windows}, {b[0] - a[0] for a, b in pairwise(windows)})
    if len(kernels) > 1 or len(strides) > 1:
        return "repeats" if wanted > size else "uneven"
    kernel, stride = kernels.pop(), strides.pop() if strides else None
    if stride == 0:
        return "repeats"
    return kernel, kernel if stride is None else stride


KINDS = ["side by side", "overlapping evenly", "uneven", "more than there is"]


def named(size, wanted):
    found = kind(size, wanted)
    if isinstance(found, str):
        return KINDS[2] if found == "uneven" else KINDS[3]
    return KINDS[0] if found[0] == found[1] else KINDS[1]


def every_size(most=20):
    """For every pair of sizes, whether an ordinary pool could do the same."""
    cell, left, top = 19, 44, 40
    looks = dict(
        zip(KINDS, [(ANSWER, "none"), (ANSWER_TINT, ANSWER), (WINDOW_TINT, WINDOW), ("none", LINE)], strict=True)
    )
    found = {(size, wanted): named(size, wanted) for size in range(1, most + 1) for wanted in range(1, most + 1)}
    total = {name: list(found.values()).count(name) for name in KINDS}
    picture = Picture(
        left + most * cell + 6,
        top + most * cell + 64,
        f"A chart of {most} input sizes across and {most} output sizes down. Of {len(found)} pairs "
        + ", ".join(f"{count} are {name}" for name, count in total.items())
        + ". Side by side stands where the output divides the input.",
    )
    picture.write(left + most * cell / 2, 10, "input size", 13, INK, weight="bold")
    picture.write(2, 10, "output", 13, INK, ha="left", weight="bold")
    for k in range(1, most + 1):
        if k == 1 or k % 4 == 0:
            picture.write(left + (k - 0.5) * cell, 29, str(k), 11, MUTED)
            picture.write(left - 14, top + (k - 0.5) * cell, str(k), 11, MUTED)
    for (size, wanted), name in found.items():
        fill, edge = looks[name]
        x, y = left + (size - 1) * cell, top + (wanted - 1) * cell
        picture.box(x + 1.5, y + 1.5, cell - 3, cell - 3, fill=fill, edge=edge, line=0.8)
    for k, name in enumerate(KINDS):
        fill, edge = looks[name]
        x, y = left + 180 * (k % 2), top + most * cell + 14 + 26 * (k // 2)
        picture.box(x, y, 16, 16, fill=fill, edge=edge)
        picture.write(x + 24, y + 8, name, 12, INK, ha="left")
    return picture


def borders_shared(size, wanted):
    """How many borders between neighbouring windows run through a pixel: the number by the rule."""
    return wanted - gcd(size, wanted)

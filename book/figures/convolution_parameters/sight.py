"""How far a network sees, on a photograph: the field after each stage, and how much of it really counts."""

import numpy as np

from solutions import conv2d
from solutions.convolution_parameters import receptive_field

from ..grids import TIMES
from ..photograph import grey, square_cat
from ..style import INK, MUTED, WINDOW, Picture, Row

CONV, HALVE = (3, 1, 1), (2, 2, 1)  # kernel size, stride, dilation
STAGES = [[CONV] * 2 + [HALVE]] * 2 + [[CONV] * 3 + [HALVE]] * 3  # the convolutions and pools of VGG-16
MIDDLE, PUPIL = (110, 112), (51, 53)  # of the face, and of its left eye: row, column
DEPTH = 50


def fields(stages=STAGES):
    """How many pixels one number sees after each stage, along one axis."""
    layers, seen = [], []
    for stage in stages:
        layers = layers + stage
        seen.append(receptive_field(layers))
    return seen


def growing(stages=STAGES):
    """The cat's face with the fields drawn on it, one inside the other."""
    seen, side, top = fields(stages), 400, 6
    scale = side / len(square_cat())
    picture = Picture(
        side + 4,
        side + 60,
        "A cat's face of 224 by 224 pixels with squares around its middle. "
        + " ".join(f"After stage {n} one number sees {size} by {size} pixels." for n, size in enumerate(seen, 1))
        + " The first square holds a few hairs, the last nearly the whole face.",
    )
    picture.image(grey(square_cat()), 2, top, side, side)
    for size in reversed(seen):
        x, y = (2 + (MIDDLE[1] - size / 2) * scale, top + (MIDDLE[0] - size / 2) * scale)
        picture.box(x, y, size * scale, size * scale, edge="#ffffff", line=5)
        picture.box(x, y, size * scale, size * scale, edge=WINDOW, line=2.6)
    column = side / len(seen)
    for n, size in enumerate(seen, 1):
        middle = 2 + (n - 0.5) * column
        picture.write(middle, side + 26, f"stage {n}", 12, MUTED)
        picture.write(middle, side + 46, f"{size} {TIMES} {size}", 12, WINDOW, weight="bold")
    return picture


def counts(depth):
    """How much each pixel of the field (H, W) counts when all weights of `depth` 3 x 3 layers are alike; sum 1."""
    spread = np.ones((1, 1, 1, 1))
    for _ in range(depth):
        spread = conv2d(spread, np.full((1, 1, 3, 3), 1 / 9), padding=2)
    return spread[0, 0]


def heart(depth, share=0.95):
    """The side of the smallest centred square that holds this share of what counts."""
    weights = counts(depth)
    middle = len(weights) // 2
    for reach in range(middle + 1):
        if weights[middle - reach : middle + reach + 1, middle - reach : middle + reach + 1].sum() >= share:
            return 2 * reach + 1
    return len(weights)


def what_counts(depth=DEPTH):
    """The part of the face that a number of the last layer sees, and the same in a fog that is thin where it counts."""
    weights = counts(depth)
    size, inner = len(weights), heart(depth)
    top, left = PUPIL[0] - size // 2, PUPIL[1] - size // 2
    part = grey(square_cat())[top : top + size, left : left + size]
    part = 255 * (part - part.min()) / np.ptp(part)  # from black to white
    shows = [
        ("what it can see", part, f"A cat's eye, {size} by {size} pixels, evenly bright."),
        (
            "what counts",
            255 - (255 - part) * weights / weights.max(),
            f"""The same eye in a fog that only the middle of its pupil shines through. The square around 95 percent of
            the weight has {inner} by {inner} pixels.""",
        ),
    ]
    return Row([_panel(name, values, words, size, inner) for name, values, words in shows])


def _panel(name, values, words, size, inner, side=260):
    picture = Picture(side, side + 44, f"{name}: {words}")
    picture.write(0, 11, name, 14, INK, ha="left", weight="bold")
    picture.image(values, 0, 24, side, side)
    picture.box(0, 24, side, side, edge=MUTED)
    shown = size
    if name == "what counts":
        edge, shown = inner / size * side, inner
        picture.box((side - edge) / 2, 24 + (side - edge) / 2, edge, edge, edge=WINDOW, line=2)
    words = f"{size} {TIMES} {size} pixels" if shown == size else f"95 % lies in {inner} {TIMES} {inner}"
    picture.write(0, side + 35, words, 12, MUTED, ha="left")
    return picture

"""PixelShuffle in letters: four small squares become one large one, block by block; and a way that is wrong."""

import numpy as np

from solutions import pixel_shuffle

from ..grids import sizes
from ..style import (
    ANSWER,
    ANSWER_TINT,
    INK,
    KERNEL,
    KERNEL_TINT,
    MUTED,
    PAPER,
    WINDOW,
    WINDOW_TINT,
    Film,
    Picture,
    Row,
)  # fmt: skip

LETTERS = np.array(list("ABCDEFGHIJKLMNOP"))
COLORS = [(WINDOW_TINT, WINDOW), (KERNEL_TINT, KERNEL), (ANSWER_TINT, ANSWER), (PAPER, INK)]  # a channel each
CELL = 36


def codes():
    """Four channels of 2 x 2, each number the place of a letter in the alphabet."""
    return np.arange(16.0).reshape(1, 4, 2, 2)


def shuffled():
    return pixel_shuffle(codes(), 2)[0, 0].astype(int)


def a_row_for_each_place():
    """A picture that is easily drawn, and wrong: each place's four numbers make a row of the result."""
    return np.moveaxis(codes()[0], 0, -1).reshape(4, 4).astype(int)


def spelled(grid):
    """Rows of letters: 'A E B F / I M J N'."""
    return " / ".join(" ".join(LETTERS[row]) for row in grid)


def draw(picture, grid, x, y, cell=CELL, strong=None):
    """Letters in the colours of the channels that they came from; -1 leaves a place open."""
    for (i, j), code in np.ndenumerate(grid):
        fill, color = COLORS[code // 4] if code >= 0 else ("none", MUTED)
        bold = strong is not None and code in strong
        picture.box(x + j * cell, y + i * cell, cell, cell, fill, color, 3 if bold else 1, dashed=code < 0)
        if code >= 0:
            picture.write(x + (j + 0.5) * cell, y + (i + 0.5) * cell, LETTERS[code], 15, color, weight="bold")


def channels(picture, x, y, cell=CELL, strong=None):
    for k, grid in enumerate(codes()[0].astype(int)):
        picture.write(x + k * (2 * cell + 14), y - 12, f"channel {k}", 12, COLORS[k][1], ha="left", weight="bold")
        draw(picture, grid, x + k * (2 * cell + 14), y, cell, strong)


def task():
    """Four channels, and the empty square that they are to fill."""
    picture = Picture(
        504, 176, "Four channels of 2 by 2: A B, C D; E F, G H; I J, K L; M N, O P. Below, an empty square of 4 by 4."
    )
    channels(picture, 2, 26)
    draw(picture, np.full((4, 4), -1), 358, 26)
    picture.write(2, 140, "one pixel of the large square\nfor every letter", 13, MUTED, ha="left")
    picture.arrow((334, 62), (356, 62))
    return picture


def answer():
    """The square as torch makes it."""
    grid = shuffled()
    picture = Picture(
        4 * CELL + 4,
        4 * CELL + 34,
        f"The shuffled square: {spelled(grid)}. Each 2 by 2 block has a letter of each channel.",
    )
    picture.write(2, 11, "shuffled", 13, ANSWER, ha="left", weight="bold")
    draw(picture, grid, 2, 28)
    return picture


def frame(stop):
    """One place of the small grids: its four letters become one block of the large one."""
    places = list(np.ndindex(2, 2))
    h, w = places[stop]
    grid, whole = np.full((4, 4), -1), shuffled()
    for a, b in places[: stop + 1]:
        block = (slice(2 * a, 2 * a + 2), slice(2 * b, 2 * b + 2))
        grid[block] = whole[block]
    strong = codes()[0, :, h, w].astype(int)
    picture = Picture(
        2 * (2 * 30 + 14) + 4 * 30 + 60,
        202,
        f"""Stop {stop + 1} of 4: row {h}, column {w} of the four channels holds {" ".join(LETTERS[strong])}. They fill
        the block of the large square that begins at row {2 * h}, column {2 * w}.""",
    )
    picture.write(2, 11, f"row {h}, column {w}:  {' '.join(LETTERS[strong])}", 13, INK, ha="left")
    for k, small in enumerate(codes()[0].astype(int)):
        x, y = 2 + k % 2 * 74, 44 + k // 2 * 88
        picture.write(x, y - 11, f"channel {k}", 11, COLORS[k][1], ha="left")
        draw(picture, small, x, y, 30, strong)
    picture.arrow((148, 118), (182, 118))
    left = picture.width - 4 * 30 - 3
    draw(picture, grid, left, 58, 30)
    picture.box(left + 2 * w * 30, 58 + 2 * h * 30, 60, 60, edge=INK, line=3.5)
    return picture


def film(name="shuffle-film"):
    return Film(name, [frame(stop) for stop in range(4)], {0, 1, 2, 3}, seconds=1.8)


def right_and_wrong():
    """The square as torch makes it, and the one with a row for each place."""
    right, wrong = shuffled(), a_row_for_each_place()
    pictures = []
    for title, grid, color, words in (
        (
            "right: what torch gives",
            right,
            ANSWER,
            "a square for each place:\nwhat was to the right\nof A stays to the right",
        ),
        (
            "wrong: a row for each place",
            wrong,
            WINDOW,
            "B, once to the right of A,\nis now below it",
        ),
    ):
        picture = Picture(236, 232, f"{title}: {spelled(grid)}. {' '.join(words.split())}.")
        picture.write(2, 11, title, 13, color, ha="left", weight="bold")
        draw(picture, grid, 2, 28)
        if color == WINDOW:
            picture.box(2, 28, 4 * CELL, 4 * CELL, edge=WINDOW, line=3.5, dashed=True)
        picture.write(2, 182, words, 12, MUTED, ha="left", va="top")
        pictures.append(picture)
    return Row(pictures)


def stack_and_square(batch, upscale_factor):
    """What a shuffle does to a shape: many small maps, few large ones, as many numbers."""
    out = pixel_shuffle(batch, upscale_factor)
    deep, flat = batch[0], out[0]
    picture = Picture(
        506,
        168,
        f"""Left, a deep stack of {len(deep)} small maps, {sizes(deep)}. Right, a shallow stack of {len(flat)} larger
        ones, {sizes(flat)}. Both hold {deep.size} numbers.""",
    )
    for x, maps, side, shown, color in ((6, deep, 40, 14, KERNEL), (274, flat, 80, 4, ANSWER)):
        for k in reversed(range(shown)):
            fill = KERNEL_TINT if color == KERNEL else ANSWER_TINT
            picture.box(x + 8 * k, 84 - 5 * k + (40 - side) / 2, side, side, fill=fill, edge=color)
        picture.write(x, 156, f"{sizes(maps)} = {maps.size} numbers", 13, color, ha="left", weight="bold")
    picture.arrow((176, 84), (262, 84))
    picture.write(218, 68, f"PixelShuffle({upscale_factor})", 12, INK)
    return picture

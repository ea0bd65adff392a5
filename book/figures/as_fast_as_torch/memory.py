"""Memory as a machine has it: one long row. Strides, windows that are views, and a product that is cut into blocks."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..grids import TIMES, draw_pixels, grey, number
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, LINE, MUTED, PAPER, WINDOW, WINDOW_TINT, Picture
from .columns import X

CELL = 34
WINDOWS = sliding_window_view(X.astype(np.float32), (2, 2))


def places(i, j):
    """Where in memory the numbers of the window at (i, j) lie, counted in numbers from the first."""
    steps = np.array(WINDOWS.strides) // 4
    return [int(i * steps[0] + j * steps[1] + a * steps[2] + b * steps[3]) for a, b in np.ndindex(2, 2)]


def strides(at=(1, 1)):
    """The picture as we see it, and as it lies in memory, with one window marked in both."""
    here = places(*at)
    picture = Picture(
        416,
        230,
        f"""Above, the picture, 3 rows of 4, with the window at row {at[0]}, column {at[1]}. Below, the same 12
        numbers as they lie in memory, row after row. The window's four are at the places
        {", ".join(map(str, here))}.""",
    )
    picture.write(2, 12, "as we see it", 13, INK, ha="left", weight="bold")
    draw_pixels(picture, X, 2, 26, CELL)
    picture.box(2 + at[1] * CELL, 26 + at[0] * CELL, 2 * CELL, 2 * CELL, edge=WINDOW, line=3.5)
    row, column = X.astype(np.float32).strides
    picture.write(170, 46, f"one row down: {row} bytes further", 13, INK, ha="left")
    picture.write(170, 70, f"one column right: {column} bytes further", 13, INK, ha="left")
    picture.write(170, 94, f"so its strides are ({row}, {column})", 13, INK, ha="left", weight="bold")
    picture.write(2, 152, "as it lies in memory", 13, INK, ha="left", weight="bold")
    for place, value in enumerate(X.ravel()):
        fill, ink = grey(value)
        picture.box(2 + place * CELL, 166, CELL, CELL, fill=fill, edge="#808080")
        picture.write(2 + (place + 0.5) * CELL, 166 + CELL / 2, str(value), 13, ink)
        picture.write(2 + (place + 0.5) * CELL, 166 + CELL + 14, str(place), 11, MUTED)
    for place in here:
        picture.box(3 + place * CELL, 167, CELL - 2, CELL - 2, edge=WINDOW, line=3)
    return picture


# A product in blocks --------------------------------------------------------------------------------------------------

SIDE, BLOCKS = 120, 6


def fetched(side, block):
    """How many numbers a product of two matrices side x side fetches, if blocks of both are kept near and used up."""
    return 2 * side**3 // block


def blocks(row=2, column=3):
    """One block of the product: a band of the left matrix times a band of the right one, block by block."""
    step, top = SIDE / BLOCKS, 30
    lefts = [4, 200, 396]
    picture = Picture(
        520,
        top + SIDE + 6,
        f"""Three matrices, cut into {BLOCKS} by {BLOCKS} blocks. The block at row {row}, column {column} of the product
        is the sum of {BLOCKS} products of blocks: those of row {row} of the left matrix with those of column {column}
        of the right one. One pair of them is marked: it is what lies near while it is used.""",
    )
    names = ["filters", "windows as columns", "product"]
    for x, name, sign in zip(lefts, names, [TIMES, "=", ""], strict=True):
        picture.write(x, 12, name, 13, INK, ha="left", weight="bold")
        picture.box(x, top, SIDE, SIDE, fill=PAPER, edge=MUTED)
        if sign:
            picture.write(x + SIDE + 38, top + SIDE / 2, sign, 18, INK)
    picture.box(lefts[0], top + row * step, SIDE, step, fill=KERNEL_TINT, edge=KERNEL)
    picture.box(lefts[1] + column * step, top, step, SIDE, fill=WINDOW_TINT, edge=WINDOW)
    for x in lefts:
        for n in range(1, BLOCKS):
            picture.line([(x + n * step, top), (x + n * step, top + SIDE)], LINE, 0.7)
            picture.line([(x, top + n * step), (x + SIDE, top + n * step)], LINE, 0.7)
    picture.box(lefts[0] + step, top + row * step, step, step, edge=KERNEL, line=3.5)
    picture.box(lefts[1] + column * step, top + step, step, step, edge=WINDOW, line=3.5)
    picture.box(lefts[2] + column * step, top + row * step, step, step, fill=ANSWER_TINT, edge=ANSWER, line=3.5)
    return picture


def fetching(side=1024, widths=(1, 8, 64)):
    """How many numbers are fetched for each width of the blocks: rows of a table."""
    return [
        [number(block), f"{fetched(side, block):,}".replace(",", "\N{NO-BREAK SPACE}"), number(block)]
        for block in widths
    ]

"""The four numbers of a padding layer, on the sides that they belong to."""

import numpy as np

from solutions import pad

from ..grids import draw_plain
from ..style import ANSWER, INK, KERNEL, KERNEL_TINT, MUTED, Picture

CELL = 26
SIDES = ("left", "right", "top", "bottom")


def four_sides(image, amounts):
    """`image` (H, W) inside its frame, and beside each side its number of rows or columns."""
    left, _, top, _ = amounts
    padded = pad(image[None, None], amounts)[0, 0]
    rows, columns = padded.shape
    said = ", ".join(f"{amount} {side}" for amount, side in zip(amounts, SIDES, strict=True))
    picture = Picture(
        columns * CELL + 260,
        rows * CELL + 76,
        f"An image of {image.shape[0]} rows and {image.shape[1]} columns in a frame of zeros: {said}. "
        f"With its frame it has {rows} rows and {columns} columns.",
    )
    x, y = 130, 38
    draw_plain(picture, padded, x, y, CELL, size=11)
    picture.box(x, y, columns * CELL, rows * CELL, fill="none", edge=KERNEL, line=2)
    height, width = image.shape
    inner = (x + left * CELL, y + top * CELL, width * CELL, height * CELL)
    picture.box(*inner, fill=KERNEL_TINT, edge=KERNEL, line=2)
    for (i, j), value in np.ndenumerate(image):
        at = (x + (left + j + 0.5) * CELL, y + (top + i + 0.5) * CELL)
        picture.write(*at, f"{value:g}", 11, INK)
    middle_x, middle_y = x + (left + width / 2) * CELL, y + (top + height / 2) * CELL
    places = [
        (x - 12, middle_y, "right"),
        (x + columns * CELL + 12, middle_y, "left"),
        (middle_x, y - 18, "center"),
        (middle_x, y + rows * CELL + 18, "center"),
    ]
    for number, (amount, side, (at_x, at_y, ha)) in enumerate(zip(amounts, SIDES, places, strict=True), 1):
        picture.write(at_x, at_y, f"{number}. {side}: {amount}", 13, ANSWER if amount else MUTED, ha=ha, weight="bold")
    return picture

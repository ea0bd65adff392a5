"""Just enough padding: how much each kernel needs and on which side, and how even kernels let a picture drift."""

import numpy as np

from solutions import conv1d, conv2d, pad
from solutions.padding_layers import same_padding

from ..grids import number
from ..photograph import grey, square_cat
from ..style import ANSWER, INK, KERNEL, KERNEL_TINT, PAPER, WINDOW, WINDOW_TINT, Picture, Row

AXES = ((3, 1), (4, 1), (5, 1), (3, 2), (4, 2))
CELL, SIZE = 24, 6


def axes():
    """Each kernel's first stop on a row with the padding that keeps its size."""
    return Row(axis(kernel_size, dilation) for kernel_size, dilation in AXES)


def axis(kernel_size, dilation):
    """One kernel's first stop, and the padding before and behind the row."""
    before, behind = same_padding(kernel_size, dilation)
    title = f"kernel {kernel_size}" + (f", dilation {dilation}" if dilation > 1 else "")
    most = max(max(same_padding(*axis)) for axis in AXES)
    picture = Picture(
        (SIZE + 2 * most) * CELL + 4,
        96,
        f"{title}: {before} before and {behind} after a row of {SIZE}. The first stop begins at place "
        f"{number(-before)}.",
    )
    picture.write(2, 11, title, 13, KERNEL, ha="left", weight="bold")
    for place in range(-before, SIZE + behind):
        x, own = 2 + (place + most) * CELL, 0 <= place < SIZE
        picture.box(x, 26, CELL, CELL, fill=PAPER if own else WINDOW_TINT, edge=INK if own else WINDOW, dashed=not own)
        picture.write(x + CELL / 2, 26 + CELL / 2, number(place), 11, INK if own else WINDOW)
    for tap in range(kernel_size):
        x = 2 + (tap * dilation - before + most) * CELL
        picture.box(x + 4, 55, CELL - 8, 10, fill=KERNEL_TINT, edge=KERNEL, line=1.6)
    picture.write(2, 84, f"({before}, {behind})", 13, WINDOW, ha="left", weight="bold")
    return picture


def drifted(kernel_size, layers, size=25):
    """A single bright sample in the middle of a row, behind so many means of `kernel_size` that keep the size."""
    x = np.zeros((1, 1, size))
    x[..., size // 2] = 1
    mean = np.ones((1, 1, kernel_size)) / kernel_size
    for _ in range(layers):
        x = conv1d(x, mean, padding="same")
    return x[0, 0]


def middle(row):
    """Where its weight lies, counted from the row's middle."""
    return float((row * (np.arange(len(row)) - len(row) // 2)).sum() / row.sum())


def drift(layers=(0, 4, 8, 12)):
    """A dot behind layers with an odd and with an even kernel."""
    return Row(_drift(kernel_size, layers) for kernel_size in (3, 2))


def _drift(kernel_size, layers, cell=13):
    rows = [drifted(kernel_size, n) for n in layers]
    told = "; ".join(f"after {n}: {number(middle(row))}" for n, row in zip(layers, rows, strict=True))
    left, step = 66, 36
    picture = Picture(
        left + len(rows[0]) * cell + 4,
        26 + step * len(rows),
        f"A dot under means of {kernel_size} that keep the size. Places from the middle where it lies: {told}.",
    )
    picture.write(0, 11, f"kernel {kernel_size}", 13, KERNEL, ha="left", weight="bold")
    for k, (n, row) in enumerate(zip(layers, rows, strict=True)):
        y = 28 + step * k
        picture.write(0, y + 8, f"{n} layers", 12, INK, ha="left")
        picture.write(0, y + 22, number(middle(row)), 12, ANSWER, ha="left", weight="bold")
        for i, value in enumerate(row / row.max()):
            level = f"{round(40 + 210 * value):02x}"
            picture.box(left + i * cell, y, cell, 26, fill=f"#{3 * level}", edge="#808080", line=0.6)
        x = left + len(row) // 2 * cell
        picture.box(x, y - 2, cell, 30, edge=WINDOW, line=1.8)
        here = left + (len(row) // 2 + 0.5 + middle(row)) * cell
        picture.line([(here, y + 30), (here, y + 33)], ANSWER, 3)
    return picture


def drifting_cat(layers=24):
    """The cat behind many means of 2 x 2 that keep the size: extra zero at the end, as in torch; and in turns."""
    return Row(_cat(way, layers) for way in ("at the end", "in turns"))


def cat_behind(way, layers):
    x = grey(square_cat())[None, None]
    mean = np.ones((1, 1, 2, 2)) / 4
    for n in range(layers):
        odd = (1, 0) if way == "in turns" and n % 2 else (0, 1)
        x = conv2d(pad(x, odd * 2, "replicate"), mean)
    return x[0, 0]


def _cat(way, layers, side=200):
    cat = cat_behind(way, layers)
    look = "moved up and to the left" if way == "at the end" else "still in its place"
    picture = Picture(
        side, side + 28, f"The extra zero {way}: after {layers} means of 2 by 2 the face is soft and {look}."
    )
    picture.write(0, 11, f"extra zero {way}", 13, INK, ha="left", weight="bold")
    picture.image(cat, 0, 26, side, side)
    picture.line([(side / 2, 26), (side / 2, 26 + side)], "#ffffff", 1, dashed=True)
    picture.line([(0, 26 + side / 2), (side, 26 + side / 2)], "#ffffff", 1, dashed=True)
    return picture

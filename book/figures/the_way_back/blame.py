"""Blame on its way back through one convolution: small numbers, stamped where they come from."""

import numpy as np

from solutions import conv2d_input, conv2d_weight

from ..grids import TIMES, draw_answers, draw_kernel, draw_pixels, draw_plain, number, table
from ..style import INK, KERNEL, MUTED, WINDOW, Film, Picture

X = np.array([[1, 2, 0, 3], [4, 1, 2, 0], [0, 3, 1, 2]])
K = np.array([[2, -1], [0, 1]])
BLAME = np.array([[1, 0, 2], [-1, 3, 0]])
CELL, TOP = 34, 34


def to_input(blame=BLAME):
    """The blame of every pixel."""
    return conv2d_input((1, 1, *X.shape), 1.0 * K[None, None], 1.0 * blame[None, None])[0, 0]


def to_weight():
    """The blame of every number of the kernel."""
    return conv2d_weight(1.0 * X[None, None], (1, 1, *K.shape), 1.0 * BLAME[None, None])[0, 0]


def up_to(stop):
    """The blame when that of the first outputs has come back, in reading order."""
    return to_input(np.where(np.arange(BLAME.size).reshape(BLAME.shape) <= stop, BLAME, 0))


def task():
    """What is given: a picture, a kernel, and what each output is blamed for."""
    picture = Picture(
        436,
        TOP + 3 * CELL + 6,
        f"""A picture {table(X)}, a kernel {table(K)}, and the blame of the 2 by 3 outputs, {table(BLAME)}. What are the
        pixels and the kernel's numbers to blame for?""",
    )
    picture.write(2, 12, "the picture", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, X, 2, TOP, CELL)
    picture.write(172, 12, "the kernel", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, K, 172, TOP, CELL)
    picture.write(278, 12, "blame of the outputs", 13, INK, ha="left", weight="bold")
    draw_plain(picture, BLAME, 278, TOP, CELL, 15)
    return picture


def answer():
    """The blame of the pixels and of the kernel."""
    picture = Picture(
        336,
        TOP + 3 * CELL + 6,
        f"The blame of the pixels, {table(to_input())}, and that of the kernel's numbers, {table(to_weight())}.",
    )
    picture.write(2, 12, "blame of the pixels", 13, INK, ha="left", weight="bold")
    draw_answers(picture, to_input(), 2, TOP, CELL)
    picture.write(186, 12, "blame of the kernel", 13, INK, ha="left", weight="bold")
    draw_answers(picture, to_weight(), 186, TOP, CELL)
    return picture


def film():
    """One output after the other stamps the kernel, times its blame, onto the picture."""
    return Film("blame", [_stamped(stop) for stop in range(BLAME.size)], (0, 2, 5))


def _stamped(stop):
    i, j = divmod(stop, BLAME.shape[1])
    blame, now = BLAME[i, j], up_to(stop)
    picture = Picture(
        436,
        TOP + 3 * CELL + 6,
        f"""Stop {stop + 1} of {BLAME.size}: the output at row {i}, column {j} is blamed with {number(blame)}. Times the
        kernel that is {table(blame * K)}, added at rows {i} and {i + 1}, columns {j} and {j + 1}. The picture's blame
        so far: {table(now)}.""",
    )
    picture.write(2, 12, "blame of the outputs", 13, INK, ha="left", weight="bold")
    draw_plain(picture, BLAME, 2, TOP, CELL, 15)
    picture.box(2 + j * CELL, TOP + i * CELL, CELL, CELL, edge=WINDOW, line=3.5)
    picture.write(172, 12, f"{number(blame)} {TIMES} kernel", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, blame * K, 172, TOP, CELL)
    picture.arrow((248, TOP + CELL), (276, TOP + CELL), MUTED)
    picture.write(286, 12, "blame of the pixels", 13, INK, ha="left", weight="bold")
    draw_answers(picture, now, 286, TOP, CELL)
    picture.box(286 + j * CELL, TOP + i * CELL, 2 * CELL, 2 * CELL, edge=KERNEL, line=3.5)
    return picture

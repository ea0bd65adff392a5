"""A network small enough for pencil and paper: one map, one kernel, and numbers that are whole."""

import numpy as np

from solutions import adaptive_avg_pool2d, conv2d, conv_transpose2d, max_pool2d

from ..grids import draw_answers, draw_kernel, draw_pixels, number, table
from ..style import ANSWER, INK, KERNEL, MUTED, Picture

FOUR = np.array([[1, 3, 6, 6], [0, 2, 7, 5], [1, 1, 8, 9], [2, 4, 4, 8]])
RISE = np.array([[0, 0, 0], [-1, 0, 1], [0, 0, 0]])
STAMP = np.ones((4, 4))
CELL = 28


def chain(image=FOUR, kernel=RISE):
    """What the image becomes on MiniNet's two roads, with one filter: arrays (H, W)."""
    maps = conv2d(image[None, None].astype(float), kernel[None, None].astype(float), padding=1)
    pooled = max_pool2d(maps, 2)
    up = conv_transpose2d(pooled, STAMP[None, None], stride=2, padding=1)
    found = {"conv1": maps, "pool": pooled, "adaptive": adaptive_avg_pool2d(pooled, 1), "up": up}
    return {name: values[0, 0] for name, values in found.items()}


def task():
    """The image and the two kernels."""
    picture = Picture(
        420, 160, f"An image: {table(FOUR)}. The kernel of conv1: {table(RISE)}. The kernel of up: 16 ones."
    )
    picture.write(2, 13, "image", 13, INK, ha="left", weight="bold")
    draw_pixels(picture, FOUR, 2, 28, CELL)
    picture.write(168, 13, "kernel of conv1", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, RISE, 168, 28, CELL)
    picture.write(300, 13, "kernel of up", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, STAMP, 300, 28, 28)
    return picture


def down():
    """Image, map, pooled map, average: the road down in numbers, with the pool's blocks drawn thick."""
    found = chain()
    picture = Picture(
        448,
        160,
        f"""The road down. The image {table(FOUR)} becomes under conv1 {table(found["conv1"])}; the pool keeps
        {table(found["pool"])}; the average is {number(found["adaptive"].item())}.""",
    )
    middle = 28 + 2 * CELL
    picture.write(2, 13, "image", 13, INK, ha="left", weight="bold")
    draw_pixels(picture, FOUR, 2, 28, CELL)
    picture.arrow((120, middle), (142, middle))
    picture.write(148, 13, "conv1", 13, KERNEL, ha="left", weight="bold")
    draw_answers(picture, found["conv1"], 148, 28, CELL)
    for i, j in np.ndindex(2, 2):
        picture.box(148 + 2 * j * CELL, 28 + 2 * i * CELL, 2 * CELL, 2 * CELL, edge=ANSWER, line=2.6)
    picture.arrow((266, middle), (288, middle))
    picture.write(294, 13, "pool", 13, KERNEL, ha="left", weight="bold")
    draw_answers(picture, found["pool"], 294, 28 + CELL, CELL)
    picture.arrow((356, middle), (374, middle))
    picture.write(374, 13, "adaptive", 13, KERNEL, ha="left", weight="bold")
    draw_answers(picture, found["adaptive"], 382, middle - 0.5 * CELL - 4, CELL + 8)
    return picture


def up():
    """Pooled map and what `up` stamps from it; below, how many stamps reach each place."""
    found = chain()
    reached = conv_transpose2d(np.ones((1, 1, 2, 2)), STAMP[None, None], stride=2, padding=1)[0, 0]
    picture = Picture(
        450,
        160,
        f"""The road up. From {table(found["pool"])} the layer up stamps {table(found["up"])}. So many stamps reach each
        place: {table(reached)}.""",
    )
    middle = 28 + 2 * CELL
    picture.write(2, 13, "pool", 13, KERNEL, ha="left", weight="bold")
    draw_answers(picture, found["pool"], 2, 28 + CELL, CELL)
    picture.arrow((76, middle), (104, middle))
    picture.write(114, 13, "up", 13, KERNEL, ha="left", weight="bold")
    draw_answers(picture, found["up"], 114, 28, CELL)
    picture.write(286, 13, "stamps at each place", 13, MUTED, ha="left", weight="bold")
    for (i, j), count in np.ndenumerate(reached):
        picture.box(286 + j * CELL, 28 + i * CELL, CELL, CELL, edge=MUTED)
        picture.write(286 + (j + 0.5) * CELL, 28 + (i + 0.5) * CELL, number(count), 13, INK)
    return picture

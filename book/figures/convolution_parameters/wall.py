"""What a stride jumps over: a fence of single pixels, and a brick wall whose joints are thinner than a jump.

The wall is a texture of CC0Textures, in the public domain (CC0).
"""

import numpy as np
from skimage.data import brick

from ..grids import TIMES, draw_answers, draw_kernel, draw_pixels, sizes, table
from ..style import INK, KERNEL, MUTED, WINDOW, Picture, Row
from .jumps import answers

FENCE = np.array([[0, 9] * 5])
SOFT = np.array([[1, 2, 1]]) / 4
JUMP = 11
CELL = 30


def fence(kernel, title):
    """A fence, and the same fence one pixel on: every second answer of a kernel."""
    pairs = [(row, answers(row, kernel, (1, 2))) for row in (FENCE, 9 - FENCE)]
    says = "; ".join(f"{table(row)} becomes {table(out)}" for row, out in pairs)
    picture = Picture(
        306, 256, f"{title}, kernel {table(kernel)}, stride 2, on a fence and the same one pixel on: {says}."
    )
    picture.write(2, 11, title, 14, INK, ha="left", weight="bold")
    picture.write(2, 38, "kernel", 12, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, kernel, 58, 25, 26, size=11)
    for n, (row, out) in enumerate(pairs):
        y = 64 + n * 94
        picture.write(2, y + 8, ("the fence", "moved by one pixel")[n], 12, WINDOW, ha="left", weight="bold")
        draw_pixels(picture, row, 2, y + 18, CELL)
        for stop in range(out.shape[1]):
            first, last = 2 * stop, 2 * stop + kernel.shape[1] - 1
            middle = 2 + (first + last + 1) / 2 * CELL
            low = y + 52 + 4 * (stop % 2)  # windows that overlap are drawn at two heights
            picture.line([(2 + first * CELL + 5, low), (2 + (last + 1) * CELL - 5, low)], WINDOW, 1.8)
            draw_answers(picture, out[:, stop : stop + 1], middle - CELL / 2 + 1, y + 61, CELL - 2, size=12)
    return picture


def fences():
    """A kernel smaller than the stride sees one colour of the fence; a softer one sees both."""
    return Row([fence(np.array([[1]]), "picks one pixel"), fence(SOFT, "mixes three")])


def wall():
    """The photograph (512, 512), numbers from 0 to 255."""
    return brick().astype(float)


def picked(photograph):
    return answers(photograph, [[1.0]], stride=JUMP)


def mixed(photograph):
    return answers(photograph, np.full((JUMP, JUMP), 1 / JUMP**2), stride=JUMP)


def unrest(shrink):
    """Measure how many greys a pixel of the thumbnail changes by, on average, when the camera moves by one pixel."""
    whole = wall()
    here, there = shrink(whole[:, :-1]), shrink(whole[:, 1:])
    return np.abs(here - there).mean()


def thumbnails():
    """The wall, and two ways to make it small with the same stride."""
    says = {
        f"the wall, {sizes(wall())}": (wall(), "Upright bricks with thin, pale joints, straight and whole."),
        f"kernel 1, stride {JUMP}": (
            picked(wall()),
            "The joints are torn into dashes, and the dashes form fans and arcs that are not in the wall.",
        ),
        f"mean of {JUMP} {TIMES} {JUMP}, stride {JUMP}": (mixed(wall()), "Faint, but every joint is where it belongs."),
    }
    return Row([_photo(name, values, words) for name, (values, words) in says.items()])


def _photo(name, values, words, side=206):
    picture = Picture(side, side + 44, f"{name}. {words}")
    picture.write(0, 11, name, 13, INK, ha="left", weight="bold")
    picture.image(values, 0, 24, side, side, limits=(60, 200))
    picture.write(0, side + 35, f"{values.shape[0]} rows and columns", 12, MUTED, ha="left")
    return picture

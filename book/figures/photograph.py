"""A photograph of a cat, seen through kernels made by hand.

The cat is Chelsea, photographed by Stéfan van der Walt; he gave the picture to the public domain (CC0).
"""

import numpy as np
from skimage.data import chelsea

from solutions.convolutional_layers import correlate2d

from .grids import MINUS, draw_kernel, draw_pixels, number, table
from .style import ANSWER, ANSWER_TINT, INK, KERNEL, MUTED, SIGNED, WINDOW, Picture, Row

UPRIGHT = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])  # Sobel: bright on the right minus bright on the left
LYING = UPRIGHT.T
KERNELS = {
    "leave as it is": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "blur": np.ones((3, 3)) / 9,
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "vertical edges": UPRIGHT,
    "horizontal edges": LYING,
    "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
}
SIGNED_LIMIT = 300  # of a map that has both signs: stronger answers are drawn as strong as this
SHOWS = {
    "leave as it is": "The cat, unchanged.",
    "blur": "The cat, a little soft: single hairs are gone.",
    "sharpen": "The cat, crisper: hairs and whiskers stand out.",
    "vertical edges": "Pale where nothing changes; purple and orange lines beside the nose and the eyes.",
    "horizontal edges": "Pale where nothing changes; purple and orange lines along eyelids and whiskers.",
    "emboss": "The cat as if pressed in metal and lit from one corner.",
}


def cat():
    """The photograph (300, 451, 3), whole numbers from 0 to 255."""
    return chelsea()


def square_cat():
    """224 x 224 pixels of it, the face: the size that many networks take."""
    return cat()[60:284, 124:348]


def grey(photograph):
    """Brightness, by the weights television uses for red, green and blue (ITU-R BT.601), rounded to whole numbers."""
    return np.round(photograph @ [0.299, 0.587, 0.114])


def magic_window(row=254, column=271):
    """The whole idea in one picture: a window on the cat, what it sees, its answer, the sheet of all answers."""
    picture_grey = grey(cat())
    sheet = correlate2d(picture_grey, UPRIGHT)
    seen, answer = picture_grey[row : row + 3, column : column + 3], sheet[row, column]
    picture = Picture(
        760,
        246,
        f"""Left, a cat's face in grey with a small orange window on the edge of its nose. Middle, the window enlarged:
        nine pixels, {table(seen)}, over the kernel {table(UPRIGHT)}; the answer is {number(answer)}. Right, the sheet
        of all answers: pale where the fur is even, orange and purple where brightness changes from left to right.""",
    )
    scale, top = 0.64, 40
    height, width = (size * scale for size in picture_grey.shape)
    right = picture.width - width - 2
    picture.write(2, 20, "the photograph", 13, WINDOW, ha="left", weight="bold")
    picture.image(picture_grey, 2, top, width, height)
    picture.write(right, 20, "the sheet of answers", 13, ANSWER, ha="left", weight="bold")
    picture.image(sheet, right, top, width, height, SIGNED, (-SIGNED_LIMIT, SIGNED_LIMIT))

    middle, cell = (2 + width + right) / 2, 34
    x, y = 2 + column * scale, top + row * scale
    left, above = middle - 1.5 * cell, top + 12
    for corner in (0, 3 * cell):
        picture.line([(x + 6, y), (left, above + corner)], WINDOW, 1.0, dashed=True)
    picture.box(x - 5, y - 5, 12, 12, edge="#ffffff", line=5)
    picture.box(x - 5, y - 5, 12, 12, edge=WINDOW, line=3)
    draw_pixels(picture, seen, left, above, cell, brightest=255, size=12, under=dict(np.ndenumerate(UPRIGHT)))
    picture.box(left, above, 3 * cell, 3 * cell, edge=WINDOW, line=3)
    picture.write(middle, above + 3 * cell + 18, "add up", 12, MUTED)
    picture.box(middle - 30, above + 3 * cell + 32, 60, 32, fill=ANSWER_TINT, edge=ANSWER, line=2, round_by=6)
    picture.write(middle, above + 3 * cell + 48, number(answer), 16, ANSWER, weight="bold")
    mark = (right + column * scale, top + row * scale)
    picture.line([(middle + 30, above + 3 * cell + 48), (mark[0] - 6, mark[1])], ANSWER, 1.0, dashed=True)
    picture.box(mark[0] - 5, mark[1] - 5, 12, 12, edge="#ffffff", line=5)
    picture.box(mark[0] - 5, mark[1] - 5, 12, 12, edge=ANSWER, line=3)
    return picture.in_parts((0, left + 3 * cell + 4), (left - 4, picture.width))


def through(name, kernel, shows, photograph=None):
    """The cat after one kernel: its sheet of answers, the kernel, and what the kernel's numbers add up to."""
    sheet = correlate2d(grey(square_cat()) if photograph is None else photograph, kernel)
    total = kernel.sum()
    signed = abs(total) < 1e-9
    picture = Picture(206, 294, f"{name}: kernel {table(kernel)}. {shows}")
    picture.write(0, 11, name, 14, INK, ha="left", weight="bold")
    limits = (-SIGNED_LIMIT, SIGNED_LIMIT) if signed else (0, 255)
    picture.image(sheet, 0, 24, 206, 206, SIGNED if signed else "gray", limits)
    draw_kernel(picture, kernel, 1, 238, 18, size=10)
    picture.write(206, 248, f"numbers add up to {number(total)}", 12, KERNEL, ha="right")
    picture.write(206, 268, f"orange {MINUS}, purple +" if signed else "black 0, white 255", 12, MUTED, ha="right")
    return picture


def gallery():
    """Six kernels on the same cat."""
    return Row(through(name, kernel, SHOWS[name]) for name, kernel in KERNELS.items())


def wrong_ways():
    """The vertical-edge kernel, and what a flip and a swap of its axes make of it."""
    return Row(
        [
            through("as it should be", UPRIGHT, SHOWS["vertical edges"]),
            through("kernel flipped", UPRIGHT[::-1, ::-1], "The same lines with orange and purple exchanged."),
            through("axes exchanged", UPRIGHT.T, "Other lines: eyelids and whiskers, not the nose's sides."),
        ]
    )

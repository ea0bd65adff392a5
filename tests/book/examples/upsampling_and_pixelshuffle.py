"""The figures of chapter 7."""

import numpy as np
from figures.upsampling_and_pixelshuffle import cat_eye, curves, resizing, rulers, shuffling, subpixel

ROW = np.array([4, 8, 0, 9])
FOUR = np.array([[0, 16], [48, 64.0]])

FIGURES = {
    "row to make longer": lambda: resizing.task([0, 8], 4),
    "row in every mode": lambda: resizing.by_every_mode([0, 8], 4),
    "film of a longer row": lambda: resizing.film(ROW, 6),
    "matrices": lambda: resizing.matrices(4, 8),
    "two passes": lambda: resizing.two_passes(FOUR, hide=[(1, 1)]),
    "corner rulers": rulers.corners,
    "nearest rulers": rulers.nearest,
    "size or factor": rulers.factor,
    "weight curves": curves.kernels,
    "step edge": curves.step_edge,
    "cat's eye": cat_eye.modes,
    "wrapped bytes": cat_eye.wrapped,
    "wrong shuffles": cat_eye.wrong_shuffles,
    "quarters": cat_eye.quarters,
    "shuffle task": shuffling.task,
    "shuffle answer": shuffling.answer,
    "shuffle film": shuffling.film,
    "right and wrong": shuffling.right_and_wrong,
    "stack and square": lambda: shuffling.stack_and_square(np.zeros((1, 64, 8, 8)), 2),
    "combed kernels": subpixel.rearranged,
    "at the start": subpixel.at_the_start,
}

"""The figures of chapter 6."""

import numpy as np
from figures.transposed_convolutions import (
    checkerboard,
    cures,
    misprints,
    overlap,
    prints,
    sheets,
    there_and_back,
    transposes,
)

LINE, TAPS = np.array([3, 1, 2]), np.array([1, 2, 1])
INK, STAMP = np.array([[2, 1, 3], [1, 0, 2]]), np.array([[1, 2, 0], [0, 3, 1], [2, 0, 1]])
HAND, HAND_STAMP = np.array([[2, 1], [1, 3]]), np.array([[1, 0, 2], [1, 3, 0], [0, 1, 1]])
PATCH = np.array([[16, 48, 160, 208], [32, 112, 224, 176], [64, 192, 144, 96], [16, 80, 64, 32]])
PAIRS = [(2, 2), (3, 2), (4, 2), (5, 2), (3, 3), (4, 3), (5, 3), (6, 3)]
RNG = np.random.default_rng(3)
MAPS, WEIGHT = RNG.normal(size=(1, 64, 16, 16)), RNG.normal(size=(64, 32, 4, 4))


def spectrum():
    presses = cures.presses()
    return checkerboard.spectrum({name: presses[name] for name in cures.SHAPES}, 2)


FIGURES = {
    "task": lambda: prints.task(LINE, TAPS, 2),
    "on a line": lambda: prints.on_a_line(LINE, TAPS, 2),
    "film": lambda: prints.film(INK, STAMP, 2),
    "four prints": lambda: prints.four_prints(HAND, HAND_STAMP),
    "finished": lambda: prints.finished(HAND, HAND_STAMP),
    "trimming with output padding": lambda: sheets.trimming(4, 3, 2, 1, 1),
    "trimming without": lambda: sheets.trimming(4, 4, 2, 1, 0),
    "output padding beyond the prints": lambda: sheets.trimming(3, 2, 3, 0, 2),
    "doubled": lambda: sheets.doubled(PATCH),
    "layer": lambda: sheets.layer(MAPS, WEIGHT),
    "on its side": lambda: transposes.on_its_side(np.array([1, 2, 4]), 7, 2),
    "of a picture": lambda: transposes.of_a_picture(np.arange(1, 10).reshape(3, 3), (4, 4)),
    "stuffing": lambda: transposes.stuffing(INK, STAMP, 2, (1, 2)),
    "average there and back": lambda: there_and_back.trip("average"),
    "edges there and back": lambda: there_and_back.trip("edges"),
    "overlap along a line": lambda: overlap.lines([(2, 2), (3, 2), (4, 2), (4, 3), (6, 3)], 4),
    "overlap on a sheet": lambda: overlap.maps(PAIRS),
    "phase sums": lambda: overlap.phase_sums(np.array([3, 1, 2, 0]), 2),
    "patterns": lambda: checkerboard.patterns([(3, 2), (4, 2), (5, 2)]),
    "spectrum": spectrum,
    "gallery of cures": cures.gallery,
    "lessons": cures.lessons,
    "misprints": misprints.wrong_ways,
}

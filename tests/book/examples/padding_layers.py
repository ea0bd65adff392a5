"""The figures of chapter 3."""

import numpy as np
from figures.padding_layers import border, frames, panorama, photo, same
from figures.photograph import UPRIGHT
from workings.padding_layers import torch_takes

HAND = np.array([[1, 2, 8, 9], [0, 3, 9, 8], [1, 2, 7, 9], [2, 1, 8, 7]])
STILL = np.array([[0, 3, 6, 9, 2], [7, 2, 7, 2, 7], [4, 1, 8, 5, 2], [1, 0, 9, 8, 7]])
RISE = np.array([[-1, 0, 1]] * 3)
SIX = np.array([[4, 5, 6], [7, 8, 9]])
MOST = {"zero": 6, "reflection": 3, "replication": 6, "circular": 4}

FIGURES = {
    "walk": frames.walk,
    "rows": lambda: frames.rows(4, MOST),
    "four": lambda: frames.four(frames.NUMBERED, (2, 1, 1, 2)),
    "four with a window": lambda: frames.four(HAND, (1, 1, 1, 1), UPRIGHT),
    "first stop": lambda: frames.first_stop(STILL, (2, 2, 2, 2), "reflection", RISE),
    "wrong ways": lambda: frames.wrong_ways(frames.NUMBERED, (2, 1, 1, 2)),
    "four amounts": lambda: frames.four_amounts(SIX, (3, 1, 2, 0)),
    "amounts that fit": lambda: frames.sizes_that_fit(4, range(1, 8), torch_takes),
    "eaten": border.eaten,
    "seen": border.seen,
    "creeping": border.creeping,
    "shares": border.shares,
    "blanks": border.blanks,
    "frames": photo.frames,
    "corners": photo.corners,
    "blurs": photo.blurs,
    "just enough": same.axes,
    "drift": same.drift,
    "drifting cat": same.drifting_cat,
    "unrolled": panorama.unrolled,
    "planets": panorama.planets,
}

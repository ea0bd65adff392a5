"""The figures of chapter 3."""

import numpy as np
from figures import pad_border, pad_frames, pad_photo, pad_same, panorama
from figures.photograph import UPRIGHT
from workings.padding_layers import torch_takes

HAND = np.array([[1, 2, 8, 9], [0, 3, 9, 8], [1, 2, 7, 9], [2, 1, 8, 7]])
STILL = np.array([[0, 3, 6, 9, 2], [7, 2, 7, 2, 7], [4, 1, 8, 5, 2], [1, 0, 9, 8, 7]])
RISE = np.array([[-1, 0, 1]] * 3)
SIX = np.array([[4, 5, 6], [7, 8, 9]])
MOST = {"zero": 6, "reflection": 3, "replication": 6, "circular": 4}

FIGURES = {
    "walk": pad_frames.walk,
    "rows": lambda: pad_frames.rows(4, MOST),
    "four": lambda: pad_frames.four(pad_frames.NUMBERED, (2, 1, 1, 2)),
    "four with a window": lambda: pad_frames.four(HAND, (1, 1, 1, 1), UPRIGHT),
    "first stop": lambda: pad_frames.first_stop(STILL, (2, 2, 2, 2), "reflection", RISE),
    "wrong ways": lambda: pad_frames.wrong_ways(pad_frames.NUMBERED, (2, 1, 1, 2)),
    "four amounts": lambda: pad_frames.four_amounts(SIX, (3, 1, 2, 0)),
    "amounts that fit": lambda: pad_frames.sizes_that_fit(4, range(1, 8), torch_takes),
    "eaten": pad_border.eaten,
    "seen": pad_border.seen,
    "creeping": pad_border.creeping,
    "shares": pad_border.shares,
    "blanks": pad_border.blanks,
    "frames": pad_photo.frames,
    "corners": pad_photo.corners,
    "blurs": pad_photo.blurs,
    "just enough": pad_same.axes,
    "drift": pad_same.drift,
    "drifting cat": pad_same.drifting_cat,
    "unrolled": panorama.unrolled,
    "planets": panorama.planets,
}

"""The figures of chapter 4."""

import numpy as np
from figures.pooling_layers import axes, cat, norms, pools

SMALL = np.array([[1, 2, 3, 1, 0], [2, 4, 5, 1, 2], [8, 2, 2, 4, 7], [4, 4, 5, 2, 1], [0, 9, 1, 3, 3]])
FOUR = SMALL[:4, :4]
ROW = (-5, -2, -7, -4, -3)
LEVEL = [12] * 6
WINDOW = (1, 3, 2, 4)

FIGURES = {
    "task": lambda: pools.task(SMALL, (2, 3)),
    "answers": lambda: pools.answers(SMALL, (2, 3)),
    "film": lambda: pools.film(SMALL, (2, 3), (2, 2)),
    "three": lambda: pools.three(FOUR, (2, 2)),
    "winners": lambda: pools.winners(FOUR, (2, 2)),
    "gradients": lambda: pools.gradients(np.array([[1, 5], [3, 1]])),
    "strides": axes.strides,
    "ceil modes": axes.ceil_modes,
    "counted": lambda: axes.counted(LEVEL, 3, 2, 1),
    "minus infinity": lambda: axes.minus_infinity(ROW, 3, 2, 1),
    "shares": lambda: norms.shares(WINDOW),
    "curve": lambda: norms.curve(WINDOW),
    "photograph": lambda: cat.three("photograph"),
    "feature map": lambda: cat.three("feature map"),
    "frames": cat.frames,
    "staircase": lambda: cat.staircase("one bright pixel", [0, 9, 0, 0, 0, 0, 0, 0], 4, range(5)),
    "shifts": cat.shifts,
}

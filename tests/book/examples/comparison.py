"""The figure of the comparison page."""

import numpy as np
from figures.other_pages import comparison

FIGURES = {
    "sizes to scale": lambda: comparison.drawn_to_scale(
        {"shrinks": np.zeros((64, 14, 20)), "one": np.zeros((64, 1, 1)), "grows": np.zeros((16, 56, 80))},
        np.zeros((64, 28, 40)),
    ),
}

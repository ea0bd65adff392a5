"""Figures of the page on notation."""

import numpy as np
from figures.other_pages import conventions

FIGURES = {"four_sides": lambda: conventions.four_sides(np.arange(1.0, 7).reshape(2, 3), (1, 2, 3, 4))}

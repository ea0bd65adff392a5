"""Figures of the page on performance."""

from figures.other_pages.speeds import speeds

FIGURES = {"speeds": lambda: speeds({"pooling": [0.1, 0.3, 0.5], "shuffling": [1.5, 3.0]})}

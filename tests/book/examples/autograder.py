"""Figures of the page on the autograder."""

from figures.other_pages.two_sides import two_sides

FIGURES = {"two_sides": two_sides}

"""The figure of the page on where to go next."""

from figures.other_pages import profiles

FIGURES = {"five networks": profiles.five_networks}

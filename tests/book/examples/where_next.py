"""The figure of the page on where to go next."""

from figures import profiles

FIGURES = {"five networks": profiles.five_networks}

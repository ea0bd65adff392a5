"""The chapters' covers."""

from functools import partial

from figures.other_pages.covers import COVERS, cover

FIGURES = {slug: partial(cover, slug) for slug in COVERS}

"""The first page leads to every chapter, and the covers show what they say."""

import re

import numpy as np
import pytest
from figures.other_pages import covers

from tests.book._building import BOOK, ROOT

INDEX = (BOOK / "index.md").read_text()
CHAPTERS = {folder.name.partition("-")[2]: folder.name for folder in sorted((ROOT / "exercises").glob("[0-9]*"))}
CARDS = dict(
    re.findall(r":::\{grid-item-card\} (\d+\. .*)\n:link: (.*)\n:link-type: doc\n```\{glue\} cover_\2\n", INDEX)
)


def test_every_chapter_has_a_card_with_its_number_title_and_cover():
    titles = {
        f"{int(folder[:2])}. {re.search(r'^# (.*)', (BOOK / f'{slug}.md').read_text(), re.M).group(1)}": slug
        for slug, folder in CHAPTERS.items()
    }
    assert titles == CARDS
    assert list(covers.COVERS) == list(CHAPTERS)


@pytest.mark.parametrize("page", sorted(page.stem for page in BOOK.glob("*.md")))
def test_every_page_can_be_reached_from_the_first(page):
    assert page == "index" or page in CARDS.values() or re.search(r"\{doc\}`[^`]*\b" + page + "[`>]", INDEX)


def test_the_readme_counts_the_chapters():
    numbers = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    assert f"There are {numbers[len(CHAPTERS)]} chapters" in (ROOT / "README.md").read_text()


def test_edges_have_both_signs_and_the_last_cover_keeps_one():
    edges, kept, blocks, blended = covers.down_and_up()
    assert edges.min() < 0 < edges.max()
    np.testing.assert_array_equal(kept, np.where(edges > 0, edges, 0))
    assert blocks.max() == kept.max()
    assert blended.shape == kept.shape


def test_the_padded_cover_goes_once_round():
    whole, motif = covers.round_the_world(), covers.MOTIF
    assert whole.shape == (3, 4 * motif, 4 * motif)
    np.testing.assert_array_equal(whole[:, :motif], whole[:, 2 * motif : 3 * motif])
    np.testing.assert_array_equal(whole[:, :, :motif], whole[:, :, 2 * motif : 3 * motif])


def test_the_checkerboard_cover_has_a_strong_and_a_weak_row_in_turn():
    sheet = covers.checkerboard()[2:-2, 2:-2]
    weak, strong = (sheet[start::2, 1::2].mean() for start in (1, 0))
    assert strong > 1.8 * weak


def test_the_covers_say_their_sizes():
    assert covers.six_by_nine().shape[1:] == covers.CELLS
    assert covers.brightest().shape == (224 // covers.WINDOW,) * 2
    assert "{} rows and {} columns".format(*covers.CELLS) in covers.cover("adaptive-pooling").alt
    left, right = np.split(covers.copied_and_blended(), 2, axis=2)
    assert len(np.unique(left[0])) < len(np.unique(right[0])) / 10

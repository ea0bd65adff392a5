"""Every figure draws, says in words what it shows, and follows the page's theme."""

import importlib
import pkgutil
import re
from xml.etree import ElementTree

import pytest
from figures.style import PALETTE, Picture

from tests.book import examples
from tests.book._reading import pictures_of

FIGURES = {
    f"{module.name}: {name}": draw
    for module in pkgutil.iter_modules(examples.__path__)
    for name, draw in importlib.import_module(f"{examples.__name__}.{module.name}").FIGURES.items()
}


pytestmark = pytest.mark.share(3)


@pytest.fixture(scope="module", params=FIGURES.values(), ids=FIGURES)
def drawn(request):
    """The pictures of a figure, each with the SVG of it."""
    return [(picture, picture.svg()) for picture in pictures_of(request.param())]


def test_every_picture_says_in_words_what_it_shows(drawn):
    for picture, svg in drawn:
        assert len(picture.alt) > 15
        assert ElementTree.fromstring(svg).get("aria-label") == picture.alt


def test_a_picture_without_words_is_refused():
    with pytest.raises(ValueError, match="alt text"):
        Picture(10, 10, "")


def test_every_colour_of_the_palette_follows_the_theme(drawn):
    for _, svg in drawn:
        assert "var(--mw-" in svg
        assert not [color for color in PALETTE.values() if color in svg]


def test_pictures_share_no_ids(drawn):
    """They stand in one page: an id used twice would make one picture borrow from another."""
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for _, svg in drawn]
    assert sum(map(len, ids)) == len(set().union(*ids))


def test_all_that_is_written_lies_inside_the_picture(drawn):
    for picture, _ in drawn:
        for text in picture.ax.texts:
            box = text.get_window_extent()
            assert box.x0 >= -2 * picture.dpi / 72, text
            assert box.x1 <= (picture.width + 2) * picture.dpi / 72, text
            assert box.y0 >= -2 * picture.dpi / 72, text
            assert box.y1 <= (picture.height + 2) * picture.dpi / 72, text

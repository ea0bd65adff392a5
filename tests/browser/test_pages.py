"""Every page, in light and in dark, in a real browser with no network but its own server."""

import pytest

from tests.book._building import BOOK
from tests.browser._accessibility import complaints
from tests.browser._visit import visiting

PAGES = sorted(f"{page.stem}.html" for page in BOOK.glob("*.md")) + ["search.html"]
THEMES = ["light", "dark"]
SOURCES = {f"{page.stem}.html": page.read_text() for page in BOOK.glob("*.md")}
WITH_MATHS = {name for name, source in SOURCES.items() if "$$" in source}
WITHOUT_MATHS = {name for name in PAGES if "$" not in SOURCES.get(name, "")}
WITH_PICTURES = {name for name, source in SOURCES.items() if "from figures" in source}


@pytest.fixture(scope="module", params=[(name, theme) for name in PAGES for theme in THEMES], ids="-".join)
def visit(request, browser, address):
    name, theme = request.param
    with visiting(browser, address, name, theme) as visit:
        visit.name, visit.theme = name, theme
        yield visit


def test_the_page_is_in_its_theme(visit):
    assert visit.page.evaluate("document.documentElement.dataset.theme") == visit.theme


def test_nothing_is_said_in_the_console(visit):
    assert visit.errors == []


def test_nothing_is_asked_of_another_server(visit):
    assert visit.outside == []


def test_everything_asked_for_is_there(visit):
    assert visit.failed == []


def test_maths_is_set_in_its_own_fonts(visit):
    sets = visit.page.locator("mjx-container").count()
    assert visit.page.locator("mjx-merror").count() == 0
    if visit.name in WITH_MATHS:
        assert sets >= 5
        fonts = visit.page.evaluate(
            "[...document.fonts].filter(f => /MJX/.test(f.family) && f.status == 'loaded').length"
        )
        assert fonts >= 3
    if visit.name in WITHOUT_MATHS:
        assert sets == 0


def test_every_image_is_loaded_and_described(visit):
    images = visit.page.evaluate(
        "[...document.images].map(i => ({src: i.currentSrc, width: i.naturalWidth, alt: i.alt}))"
    )
    for image in images:
        assert image["width"] > 0, image
        assert image["alt"], image


def test_every_picture_is_drawn_and_described(visit):
    pictures = visit.page.evaluate(
        """[...document.querySelectorAll('.mw-picture')].map(p => ({
            label: p.querySelector('svg[role=img]')?.getAttribute('aria-label'),
            drawn: p.checkVisibility() ? p.getBoundingClientRect().height : null,
        }))"""
    )
    assert pictures or visit.name not in WITH_PICTURES
    for picture in pictures:
        assert picture["label"], picture
        assert picture["drawn"] is None or picture["drawn"] > 20, picture


def test_embedded_photographs_can_be_read(visit):
    bad = visit.page.evaluate(
        """async () => {
            const sources = [...document.querySelectorAll('svg image')].map(i => i.href.baseVal);
            const sizes = await Promise.all(sources.map(async src => {
                const image = new Image(); image.src = src;
                try { await image.decode(); return image.naturalWidth } catch { return 0 }
            }));
            return sizes.filter(width => !width).length;
        }"""
    )
    assert bad == 0


def test_axe_has_nothing_to_say(visit):
    visit.page.evaluate(
        """() => {
            document.querySelectorAll('details').forEach(d => d.open = true);
            for (const fading of document.getAnimations()) fading.finish();
        }"""
    )
    assert complaints(visit.page) == []

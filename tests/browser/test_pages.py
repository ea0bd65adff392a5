"""Every page, in light and in dark, wide and on a phone, in a real browser with no network but its own server.

A page is opened once, and each test sets the theme and the width that it needs. What went wrong is asked last.
"""

import pytest

from tests.book._building import BOOK
from tests.browser._accessibility import complaints, complaints_of_colours
from tests.browser._visit import visiting

PAGES = sorted(f"{page.stem}.html" for page in BOOK.glob("*.md")) + ["genindex.html", "search.html"]
pytestmark = pytest.mark.share(9)
WIDE, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
SOURCES = {f"{page.stem}.html": page.read_text() for page in BOOK.glob("*.md")}
WITH_MATHS = {name for name, source in SOURCES.items() if "$$" in source}
WITHOUT_MATHS = {name for name in PAGES if "$" not in SOURCES.get(name, "")}
WITH_PICTURES = {name for name, source in SOURCES.items() if "from figures" in source}


@pytest.fixture(scope="module", params=PAGES)
def visit(request, browser, address):
    with visiting(browser, address, request.param, viewport=WIDE) as visit:
        visit.name = request.param
        # With its answers still hidden.
        visit.height = visit.page.evaluate("(document.querySelector('article') ?? document.body).offsetHeight")
        yield visit


@pytest.fixture
def in_the_dark(visit):
    visit.page.emulate_media(color_scheme="dark")
    visit.page.wait_for_function("document.documentElement.dataset.theme == 'dark'")
    yield visit.page
    visit.page.emulate_media(color_scheme="light")
    visit.page.wait_for_function("document.documentElement.dataset.theme == 'light'")


@pytest.fixture
def on_a_phone(visit):
    visit.page.set_viewport_size(PHONE)
    yield visit.page
    visit.page.set_viewport_size(WIDE)


def test_maths_is_set_in_its_own_fonts(visit):
    sets = visit.page.locator("mjx-container").count()
    assert visit.page.locator("mjx-merror").count() == 0
    if visit.name in WITH_MATHS:
        assert sets >= SOURCES[visit.name].count("$$") // 2
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


def unfold(page):
    page.evaluate(
        """() => {
            document.querySelectorAll('details').forEach(d => d.open = true);
            for (const fading of document.getAnimations()) fading.finish();
        }"""
    )


def test_axe_has_nothing_to_say(visit):
    unfold(visit.page)
    assert complaints(visit.page) == []


def test_axe_has_nothing_to_say_of_the_colours_in_the_dark(in_the_dark):
    unfold(in_the_dark)
    assert complaints_of_colours(in_the_dark) == []


def test_the_page_is_short_enough_to_read_in_one_go(visit):
    """The reference is looked up and not read: a page of it may be as long as its list."""
    assert visit.height < 14_000 or visit.name == "reference.html"


def test_the_page_does_not_scroll_sideways_on_a_phone(on_a_phone):
    for width in (390, 320):
        on_a_phone.set_viewport_size({"width": width, "height": 700})
        assert on_a_phone.evaluate("document.documentElement.scrollWidth") <= width


def test_no_equation_is_cut_on_a_phone(on_a_phone):
    """What is cut reads as another equation, and is wrong."""
    unfold(on_a_phone)
    cut = on_a_phone.locator("mjx-container[display]").evaluate_all(
        """all => all.filter(one => one.scrollWidth > one.clientWidth
            || one.getBoundingClientRect().right > innerWidth).map(one => one.closest('.math')?.innerText)"""
    )
    assert cut == []


def test_a_picture_is_seen_whole_on_a_phone(on_a_phone):
    """What lies to the side in a box that scrolls is often the point; and letters too small to read are no help."""
    unfold(on_a_phone)
    pictures = on_a_phone.locator(".mw-picture")
    beside = pictures.evaluate_all(
        """all => all.filter(one => one.checkVisibility() && (one.scrollWidth > one.clientWidth + 2
            || one.getBoundingClientRect().right > innerWidth)).map(one => one.firstElementChild.ariaLabel)"""
    )
    assert beside == []
    drawings = on_a_phone.locator(".mw-picture > svg, .mw-part")
    small = drawings.evaluate_all(
        """all => all.filter(svg => svg.checkVisibility()).flatMap(svg => {
            const drawn = svg.matches('.mw-part') ? document.querySelector(svg.firstElementChild.href.baseVal) : svg;
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            return [...drawn.querySelectorAll('text')]
                .map(word => [word.textContent, parseFloat(getComputedStyle(word).fontSize) * scale])
                .filter(([, size]) => size < 8);
        })"""
    )
    assert small == []


def test_no_word_of_a_picture_is_cut(visit):
    unfold(visit.page)
    cut = visit.page.locator("svg[role=img]").evaluate_all(
        """all => all.filter(svg => svg.checkVisibility()).flatMap(svg => {
            const frame = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(word => {
                const {left, right, top, bottom, width} = word.getBoundingClientRect();
                return width && (left < frame.left - 1 || right > frame.right + 1
                    || top < frame.top - 2 || bottom > frame.bottom + 2);
            }).map(word => word.textContent);
        })"""
    )
    assert cut == []


def test_nothing_is_said_in_the_console(visit):
    assert visit.errors == []


def test_nothing_is_asked_of_another_server(visit):
    assert visit.outside == []


def test_everything_asked_for_is_there(visit):
    assert visit.failed == []

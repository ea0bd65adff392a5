"""What a reader does on a page: open answers, play the film, take the notebook, read on a phone; with the keyboard."""

import pytest

from tests.browser._visit import visiting

pytestmark = pytest.mark.turn(3)

CHAPTER = "convolutional-layers.html"
SECOND = "channels-and-filters.html"  # where the chapter goes on: its notebook and its quiz


@pytest.fixture
def page(browser, address):
    with visiting(browser, address, CHAPTER) as visit:
        yield visit.page


def test_every_download_is_there(page, address):
    page.goto(address + SECOND)
    links = page.locator("a[download]").evaluate_all("links => links.map(link => link.href)")
    assert [link.removeprefix(address) for link in links if "/notebooks/" in link] == [
        "notebooks/01-convolutional-layers.zip",
        "notebooks/01-convolutional-layers/convolutional-layers.ipynb",
    ]
    for link in links:
        assert page.request.get(link).status == 200, link


def test_an_answer_stays_hidden_until_it_is_asked_for(page):
    answer = page.locator("details", has_text="I have guessed").first
    assert not answer.locator("svg[aria-label]").first.is_visible()
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    assert answer.locator("svg[aria-label]").first.is_visible()


def test_a_quiz_is_answered_with_the_keyboard(page, address):
    page.goto(address + SECOND)
    choice = page.locator(".mw-quiz .mw-choice").first
    choice.locator("summary").focus()
    page.keyboard.press("Space")
    assert choice.locator("p").is_visible()


def shown(page):
    return page.evaluate(
        """[...document.querySelectorAll('.mw-frame')].map((f, i) => [i, f])
            .filter(([i, f]) => f.checkVisibility({visibilityProperty: true})).map(([i]) => i)"""
    )


def test_the_film_is_a_strip_of_stills_until_it_is_played(page):
    assert shown(page) == [0, 1, 3, 8]
    page.locator(".mw-play").focus()
    page.keyboard.press("Space")
    # The clock of the animation is set by hand, to the middle of each frame: a busy machine shows frames late.
    for frame in (0, 1, 2, 8, 9):
        page.evaluate(
            """frame => {
                const film = document.querySelector('.mw-film');
                const seconds = parseFloat(getComputedStyle(film).getPropertyValue('--mw-seconds'));
                for (const a of film.getAnimations({subtree: true})) {
                    a.pause();
                    a.currentTime = (frame + .5) * seconds * 1000;
                }
            }""",
            frame,
        )
        assert shown(page) == [frame % 9]
    page.keyboard.press("Space")
    assert shown(page) == [0, 1, 3, 8]


def test_the_film_does_not_play_for_those_who_want_no_motion(browser, address):
    with visiting(browser, address, CHAPTER, reduced_motion="reduce") as visit:
        assert not visit.page.locator(".mw-play").is_visible()
        assert shown(visit.page) == [0, 1, 3, 8]


def test_a_wide_figure_stands_in_parts_on_a_phone(browser, address):
    with visiting(browser, address, "autograder.html", viewport={"width": 390, "height": 844}) as visit:
        parts = visit.page.locator(".mw-part")
        assert parts.count() == 2
        assert not visit.page.locator(".mw-whole").is_visible()
        for part in parts.all():
            assert part.is_visible()
            box = part.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 390
        assert visit.page.locator('.mw-parts [role="img"]').count() == 1
        visit.page.set_viewport_size({"width": 1280, "height": 900})
        assert visit.page.locator(".mw-whole").is_visible()
        assert not parts.first.is_visible()


@pytest.mark.parametrize("name", ["padding-layers.html", "upsampling-and-pixelshuffle.html"])
def test_a_table_of_a_page_fits_the_smallest_phone(browser, address, name):
    """Its box would scroll, and the keyboard would not reach that."""
    with visiting(browser, address, name, viewport={"width": 320, "height": 600}) as visit:
        boxes = visit.page.locator(".pst-scrollable-table-container")
        widths = boxes.evaluate_all("boxes => boxes.map(box => [box.scrollWidth, box.clientWidth])")
        assert widths
        assert all(needed <= there for needed, there in widths)


def test_wide_tables_can_be_scrolled_with_the_keyboard(browser, address):
    with visiting(browser, address, "elsewhere.html", viewport={"width": 390, "height": 844}) as visit:
        table = visit.page.locator(".mw-libraries").first
        table.focus()
        visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_timeout(400)
        assert table.evaluate("t => t.scrollLeft") > 0

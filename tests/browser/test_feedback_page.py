"""A feedback page in a browser: in light and dark, on a phone, for a reader who hears it, and with no network."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder import judge
from autograder.reports.html import html
from tests.browser._standing_alone import SIZES, VISITS, StandsAlone
from tests.browser._visit import visiting
from tests.grading.reporting.test_light_page import page_of, png, shown

pytestmark = pytest.mark.turn(4, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("feedback")
    error = new_output("error", ename="KeyError", evalue="a", traceback=["\x1b[0;31mKeyError\x1b[0m: a" + 300 * "b"])
    report = html(judge("convolutional-layers/correlate1d", lambda signal, kernel: signal))
    grade = {"grade": True, "solution": False, "grade_id": "cell", "points": 2, "score": 1.0, "max_score": 2}
    page = page_of(
        new_markdown_cell("# A notebook\n\nwith $x_i^2$, and a [link](#cell)\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        new_code_cell("def correlate1d(signal, kernel):\n    # wrong\n    return 'text', 1.5", outputs=[error]),
        new_code_cell(
            "check()", outputs=[new_output("display_data", {"text/html": report})], metadata={"nbgrader": grade}
        ),
        new_code_cell("plot()", outputs=[shown(png(1600, 300, "Hills; x: place"))]),
        new_code_cell(
            "show()",
            outputs=[new_output("display_data", {"text/html": '<img alt="" src="https://example.org/x.png">'})],
        ),
    )
    (folder / "page.html").write_text(page)
    return f"{folder.as_uri()}/"


@pytest.fixture(scope="module", params=VISITS, ids="-".join)
def visit(request, browser, folder):
    theme, size = request.param
    with visiting(browser, folder, "page.html", theme, viewport=SIZES[size]) as visit:
        visit.theme = theme
        visit.errors = [text for text in visit.errors if "example.org" not in text]  # what the policy kept from loading
        visit.page.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
        yield visit


class TestFeedbackPage(StandsAlone):
    pass


def test_a_picture_is_as_large_as_it_was_or_as_the_screen_is(visit):
    width = visit.page.locator('img[alt="Hills; x: place"]').bounding_box()["width"]
    assert 200 < width <= 1600
    assert width <= visit.page.viewport_size["width"]

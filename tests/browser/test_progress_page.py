"""The page of a learner's progress in a browser: in light and dark, on a phone, for a reader who hears it, offline."""

import pytest

from autograder.progress import Progress, Standing, write
from autograder.report import Outcome
from autograder.workspace import Workspace
from tests.browser.accessibility import complaints
from tests.browser.visit import visiting
from tests.learner.chapter import released, workspace

SIZES = {"desk": {"width": 1300, "height": 900}, "phone": {"width": 360, "height": 740}}
PROGRESS = Progress(
    {
        "padding-layers/reflection_pad1d": Standing(Outcome.PASSED.value, 7, 7),
        "padding-layers/reflection_pad2d": Standing(
            Outcome.WRONG.value,
            1,
            8,
            failures=2,
            mistake="takes the padding in the order of the axes, not of the sides",
        ),
        "padding-layers/zero_pad2d": Standing(Outcome.CRASHED.value, 0, 8, failures=1),
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = workspace(tmp_path_factory.mktemp("progress") / "my work", released())
    write(Workspace(root), PROGRESS)
    return f"{root.as_uri()}/"


@pytest.fixture(scope="module", params=[(theme, size) for theme in ("light", "dark") for size in SIZES], ids="-".join)
def visit(request, browser, folder):
    theme, size = request.param
    with visiting(browser, folder, "progress.html", theme, viewport=SIZES[size]) as visit:
        visit.theme = theme
        yield visit


def test_axe_has_nothing_to_say(visit):
    assert complaints(visit.page) == []


def test_nothing_is_asked_of_a_server_and_nothing_goes_wrong(visit):
    assert (visit.outside, visit.failed, visit.errors) == ([], [], [])


def test_the_page_is_in_its_theme(visit):
    ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = sum(map(int, ground.removeprefix("rgb(").removesuffix(")").split(","))) > 3 * 128
    assert light == (visit.theme == "light")


def test_nothing_scrolls_sideways_or_runs_into_its_neighbour(visit):
    page = visit.page
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.locator("th, td").evaluate_all("cells => cells.filter(c => c.scrollWidth > c.clientWidth).length") == 0


def test_every_state_is_a_word(visit):
    states = visit.page.locator("tbody td:nth-child(2) > span:first-child").all_inner_texts()
    assert [states.count(state) for state in ("done", "tried", "open")] == [1, 2, 3]

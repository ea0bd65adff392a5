"""The page of a learner's progress in a browser: in light and dark, on a phone, for a reader who hears it, offline."""

import pytest

from autograder.learner.progress import ExerciseStatus, Progress
from autograder.learner.progress_store import write
from autograder.learner.workspace import Workspace
from autograder.reports.findings import Outcome
from tests.browser._standing_alone import SIZES, VISITS, StandsAlone
from tests.browser._visit import visiting
from tests.learner._chapter import released, workspace

pytestmark = pytest.mark.turn(4, 0)

PROGRESS = Progress(
    {
        "padding-layers/reflection_pad1d": ExerciseStatus(Outcome.PASSED.value, 7, 7),
        "padding-layers/reflection_pad2d": ExerciseStatus(
            Outcome.WRONG.value,
            1,
            8,
            failures=2,
            mistake="takes the padding in the order of the axes, not of the sides",
        ),
        "padding-layers/zero_pad2d": ExerciseStatus(Outcome.CRASHED.value, 0, 8, failures=1),
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = workspace(tmp_path_factory.mktemp("progress") / "my work", released())
    write(Workspace(root), PROGRESS)
    return f"{root.as_uri()}/"


@pytest.fixture(scope="module", params=VISITS, ids="-".join)
def visit(request, browser, folder):
    theme, size = request.param
    with visiting(browser, folder, "progress.html", theme, viewport=SIZES[size]) as visit:
        visit.theme = theme
        yield visit


class TestProgressPage(StandsAlone):
    pass


def test_nothing_runs_into_its_neighbour(visit):
    cells = visit.page.locator("th, td")
    assert cells.evaluate_all("cells => cells.filter(c => c.scrollWidth > c.clientWidth).length") == 0


def test_every_state_is_a_word(visit):
    states = visit.page.locator("tbody td:nth-child(2) > span:first-child").all_inner_texts()
    assert [states.count(state) for state in ("done", "tried", "open")] == [1, 2, 4]

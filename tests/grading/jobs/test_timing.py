"""A grade cell of its own for speed: from the marker in the chapter to the points that nbgrader reads."""

import json
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from autograder.bank import find
from autograder.bank.speed import Speed
from autograder.grading.gradescope.run import words
from autograder.grading.jobs.job import JobResult, job_of
from autograder.grading.jobs.judged_notebook import write_verdicts
from autograder.grading.jobs.run import run
from autograder.grading.jobs.trusted_output import verdicts_in
from autograder.grading.results import Result
from autograder.grading.sandbox.limits import Limits
from autograder.notebook.cells import new_metadata
from autograder.notebook.contents import contents_of
from tests.grading.jobs._loops import loops_of_conv2d

pytestmark = pytest.mark.turn(2, 0)

SLUG, NAME = "convolutional-layers", "conv2d"
EXERCISE = f"{SLUG}/{NAME}"
HOW = {"key": b"key", "limits": Limits(), "files": None}
FAST = """
import numpy as np

def conv2d(x, weight, bias=None):
    windows = np.lib.stride_tricks.sliding_window_view(x, weight.shape[2:], (2, 3))
    out = np.tensordot(windows, weight, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
    return out if bias is None else out + bias[:, None, None]
"""
SLOW = """
import numpy as np
def conv2d(x, weight, bias=None):
    out = np.zeros((len(x), len(weight), x.shape[2] - weight.shape[2] + 1, x.shape[3] - weight.shape[3] + 1), x.dtype)
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = (x[n, :, i : i + weight.shape[2], j : j + weight.shape[3]] * weight[c]).sum()
    return out if bias is None else out + bias[:, None, None]
"""
ONLY_SMALL = FAST.replace("    return out", "    assert x.size < 5000, 'too many numbers'\n    return out")
STUB = "def conv2d(x, weight, bias=None):\n    raise NotImplementedError()"


def large(rng):
    def normal(*shape):
        return rng.standard_normal(shape).astype(np.float32)

    return normal(2, 8, 34, 35), normal(16, 8, 3, 5), normal(16)


@pytest.fixture(autouse=True)
def timed(monkeypatch):
    monkeypatch.setattr(find(EXERCISE), "speed", Speed(loops_of_conv2d, large, full=4, part=6, gain=50))


def notebook(answer):
    def cell(source, name, **about):
        return new_code_cell(source, metadata={"nbgrader": new_metadata(name, **about)})

    return new_notebook(
        cells=[
            cell(answer, NAME, solution=True),
            cell(f'check({NAME}, "{EXERCISE}")', f"{NAME}-check", grade=True, points=1),
            cell("# more cases", f"{NAME}-hidden", grade=True, points=2),
            cell("# its speed", f"{NAME}-speed", grade=True, points=4),
        ]
    )


def graded(answer, *, sandboxed=True):
    """The notebook with its verdicts, and what came of its job."""
    made = notebook(answer)
    job = job_of(made, SLUG, "ada", **HOW, sandboxed=sandboxed)
    result = run(job)
    write_verdicts(made, SLUG, job, result)
    return made, result


def earned(made):
    return [determine_grade(cell)[0] for cell in made.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def test_a_fast_answer_has_all_points():
    made, result = graded(FAST)
    assert earned(made) == [1, 2, 4]
    speed = verdicts_in(made)[2]
    assert (speed.part, speed.outcome, speed.earned) == ((EXERCISE, False, True), "passed", 4)
    assert Result("ada", tuple(verdicts_in(made))).outcomes == {EXERCISE: "passed"}
    assert JobResult.from_dict(json.loads(result.to_json())) == result


def test_a_slow_answer_keeps_the_points_of_its_results_and_is_told_what_takes_its_time():
    made, _ = graded(SLOW)
    assert earned(made) == [1, 2, 0]
    assert Result("ada", tuple(verdicts_in(made))).outcomes == {EXERCISE: "slow"}
    speed = verdicts_in(made)[2]
    page = unescape(made.cells[3].outputs[0].data["text/html"])
    for said in (words(speed), page):
        assert "the course's loops" in said
        assert "for n, c, i, j in np.ndindex(out.shape)" in said
        assert "threads, further processes" in said


def test_an_answer_that_fails_at_the_timed_size_is_told_so():
    made, _ = graded(ONLY_SMALL)
    assert earned(made) == [1, 2, 0]
    assert "it stops: AssertionError: too many numbers (in conv2d" in verdicts_in(made)[2].words


@pytest.mark.parametrize(
    ("answer", "said"), [(STUB, "Not attempted."), (FAST + "    return x", "Speed counts once a result is right.")]
)
def test_what_is_not_right_is_not_timed(answer, said):
    made, _ = graded(answer.replace("    return out if bias is None else out + bias[:, None, None]\n", ""))
    assert earned(made) == [0, 0, 0]
    assert verdicts_in(made)[2].words == said


def test_without_a_sandbox_speed_is_not_graded_and_costs_nothing():
    made, result = graded(SLOW, sandboxed=False)
    assert earned(made) == [1, 2, 4]
    assert "Speed is not graded without a sandbox" in verdicts_in(made)[2].words
    assert any("was not timed, and its points are given" in note for note in result.notes)
    assert Result("ada", tuple(verdicts_in(made))).outcomes == {EXERCISE: "passed"}


def test_a_released_notebook_without_the_cell_is_not_timed():
    older = notebook(FAST)
    del older.cells[3]
    job = job_of(older, SLUG, "ada", **HOW, sandboxed=True)
    assert job.timed == ()
    assert job.digest != job_of(notebook(FAST), SLUG, "ada", **HOW, sandboxed=True).digest


def test_what_a_replay_compares_has_no_times_in_it():
    result = graded(FAST)[1]
    (speed,) = (one for one in result.verdicts if one.speed)
    later = replace(speed, words=speed.words + " Later.", html=speed.html + " Later.")
    again = replace(result, verdicts=[later if one is speed else one for one in result.verdicts])
    assert again.verdicts_json() == result.verdicts_json()
    slower = replace(result, verdicts=[replace(one, score=0.5) if one is speed else one for one in result.verdicts])
    assert slower.verdicts_json() != result.verdicts_json()


def test_a_notebook_knows_what_its_speed_is_worth():
    (exercise,) = contents_of(notebook(FAST), SLUG).exercises
    assert (exercise.points, exercise.hidden_points, exercise.speed_points) == (1, 2, 4)

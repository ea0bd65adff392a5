"""Every mistake is caught and named; honest answers of every style pass; an untouched stub is not attempted."""

import json
from pathlib import Path

import numpy as np
import pytest

from autograder import Outcome, judge
from autograder.bank import EXERCISES
from autograder.bank.exercise import Mistake
from autograder.building.kill_matrix import Row, matrix
from autograder.judging.compare import difference, tolerance
from autograder.judging.oracle import expected, honest_answers
from autograder.runner.calls import call

MATRIX = Path(__file__).parents[2] / "_build" / "matrix.json"
MISTAKES = [(exercise, mistake) for exercise in EXERCISES.values() for mistake in exercise.mistakes]


@pytest.fixture(scope="module")
def matrix_of_the_book():
    if not MATRIX.is_file():
        pytest.fail("there is no _build/matrix.json: run `make book` first")
    return [Row(**row) for row in json.loads(MATRIX.read_text("utf-8"))]


@pytest.mark.share(10)
@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=[f"{e.name}: {m.name}" for e, m in MISTAKES])
def test_every_mistake_is_caught_and_named_on_hidden_cases_too(exercise, mistake):
    report = judge(exercise.id, mistake.function, hidden=True, seed=11)
    assert report.score < 1
    assert report.mistake == mistake.name
    assert mistake.hint in str(report)


def test_the_bank_is_large_enough(exercise):
    assert len(exercise.mistakes) >= 8
    assert len({mistake.name for mistake in exercise.mistakes}) == len(exercise.mistakes)


def test_the_reference_scores_one(exercise, answer):
    report = judge(exercise.id, answer, hidden=True, seed=5)
    assert report.score == 1.0
    assert report.mistake is None
    assert report.outcome is Outcome.PASSED


def test_an_untouched_stub_is_not_attempted(exercise):
    def stub(*args):
        raise NotImplementedError()

    report = judge(exercise.id, stub, hidden=True)
    assert report.score == 0
    assert report.outcome is Outcome.NOT_ATTEMPTED
    assert report.mistake is None
    assert "Not attempted yet" in str(report)


@pytest.mark.share(3)
def test_an_unknown_error_gets_no_name(exercise, answer):
    def slightly_off(*args):
        return answer(*args) ** 2 + 1.5

    report = judge(exercise.id, slightly_off)
    assert report.score < 1
    assert report.mistake is None


@pytest.mark.share(3)
def test_every_visible_case_catches_something(exercise):
    for case in exercise.cases:
        wanted, _ = expected(exercise, case)
        answers = [call(mistake.function, case.args) for mistake in exercise.mistakes]
        assert any(a.failure or difference(wanted, a.value, exercise.terms(*case.args)) for a in answers), case.name


def test_no_mistake_is_given_what_it_does_not_take(exercise):
    """One that fails by itself is caught and called by its name too, and is never found in anybody's answer."""
    answers = {mistake.name: call(mistake.function, exercise.cases[0].args) for mistake in exercise.mistakes}
    messages = {name: answer.failure.message for name, answer in answers.items() if answer.failure}
    assert {name: message for name, message in messages.items() if "argument" in message} == {}


def distances(exercise, cases, functions):
    """How many tolerances each answer lies from what is wanted, where they are arrays of one shape."""
    for case in cases:
        wanted, _ = expected(exercise, case)
        if isinstance(wanted, np.ndarray) and np.isfinite(wanted).all():
            allowed = tolerance(wanted, exercise.terms(*case.args))
            for got in [call(function, case.args).value for function in functions]:
                alike = isinstance(got, np.ndarray) and got.dtype.kind == "f" and got.shape == wanted.shape
                if alike and np.isfinite(got).all():
                    yield float(np.max(np.abs(got - wanted), initial=0)) / allowed


@pytest.mark.share(3)
def test_the_nearest_mistake_is_far_outside_the_tolerance(exercise):
    """The comment on the tolerance says a thousand times; here is where that comes from."""
    mistakes = [mistake.function for mistake in exercise.mistakes]
    assert min((d for d in distances(exercise, exercise.cases, mistakes) if d > 1), default=np.inf) > 1000


@pytest.mark.share(3)
def test_the_farthest_honest_answer_is_well_inside_the_tolerance(exercise):
    cases, honest = [*exercise.cases, *exercise.draw(3)], honest_answers(exercise).values()
    assert max(distances(exercise, cases, honest), default=0) < 0.25


def test_hidden_cases_depend_on_the_seed_and_on_nothing_else(exercise):
    def flat(args):  # a network's weights come as a dict
        return [array for arg in args for array in (arg.values() if isinstance(arg, dict) else [arg])]

    def bytes_of(cases):
        return [[np.asarray(arg).tobytes() for arg in flat(case.args) if arg is not None] for case in cases]

    assert bytes_of(exercise.draw(1)) == bytes_of(exercise.draw(1))
    assert bytes_of(exercise.draw(1)) != bytes_of(exercise.draw(2))


def test_every_mistake_is_caught_and_named_on_the_visible_cases(exercise, matrix_of_the_book):
    """What `make book` has judged a moment ago is not judged again: the rows are those of the book's table."""
    rows = [row for row in matrix_of_the_book if row.exercise_id == exercise.id]
    assert [row.answer for row in rows if not row.as_it_should_be] == []
    assert [row.answer for row in rows if row.is_mistake] == [mistake.name for mistake in exercise.mistakes]
    assert all(row.caught_by for row in rows if row.is_mistake)


def test_a_mistake_that_is_refused_is_not_as_it_should_be(monkeypatch):
    exercise = EXERCISES["padding-layers/zero_pad2d"]
    refused = Mistake("pads with NumPy", "?", lambda x, padding: np.pad(x, [(0, 0), (0, 0), (9, 9), (9, 9)]))
    monkeypatch.setattr(exercise, "mistakes", [refused])
    (row,) = [row for row in matrix(exercise) if row.is_mistake]
    assert not row.as_it_should_be
    assert row.score == 0

"""What was recorded is what torch says, it is found without torch, and it goes out of date by itself."""

import json
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from autograder import check
from autograder.bank import EXERCISES, find
from autograder.bank.exercise import Case
from autograder.judging import oracle, recorded
from autograder.reports.findings import Outcome
from solutions.convolutional_layers import conv2d

CONV2D = "convolutional-layers/conv2d"


@pytest.fixture
def recording(tmp_path, monkeypatch):
    """A fresh recording of everything, in the place of the package's."""
    path = tmp_path / "recorded.npz"
    answers = [(e, case, oracle.ask(e, case)[0]) for e in EXERCISES.values() for case in e.cases]
    parameters = {e.id: oracle.reference_parameters(e).text for e in EXERCISES.values()}
    assert recorded.record(answers, oracle.source_name(), parameters, path) == len(answers)
    monkeypatch.setattr(recorded, "FILE", path)
    return path


def same(value, wanted):
    """Equal, whatever they are made of; a tuple comes back as a list."""
    if isinstance(wanted, np.ndarray):
        return value.dtype == wanted.dtype and np.array_equal(value, wanted, equal_nan=wanted.dtype.kind == "f")
    if isinstance(wanted, dict):
        return value.keys() == wanted.keys() and all(same(value[name], wanted[name]) for name in wanted)
    if isinstance(wanted, tuple | list):
        return len(value) == len(wanted) and all(map(same, value, wanted))
    return value == json.loads(json.dumps(wanted))


def test_every_visible_case_is_recorded_as_torch_has_it(recording):
    for exercise in EXERCISES.values():
        for case in exercise.cases:
            value, source = recorded.look_up(exercise, case)
            wanted, live = oracle.ask(exercise, case)
            assert source == f"{live}, recorded"
            assert same(value, wanted), (exercise.id, case.name)


def test_what_every_function_takes_is_recorded_as_the_reference_has_it(recording):
    for exercise in EXERCISES.values():
        assert oracle.parameters(exercise) == oracle.reference_parameters(exercise)


def test_check_uses_it_and_says_so(recording, monkeypatch):
    monkeypatch.setattr(oracle, "ask", lambda exercise, case: pytest.fail("torch was asked"))
    report = check(conv2d, CONV2D)
    assert report.score == 1
    assert report.oracle == f"torch {oracle.torch().__version__}, recorded"


def test_neither_torch_nor_the_reference_is_imported_for_it(recording):
    code = f"""
        import pathlib, sys
        from autograder import check
        from autograder.judging import recorded
        recorded.FILE = pathlib.Path({str(recording)!r})
        report = check(lambda x, weight, bias=None: x, {CONV2D!r})
        assert "recorded" in report.oracle, report.oracle
        report = check(lambda x, weight: x, {CONV2D!r})
        assert "The exercise asks for conv2d(x, weight, bias=None); yours is conv2d(x, weight)." in str(report)
        assert not {{"torch", "solutions", "scipy", "nbgrader"}} & set(sys.modules)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)


def test_a_case_that_was_changed_is_not_found(recording, monkeypatch):
    exercise = find(CONV2D)
    case = exercise.cases[0]
    other = Case(case.name, case.args[0] + 1, *case.args[1:])
    assert recorded.look_up(exercise, case)
    assert recorded.look_up(exercise, other) is None
    monkeypatch.setattr(recorded, "_chapter_source", lambda module: "torch is asked in other words now")
    assert recorded.look_up(exercise, case) is None


def test_hidden_cases_are_never_looked_up(recording):
    exercise = find(CONV2D)
    hidden = Case("the same, hidden", *exercise.cases[0].args, hidden=True)
    assert oracle.expected(exercise, hidden)[1] == oracle.source_name()


def test_where_nothing_fitting_is_recorded_and_nobody_can_be_asked_that_is_said(recording, monkeypatch):
    monkeypatch.setattr(recorded, "_chapter_source", lambda module: "another version")
    monkeypatch.setattr(oracle, "torch", lambda: None)
    monkeypatch.setattr(oracle, "_reference", lambda exercise: None)
    report = check(conv2d, CONV2D)
    assert report.score == 0
    assert report.outcome is Outcome.NOT_COMPARED
    assert report.failures == 0
    told = str(report).splitlines()[1]
    assert told.startswith(
        "Your answer could not be compared: PyTorch's recorded answers are missing, or belong to another"
    )
    assert "fault of the course" not in str(report)
    assert {case.outcome.mark for case in report.cases} == {"-"}

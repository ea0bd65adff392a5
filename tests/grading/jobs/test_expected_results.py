"""What is worked out while a notebook runs is what would be worked out when it is asked for."""

import numpy as np
import pytest

from autograder import language
from autograder.bank import find
from autograder.grading.jobs.expected_results import ExpectedResults
from autograder.judging import oracle

CONV1D, CONV2D = find("convolutional-layers/conv1d"), find("convolutional-layers/conv2d")


def test_the_cases_and_what_they_should_give_are_those_of_the_seed():
    ahead = ExpectedResults({CONV1D: 5, CONV2D: 6})
    for exercise, seed in ((CONV2D, 6), (CONV1D, 5)):
        cases = ahead.cases(exercise)
        expected = [*exercise.cases, *exercise.draw(seed)]
        assert [case.name for case in cases] == [case.name for case in expected]
        for case, same in zip(cases, expected, strict=True):
            wanted, source = oracle.expected(exercise, same)
            assert ahead.expected(exercise, case)[1] == source
            np.testing.assert_array_equal(ahead.expected(exercise, case)[0], wanted)


def test_a_fault_of_the_course_is_raised_when_its_case_is_asked_for_and_in_the_language_spoken(monkeypatch):
    monkeypatch.setattr(oracle, "_reference", lambda exercise: lambda *args: np.zeros(1))
    with language.speaking("de"):
        ahead = ExpectedResults({CONV1D: 5})
    hidden = ahead.cases(CONV1D)[-1]
    with pytest.raises(oracle.CourseFault, match="torch") as raised:
        ahead.expected(CONV1D, hidden)
    assert "disagree" not in str(raised.value)


def test_what_keeps_cases_from_being_drawn_is_raised_too(monkeypatch):
    monkeypatch.setattr(CONV1D, "draw", lambda seed: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ExpectedResults({CONV1D: 5}).cases(CONV1D)

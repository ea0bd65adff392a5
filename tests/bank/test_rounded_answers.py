"""No rounding survives the hidden cases, and no answer that is right for some kinds of numbers only."""

import numpy as np
import pytest

from autograder.bank import EXERCISES
from autograder.bank.exercise import unrounded
from autograder.bank.mistakes.right_answers import right_answer
from autograder.judging.compare import difference
from autograder.judging.oracle import expected

WITH_ARRAYS = [
    name
    for name, exercise in EXERCISES.items()
    if (right := right_answer(exercise)) and isinstance(right(*exercise.cases[0].args), np.ndarray)
]
ROUNDED = {
    "two decimals": lambda out: np.round(out, 2),
    "whole numbers": np.round,
    "whole numbers, towards zero": np.trunc,
    "halves": lambda out: np.round(2 * out) / 2,
    "float16": lambda out: out.astype(np.float16).astype(np.float32),
}


def differs(exercise, case, got):
    return difference(expected(exercise, case)[0], got, exercise.terms(*case.args)) is not None


@pytest.mark.parametrize("rounded", ROUNDED.values(), ids=ROUNDED)
@pytest.mark.parametrize("exercise_id", WITH_ARRAYS)
def test_a_rounded_answer_fails(exercise_id, rounded):
    exercise = EXERCISES[exercise_id]
    right = right_answer(exercise)
    for seed in range(3):
        answers = [(case, rounded(right(*case.args))) for case in exercise.draw(seed)]
        assert any(differs(exercise, case, got) for case, got in answers)


def integers_only(value):
    """Cut the decimals of the arrays that an answer is given, as an array of whole numbers does."""
    if isinstance(value, dict):
        return {name: integers_only(item) for name, item in value.items()}
    return np.trunc(value) if isinstance(value, np.ndarray) else value


GIVEN_ARRAYS = [name for name in WITH_ARRAYS if isinstance(EXERCISES[name].cases[0].args[0], np.ndarray)]


@pytest.mark.parametrize("exercise_id", GIVEN_ARRAYS)
def test_an_answer_for_whole_numbers_only_fails(exercise_id):
    exercise = EXERCISES[exercise_id]
    for seed in range(3):
        given = [(case, map(integers_only, case.args)) for case in exercise.draw(seed)]
        assert any(differs(exercise, case, right_answer(exercise)(*args)) for case, args in given)


@pytest.mark.parametrize("exercise_id", GIVEN_ARRAYS)
def test_some_hidden_cases_can_be_read_and_others_have_all_decimals(exercise_id):
    def can_be_read(case):
        values = [item for arg in case.args for item in (arg.values() if isinstance(arg, dict) else [arg])]
        return all(np.allclose(a, np.round(a, 2), atol=1e-6) for a in values if isinstance(a, np.ndarray))

    readable = [can_be_read(case) for case in EXERCISES[exercise_id].draw(5)]
    assert not all(readable)
    assert any(readable)


def test_signs_and_zeros_stay():
    x = np.array([0, 0.1, -0.1, 2], np.float32)
    drawn = unrounded(np.random.default_rng(0), {"conv1.bias": x})["conv1.bias"]
    assert np.array_equal(np.sign(drawn), np.sign(x))
    assert drawn.dtype == np.float32

"""An answer that leaves options out is told which, and no other answer is."""

import itertools

import numpy as np
import pytest

from autograder import judge
from autograder.bank import EXERCISES
from autograder.bank.mistakes.right_answers import right_answer
from autograder.judging import oracle


def options_of(exercise):
    most = max(len(case.args) for case in exercise.cases)
    parameters = oracle.parameters(exercise)
    return [name for name in parameters.names[:most] if name in parameters.defaults]


WITH_OPTIONS = {name: options_of(exercise) for name, exercise in EXERCISES.items() if options_of(exercise)}
PAIRS = [(name, pair) for name, options in WITH_OPTIONS.items() for pair in itertools.combinations(options, 2)]


@pytest.mark.parametrize("exercise_id", [name for name in EXERCISES if right_answer(EXERCISES[name])])
def test_the_right_answers_of_the_bank_are_right(exercise_id):
    right = right_answer(EXERCISES[exercise_id])
    padding = exercise_id.startswith("padding-layers/")  # made with numpy.pad, which the chapter forbids
    report = judge(exercise_id, right, hidden=True, seed=4)
    assert all(case.outcome == "passed" for case in report.cases)
    assert report.score == 1 or padding


@pytest.mark.parametrize("exercise_id", WITH_OPTIONS)
def test_an_exercise_with_options_has_a_right_answer_in_the_bank(exercise_id):
    assert right_answer(EXERCISES[exercise_id]) is not None


def leaving_out(exercise_id, options):
    """The right answer with `options` always at their defaults."""
    right, parameters = right_answer(EXERCISES[exercise_id]), oracle.parameters(EXERCISES[exercise_id])

    def answer(*args):
        pairs = zip(parameters.names, args, strict=False)
        return right(*[parameters.defaults[name] if name in options else value for name, value in pairs])

    return answer


@pytest.mark.share(4)
@pytest.mark.parametrize(
    ("exercise_id", "options"), PAIRS, ids=[f"{name}: {first}, {second}" for name, (first, second) in PAIRS]
)
def test_two_options_left_out_are_named_or_have_a_name_of_their_own(exercise_id, options):
    report = judge(exercise_id, leaving_out(exercise_id, options), hidden=True, seed=8)
    if report.mistake is not None and "does not use" in report.mistake:
        both = f"does not use `{options[0]}` and `{options[1]}` yet"
        one = [f"does not use `{option}` yet" for option in options]  # without it the other has no effect
        assert report.mistake in (both, *one)
        assert report.diagnosis.hint in str(report)


@pytest.mark.parametrize("options", [("padding", "groups"), ("output_padding", "dilation")])
def test_what_is_left_out_is_said(options):
    exercise_id = "transposed-convolutions/conv_transpose2d"
    report = judge(exercise_id, leaving_out(exercise_id, options))
    assert report.mistake == "does not use `{}` and `{}` yet".format(*options)


def test_an_answer_that_uses_an_option_wrongly_is_not_told_that_it_does_not_use_it():
    right = right_answer(EXERCISES["convolution-parameters/conv2d"])

    def answer(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        return right(x, weight, bias, stride, padding, 1 if np.ndim(dilation) else dilation, groups)

    assert "does not use" not in (judge("convolution-parameters/conv2d", answer).mistake or "")

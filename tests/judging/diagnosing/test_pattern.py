"""An error without a name is told by where it happens."""

import numpy as np

from autograder import judge
from autograder.bank import find
from autograder.judging.diagnosing.pattern import find_pattern
from solutions.convolutional_layers import conv2d, count_parameters

CONV2D = "convolutional-layers/conv2d"


def test_what_only_the_failing_cases_have_is_said():
    report = judge(CONV2D, lambda x, weight, bias=None: conv2d(x, weight, bias) + 0.1 * (x.shape[1] > 1))
    assert report.mistake is None
    assert report.pattern == "x has more than one channel"
    assert "It goes wrong where x has more than one channel, and nowhere else." in str(report)


def test_options_are_told_by_their_values():
    count = lambda i, o, k, bias=True: count_parameters(i, o, k, bias) + 7 * isinstance(k, tuple)  # noqa: E731
    assert judge("convolutional-layers/count_parameters", count).pattern == (
        "kernel_size is not the same along every axis"
    )


def test_nothing_is_said_of_an_error_that_is_everywhere_or_explained():
    everywhere = judge(CONV2D, lambda x, weight, bias=None: conv2d(x, weight, bias) * 1.5)
    assert everywhere.pattern == ""
    named = judge(CONV2D, lambda x, weight, bias=None: conv2d(x, weight))
    assert named.mistake == "forgets the bias"
    assert named.pattern == ""


def test_one_case_is_never_enough():
    exercise = find(CONV2D)
    first, *rest = exercise.cases
    assert find_pattern(exercise, [first], rest) == ""
    assert np.ndim(first.args[0]) == 4

"""Answers that ask a library for the answer are refused, and honest neighbours are not."""

from pathlib import Path

import numpy as np
import pytest
import scipy.signal
import torch
import torch.nn.functional as F
from scipy.signal import correlate as quietly

import solutions
from autograder import judge
from autograder.bank import EXERCISES, find
from autograder.judging.forbidden import StaticSource
from solutions import conv2d as right
from solutions.convolutional_layers import correlate1d as right1d

CONV2D, CORRELATE1D = "convolutional-layers/conv2d", "convolutional-layers/correlate1d"


def through_torch(x, weight, bias=None):
    bias = None if bias is None else torch.from_numpy(bias)
    return F.conv2d(torch.from_numpy(x), torch.from_numpy(weight), bias).numpy()


def through_a_helper(x, weight, bias=None):
    return through_torch(x, weight, bias)


def imported_inside(x, weight, bias=None):
    from torch.nn import functional

    return functional.conv2d(*map(torch.from_numpy, (x, weight))).numpy()


def through_scipy(signal, kernel):
    return scipy.signal.correlate(signal, kernel, "valid")


def through_a_name_of_its_own(signal, kernel):
    return quietly(signal, kernel, "valid")


def through_numpy(signal, kernel):
    return np.convolve(signal, kernel[::-1], "valid")


@pytest.mark.parametrize(
    ("exercise", "answer", "named"),
    [
        (CONV2D, through_torch, "torch"),
        (CONV2D, through_a_helper, "torch"),
        (CONV2D, imported_inside, "torch"),
        (CONV2D, torch.nn.functional.conv2d, "torch"),
        (CORRELATE1D, through_scipy, "scipy"),
        (CORRELATE1D, through_a_name_of_its_own, "scipy"),
        (CORRELATE1D, through_numpy, "np.convolve"),
    ],
)
def test_an_answer_by_a_library_is_refused(exercise, answer, named):
    report = judge(exercise, answer)
    assert report.score == 0
    assert "This does not count" in report.refusal
    assert named in report.refusal
    assert "not accepted" in str(report)


def convolve(signal, kernel):
    """A function of one's own may have any name, and words like torch may stand in a text."""
    correlate = "as torch does"
    assert correlate
    return right1d(signal, kernel)


def test_names_and_words_alone_are_no_reason():
    assert judge(CORRELATE1D, convolve).score == 1
    assert judge(CONV2D, right).score == 1


NOTEBOOK = """import numpy as np
%matplotlib inline
from numpy import correlate as c
"""


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ("def correlate1d(signal, kernel):\n    return c(signal, kernel, 'valid')", True),
        (
            "def correlate1d(signal, kernel):\n    return helper(signal, kernel)\n"
            "def helper(a, b):\n    return np.correlate(a, b)",
            True,
        ),
        ("slide = np.correlate\ndef correlate1d(signal, kernel):\n    return slide(signal, kernel)", True),
        ("correlate1d = lambda a, b: np.convolve(a, b[::-1], 'valid')", True),
        ("def correlate1d(signal, kernel):\n    return np.dot(signal, kernel)\nc([1], [2])", False),
        ("def correlate1d(signal, kernel)\n    syntax error", False),
        ("def correlate1d(signal, kernel):\n    return getattr(np, 'cor' + 'relate')(signal, kernel)", True),
        ("from numpy import *\ndef correlate1d(signal, kernel):\n    return correlate(signal, kernel)", True),
        ("%pylab\ndef correlate1d(signal, kernel):\n    return correlate(signal, kernel)", True),
        ("def correlate1d(signal, kernel):\n    correlate = abs\n    return correlate(signal)", False),
        ("def correlate1d(signal, kernel):\n    return getattr(np, 'do' + 't')(signal, kernel)", False),
    ],
)
def test_a_notebook_is_read_without_being_run(answer, refused):
    assert bool(StaticSource([NOTEBOOK, answer]).refuse(find(CORRELATE1D))) is refused


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (
            "def correlate1d(signal, kernel):\n    return getattr(np, 'etalerroc'[::-1])(signal, kernel)",
            "getattr, np under another name",
        ),
        ("def correlate1d(signal, kernel):\n    return np.__dict__[NAME](signal, kernel)", "__dict__"),
        ("def correlate1d(signal, kernel):\n    return eval(TEXT)(signal, kernel)", "eval"),
        (
            "def correlate1d(signal, kernel):\n    m = np\n    return m.correlate(signal, kernel)",
            "np under another name",
        ),
        ("m = np\ndef correlate1d(signal, kernel):\n    return m.correlate(signal, kernel)", "np under another name"),
        ("def correlate1d(signal, kernel):\n    return np.dot(signal, kernel)\neval(TEXT)", ""),
        ("def correlate1d(signal, kernel):\n    return getattr(np, 'dot')(signal, kernel)", ""),
    ],
)
def test_what_hides_its_calls_is_for_a_person_to_look_at(answer, named):
    written = StaticSource([NOTEBOOK, answer])
    assert written.dynamic_access(find(CORRELATE1D)) == named
    assert not written.refuse(find(CORRELATE1D))


def test_hiding_matters_only_where_something_is_forbidden():
    answer = "def conv2d(x, weight, bias=None):\n    return eval(TEXT)"
    assert StaticSource([NOTEBOOK, answer]).dynamic_access(find(CONV2D)) == ""


@pytest.mark.parametrize("chapter", sorted({exercise.chapter for exercise in EXERCISES.values()}))
def test_the_reference_hides_nothing(chapter):
    written = StaticSource([(Path(solutions.__file__).parent / f"{chapter.replace('-', '_')}.py").read_text()])
    for exercise in EXERCISES.values():
        if exercise.chapter == chapter:
            assert written.dynamic_access(exercise) == "", exercise.id

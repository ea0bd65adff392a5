"""An honest answer loses nothing to what stands beside it or below, and the verdict says what went wrong."""

from html import unescape

import pytest

from autograder.grading.jobs.job import RANDOMNESS, Job
from autograder.grading.jobs.run import run
from autograder.judging.static_analysis.undefined import why_undefined
from tests.attacks.harness import answer

NAME = "correlate1d"
EXERCISE = f"convolutional-layers/{NAME}"
RIGHT = answer(EXERCISE)


def judged(*cells):
    """The verdicts on a notebook of these cells; None stands for the exercise's check, below the answer."""
    seeds = {EXERCISE: 1, f"convolutional-layers: {RANDOMNESS}": 2}
    answers = {EXERCISE: cells.index(None) - 1}
    return run(
        Job(tuple((True, EXERCISE) if cell is None else (False, cell) for cell in cells), seeds, answers=answers)
    )


def outcome(result):
    visible, hidden = (result.verdict(EXERCISE, hidden=hidden) for hidden in (False, True))
    return visible.outcome, visible.score, hidden.score


def words(result):
    return unescape(result.verdict(EXERCISE, hidden=False).html)


@pytest.mark.parametrize(
    "cells",
    [
        ("from tqdm import tqdm\nimport numpy as np", RIGHT, None),
        ("import numpy as np", None, RIGHT),
    ],
    ids=["a module that is not there", "a check above its answer"],
)
def test_a_right_answer_has_full_marks(cells):
    assert outcome(judged(*cells)) == ("passed", 1, 1)


def test_a_function_may_use_one_that_is_defined_below_its_check():
    uses = f"def {NAME}(signal, kernel):\n    return below(signal, kernel)"
    below = RIGHT.replace(f"def {NAME}(", "def below(")
    assert outcome(judged("import numpy as np", uses, None, below)) == ("passed", 1, 1)


def test_a_name_that_never_comes_stays_a_crash():
    result = judged("import numpy as np", f"def {NAME}(signal, kernel):\n    return below(signal, kernel)", None)
    assert outcome(result)[0] == "crashed"
    assert "name 'below' is not defined" in words(result)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (
            RIGHT.replace(f"def {NAME}(", f"def my_{NAME}("),
            f"The notebook defines my_{NAME}; the exercise needs {NAME}.",
        ),
        ("def solution(a, b): pass", f"The notebook defines solution; the exercise needs {NAME}."),
        (
            f"def {NAME}(signal, kernel)\n    return 1",
            f"The notebook does not define {NAME}: its cell stopped with SyntaxError: expected ':' (line 1).",
        ),
        (
            f"1 / 0\ndef {NAME}(signal, kernel):\n    return 1",
            f"The notebook does not define {NAME}: its cell stopped with ZeroDivisionError: division by zero.",
        ),
    ],
)
def test_a_function_that_was_begun_and_is_not_there_is_no_open_exercise(cell, says):
    result = judged("import numpy as np", cell, None)
    assert outcome(result) == ("crashed", 0, 0)
    assert says in words(result)


@pytest.mark.parametrize(
    "cell", [f"def {NAME}(signal, kernel):\n    raise NotImplementedError()", "", "def helper(x):\n    return x"]
)
def test_what_was_never_begun_stays_open(cell):
    assert outcome(judged(cell, "import numpy as np", None))[0] == "not attempted"


def test_the_function_of_another_exercise_is_no_renamed_one():
    cells = [("def conv1d(x): pass", ""), ("def my_conv2d(x): pass", "")]
    assert why_undefined("conv2d", [cells[0]]) == ""
    assert why_undefined("conv2d", [cells[0]], answer=0) == ""
    assert why_undefined("conv2d", cells) == "The notebook defines my_conv2d; the exercise needs conv2d."
    assert why_undefined("conv1d", [("def conv_transpose1d(x): pass", "")], answer=0) == ""  # of another chapter


def test_a_function_that_the_course_gives_is_no_renamed_one():
    cells = [("def conv2d_windows(x): pass", "")]
    assert "conv2d_windows" in why_undefined("conv2d", cells)
    assert why_undefined("conv2d", cells, ["conv2d_windows"], answer=0) == ""


def test_an_error_may_say_anything_and_is_quoted_in_one_short_line():
    why = why_undefined("f", [("def f(): pass", "E: " + "<b>\n" * 1000)])
    assert "\n" not in why
    assert len(why) < 300
    result = judged(f"def {NAME}(s, k): pass\ndel {NAME}\nraise ValueError('<script>alert(1)</script>')", None)
    assert "<script>alert" not in result.verdict(EXERCISE, hidden=False).html

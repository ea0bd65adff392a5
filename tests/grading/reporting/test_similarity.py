"""Copies are found whatever their names and layout, and honest answers in several styles are not."""

import inspect
import textwrap

import pytest

from autograder.bank import EXERCISES
from autograder.grading.reporting.similarity import FEWEST_TOKENS, NEARLY_IDENTICAL, likeness, tokens_of
from autograder.judging.oracle import honest_answers
from tests.grading._misconceptions import FLIPPED, NO_BIAS, OWN_WAY, RENAMED

CONV2D = "convolutional-layers/conv2d"
ONE, COPY, OTHER = FLIPPED["conv2d"], RENAMED["conv2d"], NO_BIAS["conv1d"]


def test_names_layout_comments_docstrings_and_type_hints_do_not_count():
    plain = "def f(x, y):\n    total = x + y\n    return total * 2"
    dressed = 'def g(a: int, b: float) -> float:\n    """Add."""\n    s = (a +\n         b)  # sum\n\n    return s*2\n'
    assert tokens_of(plain) == tokens_of(dressed)


def test_what_a_library_is_asked_for_counts():
    assert tokens_of("y = np.sum(x)") != tokens_of("y = np.max(x)")
    assert tokens_of("y = sum(x)") != tokens_of("y = max(x)")


@pytest.mark.parametrize("source", ["def f(:", "", "\0", "(" * 10_000, "x = '" + "a" * 10])
def test_what_is_not_python_has_no_tokens(source):
    assert tokens_of(source) == []


def test_a_copy_with_other_names_is_found_and_another_answer_is_not():
    found = likeness(CONV2D, {"ada": ONE, "bob": COPY, "cleo": OTHER}, {})
    (group,) = found.groups
    assert group.students == ("ada", "bob")
    assert group.least == group.most == 1.0
    assert group.exercise == CONV2D


def test_a_copy_with_a_line_more_is_still_found():
    changed = ONE.replace("    n, c, h, w", "    unused = 0\n    n, c, h, w")
    (group,) = likeness(CONV2D, {"ada": ONE, "bob": changed}, {}).groups
    assert NEARLY_IDENTICAL <= group.least < 1


def test_three_of_a_kind_are_one_group_and_two_pairs_are_two():
    answers = {"a": ONE, "b": COPY, "c": ONE, "d": OTHER, "e": OTHER, "f": OWN_WAY["correlate1d"]}
    groups = likeness(CONV2D, answers, {}).groups
    assert [group.students for group in groups] == [("a", "b", "c"), ("d", "e")]


def test_short_answers_are_counted_and_not_compared():
    short = "def f(x):\n    return x + 1"
    assert len(tokens_of(short)) < FEWEST_TOKENS
    found = likeness(CONV2D, {"ada": short, "bob": short}, {})
    assert found.groups == ()
    assert found.too_short == 2


def test_answers_like_the_courses_are_named_apart_and_not_matched():
    found = likeness(CONV2D, {"ada": ONE, "bob": COPY, "cleo": OTHER, "dan": OTHER}, {"the reference": ONE})
    assert found.like_the_courses == ("ada", "bob")
    assert [group.students for group in found.groups] == [("cleo", "dan")]


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_the_courses_own_answers_in_other_styles_are_not_nearly_identical(exercise):
    functions = filter(inspect.isfunction, honest_answers(exercise).values())
    sources = [textwrap.dedent(inspect.getsource(function)) for function in functions]
    different = {tuple(tokens_of(source)): source for source in sources}
    assert likeness(exercise.id, dict(zip("abcdefgh", different.values(), strict=False)), {}).groups == ()

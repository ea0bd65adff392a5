"""Copies are found whatever their names and layout, and honest answers in several styles are not."""

import inspect
import random
import textwrap

import pytest

from autograder.bank import EXERCISES
from autograder.grading.reporting import similarity
from autograder.grading.reporting.candidates import BANDS, NEIGHBOURS, candidate_pairs
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


def a_class(size, seed=0):
    """Answers of which some were copied and changed in up to a seventh of their lines, others begun anew."""
    rng = random.Random(seed)
    words = [f"word{number}" for number in range(60)]

    def line():
        return f"    out = {rng.choice('abcd')}.{rng.choice(words)}({rng.choice(words)}) + {rng.randrange(9)}"

    def copied(lines):
        kept = list(lines)
        for _ in range(rng.randrange(len(lines) // 6)):
            rng.choice([kept.__setitem__, kept.insert])(rng.randrange(len(kept)), line())
        return kept

    originals = [[line() for _ in range(rng.randrange(12, 30))] for _ in range(size // 4)]
    answers = [copied(rng.choice(originals)) for _ in range(size)]
    return {f"student{n}": "\n".join(["def f(a, b, c, d):", *lines]) for n, lines in enumerate(answers)}


@pytest.mark.turn(2)
def test_a_large_class_has_the_groups_that_comparing_each_with_each_finds(monkeypatch):
    answers = a_class(1000)
    monkeypatch.setattr(similarity, "EACH_WITH_EACH", 0)
    likely = likeness(CONV2D, answers, {})
    monkeypatch.setattr(similarity, "EACH_WITH_EACH", len(answers))
    everyone = likeness(CONV2D, answers, {})
    assert [group.students for group in likely.groups] == [group.students for group in everyone.groups]
    assert 100 < len(likely.groups) < 250
    assert any(len(group.students) > 2 * NEIGHBOURS for group in a_crowd(monkeypatch))


def a_crowd(monkeypatch):
    """Groups of a class in which all have begun with the same answer."""
    monkeypatch.setattr(similarity, "EACH_WITH_EACH", 0)
    lines = next(iter(a_class(4).values())).splitlines()
    answers = {f"s{n}": "\n".join([*lines, f"    return out.word{n}"]) for n in range(200)}
    return likeness(CONV2D, answers, {}).groups


@pytest.mark.parametrize("size", [500, 2000])
def test_how_many_pairs_are_looked_at_grows_with_the_class_and_no_faster(size):
    crowd = [chr(300 + number) + "the same answer of everybody" * 4 for number in range(size)]
    assert len(candidate_pairs(crowd)) <= BANDS * NEIGHBOURS * size
    assert len(candidate_pairs(crowd)) >= size - 1

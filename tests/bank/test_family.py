"""A mistake of a family is registered with each of its exercises, in that exercise's own way."""

import pytest

from autograder.bank.exercise import Exercise
from autograder.bank.family import family


@pytest.fixture
def exercises():
    return [Exercise(f"chapter/{name}", torch=max, cases=[], hidden=lambda rng: ()) for name in ("one", "two")]


def test_every_exercise_gets_the_mistake_in_its_own_way(exercises):
    scaled = family(exercises, lambda exercise, wrong: lambda x: (exercise.name, wrong(x)))
    scaled("doubles", hint="How much is asked for?")(lambda x: 2 * x)
    assert [[(m.name, m.hint, m.args, m.function(3)) for m in e.mistakes] for e in exercises] == [
        [("doubles", "How much is asked for?", None, ("one", 6))],
        [("doubles", "How much is asked for?", None, ("two", 6))],
    ]


def test_only_some_can_be_named(exercises):
    first, second = exercises
    family(exercises, lambda exercise, wrong: wrong)("doubles", hint="?", only=[second])(lambda x: 2 * x)
    assert (len(first.mistakes), len(second.mistakes)) == (0, 1)


def test_what_becomes_of_the_arguments_is_said_where_it_can_be(exercises):
    first, second = exercises
    other_argument = family(
        exercises,
        lambda exercise, change: lambda x: change(x) + 1,
        args=lambda exercise, change: (lambda x: (change(x),)) if exercise is first else None,
    )
    other_argument("doubles", hint="?")(lambda x: 2 * x)
    assert first.mistakes[0].args(3) == (6,)
    assert second.mistakes[0].args is None


def test_what_is_decorated_stays_what_it_is(exercises):
    def wrong(x):
        return x

    assert family(exercises, lambda exercise, wrong: wrong)("nothing", hint="?")(wrong) is wrong

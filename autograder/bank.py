"""Every exercise of the course, with its cases and its mistakes."""

import difflib

from .chapters import convolutional_layers
from .exercise import Exercise
from .mistakes import convolutional_layers as _mistakes_1  # noqa: F401  (importing registers them)

EXERCISES: dict[str, Exercise] = {
    exercise.id: exercise for chapter in (convolutional_layers,) for exercise in chapter.EXERCISES
}


def find(exercise_id: str) -> Exercise:
    """The exercise called `exercise_id`.

    Raises
    ------
    LookupError
        If there is none; the message names the nearest.
    """
    if exercise_id in EXERCISES:
        return EXERCISES[exercise_id]
    near = difflib.get_close_matches(str(exercise_id), EXERCISES, n=3, cutoff=0.4) or list(EXERCISES)[:3]
    raise LookupError(f"no exercise is called {exercise_id!r}; the nearest are {', '.join(near)}")

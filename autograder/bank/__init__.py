"""Every exercise of the course, with its cases and its mistakes.

exercise   what an exercise is: its cases, how torch says it, its mistakes
speed      how fast an answer is to be, where that is graded too
family     register one mistake with several exercises
chapters   the exercises and their cases, a file a chapter
mistakes   the mistakes and the right answers that they spoil

The mistakes import the chapters, both import what stands above them here, and nothing points back.
"""

import difflib
import importlib

from ..errors import UnknownName
from ..language import gettext as _
from . import chapters, mistakes
from .exercise import Exercise

for _name in mistakes.FILES:  # importing them puts the mistakes into their exercises
    importlib.import_module(f"{mistakes.__name__}.{_name}")

EXERCISES: dict[str, Exercise] = {
    exercise.id: exercise
    for name in chapters.COURSE
    for exercise in importlib.import_module(f"{chapters.__name__}.{name}").EXERCISES
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
    names = ", ".join(near)
    raise UnknownName(_("no exercise is called {name!r}; the nearest are {names}", name=exercise_id, names=names))

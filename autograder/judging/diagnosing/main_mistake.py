"""Find the known mistake that explains most of the failing cases, in an answer that makes another one besides."""

from collections.abc import Sequence

from ...bank.exercise import Exercise, Mistake
from ...runner.calls import call
from ..tried_case import TriedCase

_FEWEST = 3  # failing cases that it must explain
_MOST_LEFT = 2  # failing cases that it may leave unexplained


def find_main_mistake(exercise: Exercise, tried: Sequence[TriedCase]) -> tuple[Mistake, list[TriedCase]] | None:
    """Find the mistake that explains most of the failing cases of `tried`, with those that it leaves unexplained.

    It must give what the answer gave wherever the answer is right, and in twice as many failing cases as not. Two
    mistakes that explain equally many leave it open which it is.
    """
    failing = [case for case in tried if not case.is_right]
    if not len(failing) > _FEWEST:
        return None
    found: list[tuple[Mistake, list[TriedCase]]] = []
    for mistake in exercise.mistakes:
        left = _left(mistake, failing)
        if left and all(case.came_of(call(mistake.function, case.case.args)) for case in tried if case.is_right):
            found.append((mistake, left))
    found.sort(key=lambda pair: len(pair[1]))
    if not found or (len(found) > 1 and len(found[0][1]) == len(found[1][1])):
        return None
    return found[0]


def _left(mistake: Mistake, failing: Sequence[TriedCase]) -> list[TriedCase] | None:
    """The failing cases that `mistake` does not explain; None where they are too many."""
    left: list[TriedCase] = []
    most = min(_MOST_LEFT, len(failing) - _FEWEST, len(failing) // 3)
    for case in failing:
        if not case.came_of(call(mistake.function, case.case.args)):
            left.append(case)
            if len(left) > most:
                return None
    return left

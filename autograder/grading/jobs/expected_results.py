"""The expected results of a submission's cases, computed while the sandbox runs the notebook's cells."""

import contextvars
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from ...bank.exercise import Case, Exercise
from ...judging import oracle
from ...judging.oracle import CourseFault


class ExpectedResults:
    """The cases of some exercises and what each should give, worked out by a thread, one exercise after the other.

    Parameters
    ----------
    seeds : mapping of Exercise to int
        What each exercise's hidden cases are drawn with, in the order in which they will be asked for.
    """

    def __init__(self, seeds: Mapping[Exercise, int]) -> None:
        speaking = contextvars.copy_context()
        with_one_thread = ThreadPoolExecutor(1)
        self._coming: dict[str, Future[list[_WorkedOut]]] = {
            exercise.id: with_one_thread.submit(speaking.run, _work_out, exercise, seed)
            for exercise, seed in seeds.items()
        }
        with_one_thread.shutdown(wait=False)

    def cases(self, exercise: Exercise) -> list[Case]:
        """The visible cases of an exercise, and then the hidden ones."""
        return [case for case, _ in self._coming[exercise.id].result()]

    def expected(self, exercise: Exercise, case: Case) -> tuple[Any, str]:
        """Return, or raise, what `oracle.expected` does for one of those cases: the very object, not one like it."""
        outcome = next(outcome for one, outcome in self._coming[exercise.id].result() if one is case)
        if isinstance(outcome, CourseFault):
            raise outcome
        return outcome


_WorkedOut = tuple[Case, tuple[Any, str] | CourseFault]


def _work_out(exercise: Exercise, seed: int) -> list[_WorkedOut]:
    return [(case, _outcome(exercise, case)) for case in [*exercise.cases, *exercise.draw(seed)]]


def _outcome(exercise: Exercise, case: Case) -> tuple[Any, str] | CourseFault:
    try:
        return oracle.expected(exercise, case)
    except CourseFault as fault:
        return fault

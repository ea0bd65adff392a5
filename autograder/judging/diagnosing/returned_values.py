"""The returned values beside the wanted ones, of every case, to find out what was done to the right results."""

from collections.abc import Sequence

import numpy as np

from ...bank.exercise import Exercise, Mistake
from ...runner.values import Function
from ..tried_case import TriedCase
from .result_axes import axis_letters, axis_names, spatial_axes

MANY = 3  # numbers, at least, that must agree before it is no chance


class ReturnedValues:
    """The wanted and the returned values of every case, and the words for the axes of the results."""

    def __init__(self, exercise: Exercise, tried: Sequence[TriedCase]) -> None:
        self.exercise = exercise
        self.tried = tried
        self.failing = [case for case in tried if not case.is_right]
        self.passing = [case for case in tried if case.is_right]
        self.arrays = all(case.has_arrays for case in tried)
        dimensions = {case.wanted.ndim for case in tried} if self.arrays else set()
        self.ndim = dimensions.pop() if len(dimensions) == 1 else 0
        self.names = axis_names(exercise, self.ndim) if self.arrays else None
        self.letters = axis_letters(exercise, self.ndim)
        self.spatial = spatial_axes(self.names or ())

    @property
    def are_telling(self) -> bool:
        """Whether there are enough numbers in enough cases to rule out chance."""
        if any(case.answer.failure for case in self.tried):
            return False
        if self.arrays:
            large = [case for case in self.failing if min(case.wanted.size, case.got.size) >= MANY]
            return len(large) >= 2
        return len(self.failing) >= MANY and all(
            isinstance(value, (int, float)) and not isinstance(value, bool)
            for case in self.tried
            for value in (case.wanted, case.got)
        )

    def all_are(self, alter: Function) -> bool:
        """Whether every case returned `alter(wanted)`."""
        return all(case.returned(alter(case.wanted)) for case in self.tried)


def alteration(name: str, hint: str) -> Mistake:
    """Make a mistake that says what was done to the right results. Its function is never called."""
    return Mistake(name, hint, np.asarray)

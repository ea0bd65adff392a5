"""One case of an exercise with the answer to it, and with what was wanted."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..bank.exercise import Case, Exercise, Misfit
from ..reports.findings import CaseReport
from ..runner.values import Answer
from .compare import difference, tolerance

Judged = Sequence[tuple[CaseReport, Answer]]  # what the judge found of each case, and the answer to it
_OF_SHAPES = (Misfit.__name__, ValueError.__name__, IndexError.__name__)


@dataclass(frozen=True)
class TriedCase:
    """A case, the answer to it, what was wanted, and how many products make one number of that."""

    case: Case
    answer: Answer
    wanted: Any
    terms: int

    @classmethod
    def of(cls, exercise: Exercise, report: CaseReport, answer: Answer) -> "TriedCase":
        """The case that `report` is about, with the answer that it was made of."""
        return cls(report.case, answer, report.wanted, exercise.terms(*report.case.args))

    @property
    def got(self) -> Any:
        """The value that the answer returned."""
        return self.answer.value

    @functools.cached_property
    def is_right(self) -> bool:
        """Whether the answer returned what was wanted."""
        return self.answer.failure is None and self.returned(self.wanted)

    def returned(self, value: Any) -> bool:
        """Whether the answer returned `value`, as near as a right answer must come to what is wanted."""
        return difference(value, self.got, self.terms) is None

    def agree(self, one: np.ndarray, other: np.ndarray) -> bool:
        """Whether two arrays of one shape are as near to each other as a right answer must come to what is wanted."""
        return bool(np.allclose(one, other, rtol=0, atol=tolerance(self.wanted, self.terms), equal_nan=True))

    def came_of(self, prediction: Answer) -> bool:
        """Whether the answer did as `prediction`: returned the same, or raised the same with the same words.

        NumPy's words name the shapes, so they are telling. A `Misfit` stands for whatever shapes do that do not fit.
        """
        expected, failure = prediction.failure, self.answer.failure
        if expected and expected.type == Misfit.__name__:
            return failure.type in _OF_SHAPES if failure else self._has_another_shape
        if expected or failure:
            return bool(expected and failure and (expected.type, expected.message) == (failure.type, failure.message))
        value = prediction.value
        if isinstance(value, np.ndarray) and value.dtype.kind in "iub":
            return isinstance(self.got, np.ndarray) and np.array_equal(value, self.got)
        if isinstance(value, np.ndarray) and value.dtype.kind == "c":
            same_kind = isinstance(self.got, np.ndarray) and self.got.dtype.kind == "c"
            return same_kind and self.got.shape == value.shape and self.agree(value, self.got)
        return self.returned(value)

    @property
    def _has_another_shape(self) -> bool:
        """Whether what was returned is of the kind that was wanted, and an array of another shape."""
        wanted, got = map(_shapes, (self.wanted, self.got))
        return type(self.wanted) is type(self.got) and len(wanted) == len(got) and wanted != got

    @property
    def has_arrays(self) -> bool:
        """Whether arrays of float32 or float64 were wanted and returned."""
        values = self.wanted, self.got
        return all(isinstance(value, np.ndarray) and value.dtype in (np.float32, np.float64) for value in values)


def _shapes(value: Any) -> list[tuple[int, ...]]:
    """The shapes of an array, or of the arrays in a tuple."""
    return [item.shape for item in (value if isinstance(value, tuple) else [value]) if isinstance(item, np.ndarray)]

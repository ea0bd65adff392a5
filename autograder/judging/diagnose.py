"""Look for the known mistake that explains what an answer did."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..bank.exercise import Case, Exercise, Mistake
from ..runner.calls import call
from ..runner.values import Answer
from .compare import difference


def diagnose(exercise: Exercise, tried: Sequence[tuple[Case, Answer]]) -> Mistake | None:
    """The mistake of `exercise` that gives the same as `tried` in every case, right ones included.

    One case is never enough: two different mistakes often agree on a simple input. Cases that a limit stopped
    say nothing, and are left out. An answer that changes its inputs gets no name: what it returned after that need
    not be what it would make of its inputs, and the change is what to mend first.
    """
    if any(answer.changed_inputs for _, answer in tried):
        return None
    telling = [(case, answer) for case, answer in tried if answer.limit is None]
    if not telling:
        return None
    for mistake in _candidates(exercise):
        if all(_explains(mistake, exercise, case, answer) for case, answer in telling):
            return mistake
    return None


def _candidates(exercise: Exercise) -> Iterator[Mistake]:
    """Every known mistake, then every two that can be made at once."""
    yield from exercise.mistakes
    for first, second in itertools.permutations(exercise.mistakes, 2):
        if first.args:
            yield _both(first, second)


def _both(first: Mistake, second: Mistake) -> Mistake:
    def function(*args: Any) -> Any:
        assert first.args is not None
        return second.function(*first.args(*args))

    return Mistake(f"{first.name} and {second.name}", f"{first.hint} {second.hint}", function)


def _explains(mistake: Mistake, exercise: Exercise, case: Case, answer: Answer) -> bool:
    predicted = call(mistake.function, case.args)
    if predicted.failure or answer.failure:
        # the same exception with the same words: NumPy names the shapes, so this is telling
        return bool(
            predicted.failure
            and answer.failure
            and (predicted.failure.type, predicted.failure.message) == (answer.failure.type, answer.failure.message)
        )
    value = predicted.value
    if isinstance(value, np.ndarray) and value.dtype.kind in "iub":
        return isinstance(answer.value, np.ndarray) and _identical(value, answer.value)
    return difference(value, answer.value, exercise.terms(*case.args)) is None


def _identical(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool((one == other).all())

"""Look for the mistake that explains what an answer did: a known one first, then what can be said of any exercise."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from ...bank.exercise import Exercise, Mistake
from ...language import noted
from ...runner.calls import call
from ..tried_case import TriedCase
from .altered_results import find_alteration
from .unused_options import find_unused_options
from .wrong_places import find_wrong_places


def diagnose(exercise: Exercise, tried: Sequence[TriedCase]) -> Mistake | None:
    """Find the mistake that gives the same as `tried` in every case, right ones included.

    One case is never enough: two different mistakes often agree on a simple input. Cases that a limit stopped
    say nothing, and are left out. An answer that changes its inputs gets no name: what it returned after that need
    not be what it would make of its inputs, and the change is what to mend first.
    """
    if any(one.answer.changed_inputs for one in tried):
        return None
    telling = [one for one in tried if one.answer.limit is None]
    if not telling:
        return None
    telling.sort(key=lambda one: one.is_right)  # a failing case soonest tells two mistakes apart
    for mistake in _candidates(exercise):
        if all(one.came_of(call(mistake.function, one.case.args)) for one in telling):
            return mistake
    looks = (look(exercise, telling) for look in (find_unused_options, find_alteration, find_wrong_places))
    return next(filter(None, looks), None)


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

    both = noted("{does} and {also}", does=noted(first.name), also=noted(second.name))
    return Mistake(both, _two(first.hint, second.hint), function, elsewhere=_two(first.elsewhere, second.elsewhere))


def _two(first: str, second: str) -> str:
    """Join two sentences to one message that can be translated; either may be empty."""
    if not first or not second:
        return first or second
    return noted("{said} {sentence}", said=noted(first), sentence=noted(second))

"""Find the optional arguments that an answer does not provide for yet: it returns what is right without them."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...bank.exercise import Case, Exercise, Mistake
from ...bank.mistakes.right_answers import right_answer
from ...language import listed, noted
from ...runner.calls import call
from ...runner.values import Function
from .. import oracle
from ..tried_case import TriedCase


def find_unused_options(exercise: Exercise, tried: Sequence[TriedCase]) -> Mistake | None:
    """Name the options of `exercise` that the answer does not use yet, if that explains every case.

    It does where every case gives what is right with these options at their defaults, whatever they are in the case.
    The smallest set of options counts; two sets of one size would leave it open which it is.
    """
    right = right_answer(exercise)
    failing = [case for case in tried if not case.is_right]
    # a single number agrees by chance more easily than an array does
    if right is None or not failing or (len(failing) == 1 and not failing[0].has_arrays):
        return None
    explain = _Explanations(exercise, right, tried)
    for number in range(1, len(explain.options) + 1):
        sets = [names for names in itertools.combinations(explain.options, number) if explain.every_case(names)]
        if sets:
            return _mistake(right, sets[0]) if len(sets) == 1 else None
    return None


def options_given(exercise: Exercise, case: Case) -> list[int]:
    """Return the places of the arguments that are options of `exercise` and not at their defaults in `case`."""
    parameters = oracle.parameters(exercise)
    pairs = zip(parameters.names, case.args, strict=False)
    return [
        place
        for place, (name, value) in enumerate(pairs)
        if name in parameters.defaults and not _same(value, parameters.defaults[name])
    ]


def _mistake(right: Function, names: Sequence[str]) -> Mistake:
    quoted = listed([f"`{name}`" for name in names])
    hint = noted(
        "Your answer is right as long as {names} are left alone. In which line should each of them come in?",
        names=quoted,
    )
    if len(names) == 1:
        hint = noted(
            "Your answer is right as long as {names} is left alone. In which line should it come in?", names=quoted
        )
    return Mistake(noted("does not use {names} yet", names=quoted), hint, right)


class _Explanations:
    """Tell which cases are explained by ignoring which options.

    Options that a case leaves at their defaults make no difference to it, so the answer to a set of options is kept by
    those of them that the case gives, and the right function is called once for each such set.
    """

    def __init__(self, exercise: Exercise, right: Function, tried: Sequence[TriedCase]) -> None:
        self._right = right
        self._exercise = exercise
        self._parameters = oracle.parameters(exercise)
        self._tried = tried
        self._known: dict[tuple[int, frozenset[str]], bool] = {}
        failing = [case for case in tried if not case.is_right]
        given = {name for case in failing for name in self._given(case)}
        self.options = [name for name in self._parameters.names if name in given]

    def _given(self, case: TriedCase) -> Iterator[str]:
        """The options that are not at their defaults in `case`."""
        return (self._parameters.names[place] for place in options_given(self._exercise, case.case))

    def every_case(self, names: Sequence[str]) -> bool:
        """Whether every case gives what is right with the options `names` at their defaults."""
        return all(self._explained(number, names) for number in range(len(self._tried)))

    def _explained(self, number: int, names: Sequence[str]) -> bool:
        case = self._tried[number]
        ignored = frozenset(names).intersection(self._given(case))
        if not ignored:
            return case.is_right
        if (number, ignored) not in self._known:
            args = [
                self._parameters.defaults[name] if name in ignored else value
                for name, value in zip(self._parameters.names, case.case.args, strict=False)
            ]
            self._known[number, ignored] = case.came_of(call(self._right, tuple(args)))
        return self._known[number, ignored]


def _same(value: Any, default: Any) -> bool:
    if value is None or default is None:
        return value is default
    return bool(np.all(np.equal(value, default)))

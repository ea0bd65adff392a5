"""The kill matrix: every mistake, which cases catch it and whether it is called by its name; and what must pass."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..bank.exercise import Exercise, untouched_stub
from ..judging import oracle
from ..judging.judge import call_on, judge_answers
from ..judging.static_analysis.forbidden import refuse
from ..reports.findings import Outcome
from ..reports.report import Report
from ..runner.values import Function

STUB = "the untouched stub"


@dataclass(frozen=True)
class Row:
    """The judge's findings on one answer, on the visible cases.

    Attributes
    ----------
    exercise_id : str
    answer : str
        The mistake's name, or what else it is: "the untouched stub", "the reference", "honest style 1".
    is_mistake : bool
    score : float
    outcome : str
    recognised : str or None
        The mistake that the report names.
    caught_by : tuple of str
        The names of the cases that it fails.
    elsewhere : str
        For a mistake that is right in another library: the sentence that says in which.
    """

    exercise_id: str
    answer: str
    is_mistake: bool
    score: float
    outcome: str
    recognised: str | None
    caught_by: tuple[str, ...]
    elsewhere: str = ""

    @property
    def as_it_should_be(self) -> bool:
        """Whether a mistake is caught and named, the stub is not attempted, and an honest answer scores 1."""
        if self.is_mistake:
            return self.score < 1 and self.recognised == self.answer
        if self.answer == STUB:
            return self.score == 0 and self.outcome == Outcome.NOT_ATTEMPTED
        return self.score == 1


def matrix(exercise: Exercise) -> Iterator[Row]:
    """Judge everything known of `exercise`: stub, reference, honest styles, mistakes."""
    yield _row(exercise, STUB, untouched_stub)
    for name, answer in oracle.honest_answers(exercise).items():
        yield _row(exercise, name, answer)
    for mistake in exercise.mistakes:
        row = _row(exercise, mistake.name, mistake.function, is_mistake=True)
        yield replace(row, elsewhere=mistake.elsewhere)


def _row(exercise: Exercise, name: str, answer: Function, *, is_mistake: bool = False) -> Row:
    refusal = refuse(exercise, answer)
    report: Report = judge_answers(exercise, functools.partial(call_on, answer), exercise.cases, refusal=refusal)
    caught_by = tuple(case.case.name for case in report.cases if case.outcome is not Outcome.PASSED)
    return Row(exercise.id, name, is_mistake, report.score, report.outcome.value, report.mistake, caught_by)

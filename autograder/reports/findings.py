"""The findings of the judge on one exercise, as data: the outcome of every case, the score, and what to try next."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

import numpy as np

from ..bank.exercise import HIDDEN_CASE, Case, Mistake, OutputPart
from ..language import gettext as _
from ..language import noted, noted_as


class Outcome(StrEnum):
    """The outcome of a case, or of an exercise."""

    PASSED = "passed"
    WRONG = "wrong"
    CRASHED = "crashed"
    NOT_ATTEMPTED = "not attempted"
    OUT_OF_LIMITS = "out of limits"
    COURSE_FAULT = "course fault"
    NOT_COMPARED = "not compared"
    SLOW = "slow"
    NOT_TIMED = "not timed"

    @property
    def mark(self) -> str:
        """One short word for the margin."""
        return _(_MARKS[self])


_MARKS = {
    Outcome.PASSED: noted("ok"),
    Outcome.WRONG: noted("wrong"),
    Outcome.CRASHED: noted("crash"),
    Outcome.NOT_ATTEMPTED: noted("open"),
    Outcome.OUT_OF_LIMITS: noted("limit"),
    Outcome.COURSE_FAULT: noted("course"),
    Outcome.NOT_COMPARED: "-",
    Outcome.SLOW: noted("slow"),
    Outcome.NOT_TIMED: "-",
}
# Of several things that went wrong, the exercise is called by the first of these.
_GRAVEST_FIRST = (
    Outcome.COURSE_FAULT,
    Outcome.OUT_OF_LIMITS,
    Outcome.CRASHED,
    Outcome.WRONG,
    Outcome.NOT_COMPARED,
    Outcome.NOT_ATTEMPTED,
    Outcome.PASSED,
)


@dataclass(frozen=True)
class Difference:
    """The difference between a result and what was wanted: in words, and for arrays of one shape, the places."""

    message: str
    index: tuple[int, ...] | None = None
    wrong: np.ndarray | None = None
    shapes: tuple[tuple[int, ...], tuple[int, ...]] | None = None  # wanted and got, where the shapes differ


@dataclass(frozen=True)
class CaseReport:
    """The findings on one case: what was wanted and who says so, how the answer differs, and what it printed."""

    case: Case
    outcome: Outcome
    message: str = ""
    oracle: str = ""
    difference: Difference | None = None
    parts: tuple[OutputPart, ...] = ()
    wanted: Any = field(default=None, repr=False)
    printed: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The name of the case, for people."""
        return _(noted_as(self.case.name, HIDDEN_CASE))


@dataclass(frozen=True)
class Cause:
    """The cause of what fails, in a line, and what to do next.

    `in_the_values` says that the numbers are wrong, and not a type, a signature or a line that stops: only then does it
    help to know what a case tests.
    """

    text: str
    next: str = ""
    in_the_values: bool = False


@dataclass(frozen=True)
class Step:
    """A further hint: a sentence or two, and lines to copy or to read under it."""

    text: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Findings:
    """The findings on one exercise.

    Attributes
    ----------
    exercise_id : str
    cases : tuple of CaseReport
        Every case that was tried, not only the first that failed.
    diagnosis : Mistake or None
        The known mistake that explains every failing case.
    pattern : str
        The parameters or shapes of the failing cases alone, when no known mistake explains them.
    cause : Cause or None
        The one cause that the report begins with.
    refusal : str
        Why the answer does not count whatever it returns; empty where it does.
    failures : int or None
        How many checks of this exercise have failed in a row, this one included; None where they are not counted.
    steps : tuple of Step
        The further hints that this number of failures opens.
    warning : str
        Why the answer may not be the one that its author means: it stands before everything else.
    note : str
        A sentence that is not about the answer, for example that progress could not be saved.
    speed : tuple of str
        The findings on the answer's speed, a sentence or two each, where a right answer was timed.
    """

    exercise_id: str
    cases: tuple[CaseReport, ...]
    diagnosis: Mistake | None = None
    pattern: str = ""
    cause: Cause | None = None
    refusal: str = ""
    failures: int | None = None
    steps: tuple[Step, ...] = ()
    warning: str = ""
    note: str = ""
    speed: tuple[str, ...] = ()

    @property
    def shows_working(self) -> bool:
        """Whether the numbers of `worked_case` are open: at the third failure, and where failures are not counted."""
        return self.failures is None or self.failures >= 3

    @property
    def score(self) -> float:
        """The share of the cases that passed, from 0 to 1. A fault of the course is nobody's loss."""
        if self.refusal:
            return 0.0
        fair = [case for case in self.cases if case.outcome is not Outcome.COURSE_FAULT]
        return sum(case.outcome is Outcome.PASSED for case in fair) / len(fair) if fair else 1.0

    @property
    def outcome(self) -> Outcome:
        """The gravest outcome of all the cases."""
        if self.refusal:
            return Outcome.WRONG
        seen = {case.outcome for case in self.cases}
        return next(outcome for outcome in _GRAVEST_FIRST if outcome in seen)

    @property
    def recommended(self) -> CaseReport | None:
        """The failing case to look at first: the one with the smallest inputs."""
        failing = [case for case in self.cases if case.outcome in (Outcome.WRONG, Outcome.CRASHED)]
        return min(failing, key=lambda case: case.case.size, default=None)

    @property
    def worked_case(self) -> CaseReport | None:
        """The case whose numbers can be shown at work: the recommended one, or the first that has them."""
        return next((case for case in (self.recommended, *self.cases) if case and case.parts), None)

    @property
    def printed(self) -> str:
        """The text that the answer printed in the recommended case, or in the first case in which it printed."""
        cases = [self.recommended] if self.recommended else self.cases
        return next((case.printed for case in cases if case and case.printed), "")

    @property
    def mistake(self) -> str | None:
        """The name of the recognised mistake."""
        return self.diagnosis.name if self.diagnosis else None

    @property
    def oracle(self) -> str:
        """The source of the expected values: torch with its version, a recording of it, or the reference module."""
        return " and ".join(self.oracles)

    @property
    def oracles(self) -> list[str]:
        """The sources of the expected values, one by one."""
        return list(dict.fromkeys(case.oracle for case in self.cases if case.oracle))

    @property
    def passed(self) -> int:
        """The number of cases that passed."""
        return sum(case.outcome is Outcome.PASSED for case in self.cases)

    @property
    def may_pass_later(self) -> bool:
        """Whether cells further down may bring what was missing: the function itself, or a name that it uses."""
        missed = (case.outcome is Outcome.CRASHED and case.message.startswith("NameError") for case in self.cases)
        return self.outcome is Outcome.NOT_ATTEMPTED or any(missed)

    def undefined(self, why: str) -> Self:
        """Report that a function was begun and is not defined: every case is a crash, and `why` is the cause."""
        cases = tuple(replace(case, outcome=Outcome.CRASHED) for case in self.cases)
        return replace(self, cases=cases, cause=Cause(why))

    def part(self, *, hidden: bool) -> Self:
        """Make the report of the hidden cases alone, or of the visible ones."""
        part = replace(self, cases=tuple(case for case in self.cases if case.case.hidden is hidden))
        return part if part.recommended else part._without_details()

    def sealed(self) -> Self:
        """Leave out what the cases were and what they gave: students see of hidden cases only the outcomes."""
        bare = tuple(
            CaseReport(Case(case.case.name, hidden=case.case.hidden), case.outcome, oracle=case.oracle)
            for case in self.cases
        )
        return replace(self._without_details(), cases=bare)

    def _without_details(self) -> Self:
        """Leave out a cause that tells of single cases. A known mistake and a pattern hold for all of them."""
        return self if self.diagnosis or self.pattern else replace(self, cause=None)

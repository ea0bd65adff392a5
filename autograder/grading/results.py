"""The result of a whole submission, as the table and the exit status tell it."""

from dataclasses import dataclass, field

from ..language import gettext as _
from ..reports.findings import Outcome
from .jobs.verdict import Verdict


@dataclass(frozen=True)
class Result:
    """The result of one submission.

    Attributes
    ----------
    student : str
    verdicts : tuple of Verdict
        One for each grade cell that is not graded by hand.
    notes : tuple of str
        Plain lines: what had to be put right, what was stopped.
    by_hand : float
        The points that a person has to give.
    late_seconds : float
        How long after the due date it was handed in.
    penalty : float
        The points that lateness costs.
    given_by_hand : float
        Of the points that a person has to give, those that were given for the answers as they are now.
    waiting : tuple of str
        The cells whose answers nobody has read as they are now.
    adjusted : float
        The points that a person has added to those of the verdicts, or taken from them.
    fault : str
        Why it was not graded; empty where it was.
    """

    student: str
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[str, ...] = ()
    by_hand: float = 0.0
    late_seconds: float = 0.0
    fault: str = ""
    penalty: float = 0.0
    given_by_hand: float = 0.0
    waiting: tuple[str, ...] = ()
    adjusted: float = 0.0
    seconds: float = field(default=0.0, compare=False)

    @property
    def graded(self) -> bool:
        """Whether there is a score."""
        return not self.fault

    @property
    def late(self) -> str:
        """The delay with which it was handed in, in words; empty where it was in time."""
        if self.late_seconds <= 0:
            return ""
        days, rest = divmod(int(self.late_seconds), 86_400)
        hours, minutes = rest // 3600, rest % 3600 // 60
        parts = [
            _("{number} d", number=days) if days else "",
            _("{number} h", number=hours) if hours else "",
            _("{number} min", number=minutes) if minutes else "",
        ]
        return " ".join(filter(None, parts)) or _("less than a minute")

    @property
    def earned(self) -> float:
        """The points of all verdicts, or those that a person has given in their place."""
        return round(sum(verdict.earned for verdict in self.verdicts) + self.adjusted, 4)

    @property
    def possible(self) -> float:
        """The most that verdicts can give."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def outcomes(self) -> dict[str, str]:
        """The outcomes of each exercise: of its visible and its hidden cases, and of its speed where they are right."""
        return {
            exercise: _together([verdict.outcome for verdict in self.verdicts if verdict.exercise == exercise])
            for exercise in dict.fromkeys(verdict.exercise for verdict in self.verdicts)
        }

    @property
    def mistakes(self) -> dict[str, str]:
        """The recognised mistake of each exercise that has one."""
        return {verdict.exercise: verdict.mistake for verdict in self.verdicts if verdict.mistake}


@dataclass(frozen=True)
class Change:
    """A change in the gradebook: the points of one cell, before (None: not graded yet) and after."""

    student: str
    cell: str
    before: float | None
    after: float


def _together(outcomes: list[str]) -> str:
    """The first outcome that is not as it should be. What was not timed says nothing of an answer."""
    fine = (Outcome.PASSED, Outcome.NOT_TIMED)
    return next((outcome for outcome in outcomes if outcome not in fine), Outcome.PASSED.value)

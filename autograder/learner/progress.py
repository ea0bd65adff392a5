"""A learner's progress as data: the status of every exercise that was checked."""

from dataclasses import dataclass, field

from ..language import gettext as _
from ..reports.findings import Findings, Outcome


@dataclass
class ExerciseStatus:
    """The status of an exercise: the outcome of its last check, and whether it was done before that.

    Attributes
    ----------
    outcome : str
        An `Outcome`.
    passed, cases : int
        Of the last check.
    failures : int
        How many checks have failed in a row.
    answer : str
        The answer that failed last, as a text that tells it from others; empty where answers are not told apart.
    mistake : str
    was_done : bool
        Whether a check before the last one has passed: what was done once stays done.
    """

    outcome: str = Outcome.NOT_ATTEMPTED.value
    passed: int = 0
    cases: int = 0
    failures: int = 0
    answer: str = ""
    mistake: str = ""
    was_done: bool = False

    @property
    def is_done(self) -> bool:
        """Whether any check of it has passed."""
        return self.was_done or self.outcome == Outcome.PASSED.value

    @property
    def last_check(self) -> str:
        """The last check in words, if the exercise was done before it and has failed it: `the last check: 1 of 6`."""
        if not self.was_done or self.outcome in (Outcome.PASSED.value, Outcome.NOT_ATTEMPTED.value):
            return ""
        return _("the last check: {passed} of {cases}", passed=self.passed, cases=self.cases)

    @property
    def state(self) -> str:
        """The state in a word: `done`, `tried` or `open`."""
        if self.is_done:
            return "done"
        return "tried" if self.outcome != Outcome.NOT_ATTEMPTED.value or self.failures else "open"

    @property
    def share(self) -> float:
        """The share of the cases that passed; all of them where it was done once."""
        if self.is_done:
            return 1.0
        return self.passed / self.cases if self.cases else 0.0


@dataclass
class Progress:
    """The status of every exercise that was checked, by the exercise's id."""

    exercises: dict[str, ExerciseStatus] = field(default_factory=dict)
    note: str = ""  # something about the file that the learner should know

    def of(self, exercise_id: str) -> ExerciseStatus:
        """Return the status of an exercise, also of one that was never checked."""
        return self.exercises.get(exercise_id, ExerciseStatus())

    def record(self, report: Findings, answer: str = "") -> ExerciseStatus:
        """Record the outcome of a check.

        A failure counts each time; with an `answer` (any text that tells answers apart) only if it is another one
        than failed last. A pass sets the count back to 0. A stub, a fault of the course and an answer that could not
        be compared are no failures.
        """
        before = self.of(report.exercise_id)
        failures, failed = before.failures, before.answer
        if report.outcome is Outcome.PASSED:
            failures, failed = 0, ""
        elif report.outcome not in (Outcome.NOT_ATTEMPTED, Outcome.COURSE_FAULT, Outcome.NOT_COMPARED):
            failures += not (answer and answer == before.answer)
            failed = answer
        counted = 0 if report.refusal else report.passed
        now = ExerciseStatus(
            report.outcome.value,
            counted,
            len(report.cases),
            failures,
            failed,
            report.mistake or "",
            before.is_done,
        )
        self.exercises[report.exercise_id] = now
        return now

"""How a learner's exercises stand, as data."""

from dataclasses import dataclass, field

from ..reports.findings import Findings, Outcome


@dataclass
class ExerciseStatus:
    """What came of the last check of an exercise.

    Attributes
    ----------
    outcome : str
        An `Outcome`.
    passed, cases : int
    failures : int
        How many checks have failed in a row.
    answer : str
        Which answer failed last, where somebody tells answers apart.
    mistake : str
    """

    outcome: str = Outcome.NOT_ATTEMPTED.value
    passed: int = 0
    cases: int = 0
    failures: int = 0
    answer: str = ""
    mistake: str = ""

    @property
    def state(self) -> str:
        """`done`, `tried` or `open`."""
        if self.outcome == Outcome.PASSED.value:
            return "done"
        return "tried" if self.outcome != Outcome.NOT_ATTEMPTED.value or self.failures else "open"

    @property
    def share(self) -> float:
        """The share of the cases that passed."""
        return self.passed / self.cases if self.cases else 0.0


@dataclass
class Progress:
    """Every exercise that was checked, by its id."""

    exercises: dict[str, ExerciseStatus] = field(default_factory=dict)
    note: str = ""  # something about the file that the learner should know

    def of(self, exercise_id: str) -> ExerciseStatus:
        """How one exercise stands."""
        return self.exercises.get(exercise_id, ExerciseStatus())

    def record(self, report: Findings, answer: str = "") -> ExerciseStatus:
        """Note what came of a check.

        A failure counts each time; with an `answer` (any text that tells answers apart) only if it is another one
        than failed last. A pass begins anew. A stub and a fault of the course are no failures.
        """
        before = self.of(report.exercise_id)
        failures, failed = before.failures, before.answer
        if report.outcome is Outcome.PASSED:
            failures, failed = 0, ""
        elif report.outcome not in (Outcome.NOT_ATTEMPTED, Outcome.COURSE_FAULT):
            failures += not (answer and answer == before.answer)
            failed = answer
        counted = 0 if report.refusal else report.passed
        now = ExerciseStatus(report.outcome.value, counted, len(report.cases), failures, failed, report.mistake or "")
        self.exercises[report.exercise_id] = now
        return now

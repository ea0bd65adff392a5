"""Put the dates of `course.toml` into the gradebook, where nbgrader reckons lateness, and tell what that changes."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ...language import noted
from ..course.schedule import Schedule, in_utc
from .records import RecordedSubmission

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


class DueDates:
    """The dates of one assignment, as they will be in the gradebook once it is graded.

    Parameters
    ----------
    schedule : Schedule
    recorded_due : datetime or None
        The gradebook's own date, which holds where the schedule has none.
    """

    def __init__(self, schedule: Schedule, recorded_due: datetime | None) -> None:
        self._schedule, self._before = schedule, recorded_due
        self.due = schedule.due or recorded_due

    def extension(self, student: str, recorded: RecordedSubmission | None) -> timedelta | None:
        """Return how much later an assignment is due for one student."""
        if self._schedule.extensions is None:
            return recorded.extension if recorded else None
        until = self._schedule.extended(student)
        return until - self.due if until and self.due and until > self.due else None

    def seconds_late(self, student: str, handed_in: datetime | None, recorded: RecordedSubmission | None) -> float:
        """Return how late a submission is that was handed in at some time."""
        if handed_in is None or self.due is None:
            return 0.0
        due = self.due + (self.extension(student, recorded) or timedelta())
        return max(0.0, (handed_in - due).total_seconds())

    def changes(self, name: str, every: dict[str, RecordedSubmission | None]) -> Iterator[str]:
        """Say what will be another date than before, of the assignment and of these students."""
        if self.due != self._before:
            was = in_utc(self._before) if self._before else noted("no date")
            now = in_utc(self.due) if self.due else noted("at no date")
            yield noted("{name} is due {now}; until now: {before}", name=name, now=now, before=was)
        for student, recorded in every.items():
            old, new = recorded.extension if recorded else None, self.extension(student, recorded)
            if self.due and new != old:
                before = in_utc(self._before + old) if old and self._before else noted("no extension")
                if new:
                    until = in_utc(self.due + new)
                    now = noted("{student} may hand in until {until}", student=student, until=until)
                else:
                    now = noted("{student} has no extension", student=student)
                yield noted("{now}; until now: {before}", now=now, before=before)

    def apply(self, gradebook: "Gradebook", name: str, students: Collection[str]) -> None:
        """Write the dates into the gradebook: the assignment's, and the extensions of those who stand in it."""
        assignment = gradebook.find_assignment(name)
        assignment.duedate = self.due
        if self._schedule.extensions is not None:
            for submission in assignment.submissions:
                if submission.student.id in students:
                    submission.extension = self.extension(submission.student.id, None)
        gradebook.db.commit()

    def grant(self, gradebook: "Gradebook", name: str, student: str) -> None:
        """Write the extension of a student who does not stand in the gradebook yet."""
        extension = self.extension(student, None)
        if extension:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission(name, student, extension=extension)

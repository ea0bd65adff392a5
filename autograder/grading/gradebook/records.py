"""The gradebook's records of the submissions of an assignment: all of them are read at once, in three queries."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbgrader.api import Assignment, Gradebook
    from sqlalchemy.orm import Query

CellKey = tuple[str, str]  # the names of the notebook and of the cell


@dataclass(frozen=True)
class RecordedGrade:
    """The grade of one cell, as nbgrader has it. Of an answer in words `by_hand` is true: a person gives its points.

    `auto_score` is 0 for an answer that was left empty, and `needs_manual_grade` is true where the answer may have
    changed since a person gave points for it.
    """

    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool
    by_hand: bool
    max_score: float

    @property
    def score(self) -> float:
        """The points, as nbgrader counts them."""
        score = self.auto_score if self.manual_score is None else self.manual_score
        return 0.0 if score is None else score + (self.extra_credit or 0.0)

    @property
    def waits(self) -> bool:
        """Whether this answer in words has no points yet, or has changed since somebody read it."""
        no_points = self.auto_score is None and self.manual_score is None
        return self.by_hand and (no_points or (self.manual_score is not None and self.needs_manual_grade))

    @property
    def is_read(self) -> bool:
        """Whether somebody has given points to this answer in words as it is now."""
        return self.by_hand and self.manual_score is not None and not self.waits


@dataclass(frozen=True)
class RecordedSubmission:
    """One submission. Times are in UTC and without a time zone.

    Attributes
    ----------
    timestamp : datetime or None
        When it was handed in.
    due : datetime or None
        When the assignment is due for everybody.
    extension : timedelta or None
        How much later it is due for this student.
    penalties : mapping of str to float
        The penalty for lateness, by notebook.
    grades : mapping of (str, str) to RecordedGrade
        By the names of the notebook and of the cell.
    comments : mapping of (str, str) to str
        What graders have said, by the same.
    """

    timestamp: datetime | None
    due: datetime | None
    extension: timedelta | None
    penalties: dict[str, float] = field(default_factory=dict)
    grades: dict[CellKey, RecordedGrade] = field(default_factory=dict)
    comments: dict[CellKey, str] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """All points, before the penalty for lateness."""
        return sum(grade.score for grade in self.grades.values())

    @property
    def penalty(self) -> float:
        """The whole penalty for lateness."""
        return sum(self.penalties.values())

    @property
    def seconds_late(self) -> float:
        """The seconds by which it was handed in late."""
        if self.timestamp is None or self.due is None:
            return 0.0
        return max(0.0, (self.timestamp - self.due - (self.extension or timedelta())).total_seconds())

    @property
    def is_graded(self) -> bool:
        """Whether every cell that a person does not read has its points."""
        scored = (g.auto_score is not None or g.manual_score is not None or g.by_hand for g in self.grades.values())
        return bool(self.grades) and all(scored)

    @property
    def max_score(self) -> float:
        """The most points that there are, by hand or not."""
        return sum(grade.max_score for grade in self.grades.values())

    @property
    def given_by_hand(self) -> float:
        """The points that a person has given for the answers as they are now."""
        return sum(grade.score for grade in self.grades.values() if grade.by_hand and not grade.waits)

    @property
    def adjusted(self) -> dict[CellKey, RecordedGrade]:
        """The grades of judged cells that a person has changed."""
        return {
            cell: grade
            for cell, grade in self.grades.items()
            if not grade.by_hand and (grade.manual_score is not None or grade.extra_credit)
        }

    @property
    def outdated(self) -> float:
        """The points that nbgrader counts for answers that wait: of those that stood there before."""
        return sum(grade.score for grade in self.grades.values() if grade.waits)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The cells whose answers nobody has read as they are now."""
        return tuple(cell for (_, cell), grade in self.grades.items() if grade.waits)


def read_records(gradebook: "Gradebook", name: str, student: str | None = None) -> dict[str, RecordedSubmission]:
    """Read the submissions of an assignment, of one student or of all, by student."""
    from nbgrader.api import (
        Assignment,
        BaseCell,
        Comment,
        Grade,
        GradeCell,
        Notebook,
        Student,
        SubmittedAssignment,
        SubmittedNotebook,
        TaskCell,
    )
    from sqlalchemy import func

    def of_cells(table: Any, *columns: Any) -> "Query[Any]":
        """Ask for something of each cell of each submission."""
        rows: Query[Any] = (
            gradebook.db.query(Student.id, Notebook.name, BaseCell.name, *columns)
            .select_from(table)
            .join(BaseCell, BaseCell.id == table.cell_id)
            .join(SubmittedNotebook, SubmittedNotebook.id == table.notebook_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Student, Student.id == SubmittedAssignment.student_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == name)
        )
        return rows if student is None else rows.filter(Student.id == student)

    submissions = (
        gradebook.db.query(
            *(Student.id, SubmittedAssignment.timestamp, Assignment.duedate, SubmittedAssignment.extension),
            *(Notebook.name, SubmittedNotebook.late_submission_penalty),
        )
        .select_from(SubmittedAssignment)
        .join(Student, Student.id == SubmittedAssignment.student_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .outerjoin(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .filter(Assignment.name == name)
    )
    if student is not None:
        submissions = submissions.filter(Student.id == student)
    found: dict[str, RecordedSubmission] = {}
    for who, timestamp, due, extension, notebook, penalty in submissions:
        recorded = found.setdefault(who, RecordedSubmission(timestamp, due, extension))
        if notebook is not None:
            recorded.penalties[notebook] = penalty or 0.0
    if not found:
        return found
    answers = _graded_by_hand(gradebook.find_assignment(name))
    own, task = GradeCell.__table__.c, TaskCell.__table__.c  # the two kinds of cells that have points
    scores = (Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade)
    grades = (
        of_cells(Grade, func.coalesce(own.max_score, task.max_score), *scores)
        .outerjoin(GradeCell.__table__, own.id == Grade.cell_id)
        .outerjoin(TaskCell.__table__, task.id == Grade.cell_id)
    )
    for who, notebook, cell, most, auto, manual, extra, needs in grades:
        by_hand = (notebook, cell) in answers
        found[who].grades[notebook, cell] = RecordedGrade(auto, manual, extra, bool(needs), by_hand, most)
    for who, notebook, cell, comment in of_cells(Comment, Comment.comment):
        if comment:
            found[who].comments[notebook, cell] = comment
    return found


def _graded_by_hand(assignment: "Assignment") -> set[CellKey]:
    """Name the cells whose points a person gives: those that the student writes."""
    return {(notebook.name, cell.name) for notebook in assignment.notebooks for cell in notebook.solution_cells}

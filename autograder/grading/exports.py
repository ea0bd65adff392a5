"""Grades for a learning platform: export plugins of nbgrader, for `nbgrader export --exporter` and `autograder export`.

A platform takes an empty grade for "take the grade away", and a zero for a zero. So whoever was not graded, or has
handed in nothing, is left out of its file, and what the platform has of them stays as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from ..errors import UserError
from . import safe_csv

GRADED, WAITING, NOT_GRADED, NOTHING = "graded", "waits for points by hand", "not graded", "not handed in"


@dataclass(frozen=True)
class Line:
    """The grade of one student for one assignment. `raw`, `penalty` and `score` are None where there is none."""

    assignment: Assignment
    student: Student
    status: str
    submission: SubmittedAssignment | None = None
    raw: float | None = None
    penalty: float | None = None

    @property
    def score(self) -> float | None:
        """The points, after the penalty for lateness."""
        return None if self.raw is None else max(0.0, self.raw - (self.penalty or 0.0))


def lines(plugin: ExportPlugin, gradebook: Gradebook, assignment: Assignment) -> Iterator[Line]:
    """Give the line of every student, or of those that the plugin was told to export, in the order of their names."""
    students = [str(name) for name in plugin.student]
    handed_in = _handed_in(plugin, assignment)
    chosen = [student for student in gradebook.students if not students or student.id in students]
    answers = {cell.name for notebook in assignment.notebooks for cell in notebook.solution_cells}
    for student in sorted(chosen, key=lambda student: (student.last_name or "", student.first_name or "", student.id)):
        try:
            submission = gradebook.find_submission(assignment.name, student.id)
        except MissingEntry:
            yield Line(assignment, student, NOT_GRADED if student.id in handed_in else NOTHING)
            continue
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        unscored = {grade.name for grade in grades if grade.auto_score is None and grade.manual_score is None}
        if not grades or unscored - answers:
            yield Line(assignment, student, NOT_GRADED, submission)
            continue
        status = WAITING if unscored else GRADED
        penalty = submission.late_submission_penalty or 0.0
        yield Line(assignment, student, status, submission, submission.score, penalty)


def _handed_in(plugin: ExportPlugin, assignment: Assignment) -> set[str]:
    """List who has handed in; the gradebook does not know of submissions that could not be graded."""
    settings = plugin.config.CourseDirectory
    folder = Path(settings.get("root") or ".", settings.get("submitted_directory") or "submitted")
    return {path.parent.name for path in folder.glob(f"*/{assignment.name}")}


class GradeExport(ExportPlugin):
    """An export that remembers what it did."""

    default_name = ""
    path: Path
    written: list[str]  # students
    waiting: list[str]  # of them, who has a written answer that waits for points
    guarded: list[str]  # whom the platform will not find, because the name looks like a formula
    left_out: dict[str, str]  # students, and why


class PlatformExport(GradeExport):
    """The grades of one assignment, for one learning platform."""

    title = Unicode(
        "", help="The title of the assignment on the platform, word for word; else nbgrader's name of it."
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the file."""
        assignment = self._one_assignment(gradebook)
        every = list(lines(self, gradebook, assignment))
        graded = [line for line in every if line.score is not None]
        self.written = [line.student.id for line in graded]
        self.left_out = {line.student.id: line.status for line in every if line.score is None}
        self.waiting = [line.student.id for line in graded if line.status == WAITING]
        self.guarded = [line.student.id for line in graded if safe_csv.guarded(line.student.id) != line.student.id]
        self.path = Path(self.to or self.default_name)
        safe_csv.write(self.path, *self.table(assignment, graded))
        for student, status in self.left_out.items():
            self.log.warning("%s is left out: %s", student, status)

    def table(self, assignment: Assignment, graded: list[Line]) -> tuple[list[str], list[list[str | float | None]]]:
        """Return the heading and the rows of the file."""
        raise NotImplementedError

    def _one_assignment(self, gradebook: Gradebook) -> Assignment:
        """Return the one assignment to export.

        With two, a student who lacks a grade for one of them would need an empty cell, and lose what is there.
        """
        by_name = {assignment.name: assignment for assignment in gradebook.assignments}
        names = [str(name) for name in self.assignment] or list(by_name)
        if len(names) != 1 or names[0] not in by_name:
            known = ", ".join(sorted(by_name)) or "none"
            asked = ", ".join(names) if self.assignment else "all of them"
            raise UserError(f"one file holds the grades of one released assignment (there are: {known}), not {asked}")
        return by_name[names[0]]


class CanvasExport(PlatformExport):
    """A file for Canvas: Grades > Import.

    Canvas finds a student by the SIS Login ID, which is nbgrader's name of the student here, and else by the name.
    It finds the assignment by its title; `title` may be the heading of Canvas's own export, such as
    `Homework 1 (4711)`. Where there is none of that title, Canvas offers to make one.
    """

    default_name = "canvas.csv"

    def table(self, assignment: Assignment, graded: list[Line]) -> tuple[list[str], list[list[str | float | None]]]:
        """Return Canvas's columns, its line of points possible, and a line for each student."""
        heading = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", self.title or assignment.name]
        points: list[str | float | None] = ["    Points Possible", "", "", "", "", assignment.max_score]
        rows = [[_sortable(line.student), "", "", line.student.id, "", line.score] for line in graded]
        return heading, [points, *rows]


class MoodleExport(PlatformExport):
    """A file for Moodle: Grades > Import > CSV file.

    Moodle asks which column names the user: `Username`, which is nbgrader's name of the student here, or `Email
    address`; and into which grade item the grades go.
    """

    default_name = "moodle.csv"

    def table(self, assignment: Assignment, graded: list[Line]) -> tuple[list[str], list[list[str | float | None]]]:
        """Return the columns of Moodle's own export, as far as they are known here, and a line for each student."""
        grade = self.title or f"Assignment: {assignment.name} (Real)"
        rows: list[list[str | float | None]] = [
            [*_names(line.student), line.student.id, line.student.email or "", line.score] for line in graded
        ]
        return ["First name", "Last name", "Username", "Email address", grade], rows


class CsvExport(GradeExport):
    """A line for each student and assignment: nbgrader's own columns, quoted, and whether there is a grade."""

    default_name = "grades.csv"
    heading = (
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score", "status"),
    )

    def export(self, gradebook: Gradebook) -> None:
        """Write the file."""
        names = [str(name) for name in self.assignment]
        chosen = [assignment for assignment in gradebook.assignments if not names or assignment.name in names]
        every = [line for assignment in chosen for line in lines(self, gradebook, assignment)]
        self.written = [line.student.id for line in every]
        self.left_out = {}
        self.waiting = [line.student.id for line in every if line.status == WAITING]
        self.guarded = []
        self.path = Path(self.to or self.default_name)
        safe_csv.write(self.path, self.heading, map(self._row, every))

    def _row(self, line: Line) -> list[str | float | None]:
        first, last = _names(line.student)
        when = str(line.submission.timestamp or "") if line.submission else ""
        identity = [line.assignment.name, str(line.assignment.duedate or ""), when, line.student.id, last, first]
        points = [line.raw, line.penalty, line.score, line.assignment.max_score]
        return [*identity, line.student.email or "", *points, line.status]


EXPORTS: dict[str, type[GradeExport]] = {"canvas": CanvasExport, "moodle": MoodleExport, "csv": CsvExport}


def _names(student: Student) -> tuple[str, str]:
    return student.first_name or "", student.last_name or ""


def _sortable(student: Student) -> str:
    """Return the name as Canvas sorts it; nbgrader's where it knows no other."""
    return ", ".join(filter(None, (student.last_name, student.first_name))) or student.id

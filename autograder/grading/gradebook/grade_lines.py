"""The grade of each student for an assignment, as every export has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Float

from ...language import noted
from ..course.schedule import read_schedule
from .records import RecordedSubmission, read_records

Cells = list[str | float | None]  # of one row of a file
GRADED, WAITING = noted("graded"), noted("waits for points by hand")
NOT_GRADED, NOTHING = noted("not graded"), noted("not handed in")


@dataclass(frozen=True)
class GradeLine:
    """The grade of one student for one assignment. `raw`, `penalty` and `score` are None where there is none.

    Points are out of `max_score`, which is the assignment's own unless the export is told another one.
    """

    assignment: Assignment
    student: Student
    status: str
    max_score: float
    submission: RecordedSubmission | None = None
    raw: float | None = None
    penalty: float | None = None

    @property
    def score(self) -> float | None:
        """The points, after the penalty for lateness."""
        return None if self.raw is None else max(0.0, self.raw - (self.penalty or 0.0))


def grade_lines(plugin: ExportPlugin, gradebook: Gradebook, assignment: Assignment) -> Iterator[GradeLine]:
    """Give the line of every student, or of those that the plugin was told to export, in the order of their names."""
    students = [str(name) for name in plugin.student]
    out_of = plugin.out_of if isinstance(plugin, GradeExport) else 0.0
    max_score = out_of or assignment.max_score
    scale = max_score / assignment.max_score if assignment.max_score else 1.0
    handed_in = _handed_in(plugin, assignment)
    chosen = [student for student in gradebook.students if not students or student.id in students]
    every = read_records(gradebook, assignment.name)
    for student in sorted(chosen, key=lambda student: (student.last_name or "", student.first_name or "", student.id)):
        submission = every.get(student.id)
        if submission is None:
            yield GradeLine(assignment, student, NOT_GRADED if student.id in handed_in else NOTHING, max_score)
        elif not submission.is_graded:
            yield GradeLine(assignment, student, NOT_GRADED, max_score, submission)
        else:
            status = WAITING if submission.waiting else GRADED
            raw = (submission.score - submission.outdated) * scale
            yield GradeLine(assignment, student, status, max_score, submission, raw, submission.penalty * scale)


def _handed_in(plugin: ExportPlugin, assignment: Assignment) -> set[str]:
    """List who has handed in, or whose group has: submissions that could not be graded are not in the gradebook."""
    course = course_of(plugin)
    folder = course / (plugin.config.CourseDirectory.get("submitted_directory") or "submitted")
    schedule = read_schedule(course, assignment.name)
    there = (path.parent.name for path in folder.glob(f"*/{assignment.name}"))
    return {peer for student in there for peer in schedule.peers(student)}


def course_of(plugin: ExportPlugin) -> Path:
    """Return the course directory that a plugin was configured for."""
    return Path(plugin.config.CourseDirectory.get("root") or ".")


class GradeExport(ExportPlugin):
    """An export plugin of nbgrader that remembers what it did."""

    out_of = Float(0.0, help="Scale the points to this maximum; 0 leaves them as they are.").tag(config=True)
    default_name = ""
    path: Path
    written: list[str]  # students
    waiting: list[str]  # of them, who has a written answer that waits for points
    guarded: list[str]  # whom the platform will not find, because the name looks like a formula
    left_out: dict[str, str]  # students, and why

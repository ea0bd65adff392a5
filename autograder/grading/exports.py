"""Grades for a learning platform: export plugins of nbgrader, for `nbgrader export --exporter` and `autograder export`.

A platform takes an empty grade for "take the grade away", and a zero for a zero. So whoever was not graded, or has
handed in nothing, is left out of its file, and what the platform has of them stays as it is.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Student
from traitlets import Bool, Enum, List, Unicode

from ..errors import UserError
from ..language import gettext as _
from ..notebook.cells import exercise_name
from .gradebook.grade_lines import GRADED, WAITING, Cells, GradeExport, GradeLine, course_of, grade_lines
from .platforms import safe_csv
from .platforms.download_names import DownloadName, recall
from .platforms.filenames import Platform
from .platforms.platform_list import Matches, PlatformList, Row, assignments_in, is_titled, read_platform_list
from .platforms.safe_csv import Verbatim


class PlatformExport(GradeExport):
    """The grades of one assignment, for one learning platform."""

    title = Unicode(
        "", help="The title of the assignment on the platform, word for word; else nbgrader's name of it."
    ).tag(config=True)
    roster = Unicode(
        "", help="The platform's own list of students: Canvas's export of grades, or Moodle's grading worksheet."
    ).tag(config=True)
    columns = List(Unicode(), help="What the list calls its columns in another language, such as `Grade=Note`.").tag(
        config=True
    )
    with_waiting = Bool(
        False, help="Export also whose written answer waits for points by hand, with the points that are known."
    ).tag(config=True)

    platform: Platform
    unidentified: list[str]  # of those written, whom nothing but nbgrader's name tells to the platform
    unknown: list[str]  # who is in the platform's list and not in the gradebook
    notes: list[str]  # what else there is to say of the file

    def export(self, gradebook: Gradebook) -> None:
        """Write the file."""
        assignment = self._one_assignment(gradebook)
        every = list(grade_lines(self, gradebook, assignment))
        names = recall(course_of(self), assignment.name)
        listed = read_platform_list(Path(self.roster), self.platform, self.columns) if self.roster else None
        matches = listed.match(gradebook.students, names) if listed else Matches()
        self.notes = []
        self.left_out = {
            line.student.id: line.status
            for line in every
            if line.score is None or (line.status == WAITING and not self.with_waiting)
        }
        if listed:
            self.left_out |= self._refused(
                listed, matches, [line for line in every if line.student.id not in self.left_out]
            )
        graded = [line for line in every if line.student.id not in self.left_out]
        self.written = [line.student.id for line in graded]
        self.waiting = [line.student.id for line in graded if line.status == WAITING]
        self.path = Path(self.to or self.default_name)
        if listed:
            self.guarded, self.unidentified = [], []
            known = {id(row) for row in matches.rows.values()}
            self.unknown = [listed.name_of(row) for row in listed.rows if id(row) not in known]
            table = self.filled_in(listed, assignment, graded, matches)
        else:
            self.guarded = [name for name in self.written if safe_csv.guarded(name) != name]
            self.unidentified, self.unknown = self.without_number(graded, names), []
            table = self.table(assignment, graded, names)
        safe_csv.write(self.path, *table)
        for student, status in self.left_out.items():
            self.log.warning("%s is left out: %s", student, status)
        for note in self.notes:
            self.log.warning("%s", note)

    def table(
        self, assignment: Assignment, graded: Sequence[GradeLine], names: dict[str, DownloadName]
    ) -> tuple[list[str], list[Cells]]:
        """Return the heading and the rows of the file where there is no list of the platform's."""
        raise NotImplementedError

    def filled_in(
        self, listed: PlatformList, assignment: Assignment, graded: Sequence[GradeLine], matches: Matches
    ) -> tuple[list[str], list[Cells]]:
        """Return the heading and the rows of the file, as the platform's own list has them."""
        raise NotImplementedError

    def without_number(self, graded: Sequence[GradeLine], names: dict[str, DownloadName]) -> list[str]:
        """Name the students whom the platform may not know by nbgrader's name, where there is no list of it."""
        return []

    def refuses(self, row: Row, assignment: Assignment) -> str:
        """Return why the platform would not take a grade for the student of this line; empty where it would."""
        return ""

    def _refused(self, listed: PlatformList, matches: Matches, graded: Sequence[GradeLine]) -> dict[str, str]:
        reasons = {}
        for line in graded:
            name = line.student.id
            if name in matches.rows:
                reasons[name] = self.refuses(matches.rows[name], line.assignment)
            elif name in matches.unclear:
                reasons[name] = _("more than one student fits in {roster}", roster=self.roster)
            else:
                reasons[name] = _("not in {roster}", roster=self.roster)
        return {name: reason for name, reason in reasons.items() if reason}

    def _one_assignment(self, gradebook: Gradebook) -> Assignment:
        """Return the one assignment to export.

        With two, a student who lacks a grade for one of them would need an empty cell, and lose what is there.
        """
        by_name = {assignment.name: assignment for assignment in gradebook.assignments}
        names = [str(name) for name in self.assignment] or list(by_name)
        if len(names) != 1 or names[0] not in by_name:
            known = ", ".join(sorted(by_name)) or _("none")
            asked = ", ".join(names) if self.assignment else _("all of them")
            raise UserError(
                _(
                    "a file holds the grades of one assignment: name a released one (there are: {known}), got {asked}",
                    known=known,
                    asked=asked,
                )
            )
        return by_name[names[0]]


class CanvasExport(PlatformExport):
    """A file for Canvas: Grades > Import.

    With `roster` the students are told to Canvas in its own words. Else Canvas finds a student by its number of him or
    her, if `collect` saw that, and by the SIS Login ID, for which nbgrader's name of the student stands here. It finds
    the assignment by its title; `title` may be the heading of Canvas's own export, such as `Homework 1 (4711)`. Where
    there is none of that title, Canvas offers to make one.
    """

    default_name = "canvas.csv"
    platform = Platform.CANVAS

    def table(
        self, assignment: Assignment, graded: Sequence[GradeLine], names: dict[str, DownloadName]
    ) -> tuple[list[str], list[Cells]]:
        """Return Canvas's columns, its line of points possible, and a line for each student."""
        heading = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", self.title or assignment.name]
        points: Cells = ["    Points Possible", "", "", "", "", self.out_of or assignment.max_score]
        rows: list[Cells] = []
        for line in graded:
            number = _canvas_number(names, line.student.id)
            # a name that `collect` has made of the file's name is no login
            login = "" if number and line.student.id.endswith(f"_{number}") else line.student.id
            rows.append([_sortable(line.student), number, "", login, "", line.score])
        return heading, [points, *rows]

    def filled_in(
        self, listed: PlatformList, assignment: Assignment, graded: Sequence[GradeLine], matches: Matches
    ) -> tuple[list[str], list[Cells]]:
        """Return the columns by which Canvas knows a student, as Canvas wrote them, and the grades."""
        columns = listed.heading[: listed.heading.index("Section") + 1]
        title = self.title or assignment.name
        if not any(is_titled(column, title) for column in listed.heading[len(columns) :]):
            there = "; ".join(assignments_in(listed.heading))
            if there:
                words = _(
                    'Canvas has no assignment "{title}" in this list, and would make a new one: --title says which of '
                    "these is meant: {there}",
                    title=title,
                    there=there,
                )
            else:
                words = _('Canvas has no assignment "{title}" in this list, and would make a new one', title=title)
            self.notes.append(words)
        points: Cells = ["    Points Possible", *("" for _ in columns[1:]), self.out_of or assignment.max_score]
        rows: list[Cells] = []
        for line in graded:
            row = matches.rows[line.student.id]
            known_by = [row[name] if name == "Student" else Verbatim(row[name]) for name in columns]
            rows.append([*known_by, line.score])
        titles = (*listed.written[: len(columns)], title)
        return [Verbatim(name) for name in titles], [points, *rows]

    def refuses(self, row: Row, assignment: Assignment) -> str:
        """Return why the grade that Canvas has is left as it is: a number would take back that it is excused."""
        title = self.title or assignment.name
        cells = (cell.strip().upper() for column, cell in row.items() if is_titled(column, title))
        return _("excused in Canvas") if _EXCUSED in cells else ""

    def without_number(self, graded: Sequence[GradeLine], names: dict[str, DownloadName]) -> list[str]:
        """Name the students whose number in Canvas nobody has seen."""
        return [line.student.id for line in graded if not _canvas_number(names, line.student.id)]


class MoodleExport(PlatformExport):
    """A file for Moodle: the assignment's own grading worksheet with grades in it, or one for Grades > Import.

    The worksheet is `roster`, filled in. Without it the file is for Grades > Import > CSV file, where Moodle asks which
    column names the user: `Username`, which is nbgrader's name of the student here, or `Email address`; and into which
    grade item the grades go.
    """

    default_name = "moodle.csv"
    platform = Platform.MOODLE

    def table(
        self, assignment: Assignment, graded: Sequence[GradeLine], names: dict[str, DownloadName]
    ) -> tuple[list[str], list[Cells]]:
        """Return the columns of Moodle's own export, as far as they are known here, and a line for each student."""
        grade = self.title or f"Assignment: {assignment.name} (Real)"
        rows: list[Cells] = [
            [*_names(line.student), line.student.id, line.student.email or "", line.score] for line in graded
        ]
        return ["First name", "Last name", "Username", "Email address", grade], rows

    def filled_in(
        self, listed: PlatformList, assignment: Assignment, graded: Sequence[GradeLine], matches: Matches
    ) -> tuple[list[str], list[Cells]]:
        """Return the worksheet with the column Grade filled in; whoever has no grade here keeps the one there."""
        scores = {id(matches.rows[line.student.id]): line.score for line in graded}
        here = self.out_of or assignment.max_score
        there = {row[_MOODLES_MAXIMUM] for row in listed.rows if row.get(_MOODLES_MAXIMUM)}
        for maximum in sorted(map(_maximum, there)):
            if maximum not in (here, math.inf):
                words = _(
                    "the assignment has {here} points here and {there} in Moodle: --out-of {there} scales them",
                    here=f"{here:g}",
                    there=f"{maximum:g}",
                )
                self.notes.append(words)
        most = {line.student.id: _maximum(matches.rows[line.student.id].get(_MOODLES_MAXIMUM)) for line in graded}
        over = [line.student.id for line in graded if (line.score or 0.0) > most[line.student.id]]
        if over:
            names = ", ".join(over)
            self.notes.append(
                _("Moodle ignores a grade above its maximum and does not say so: {students}", students=names)
            )
        rows: list[Cells] = [
            [
                scores[id(row)] if name == "Grade" and id(row) in scores else Verbatim(row[name])
                for name in listed.heading
            ]
            for row in listed.rows
        ]
        return [Verbatim(name) for name in listed.written], rows

    def refuses(self, row: Row, assignment: Assignment) -> str:
        """Return why Moodle would not take a grade for this participant."""
        fixed = row.get("Grade can be changed") == "No"
        return _("Moodle says that this grade cannot be changed") if fixed else ""


class CsvExport(GradeExport):
    """A line for each student and assignment, or for each exercise of it, and whether there is a grade.

    The columns of a whole assignment are nbgrader's own.
    """

    by = Enum(["assignment", "exercise"], "assignment", help="What each line is about.").tag(config=True)
    default_name = "grades.csv"
    heading = (
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score", "status"),
    )
    heading_by_exercise = (
        *("assignment", "student_id", "last_name", "first_name"),
        *("exercise", "score", "max_score", "status"),
    )

    def export(self, gradebook: Gradebook) -> None:
        """Write the file."""
        names = [str(name) for name in self.assignment]
        chosen = [assignment for assignment in gradebook.assignments if not names or assignment.name in names]
        every = [line for assignment in chosen for line in grade_lines(self, gradebook, assignment)]
        self.written = [line.student.id for line in every]
        self.left_out = {}
        self.waiting = [line.student.id for line in every if line.status == WAITING]
        self.guarded = []
        self.path = Path(self.to or self.default_name)
        if self.by == "exercise":
            rows = [row for line in every for row in self._rows_by_exercise(line)]
            safe_csv.write(self.path, self.heading_by_exercise, rows)
        else:
            safe_csv.write(self.path, self.heading, map(self._row, every))

    def _row(self, line: GradeLine) -> Cells:
        first, last = _names(line.student)
        when = str(line.submission.timestamp or "") if line.submission else ""
        identity = [line.assignment.name, str(line.assignment.duedate or ""), when, line.student.id, last, first]
        points = [line.raw, line.penalty, line.score, line.max_score]
        return [*identity, line.student.email or "", *points, line.status]

    def _rows_by_exercise(self, line: GradeLine) -> Iterator[Cells]:
        """Give the points of each exercise, before any penalty for lateness."""
        first, last = _names(line.student)
        cells = [cell for notebook in line.assignment.notebooks for cell in notebook.grade_cells]
        scale = line.max_score / line.assignment.max_score if line.assignment.max_score else 1.0
        grades = line.submission.grades if line.submission else {}
        for exercise in dict.fromkeys(exercise_name(cell.name) for cell in cells):
            those = [cell for cell in cells if exercise_name(cell.name) == exercise]
            of_student = [grades.get((cell.notebook.name, cell.name)) for cell in those]
            waits = any(grade is None or grade.waits for grade in of_student)
            possible = scale * sum(cell.max_score for cell in those)
            identity: Cells = [line.assignment.name, line.student.id, last, first, exercise]
            if line.score is None:
                yield [*identity, None, possible, line.status]
            elif waits:
                yield [*identity, None, possible, WAITING]
            else:
                yield [*identity, scale * sum(grade.score for grade in of_student if grade), possible, GRADED]


EXPORTS: dict[str, type[GradeExport]] = {"canvas": CanvasExport, "moodle": MoodleExport, "csv": CsvExport}


_EXCUSED = "EX"  # what Canvas writes in the place of a grade
_MOODLES_MAXIMUM = "Maximum grade"


def _maximum(text: str | None) -> float:
    """Read Moodle's maximum; infinity where it is no number, as with a scale."""
    return float(text) if text and text.replace(".", "", 1).isdigit() else math.inf


def _canvas_number(names: dict[str, DownloadName], student: str) -> str:
    name = names.get(student)
    return name.number if name and name.platform is Platform.CANVAS else ""


def _names(student: Student) -> tuple[str, str]:
    return student.first_name or "", student.last_name or ""


def _sortable(student: Student) -> str:
    """Return the name as Canvas sorts it; nbgrader's where it knows no other."""
    return ", ".join(filter(None, (student.last_name, student.first_name))) or student.id

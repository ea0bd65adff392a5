"""The list of students that a learning platform exports, kept as it was written, to give it back with grades in it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Student

from ...errors import UserError
from ...language import gettext as _
from ...language import noted
from .download_names import DownloadName
from .filenames import FileName, Platform, normalized, student_id
from .safe_csv import plain
from .tables import read_table

Row = dict[str, str]  # a cell by its column, as the platform wrote it
_NUMBER = re.compile(r"\s\(\d+\)$")  # Canvas's, of an assignment
_KeysOfRow = Callable[[Row], set[str]]
_KeysOfStudent = Callable[[Student], set[str]]


@dataclass(frozen=True)
class PlatformList:
    """A list of students.

    Attributes
    ----------
    platform : Platform
    heading : tuple of str
        All its columns, in their order and by their English names.
    rows : tuple of dict
        Its lines, in their order; of Canvas without the lines that are no students.
    written : tuple of str
        What the columns are called in the file.
    """

    platform: Platform
    heading: tuple[str, ...]
    rows: tuple[Row, ...]
    written: tuple[str, ...]

    def match(self, students: Sequence[Student], names: Mapping[str, DownloadName]) -> "Matches":
        """Find the line of each student: by the number that `collect` saw, by login or address, then by name.

        A line that fits several students, and a student whom several lines fit, are nobody's.
        """
        matches = Matches()
        ways: tuple[tuple[_KeysOfRow, _KeysOfStudent], ...] = (
            (self._numbers, lambda student: self._remembered_number(student, names)),
            (self._logins, _logins_of),
            (self._names, _names_of),
        )
        for keys_of_row, keys_of_student in ways:
            taken = {id(row) for row in matches.rows.values()}
            keys = [(row, keys_of_row(row)) for row in self.rows if id(row) not in taken]
            wanted = {student.id: keys_of_student(student) for student in students if student.id not in matches.rows}
            matches.add({name: [row for row, has in keys if has & asked] for name, asked in wanted.items()})
        return matches

    def name_of(self, row: Row) -> str:
        """Return what to call the student of a line."""
        return row["Student" if self.platform is Platform.CANVAS else "Full name"]

    def _remembered_number(self, student: Student, names: Mapping[str, DownloadName]) -> set[str]:
        name = names.get(student.id)
        return {name.number} if name and name.number and name.platform is self.platform else set()

    def _numbers(self, row: Row) -> set[str]:
        number = row["ID"] if self.platform is Platform.CANVAS else row["Identifier"].rpartition(" ")[2]
        return {number.strip()}

    def _logins(self, row: Row) -> set[str]:
        """Return nbgrader's names of a student of this line, as `collect` gives them, and the address."""
        if self.platform is Platform.CANVAS:
            last, _, first = plain(row["Student"]).partition(", ")
            made = student_id(self.platform, FileName(normalized(last, first), row["ID"]))
            return {plain(row.get("SIS Login ID", "")).casefold(), made.casefold()} - {""}
        made = student_id(self.platform, FileName(plain(row["Full name"])))
        return {plain(row["Email address"]).casefold(), made.casefold()} - {""}

    def _names(self, row: Row) -> set[str]:
        return {normalized(plain(self.name_of(row)))} - {""}


@dataclass
class Matches:
    """The lines of a list by nbgrader's names of the students, and who fits no single line."""

    rows: dict[str, Row] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)

    def add(self, fitting: Mapping[str, Sequence[Row]]) -> None:
        """Take the lines that fit a student, where there is one and it fits nobody else."""
        times = Counter(id(row) for rows in fitting.values() for row in rows)
        for student, rows in fitting.items():
            if len(rows) == 1 and times[id(rows[0])] == 1:
                self.rows[student] = rows[0]
                self.unclear.discard(student)
            elif rows:
                self.unclear.add(student)


def read_platform_list(path: Path, platform: Platform, columns: Sequence[str] = ()) -> PlatformList:
    """Read Canvas's export of grades, or the grading worksheet of an assignment of Moodle's.

    `columns` says what the platform calls them in another language; see `read_table`.

    Raises
    ------
    UserError
        If it is something else.
    """
    table = read_table(path, columns)
    needed, where = _NEEDED[platform]
    missing = [column for column in needed if table.heading.count(column) != 1]
    if missing:
        raise UserError(
            _(
                "{path} has no column {column} of its own: {where}. If it is that in another language, say what the "
                'columns are called: --column "{column}=..."',
                path=path,
                column=missing[0],
                where=where,
            )
        )
    width = len(table.heading)
    rows = [dict(zip(table.heading, line, strict=True)) for line in table.lines if len(line) == width]
    if platform is Platform.CANVAS:
        rows = [row for row in rows if row["ID"].strip()]  # not the lines of points possible and of manual posting
    return PlatformList(platform, table.heading, tuple(rows), table.written)


_NEEDED: dict[Platform, tuple[tuple[str, ...], str]] = {
    Platform.CANVAS: (("Student", "ID", "Section"), noted("give the file of Canvas's Grades > Export")),
    Platform.MOODLE: (
        ("Identifier", "Full name", "Email address", "Grade", "Last modified (grade)"),
        noted("give the assignment's offline grading worksheet"),
    ),
}


def is_titled(column: str, title: str) -> bool:
    """Tell whether Canvas takes a column for that of an assignment, whose number may stand behind the title."""
    return title in (column, _NUMBER.sub("", column)) or _NUMBER.sub("", title) == column


def assignments_in(heading: Sequence[str]) -> list[str]:
    """List the columns of Canvas's file that are assignments: those with a number behind the title."""
    return [column for column in heading if _NUMBER.search(column)]


def _logins_of(student: Student) -> set[str]:
    return {student.id.casefold(), (student.email or "").casefold()} - {""}


def _names_of(student: Student) -> set[str]:
    first, last = student.first_name or "", student.last_name or ""
    return {normalized(first, last), normalized(last, first)} - {""}

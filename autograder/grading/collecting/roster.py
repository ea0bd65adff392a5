"""Identify students: those of the gradebook, and those of a list that a learning platform exports."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ...errors import UserError
from ...language import gettext as _
from ...language import listed
from ..course.directory import is_folder_name
from ..platforms.filenames import FileName, Platform, normalized
from ..platforms.safe_csv import plain
from ..platforms.tables import read_table

_TIME = "Last modified (submission)"  # of Moodle's grading worksheet


class NotPlaced(UserError):
    """A file that belongs to no student or to several, or to no notebook; the message completes: "The file ..."."""


@dataclass(frozen=True)
class Person:
    """A student, as far as is known.

    Attributes
    ----------
    id : str
        nbgrader's name of the student.
    first, last, full, email : str
    number : str
        The platform's number of the student.
    handed_in : datetime or None
        When the student handed in last, in UTC and without a time zone, as nbgrader has it.
    """

    id: str
    first: str = ""
    last: str = ""
    full: str = ""
    email: str = ""
    number: str = ""
    handed_in: datetime | None = None

    @property
    def names(self) -> set[str]:
        """The names by which the platforms may call the student, `normalized`."""
        return {normalized(self.first, self.last), normalized(self.last, self.first), normalized(self.full)} - {""}


class Roster:
    """The students that are known.

    Parameters
    ----------
    students : sequence of nbgrader.api.Student
        Those of the gradebook.
    path : Path, optional
        A list of students: Canvas's export of grades, Moodle's grading worksheet, or nbgrader's own `students.csv`.
    columns : sequence of str
        What the list calls its columns in another language; see `read_table`.
    """

    def __init__(self, students: Sequence[Any], path: Path | None = None, columns: Sequence[str] = ()) -> None:
        known = [Person(st.id, st.first_name or "", st.last_name or "", email=st.email or "") for st in students]
        self._people = {person.id: person for person in known}
        self.unread = ""  # a time of the list that could not be read
        self.new: list[Person] = []  # whom the list has and the gradebook has not
        for person in self._listed(path, columns) if path else ():
            same = self._known(person)
            if same is None:
                self.new.append(person)
            else:
                listed = {
                    name: getattr(person, name) or getattr(same, name) for name in ("full", "number", "handed_in")
                }
                person = replace(same, **listed)
            self._people[person.id] = person

    def _known(self, person: Person) -> Person | None:
        """Find the gradebook's student of the same name or, where there is just one, of the same e-mail address."""
        if person.id in self._people:
            return self._people[person.id]
        address = person.email.casefold()
        same = [known for known in self._people.values() if address and known.email.casefold() == address]
        return same[0] if len(same) == 1 else None

    def _listed(self, path: Path, columns: Sequence[str]) -> list[Person]:
        rows, read = _read(path, columns)
        people = [person for person in map(read, rows) if person.id]
        for person in people:
            if not is_folder_name(person.id):
                raise UserError(
                    _("{path}: {name} cannot be the name of a student's folder", path=path, name=repr(person.id))
                )
        times = [row[_TIME] for row in rows if row.get(_TIME, "-") not in ("", "-")]
        self.unread = next((time for time in times if _when(time) is None), "")
        return people

    def find(self, platform: Platform, file_name: FileName) -> Person | None:
        """Find the student of a file_name; None if nobody is known of that name.

        Raises
        ------
        NotPlaced
            If several are.
        """
        for fits in (_by_number, _by_id if platform is Platform.PLAIN else _by_name):
            people = [person for person in self._people.values() if fits(person, file_name)]
            if len(people) > 1:
                which = ", ".join(person.id for person in people)
                raise NotPlaced(_("may belong to any of {students}: --roster FILE tells them apart", students=which))
            if people:
                return people[0]
        return None


def _by_number(person: Person, file_name: FileName) -> bool:
    return bool(file_name.number) and person.number == file_name.number


def _by_id(person: Person, file_name: FileName) -> bool:
    return person.id == file_name.name


def _by_name(person: Person, file_name: FileName) -> bool:
    # a number that is known to be another's says more than a name
    return normalized(file_name.name) in person.names and (not person.number or not file_name.number)


def _read(path: Path, columns: Sequence[str]) -> tuple[list[dict[str, str]], Callable[[dict[str, str]], Person]]:
    """Read the lines of a list; return them, and the function that makes a person of one."""
    table = read_table(path, columns)
    lines = [dict(zip_longest(table.heading, line[: len(table.heading)], fillvalue="")) for line in table.lines if line]
    for needed, read in _LISTS.items():
        if set(table.heading) >= set(needed):
            return lines, read
    known = _(", or ").join(_(listed(needed)) for needed in _LISTS)
    raise UserError(
        _(
            "{path} is no list of students that is known here: it needs the columns {known}. If it is one in another "
            'language, say what the columns are called: --column "Full name=..."',
            path=path,
            known=known,
        )
    )


def _of_canvas(row: dict[str, str]) -> Person:
    last, _, first = plain(row["Student"]).partition(", ")
    login = plain(row["SIS Login ID"]) if row["ID"] else ""  # the line of points possible has no number
    return Person(login, first, last, number=row["ID"])


def _of_moodle(row: dict[str, str]) -> Person:
    number = "".join(re.findall(r"\d+$", row["Identifier"]))
    email = plain(row["Email address"])
    return Person(email, full=plain(row["Full name"]), email=email, number=number, handed_in=_when(row.get(_TIME, "")))


def _of_nbgrader(row: dict[str, str]) -> Person:
    first, last, email = (plain(row.get(column, "")) for column in ("first_name", "last_name", "email"))
    return Person(plain(row["id"]), first, last, email=email)


_LISTS: dict[tuple[str, ...], Callable[[dict[str, str]], Person]] = {
    ("Student", "ID", "SIS Login ID"): _of_canvas,
    ("Identifier", "Full name", "Email address"): _of_moodle,
    ("id",): _of_nbgrader,
}


def _when(text: str) -> datetime | None:
    """Read a time of Moodle's, in this machine's time zone; None for the `-` of those who handed in nothing."""
    from dateutil import parser  # comes with nbgrader

    try:
        when: datetime = parser.parse(text)
        return when.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None

"""Put what was handed in on a learning platform where nbgrader wants it, with nbgrader's own `zip_collect`."""

import json
import re
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from ...errors import UserError
from ..course.directory import working_in
from ..grade import STAMP, Grader
from ..jobs.seeds import PRIVATE
from . import downloads
from .downloads import File
from .filenames import Claim, Format, claim, depth, is_safe, recognise, student_id
from .roster import Person, Roster, Unclear

# What `_stage` makes: a folder for each student, in it one for the time if it is known, in it the notebook.
_STAGED = r".*/extracted/(?P<student_id>[^/]+)/(?:(?P<timestamp>[^/]+)/)?(?P<file_id>[^/]+)\.ipynb$"
OUR_FOLDERS = ("source", "release", "submitted", "autograded", "feedback", "exports", "reports")
_ENOUGH = (
    0.5  # of the released cells make a notebook the assignment's, whatever it is called: chapters share some names
)


@dataclass
class Handed:
    """One student's part of a download."""

    student: str
    notebooks: dict[str, File] = field(default_factory=dict)  # by the released name
    claims: dict[str, Claim] = field(default_factory=dict)
    when: datetime | None = None
    late: bool = False


@dataclass
class Collected:
    """What became of a download: names of students, and plain lines by the path of a file.

    Attributes
    ----------
    platform : Format
    new, newer : list of str
        Whose submission was placed; in the place of an earlier one.
    same, older : list of str
        Whose submission is there already; whose is there in a newer version.
    late : list of str
        Whom the platform calls late without saying how late.
    notes, unplaced : dict of str to str
        What there is to know; what could not be placed, and why.
    """

    platform: Format
    new: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    unplaced: dict[str, str] = field(default_factory=dict)


class Collector:
    """Collect the download of one assignment.

    Parameters
    ----------
    course : Path
    assignment : str
    platform : Format, optional
        Where downloads come from; seen from their names where nothing is said.
    roster : Path, optional
        A list of students, see `Roster`.
    replace : bool
        Take the download's notebook where another one is there and nothing says which is newer.
    """

    def __init__(
        self,
        course: Path,
        assignment: str,
        platform: Format | None = None,
        roster: Path | None = None,
        *,
        replace: bool = False,
    ) -> None:
        self._grader = Grader(course, assignment, judging=False)
        self._course, self._assignment, self._platform, self._replace = course, assignment, platform, replace
        with self._grader.gradebook() as gradebook:
            self._roster = Roster(gradebook.students, roster)
        self._cells = {name: set(cells) for name, cells in self._grader.released.items()}

    def collect(self, download: Path) -> Collected:
        """Place the submissions of a folder or a zip.

        Raises
        ------
        UserError
            If it cannot be read.
        """
        self._refuse_our_own(download)
        with tempfile.TemporaryDirectory(dir=self._course / PRIVATE, prefix="collect-") as folder:
            (copies := Path(folder, "copies")).mkdir()
            files = downloads.read(download, copies)
            if not files:
                raise UserError(f"there is nothing in {download}")
            outer = depth([file.path for file in files], self._assignment)
            inner = {file: PurePosixPath(*file.path.parts[outer:]) for file in files}
            done = Collected(self._platform or recognise(list(inner.values())))
            students = self._sorted(inner, done)
            self._decide(students, done)
            placed = {*done.new, *done.newer}
            for handed in students.values():
                if handed.student in placed:
                    self._stage(handed, Path(folder, "downloaded"))
            if placed:
                self._zip_collect(Path(folder, "downloaded"))
            done.late = sorted(one.student for one in students.values() if one.late and one.student in placed)
        self._remember_people(placed)
        if self._roster.unread:
            done.notes["--roster"] = f"its times were not understood ({self._roster.unread}), and none was kept"
        return done

    def _refuse_our_own(self, download: Path) -> None:
        """A course directory is no download: its folders are not named after students."""
        place = download.resolve()
        ours = [self._course / name for name in (*OUR_FOLDERS, PRIVATE)]
        if self._course.is_relative_to(place) or any(place.is_relative_to(folder) for folder in ours):
            raise UserError(f"{place} belongs to the course directory: give the zip that was downloaded, or a folder")

    def _sorted(self, files: dict[File, PurePosixPath], done: Collected) -> dict[str, Handed]:
        """The files by student; what belongs to nobody, or cannot be read, goes into `done`."""
        students: dict[str, Handed] = {}
        owners: dict[str, Claim] = {}
        without: dict[str, list[File]] = {}
        for file, path in files.items():
            said = claim(done.platform, path)
            if said is None:
                done.unplaced[str(file.path)] = f"its name does not say whose it is, as those of {done.platform} do"
                continue
            try:
                person = self._roster.find(done.platform, said)
            except Unclear as error:
                done.unplaced[str(file.path)] = str(error)
                continue
            student = person.id if person else student_id(done.platform, said)
            if student == self._assignment:
                done.unplaced[str(file.path)] = (
                    "lies in no student's folder: put it, or its zip, into one of the student's name"
                )
            elif not is_safe(student):
                done.unplaced[str(file.path)] = f"{student!r} cannot be the name of a student's folder"
            elif owners.setdefault(student, said).number != said.number:
                done.unplaced[str(file.path)] = f"there are two students of the name {said.name}: --roster FILE tells"
            elif file.trouble:
                done.unplaced[str(file.path)] = file.trouble
            else:
                handed = students.setdefault(student, Handed(student))
                if not self._take(handed, file, path, said, person, done):
                    without.setdefault(student, []).append(file)
        for student, others in without.items():
            if not students[student].notebooks and not any(str(one.path) in done.unplaced for one in others):
                done.unplaced[str(others[0].path)] = "is no notebook, and there is none of this student"
        return {name: handed for name, handed in students.items() if handed.notebooks}

    def _take(
        self, handed: Handed, file: File, path: PurePosixPath, said: Claim, person: Person | None, done: Collected
    ) -> bool:
        """Note one file of a student; False if it is none that is looked for."""
        if person and person.handed_in:
            handed.when = person.handed_in
        if file.copy and path.name == STAMP and done.platform is Format.PLAIN and not file.students:
            handed.when = _time(file.copy.read_text(errors="replace"))
            if handed.when is None:
                done.notes[str(file.path)] = "holds no time that nbgrader can read"
            return True
        if not (file.is_notebook and file.copy):
            return False
        name = self._notebook(file)
        if name is None:
            done.unplaced[str(file.path)] = f"is no notebook of {self._assignment}"
            return False
        other = handed.notebooks.get(name)
        if other and _content(other) != _content(file):
            newer, before = said.order, handed.claims[name].order
            if newer == before:
                done.unplaced[str(file.path)] = f"is another {name}.ipynb of {handed.student}, beside {other.path}"
                return True
            done.notes[str((other if newer > before else file).path)] = "an earlier one, and left out"
            if newer < before:
                return True
        handed.notebooks[name], handed.claims[name] = file, said
        handed.late = said.late
        return True

    def _notebook(self, file: File) -> str | None:
        """The released name of a notebook: told by its cells, else by its name."""
        claimed = _cells_in(file)
        shares = {name: len(cells & claimed) / max(1, len(cells)) for name, cells in self._cells.items()}
        best = max(shares, key=lambda name: shares[name])
        if shares[best] >= _ENOUGH:
            return best
        return next(
            (name for name in self._cells if re.search(rf"(^|_){re.escape(name)}\W*\d*\W*$", file.path.stem)), None
        )

    def _decide(self, students: dict[str, Handed], done: Collected) -> None:
        """Whose submission is placed, and whose is not: a newer one is never overwritten."""
        for student, handed in sorted(students.items()):
            there = self._course / "submitted" / student / self._assignment
            first = next(iter(handed.notebooks.values()))
            paths = {name: there / f"{name}.ipynb" for name in handed.notebooks}
            if not any(there.glob("*")):
                done.new.append(student)
                continue
            before = _time((there / STAMP).read_text(errors="replace")) if (there / STAMP).is_file() else None
            equal = all(
                path.is_file() and path.read_bytes() == _content(handed.notebooks[n]) for n, path in paths.items()
            )
            if equal and handed.when in (None, before):
                done.same.append(student)
            elif handed.when and before and handed.when < before:
                done.older.append(student)
            elif equal or self._replace or (handed.when and before and handed.when > before):
                done.newer.append(student)
            else:
                done.unplaced[str(first.path)] = (
                    f"{student} has another submission already, and nothing says which is newer: "
                    "--replace takes those of the download"
                )

    def _stage(self, handed: Handed, downloaded: Path) -> None:
        folder = downloaded / self._assignment / "extracted" / handed.student
        if handed.when:
            folder /= handed.when.isoformat(" ")
        folder.mkdir(parents=True)
        for name, file in handed.notebooks.items():
            (folder / f"{name}.ipynb").write_bytes(_content(file))

    def _zip_collect(self, downloaded: Path) -> None:
        """Have nbgrader take what was staged."""
        from nbgrader.apps.zipcollectapp import ZipCollectApp  # nbgrader takes seconds to import
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.plugins import FileNameCollectorPlugin

        app = ZipCollectApp(config=self._grader.config)
        app.log.disabled = True  # what it would say is said by who asked
        app.coursedir = CourseDirectory(parent=app)
        app.coursedir.assignment_id = self._assignment
        app.downloaded_directory = str(downloaded.relative_to(self._course))
        app.force = True  # who is staged is to be placed
        app.collector_plugin_inst = FileNameCollectorPlugin(parent=app, named_regexp=_STAGED)
        with working_in(self._course):
            app.process_extracted_files()
        for path in downloaded.rglob("*.ipynb"):
            student = path.relative_to(downloaded / self._assignment / "extracted").parts[0]
            if not (self._course / "submitted" / student / self._assignment / path.name).is_file():
                raise UserError(
                    f"nbgrader has not placed {path.name} of {student}: `nbgrader zip_collect` would say why"
                )

    def _remember_people(self, placed: set[str]) -> None:
        """Tell the gradebook the names of the students of the list, for the exports."""
        new = [person for person in self._roster.new if person.id in placed]
        if not new:
            return
        with self._grader.gradebook() as gradebook:
            for person in new:
                names = {"first_name": person.first or person.full or None, "last_name": person.last or None}
                gradebook.update_or_create_student(person.id, email=person.email or None, **names)


def _content(file: File) -> bytes:
    return file.copy.read_bytes() if file.copy else b""


def _cells_in(file: File) -> set[str]:
    """The names that nbgrader's cells have in a notebook; none where it is damaged."""
    try:
        cells = json.loads(_content(file))["cells"]
        return {str(cell["metadata"]["nbgrader"]["grade_id"]) for cell in cells if "nbgrader" in cell["metadata"]}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return set()


def _time(text: str) -> datetime | None:
    """A time as nbgrader reads it; None where it could not."""
    from nbgrader.utils import parse_utc

    text = re.sub(r" ([+-]\d{4})$", r"\1", text.strip())  # apart from the time, parse_utc takes +0200 for 200 seconds
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None

"""Put what was handed in on a learning platform where nbgrader wants it, with nbgrader's own `zip_collect`."""

import contextlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ...errors import UserError
from ...language import gettext as _
from ..assignment import Assignment
from ..course.directory import STAMP
from ..course.private_folder import private_folder
from ..course.timestamps import parse_time
from ..platforms.download_names import DownloadName, remember
from ..platforms.filenames import Platform, depth, recognise
from ..sandbox.leftovers import prefix, sweep
from . import downloads
from .roster import Roster
from .sorting import Sorter, SubmissionFiles

# What `_stage` makes: a folder for each student, in it one for the time if it is known, in it the notebook.
_STAGED = r".*/extracted/(?P<student_id>[^/]+)/(?:(?P<timestamp>[^/]+)/)?(?P<file_id>[^/]+)\.ipynb$"
OUR_FOLDERS = ("source", "release", "submitted", "autograded", "feedback", "exports", "reports")


@dataclass
class Collected:
    """The result of collecting: names of students, and plain lines by the path of a file.

    Attributes
    ----------
    platform : Platform
    new, newer : list of str
        Students whose submission was placed; in the place of an earlier one.
    same, older : list of str
        Students whose submission is there already; whose is there in a newer version.
    late : list of str
        Students whom the platform calls late without saying how late.
    notes, unplaced : dict of str to str
        What there is to know; what could not be placed, and why.
    """

    platform: Platform
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
    platform : Platform, optional
        Where downloads come from; seen from their names where nothing is said.
    roster : Path, optional
        A list of students, see `Roster`.
    columns : sequence of str
        What the list calls its columns in another language.
    replace : bool
        Take the download's notebook where another one is there and nothing says which is newer.
    """

    def __init__(
        self,
        course: Path,
        assignment: str,
        platform: Platform | None = None,
        roster: Path | None = None,
        *,
        replace: bool = False,
        columns: Sequence[str] = (),
    ) -> None:
        self._assignment = Assignment(course, assignment)
        self._course, self._platform, self._replace = course, platform, replace
        with self._assignment.gradebook() as gradebook:
            self._roster = Roster(gradebook.students, roster, columns)

    def collect(self, download: Path) -> Collected:
        """Place the submissions of a folder or a zip.

        Raises
        ------
        UserError
            If it cannot be read.
        """
        self._refuse_our_own(download)
        sweep(private_folder(self._course))
        with tempfile.TemporaryDirectory(dir=private_folder(self._course), prefix=prefix("collect")) as folder:
            (copies := Path(folder, "copies")).mkdir()
            files = downloads.read(download, copies)
            if not files:
                raise UserError(_("there is nothing in {download}", download=download))
            outer = depth([file.path for file in files], self._assignment.name)
            inner = {file: PurePosixPath(*file.path.parts[outer:]) for file in files}
            done = Collected(self._platform or recognise(list(inner.values())))
            sorter = Sorter(self._assignment, self._roster, done.platform)
            students = sorter.sort(inner)
            done.notes, done.unplaced = sorter.notes, sorter.unplaced
            with_files = {file.path.parts[: outer + 1] for file in files}
            students_folders = {path.parts[: outer + 1] for path in downloads.folders(download)}
            for parts in sorted(students_folders - with_files):
                if len(parts) > outer:
                    done.notes[str(PurePosixPath(*parts))] = _("is an empty folder: nothing was handed in")
            self._decide(students, done)
            placed = {*done.new, *done.newer}
            for student in placed:
                self._stage(students[student], Path(folder, "downloaded"))
            if placed:
                self._zip_collect(Path(folder, "downloaded"))
            done.late = sorted(student for student in placed if students[student].late)
        self._remember_people(placed)
        self._remember_names({student: students[student] for student in (*placed, *done.same)}, done.platform)
        if self._roster.unread:
            words = _(
                "the times in this list were not understood ({time}), and none of them was kept",
                time=self._roster.unread,
            )
            done.notes["--roster"] = words
        return done

    def _refuse_our_own(self, download: Path) -> None:
        """Refuse a course directory, which is no download: its folders are not named after students."""
        place = download.resolve()
        ours = [private_folder(self._course), *(self._course / name for name in OUR_FOLDERS)]
        if self._course.is_relative_to(place) or any(place.is_relative_to(folder) for folder in ours):
            raise UserError(
                _("{place} belongs to the course directory: give the zip that was downloaded, or a folder", place=place)
            )

    def _decide(self, students: dict[str, SubmissionFiles], done: Collected) -> None:
        """Decide whose submission is placed, and whose is not: a newer one is never overwritten."""
        for student, files in sorted(students.items()):
            there = self._course / "submitted" / student / self._assignment.name
            if not any(there.glob("*")):
                done.new.append(student)
                continue
            before = parse_time((there / STAMP).read_text(errors="replace")) if (there / STAMP).is_file() else None
            now = files.handed_in
            equal = all(_holds(there / f"{name}.ipynb", file.content) for name, file in files.notebooks.items())
            if equal and now in (None, before):
                done.same.append(student)
            elif now and before and now < before:
                done.older.append(student)
            elif equal or self._replace or (now and before and now > before):
                done.newer.append(student)
            else:
                first = next(iter(files.notebooks.values()))
                done.unplaced[str(first.path)] = _(
                    "{student} has another submission already, and nothing says which is newer: "
                    "--replace takes those of the download",
                    student=student,
                )

    def _stage(self, files: SubmissionFiles, downloaded: Path) -> None:
        folder = downloaded / self._assignment.name / "extracted" / files.student
        if files.handed_in:
            folder /= files.handed_in.isoformat(" ")
        folder.mkdir(parents=True)
        for name, file in files.notebooks.items():
            (folder / f"{name}.ipynb").write_bytes(file.content)

    def _zip_collect(self, downloaded: Path) -> None:
        """Have nbgrader take what was staged."""
        from nbgrader.apps.zipcollectapp import ZipCollectApp  # nbgrader takes seconds to import
        from nbgrader.coursedir import CourseDirectory
        from nbgrader.plugins import FileNameCollectorPlugin

        app = ZipCollectApp(config=self._assignment.config)
        app.log.disabled = True  # what it would say is said by who asked
        app.coursedir = CourseDirectory(parent=app)
        app.coursedir.assignment_id = self._assignment.name
        app.downloaded_directory = str(downloaded.relative_to(self._course))
        app.force = True  # who is staged is to be placed
        app.collector_plugin_inst = FileNameCollectorPlugin(parent=app, named_regexp=_STAGED)
        with contextlib.chdir(self._course):
            app.process_extracted_files()
        for path in downloaded.rglob("*.ipynb"):
            student = path.relative_to(downloaded / self._assignment.name / "extracted").parts[0]
            if not (self._course / "submitted" / student / self._assignment.name / path.name).is_file():
                raise UserError(
                    _(
                        "nbgrader has not placed {file} of {student}: `nbgrader zip_collect` would say why",
                        file=path.name,
                        student=student,
                    )
                )

    def _remember_people(self, placed: set[str]) -> None:
        """Tell the gradebook the names of the students of the list, for the exports."""
        new = [person for person in self._roster.new if person.id in placed]
        if not new:
            return
        with self._assignment.gradebook() as gradebook:
            for person in new:
                names = {"first_name": person.first or person.full or None, "last_name": person.last or None}
                gradebook.update_or_create_student(person.id, email=person.email or None, **names)

    def _remember_names(self, students: dict[str, SubmissionFiles], platform: Platform) -> None:
        """Keep what the platform calls the students, for what goes back to it."""
        file_names = {student: files.newest for student, files in students.items()}
        names = {
            student: DownloadName(platform, file_name.number, file_name.label)
            for student, file_name in file_names.items()
        }
        remember(self._course, self._assignment.name, names)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content

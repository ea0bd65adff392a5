"""Sort the files of a download by student, and find among them the notebooks of an assignment."""

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from ...errors import BrokenNotebook
from ...language import gettext as _
from ...notebook.cells import grade_id, is_answer
from ...notebook.file import parse_notebook
from ..assignment import Assignment
from ..course.directory import STAMP, is_folder_name
from ..course.timestamps import parse_time
from ..platforms.filenames import FileName, Platform, parse_file_name, student_id
from .downloads import File
from .roster import NotPlaced, Person, Roster

# The share of the released cells that makes a notebook the assignment's, whatever it is called: chapters share some.
_ENOUGH = 0.5


@dataclass
class SubmissionFiles:
    """One student's part of a download.

    Attributes
    ----------
    student : str
    notebooks : dict of str to File
        By the released name.
    file_names : dict of str to FileName
        What the name of each notebook's file says, by the same name.
    handed_in : datetime or None
        When, in UTC and without a time zone; None where the download does not say.
    late : bool
        Whether the platform calls it late.
    foreign : bool
        Whether there is a notebook of something else.
    other_files : list of File
        What is neither a notebook nor a timestamp.
    """

    student: str
    notebooks: dict[str, File] = field(default_factory=dict)
    file_names: dict[str, FileName] = field(default_factory=dict)
    handed_in: datetime | None = None
    late: bool = False
    foreign: bool = False
    other_files: list[File] = field(default_factory=list)

    @property
    def newest(self) -> FileName:
        """The parts of the newest file's name."""
        return max(self.file_names.values(), key=lambda file_name: file_name.order)


class Sorter:
    """Sort the files of one download.

    Parameters
    ----------
    assignment : Assignment
    roster : Roster
    platform : Platform

    Attributes
    ----------
    notes, unplaced : dict of str to str
        By the path of a file: what there is to know, and why it was left out.
    """

    def __init__(self, assignment: Assignment, roster: Roster, platform: Platform) -> None:
        self.notes: dict[str, str] = {}
        self.unplaced: dict[str, str] = {}
        self._assignment, self._roster, self._platform = assignment.name, roster, platform
        self._cells = {name: set(cells) for name, cells in assignment.released.items()}
        self._answers = {
            name: {cell for cell, released in cells.items() if is_answer(released)}
            for name, cells in assignment.released.items()
        }
        self._students: dict[str, SubmissionFiles] = {}
        self._namesakes: set[str] = set()  # names by which the download knows two students, and nobody else does

    def sort(self, files: Mapping[File, PurePosixPath]) -> dict[str, SubmissionFiles]:
        """Sort `files`, each with its path below the folder that is nobody's; return the students with a notebook."""
        self._namesakes = self._find_namesakes(files.values())
        for file, path in files.items():
            try:
                self._add(file, path)
            except NotPlaced as reason:
                self.unplaced[str(file.path)] = str(reason)
        for submission in self._students.values():
            if submission.other_files and not submission.notebooks and not submission.foreign:
                path = submission.other_files[0].path
                self.unplaced[str(path)] = _("is not a notebook, and there is no notebook from this student")
        return {student: submission for student, submission in self._students.items() if submission.notebooks}

    def _find_namesakes(self, paths: Iterable[PurePosixPath]) -> set[str]:
        """Return the students whose files have more than one number of the platform's: none of them is placed."""
        numbers: dict[str, set[str]] = {}
        for file_name in filter(None, (parse_file_name(self._platform, path) for path in paths)):
            with contextlib.suppress(NotPlaced):  # said where the file is sorted
                person = self._roster.find(self._platform, file_name)
                student = person.id if person else student_id(self._platform, file_name)
                numbers.setdefault(student, set()).add(file_name.number)
        return {student for student, different in numbers.items() if len(different) > 1}

    def _add(self, file: File, path: PurePosixPath) -> None:
        file_name = parse_file_name(self._platform, path)
        if file_name is None:
            raise NotPlaced(
                _(
                    "its name does not say which student it belongs to, as file names of {platform} do",
                    platform=self._platform,
                )
            )
        person = self._roster.find(self._platform, file_name)
        submission = self._submission_of(person, file_name, file)
        if person and person.handed_in:
            submission.handed_in = person.handed_in
        if file.copy and path.name == STAMP and self._platform is Platform.PLAIN and not file.students:
            submission.handed_in = parse_time(file.copy.read_text(errors="replace"))
            if submission.handed_in is None:
                self.notes[str(file.path)] = _("holds no time that nbgrader can read")
        elif file.copy and file.is_notebook:
            self._add_notebook(submission, file, file_name)
        else:
            submission.other_files.append(file)

    def _submission_of(self, person: Person | None, file_name: FileName, file: File) -> SubmissionFiles:
        """Return the files so far of the student whose file this is."""
        student = person.id if person else student_id(self._platform, file_name)
        if student == self._assignment:
            raise NotPlaced(_("lies in no student's folder: put it, or its zip, into one of the student's name"))
        if not is_folder_name(student):
            raise NotPlaced(_("{name} cannot be the name of a student's folder", name=repr(student)))
        if student in self._namesakes:
            raise NotPlaced(_("there are two students of the name {name}: --roster FILE tells", name=file_name.name))
        if file.trouble:
            raise NotPlaced(file.trouble)
        return self._students.setdefault(student, SubmissionFiles(student))

    def _add_notebook(self, submission: SubmissionFiles, file: File, file_name: FileName) -> None:
        """Add a notebook, unless there is a newer one of the same released name."""
        name = self._released_name(file)
        if name is None:
            submission.foreign = True
            raise NotPlaced(_("is no notebook of {assignment}", assignment=self._assignment))
        other = submission.notebooks.get(name)
        if other and other.content != file.content:
            order, order_of_other = file_name.order, submission.file_names[name].order
            if order == order_of_other:
                raise NotPlaced(
                    _(
                        "is another {file} of {student}, beside {other}",
                        file=f"{name}.ipynb",
                        student=submission.student,
                        other=other.path,
                    )
                )
            older = other if order > order_of_other else file
            self.notes[str(older.path)] = _("an earlier one, and left out")
            if older is file:
                return
        submission.notebooks[name], submission.file_names[name] = file, file_name
        submission.late = file_name.late

    def _released_name(self, file: File) -> str | None:
        """Return the released name of a notebook, told by its cells, else by its name."""
        cells_here = _cells_in(file)
        for released in (self._cells, self._answers):  # an answer alone tells too: check cells may have been deleted
            shares = {name: len(cells & cells_here) / max(1, len(cells)) for name, cells in released.items()}
            best = max(shares, key=lambda name: shares[name])
            if shares[best] >= _ENOUGH:
                return best
        return next(
            (name for name in self._cells if re.search(rf"(^|_){re.escape(name)}\W*\d*\W*$", file.path.stem)), None
        )


def _cells_in(file: File) -> set[str]:
    """Return the names that nbgrader's cells have in a notebook; none where it is damaged."""
    try:
        cells = parse_notebook(file.content, Path(file.path))["cells"]
    except BrokenNotebook:
        return set()
    return {name for cell in cells if (name := grade_id(cell))}

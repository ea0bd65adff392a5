"""One assignment of a course directory: its released cells, its submissions, and what is written of them."""

import contextlib
import difflib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

from ..errors import UserError
from ..language import from_json, noted, speaking, to_json, words_of
from ..language import gettext as _
from .course.course_language import course_language
from .course.directory import STAMP, configuring, load_config
from .course.schedule import read_schedule
from .gradebook import groups
from .gradebook.database_errors import translating_database_errors
from .gradebook.due_dates import DueDates
from .gradebook.late_penalties import Penalties
from .gradebook.manual_grades import texts_of_answers
from .gradebook.records import CellKey, RecordedGrade, RecordedSubmission, read_records
from .graded_notebook import job_in, read_graded
from .jobs.job import NotGraded
from .jobs.kept_results import Store
from .jobs.released import original_cells, released_cells
from .jobs.restoration import restore
from .jobs.trusted_output import METADATA, verdicts_in
from .results import Result
from .submission import (
    Submission,
    UnreadableSubmission,
    find_notebooks,
    note_on_ids,
    notes_on_files,
    read_submitted_notebook,
    refuse_misread_time,
    refuse_strange_files,
    refusing_damage,
    who_handed_in,
)

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from .gradebook.open_gradebook import OpenGradebook


class CannotGrade(UserError):
    """Nothing can be graded; the message says why and what to do."""


class Assignment:
    """A released assignment. Nothing here runs a submission; `Grader` does.

    Parameters
    ----------
    course : Path
        The course directory.
    name : str
        nbgrader's name of the assignment.

    Attributes
    ----------
    config : Config
        The configuration of the course directory.
    api : NbGraderAPI
        nbgrader's commands, for this course directory.
    preprocessor : JudgeSubmission
        Makes the job of a notebook, under the configured limits.
    store : Store
        What came of the jobs that were run.
    released : dict of str to dict
        The cells of each notebook as they were released, by nbgrader's names of them.
    penalties : Penalties
        What lateness costs.
    schedule : Schedule
        The dates and the groups of course.toml.
    language : str
        What students read is written in it.

    Raises
    ------
    CannotGrade
        If there is no such assignment, or it is not released.
    UserError
        If the configuration cannot be read.
    """

    def __init__(self, course: Path, name: str) -> None:
        from nbgrader.apps.api import NbGraderAPI  # nbgrader takes seconds to import

        from .preprocessor import JudgeSubmission

        self.course, self.name = course, name
        self.config = load_config(course)
        with configuring(course), contextlib.chdir(course):
            self.preprocessor = JudgeSubmission(config=self.config)
            self.api = NbGraderAPI(config=self.config)
            self.penalties = Penalties(self.config)
        self._gradebook: OpenGradebook | None = None
        self.store = Store(course)
        self._kernels: dict[str, dict[str, Any] | None] = {}
        self.released = self._released()
        folder = course / "release" / name
        self._original = {notebook: original_cells(folder / f"{notebook}.ipynb") for notebook in self.released}
        self.schedule, self.language = read_schedule(course, name), course_language(course)
        self._recorded: dict[str, RecordedSubmission] | None = None  # all, where they are read once
        self._dates: DueDates | None = None  # the same

    def _released(self) -> dict[str, dict[str, NotebookNode]]:
        from nbgrader.api import MissingEntry

        try:
            with self.gradebook() as gradebook:
                notebooks = gradebook.find_assignment(self.name).notebooks
                self._kernels = {nb.name: json.loads(nb.kernelspec or "null") for nb in notebooks}
                return {notebook.name: released_cells(notebook) for notebook in notebooks}
        except MissingEntry:
            raise CannotGrade(self._why_unknown()) from None

    def _why_unknown(self) -> str:
        known = sorted(self.api.get_source_assignments())
        if self.name in known:
            force = " --force" if (self.course / "release" / self.name).is_dir() else ""  # else nbgrader would skip it
            command = f"nbgrader generate_assignment {self.name}{force}"
            return _("{name} is not released yet: run `{command}`", name=self.name, command=command)
        if not known:
            return _(
                "there is no assignment {name} in this course: choose chapters in course.toml, and run "
                "`autograder init`",
                name=self.name,
            )
        close = [name for name in known if self.name in name] or _nearest(self.name, known)
        if len(close) == 1:
            return _(
                "there is no assignment {name} in this course; the nearest is {near}", name=self.name, near=close[0]
            )
        return _(
            "there is no assignment {name} in this course (it has: {known})", name=self.name, known=", ".join(known)
        )

    @contextlib.contextmanager
    def gradebook(self) -> Iterator["Gradebook"]:
        """Open the gradebook.

        Raises
        ------
        UnusableGradebook
            If it cannot be reached, somebody else holds it, or it is of an older nbgrader.
        """
        from .gradebook.open_gradebook import OpenGradebook

        with translating_database_errors():
            if self._gradebook is None:
                self._gradebook = OpenGradebook(self.api.coursedir.db_url, self.api.course_id)
            with self._gradebook as gradebook:
                yield gradebook

    def students(self) -> list[str]:
        """List the students who have handed something in, or somebody of their group has, in order."""
        with contextlib.chdir(self.course):
            there = self.api.get_submitted_students(self.name)
        return sorted({peer for student in there for peer in self.schedule.peers(student)})

    def require_submissions(self, refusal: str) -> None:
        """Refuse where nobody has handed anything in, now or when it was graded: `refusal` says so."""
        if self.students():
            return
        with self.gradebook() as gradebook:
            if gradebook.assignment_submissions(self.name):
                return
        raise UserError(refusal)

    def choose(self, names: Sequence[str] = ()) -> list[str]:
        """Return the students of these names with their groups, or all; refuse names that have handed in nothing."""
        students = self.students()
        unknown = sorted(set(names) - set(students))
        if unknown or not students:
            near = sorted({student for name in unknown for student in _nearest(name, students)})
            told = {"where": self.course / "submitted", "place": f"submitted/STUDENT/{self.name}/"}
            if not unknown:
                raise CannotGrade(_("no submissions in {where}: they belong into {place}", **told))
            told["students"] = ", ".join(unknown)
            if not near:
                raise CannotGrade(_("no submission of {students} in {where}: they belong into {place}", **told))
            raise CannotGrade(
                _(
                    "no submission of {students} in {where}: they belong into {place}; the nearest is {near}",
                    near=", ".join(near),
                    **told,
                )
            )
        return sorted({peer for name in names for peer in self.schedule.peers(name)}) or students

    def prepare(self, student: str) -> Submission:
        """Read a submission and put its cells back as they were released: what is to be judged."""
        submission = Submission(student)
        submitted = self.course / "submitted"
        try:
            submission.author = who_handed_in(submitted, self.name, self.schedule.peers(student))
            folder = submitted / submission.author / self.name
            refuse_strange_files(submitted, folder)
            refuse_misread_time(folder / STAMP)
            submission.notebooks = find_notebooks(folder, list(self.released))
            for name, path in submission.notebooks.items():
                with refusing_damage(path):
                    notebook = self.restored(name, path)
                    job = self.preprocessor.job(notebook, self.course, submission.author, self.name, name)
                submission.jobs[name] = job
        except (UnreadableSubmission, NotGraded) as fault:
            submission.fault = words_of(fault)
        return submission

    def restored(self, name: str, path: Path) -> NotebookNode:
        """Read a notebook that was handed in and put its cells back as they were released.

        Raises
        ------
        UnreadableSubmission
            If it is too large, or damaged.
        """
        notebook = read_submitted_notebook(path)
        with refusing_damage(path):
            with speaking(self.language):
                notes = note_on_ids(path) + restore(notebook, self.released[name], self._original[name])
            notebook.metadata[METADATA]["notes"] = list(map(to_json, notes))
            if self._kernels[name]:
                notebook.metadata["kernelspec"] = self._kernels[name]
        return notebook

    def record_figures(self, submission: Submission) -> None:
        """Record what the course's own notebooks draw, for those of them that a submission has to be shown with."""
        for name in submission.jobs:
            self.preprocessor.record_figures(self.course, self.name, name)

    def points_by_hand(self, submission: Submission) -> dict[CellKey, tuple[str, RecordedGrade]]:
        """Find the points by hand that a group shares: by cell, whose copy was read, and its grade."""
        peers = self.schedule.peers(submission.student)
        if len(peers) < 2:
            return {}
        texts = {peer: texts_of_answers(self.autograded(peer)) for peer in peers}
        return groups.points_by_hand({peer: self.recorded(peer) for peer in peers}, submission.author, texts)

    @property
    def dates(self) -> DueDates:
        """The dates at which the assignment is due, by student, once it is graded."""
        if self._dates is not None:
            return self._dates
        with self.gradebook() as gradebook:
            return self._read_dates(gradebook)

    def _read_dates(self, gradebook: "Gradebook") -> DueDates:
        return DueDates(self.schedule, gradebook.find_assignment(self.name).duedate)

    def changes_of_dates(self, students: Sequence[str]) -> list[str]:
        """Say which dates of course.toml are not in the gradebook yet."""
        return list(self.dates.changes(self.name, {student: self.recorded(student) for student in students}))

    def apply_dates(self, students: Sequence[str]) -> None:
        """Put the dates of course.toml into the gradebook, for the assignment and for these students."""
        if self.changes_of_dates(students):
            with self.gradebook() as gradebook:
                self.dates.apply(gradebook, self.name, students)

    def recorded(self, student: str) -> RecordedSubmission | None:
        """Return what the gradebook has of a student's submission; None where it has nothing."""
        if self._recorded is not None:
            return self._recorded.get(student)
        with self.gradebook() as gradebook:
            return read_records(gradebook, self.name, student).get(student)

    @contextlib.contextmanager
    def reading_once(self) -> Iterator[None]:
        """Read the gradebook once for this block, in which whoever writes of a student says so to `reread`."""
        with self.gradebook() as gradebook:
            self._recorded, self._dates = read_records(gradebook, self.name), self._read_dates(gradebook)
        try:
            yield
        finally:
            self._recorded = self._dates = None

    def reread(self, student: str) -> None:
        """Read again what the gradebook has of a student, where all was read once."""
        if self._recorded is None:
            return
        with self.gradebook() as gradebook:
            self._recorded |= read_records(gradebook, self.name, student)

    def result(self, student: str, seconds: float = 0.0) -> Result:
        """Return what the autograded notebooks and the gradebook say of one student: no verdicts if nothing."""
        recorded = self.recorded(student)
        if recorded is None:
            return Result(student)
        verdicts, notes = [], notes_on_files(self.course / "submitted" / student / self.name, list(self.released))
        for name, path in self.autograded(student).items():
            if path.exists():
                notebook = read_graded(path)
                verdicts += verdicts_in(notebook)
                notes += map(from_json, notebook.metadata.get(METADATA, {}).get("notes", []))
                kept = self.store.get(job_in(path), pictures=False)
                notes += kept.notes if kept else []  # what is for a person alone stands in no notebook
            else:
                notes.append(noted("{file} was not handed in.", file=f"{name}.ipynb"))
        for (_notebook, cell), grade in recorded.adjusted.items():
            told = {"cell": cell, "points": f"{grade.score:g}", "before": f"{grade.auto_score or 0:g}"}
            notes.append(noted("{cell}: {points} points were given by hand, in the place of {before}.", **told))
        by_hand = recorded.max_score - sum(verdict.points for verdict in verdicts)
        return Result(
            *(student, tuple(verdicts), tuple(notes), by_hand, recorded.seconds_late),
            given_by_hand=recorded.given_by_hand,
            waiting=recorded.waiting,
            penalty=recorded.penalty,
            adjusted=sum(grade.score - (grade.auto_score or 0.0) for grade in recorded.adjusted.values()),
            seconds=seconds,
        )

    def autograded(self, student: str) -> dict[str, Path]:
        """Return where a student's notebooks lie once they are graded, by their names; they need not be there."""
        folder = self.course / "autograded" / student / self.name
        return {name: folder / f"{name}.ipynb" for name in self.released}


def _nearest(name: str, names: Sequence[str]) -> list[str]:
    return difflib.get_close_matches(name, names, n=1)

"""Grade a class: workers judge submissions side by side, and one writer gives them to nbgrader, one after the other."""

import contextlib
import difflib
import os
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from ..errors import UserError
from ..notebook.cells import HIDDEN
from .course.directory import configuring, load_config, working_in
from .course.gradebook import in_words
from .jobs.interrupts import uninterrupted
from .jobs.job import Job, Judged, NotGraded, exercise_of, is_judged, run
from .jobs.released import released_cells, restore
from .jobs.store import Store
from .jobs.trusted_output import METADATA, verdicts_in
from .jobs.workers import Done, locally, on_a_cluster
from .results import Change, Result
from .sandbox.selftest import missing_layers

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

MAX_NOTEBOOK_BYTES = 50 * 1024**2
STAMP = "timestamp.txt"


class CannotGrade(UserError):
    """Nothing can be graded; the message says why and what to do."""


@dataclass(eq=False)
class Submission:
    """One student's notebooks on their way: the job of each, and why it cannot be graded if it cannot."""

    student: str
    jobs: dict[str, Job] = field(default_factory=dict)
    fault: str = ""

    @property
    def digests(self) -> set[str]:
        """Of its jobs."""
        return {job.digest for job in self.jobs.values()}


class Grader:
    """Grade the submissions of one assignment.

    Parameters
    ----------
    course : Path
        The course directory.
    assignment : str
        nbgrader's name of the assignment.
    workers : int
        Processes that judge; as many as there are cores where nothing is said.
    scheduler : str
        The address of a Dask scheduler to use instead of processes of this machine.
    judging : bool
        False where only what was found before is read, which needs no sandbox.

    Raises
    ------
    CannotGrade
        If the assignment is unknown, or a layer of the sandbox is missing.
    """

    def __init__(
        self, course: Path, assignment: str, workers: int | None = None, scheduler: str = "", *, judging: bool = True
    ) -> None:
        from nbgrader.apps.api import NbGraderAPI
        from sqlalchemy.exc import SAWarning

        from .preprocessor import JudgeSubmission

        # nbgrader's own sessions warn on every submission; there is nothing a user could do about it
        warnings.simplefilter("ignore", SAWarning)
        self.course, self.assignment = course, assignment
        self.workers, self.scheduler = workers or os.cpu_count() or 1, scheduler
        self.config = load_config(course)
        with configuring(course):
            self.judge = JudgeSubmission(config=self.config)
        if judging and not self.judge.without_sandbox:
            missing = missing_layers()
            if missing:
                raise CannotGrade("nothing was graded, because the sandbox is not whole: " + "; ".join(missing))
        self.store = Store(course)
        with configuring(course), working_in(course):
            self.api = NbGraderAPI(config=self.config)
        self.released = self._released()

    def _released(self) -> dict:
        """The cells of each notebook as they were released."""
        from nbgrader.api import MissingEntry

        try:
            with self.gradebook() as gradebook:
                notebooks = gradebook.find_assignment(self.assignment).notebooks
                return {notebook.name: released_cells(notebook) for notebook in notebooks}
        except MissingEntry:
            raise CannotGrade(self._unknown()) from None

    def _unknown(self) -> str:
        """What is wrong with the name of the assignment."""
        known = sorted(self.api.get_source_assignments())
        if self.assignment in known:
            force = " --force" if (self.course / "release" / self.assignment).is_dir() else ""  # else it would skip it
            return f"{self.assignment} is not released yet: run `nbgrader generate_assignment {self.assignment}{force}`"
        wrong = f"there is no assignment {self.assignment} in this course"
        close = [name for name in known if self.assignment in name] or _nearest(self.assignment, known)
        if len(close) == 1:
            return f"{wrong}; the nearest is {close[0]}"
        return f"{wrong} (it has: {', '.join(known) or 'none'})"

    @contextlib.contextmanager
    def gradebook(self) -> Iterator["Gradebook"]:
        """The open gradebook.

        Raises
        ------
        UnusableGradebook
            If it cannot be reached, somebody else holds it, or it is of an older nbgrader.
        """
        with in_words(), self.api.gradebook as gradebook:
            yield gradebook

    def students(self) -> list[str]:
        """Who has handed something in, in order."""
        with working_in(self.course):
            return sorted(self.api.get_submitted_students(self.assignment))

    def require_submissions(self, purpose: str) -> None:
        """Refuse where nobody has handed anything in, now or when it was graded: there is nothing to `purpose`."""
        if self.students():
            return
        with self.gradebook() as gradebook:
            if gradebook.assignment_submissions(self.assignment):
                return
        raise UserError(f"nobody has handed in {self.assignment}: there is nothing to {purpose}")

    def choose(self, wanted: Sequence[str] = ()) -> list[str]:
        """The students named in `wanted`, or all; refuses names that have handed in nothing."""
        students = self.students()
        unknown = sorted(set(wanted) - set(students))
        if unknown or not students:
            who = f"no submission of {', '.join(unknown)}" if unknown else "no submissions"
            near = sorted({name for wrong in unknown for name in _nearest(wrong, students)})
            hint = f"; the nearest is {', '.join(near)}" if near else ""
            where = self.course / "submitted"
            raise CannotGrade(f"{who} in {where}: they belong into submitted/STUDENT/{self.assignment}/{hint}")
        return list(wanted) or students

    def grade(self, students: Sequence[str], *, again: bool = False) -> Iterator[Result]:
        """Grade submissions and write them into the gradebook; give each result when it is written.

        Parameters
        ----------
        students : sequence of str
        again : bool
            Run and write also what has not changed since it was last graded.
        """
        for submission in self.judged(students, again=again):
            yield self._write(submission, again=again)

    def judged(self, students: Sequence[str], *, again: bool = False) -> Iterator[Submission]:
        """Judge submissions, as far as they have changed; give each when all that came of it is kept."""
        ready: list[Submission] = []
        waiting: dict[str, Submission] = {}  # by the digest of a job

        def jobs() -> Iterator[Job]:
            for student in students:
                submission = self.prepare(student)
                new = {job.digest: job for job in submission.jobs.values() if again or job.digest not in self.store}
                if submission.fault or not new:
                    ready.append(submission)
                    continue
                waiting.update(dict.fromkeys(new, submission))
                yield from new.values()

        for job, came in self._work(jobs()):
            submission = waiting.pop(job.digest)
            if isinstance(came, Judged):
                self.store.put(job.digest, came)
            else:
                submission.fault = str(came)
            if submission not in waiting.values():
                ready.append(submission)
            while ready:
                yield ready.pop(0)
        yield from ready

    def _work(self, jobs: Iterable[Job]) -> Iterator[Done]:
        return on_a_cluster(jobs, self.scheduler) if self.scheduler else locally(jobs, self.workers)

    def prepare(self, student: str) -> Submission:
        """Read a submission and put its cells back as they were released: what is to be judged."""
        submission = Submission(student)
        folder = self.course / "submitted" / student / self.assignment
        for name, released in self.released.items():
            path = folder / f"{name}.ipynb"
            if not path.exists():
                continue
            strange = _strange_file(self.course / "submitted", folder)
            if strange:
                submission.fault = f"{strange} is a link or no plain file, and nothing is read through it"
                return submission
            if path.stat().st_size > MAX_NOTEBOOK_BYTES:
                submission.fault = f"{path.name} is larger than {MAX_NOTEBOOK_BYTES // 1024**2} MiB"
                return submission
            try:
                notebook = nbformat.read(path, as_version=4)
                restore(notebook, released)
                submission.jobs[name] = self.judge.job(notebook, self.course, student, self.assignment, name)
            except NotGraded as fault:
                submission.fault = str(fault)
            except (
                *(OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError),
                nbformat.ValidationError,
            ) as error:
                submission.fault = f"{path.name} is not a notebook that can be read: {_first_line(error)}"
        return submission

    def replay(self, student: str) -> dict[str, tuple[Judged, Judged | None]]:
        """Judge a submission once more, from nothing: what comes of each notebook now, and what is kept of it."""
        submission = self.prepare(student)
        if submission.fault:
            raise CannotGrade(submission.fault)
        return {name: (run(job), self.store.get(job.digest)) for name, job in submission.jobs.items()}

    def changes(self, submission: Submission) -> list[Change]:
        """What writing a submission would change in the gradebook."""
        found = []
        before = self._scores(submission.student)
        for name, job in submission.jobs.items():
            judged = self.store.get(job.digest)
            if judged is None:
                continue
            for cell in filter(is_judged, self.released[name].values()):
                about = cell.metadata["nbgrader"]
                kind = "hidden" if about["grade_id"].endswith(HIDDEN) else "visible"
                part = judged.parts[exercise_of(cell, name).id][kind]
                after = round(part.score * float(about["points"]), 4)
                was = before.get((name, about["grade_id"]))
                if was is None or abs(was - after) > 1e-9:
                    found.append(Change(submission.student, about["grade_id"], was, after))
        return found

    def _scores(self, student: str) -> dict[tuple[str, str], float | None]:
        from nbgrader.api import MissingEntry

        try:
            with self.gradebook() as gradebook:
                notebooks = gradebook.find_submission(self.assignment, student).notebooks
                return {(one.name, grade.name): grade.auto_score for one in notebooks for grade in one.grades}
        except MissingEntry:
            return {}

    def _write(self, submission: Submission, *, again: bool) -> Result:
        """Have nbgrader autograde a submission, whose verdicts are kept by now."""
        start = time.perf_counter()
        student, fault = submission.student, submission.fault
        if not fault and (again or not self.is_written(submission)):
            with working_in(self.course), uninterrupted():
                said = self.api.autograde(self.assignment, student, force=True)
            fault = "" if said["success"] else reason(said)
        if fault:
            return Result(student, fault=fault, seconds=time.perf_counter() - start)
        return self.result(student, seconds=time.perf_counter() - start)

    def is_written(self, submission: Submission) -> bool:
        """Whether the gradebook and `autograded/` hold the verdicts on this very submission already."""
        written = self.course / "autograded" / submission.student / self.assignment
        handed_in = self.course / "submitted" / submission.student / self.assignment
        if not submission.jobs or _text(written / STAMP) != _text(handed_in / STAMP):
            return False
        if any(_job_in(written / f"{name}.ipynb") != job.digest for name, job in submission.jobs.items()):
            return False
        return bool(self._scores(submission.student))

    def result(self, student: str, seconds: float = 0.0) -> Result:
        """What the autograded notebooks and the gradebook say of one student."""
        verdicts, notes = [], []
        for name in self.released:
            path = self.course / "autograded" / student / self.assignment / f"{name}.ipynb"
            if path.exists():
                notebook = nbformat.read(path, as_version=4)
                verdicts += verdicts_in(notebook)
                notes += notebook.metadata.get(METADATA, {}).get("notes", [])
            else:
                notes.append(f"{name}.ipynb was not handed in.")
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission(self.assignment, student)
            late = submission.total_seconds_late
            by_hand = submission.max_score - sum(verdict.points for verdict in verdicts)
        return Result(student, tuple(verdicts), tuple(notes), by_hand, late, seconds=seconds)


def _nearest(name: str, names: Sequence[str]) -> list[str]:
    return difflib.get_close_matches(name, names, n=1)


def _job_in(path: Path) -> str:
    """The digest of the job whose verdicts an autograded notebook holds; empty where it holds none, or is damaged."""
    try:
        return nbformat.read(path, as_version=4).metadata.get(METADATA, {}).get("job", "")
    except (OSError, ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError):
        return ""


def _text(path: Path) -> str:
    return path.read_text(errors="replace") if path.is_file() else ""


def _strange_file(top: Path, folder: Path) -> str:
    """What in a submission is neither a file nor a folder, or lies elsewhere: nbgrader would copy all it leads to."""
    if folder.resolve() != top.resolve() / folder.relative_to(top):
        return str(folder.relative_to(top))
    for place, folders, files in os.walk(folder):
        for path in (Path(place, name) for name in (*folders, *files)):
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                return str(path.relative_to(folder))
    return ""


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]


def reason(said: dict) -> str:
    """The last line of nbgrader's own traceback: an exception's words."""
    lines = [
        line for line in said.get("log", said.get("error", "")).splitlines() if "Error" in line or "NotGraded" in line
    ]
    return (lines[-1] if lines else "nbgrader could not grade it; `nbgrader autograde` shows its log").strip()

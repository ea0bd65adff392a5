"""Grade a class: workers judge submissions side by side, and one writer gives them to nbgrader, one after the other."""

import contextlib
import logging
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from ..errors import UserError
from ..language import gettext as _
from ..language import noted, words_of
from .assignment import Assignment, CannotGrade
from .changes import changes_of_notebook, is_written
from .course.data_files import link_data
from .course.full_disk import refuse_full_disk
from .course.nbgrader_log import log_lines, raised_in
from .course.private_folder import private_folder, require_writable
from .gradebook import groups
from .gradebook.database_errors import without_session_warnings
from .gradebook.manual_grades import keep_read, read_answers
from .gradebook.records import CellKey
from .graded_notebook import job_in
from .jobs.digests import source_digest
from .jobs.interrupts import uninterrupted
from .jobs.job import Job, JobResult, NotGraded
from .jobs.run import run
from .jobs.workers import FinishedJob, locally, on_a_cluster
from .results import Change, Result
from .sandbox.leftovers import sweep
from .sandbox.selftest_cache import missing_layers_once
from .submission import Submission

if TYPE_CHECKING:
    from .gradebook.writer import SubmissionWriter

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Replayed:
    """One notebook judged once more.

    Attributes
    ----------
    now : JobResult
        The verdicts of this time.
    kept : JobResult or None
        Those that were kept when the very same notebook was last judged, by a run of `grade` or by a dry run.
    changes : list of Change
        The points that the gradebook has otherwise than `now`.
    """

    now: JobResult
    kept: JobResult | None
    changes: list[Change]


class _Waiting:
    """The submissions that wait for jobs. Those of a group are the same, and wait for the same job."""

    def __init__(self) -> None:
        self._for: dict[str, list[Submission]] = {}  # by the digest of a job
        self._whole: deque[Submission] = deque()

    def add(self, submission: Submission, jobs: Iterable[Job]) -> list[Job]:
        """Let a submission wait for its jobs; return those that no other one waits for already."""
        wanted = {job.digest: job for job in jobs}
        new = [job for digest, job in wanted.items() if digest not in self._for]
        for digest in wanted:
            self._for.setdefault(digest, []).append(submission)
        if not wanted:
            self._whole.append(submission)
        return new

    def settle(self, job: Job, fault: str) -> None:
        """Let nobody wait for a job any longer; `fault` says why it was not judged, if it was not."""
        for submission in self._for.pop(job.digest):
            submission.fault = submission.fault or fault
            if not any(submission in others for others in self._for.values()):
                self._whole.append(submission)

    def whole(self) -> Iterator[Submission]:
        """Give, once, the submissions that wait for nothing any more."""
        while self._whole:
            yield self._whole.popleft()


class Grader:
    """Grade the submissions of one assignment.

    Parameters
    ----------
    assignment : Assignment
    workers : int
        Processes that judge; as many as there are cores where nothing is said.
    scheduler : str
        The address of a Dask scheduler to use instead of processes of this machine.

    Attributes
    ----------
    writer : SubmissionWriter or None
        What writes the submissions; None where the course's configuration asks for nbgrader's own autograder.
    """

    def __init__(self, assignment: Assignment, workers: int | None = None, scheduler: str = "") -> None:
        from .gradebook.writer import SubmissionWriter

        self.assignment = assignment
        fits = SubmissionWriter.fits(assignment.config)
        self.writer = SubmissionWriter(assignment.api, assignment.name, assignment.penalties) if fits else None
        self.workers, self.scheduler = workers or os.cpu_count() or 1, scheduler

    def grade(self, students: Sequence[str], *, again: bool = False) -> Iterator[Result]:
        """Grade submissions and write them into the gradebook; give each result when it is written.

        Parameters
        ----------
        students : sequence of str
        again : bool
            Run and write also what has not changed since it was last graded.

        Raises
        ------
        CannotGrade
            If a layer of the sandbox is missing.
        DiskFull
            If there is no room in the course directory; what was graded by then is graded.
        """
        with self.assignment.reading_once():
            self.assignment.apply_dates(students)
        with self.assignment.reading_once():
            of_others, faults = [], {}
            for submission in self.judged(students, again=again):
                if submission.author == submission.student:
                    result = self._write(submission, again=again)
                    faults[submission.student] = result.fault
                    yield result
                else:
                    of_others.append(submission)
            for submission in of_others:
                submission.fault = submission.fault or faults.get(submission.author, "")
                yield self._share(submission)

    def judged(self, students: Sequence[str], *, again: bool = False) -> Iterator[Submission]:
        """Judge submissions, as far as they have changed; give each when the verdicts on it are kept.

        Raises
        ------
        CannotGrade
            If a layer of the sandbox is missing.
        """
        self._require_sandbox()
        waiting = _Waiting()
        for job, outcome in self._work(self._new_jobs(students, waiting, again=again)):
            self._keep(job, outcome)
            waiting.settle(job, "" if isinstance(outcome, JobResult) else words_of(outcome))
            yield from waiting.whole()
        yield from waiting.whole()

    def _new_jobs(self, students: Sequence[str], waiting: "_Waiting", *, again: bool) -> Iterator[Job]:
        """Prepare the submissions, let them wait, and give the jobs that they wait for."""
        for student in students:
            submission = self.assignment.prepare(student)
            jobs: list[Job] = []
            if not submission.fault:
                jobs = [job for job in submission.jobs.values() if again or job.digest not in self.assignment.store]
            if jobs:
                self.assignment.record_figures(submission)
            yield from waiting.add(submission, jobs)

    def _keep(self, job: Job, outcome: JobResult | NotGraded) -> None:
        if isinstance(outcome, NotGraded):
            refuse_full_disk(self.assignment.course, str(outcome))
            return
        try:
            self.assignment.store.put(job.digest, outcome)
        except OSError as error:
            refuse_full_disk(self.assignment.course, str(error))
            require_writable(self.assignment.course)
            raise

    def replay(self, student: str) -> dict[str, Replayed]:
        """Judge each notebook of a submission once more, from nothing.

        Raises
        ------
        CannotGrade
            If the submission cannot be read, or a layer of the sandbox is missing.
        """
        self._require_sandbox()
        submission = self.assignment.prepare(student)
        if submission.fault:
            raise CannotGrade(_(submission.fault))
        return {name: self._replayed(student, name, job) for name, job in submission.jobs.items()}

    def _replayed(self, student: str, name: str, job: Job) -> Replayed:
        now, kept = run(job), self.assignment.store.get(job.digest)
        return Replayed(now, kept, changes_of_notebook(self.assignment, student, name, now))

    def _require_sandbox(self) -> None:
        sweep()
        sweep(private_folder(self.assignment.course))
        self.assignment.store.sweep()
        if self.assignment.preprocessor.without_sandbox:
            return
        missing = missing_layers_once(private_folder(self.assignment.course) / "sandbox", source_digest())
        if missing:
            raise CannotGrade(
                _("nothing was graded, because the sandbox is incomplete: {why}", why="; ".join(map(_, missing)))
            )

    def _work(self, jobs: Iterable[Job]) -> Iterator[FinishedJob]:
        return on_a_cluster(jobs, self.scheduler) if self.scheduler else locally(jobs, self.workers)

    def _write(self, submission: Submission, *, again: bool) -> Result:
        """Have nbgrader autograde a submission, whose verdicts are kept by now."""
        start = time.perf_counter()
        fault = submission.fault
        if not fault and (again or not is_written(self.assignment, submission)):
            fault = self._write_with(self.writer, submission) if self.writer else self._autograde(submission)
        if fault:
            return Result(submission.student, fault=fault, seconds=time.perf_counter() - start)
        self._adopt_points_by_hand(submission)
        return self.assignment.result(submission.student, seconds=time.perf_counter() - start)

    def _adopt_points_by_hand(self, submission: Submission) -> None:
        """Take over the points that a person has given to another member's copy of a group's submission."""
        found = self.assignment.points_by_hand(submission)
        if any(member != submission.student for member, _ in found.values()):
            with self.assignment.gradebook() as gradebook:
                groups.adopt(gradebook, self.assignment.name, submission.author, found)
            self.assignment.reread(submission.student)

    def _share(self, submission: Submission) -> Result:
        """Give a member of a group what was graded for the one who handed in, and is written by now."""
        start = time.perf_counter()
        if submission.fault:
            return Result(submission.student, fault=submission.fault)
        if not is_written(self.assignment, submission):
            with self.assignment.gradebook() as gradebook, uninterrupted():
                names = self.assignment.name, submission.author, submission.student
                groups.share(gradebook, self.assignment.course, *names)
                link_data(self.assignment.course, "autograded", self.assignment.name, submission.student)
            self.assignment.reread(submission.student)
        return self.assignment.result(submission.student, seconds=time.perf_counter() - start)

    def _write_with(self, writer: "SubmissionWriter", submission: Submission) -> str:
        """Write a submission as nbgrader's autograder does; return why it could not be, or an empty text."""
        self._grant(submission.student)
        try:
            with uninterrupted(), without_session_warnings():
                notebooks = self._judged_notebooks(writer, submission)
                read = self._read_answers(submission.student)
                with self.assignment.gradebook() as gradebook:
                    writer.write(gradebook, submission.student, notebooks, read)
        except UserError:
            raise
        except NotGraded as fault:
            return words_of(fault)
        except Exception as fault:  # noqa: BLE001 (one submission is not to end the grading of the others)
            refuse_full_disk(self.assignment.course, str(fault))
            return f"{type(fault).__name__}: {fault}"
        self.assignment.reread(submission.student)
        return ""

    def _judged_notebooks(self, writer: "SubmissionWriter", submission: Submission) -> dict[str, NotebookNode]:
        """Make the notebooks that are written of a submission, by their names."""
        notebooks = {}
        for name, job in submission.jobs.items():
            restored = self.assignment.restored(name, submission.notebooks[name])
            notebooks[name] = writer.judged_notebook(restored, name, job, self.assignment.store.get(job.digest))
        return notebooks

    def _grant(self, student: str) -> None:
        """Put a student's extension into the gradebook, before anything else of the student is in it."""
        if self.assignment.recorded(student) is None:
            with self.assignment.gradebook() as gradebook, without_session_warnings():
                self.assignment.dates.grant(gradebook, self.assignment.name, student)

    def _read_answers(self, student: str) -> dict[CellKey, str]:
        """Return the answers to which a person has given points."""
        with self.assignment.gradebook() as gradebook:
            return read_answers(gradebook, self.assignment.name, student, self.assignment.autograded(student))

    def _autograde(self, submission: Submission) -> str:
        """Run nbgrader's own autograder; return why it failed, or an empty text."""
        student, name = submission.student, self.assignment.name
        read = self._read_answers(student)
        self._grant(student)
        with contextlib.chdir(self.assignment.course), uninterrupted(), without_session_warnings():
            answer = self.assignment.api.autograde(name, student, force=True)
        if not answer["success"]:
            refuse_full_disk(self.assignment.course, "\n".join(log_lines(answer)))
            return raised_in(answer) or noted("nbgrader could not grade it; `nbgrader autograde` shows its log")
        with self.assignment.gradebook() as gradebook:
            keep_read(gradebook, name, student, self.assignment.autograded(student), read)
        self.assignment.reread(student)
        written = self.assignment.autograded(student)
        if any(job_in(written[notebook]) != job.digest for notebook, job in submission.jobs.items()):
            log.warning("%s: nbgrader made another job of the submission than was judged, and judged it again", student)
        return ""

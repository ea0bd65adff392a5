"""Grade a class: workers judge submissions side by side, and one writer gives them to nbgrader, one after the other."""

import contextlib
import logging
import os
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence

from .answers_read import keep_read, read_answers
from .assignment import Assignment, CannotGrade, job_in
from .course.nbgrader_log import raised_in
from .jobs.interrupts import uninterrupted
from .jobs.job import Job, JobResult, run
from .jobs.workers import FinishedJob, locally, on_a_cluster
from .results import Result
from .sandbox.selftest import missing_layers
from .submission import Submission, named_as_released

log = logging.getLogger(__name__)


class Grader:
    """Grade the submissions of one assignment.

    Parameters
    ----------
    assignment : Assignment
    workers : int
        Processes that judge; as many as there are cores where nothing is said.
    scheduler : str
        The address of a Dask scheduler to use instead of processes of this machine.
    """

    def __init__(self, assignment: Assignment, workers: int | None = None, scheduler: str = "") -> None:
        self.assignment = assignment
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
        """
        for submission in self.judged(students, again=again):
            yield self._write(submission, again=again)

    def judged(self, students: Sequence[str], *, again: bool = False) -> Iterator[Submission]:
        """Judge submissions, as far as they have changed; give each when the verdicts on it are kept.

        Raises
        ------
        CannotGrade
            If a layer of the sandbox is missing.
        """
        self._require_sandbox()
        store = self.assignment.store
        ready: list[Submission] = []
        waiting: dict[str, Submission] = {}  # by the digest of a job

        def jobs() -> Iterator[Job]:
            for student in students:
                submission = self.assignment.prepare(student)
                new = {job.digest: job for job in submission.jobs.values() if again or job.digest not in store}
                if submission.fault or not new:
                    ready.append(submission)
                    continue
                waiting.update(dict.fromkeys(new, submission))
                self.assignment.record_figures(submission)
                yield from new.values()

        for job, outcome in self._work(jobs()):
            submission = waiting.pop(job.digest)
            if isinstance(outcome, JobResult):
                store.put(job.digest, outcome)
            else:
                submission.fault = str(outcome)
            if submission not in waiting.values():
                ready.append(submission)
            while ready:
                yield ready.pop(0)
        yield from ready

    def replay(self, student: str) -> dict[str, tuple[JobResult, JobResult | None]]:
        """Judge a submission once more, from nothing: the verdicts on each notebook now, and those that are kept.

        Raises
        ------
        CannotGrade
            If the submission cannot be read, or a layer of the sandbox is missing.
        """
        self._require_sandbox()
        submission = self.assignment.prepare(student)
        if submission.fault:
            raise CannotGrade(submission.fault)
        return {name: (run(job), self.assignment.store.get(job.digest)) for name, job in submission.jobs.items()}

    def _require_sandbox(self) -> None:
        if self.assignment.preprocessor.without_sandbox:
            return
        missing = missing_layers()
        if missing:
            raise CannotGrade("nothing was graded, because the sandbox is not whole: " + "; ".join(missing))

    def _work(self, jobs: Iterable[Job]) -> Iterator[FinishedJob]:
        return on_a_cluster(jobs, self.scheduler) if self.scheduler else locally(jobs, self.workers)

    def _write(self, submission: Submission, *, again: bool) -> Result:
        """Have nbgrader autograde a submission, whose verdicts are kept by now."""
        start = time.perf_counter()
        fault = submission.fault
        if not fault and (again or not self.assignment.is_written(submission)):
            fault = self._autograde(submission)
        if fault:
            return Result(submission.student, fault=fault, seconds=time.perf_counter() - start)
        return self.assignment.result(submission.student, seconds=time.perf_counter() - start)

    def _autograde(self, submission: Submission) -> str:
        """Run nbgrader's own autograder; return why it failed, or an empty text."""
        student, name = submission.student, self.assignment.name
        read = read_answers(self.assignment, student)
        named = named_as_released(submission.notebooks)
        with contextlib.chdir(self.assignment.course), uninterrupted(), _without_session_warnings(), named:
            answer = self.assignment.api.autograde(name, student, force=True)
        if not answer["success"]:
            return raised_in(answer) or "nbgrader could not grade it; `nbgrader autograde` shows its log"
        keep_read(self.assignment, student, read)
        written = self.assignment.autograded(student)
        if any(job_in(written[notebook]) != job.digest for notebook, job in submission.jobs.items()):
            log.warning("%s: nbgrader made another job of the submission than was judged, and judged it again", student)
        return ""


@contextlib.contextmanager
def _without_session_warnings() -> Iterator[None]:
    """Silence SQLAlchemy: nbgrader's own sessions warn on every submission, and there is nothing a user could do."""
    from sqlalchemy.exc import SAWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield

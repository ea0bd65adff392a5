"""Run jobs, in processes of this machine or on a Dask cluster. The jobs of a lost worker are done again."""

import functools
import multiprocessing
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from ...errors import UserError
from ...language import gettext as _
from ...language import noted, words_of
from .interrupts import exit_on_sigint, starting_workers
from .job import Job, JobResult, NotGraded, not_their_fault
from .preloading import context
from .run import run

LOST = not_their_fault(noted("the worker was lost three times"))
AHEAD = 2  # jobs for each worker that are handed over already
ATTEMPTS = 3  # at a job that a fault of ours or of the machine's stopped
CONNECT_SECONDS = 10
WITHOUT_WORKERS_SECONDS = 120  # after which a cluster is given up
POLL_SECONDS = 0.1
FinishedJob = tuple[Job, JobResult | NotGraded]


def attempt(job: Job) -> JobResult | str:
    """Run a job in a worker; a fault of ours comes back as words, which every kind of worker can send."""
    try:
        return run(job)
    except NotGraded as fault:
        return words_of(fault)
    except Exception as fault:  # noqa: BLE001 (whatever it is, it is not to end the others' grading)
        return not_their_fault(f"{type(fault).__name__}: {fault}")


def locally(jobs: Iterable[Job], workers: int) -> Iterator[FinishedJob]:
    """Run jobs in so many processes; give each with what came of it, in the order in which they end.

    Jobs are taken as they are needed, so that a class of any size needs no more memory than a small one. When a
    worker is lost, what was running is tried again one by one: only the job that it was lost with is given up.
    """
    queue = _Queue(jobs, AHEAD * workers)
    begin = functools.partial(_begin, dict(os.environ), _warm_up)
    while queue:
        others = multiprocessing.active_children()
        with starting_workers():
            pool = ProcessPoolExecutor(workers, context(), begin)
        try:
            yield from queue.run_in(pool)
        except BrokenProcessPool:  # a worker was killed, and the pool is of no use: begin a new one
            yield from queue.given_up()
        except BaseException:  # nobody wants the rest: what they are at may take minutes
            pool.shutdown(wait=False)
            for worker in multiprocessing.active_children():
                if worker not in others:
                    worker.kill()
            raise
        pool.shutdown()


class _Queue:
    """The jobs that wait, those that run, and the suspects: those that ran when a worker was lost.

    Parameters
    ----------
    jobs : iterable of Job
    most : int
        How many may be handed over to the workers at a time.
    """

    def __init__(self, jobs: Iterable[Job], most: int) -> None:
        self._source = iter(jobs)
        self._next = next(self._source, None)
        self._most = most
        self._running: dict[Future[JobResult | str], Job] = {}
        self._suspects: deque[Job] = deque()
        self._attempts: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._next or self._suspects or self._running)

    def run_in(self, pool: ProcessPoolExecutor) -> Iterator[FinishedJob]:
        """Run all jobs in `pool`; `BrokenProcessPool` if one of its workers is lost."""
        while self:
            while job := self._take():
                self._submit(job, pool)
            for future in wait(self._running, return_when=FIRST_COMPLETED).done:
                outcome = future.result()
                job = self._running.pop(future)
                self._attempts[job.digest] += 1
                if isinstance(outcome, JobResult):
                    yield job, outcome
                elif self._attempts[job.digest] < ATTEMPTS:
                    self._submit(job, pool)
                else:
                    yield job, NotGraded(outcome)

    def given_up(self) -> Iterator[FinishedJob]:
        """Make suspects of what was running when a worker was lost; give those that were suspects too often."""
        for job in self._running.values():
            self._attempts[job.digest] += 1
            if self._attempts[job.digest] < ATTEMPTS:
                self._suspects.append(job)
            else:
                yield job, NotGraded(LOST)
        self._running = {}

    def _take(self) -> Job | None:
        """Return the next job that may run now: a suspect only alone."""
        if self._suspects:
            return None if self._running else self._suspects.popleft()
        if len(self._running) >= self._most:
            return None
        job = self._next
        if job:
            self._next = next(self._source, None)
        return job

    def _submit(self, job: Job, pool: ProcessPoolExecutor) -> None:
        try:
            with starting_workers():
                self._running[pool.submit(attempt, job)] = job
        except BrokenProcessPool:  # by another job
            self._suspects.append(job)
            raise


def on_a_cluster(jobs: Iterable[Job], address: str) -> Iterator[FinishedJob]:
    """Run jobs on a Dask cluster, whose workers have this package and see the course directory under the same path.

    Raises
    ------
    UserError
        If no scheduler answers at `address`, it has no workers, or the last of them is gone and none comes back.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise UserError(_("--scheduler needs Dask: pip install distributed")) from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(_("no Dask scheduler answers at {address}: {why}", address=address, why=error)) from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise UserError(
                _(
                    "the Dask scheduler at {address} has no workers: start some with `dask worker {address}`",
                    address=address,
                )
            )
        futures = {}
        for job in jobs:
            future = client.submit(attempt, job, key=f"magic-window-{job.digest}", retries=ATTEMPTS - 1, pure=False)
            futures[future.key] = (future, job)
        completed = as_completed([future for future, _job in futures.values()], loop=client.loop)
        there = time.monotonic()  # when a worker was last seen
        while not completed.is_empty():
            batch = completed.next_batch(block=False)
            if batch or client.scheduler_info()["workers"]:
                there = time.monotonic()
            elif time.monotonic() > there + WITHOUT_WORKERS_SECONDS:
                raise UserError(
                    _(
                        "the Dask scheduler at {address} has lost its last worker. What was judged is kept: "
                        "start workers, and the same command goes on from there",
                        address=address,
                    )
                )
            if not batch:
                time.sleep(POLL_SECONDS)
            for future in batch:
                _future, job = futures.pop(future.key)
                lost = future.exception()
                came = future.result() if lost is None else not_their_fault(str(lost))
                yield job, came if isinstance(came, JobResult) else NotGraded(came)


def _begin(environment: Mapping[str, str], warm_up: Callable[[], None]) -> None:
    """Begin as a worker. What it was forked from may be older than the environment."""
    os.environ.clear()
    os.environ.update(environment)
    warm_up()


def _warm_up() -> None:
    """Tie a worker to its parent, and load what takes a second where it was not preloaded."""
    from ...runner.inside import jail

    exit_on_sigint()
    jail.die_with_parent()  # that is the process which it was forked from; who gives it jobs is another
    threading.Thread(target=_end_with_who_gives_jobs, daemon=True).start()
    from . import preloaded  # noqa: F401


def _end_with_who_gives_jobs() -> None:
    if giver := multiprocessing.parent_process():
        giver.join()
    os._exit(1)

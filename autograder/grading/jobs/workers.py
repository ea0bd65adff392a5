"""Where jobs are run: in processes of this machine or on a Dask cluster. What a lost worker had is done again."""

import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from ...errors import UserError
from .interrupts import exit_on_sigint, starting_workers
from .job import Job, JobResult, NotGraded, run

LOST = "not graded, and not the student's fault: the worker was lost three times"
AHEAD = 2  # jobs for each worker that are handed over already
ATTEMPTS = 3  # at a job that a fault of ours or of the machine's stopped
CONNECT_SECONDS = 10
FinishedJob = tuple[Job, JobResult | NotGraded]


def attempt(job: Job) -> JobResult | str:
    """Run a job in a worker; a fault of ours comes back as words, which every kind of worker can send."""
    try:
        return run(job)
    except NotGraded as fault:
        return str(fault)
    except Exception as fault:  # noqa: BLE001 (whatever it is, it is not to end the others' grading)
        return f"not graded, and not the student's fault: {type(fault).__name__}: {fault}"


def locally(jobs: Iterable[Job], workers: int) -> Iterator[FinishedJob]:
    """Run jobs in so many processes; give each with what came of it, in the order in which they end.

    Jobs are taken as they are needed, so that a class of any size needs no more memory than a small one. When a
    worker is lost, what was running is tried again one by one: only the job that it was lost with is given up.
    """
    source = iter(jobs)
    suspects: deque[Job] = deque()
    attempts: Counter[str] = Counter()
    job = next(source, None)
    while job or suspects:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _warm_up) as pool:
            running: dict[Future, Job] = {}

            def give(job: Job, pool: ProcessPoolExecutor = pool, running: dict[Future, Job] = running) -> None:
                try:
                    with starting_workers():
                        running[pool.submit(attempt, job)] = job
                except BrokenProcessPool:  # by another job
                    suspects.append(job)
                    raise

            try:
                while job or suspects or running:
                    if suspects and not running:
                        give(suspects.popleft())
                    while job and not suspects and len(running) < AHEAD * workers:
                        given, job = job, next(source, None)
                        give(given)
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        came = future.result()
                        done = running.pop(future)
                        attempts[done.digest] += 1
                        if isinstance(came, JobResult):
                            yield done, came
                        elif attempts[done.digest] < ATTEMPTS:
                            give(done)
                        else:
                            yield done, NotGraded(came)
            except BrokenProcessPool:  # a worker was killed, and the pool is of no use: begin a new one
                for lost in running.values():
                    attempts[lost.digest] += 1
                    if attempts[lost.digest] < ATTEMPTS:
                        suspects.append(lost)
                    else:
                        yield lost, NotGraded(LOST)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)


def on_a_cluster(jobs: Iterable[Job], address: str) -> Iterator[FinishedJob]:
    """Run jobs on a Dask cluster, whose workers have this package and see the course directory under the same path.

    Raises
    ------
    UserError
        If no scheduler answers at `address`, or it has no workers.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise UserError("--scheduler needs Dask: pip install distributed") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise UserError(f"the Dask scheduler at {address} has no workers: start some with `dask worker {address}`")
        futures = {}
        for job in jobs:
            future = client.submit(attempt, job, key=f"magic-window-{job.digest}", retries=ATTEMPTS - 1, pure=False)
            futures[future.key] = (future, job)
        for future in as_completed([future for future, _ in futures.values()], loop=client.loop):
            _, job = futures.pop(future.key)
            lost = future.exception()
            came = future.result() if lost is None else f"not graded, and not the student's fault: {lost}"
            yield job, came if isinstance(came, JobResult) else NotGraded(came)


def _warm_up() -> None:
    """Tie a worker to its parent, and import what takes a second.

    Cases are small and every core has a worker: threads of torch's would only wait for each other.
    """
    from ...judging import oracle
    from ...runner.inside import jail

    exit_on_sigint()
    jail.die_with_parent()
    parent = multiprocessing.parent_process()
    if parent is None or parent.pid != os.getppid():  # it ended while this one was starting
        os._exit(1)
    if torch := oracle.torch():
        torch.set_num_threads(1)

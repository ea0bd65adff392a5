"""Where jobs are run: in processes of this machine or on a Dask cluster. What a lost worker had is done again."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from ..errors import UserError
from .job import Job, Judged, NotGraded, run

ATTEMPTS = 3  # at a job that a fault of ours or of the machine's stopped
CONNECT_SECONDS = 10
Done = tuple[Job, Judged | NotGraded]


def attempt(job: Job) -> Judged | str:
    """Run a job in a worker; a fault of ours comes back as words, which every kind of worker can send."""
    try:
        return run(job)
    except NotGraded as fault:
        return str(fault)
    except Exception as fault:  # noqa: BLE001 (whatever it is, it is not to end the others' grading)
        return f"not graded, and not the student's fault: {type(fault).__name__}: {fault}"


def locally(jobs: Iterable[Job], workers: int) -> Iterator[Done]:
    """Run jobs in so many processes; give each with what came of it, in the order in which they end."""
    waiting = list(jobs)
    attempts: Counter[str] = Counter()
    while waiting:
        with ProcessPoolExecutor(min(workers, len(waiting)), multiprocessing.get_context("spawn"), _warm_up) as pool:
            futures: dict[Future, Job] = {}
            try:
                for job in waiting:
                    futures[pool.submit(attempt, job)] = job
                waiting = []
                while futures:
                    ended, _ = wait(futures, return_when=FIRST_COMPLETED)
                    for future in ended:
                        job = futures.pop(future)
                        try:
                            came = future.result()
                        except BrokenProcessPool:
                            futures[future] = job
                            raise
                        attempts[job.digest] += 1
                        if isinstance(came, Judged):
                            yield job, came
                        elif attempts[job.digest] < ATTEMPTS:
                            futures[pool.submit(attempt, job)] = job
                        else:
                            yield job, NotGraded(came)
            except BrokenProcessPool:  # a worker was killed, and the pool is of no use: begin a new one
                left = [*futures.values(), *[job for job in waiting if job not in futures.values()]]
                for job in left:
                    attempts[job.digest] += 1
                waiting = [job for job in left if attempts[job.digest] < ATTEMPTS]
                for job in left:
                    if job not in waiting:
                        yield job, NotGraded("not graded, and not the student's fault: the worker was lost three times")
            finally:
                for future in futures:
                    future.cancel()


def on_a_cluster(jobs: Iterable[Job], address: str) -> Iterator[Done]:
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
            yield job, came if isinstance(came, Judged) else NotGraded(came)


def _warm_up() -> None:
    """Tie a worker to its parent, and import what takes a second.

    Cases are small and every core has a worker: threads of torch's would only wait for each other.
    """
    from .. import oracle
    from ..runner import jail

    jail.die_with_parent()
    parent = multiprocessing.parent_process()
    if parent is None or parent.pid != os.getppid():  # it ended while this one was starting
        os._exit(1)
    if torch := oracle.torch():
        torch.set_num_threads(1)

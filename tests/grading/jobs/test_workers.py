"""Processes that judge: what a job does to its worker is that job's loss alone, and no more is read than is needed."""

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from autograder.grading.jobs import workers
from autograder.grading.jobs.job import Job, JobResult, NotGraded

DEADLY, ENDLESS = "kill", "never ends"


def attempted(job):
    """Stand in for the real attempt, in a worker: note it, and die of it where the job says so."""
    (_, source), *_ = job.cells
    with Path(job.cells[1][1]).open("a") as noted:
        noted.write(source + "\n")
    if source == ENDLESS:
        time.sleep(600)
    if source == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return "out of luck" if source == "unlucky" else JobResult([], [])


def ready():
    """Stand in for what a real worker loads."""


@pytest.fixture
def noted(monkeypatch, tmp_path):
    monkeypatch.setattr(workers, "attempt", attempted)
    monkeypatch.setattr(workers, "_warm_up", ready)
    return tmp_path / "noted"


def jobs(noted, *sources):
    return [Job(((False, source), (False, str(noted))), {}) for source in sources]


def test_only_the_job_that_kills_its_worker_is_given_up(noted):
    asked = jobs(noted, "a", "b", DEADLY, "c", "d")
    came = {job.cells[0][1]: came for job, came in workers.locally(asked, 2)}
    assert isinstance(came.pop(DEADLY), NotGraded)
    assert came == dict.fromkeys("abcd", JobResult([], []))
    assert noted.read_text().split().count(DEADLY) == workers.ATTEMPTS


def test_a_fault_of_ours_is_tried_again(noted):
    ((_, came),) = workers.locally(jobs(noted, "unlucky"), 1)
    assert str(came) == "out of luck"
    assert noted.read_text().split() == ["unlucky"] * workers.ATTEMPTS


def test_jobs_are_read_as_they_are_needed(noted):
    read = []
    source = (read.append(job) or job for job in jobs(noted, *"abcdefghij"))
    grading = workers.locally(source, 1)
    next(grading)
    assert len(read) <= 2 + workers.AHEAD
    assert len(list(grading)) == 9


def test_nothing_to_do_starts_nothing(noted):
    assert list(workers.locally([], 2)) == []
    assert not noted.exists()


@pytest.mark.parametrize("stopped", [KeyboardInterrupt, GeneratorExit])
def test_who_stops_waits_for_no_job(noted, stopped):
    others = set(multiprocessing.active_children())
    grading = workers.locally(jobs(noted, "a", ENDLESS, ENDLESS), 2)
    next(grading)
    start = time.monotonic()
    with pytest.raises(stopped):
        grading.throw(stopped)
    patience = time.monotonic() + 60
    while not others.issuperset(multiprocessing.active_children()) and time.monotonic() < patience:
        time.sleep(0.1)
    assert others.issuperset(multiprocessing.active_children())
    assert time.monotonic() < start + 300

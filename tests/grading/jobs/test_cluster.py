"""The same jobs on a Dask cluster: the same bytes as on one machine, and a lost worker's jobs are done again."""

import re
import subprocess
import sys
import time

import pytest
from distributed import Client

from autograder.grading.jobs import workers
from autograder.grading.jobs.kept_results import Store
from autograder.grading.sample_class import ASSIGNMENT
from tests.grading._classes import ENVIRONMENT, fresh_copy, hand_in, kept, run, scores

pytestmark = pytest.mark.turn(4, 1)

GRADE = ("autograder", "grade", ASSIGNMENT, "--no-feedback")


@pytest.fixture(scope="module")
def handed_in(release, tmp_path_factory):
    return hand_in(release(tmp_path_factory.mktemp("class") / "course"), 6)


@pytest.fixture(scope="module")
def on_one_machine(handed_in, tmp_path_factory):
    course = fresh_copy(handed_in, tmp_path_factory.mktemp("one") / "course")
    run(*GRADE, "--jobs", "1", cwd=course)
    return course


@pytest.fixture
def cluster():
    """A scheduler and two workers of one thread each, all on this machine: its address, and the workers' processes."""
    processes = []

    def start(*words):
        command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
        processes.append(subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True))
        return processes[-1]

    scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    said = ""
    while not (found := re.search(r"tcp://127\.0\.0\.1:\d+", said)):
        line = scheduler.stderr.readline()
        assert line, said
        said += line
    address = found.group()
    few = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
    workers = [start("dask_worker", address, *few) for _ in range(2)]
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield address, workers
    for process in processes:
        process.kill()
    for process in processes:
        process.communicate()


def test_a_cluster_gives_the_same_bytes(handed_in, on_one_machine, cluster, tmp_path):
    course = fresh_copy(handed_in, tmp_path / "course")
    run(*GRADE, "--scheduler", cluster[0], cwd=course)
    assert kept(course) == kept(on_one_machine)
    assert scores(course) == scores(on_one_machine)


@pytest.mark.long
def test_a_lost_workers_jobs_are_done_again(handed_in, on_one_machine, cluster, tmp_path):
    course = fresh_copy(handed_in, tmp_path / "course")
    address, (first, _) = cluster
    grading = subprocess.Popen([*GRADE, "--scheduler", address], cwd=course, env=ENVIRONMENT)
    patience = time.monotonic() + 120
    while not list(Store(course).folder.glob("*/*.gz")) and time.monotonic() < patience:
        time.sleep(0.05)
    first.kill()
    assert grading.wait(240) == 0
    assert kept(course) == kept(on_one_machine)
    assert scores(course) == scores(on_one_machine)


def test_a_cluster_without_workers_ends_the_run_and_says_what_to_do(handed_in, cluster, tmp_path, monkeypatch):
    """As after a night in which the machine slept: Dask gives up its workers, and they end."""
    course = fresh_copy(handed_in, tmp_path / "course")
    address, lost = cluster
    monkeypatch.setattr(workers, "WITHOUT_WORKERS_SECONDS", 2)
    monkeypatch.setattr(Client, "submit", kills(lost, Client.submit))
    said = run(*GRADE, "--scheduler", address, cwd=course, status=1)
    assert "has lost its last worker. What was judged is kept" in " ".join(said.split())
    assert "Traceback" not in said


def kills(processes, submit):
    """`submit`, after which these processes are gone."""

    def submitting(*args, **options):
        future = submit(*args, **options)
        for process in processes:
            process.kill()
        return future

    return submitting


def test_no_scheduler_is_said_plainly(on_one_machine, monkeypatch):
    monkeypatch.setattr(workers, "CONNECT_SECONDS", 1)
    said = run(*GRADE, "--again", "--scheduler", "tcp://127.0.0.1:1", cwd=on_one_machine, status=1)
    assert "no Dask scheduler answers at tcp://127.0.0.1:1" in said
    assert "Traceback" not in said

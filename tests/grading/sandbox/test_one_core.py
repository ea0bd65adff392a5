"""What is timed has one core, cannot take another, and stands still while something else is timed."""

import os
import textwrap
import time

import pytest

from autograder.grading import sandbox
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.one_core import one_core
from autograder.grading.sandbox.processes import StillRunning
from autograder.grading.sandbox.session import Session

CORE = min(os.sched_getaffinity(0))
COUNTS = """
    import os, time
    for _ in range(3):
        if os.fork() == 0:
            while True:
                pass
    def cores():
        return sorted(os.sched_getaffinity(0))
    def take(core):
        os.sched_setaffinity(0, {core})
    def sleep(seconds):
        time.sleep(seconds)
    def work(seconds):
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass
"""


@pytest.fixture
def session():
    with Session(Limits(), core=CORE) as session:
        assert not session.run_cell(textwrap.dedent(COUNTS)).error
        yield session


def test_it_runs_on_its_core_and_takes_no_other(session):
    assert session.call("cores", ()).value == [CORE]
    for core in range(os.cpu_count()):
        assert session.call("take", (core,)).failure.type == "PermissionError"
    assert session.call("cores", ()).value == [CORE]


def test_what_is_stopped_uses_no_processor_until_it_goes_on(session):
    processes = session._sandbox.processes()
    with session.stopped():
        before = processes.processor_seconds()
        time.sleep(0.3)
        assert processes.processor_seconds() == before
    assert session.call("cores", ()).value == [CORE]
    deadline = time.monotonic() + 60
    while processes.processor_seconds() == before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sum(processes.processor_seconds().values()) > sum(before.values())


def test_what_runs_on_although_it_is_stopped_is_ended(session, monkeypatch):
    monkeypatch.setattr("autograder.grading.sandbox.processes._STOP_SECONDS", 0)
    with pytest.raises(StillRunning), session.stopped():
        raise AssertionError("something was timed beside processes that run")
    assert session.call("cores", ()).value == [CORE]  # in a fresh one, after the cells were run again


def test_the_kernel_counts_what_a_call_uses_and_not_what_it_sleeps():
    with Session(Limits(), core=CORE) as session:
        session.run_cell(textwrap.dedent(COUNTS).replace("range(3)", "range(0)"))
        _, slept = session.timed_call("sleep", (0.5,), 20)
        _, worked = session.timed_call("work", (0.3,), 60)
    assert slept.wall >= 0.5
    assert slept.processor < 0.25
    assert worked.wall >= worked.processor * 0.9
    assert worked.processor >= 0.3


OUTWORKED = """
import os, signal, time
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
old = os.fork()
if old == 0:
    burn(1)
    time.sleep(600)
def work(seconds):
    burn(seconds)
    os.kill(old, signal.SIGKILL)
    os.waitpid(old, 0)
"""


def test_the_time_of_a_process_that_ends_is_not_taken_off():
    with Session(Limits(), core=CORE) as session:
        session.run_cell(OUTWORKED)
        session.call("burn", (1.5,))  # until the other one has a second of the processor too
        _, worked = session.timed_call("work", (0.3,), 60)
    assert worked.processor >= 0.3


def test_two_timings_take_two_cores_while_there_are_some(monkeypatch):
    monkeypatch.setattr(sandbox.one_core, "_HELD", f"\0a-test-{os.getpid()}-{{}}")
    cores = os.sched_getaffinity(0)
    with one_core() as first, one_core() as second:
        assert {first, second} <= cores
        assert (first != second) == (len(cores) > 1)

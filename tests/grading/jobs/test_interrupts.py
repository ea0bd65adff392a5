"""Ctrl-C is held back from what must not be cut in two, and from processes that are only starting; it is never lost."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.grading.jobs.interrupts import STARTED_BY, starting_workers, uninterrupted


@pytest.fixture(autouse=True)
def of_python():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("block", [uninterrupted, starting_workers])
def test_ctrl_c_waits_for_the_end_of_the_block(block):
    done = []

    def pressed():
        with block():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        pressed()
    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_is_not_lost_where_the_block_fails():
    def pressed_and_failed():
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            raise ValueError

    with pytest.raises(KeyboardInterrupt):
        pressed_and_failed()


def test_ctrl_c_that_is_ignored_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with uninterrupted():
        signal.raise_signal(signal.SIGINT)


FORK_SERVER = """
import time
from multiprocessing import forkserver
from autograder.grading.jobs.preloading import start_ahead
start_ahead()
print(forkserver._forkserver._forkserver_pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def fork_server():
    """A command that has started its fork server, and the fork server's id."""
    with subprocess.Popen([sys.executable, "-c", FORK_SERVER], stdout=subprocess.PIPE, text=True) as command:
        pid = int(command.stdout.readline())
        yield command, pid
        command.kill()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_the_fork_server_holds_ctrl_c_back(fork_server):
    _, pid = fork_server
    held_back = re.search(r"^SigBlk:\s+(\w+)", told_of(pid, "status"), re.MULTILINE)[1]
    assert int(held_back, 16) == 1 << signal.SIGINT - 1


def test_the_fork_server_is_killed_when_its_command_is(fork_server):
    command, pid = fork_server
    wait_until(lambda: "numpy" in told_of(pid, "maps"))
    os.kill(pid, signal.SIGSTOP)  # so that it does not end by itself, as it does when it has loaded all
    command.kill()
    command.wait()
    wait_until(lambda: not told_of(pid, "maps"))


def told_of(pid, name):
    """What the kernel tells of a process; nothing once it has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""


def wait_until(true):
    patience = time.monotonic() + 60
    while not true():
        assert time.monotonic() < patience
        time.sleep(0.1)


@pytest.mark.parametrize(("command", "said"), [("runs", "goes on\n"), ("has ended", ""), ("is not known", "goes on\n")])
def test_a_fork_server_whose_command_has_ended_already_ends_too(command, said):
    environment = {key: value for key, value in os.environ.items() if key != STARTED_BY}
    if command != "is not known":
        environment[STARTED_BY] = str(os.getpid() if command == "runs" else 1)
    program = "import autograder.grading.jobs.ending_with_command\nprint('goes on')"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (said, "")

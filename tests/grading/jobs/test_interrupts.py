"""Ctrl-C is held back from what must not be cut in two, and from processes that are only starting; it is never lost."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.grading.jobs.interrupts import starting_workers, uninterrupted


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


def test_the_fork_server_holds_ctrl_c_back_and_ends_with_who_started_it():
    with subprocess.Popen([sys.executable, "-c", FORK_SERVER], stdout=subprocess.PIPE, text=True) as command:
        pid = int(command.stdout.readline())
        status = Path(f"/proc/{pid}/status")
        held_back = int(re.search(r"^SigBlk:\s+(\w+)", status.read_text(), re.MULTILINE)[1], 16)
        os.kill(pid, signal.SIGINT)
        command.kill()
        command.stdout.read()  # until the fork server has ended too: it shares this pipe
    assert held_back == 1 << signal.SIGINT - 1
    patience = time.monotonic() + 60
    while status.exists() and "zombie" not in status.read_text() and time.monotonic() < patience:
        time.sleep(0.1)
    assert not status.exists() or "zombie" in status.read_text()

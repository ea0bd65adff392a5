"""Handle Ctrl-C in a run: the work in hand is finished or given up whole, and every process ends without a word.

`stopping` has the rest: what the command does with the `KeyboardInterrupt`, and with a second one.
"""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing import resource_tracker
from types import FrameType

from ...stopping import end_at_once

STARTED_BY = "MAGIC_WINDOW_STARTED_BY"  # in the environment of what `starting_workers` starts: the process that does


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait for the end of this block. nbgrader would take them for a fault of the submission.

    A second one does not wait, and ends the process: the next run finds what was written, and writes the rest.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # which no signal reaches
        return
    held: list[int] = []

    def hold(number: int, frame: FrameType | None) -> None:
        if held:
            end_at_once(number)
        held.append(number)

    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    # Another signal is ignored, or ends the process without Python.
    before = {number: handler for number, handler in handlers.items() if callable(handler)}
    for number in before:
        signal.signal(number, hold)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if held:
            signal.raise_signal(held[0])


@contextlib.contextmanager
def starting_workers() -> Iterator[None]:
    """Start processes in this block, with Ctrl-C held back until they have called `exit_on_sigint`."""
    with uninterrupted():  # here; the signal mask is what the processes inherit
        # multiprocessing starts this before the first process, and lets through the signals that are held back by then.
        # It removes semaphores that a killed run leaves, and need not warn of them.
        with _environment("PYTHONWARNINGS", "ignore"):
            resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with _environment(STARTED_BY, str(os.getpid())):
                yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Have a value in the environment of what this block starts."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def exit_on_sigint() -> None:
    """Make this worker end at Ctrl-C, at once and without a traceback. Who started it goes on from what is kept."""
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(1))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

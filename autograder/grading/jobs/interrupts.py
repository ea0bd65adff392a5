"""Handle Ctrl-C in a run: the work in hand is finished or given up whole, and every process ends without a word."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait for the end of this block. nbgrader would take it for a fault of the submission, and go on."""
    if threading.current_thread() is not threading.main_thread():
        yield  # which Ctrl-C does not reach
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


@contextlib.contextmanager
def starting_workers() -> Iterator[None]:
    """Start processes in this block, with Ctrl-C held back until they have called `exit_on_sigint`."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def exit_on_sigint() -> None:
    """Make this worker end at Ctrl-C, at once and without a traceback. Who started it goes on from what is kept."""
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(1))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

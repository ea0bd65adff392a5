"""A soft time limit: it interrupts a loop and leaves the process as it was.

It is a courtesy to honest code, and saves a restart. Code that blocks the signal meets the judge's own clock.
"""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType


class OutOfTime(BaseException):
    """The time is up. No `Exception`, so that `except Exception` in a loop does not swallow it."""


def time_limit(seconds: float) -> contextlib.AbstractContextManager[None]:
    """Raise `OutOfTime` in the block when it has taken `seconds`. Limits may be nested.

    A browser's Python has neither alarm signals nor threads: there the block has no limit.
    """
    if sys.platform == "emscripten":
        return contextlib.nullcontext()
    in_main_thread = threading.current_thread() is threading.main_thread()  # only there a signal can be caught
    return _by_signal(seconds) if hasattr(signal, "setitimer") and in_main_thread else _by_thread(seconds)


@contextlib.contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def stop(signal_number: int, frame: FrameType | None) -> None:
        raise OutOfTime

    start = time.monotonic()
    before = signal.signal(signal.SIGALRM, stop)
    left_outside, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left_outside:  # an alarm around this one goes on
            signal.setitimer(signal.ITIMER_REAL, max(left_outside - (time.monotonic() - start), 0.001))


@contextlib.contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    """Limit the time where there are no alarm signals, as on Windows. A loop is interrupted; a sleep ends first."""
    import ctypes  # here, because the sandbox has no use for it

    thread = ctypes.c_ulong(threading.get_ident())
    timer = threading.Timer(
        seconds, lambda: ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(OutOfTime))
    )
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

"""End the command at Ctrl-C or SIGTERM: the first time in order and with one line, the second time at once.

`whole_command` is around all that the process does, from its first import on. `listening` is around a command that
starts processes; other commands have Python's own `KeyboardInterrupt`. Whatever the command has started ends with it.
"""

import atexit
import contextlib
import os
import signal
import sys
import threading
import time
from _thread import start_new_thread
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

PATIENCE_SECONDS = 10  # for what has to be put in order, then the process ends all the same
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SHOW_CURSOR = b"\x1b[?25h"  # which a progress bar hides
_received: list[int] = []  # the signal that the command was told to stop with, if it was
_whole: list[bool] = []  # not empty where this process is the command, and nothing comes after it


def exit_status() -> int:
    """The exit status of a command that was stopped, as shells have it: 130 after Ctrl-C, 143 after SIGTERM."""
    return 128 + (_received[0] if _received else signal.SIGINT)


def end_at_once(number: int) -> NoReturn:
    """End the process without a word, as a second signal asks for; what is being written is given up."""
    if os.isatty(2):
        with contextlib.suppress(OSError):
            os.write(2, _SHOW_CURSOR)
    os._exit(128 + number)


def stop_if_told() -> None:
    """Raise `KeyboardInterrupt` again where the command was told to stop, and goes on because something caught it."""
    if _received:
        raise KeyboardInterrupt


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """Let a first Ctrl-C or SIGTERM raise `KeyboardInterrupt` in this block, and a second one end the process at once.

    Where the first is caught by somebody whom it is not meant for, or what it begins takes too long, the process ends
    after `PATIENCE_SECONDS`. A signal that whoever started the process has it ignore, as nohup does, stays ignored.
    """
    _received.clear()
    if threading.current_thread() is not threading.main_thread():
        yield  # which no signal reaches
        return
    handlers = {number: signal.getsignal(number) for number in _SIGNALS}
    before = {n: how for n, how in handlers.items() if how in (signal.SIG_DFL, signal.default_int_handler)}
    ended: list[bool] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if _received:
            end_at_once(number)
        _received.append(number)
        start_new_thread(_lose_patience, (number, ended))  # takes no lock that the interrupted code may hold
        raise KeyboardInterrupt

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        ended.append(True)
        for number, handler in before.items():
            signal.signal(number, _end_quietly if _whole else handler)


def _lose_patience(number: int, ended: list[bool]) -> None:
    time.sleep(PATIENCE_SECONDS)
    if not ended:
        _say_stopped()
        end_at_once(number)


@contextlib.contextmanager
def whole_command() -> Iterator[None]:
    """Run the command in this block, which is all that this process does.

    If it was stopped, the process ends with the block, and nothing is waited for.
    """
    _whole.append(True)
    try:
        yield
    except KeyboardInterrupt:  # while it was loaded, or after it was done
        _end_quietly_from_now_on()
        _say_stopped()
        _leave(exit_status())
    except SystemExit as end:
        _end_quietly_from_now_on()
        if isinstance(end.code, int) and end.code - 128 in _SIGNALS:
            _leave(end.code)
        raise
    _end_quietly_from_now_on()


def _end_quietly_from_now_on() -> None:
    """Let Ctrl-C end the process while Python tidies up, and would show a traceback: all is said and written."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end_quietly)


def _end_quietly(number: int, frame: FrameType | None) -> None:
    end_at_once(number)


def _say_stopped() -> None:
    from .language import gettext as _

    with contextlib.suppress(OSError):  # not by way of `sys.stderr`, which another thread may hold
        os.write(2, f"{_('Stopped.')}\n".encode(sys.stderr.encoding or "utf-8", "replace"))


def _leave(status: int) -> NoReturn:
    """End the process after a last tidying up, without a wait for its threads: one may wait for a lost process."""
    start_new_thread(_lose_patience, (status - 128, []))
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)

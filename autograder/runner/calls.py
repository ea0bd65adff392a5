"""Call a learner's function once and say what came of it: the same words in a notebook and in a sandbox."""

import contextlib
import copy
import io
import linecache
import os
import traceback
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import Any

import numpy as np

from .values import Answer, Failure, plain

PRINTED_CHARS = 2_000
MESSAGE_CHARS = 500


class _FirstPart(io.TextIOBase):
    """A stream that keeps the first characters written to it and drops the rest, however many there are."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._parts: list[str] = []

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._left > 0:
            self._parts.append(text[: self._left])
            self._left -= len(self._parts[-1])
        return len(text)

    def text(self) -> str:
        return "".join(self._parts)


def call(function: Callable, args: tuple) -> Answer:
    """Call `function` on a copy of `args`.

    What it prints is kept apart, its warnings are not shown, and an exception becomes a `Failure`. Ctrl-C is
    the learner's own and passes through.
    """
    given = copy.deepcopy(args)
    printed = _FirstPart(PRINTED_CHARS)
    value, failure = None, None
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            value = plain(function(*given))
        except (Exception, SystemExit) as error:  # noqa: BLE001 (a learner's function may raise anything)
            failure = describe(error, function)
    return Answer(value, failure, changed_inputs=not _same(given, args), printed=printed.text())


def describe(error: BaseException, function: Callable) -> Failure:
    """Say what `error` is and which of the learner's lines raised it."""
    number, line = _own_line(error.__traceback__, function)
    return Failure(type(error).__name__, str(error)[:MESSAGE_CHARS], number, line)


def _own_line(trace: TracebackType | None, function: Callable) -> tuple[int | None, str]:
    """The innermost line that stands beside `function`: notebook cells lie in one folder, libraries elsewhere."""
    code = getattr(function, "__code__", None)
    if code is None:
        return None, ""
    home = os.path.dirname(code.co_filename)
    frames = [frame for frame in traceback.extract_tb(trace, limit=-50) if os.path.dirname(frame.filename) == home]
    if not frames:
        return None, ""
    number = frames[-1].lineno
    return number, linecache.getline(frames[-1].filename, number or 0).strip()[:MESSAGE_CHARS]


def _same(given: Any, wanted: Any) -> bool:
    if isinstance(wanted, np.ndarray):
        return given.shape == wanted.shape and given.dtype == wanted.dtype and given.tobytes() == wanted.tobytes()
    if isinstance(wanted, (tuple, list)):
        return len(given) == len(wanted) and all(map(_same, given, wanted))
    if isinstance(wanted, dict):
        return given.keys() == wanted.keys() and all(_same(given[key], wanted[key]) for key in wanted)
    return bool(given == wanted)

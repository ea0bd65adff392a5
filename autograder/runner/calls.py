"""Call a learner's function once and record the result, in the same words in a notebook and in a sandbox."""

import ast
import contextlib
import copy
import difflib
import io
import linecache
import os
import re
import traceback
import tracemalloc
import warnings
from dataclasses import replace
from types import TracebackType
from typing import Any

import numpy as np

from .deadline import OutOfTime, time_limit
from .values import Answer, Arguments, Failure, Function, plain

PRINTED_CHARS = 2_000
MESSAGE_CHARS = 500
NAME_CHARS = 80


class FirstPart(io.TextIOBase):
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


def call(function: Function, args: Arguments, seconds: float | None = None) -> Answer:
    """Call `function` on a copy of `args`.

    What it prints is kept apart, its warnings are not shown, and an exception becomes a `Failure`. With `seconds`, it
    is stopped when they are over or at Ctrl-C, and the answer says where; without, there is no limit, and Ctrl-C
    passes through.
    """
    given = copy.deepcopy(args)
    printed = FirstPart(PRINTED_CHARS)
    value, failure, limit = None, None, None
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            with contextlib.nullcontext() if seconds is None else time_limit(seconds):
                value = plain(function(*given))
        except (Exception, SystemExit) as error:  # noqa: BLE001 (a learner's function may raise anything)
            failure = describe(error, function)
        except (OutOfTime, KeyboardInterrupt) as stop:
            if seconds is None:
                raise
            failure = _loop_that_was_stopped(stop, function)
            limit = "was stopped by you" if isinstance(stop, KeyboardInterrupt) else f"took longer than {seconds:.2g} s"
    changed = tuple(place for place, before in enumerate(args) if not _same(given[place], before))
    return Answer(value, failure, limit, changed, printed.text())


def measured_call(function: Function, args: Arguments, seconds: float | None = None) -> Answer:
    """Call `function` as `call` does, and record the most memory that this took, by Python's own count."""
    traced = tracemalloc.is_tracing()
    if not traced:
        tracemalloc.start()
    try:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        answer = call(function, args, seconds)
        return replace(answer, most_bytes=tracemalloc.get_traced_memory()[1] - before)
    finally:
        if not traced:
            tracemalloc.stop()


def describe(error: BaseException, function: Function) -> Failure:
    """Say what `error` is and which of the learner's lines raised it."""
    frames = _own_frames(error.__traceback__, function)
    failure = Failure(type(error).__name__, _message(error)[:MESSAGE_CHARS])
    if not frames:
        return failure
    first, last = frames[0], frames[-1]
    line = linecache.getline(last.filename, last.lineno or 0).strip()[:MESSAGE_CHARS]
    inner = last.name if last.name.isidentifier() else first.name  # a comprehension has no name of its own
    told = replace(
        failure, line_number=last.lineno, line=line, function=inner[:NAME_CHARS], shapes=_shapes(error, last)
    )
    return replace(told, called_from=first.lineno if inner != first.name else None)


def _shapes(error: BaseException, at: traceback.FrameSummary) -> str:
    """The shapes of the arrays that the line names which raised `error`."""
    frames = [frame for frame, line in traceback.walk_tb(error.__traceback__) if line == at.lineno]
    names = [frame.f_locals for frame in frames if frame.f_code.co_filename == at.filename]
    words = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", linecache.getline(at.filename, at.lineno or 0)))
    arrays = {word: names[-1].get(word) for word in words} if names else {}
    told = [f"`{word}` {array.shape}" for word, array in arrays.items() if type(array) is np.ndarray and array.ndim]
    return ", ".join(told)[:MESSAGE_CHARS]


def _loop_that_was_stopped(stop: BaseException, function: Function) -> Failure:
    """Find where `function` was when it was stopped: in its innermost `while`, else in the line itself."""
    failure = describe(stop, function)
    for frame in reversed(_own_frames(stop.__traceback__, function)):
        lines = linecache.getlines(frame.filename)
        try:
            nodes = list(ast.walk(ast.parse("".join(lines))))
        except (SyntaxError, ValueError, RecursionError):
            continue
        around = [
            node.lineno
            for node in nodes
            if isinstance(node, ast.While) and node.lineno <= (frame.lineno or 0) <= (node.end_lineno or 0)
        ]
        if around:
            line = lines[max(around) - 1].strip()[:MESSAGE_CHARS]
            return Failure(failure.type, "", max(around), line, frame.name[:NAME_CHARS])
    return failure


def _message(error: BaseException) -> str:
    """Give the message of `error`; for an unknown name, with a guess at what was meant, as in Python's traceback."""
    if not isinstance(error, NameError) or not error.name or error.__traceback__ is None:
        return str(error)
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    known = [name for names in (frame.f_locals, frame.f_globals) for name in names if not name.startswith("_")]
    near = difflib.get_close_matches(error.name, known, n=1, cutoff=0.75)
    return f"{error}. Did you mean: {near[0]!r}?" if near else str(error)


def _own_frames(trace: TracebackType | None, function: Function) -> list[traceback.FrameSummary]:
    """The lines beside `function`, outermost first: notebook cells lie in one folder, libraries in others."""
    code = getattr(function, "__code__", None)
    if code is None:
        return []
    home = os.path.dirname(code.co_filename)
    return [frame for frame in traceback.extract_tb(trace, limit=-50) if os.path.dirname(frame.filename) == home]


def _same(given: Any, wanted: Any) -> bool:
    if isinstance(wanted, np.ndarray):
        alike = given.shape == wanted.shape and given.dtype == wanted.dtype
        return bool(alike and given.tobytes() == wanted.tobytes())
    if isinstance(wanted, (tuple, list)):
        return len(given) == len(wanted) and all(map(_same, given, wanted))
    if isinstance(wanted, dict):
        return given.keys() == wanted.keys() and all(_same(given[key], wanted[key]) for key in wanted)
    return bool(given == wanted)

"""Watch a learner's function line by line: how often each line runs and what share of the time it takes.

What it finds is a hint for people. It slows the function down, so no time that counts is ever taken here.
"""

import ast
import contextlib
import copy
import linecache
import os
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

from .calls import FirstPart
from .deadline import OutOfTime, time_limit
from .values import Arguments, Function

MOST_EVENTS = 200_000  # lines that are watched: enough to see a loop, and soon over
MOST_LINES = 3
LINE_CHARS = 120
# The thread's own time, which a busy machine does not stretch, unless it is counted in ticks, as on Windows.
_now = time.thread_time if time.get_clock_info("thread_time").resolution < 1e-6 else time.perf_counter
_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class WatchedLine:
    """One statement: its line's number, its text, how often it ran, and its share of the time, from 0 to 1."""

    number: int
    text: str
    runs: int
    share: float


@dataclass(frozen=True)
class Watched:
    """The result of watching one call.

    Attributes
    ----------
    lines : tuple of WatchedLine
        The statements that took most of the time.
    loop : WatchedLine or None
        The loop that went round most often: `runs` are its rounds, `share` is of all that is in it.
    seconds : float
        How long it was watched.
    whole : bool
        Whether the call came to its end.
    """

    lines: tuple[WatchedLine, ...]
    loop: WatchedLine | None
    seconds: float
    whole: bool


class _Enough(BaseException):
    """The end of watching: more lines would say nothing new."""


class _Watch:
    def __init__(self, home: str) -> None:
        self._home = home
        self._at: list[tuple[str, int]] = []  # of each of the learner's frames, the line that runs
        self._since = 0.0
        self.runs: defaultdict[tuple[str, int], int] = defaultdict(int)
        self.seconds: defaultdict[tuple[str, int], float] = defaultdict(float)
        self._events = 0

    def __call__(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        """Be called for each new frame: those of libraries are not looked into."""
        if os.path.dirname(frame.f_code.co_filename) != self._home:
            return None
        self._charge()
        self._at.append((frame.f_code.co_filename, frame.f_lineno))
        self._since = _now()
        return self._in_a_frame

    def _in_a_frame(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        self._charge()
        if event == "line" and self._at:
            self._at[-1] = (frame.f_code.co_filename, frame.f_lineno)
            self.runs[self._at[-1]] += 1
            self._events += 1
            if self._events > MOST_EVENTS:
                sys.settrace(None)
                raise _Enough
        elif event == "return" and self._at:
            self._at.pop()
        self._since = _now()
        return self._in_a_frame

    def _charge(self) -> None:
        if self._at:
            self.seconds[self._at[-1]] += _now() - self._since


def watch(function: Function, args: Arguments, seconds: float) -> Watched | None:
    """Call `function` on a copy of `args` and watch it for `seconds` at most; None where there is nothing to see."""
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    seen = _Watch(os.path.dirname(code.co_filename))
    whole = False
    before = sys.gettrace()
    nowhere = FirstPart(0)
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = copy.deepcopy(args)
        try:
            with time_limit(seconds):
                sys.settrace(seen)
                function(*given)
                whole = True
        except (Exception, SystemExit, OutOfTime, _Enough):  # noqa: BLE001 (what it does is told elsewhere)
            pass
        finally:
            sys.settrace(before)
    total = sum(seen.seconds.values())
    if not total:
        return None
    return Watched(tuple(_lines(seen, total))[:MOST_LINES], _busiest_loop(seen, total), total, whole)


def _lines(seen: _Watch, total: float) -> Iterator[WatchedLine]:
    """The statements, those that took longest first."""
    times: defaultdict[tuple[str, int], float] = defaultdict(float)
    texts, runs = {}, {}
    for (file, number), seconds in seen.seconds.items():
        first, text = _statement(file, number)
        times[file, first] += seconds
        texts[file, first] = text
        runs[file, first] = seen.runs.get((file, first), seen.runs[file, number])
    for place, seconds in sorted(times.items(), key=lambda item: -item[1]):
        yield WatchedLine(place[1], texts[place], runs[place], seconds / total)


def _statement(file: str, number: int) -> tuple[int, str]:
    """The first line of the statement that line `number` belongs to, and its text; of a loop, only its head."""
    around = [node for node in _nodes(file) if isinstance(node, ast.stmt) and _holds(node, number)]
    if not around:
        return number, linecache.getline(file, number).strip()[:LINE_CHARS]
    node = max(around, key=lambda statement: (statement.lineno, -(statement.end_lineno or 0)))
    return node.lineno, _text(file, node)


def _busiest_loop(seen: _Watch, total: float) -> WatchedLine | None:
    """The loop that went round most often."""
    found = []
    for file in {file for file, _ in seen.runs}:
        for node in _nodes(file):
            inside = node.body[0] if isinstance(node, (ast.For, ast.While)) else node
            if not isinstance(node, _LOOPS) or isinstance(inside, (ast.For, ast.While)):
                continue  # in a loop around a loop, the inner one goes round more often
            rounds = seen.runs.get((file, inside.lineno), 0)
            took = sum(seconds for (f, n), seconds in seen.seconds.items() if f == file and _holds(node, n))
            found.append(WatchedLine(node.lineno, _text(file, node), rounds, took / total))
    return max((loop for loop in found if loop.runs), key=lambda loop: loop.runs, default=None)


def _holds(node: ast.stmt | ast.expr, number: int) -> bool:
    return node.lineno <= number <= (node.end_lineno or node.lineno)


def _text(file: str, node: ast.stmt | ast.expr) -> str:
    """The text of a statement or a comprehension in one line; of a statement with a body, only its head."""
    if not isinstance(node, ast.stmt):
        return ast.unparse(node)[:LINE_CHARS]
    body = getattr(node, "body", None)
    last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
    lines = [linecache.getline(file, number).strip() for number in range(node.lineno, last + 1)]
    return " ".join(lines)[:LINE_CHARS]


def _nodes(file: str) -> list[Any]:
    try:
        return list(ast.walk(ast.parse("".join(linecache.getlines(file)))))
    except (SyntaxError, ValueError, RecursionError):
        return []

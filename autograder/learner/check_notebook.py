"""Check a whole notebook from outside: it runs in a process of its own, with a time limit."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from .. import language
from ..errors import UserError
from ..language import gettext as _
from ..notebook.contents import NotebookContents, contents_of
from ..notebook.file import read_notebook
from .notebook_result import ExerciseResult, NotebookResult

GRACE_SECONDS = 5.0  # for the process itself to stop a cell
START_SECONDS = 60.0  # to import what it needs, on a slow machine


def check_notebook(
    path: Path, seconds: float, progress: Callable[[int, int], None] = lambda done, of: None, *, more: bool = False
) -> NotebookResult:
    """Run the notebook `path` and check its exercises.

    Parameters
    ----------
    path : Path
    seconds : float
        How long one cell may run.
    progress : callable
        `progress(done, of)` is called when a cell begins.
    more : bool
        Try fresh hidden cases too.

    Raises
    ------
    UserError
        If it cannot be run at all.
    """
    checked = NotebookResult(path, course_contents(path))
    reached: dict[str, ExerciseResult] = {}
    count = 0
    with _Process(path, seconds, more) as process:
        for event in process.events():
            kind = event["event"]
            if kind == "cells":
                count = event["count"]
            elif kind == "cell":
                progress(event["number"] - 1, count)
            elif kind == "report":
                result = ExerciseResult(**event["result"])
                reached[result.exercise] = result
                checked.notes += [event["note"]] if event["note"] and event["note"] not in checked.notes else []
            elif kind == "error":
                checked.cell_errors.append(_("{cell} fails: {why}", cell=_place(event), why=event["words"]))
            elif kind in ("limit", "stopped"):
                checked.cell_errors.append(_("{cell} was stopped: {why}.", cell=_place(event), why=event["words"]))
    checked.results = [
        reached.get(exercise.id, ExerciseResult(exercise.id, points=exercise.points))
        for exercise in checked.contents.exercises
    ]
    return checked


def course_contents(path: Path) -> NotebookContents:
    """Read the contents of the notebook `path`, which has to be one of the course.

    Raises
    ------
    UserError
        If it is no notebook, or none of the course.
    """
    contents = contents_of(read_notebook(path), path.stem)
    if not contents.exercises:
        raise UserError(_("{path} has no exercise of the course: it has no cell such as check(conv2d, ...)", path=path))
    return contents


def _place(event: dict[str, Any]) -> str:
    number, first = event["number"], event.get("first")
    if first:
        return _("Cell {number} (`{line}`)", number=number, line=first)
    return _("Cell {number}", number=number)


class _Process:
    """The process that runs a notebook: a context manager, at whose end the process is killed."""

    def __init__(self, path: Path, seconds: float, more: bool) -> None:
        self._seconds = seconds
        command = [sys.executable, "-m", "autograder.learner.run_notebook", str(path), str(seconds), *["more"] * more]
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed in __exit__)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
            # Pictures are drawn for nobody. The sentences of the other process stand beside those of this one.
            env=os.environ | {"MPLBACKEND": "agg", "PYTHONUTF8": "1", language.SETTING: language.language()},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> "_Process":
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._process.wait()
        self._errors.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._lines.put(line)
        self._lines.put("")

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield the events that the process reports; if it ended too early, a last one of our own: `stopped`."""
        number = 0
        limit = max(START_SECONDS, self._seconds)
        while True:
            try:
                line = self._lines.get(timeout=limit + GRACE_SECONDS)
            except queue.Empty:
                why = _("it took longer than {seconds} seconds; no cell after it was run", seconds=f"{self._seconds:g}")
                yield self._stopped(number, why)
                return
            if not line:
                yield self._stopped(number, self._death())
                return
            event = json.loads(line)
            number, limit = event.get("number", number), self._seconds
            yield event
            if event["event"] == "end":
                return

    def _stopped(self, number: int, words: str) -> dict[str, Any]:
        if number == 0:
            raise UserError(_("the notebook could not be run: {why}", why=words))
        return {"event": "stopped", "number": number, "words": words}

    def _death(self) -> str:
        """Say why the process has ended, as far as that can be told."""
        status = self._process.wait()
        self._errors.seek(0)
        errors = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        if status < 0:
            return _(
                "it made Python end (signal {signal}; too little memory?); no cell after it was run", signal=-status
            )
        words = _("it made Python end (status {status}); no cell after it was run", status=status)
        return f"{words}: {errors[-1]}" if errors else words

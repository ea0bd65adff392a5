"""Check a whole notebook from outside: it runs in a process of its own, with a time limit."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from .. import language
from ..bank.exercise import function_name
from ..errors import UserError
from ..language import gettext as _
from ..notebook.contents import NotebookContents, contents_of
from ..notebook.file import read_notebook
from ..reports.findings import Outcome

GRACE_SECONDS = 5.0  # for the process itself to stop a cell
START_SECONDS = 60.0  # to import what it needs, on a slow machine
NOT_REACHED = "not reached"


@dataclass(frozen=True)
class ExerciseResult:
    """What came of one exercise. `outcome` is an `Outcome`, or `not reached`; `report` is text of a few lines.

    `speed` says in sentences how fast a right answer is, where that is graded too.
    """

    exercise: str
    outcome: str = NOT_REACHED
    score: float = 0.0
    passed: int = 0
    cases: int = 0
    points: float = 0.0
    mistake: str | None = None
    report: str = ""
    speed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the function."""
        return function_name(self.exercise)

    @property
    def mark(self) -> str:
        """One short word for a table."""
        return "-" if self.outcome == NOT_REACHED else Outcome(self.outcome).mark

    @property
    def earned(self) -> float:
        """The visible points."""
        return self.points * self.score


@dataclass
class NotebookResult:
    """What came of a notebook.

    Attributes
    ----------
    path : Path
    contents : NotebookContents
    verdicts : list of ExerciseResult
        One for each exercise of the notebook, in order.
    lines : list of str
        What went wrong outside of the exercises.
    notes : list of str
        What else there is to know.
    """

    path: Path
    contents: NotebookContents
    verdicts: list[ExerciseResult] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def points(self) -> float:
        """The visible points there are."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def earned(self) -> float:
        """The visible points that were earned."""
        return sum(verdict.earned for verdict in self.verdicts)

    @property
    def hidden_points(self) -> float:
        """The points that hidden cases decide."""
        return sum(exercise.hidden_points for exercise in self.contents.exercises)

    @property
    def speed_points(self) -> float:
        """The points that the speed of answers decides."""
        return sum(exercise.speed_points for exercise in self.contents.exercises)

    @property
    def passed(self) -> bool:
        """Whether every exercise passed, and every cell ran."""
        return not self.lines and all(verdict.outcome == Outcome.PASSED.value for verdict in self.verdicts)

    def plain(self) -> dict[str, Any]:
        """All of it for a machine."""
        return {
            "notebook": str(self.path),
            "chapter": self.contents.slug,
            "passed": self.passed,
            "points": {
                "earned": round(self.earned, 4),
                "possible": self.points,
                "hidden": self.hidden_points,
                "speed": self.speed_points,
            },
            "exercises": [asdict(verdict) | {"earned": round(verdict.earned, 4)} for verdict in self.verdicts],
            "written": [asdict(question) for question in self.contents.questions],
            "cells": self.lines,
            "notes": self.notes,
        }


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
    checked = NotebookResult(path, require_ours(path))
    results: dict[str, ExerciseResult] = {}
    points = {exercise.id: exercise.points for exercise in checked.contents.exercises}
    count = 0
    with _Process(path, seconds, more) as process:
        for event in process.events():
            kind = event["event"]
            if kind == "cells":
                count = event["count"]
            elif kind == "cell":
                progress(event["number"] - 1, count)
            elif kind == "report":
                results[event["exercise"]] = _verdict(event, points)
                checked.notes += [event["note"]] if event["note"] and event["note"] not in checked.notes else []
            elif kind == "error":
                checked.lines.append(_("{cell} fails: {why}", cell=_place(event), why=event["words"]))
            elif kind in ("limit", "stopped"):
                checked.lines.append(_("{cell} was stopped: {why}.", cell=_place(event), why=event["words"]))
    checked.verdicts = [
        results.get(exercise.id, ExerciseResult(exercise.id, points=exercise.points))
        for exercise in checked.contents.exercises
    ]
    return checked


def require_ours(path: Path) -> NotebookContents:
    """What the notebook `path` asks for.

    Raises
    ------
    UserError
        If it is no notebook, or none of the course.
    """
    wanted = contents_of(read_notebook(path), path.stem)
    if not wanted.exercises:
        raise UserError(_("{path} has no exercise of the course: it has no cell such as check(conv2d, ...)", path=path))
    return wanted


def _place(event: dict[str, Any]) -> str:
    number, first = event["number"], event.get("first")
    if first:
        return _("Cell {number} (`{line}`)", number=number, line=first)
    return _("Cell {number}", number=number)


def _verdict(event: dict[str, Any], points: dict[str, float]) -> ExerciseResult:
    exercise = event["exercise"]
    words, mistake = event["words"], event["mistake"]
    return ExerciseResult(
        exercise,
        event["outcome"],
        event["score"],
        event["passed"],
        event["cases"],
        points.get(exercise, 0.0),
        mistake,
        words,
        tuple(event["speed"]),
    )


class _Process:
    """The process that runs a notebook; left, it is gone."""

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
            # Pictures are drawn for nobody; what is said there is put between what is said here.
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
        """What it says, until it ends; then, if it did not come to the end, one last event `stopped` of our own."""
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
        """Why it may have ended by itself."""
        status = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        if status < 0:
            return _(
                "it made Python end (signal {signal}; too little memory?); no cell after it was run", signal=-status
            )
        words = _("it made Python end (status {status}); no cell after it was run", status=status)
        return f"{words}: {said[-1]}" if said else words

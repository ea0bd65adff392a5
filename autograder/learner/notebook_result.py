"""The result of checking a notebook, as data: of every exercise, and of the notebook as a whole."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..bank.exercise import function_name
from ..notebook.contents import NotebookContents
from ..reports.findings import Outcome

NOT_REACHED = "not reached"


@dataclass(frozen=True)
class ExerciseResult:
    """The result of one exercise.

    Attributes
    ----------
    exercise : str
        Its id.
    outcome : str
        An `Outcome`, or `not reached`.
    score : float
        From 0 to 1.
    passed, cases : int
    points : float
        What the visible cases are worth.
    mistake : str or None
        The name of the recognised mistake.
    report : str
        A few lines of text.
    speed : sequence of str
        Sentences on how fast a right answer is, where that is graded too.
    """

    exercise: str
    outcome: str = NOT_REACHED
    score: float = 0.0
    passed: int = 0
    cases: int = 0
    points: float = 0.0
    mistake: str | None = None
    report: str = ""
    speed: Sequence[str] = ()

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
        """The visible points that were earned."""
        return self.points * self.score


@dataclass
class NotebookResult:
    """The result of a notebook.

    Attributes
    ----------
    path : Path
    contents : NotebookContents
    results : list of ExerciseResult
        One for each exercise of the notebook, in order.
    cell_errors : list of str
        What went wrong outside of the exercises: a line for each cell that failed or was stopped.
    notes : list of str
        What else there is to know.
    """

    path: Path
    contents: NotebookContents
    results: list[ExerciseResult] = field(default_factory=list)
    cell_errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def points(self) -> float:
        """The visible points of all exercises."""
        return sum(result.points for result in self.results)

    @property
    def earned(self) -> float:
        """The visible points that were earned."""
        return sum(result.earned for result in self.results)

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
        return not self.cell_errors and all(result.outcome == Outcome.PASSED.value for result in self.results)

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON can hold it, for other programs."""
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
            "exercises": [asdict(result) | {"earned": round(result.earned, 4)} for result in self.results],
            "written": [asdict(question) for question in self.contents.questions],
            "cells": self.cell_errors,
            "notes": self.notes,
        }

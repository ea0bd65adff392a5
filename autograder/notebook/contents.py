"""What a notebook of the course asks for: its chapter, its exercises with their cells and points, its written question.

It looks at a notebook as JSON gives it, so that a report can be counted without the seconds that nbformat takes.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .cells import HIDDEN, VISIBLE, exercise_name

_CHECK = re.compile(r"""check\(\s*(\w+)\s*,\s*["']([\w-]+)/(\w+)["']\s*\)""")

_HEADING = re.compile(r"^#+\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True)
class Exercise:
    """One exercise of a notebook.

    Attributes
    ----------
    id : str
    answer, check : int or None
        The places of its two cells among the notebook's cells.
    points, hidden_points : float
        What its visible and its hidden cases are worth.
    """

    id: str
    answer: int | None
    check: int
    points: float
    hidden_points: float

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.id.split("/")[1]


@dataclass(frozen=True)
class Written:
    """A question answered in words. `heading` is what it stands under."""

    name: str
    cell: int
    points: float
    answered: bool
    heading: str = ""

    @property
    def words(self) -> str:
        """The question as a person finds it: JupyterLab gives cells no numbers."""
        return "The written question" + (f' under "{self.heading}"' if self.heading else "")


@dataclass(frozen=True)
class Asked:
    """All that a notebook asks for. `title` is its heading, `slug` its chapter."""

    slug: str
    title: str
    exercises: tuple[Exercise, ...]
    written: tuple[Written, ...]


def read(notebook: Mapping[str, Any], name: str = "") -> Asked:
    """What `notebook` asks for; `name` is its file's, which names the chapter where no cell does."""
    cells = notebook["cells"]
    slug = _chapter(cells) or name
    found = {str(about["grade_id"]): (place, about) for place, cell in enumerate(cells) if (about := _about(cell))}
    exercises: dict[str, Exercise] = {}
    for grade_id, (place, about) in found.items():
        if grade_id.endswith(VISIBLE) and about.get("grade") and cells[place]["cell_type"] == "code":
            function = exercise_name(grade_id)
            answer = found.get(function, (None, {}))[0]
            hidden = found.get(function + HIDDEN, (None, {}))[1]
            exercises[function] = Exercise(f"{slug}/{function}", answer, place, _points(about), _points(hidden))
    if not exercises:  # what is left of a notebook whose metadata a program has dropped
        for place, cell in enumerate(cells):
            for function, chapter, asked in _CHECK.findall(text(cell)) if cell["cell_type"] == "code" else ():
                if function == asked and chapter == slug:
                    exercises.setdefault(function, Exercise(f"{slug}/{function}", None, place, 0.0, 0.0))
    return Asked(slug, _title(cells) or slug, tuple(exercises.values()), tuple(_written(cells)))


def text(cell: Mapping[str, Any]) -> str:
    """The source of a cell: a notebook's file has it as text or as lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _about(cell: Mapping[str, Any]) -> dict[str, Any]:
    about = cell.get("metadata", {}).get("nbgrader")
    return about if isinstance(about, dict) and isinstance(about.get("grade_id"), str) else {}


def _points(about: Mapping[str, Any]) -> float:
    points = about.get("points", 0)
    return float(points) if isinstance(points, (int, float)) else 0.0


def _chapter(cells: Sequence[Mapping[str, Any]]) -> str:
    """The chapter that most of the checks name."""
    named = [chapter for cell in cells if cell["cell_type"] == "code" for _, chapter, _ in _CHECK.findall(text(cell))]
    return Counter(named).most_common(1)[0][0] if named else ""


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    headings = (text(cell).lstrip().partition("\n")[0] for cell in cells if cell["cell_type"] == "markdown")
    return next((heading.lstrip("# ").strip() for heading in headings if heading.startswith("# ")), "")


def _written(cells: Sequence[Mapping[str, Any]]) -> list[Written]:
    """The questions that a person reads."""
    questions, heading = [], ""
    for place, cell in enumerate(cells):
        about, words = _about(cell), text(cell).strip()
        if about.get("grade") and about.get("solution"):
            answered = words not in ("", "YOUR ANSWER HERE")
            questions.append(Written(about["grade_id"], place, _points(about), answered, heading))
        elif cell["cell_type"] == "markdown" and (found := _HEADING.findall(words)):
            heading = found[-1]
    return questions

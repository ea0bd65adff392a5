"""The contents of a notebook: its chapter, its exercises with their cells and points, its written questions.

It looks at a notebook as JSON gives it, so that a report can be counted without the seconds that nbformat takes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..bank.exercise import function_name
from ..language import gettext as _
from .cells import (
    HIDDEN,
    SPEED,
    VISIBLE,
    Cell,
    exercise_name,
    grade_id,
    is_answer,
    is_graded_by_hand,
    is_judged,
    points,
    source_text,
)
from .source import defined_functions

_CHECK = re.compile(r"""check\(\s*(\w+)\s*,\s*["']([\w-]+)/(\w+)["']\s*\)""")
_HEADING = re.compile(r"^#+\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True)
class NotebookExercise:
    """One exercise of a notebook.

    Attributes
    ----------
    id : str
    answer, check : int or None
        The places of its two cells among the notebook's cells.
    points, hidden_points : float
        What its visible and its hidden cases are worth.
    checked : str
        The function that the check is called with: its own, as a rule.
    speed_points : float
        What its speed is worth.
    """

    id: str
    answer: int | None
    check: int
    points: float
    hidden_points: float
    checked: str
    speed_points: float = 0.0

    @property
    def name(self) -> str:
        """The name of the function."""
        return function_name(self.id)


@dataclass(frozen=True)
class WrittenQuestion:
    """A question that is answered in words, below the heading `heading`."""

    name: str
    cell: int
    points: float
    answered: bool
    heading: str = ""

    @property
    def label(self) -> str:
        """The question as a person finds it: JupyterLab gives cells no numbers."""
        if self.heading:
            return _('The written question under "{heading}"', heading=self.heading)
        return _("The written question")


@dataclass(frozen=True)
class NotebookContents:
    """The contents of a notebook. `title` is its heading, `slug` its chapter."""

    slug: str
    title: str
    exercises: tuple[NotebookExercise, ...]
    questions: tuple[WrittenQuestion, ...]


def contents_of(notebook: Mapping[str, Any], name: str = "") -> NotebookContents:
    """Find the contents of `notebook`; `name` is its file's, which names the chapter where no cell does."""
    cells = notebook["cells"]
    slug = _chapter(cells) or name
    places = {grade_id(cell): place for place, cell in enumerate(cells) if grade_id(cell)}
    others = otherwise_checked(cells, slug)
    exercises: dict[str, NotebookExercise] = {}
    for name, place in places.items():
        if name.endswith(VISIBLE) and is_judged(cells[place]) and cells[place]["cell_type"] == "code":
            function = exercise_name(name)
            hidden, speed = (
                points(cells[places[function + part]]) if function + part in places else 0.0 for part in (HIDDEN, SPEED)
            )
            exercises[function] = NotebookExercise(
                *(f"{slug}/{function}", places.get(function), place, points(cells[place]), hidden),
                checked=others.get(function, function),
                speed_points=speed,
            )
    if not exercises:  # what is left of a notebook whose metadata a program has dropped
        for place, cell in enumerate(cells):
            for _function, chapter, name in _CHECK.findall(source_text(cell)) if cell["cell_type"] == "code" else ():
                if chapter == slug:
                    one = NotebookExercise(f"{slug}/{name}", None, place, 0.0, 0.0, others.get(name, name))
                    exercises.setdefault(name, one)
    return NotebookContents(slug, _title(cells) or slug, tuple(exercises.values()), tuple(_written_questions(cells)))


def given_functions(released: Iterable[Cell]) -> list[str]:
    """List the functions that the course gives: cells as they were released define them, those for answers excepted."""
    code = [cell for cell in released if cell["cell_type"] == "code" and not is_answer(cell)]
    return list(dict.fromkeys(name for cell in code for name in defined_functions(source_text(cell))))


def otherwise_checked(cells: Iterable[Cell], slug: str = "") -> dict[str, str]:
    """Find the exercises whose check is called with a function of another name: programs rename what is defined twice.

    Parameters
    ----------
    cells : iterable of Cell
    slug : str
        The chapter; any where none is given.

    Returns
    -------
    dict of str to str
        By the name of the exercise, the function of the last such call; only if a cell defines it.
    """
    code = [source_text(cell) for cell in cells if cell.get("cell_type") == "code"]
    calls = [call for source in code for call in _CHECK.findall(source)]
    found = {name: function for function, chapter, name in calls if slug in ("", chapter) and function != name}
    defined = {name for source in code for name in defined_functions(source)}
    return {name: function for name, function in found.items() if function in defined}


def _chapter(cells: Sequence[Cell]) -> str:
    """The chapter that most of the checks name."""
    named = [found[1] for cell in cells if cell["cell_type"] == "code" for found in _CHECK.findall(source_text(cell))]
    return Counter(named).most_common(1)[0][0] if named else ""


def _title(cells: Sequence[Cell]) -> str:
    headings = (source_text(cell).lstrip().partition("\n")[0] for cell in cells if cell["cell_type"] == "markdown")
    return next((heading.lstrip("# ").strip() for heading in headings if heading.startswith("# ")), "")


def _written_questions(cells: Sequence[Cell]) -> list[WrittenQuestion]:
    """The questions that a person reads."""
    questions, heading = [], ""
    for place, cell in enumerate(cells):
        text = source_text(cell).strip()
        if is_graded_by_hand(cell):
            answered = text not in ("", "YOUR ANSWER HERE")
            questions.append(WrittenQuestion(grade_id(cell), place, points(cell), answered, heading))
        elif cell["cell_type"] == "markdown" and (headings := _HEADING.findall(text)):
            heading = headings[-1]
    return questions

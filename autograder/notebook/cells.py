"""Read and write what nbgrader knows of a notebook's cells: their names, and what makes them graded, locked or answers.

A cell is looked at as JSON gives it or as nbformat does (a `NotebookNode` is a dictionary too); nothing here needs
nbformat, which takes seconds to be imported.
"""

from collections.abc import Mapping
from typing import Any

VISIBLE, HIDDEN, SPEED = "-check", "-hidden", "-speed"  # behind the name of an exercise: its grade cells

Cell = Mapping[str, Any]


def nbgrader_metadata(cell: Cell) -> dict[str, Any]:
    """Read nbgrader's metadata of a cell; empty for most cells, and where it is damaged or has no name."""
    metadata = cell.get("metadata")
    known = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return known if isinstance(known, dict) and known.get("grade_id") and isinstance(known["grade_id"], str) else {}


def grade_id(cell: Cell) -> str:
    """nbgrader's name of a cell; empty for a cell that it does not know."""
    name: str = nbgrader_metadata(cell).get("grade_id", "")
    return name


def is_answer(cell: Cell) -> bool:
    """Whether students write into this cell."""
    return bool(nbgrader_metadata(cell).get("solution"))


def is_judged(cell: Cell) -> bool:
    """Whether a verdict of the judge belongs into this cell: it is graded, and not by hand."""
    return bool(nbgrader_metadata(cell).get("grade")) and not is_answer(cell)


def is_graded_by_hand(cell: Cell) -> bool:
    """Whether this cell is a written question's: students write into it, and a person gives the points."""
    return bool(nbgrader_metadata(cell).get("grade")) and is_answer(cell)


def is_locked(cell: Cell) -> bool:
    """Whether students are not to change this cell."""
    known = nbgrader_metadata(cell)
    return not known.get("solution") and bool(known.get("grade") or known.get("locked"))


def points(cell: Cell) -> float:
    """The points that a graded cell is worth; 0 for any other."""
    worth = nbgrader_metadata(cell).get("points", 0)
    return float(worth) if isinstance(worth, (int, float)) else 0.0


def source_text(cell: Cell) -> str:
    """The source of a cell: a notebook's file has it as text or as lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def first_line(cell: Cell) -> str:
    """The first line of a cell that is not blank, to point a person to the cell: JupyterLab shows no cell numbers."""
    return next(filter(None, map(str.strip, source_text(cell).splitlines())), "")


def exercise_name(grade_id: str) -> str:
    """The name of the exercise that a grade cell asks about."""
    return grade_id.removesuffix(VISIBLE).removesuffix(HIDDEN).removesuffix(SPEED)


def new_metadata(
    grade_id: str, *, grade: bool = False, solution: bool = False, points: float | None = None, **more: Any
) -> dict[str, Any]:
    """Make nbgrader's metadata of one cell. What students do not write is locked."""
    return {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": not solution,
        "task": False,
        **({"points": points} if grade else {}),
        **more,
    }

"""What nbgrader knows of the course's cells: their names, and what makes them graded, locked or answers."""

from typing import Any

VISIBLE, HIDDEN = "-check", "-hidden"  # behind the name of an exercise: its two grade cells


def exercise_name(grade_id: str) -> str:
    """The name of the exercise that a grade cell asks about."""
    return grade_id.removesuffix(VISIBLE).removesuffix(HIDDEN)


def record(
    grade_id: str, *, grade: bool = False, solution: bool = False, points: float | None = None, **more: Any
) -> dict[str, Any]:
    """nbgrader's metadata of one cell. What students do not write is locked."""
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

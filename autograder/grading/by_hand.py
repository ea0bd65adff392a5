"""Points that a person gives: which answers wait for them, and which have changed since they were read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..notebook.cells import grade_id, is_graded_by_hand, source_text
from ..notebook.file import read_notebook_node

if TYPE_CHECKING:
    from nbgrader.api import Grade, SubmittedAssignment

    from .assignment import Assignment

Cell = tuple[str, str]  # the names of the notebook and of the cell


@dataclass(frozen=True)
class PointsByHand:
    """The points that a person gives for one submission.

    Attributes
    ----------
    given : float
        The points of the answers that do not wait.
    waiting : tuple of str
        The cells whose answers nobody has read as they are now.
    """

    given: float = 0.0
    waiting: tuple[str, ...] = ()


def waits(grade: "Grade") -> bool:
    """Tell whether an answer in words has no points yet, or has changed since it was read."""
    return (grade.auto_score is None and grade.manual_score is None) or (
        grade.manual_score is not None and bool(grade.needs_manual_grade)
    )


def answers(submission: "SubmittedAssignment") -> list["Grade"]:
    """List the grades of a submission that a person gives: those of cells that the student writes."""
    by_hand = {
        (notebook.name, cell.name) for notebook in submission.assignment.notebooks for cell in notebook.solution_cells
    }
    return [
        grade
        for notebook in submission.notebooks
        for grade in notebook.grades
        if (notebook.name, grade.name) in by_hand
    ]


def points_by_hand(submission: "SubmittedAssignment") -> PointsByHand:
    """Sum up what a person has given for a submission."""
    every = answers(submission)
    waiting = tuple(grade.name for grade in every if waits(grade))
    return PointsByHand(sum(grade.score for grade in every if grade.name not in waiting), waiting)


def read_answers(assignment: "Assignment", student: str) -> dict[Cell, str]:
    """Return the answers that somebody has read and given points for, as they stand in `autograded/`."""
    from nbgrader.api import MissingEntry

    try:
        with assignment.gradebook() as gradebook:
            grades = answers(gradebook.find_submission(assignment.name, student))
            read = {
                (grade.notebook.name, grade.name)
                for grade in grades
                if grade.manual_score is not None and not waits(grade)
            }
    except MissingEntry:
        return {}
    return {cell: text for cell, text in _texts(assignment, student).items() if cell in read}


def keep_read(assignment: "Assignment", student: str, before: dict[Cell, str]) -> None:
    """Take off nbgrader's mark *needs manual grade*, which it sets at each regrade, where the answer is as it was."""
    now = _texts(assignment, student)
    same = {cell for cell, text in before.items() if now.get(cell) == text}
    if not same:
        return
    with assignment.gradebook() as gradebook:
        for grade in answers(gradebook.find_submission(assignment.name, student)):
            if (grade.notebook.name, grade.name) in same:
                grade.needs_manual_grade = False
        gradebook.db.commit()


def _texts(assignment: "Assignment", student: str) -> dict[Cell, str]:
    return {
        (name, grade_id(cell)): source_text(cell)
        for name, path in assignment.autograded(student).items()
        if path.exists()
        for cell in read_notebook_node(path).cells
        if is_graded_by_hand(cell)
    }

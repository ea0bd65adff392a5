"""Points that a person gives, and the answers that wait for them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbgrader.api import Grade, SubmittedAssignment


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

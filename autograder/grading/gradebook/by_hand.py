"""Which points a person gives, and which answers wait for them."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...notebook.cells import grade_id, is_graded_by_hand, source_text
from ...notebook.file import read_notebook_node

if TYPE_CHECKING:
    from nbgrader.api import Assignment, Grade, SubmittedAssignment


class GradeOfAnswer(Protocol):
    """What tells whether an answer waits: nbgrader's grade of it, or a record of that."""

    @property
    def auto_score(self) -> float | None:
        """The points that nbgrader gave by itself: 0 for an answer that was left empty."""

    @property
    def manual_score(self) -> float | None:
        """The points that a person gave."""

    @property
    def needs_manual_grade(self) -> bool:
        """Whether the answer may have changed since."""


def waits(grade: GradeOfAnswer) -> bool:
    """Tell whether an answer in words has no points yet, or has changed since it was read."""
    return (grade.auto_score is None and grade.manual_score is None) or (
        grade.manual_score is not None and bool(grade.needs_manual_grade)
    )


def given_by_hand(assignment: "Assignment") -> set[tuple[str, str]]:
    """Name the cells whose points a person gives, those that the student writes, each after its notebook."""
    return {(notebook.name, cell.name) for notebook in assignment.notebooks for cell in notebook.solution_cells}


def answers(submission: "SubmittedAssignment") -> list["Grade"]:
    """List the grades of a submission that a person gives."""
    by_hand = given_by_hand(submission.assignment)
    return [
        grade
        for notebook in submission.notebooks
        for grade in notebook.grades
        if (notebook.name, grade.name) in by_hand
    ]


def texts_of_answers(notebooks: dict[str, Path]) -> dict[tuple[str, str], str]:
    """Read the answers in words from autograded notebooks, by the names of the notebook and of the cell."""
    return {
        (name, grade_id(cell)): source_text(cell)
        for name, path in notebooks.items()
        if path.exists()
        for cell in read_notebook_node(path).cells
        if is_graded_by_hand(cell)
    }

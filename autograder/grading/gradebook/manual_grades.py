"""The points that a person has given: a regrade leaves them alone, unless the answer has changed since."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...notebook.cells import grade_id, is_graded_by_hand, source_text
from ...notebook.file import read_notebook_node
from .records import CellKey, read_records

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


def texts_of_answers(notebooks: Mapping[str, Path]) -> dict[CellKey, str]:
    """Read the answers in words from autograded notebooks."""
    return {
        (name, grade_id(cell)): source_text(cell)
        for name, path in notebooks.items()
        if path.exists()
        for cell in read_notebook_node(path).cells
        if is_graded_by_hand(cell)
    }


def read_answers(
    gradebook: "Gradebook", assignment: str, student: str, notebooks: Mapping[str, Path]
) -> dict[CellKey, str]:
    """Return the answers that somebody has read and given points for, as they stand in the autograded notebooks."""
    record = read_records(gradebook, assignment, student).get(student)
    read = {cell for cell, grade in record.grades.items() if grade.is_read} if record else set()
    texts = texts_of_answers(notebooks) if read else {}
    return {cell: text for cell, text in texts.items() if cell in read}


def keep_read(
    gradebook: "Gradebook",
    assignment: str,
    student: str,
    notebooks: Mapping[str, Path],
    before: Mapping[CellKey, str],
) -> None:
    """Take off nbgrader's mark *needs manual grade*, which it sets at each regrade, where the answer is as it was."""
    now = texts_of_answers(notebooks) if before else {}
    same = {cell for cell, text in before.items() if now.get(cell) == text}
    if not same:
        return
    for notebook in gradebook.find_submission(assignment, student).notebooks:
        for grade in notebook.grades:
            if (notebook.name, grade.name) in same:
                grade.needs_manual_grade = False
    gradebook.db.commit()

"""The answers that a person has read: a regrade leaves their points alone, unless the answer has changed since."""

from typing import TYPE_CHECKING

from .by_hand import answers, texts_of_answers, waits

if TYPE_CHECKING:
    from ..assignment import Assignment

Cell = tuple[str, str]  # the names of the notebook and of the cell


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
    texts = texts_of_answers(assignment.autograded(student)) if read else {}
    return {cell: text for cell, text in texts.items() if cell in read}


def keep_read(assignment: "Assignment", student: str, before: dict[Cell, str]) -> None:
    """Take off nbgrader's mark *needs manual grade*, which it sets at each regrade, where the answer is as it was."""
    now = texts_of_answers(assignment.autograded(student)) if before else {}
    same = {cell for cell, text in before.items() if now.get(cell) == text}
    if not same:
        return
    with assignment.gradebook() as gradebook:
        for grade in answers(gradebook.find_submission(assignment.name, student)):
            if (grade.notebook.name, grade.name) in same:
                grade.needs_manual_grade = False
        gradebook.db.commit()

"""Groups that hand in once: one submission is graded, and its grade and feedback are everybody's in the group.

Members get a copy of what was graded and of its line in the gradebook, so that formgrader, every export and the
feedback know them like anybody else. Points that a person gives to one member's copy are the group's.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from .database_errors import without_session_warnings
from .records import CellKey, RecordedGrade, RecordedSubmission

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


def points_by_hand(
    recorded: dict[str, RecordedSubmission | None], author: str, texts: dict[str, dict[CellKey, str]]
) -> dict[CellKey, tuple[str, RecordedGrade]]:
    """Find the points that a person has given to a group: to the author's answers, else to another member's copy.

    Parameters
    ----------
    recorded : dict of str to RecordedSubmission or None
        The members of the group.
    author : str
        The member who handed in.
    texts : dict of str to dict
        The answers of each member as they were graded; points for another text are not the group's.

    Returns
    -------
    dict
        By cell, the member whose copy was read, and its grade.
    """
    found: dict[CellKey, tuple[str, RecordedGrade]] = {}
    for member in (author, *(peer for peer in recorded if peer != author)):
        submission = recorded[member]
        for cell, grade in submission.grades.items() if submission else ():
            same = texts[member].get(cell) == texts[author].get(cell)
            if grade.is_read and same and cell not in found:
                found[cell] = member, grade
    return found


def adopt(
    gradebook: "Gradebook", assignment: str, author: str, found: dict[CellKey, tuple[str, RecordedGrade]]
) -> None:
    """Give the author's answers the points and the comments that another member's copy has got."""
    for (notebook, cell), (member, _) in found.items():
        if member != author:
            _copy_grade(gradebook, (cell, notebook, assignment), member, author)
    gradebook.db.commit()


def share(gradebook: "Gradebook", course: Path, assignment: str, author: str, member: str) -> None:
    """Give a member of a group what the author has: the graded notebooks, and the line in the gradebook."""
    source, target = (course / "autograded" / student / assignment for student in (author, member))
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    theirs = gradebook.find_submission(assignment, author)
    gradebook.update_or_create_student(member)
    with without_session_warnings():
        gradebook.update_or_create_submission(
            assignment, member, timestamp=theirs.timestamp, extension=theirs.extension
        )
    for notebook in theirs.notebooks:
        copy = gradebook.find_submission_notebook(notebook.name, assignment, member)
        copy.late_submission_penalty = notebook.late_submission_penalty
        for grade in notebook.grades:
            _copy_grade(gradebook, (grade.name, notebook.name, assignment), author, member)
    gradebook.db.commit()


def _copy_grade(gradebook: "Gradebook", cell: tuple[str, str, str], source: str, target: str) -> None:
    from nbgrader.api import MissingEntry

    theirs, copy = (gradebook.find_grade(*cell, student) for student in (source, target))
    for name in ("auto_score", "manual_score", "extra_credit", "needs_manual_grade"):
        setattr(copy, name, getattr(theirs, name))
    try:
        said, copied = (gradebook.find_comment(*cell, student) for student in (source, target))
    except MissingEntry:
        return  # only a cell that the student writes can have a comment
    copied.auto_comment = said.auto_comment
    copied.manual_comment = said.manual_comment or copied.manual_comment

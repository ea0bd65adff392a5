"""`autograder replay`: judge one submission again, for an appeal."""

from pathlib import Path
from typing import Annotated

import typer

from ..grading.course import require_course
from .console import CourseOption, console, errors


def replay(
    student: Annotated[str, typer.Argument(help="Whose submission.")],
    assignment: Annotated[str, typer.Argument(help="nbgrader's name of the assignment.")],
    course: CourseOption = Path(),
) -> None:
    """Judge a submission once more from nothing, print its verdicts, and compare them with those that were kept.

    What is printed is the same, byte for byte, each time: seeds, exercises and limits are. Nothing is written. The
    exit status is 1 if the verdicts differ.
    """
    course = require_course(course)
    from ..grading.grade import Grader  # nbgrader takes seconds to import

    grader = Grader(course, assignment)
    grader.choose([student])
    differs = False
    for name, (now, kept) in grader.replay(student).items():
        console.print(now.verdicts(), highlight=False, soft_wrap=True, markup=False)
        if kept is None:
            errors.print(f"{name}: nothing is kept of this very submission, course and configuration to compare with.")
        elif kept.verdicts() != now.verdicts():
            differs = True
            errors.print(f"[bold red]{name}: these verdicts differ from those that were kept.[/]")
        else:
            errors.print(f"{name}: the same verdicts as those that were kept.")
    if differs:
        raise typer.Exit(1)

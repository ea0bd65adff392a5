"""`autograder replay`: judge one submission again, for an appeal."""

from pathlib import Path
from typing import Annotated

import typer

from ...grading.course.directory import require_course
from ..console import CourseOption, console, errors
from .table import show_parts


def replay(
    student: Annotated[str, typer.Argument(help="Whose submission.")],
    assignment: Annotated[str, typer.Argument(help="nbgrader's name of the assignment.")],
    course: CourseOption = Path(),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the verdicts as they are kept, reports included, instead of a table.")
    ] = False,
) -> None:
    """Judge a submission once more from nothing, show its verdicts, and compare them with those that were kept.

    What --json prints is the same, byte for byte, each time: seeds, exercises and limits are. Nothing is written. The
    exit status is 1 if the verdicts differ.
    """
    course = require_course(course)
    from ...grading.assignment import Assignment  # nbgrader takes seconds to import
    from ...grading.grade import Grader

    handed_in = Assignment(course, assignment)
    handed_in.choose([student])
    differs = False
    for name, (now, kept) in Grader(handed_in).replay(student).items():
        if as_json:
            console.print(now.verdicts(), highlight=False, soft_wrap=True, markup=False)
        else:
            show_parts(now)
        if kept is None:
            said = "nothing is kept of this very submission, course and configuration to compare with."
        elif kept.verdicts() != now.verdicts():
            differs = True
            said = "[bold red]these verdicts differ from those that were kept.[/]"
        else:
            said = "the same verdicts as those that were kept."
        (errors if as_json else console).print(f"{name}: {said}", highlight=False, soft_wrap=True)
    if differs:
        raise typer.Exit(1)

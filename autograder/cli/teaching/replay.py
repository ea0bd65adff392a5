"""`autograder replay`: judge one submission again, for an appeal."""

from pathlib import Path
from typing import Annotated

import typer

from ...grading.course.directory import require_course
from ...language import gettext as _
from ..console import CourseOption, console, errors, say
from .table import show_verdicts


def replay(
    student: Annotated[str, typer.Argument(help=_("nbgrader's name of the student."))],
    assignment: Annotated[str, typer.Argument(help=_("nbgrader's name of the assignment."))],
    course: CourseOption = Path(),
    as_json: Annotated[
        bool, typer.Option("--json", help=_("Print the verdicts with their reports as JSON instead of a table."))
    ] = False,
) -> None:
    """Judge a submission again from the start, show its verdicts, and compare them with those that were kept.

    What --json prints is the same each time, byte for byte, because seeds, exercises and limits are. Nothing is
    written. The exit status is 1 if the verdicts differ.
    """
    course = require_course(course)
    from ...grading.assignment import Assignment  # nbgrader takes seconds to import
    from ...grading.grade import Grader

    handed_in = Assignment(course, assignment)
    handed_in.choose([student])
    differs = False
    for name, (now, kept) in Grader(handed_in).replay(student).items():
        if as_json:
            print(now.verdicts_json())  # not through Rich: byte for byte
        else:
            show_verdicts(now)
        if kept is None:
            comparison = _(
                "there are no verdicts to compare with: this submission was never graded, or it, the "
                "course or the configuration has changed since."
            )
        elif kept.verdicts_json() != now.verdicts_json():
            differs = True
            comparison = "[bold red]" + _("these verdicts differ from those that were kept.") + "[/]"
        else:
            comparison = _("the same verdicts as those that were kept.")
        say(f"{name}: {comparison}", to=errors if as_json else console)
    if differs:
        raise typer.Exit(1)

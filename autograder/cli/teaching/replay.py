"""`autograder replay`: judge one submission again, for an appeal."""

from pathlib import Path
from typing import Annotated

import typer

from ...grading.course.directory import require_course
from ...grading.results import Change
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
    """Judge a submission again from the start, and show its verdicts.

    They are compared with those that were kept when the same notebook was last judged, by `autograder grade` or in a
    dry run, and with the points in the gradebook.

    What --json prints is the same each time, byte for byte, because seeds, exercises and limits are. Nothing is
    written. The exit status is 1 if the verdicts differ.
    """
    course = require_course(course)
    from ...grading.assignment import Assignment  # nbgrader takes seconds to import
    from ...grading.grade import Grader

    handed_in = Assignment(course, assignment)
    handed_in.choose([student])
    differs = False
    for name, replayed in Grader(handed_in).replay(student).items():
        now, kept = replayed.now, replayed.kept
        if as_json:
            print(now.verdicts_json())  # not through Rich: byte for byte
        else:
            show_verdicts(now)
        if kept is None:
            comparison = _(
                "there are no verdicts to compare with: this submission was never judged, or it, the "
                "course or the configuration has changed since."
            )
        elif kept.verdicts_json() != now.verdicts_json():
            differs = True
            differ = _("these verdicts differ from those that were kept when this notebook was last judged.")
            comparison = f"[bold red]{differ}[/]"
        else:
            comparison = _("the same verdicts as those that were kept when this notebook was last judged.")
        to = errors if as_json else console
        say(f"{name}: {comparison}", f"{name}: {_in_gradebook(replayed.changes, assignment)}", to=to)
    if differs:
        raise typer.Exit(1)


def _in_gradebook(changes: list[Change], assignment: str) -> str:
    """Say whether the gradebook has the points of the verdicts that were shown."""
    if not changes:
        return _("the gradebook has the points of these verdicts.")
    if all(change.before is None for change in changes):
        return _(
            "the gradebook does not have the points of these verdicts yet: `{command}` writes them.",
            command=f"autograder grade {assignment}",
        )
    cells = "; ".join(map(_change, changes))
    return _(
        "the gradebook has other points than these verdicts ({cells}): `{command}` writes these.",
        cells=cells,
        command=f"autograder grade {assignment}",
    )


def _change(change: Change) -> str:
    before = "-" if change.before is None else f"{change.before:g}"
    return _("{cell} {before}, here {after}", cell=change.cell, before=before, after=f"{change.after:g}")

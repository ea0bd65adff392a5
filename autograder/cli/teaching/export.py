"""`autograder export`: grades for a learning platform, or the whole grader for Gradescope."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ...errors import UserError
from ...grading.course.directory import require_course
from ..console import CourseOption, errors, say
from .table import terminal_safe

NAMED = 5  # students, of those whose written answer waits


class Format(StrEnum):
    """The formats that `autograder export` can write."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    CSV = "csv"
    GRADESCOPE = "gradescope"


def export(
    assignment: Annotated[str, typer.Argument(help="nbgrader's name of the assignment.")],
    to_format: Annotated[Format, typer.Option("--format", "-f", help="The platform to write for.")] = Format.CSV,
    to: Annotated[
        Path | None, typer.Option(help="The file to write; else one in the folder exports of the course directory.")
    ] = None,
    title: Annotated[
        str, typer.Option(help="The assignment's title on Canvas or Moodle, where it is not nbgrader's name.")
    ] = "",
    course: CourseOption = Path(),
) -> None:
    """Write the grades of an assignment for Canvas, Moodle or a spreadsheet, or a bundle that grades on Gradescope.

    Students who were not graded are left out of the files for Canvas and Moodle: these would read an empty grade as a
    grade that was taken back. The formats are plugins of nbgrader: `nbgrader export --exporter
    autograder.grading.exports.CanvasExport`.
    """
    if title and to_format not in (Format.CANVAS, Format.MOODLE):
        raise UserError(f"--title is for Canvas and Moodle, not for {to_format}")
    course = require_course(course)
    if to is None:
        ending = "zip" if to_format is Format.GRADESCOPE else "csv"
        to = course / "exports" / f"{assignment}-{'grades' if to_format is Format.CSV else to_format}.{ending}"
        to.parent.mkdir(exist_ok=True)
    if to_format is Format.GRADESCOPE:
        _bundle(course, assignment, to)
    else:
        _grades(course, assignment, to_format, to.absolute(), title)


def _grades(course: Path, assignment: str, to_format: Format, to: Path, title: str) -> None:
    from ...grading.assignment import Assignment  # nbgrader takes seconds to import
    from ...grading.exports import EXPORTS

    graded = Assignment(course, assignment)
    graded.require_submissions("export")
    named = {"title": title} if title else {}
    plugin = EXPORTS[to_format](config=graded.config, to=str(to), assignment=[assignment], **named)
    plugin.log.disabled = True  # what it would say is said below
    with graded.gradebook() as gradebook:
        plugin.export(gradebook)
    say(escape(f"{len(plugin.written)} students: {to}"))
    if plugin.waiting:
        more = len(plugin.waiting) - NAMED
        names = ", ".join(map(terminal_safe, plugin.waiting[:NAMED])) + (f" and {more} more" if more > 0 else "")
        say(
            f"{len(plugin.waiting)} of them have a written answer that waits for points in formgrader; "
            f"their grade is without it: {names}",
            to=errors,
        )
    for student in plugin.guarded:
        guarded = f"{terminal_safe(student)} looks like a formula and was written with an apostrophe"
        say(f"{guarded}: enter that grade by hand.", to=errors)
    for student, status in plugin.left_out.items():
        say(f"  {terminal_safe(student)} is left out: {status}", to=errors)


def _bundle(course: Path, assignment: str, to: Path) -> None:
    from ...grading.gradescope.bundle import bundle

    for line in bundle(course, assignment, to):
        say(escape(line))

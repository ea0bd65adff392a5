"""`autograder export`: grades for a learning platform, or the whole grader for Gradescope."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from ...errors import UserError
from ...grading.course.directory import require_course
from ..console import CourseOption, errors, say
from .table import terminal_safe

if TYPE_CHECKING:
    from ...grading.exports import PlatformExport

NAMED = 5  # students, where there are many of whom the same is to be said


class By(StrEnum):
    """What a line of the spreadsheet can be about."""

    ASSIGNMENT = "assignment"
    EXERCISE = "exercise"


class Format(StrEnum):
    """The formats that `autograder export` can write."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    CSV = "csv"
    CANVAS_FEEDBACK = "canvas-feedback"
    MOODLE_FEEDBACK = "moodle-feedback"
    GRADESCOPE = "gradescope"


_ZIPS = (Format.CANVAS_FEEDBACK, Format.MOODLE_FEEDBACK, Format.GRADESCOPE)


def export(
    assignment: Annotated[str, typer.Argument(help="nbgrader's name of the assignment.")],
    to_format: Annotated[Format, typer.Option("--format", "-f", help="The platform to write for.")] = Format.CSV,
    to: Annotated[
        Path | None, typer.Option(help="The file to write; else one in the folder exports of the course directory.")
    ] = None,
    title: Annotated[
        str, typer.Option(help="The assignment's title on Canvas or Moodle, where it is not nbgrader's name.")
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(
            help="The platform's list: Canvas's Grades > Export, or the grading worksheet of Moodle's assignment."
        ),
    ] = None,
    column: Annotated[
        list[str], typer.Option(help='What the list calls a column in another language, as "Grade=Note".')
    ] = [],  # noqa: B006
    out_of: Annotated[float, typer.Option(min=0, help="Scale the points to this maximum.")] = 0,
    by: Annotated[By, typer.Option(help="What a line of the spreadsheet is about.")] = By.ASSIGNMENT,
    with_waiting: Annotated[
        bool, typer.Option("--with-waiting", help="For a platform: also who waits for points by hand, without these.")
    ] = False,
    course: CourseOption = Path(),
) -> None:
    """Write the grades of an assignment for Canvas, Moodle or a spreadsheet, or a bundle that grades on Gradescope.

    canvas-feedback and moodle-feedback are zips of the feedback pages, under the names that `autograder collect` saw.

    Students who were not graded, or whose written answer nobody has read as it is now, are left out of the files for
    Canvas and Moodle: these would read an empty grade as a grade that was taken back. With --roster, students keep the
    names and numbers that the platform gave them, Moodle's own worksheet is filled in, and who is missing on either
    side is said. The formats are plugins of nbgrader: `nbgrader export --exporter
    autograder.grading.exports.CanvasExport`.
    """
    if title and to_format not in (Format.CANVAS, Format.MOODLE):
        raise UserError(f"--title is for Canvas and Moodle, not for {to_format}")
    if roster and to_format not in (Format.CANVAS, Format.MOODLE):
        raise UserError(f"--roster is for Canvas and Moodle, not for {to_format}")
    if column and not roster:
        raise UserError("--column is about the list that --roster names")
    if by is not By.ASSIGNMENT and to_format is not Format.CSV:
        raise UserError(f"--by is for the spreadsheet, not for {to_format}")
    if with_waiting and to_format not in (Format.CANVAS, Format.MOODLE):
        raise UserError(f"--with-waiting is for Canvas and Moodle, not for {to_format}")
    if out_of and to_format in _ZIPS:
        raise UserError(f"--out-of is for files of grades, not for {to_format}")
    course = require_course(course)
    if to is None:
        ending = "zip" if to_format in _ZIPS else "csv"
        to = course / "exports" / f"{assignment}-{'grades' if to_format is Format.CSV else to_format}.{ending}"
        to.parent.mkdir(exist_ok=True)
    if to_format is Format.GRADESCOPE:
        _bundle(course, assignment, to)
    elif to_format in _ZIPS:
        _feedback(course, assignment, to_format, to.absolute())
    else:
        options: dict[str, Any] = {"title": title, "out_of": out_of, "with_waiting": with_waiting}
        options |= {"roster": str(roster.absolute())} if roster else {}
        options |= {"columns": column} if column else {}
        options |= {"by": str(by)} if to_format is Format.CSV else {}
        given = {name: value for name, value in options.items() if value}
        _grades(course, assignment, to_format, to.absolute(), given)


def _grades(course: Path, assignment: str, to_format: Format, to: Path, options: dict[str, Any]) -> None:
    from ...grading.assignment import Assignment  # nbgrader takes seconds to import
    from ...grading.exports import EXPORTS, PlatformExport

    graded = Assignment(course, assignment)
    graded.require_submissions("export")
    plugin = EXPORTS[to_format](config=graded.config, to=str(to), assignment=[assignment], **options)
    plugin.log.disabled = True  # what it would say is said below
    with graded.gradebook() as gradebook:
        plugin.export(gradebook)
    say(escape(f"{len(plugin.written)} students: {to}"))
    if plugin.waiting:
        say(
            f"{len(plugin.waiting)} of them have a written answer that waits for points in formgrader; "
            f"their grade is without it: {_some(plugin.waiting)}",
            to=errors,
        )
    if isinstance(plugin, PlatformExport):
        _tell_of_matching(plugin)
    for student in plugin.guarded:
        guarded = f"{terminal_safe(student)} looks like a formula and was written with an apostrophe"
        say(f"{guarded}: enter that grade by hand.", to=errors)
    for student, status in plugin.left_out.items():
        say(f"  {terminal_safe(student)} is left out: {status}", to=errors)


def _feedback(course: Path, assignment: str, to_format: Format, to: Path) -> None:
    from ...grading.assignment import Assignment  # nbgrader takes seconds to import
    from ...grading.collecting.filenames import Format as Platform
    from ...grading.reporting.feedback_zip import pack

    graded = Assignment(course, assignment)
    graded.require_submissions("export")
    done = pack(graded, Platform(to_format.removesuffix("-feedback")), to)
    say(escape(f"feedback for {len(done.packed)} students: {to}"))
    for student, reason in done.left_out.items():
        say(f"  {terminal_safe(student)} is left out: {reason}", to=errors)


def _tell_of_matching(plugin: "PlatformExport") -> None:
    """Say whom the platform may not find, and whom it has that nobody has here."""
    if plugin.unidentified:
        say(
            f"{len(plugin.unidentified)} students have no number of Canvas's: it finds them only if nbgrader's name is "
            "their SIS Login ID. --roster FILE, with the file of Grades > Export, is sure: "
            f"{_some(plugin.unidentified)}",
            to=errors,
        )
    if plugin.unknown:
        say(f"{len(plugin.unknown)} of the list are not in the gradebook: {_some(plugin.unknown, '; ')}", to=errors)
    for note in plugin.notes:
        say(terminal_safe(note), to=errors)


def _some(names: list[str], between: str = ", ") -> str:
    more = len(names) - NAMED
    return between.join(map(terminal_safe, names[:NAMED])) + (f" and {more} more" if more > 0 else "")


def _bundle(course: Path, assignment: str, to: Path) -> None:
    from ...grading.gradescope.bundle import bundle

    for line in bundle(course, assignment, to):
        say(escape(line))

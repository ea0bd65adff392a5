"""`autograder export`: grades for a learning platform, or the whole grader for Gradescope."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from ...errors import UserError
from ...grading.course.directory import require_course
from ...language import gettext as _
from ...language import ngettext
from ..console import CourseOption, errors, say
from .table import terminal_safe

if TYPE_CHECKING:
    from ...grading.exports import PlatformExport

NAMED = 5  # students, where there are many of whom the same is to be said


class By(StrEnum):
    """The subject of a line of the spreadsheet."""

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
    assignment: Annotated[str, typer.Argument(help=_("nbgrader's name of the assignment."))],
    to_format: Annotated[Format, typer.Option("--format", "-f", help=_("The platform to write for."))] = Format.CSV,
    to: Annotated[
        Path | None, typer.Option(help=_("The file to write; else one in the folder exports of the course directory."))
    ] = None,
    title: Annotated[
        str, typer.Option(help=_("The assignment's title on Canvas or Moodle, where it is not nbgrader's name."))
    ] = "",
    roster: Annotated[
        Path | None,
        typer.Option(
            help=_("The platform's list: Canvas's Grades > Export, or the grading worksheet of Moodle's assignment.")
        ),
    ] = None,
    column: Annotated[
        list[str], typer.Option(help=_('For a list in another language: what it calls a column, as "Grade=Note".'))
    ] = [],  # noqa: B006
    out_of: Annotated[
        float,
        typer.Option(min=0, help=_("Scale the points to this maximum."), show_default=_("the assignment's own points")),
    ] = 0,
    by: Annotated[By, typer.Option(help=_("What a line of the spreadsheet is about."))] = By.ASSIGNMENT,
    with_waiting: Annotated[
        bool,
        typer.Option(
            "--with-waiting",
            help=_(
                "For Canvas and Moodle: also students whose written answers have no "
                "points yet; their grade is without these."
            ),
        ),
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
    for option, given in {"--title": title, "--roster": roster, "--with-waiting": with_waiting}.items():
        if given and to_format not in (Format.CANVAS, Format.MOODLE):
            raise UserError(_("{option} is for Canvas and Moodle, not for {format}", option=option, format=to_format))
    if column and not roster:
        raise UserError(_("--column is about the list that --roster names"))
    if by is not By.ASSIGNMENT and to_format is not Format.CSV:
        raise UserError(_("--by is for the spreadsheet, not for {format}", format=to_format))
    if out_of and to_format in _ZIPS:
        raise UserError(_("--out-of is for files of grades, not for {format}", format=to_format))
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
        options = {name: value for name, value in options.items() if value}
        _grades(course, assignment, to_format, to.absolute(), options)


def _grades(course: Path, assignment: str, to_format: Format, to: Path, options: dict[str, Any]) -> None:
    from ...grading.assignment import Assignment  # nbgrader takes seconds to import
    from ...grading.exports import EXPORTS, PlatformExport

    graded = Assignment(course, assignment)
    graded.require_submissions(_("nobody has handed in {name}: there is nothing to export", name=assignment))
    plugin = EXPORTS[to_format](config=graded.config, to=str(to), assignment=[assignment], **options)
    plugin.log.disabled = True  # what it would say is said below
    with graded.gradebook() as gradebook:
        plugin.export(gradebook)
    say(escape(ngettext("{number} student: {path}", "{number} students: {path}", len(plugin.written), path=to)))
    if plugin.waiting:
        say(
            ngettext(
                "{number} student has a written answer that waits for points in formgrader; "
                "the grade is without it: {students}",
                "{number} students have a written answer that waits for points in formgrader; "
                "their grade is without it: {students}",
                len(plugin.waiting),
                students=_some(plugin.waiting),
            ),
            to=errors,
        )
    if isinstance(plugin, PlatformExport):
        _tell_of_matching(plugin)
    for student in plugin.guarded:
        words = _(
            "{student} looks like a formula and was written with an apostrophe: enter that grade by hand.",
            student=terminal_safe(student),
        )
        say(words, to=errors)
    _tell_left_out(plugin.left_out)


def _feedback(course: Path, assignment: str, to_format: Format, to: Path) -> None:
    from ...grading.assignment import Assignment  # nbgrader takes seconds to import
    from ...grading.platforms.filenames import Platform
    from ...grading.reporting.feedback_zip import pack

    graded = Assignment(course, assignment)
    graded.require_submissions(_("nobody has handed in {name}: there is nothing to export", name=assignment))
    done = pack(graded, Platform(to_format.removesuffix("-feedback")), to)
    number = len(done.packed)
    say(
        escape(
            ngettext("feedback for {number} student: {path}", "feedback for {number} students: {path}", number, path=to)
        )
    )
    _tell_left_out(done.left_out)


def _tell_left_out(left_out: dict[str, str]) -> None:
    for student, reason in left_out.items():
        words = _("{student} is left out: {why}", student=terminal_safe(student), why=escape(_(reason)))
        say(f"  {words}", to=errors)


def _tell_of_matching(plugin: "PlatformExport") -> None:
    """Say whom the platform may not find, and whom it has that nobody has here."""
    if plugin.unidentified:
        say(
            ngettext(
                "Canvas's number of {number} student is not known here. Canvas finds that student only if the name in "
                "nbgrader is the SIS Login ID. To be sure, give the file of Grades > Export with --roster: {students}",
                "Canvas's numbers of {number} students are not known here. Canvas finds them only if their names in "
                "nbgrader are their SIS Login IDs. To be sure, give the file of Grades > Export with --roster: "
                "{students}",
                len(plugin.unidentified),
                students=_some(plugin.unidentified),
            ),
            to=errors,
        )
    if plugin.unknown:
        words = ngettext(
            "{number} student of the list is not in the gradebook: {students}",
            "{number} students of the list are not in the gradebook: {students}",
            len(plugin.unknown),
            students=_some(plugin.unknown, "; "),
        )
        say(words, to=errors)
    for note in plugin.notes:
        say(terminal_safe(note), to=errors)


def _some(names: list[str], between: str = ", ") -> str:
    more = len(names) - NAMED
    shown = between.join(map(terminal_safe, names[:NAMED]))
    return _("{names} and {number} more", names=shown, number=more) if more > 0 else shown


def _bundle(course: Path, assignment: str, to: Path) -> None:
    from ...grading.gradescope.bundle import bundle

    for line in bundle(course, assignment, to):
        say(escape(line))

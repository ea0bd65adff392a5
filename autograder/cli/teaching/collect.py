"""`autograder collect`: put the bulk download of a learning platform where nbgrader wants it."""

from pathlib import Path
from typing import Annotated

import typer

from ...grading.course.directory import require_course
from ...grading.platforms.filenames import Platform
from ...language import gettext as _
from ...language import noted
from ..console import CourseOption, errors, say
from .table import terminal_safe


def collect(
    download: Annotated[
        Path,
        typer.Argument(
            metavar="DIR_OR_ZIP", help=_("The download of the platform: the zip, or a folder with its content.")
        ),
    ],
    assignment: Annotated[str, typer.Option("--assignment", "-a", help=_("nbgrader's name of the assignment."))],
    platform: Annotated[
        Platform | None,
        typer.Option(
            "--format", "-f", help=_("The platform that named the files."), show_default=_("told by the names")
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            help=_(
                "A list of the students: the file of Canvas's Grades > Export, Moodle's grading worksheet (which has "
                "the times too), or a table with the columns id, first_name, last_name, email."
            )
        ),
    ] = None,
    column: Annotated[
        list[str],
        typer.Option(help=_('For a list in another language: what it calls a column, as "Full name=Nom complet".')),
    ] = [],  # noqa: B006
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Replace a submission also where nothing says which one is newer."))
    ] = False,
    course: CourseOption = Path(),
) -> None:
    """Put what students handed in on Canvas, on Moodle, or in plain folders into submitted/STUDENT/ASSIGNMENT/.

    Give the zip as it was downloaded. Plain folders or zips, one for each student, are named as nbgrader names the
    students; a timestamp.txt in such a folder says when it was handed in. A notebook is found by its cells, whatever it
    is called. Links, names that lead elsewhere and oversized archives are refused, and a newer submission is never
    overwritten. The exit status is 1 if anything could not be placed.
    """
    course = require_course(course)
    from ...grading.collecting.collector import Collector  # nbgrader takes seconds to import

    done = Collector(course, assignment, platform, roster, replace=replace, columns=column).collect(download)
    counts = {
        noted("{number} new"): done.new,
        noted("{number} in the place of an earlier one"): done.newer,
        noted("{number} there already"): done.same,
        noted("{number} there in a newer version"): done.older,
    }
    summary = [_(words).format(number=len(names)) for words, names in counts.items() if names]
    told = ", ".join(summary) or _("no submissions")
    say(f"{assignment}, {done.platform}: {told}")
    if done.late:
        say(
            _(
                "Late, and the download does not say how late: {students}. A line such as 2026-10-13 09:30 UTC in "
                "{file} tells nbgrader.",
                students=terminal_safe(", ".join(done.late)),
                file=f"submitted/STUDENT/{assignment}/timestamp.txt",
            )
        )
    for path, note in done.notes.items():
        say(f"  {terminal_safe(path)}: {terminal_safe(note)}")
    for path, why in done.unplaced.items():
        say("  " + _("not placed: {path}: {why}", path=terminal_safe(path), why=terminal_safe(why)), to=errors)
    if done.new or done.newer:
        say(_("Next: {command}", command=f"autograder grade {assignment}"))
    if done.unplaced:
        raise typer.Exit(1)

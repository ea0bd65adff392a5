"""`autograder collect`: put the bulk download of a learning platform where nbgrader wants it."""

from pathlib import Path
from typing import Annotated

import typer

from ...grading.collecting.filenames import Format
from ...grading.course.directory import require_course
from ..console import CourseOption, console, errors
from .table import seen


def collect(
    download: Annotated[
        Path, typer.Argument(metavar="DIR_OR_ZIP", help="What the platform gave you: the zip, or a folder of it.")
    ],
    assignment: Annotated[str, typer.Option("--assignment", "-a", help="nbgrader's name of the assignment.")],
    platform: Annotated[
        Format | None, typer.Option("--format", "-f", help="Whose names the files have.", show_default="seen from them")
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            help="Who is who: the file of Canvas's Grades > Export, Moodle's grading worksheet (which has the times "
            "too), or a table with the columns id, first_name, last_name, email."
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the download where nothing says which submission is newer.")
    ] = False,
    course: CourseOption = Path(),
) -> None:
    """Put what students handed in on Canvas, on Moodle, or in plain folders into submitted/STUDENT/ASSIGNMENT/.

    Give the zip as it was downloaded. In plain folders or zips, one for each student is named as nbgrader names the
    student; a timestamp.txt in the folder says when it was handed in. A notebook is found by its cells, whatever it
    is called. Links, names that lead elsewhere and oversized archives are refused, and a newer submission is never
    overwritten. The exit status is 1 if anything could not be placed.
    """
    course = require_course(course)
    from ...grading.collecting.collector import Collector  # nbgrader takes seconds to import

    done = Collector(course, assignment, platform, roster, replace=replace).collect(download)
    counts = {
        "new": done.new,
        "in the place of an earlier one": done.newer,
        "there already": done.same,
        "there in a newer version": done.older,
    }
    said = [f"{len(names)} {words}" for words, names in counts.items() if names]
    console.print(f"{assignment}, {done.platform}: {', '.join(said) or 'no submissions'}", highlight=False)
    if done.late:
        _say(
            f"Late, and the download does not say how late: {', '.join(done.late)}. "
            f"A line such as 2026-10-13 09:30 UTC in submitted/STUDENT/{assignment}/timestamp.txt tells nbgrader."
        )
    for path, note in done.notes.items():
        _say(f"  {path}: {note}")
    for path, why in done.unplaced.items():
        errors.print(f"  not placed: {seen(path)}: {seen(why)}", highlight=False, soft_wrap=True)
    if done.new or done.newer:
        _say(f"Next: autograder grade {assignment}")
    if done.unplaced:
        raise typer.Exit(1)


def _say(line: str) -> None:
    console.print(seen(line), highlight=False, soft_wrap=True)

"""`autograder grade`: grade a class and show the table."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ..grading.course import require_course
from ..grading.results import Result
from .console import CourseOption, console, errors
from .table import show


def grade(
    assignment: Annotated[
        str, typer.Argument(help="nbgrader's name of the assignment, such as 01-convolutional-layers.")
    ],
    course: CourseOption = Path(),
    student: Annotated[list[str], typer.Option(help="Only this student; may be given more than once.")] = [],  # noqa: B006
    feedback: Annotated[bool, typer.Option(help="Write the students' feedback pages too.")] = True,
) -> None:
    """Grade every submission of an assignment in the sandbox, and show what came of each.

    The same as `nbgrader autograde` and `nbgrader generate_feedback`, with progress and a table. The exit status
    is 1 if anything was not graded.
    """
    course = require_course(course)
    from ..grading.grade import Grader  # nbgrader takes seconds to import: after the quick refusals

    grader = Grader(course, assignment)
    results = _grade_all(grader, grader.choose(student))
    if feedback:
        grader.write_feedback([result.student for result in results if result.graded])
    show(assignment, results)
    if feedback:
        console.print(f"What students read: {course / 'feedback'}", highlight=False, soft_wrap=True)
    ungraded = [result for result in results if not result.graded]
    if ungraded:
        errors.print(f"{len(ungraded)} of {len(results)} not graded; nothing of theirs was lost or scored.")
        raise typer.Exit(1)


def _grade_all(grader, students: list[str]) -> list[Result]:
    results = []
    with Progress(
        TextColumn("grading {task.fields[student]}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
    ) as progress:
        task = progress.add_task("", total=len(students), student="")
        for student in students:
            progress.update(task, student=escape(student))
            results.append(grader.grade(student))
            progress.advance(task)
    return results

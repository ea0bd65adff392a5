"""`autograder report`: what a class made of an assignment."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ...grading.course.directory import require_course
from ..console import CourseOption, console

SHOWN = 5  # mistakes, on the terminal


def report(
    assignment: Annotated[str, typer.Argument(help="nbgrader's name of the assignment.")],
    course: CourseOption = Path(),
) -> None:
    """Write a page and a table about a graded class: scores, outcomes, mistakes by name, and what to look at.

    Nothing is judged and nothing is sent anywhere. The page is for teachers: it has students' names.
    """
    course = require_course(course)
    from ...grading.assignment import Assignment
    from ...grading.reporting import class_report, page  # nbgrader takes seconds to import

    graded = Assignment(course, assignment)
    graded.require_submissions("report")
    report = class_report.read(graded)
    html, table = page.write(report, course, datetime.now())
    console.print(f"{len(report.entries)} graded, {len(report.ungraded)} not graded", highlight=False)
    for made in report.mistakes[:SHOWN]:
        where = made.exercise.split("/")[-1]
        many = f"{len(made.students)} of {len(report.entries)}"
        console.print(f"  {many}: {where} {escape(made.mistake)}", highlight=False, soft_wrap=True)
    console.print(f"The page:  {html}\nThe table: {table}", highlight=False, soft_wrap=True, markup=False)

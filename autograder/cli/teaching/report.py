"""`autograder report`: write a page and a table about a graded class."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ...grading.course.directory import require_course
from ..console import CourseOption, say

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
    say(f"{len(report.entries)} graded, {len(report.ungraded)} not graded")
    for made in report.mistakes[:SHOWN]:
        where = made.exercise.split("/")[-1]
        many = f"{len(made.students)} of {len(report.entries)}"
        say(f"  {many}: {where} {escape(made.mistake)}")
    say(escape(f"The page:  {html}"), escape(f"The table: {table}"))

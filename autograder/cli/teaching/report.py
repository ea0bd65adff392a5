"""`autograder report`: write a page and a table about a graded class."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ...bank.exercise import function_name
from ...grading.course.directory import require_course
from ...language import gettext as _
from ..console import CourseOption, say
from .table import mistake_of

SHOWN = 5  # mistakes, on the terminal


def report(
    assignment: Annotated[str, typer.Argument(help=_("nbgrader's name of the assignment."))],
    course: CourseOption = Path(),
) -> None:
    """Write a page and a table about a graded class: scores, outcomes, mistakes by name, and what to look at.

    Nothing is judged and nothing is sent anywhere. The page is for teachers: it has students' names.
    """
    course = require_course(course)
    from ...grading.assignment import Assignment
    from ...grading.reporting import class_report, page  # nbgrader takes seconds to import

    graded = Assignment(course, assignment)
    graded.require_submissions(_("nobody has handed in {name}: there is nothing to report", name=assignment))
    report = class_report.read(graded)
    html, table = page.write(report, course, datetime.now())
    number, others = len(report.entries), len(report.ungraded)
    say(_("{number} graded, {others} not graded", number=number, others=others))
    for made in report.mistakes[:SHOWN]:
        where = function_name(made.exercise)
        many = _("{number} of {all}", number=len(made.students), all=number)
        say(escape(f"  {many}: {mistake_of(where, made.mistake)}"))
    say(escape(_("The page:  {path}", path=html)), escape(_("The table: {path}", path=table)))

"""`autograder build`: write the source notebooks of a course directory."""

from pathlib import Path
from typing import Annotated

import typer

from ...grading.course.directory import require_course
from ...language import gettext as _
from ..console import CourseArgument, say

CHECKOUT = Path(__file__).parents[3]


def build(
    course: CourseArgument = Path(),
    exercises: Annotated[
        Path, typer.Option(help=_("The folder with the exercises."), show_default=_("this checkout's"))
    ] = CHECKOUT / "exercises",
    solutions: Annotated[
        Path, typer.Option(help=_("The folder with the reference module."), show_default=_("this checkout's"))
    ] = CHECKOUT / "solutions",
) -> None:
    """Write nbgrader's source notebooks, with the answers in them, into the course directory.

    They have the chapters and points of course.toml. `autograder init` does this too, and releases them.
    """
    from ...building import notebooks  # jupytext takes a second to import
    from ...grading.releasing import settings

    course = require_course(course)
    source = course / "source"
    for chapter in settings.read(course, notebooks.chapters(exercises, solutions)).chapters:
        path = notebooks.build(chapter, source)
        say(_("wrote {path}", path=path))
    say(_("Next: nbgrader generate_assignment NAME, for each of them"))

"""`autograder init`: make a course directory."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import UserError
from ..grading import course as courses
from .console import console

NEXT = """
Next, in {folder}:
  autograder build                                       the notebooks with the answers, into source/
  nbgrader generate_assignment 01-convolutional-layers   what students get, into release/
  autograder grade 01-convolutional-layers               when submitted/ is filled
Keep .magic-window/key: without it no verdict can be repeated."""


def init(
    folder: Annotated[Path, typer.Argument(help="The directory to make, or to complete.")],
    db: Annotated[
        str, typer.Option(help="Where the gradebook is, such as postgresql+psycopg://user@host/name; else a file.")
    ] = "",
) -> None:
    """Make a course directory that grades with stock nbgrader commands.

    Can be run again: nothing that is there is overwritten.
    """
    if db and (folder / courses.CONFIG).exists():
        raise UserError(f"{folder / courses.CONFIG} is there already: set c.CourseDirectory.db_url in it to {db!r}")
    made = courses.init(folder, db)
    for path in made:
        console.print(f"made {path}", highlight=False, soft_wrap=True)
    if not made:
        console.print(f"{folder} is a course directory already; nothing was changed", highlight=False, soft_wrap=True)
        return
    console.print(NEXT.format(folder=folder), highlight=False, soft_wrap=True)

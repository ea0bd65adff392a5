"""`autograder init`: make a course directory."""

from pathlib import Path
from typing import Annotated

import typer

from ..grading import course as courses
from .console import console


def init(
    folder: Annotated[Path, typer.Argument(help="The directory to make, or to complete.")],
) -> None:
    """Make a course directory that grades with stock nbgrader commands.

    Can be run again: nothing that is there is overwritten.
    """
    made = courses.init(folder)
    for path in made:
        console.print(f"made {path}", highlight=False)
    if not made:
        console.print(f"{folder} is a course directory already; nothing was changed", highlight=False)
        return
    console.print(f"\nNext, in {folder}:", highlight=False)
    console.print("  autograder build                                     the notebooks with the answers, in source/")
    console.print(
        "  nbgrader generate_assignment 01-convolutional-layers   what students get, in release/", highlight=False
    )
    console.print("  autograder grade 01-convolutional-layers               when submitted/ is filled", highlight=False)
    console.print("Keep .magic-window/key: without it no verdict can be repeated.", highlight=False)

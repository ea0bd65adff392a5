"""What every command speaks through."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

LOG_WIDTH = 120  # where the output is no terminal, there is nothing to fold for

console = Console(width=None if sys.stdout.isatty() else LOG_WIDTH)
errors = Console(stderr=True)


def say(*lines: Any, to: Console = console) -> None:
    """Print `lines` as they stand: numbers are not coloured, and only the terminal folds what is too long."""
    for line in lines:
        to.print(line, highlight=False, soft_wrap=True)


CourseArgument = Annotated[Path, typer.Argument(help="The course directory.", show_default="this one")]
CourseOption = Annotated[Path, typer.Option("--course", "-c", help="The course directory.", show_default="this one")]

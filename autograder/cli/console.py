"""The console of all commands: print lines and errors. Also here are the arguments that several commands take."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from ..language import noted

LOG_WIDTH = 120  # where the output is no terminal, there is nothing to fold for

console = Console(width=None if sys.stdout.isatty() else LOG_WIDTH)
errors = Console(stderr=True)


def say(*lines: Any, to: Console = console, markup: bool = True) -> None:
    """Print `lines` as they stand: numbers are not coloured, and only the terminal folds what is too long.

    Lines that others wrote need `markup=False`, or `terminal_safe` around what they wrote.
    """
    for line in lines:
        to.print(line, highlight=False, soft_wrap=True, markup=markup)


def say_error(words: object) -> None:
    """Print what is wrong and what to do, on stderr."""
    say(f"[bold red]autograder:[/] {escape(str(words))}", to=errors)


_COURSE, _THIS = noted("The course directory."), noted("the folder you are in")
CourseArgument = Annotated[Path, typer.Argument(help=_COURSE, show_default=_THIS)]
CourseOption = Annotated[Path, typer.Option("--course", "-c", help=_COURSE, show_default=_THIS)]

"""The console of all commands: print lines and errors. Also here are the arguments that several commands take."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Column, Table

from ..language import noted

UNFOLDED = 10_000  # the width where the output is no terminal: there is nothing to fold for
LEAST_TEXT = 12  # how narrow a column of text may become before its table is printed as lines

console = Console(width=None if sys.stdout.isatty() else UNFOLDED)
errors = Console(stderr=True)


def say(*lines: Any, to: Console = console, markup: bool = True) -> None:
    """Print `lines` as they stand: numbers are not coloured, and only the terminal folds what is too long.

    Lines that others wrote need `markup=False`, or `terminal_safe` around what they wrote.
    """
    for line in lines:
        to.print(line, highlight=False, soft_wrap=True, markup=markup)


def bar_options() -> dict[str, Any]:
    """Return how a progress bar is shown: on stderr, gone when it is done, and only where somebody sees it."""
    return {"console": errors, "transient": True, "disable": not errors.is_terminal}


def fits(table: Table) -> bool:
    """Tell whether the console has room for `table`; columns that may wrap count with `LEAST_TEXT` at most."""
    if console.width >= UNFOLDED:
        return True  # without measuring thousands of names
    width = _width(table)
    if width > console.width:
        width -= sum(max(0, _longest(column) - LEAST_TEXT) for column in table.columns if not column.no_wrap)
    return width <= console.width


def print_table(table: Table) -> None:
    """Print `table`; where the console is too narrow, print each row as a line, which the terminal folds.

    Whatever stands in a cell is shown whole: it is folded where it must be, and never cut.
    """
    for column in table.columns:
        column.overflow = "fold"
    if fits(table):
        console.print(table)
        return
    if table.title:
        say(table.title)
    headings = [str(column.header) for column in table.columns[1:]]
    for name, *cells in zip(*(column.cells for column in table.columns), strict=True):
        told = [f"{heading} {cell}".strip() for heading, cell in zip(headings, cells, strict=True) if cell]
        say(f"{name}: {', '.join(told)}")


def _longest(column: Column) -> int:
    return max(_width(cell) for cell in (column.header, *column.cells))


def _width(shown: RenderableType) -> int:
    """Return the width that something needs where nothing of it is folded."""
    return console.measure(shown, options=console.options.update(width=UNFOLDED)).maximum


def say_error(words: object) -> None:
    """Print what is wrong and what to do, on stderr."""
    say(f"[bold red]autograder:[/] {escape(str(words))}", to=errors)


_COURSE, _THIS = noted("The course directory."), noted("the folder you are in")
CourseArgument = Annotated[Path, typer.Argument(help=_COURSE, show_default=_THIS)]
CourseOption = Annotated[Path, typer.Option("--course", "-c", help=_COURSE, show_default=_THIS)]

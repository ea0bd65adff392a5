"""`autograder progress`: show the status of a workspace's exercises."""

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from ...errors import UserError
from ...language import gettext as _
from ...language import noted
from ...learner import progress_store
from ...learner.overview import ChapterProgress, chapters, out_of, summary
from ...learner.workspace import find_workspace, speak_as_in
from ..console import errors, print_table, say

STYLES = {"done": "green", "tried": "yellow", "open": ""}


def progress(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help=noted("The workspace, or a folder in it."), show_default=noted("the folder you are in")
        ),
    ] = Path(),
) -> None:
    """Show which exercises are done, tried or open, and the points so far.

    They are what the last `check(...)` or `autograder check` of every exercise found; nothing is run. The file
    progress.html in the workspace shows the same as a page.
    """
    speak_as_in(folder)
    if not folder.is_dir():
        raise UserError(_("there is no folder {folder}", folder=folder))
    workspace = find_workspace(folder)
    known = progress_store.read(workspace)
    if known.note:
        _note(known.note)
    found = chapters(workspace, known)
    print_table(_table(found))
    say(summary(found))
    page = workspace.root / progress_store.PAGE
    try:
        progress_store.write(workspace, known)
    except OSError as error:  # what is known can be shown where nothing can be written
        _note(_("The page {page} could not be written: {why}.", page=page, why=error.strerror or error))
    else:
        say(_("As a page: {page}", page=page), markup=False)


def _note(words: str) -> None:
    say(words, to=errors, markup=False)


def _table(found: list[ChapterProgress]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("exercise"))
    table.add_column("")
    table.add_column(_("cases"), justify="right", no_wrap=True)
    table.add_column(_("points"), justify="right", no_wrap=True)
    for chapter in found:
        done = _("{done} of {exercises} done", done=chapter.count("done"), exercises=len(chapter.exercises))
        points = out_of(chapter.earned, chapter.points)
        table.add_row(f"[bold]{escape(chapter.title)}[/]", done, "", f"[bold]{points}[/]")
        for exercise in chapter.exercises:
            status = exercise.status
            cases = out_of(status.passed, status.cases) if status.cases else "-"
            state, style = _(status.state), STYLES[status.state]
            state = f"[{style}]{state}[/]" if style else state
            if status.last_check:
                state, cases = f"{state} ({status.last_check})", out_of(status.cases, status.cases)
            table.add_row(f"  {exercise.name}", state, cases, out_of(exercise.earned, exercise.points, 3))
    return table

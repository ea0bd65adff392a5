"""`autograder progress`: how a workspace's exercises stand."""

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from ...errors import UserError
from ...learner import progress_store
from ...learner.overview import ChapterProgress, chapters
from ...learner.workspace import find_workspace
from ..console import console, errors, say

MARKS = {"done": "[green]done[/]", "tried": "[yellow]tried[/]", "open": "open"}


def progress(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The workspace, or a folder in it.", show_default="this one")
    ] = Path(),
) -> None:
    """Show which exercises are done, tried or open, and the points so far.

    It is what the last `check(...)` or `autograder check` of every exercise found; nothing is run. The same as a page
    is the workspace's progress.html.
    """
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}")
    workspace = find_workspace(folder)
    known = progress_store.read(workspace)
    if known.note:
        _note(known.note)
    found = chapters(workspace, known)
    console.print(_table(found))
    say(_summary(found))
    page = workspace.root / progress_store.PAGE
    try:
        progress_store.write(workspace, known)
    except OSError as error:  # what is known can be shown where nothing can be written
        _note(f"The page {page} could not be written: {error.strerror or error}.")
    else:
        say(f"As a page: {page}", markup=False)


def _note(words: str) -> None:
    say(words, to=errors, markup=False)


def _table(found: list[ChapterProgress]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("exercise", overflow="fold")
    table.add_column("")
    table.add_column("cases", justify="right", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    for chapter in found:
        done = f"{chapter.count('done')} of {len(chapter.lines)} done"
        points = f"{chapter.earned:.4g} of {chapter.points:g}"
        table.add_row(f"[bold]{escape(chapter.title)}[/]", done, "", f"[bold]{points}[/]")
        for line in chapter.lines:
            standing = line.standing
            cases = f"{standing.passed} of {standing.cases}" if standing.cases else "-"
            state = MARKS[standing.state]
            if standing.last_check:
                state, cases = f"{state} ({standing.last_check})", f"{standing.cases} of {standing.cases}"
            table.add_row(f"  {line.name}", state, cases, f"{line.earned:.3g} of {line.points:g}")
    return table


def _summary(found: list[ChapterProgress]) -> str:
    done, total = sum(chapter.count("done") for chapter in found), sum(len(chapter.lines) for chapter in found)
    earned, points = sum(chapter.earned for chapter in found), sum(chapter.points for chapter in found)
    return f"{done} of {total} exercises done, {earned:.4g} of {points:g} visible points"

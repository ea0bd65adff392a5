"""`autograder matrix`: show that every mistake is caught and named, and that honest answers pass."""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from ...bank import EXERCISES
from ...bank.exercise import Exercise
from ...building.kill_matrix import Row
from ...building.kill_matrix import matrix as rows_of
from ...errors import UserError
from ...grading.jobs.interrupts import exit_on_sigint, starting_workers
from ...language import gettext as _
from ..console import bar_options, console, print_table, say


def matrix(
    chapter: Annotated[str, typer.Argument(help=_("Only the exercises whose id begins like this."))] = "",
    output: Annotated[
        Path | None,
        typer.Option("--json", help=_("Write all of it into this file as well, for the book or a program.")),
    ] = None,
) -> None:
    """Judge every known mistake, the stub, the reference and honest answers in other styles.

    The exit status is 1 if a mistake is not caught or not called by its name, or if an honest answer loses a point.
    """
    exercises = [exercise for exercise in EXERCISES.values() if exercise.id.startswith(chapter)]
    if not exercises:
        raise UserError(
            _("no exercise's id begins with {name}; there are {names}", name=repr(chapter), names=", ".join(EXERCISES))
        )
    rows: list[Row] = []
    judged = track(_judged(exercises), _("judging"), len(exercises), **bar_options())
    for exercise, its_rows in zip(exercises, judged, strict=True):
        rows += its_rows
        _show(exercise.id, its_rows)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    amiss = [row for row in rows if not row.as_it_should_be]
    mistakes, elsewhere = sum(row.is_mistake for row in rows), sum(bool(row.elsewhere) for row in rows)
    say(
        _(
            "{exercises} exercises, {mistakes} mistakes, {elsewhere} of them right in another library, "
            "{others} other answers; {amiss} not as they should be",
            exercises=len(exercises),
            mistakes=mistakes,
            elsewhere=elsewhere,
            others=len(rows) - mistakes,
            amiss=len(amiss),
        )
    )
    if amiss:
        raise typer.Exit(1)


def _judged(exercises: Sequence[Exercise]) -> Iterator[list[Row]]:
    """Judge the exercises on every core, and give the rows of each."""
    with ProcessPoolExecutor(min(len(exercises), os.cpu_count() or 1), initializer=exit_on_sigint) as pool:
        try:
            with starting_workers():
                # The networks of the last chapters take longest: they are begun first.
                rows = [pool.submit(_rows, exercise.id) for exercise in reversed(exercises)]
            yield from (each.result() for each in reversed(rows))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _rows(exercise_id: str) -> list[Row]:
    return list(rows_of(EXERCISES[exercise_id]))


def _show(exercise_id: str, rows: Sequence[Row]) -> None:
    table = Table(title=exercise_id, title_justify="left", box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column(_("answer"))
    table.add_column(_("score"), justify="right", no_wrap=True)
    table.add_column(_("recognised"))
    table.add_column(_("caught by"))
    for row in rows:
        table.add_row(
            _("ok") if row.as_it_should_be else _("NOT"),
            escape(_(row.answer)),
            f"{row.score:.2f}",
            escape(_recognised(row)) if row.is_mistake else _(row.outcome),
            escape("; ".join(map(_, row.caught_by))) if row.is_mistake else "",
        )
    print_table(table)
    console.print()


def _recognised(row: Row) -> str:
    if not row.recognised:
        return ""
    if row.recognised == row.answer:
        return _("by name, with its library") if row.elsewhere else _("by name")
    name = _(row.recognised)
    return _("as {name}, with its library", name=name) if row.elsewhere else _("as {name}", name=name)

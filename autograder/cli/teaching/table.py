"""The table of a graded class."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from ...bank.exercise import function_name
from ...grading.results import Change, Result
from ...language import gettext as _
from ...language import ngettext
from ...reports.findings import Outcome
from ..console import fits, print_table, say

if TYPE_CHECKING:
    from ...grading.jobs.job import JobResult  # takes seconds to import

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def show(assignment: str, results: Sequence[Result]) -> None:
    """Print the scores and outcomes of each submission, then its mistakes and its plain lines."""
    exercises = next((list(result.outcomes) for result in results if result.verdicts), [])
    by_hand = max((result.by_hand for result in results), default=0)
    table = _class_table(assignment, results, exercises, by_hand=bool(by_hand))
    has_exercises = fits(table)
    if not has_exercises:
        table = _class_table(assignment, results, [], by_hand=bool(by_hand))
    print_table(table)
    if by_hand:
        say(_("{points} more points are given by hand, in nbgrader's formgrader", points=f"{by_hand:g}"))
    waiting = sum(bool(result.waiting) for result in results)
    if waiting:
        words = _(
            "waiting in formgrader: {number} of {all} submissions; nobody has read the written answer as it is now",
            number=waiting,
            all=len(results),
        )
        say(words)
    for result in results:
        for line in lines(result) if has_exercises else [*_not_passed(result), *lines(result)]:
            say(f"  {terminal_safe(result.student)}: {terminal_safe(line)}")


def _class_table(assignment: str, results: Sequence[Result], exercises: Sequence[str], *, by_hand: bool) -> Table:
    """Make the table of students and totals, with a column for each of `exercises`; only names may be folded in it."""
    table = Table(title=escape(assignment), title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(_("student"))
    table.add_column(_("score"), justify="right", no_wrap=True)
    if by_hand:
        table.add_column(_("by hand"), justify="right", no_wrap=True)
    for exercise in exercises:
        table.add_column(function_name(exercise), no_wrap=True)
    for result in results:
        table.add_row(terminal_safe(result.student), *_cells(result, exercises, by_hand=by_hand))
    if not fits(table):
        for column in table.columns:
            column.header = str(column.header).replace("_", "_\n")
    return table


def _not_passed(result: Result) -> list[str]:
    """Say which exercises are not right, those of the same outcome together; no line where all are."""
    names: dict[str, list[str]] = {}
    for exercise, outcome in result.outcomes.items():
        if outcome != Outcome.PASSED:
            names.setdefault(Outcome(outcome).mark, []).append(function_name(exercise))
    told = [f"{mark}: {', '.join(those)}" for mark, those in names.items()]
    return ["; ".join(told)] if told else []


def show_changes(changes: Sequence[Change]) -> None:
    """Print what a regrade would change, student by student."""
    if not changes:
        say(_("Nothing would change in the gradebook."))
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("student"))
    table.add_column(_("cell"))
    for heading in (_("points now"), _("points after")):
        table.add_column(heading, justify="right", no_wrap=True)
    for change in sorted(changes, key=lambda change: change.student):
        before = "-" if change.before is None else f"{change.before:g}"
        table.add_row(terminal_safe(change.student), terminal_safe(_(change.cell)), before, f"{change.after:g}")
    print_table(table)
    students = len({change.student for change in changes})
    cells = ngettext("{number} cell", "{number} cells", len(changes))
    whose = ngettext("{number} student", "{number} students", students)
    say(_("{cells} of {students} would change; nothing was written.", cells=cells, students=whose))


def show_verdicts(result: "JobResult") -> None:
    """Print what came of the visible and of the hidden cases of each exercise, and of its speed."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("exercise"))
    table.add_column(_("cases"), no_wrap=True)
    table.add_column(_("score"), justify="right", no_wrap=True)
    table.add_column(_("outcome"), no_wrap=True)
    table.add_column(_("mistake"))
    for verdict in result.verdicts:
        name = function_name(verdict.exercise)
        kind = _("speed") if verdict.speed else _("hidden") if verdict.hidden else _("visible")
        mark = Outcome(verdict.outcome).mark
        table.add_row(
            name,
            kind,
            f"{100 * verdict.score:.0f} %",
            mark,
            terminal_safe(_(verdict.mistake) if verdict.mistake else ""),
        )
    print_table(table)


def terminal_safe(text: str) -> str:
    """Escape Rich markup; replace control characters and bidirectional overrides."""
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def lines(result: Result) -> list[str]:
    """List what there is to say of a submission besides its scores."""
    if result.fault:
        return [_("not graded: {why}", why=_(result.fault))]
    late = [_late(result)] if result.late else []
    mistakes = [mistake_of(function_name(exercise), mistake) for exercise, mistake in result.mistakes.items()]
    return [*late, *mistakes, *map(_, result.notes)]


def mistake_of(exercise: str, mistake: str) -> str:
    """Say who makes which known mistake: a function, named by its exercise."""
    return _("{exercise} {mistake}", exercise=exercise, mistake=_(mistake))


def _late(result: Result) -> str:
    if not result.penalty:
        return _("late by {time}", time=result.late)
    return _("late by {time}, which costs {points} points", time=result.late, points=f"{result.penalty:g}")


def _cells(result: Result, exercises: Sequence[str], *, by_hand: bool) -> list[str]:
    if not result.graded:
        return [_("not graded")]
    percent = 100 * result.earned / result.possible if result.possible else 0.0
    outcomes = result.outcomes
    marks = [Outcome(outcomes[exercise]).mark for exercise in exercises]
    given = _("waits") if result.waiting else f"{result.given_by_hand:g}/{result.by_hand:g}"
    return [f"{result.earned:.4g}/{result.possible:g}  {percent:3.0f} %", *([given] if by_hand else []), *marks]

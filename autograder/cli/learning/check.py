"""`autograder check`: run a notebook in a process of its own and report on its exercises."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from ...errors import UserError
from ...judging import oracle
from ...language import gettext as _
from ...language import ngettext, noted
from ...learner.check_notebook import check_notebook
from ...learner.notebook_result import ExerciseResult, NotebookResult
from ...learner.overview import out_of
from ...learner.preflight import missing_when_graded
from ...learner.workspace import speak_as_in
from ...notebook.file import locate
from ...reports.findings import Outcome
from ..console import bar_options, console, print_table, say, say_error

CANNOT_RUN = 2
POLL_SECONDS = 0.5

NotebookArgument = Annotated[
    Path,
    typer.Argument(metavar="NOTEBOOK", help=noted("The notebook, or the folder that holds it."), show_default=False),
]
TimeoutOption = Annotated[float, typer.Option(min=1, metavar="SECONDS", help=noted("How long one cell may run."))]


def check(
    notebook: NotebookArgument,
    watch: Annotated[
        bool, typer.Option("--watch", "-w", help=noted("Check again whenever the notebook is saved."))
    ] = False,
    timeout: TimeoutOption = 30,
    more: Annotated[bool, typer.Option("--more", help=noted("Try fresh hidden cases too, as grading does."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=noted("Print the results as JSON."))] = False,
) -> None:
    """Run a notebook from top to bottom and check its exercises, without Jupyter.

    The exit status is 0 if every exercise passed and every cell ran, 1 if not, and 2 if it could not be run.
    """
    speak_as_in(notebook)
    if watch and as_json:
        raise typer.BadParameter(_("--watch is for people and --json for programs: choose one"))
    try:
        if more and not oracle.can_be_asked():
            raise UserError(
                _(
                    "--more draws new cases, and what is right for them only PyTorch can say, which is not installed: "
                    "`pip install torch`"
                )
            )
        if watch:
            _watch(notebook, timeout, more)
            return
        checked = run(locate(notebook), timeout, more)
    except UserError as error:
        say_error(error)
        raise typer.Exit(CANNOT_RUN) from None
    if as_json:
        print(json.dumps(checked.as_json(), indent=1))
    else:
        show(checked)
    raise typer.Exit(0 if checked.passed else 1)


def run(path: Path, timeout: float, more: bool = False) -> NotebookResult:
    """Check `path`, with a bar that shows how far it is."""
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), **bar_options()) as bar:
        task = bar.add_task(_("running {file}", file=escape(path.name)), total=None)
        checked = check_notebook(path, timeout, lambda done, of: bar.update(task, completed=done, total=of), more=more)
    checked.notes += filter(None, [missing_when_graded(path, checked.contents.slug)])
    return checked


def show(checked: NotebookResult) -> None:
    """Print the reports of what is not right, then a table of all."""
    for result in checked.results:
        if result.report and result.outcome not in (Outcome.PASSED.value, Outcome.NOT_ATTEMPTED.value):
            say(result.report, markup=False)
            console.print()
    for line in checked.cell_errors:
        say(line, markup=False)
    print_table(table(checked))
    for line in (line for result in checked.results for line in result.speed):
        say(line, markup=False)
    for line in _last_lines(checked):
        say(line, markup=False)


def table(checked: NotebookResult) -> Table:
    """Every exercise: its mark, its cases and its visible points."""
    rows = Table(title=escape(checked.contents.title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    rows.add_column(_("exercise"))
    rows.add_column("", no_wrap=True)
    rows.add_column(_("cases"), justify="right", no_wrap=True)
    rows.add_column(_("points"), justify="right", no_wrap=True)
    for result in checked.results:
        cases = out_of(result.passed, result.cases) if result.cases else "-"
        rows.add_row(result.name, _(result.mark), cases, out_of(result.earned, result.points, 3))
    return rows


def score(checked: NotebookResult) -> str:
    """The visible points; or how many exercises pass, where a program has dropped the points from the notebook."""
    if checked.points or not checked.results:
        return _("{earned} of {points} visible points", earned=f"{checked.earned:.4g}", points=f"{checked.points:g}")
    return _(
        "{passed} of {exercises} exercises pass; their points are not in the notebook any more",
        passed=sum(result.outcome == Outcome.PASSED.value for result in checked.results),
        exercises=len(checked.results),
    )


def _last_lines(checked: NotebookResult) -> list[str]:
    open_ones = sum(result.outcome == Outcome.NOT_ATTEMPTED.value for result in checked.results)
    lines = [score(checked)]
    if open_ones:
        lines[0] = ngettext(
            "{score}; {number} exercise is open", "{score}; {number} exercises are open", open_ones, score=lines[0]
        )
    if checked.hidden_points:
        lines.append(
            _(
                "{points} more are for hidden cases, in a class. With `--more` such cases are tried here.",
                points=f"{checked.hidden_points:g}",
            )
        )
    if checked.speed_points:
        lines.append(_("{points} more are for speed, in a class.", points=f"{checked.speed_points:g}"))
    for question in checked.contents.questions:
        if question.answered:
            lines.append(_("{question} has an answer; a person reads it.", question=question.label))
        else:
            lines.append(_("{question} is still open; a person reads it.", question=question.label))
    return lines + checked.notes


def show_changes(before: NotebookResult, after: NotebookResult) -> None:
    """Print only what differs from the last check: the exercises, what became of them, and their reports."""
    pairs = list(zip(before.results, after.results, strict=False))
    changed = [(old, new) for old, new in pairs if old != new]
    for _old, new in changed:
        if new.report and new.outcome not in (Outcome.PASSED.value, Outcome.NOT_ATTEMPTED.value):
            say(new.report, markup=False)
            console.print()
    for line in after.cell_errors:
        if line not in before.cell_errors:
            say(line, markup=False)
    for old, new in changed:
        line = _("{exercise}: {now}, before {before}", exercise=new.name, now=_status(new), before=_status(old))
        say(line, markup=False)
    if not changed and after.cell_errors == before.cell_errors:
        say(_("Nothing has changed."), markup=False)
    say(_last_lines(after)[0], markup=False)


def _status(result: ExerciseResult) -> str:
    """The mark of an exercise, and how many of its cases pass."""
    mark = _(result.mark)
    if not result.cases:
        return mark
    return _("{mark}, {passed} of {cases} cases", mark=mark, passed=result.passed, cases=result.cases)


def _watch(notebook: Path, timeout: float, more: bool) -> None:
    """Check again whenever the file changes, until Ctrl-C. After the first check only what changed is shown."""
    seen: object = "never"
    before: NotebookResult | None = None
    try:
        while True:
            now = _last_saved(notebook)
            if now == seen:
                time.sleep(POLL_SECONDS)
                continue
            seen = now
            try:
                after = run(locate(notebook), timeout, more)
                say(f"\n{datetime.now():%H:%M:%S}", markup=False)
                if before and [one.exercise for one in before.results] == [one.exercise for one in after.results]:
                    show_changes(before, after)
                else:
                    show(after)
                before = after
            except UserError as error:
                say_error(error)
            say(_("Waiting until {file} is saved; Ctrl-C ends.", file=notebook.name), markup=False)
    except KeyboardInterrupt:
        console.print()


def _last_saved(notebook: Path) -> tuple[int, int] | None:
    """The time of the notebook's last change and its size; None while there is no file."""
    try:
        about = locate(notebook).stat()
    except (OSError, UserError):
        return None
    return about.st_mtime_ns, about.st_size

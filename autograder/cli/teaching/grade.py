"""`autograder grade`: grade a class and show the table."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ...grading.course.directory import require_course
from ...grading.course.private_folder import require_writable
from ...grading.results import Change, Result
from ...language import gettext as _
from ...language import noted
from ...stopping import stop_if_told
from ..console import CourseOption, bar_options, console, errors, say
from .table import show, show_changes, terminal_safe

if TYPE_CHECKING:
    from ...grading.grade import Grader


_Each = TypeVar("_Each")


def grade(
    assignment: Annotated[
        str, typer.Argument(help=_("nbgrader's name of the assignment, such as 01-convolutional-layers."))
    ],
    course: CourseOption = Path(),
    student: Annotated[list[str], typer.Option(help=_("Grade this student only; may be given more than once."))] = [],  # noqa: B006
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help=_("The number of processes that judge; else one for each core.")),
    ] = None,
    scheduler: Annotated[str, typer.Option(help=_("Judge on the Dask cluster at this address instead."))] = "",
    again: Annotated[bool, typer.Option("--again", help=_("Judge also submissions that have not changed."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would change in the gradebook, and write nothing."))
    ] = False,
    feedback: Annotated[bool, typer.Option(help=_("Write the students' feedback pages too."))] = True,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the results as JSON instead of a table."))] = False,
) -> None:
    """Grade every submission of an assignment in the sandbox, and show the results.

    The same as `nbgrader autograde` and `nbgrader generate_feedback`, but several submissions at a time, with a
    progress bar and a table. Submissions that have not changed are not graded again, and an interrupted run goes on
    where it stopped. The exit status is 1 if anything was not graded.
    """
    with _stopped_in_words():
        course = require_course(course)
        if not dry_run:
            require_writable(course)
        from ...grading.jobs.preloading import importing, seems_to_have_work, start_ahead

        if not scheduler and (again or seems_to_have_work(course, assignment, student)):
            start_ahead()
        with importing():  # nbgrader takes seconds: after quick refusals
            from ...grading.assignment import Assignment
            from ...grading.grade import Grader
            from ...grading.gradebook import writer  # noqa: F401 (the grader imports it too, but not in this block)
        stop_if_told()
        handed_in = Assignment(course, assignment)
        students = handed_in.choose(student)
        grader = Grader(handed_in, jobs, scheduler)
        _grade(grader, students, again=again, dry_run=dry_run, feedback=feedback, as_json=as_json)


def _grade(grader: "Grader", students: list[str], *, again: bool, dry_run: bool, feedback: bool, as_json: bool) -> None:
    from ...grading.changes import changes, changes_of_worth
    from ...grading.reporting.feedback import Pages

    if dry_run:
        judged = list(_with_progress(grader.judged(students, again=again), len(students)))
        faults = {sub.student: sub.fault for sub in judged if sub.fault}
        with grader.assignment.reading_once():
            whole = [sub for sub in judged if not sub.fault]
            scores = [change for sub in whole for change in changes(grader.assignment, sub)]
            graded = [sub.student for sub in whole]
            dates, worth = grader.assignment.changes_of_dates(graded), changes_of_worth(grader.assignment, graded)
        _tell_changes(scores, dates, worth, faults, as_json)
        raise typer.Exit(1 if faults else 0)

    results, pages = [], Pages(grader.assignment)
    for result in _with_progress(grader.grade(students, again=again), len(students)):
        results.append(result)
        if feedback and result.graded:
            pages.bring_up_to_date(result.student)  # while the workers judge others
    pages.require_all()
    places = {student: place for place, student in enumerate(students)}
    results.sort(key=lambda result: places[result.student])
    if as_json:
        console.print_json(json.dumps([_plain(result) for result in results]))
    else:
        show(grader.assignment.name, results)
        if feedback:
            say(_("What students read: {folder}", folder=grader.assignment.course / "feedback"))
    ungraded = [result for result in results if not result.graded]
    if ungraded:
        number, every = len(ungraded), len(results)
        words = _(
            "Not graded: {number} of {all} submissions. Nothing in them was lost, and they have no score.",
            number=number,
            all=every,
        )
        say(words, to=errors)
        raise typer.Exit(1)


@contextlib.contextmanager
def _stopped_in_words() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        words = noted("Stopped. What was judged is kept: the same command goes on from there.")
        raise KeyboardInterrupt(words) from None


def _with_progress(students: Iterable[_Each], total: int) -> Iterator[_Each]:
    with Progress(
        TextColumn(_("grading {student}", student="{task.fields[student]}")),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        **bar_options(),
    ) as progress:
        task = progress.add_task("", total=total, student="", rate="")
        for student in students:
            yield student
            stop_if_told()
            progress.update(task, advance=1, student=escape(str(getattr(student, "student", student))))
            speed = progress.tasks[0].speed
            progress.update(task, rate=f"{speed:.1f}/s" if speed else "")


def _tell_changes(
    changes: list[Change], dates: list[str], worth: list[str], faults: dict[str, str], as_json: bool
) -> None:
    if as_json:
        told = {"changes": [asdict(change) for change in changes], "dates": dates, "worth": worth, "not graded": faults}
        console.print_json(json.dumps(told))
        return
    for line in (*dates, *worth):
        say(terminal_safe(_(line)))
    if changes or not (dates or worth):
        show_changes(changes)
    for name, fault in faults.items():
        words = _("not graded: {why}", why=_(fault))
        say(f"  {terminal_safe(name)}: {terminal_safe(words)}")


def _plain(result: Result) -> dict[str, Any]:
    derived = ("graded", "earned", "possible", "outcomes", "mistakes")
    return asdict(result) | {name: getattr(result, name) for name in derived}

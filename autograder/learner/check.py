"""`check` and `example`: what a notebook asks of the course."""

import copy
import os
import secrets
from dataclasses import replace
from typing import Any

from ..bank import find
from ..errors import CheckFailed, UnknownName
from ..judging.judge import judge
from ..judging.speed.rounds import speed_here
from ..language import gettext as _
from ..reports.findings import Outcome
from ..reports.report import Report
from ..runner.values import Function
from . import last_cell, progress_store
from .hints import steps
from .workspace import speak_as_in

SECONDS = 10.0  # for all cases together: an honest answer takes a fraction of one


def check(function: Function, exercise_id: str) -> Report:
    """Try your function on the visible cases of an exercise.

    Parameters
    ----------
    function : callable
        Your answer: the function itself, not its result.
    exercise_id : str
        `chapter-slug/function_name`, as the notebook has it.

    Returns
    -------
    Report
        It shows itself in a notebook; `print` gives it as text, `.score` as a number from 0 to 1.

    Raises
    ------
    LookupError
        If there is no such exercise; the message names the nearest.
    TypeError
        If `function` is not a function.
    CheckFailed
        If the answer is not right and nbgrader's Validate runs the notebook; the message is the report.
    """
    speak_as_in()
    report = judge(exercise_id, function, seconds=SECONDS)
    if report.score < 1 and os.environ.get("NBGRADER_VALIDATING"):
        raise CheckFailed(str(report))
    return with_advice(report, function, warning=last_cell.warning(function, exercise_id))


def with_advice(report: Report, function: Function, *, answer: str = "", warning: str = "") -> Report:
    """Record the outcome of a check, and add to its report how fast a right answer is and the hints that are open now.

    Parameters
    ----------
    report : Report
    function : callable
        The learner's.
    answer : str
        A text that tells this answer from others: see `Progress.record`.
    warning : str
        What stands before everything else in the report.
    """
    status, note = progress_store.record(report.part(hidden=False), answer)
    return replace(
        report,
        failures=status.failures,
        steps=steps(report, status.failures, function),
        warning=warning,
        note=note,
        speed=_speed(report, function),
    )


def _speed(report: Report, function: Function) -> tuple[str, ...]:
    """Say how fast a right answer is, where speed is graded too. It costs no points here."""
    if report.outcome is not Outcome.PASSED:
        return ()
    return speed_here(find(report.exercise_id), function, secrets.randbits(64))


def example(exercise_id: str, case_name: str) -> tuple[Any, ...]:
    """Return the arguments of one visible case, to try your function on: `conv2d(*example("...", "..."))`.

    The case is called by its name in English, or in the language that is spoken.

    Raises
    ------
    LookupError
        If there is no such exercise, or it has no such case; the message names those there are.
    """
    speak_as_in()
    cases = find(exercise_id).cases
    known = {case.name: case for case in cases} | {_(case.name): case for case in cases}
    if case_name not in known:
        names = ", ".join(repr(_(case.name)) for case in cases)
        raise UnknownName(
            _("{exercise} has no case {case!r}; it has {names}", exercise=exercise_id, case=case_name, names=names)
        )
    return copy.deepcopy(known[case_name].args)

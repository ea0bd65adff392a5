"""The judge: try a function on the cases, compare with the oracle, look for a known mistake, report."""

import functools
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..bank import find
from ..bank.exercise import Case, Exercise, OutputPart
from ..errors import NotAFunction
from ..language import gettext as _
from ..language import noted
from ..reports.findings import CaseReport, Difference, Outcome
from ..reports.report import Report
from ..runner.calls import call, measured_call
from ..runner.deadline import OutOfTime
from ..runner.values import Answer, Function
from . import oracle
from .compare import difference, whole_float
from .diagnosing.diagnose import diagnose
from .diagnosing.pattern import find_pattern
from .explaining.cause import find_cause
from .static_analysis.forbidden import refuse
from .stopped import error_in_words, limit_in_words
from .tried_case import TriedCase

Ask = Callable[[Case], Answer]
Oracle = Callable[[Exercise, Case], tuple[Any, str]]


def judge(
    exercise_id: str,
    function: Function,
    *,
    hidden: bool = False,
    seed: int | None = None,
    seconds: float | None = None,
) -> Report:
    """Try `function` as an answer to an exercise, in this process.

    Parameters
    ----------
    exercise_id : str
        `chapter-slug/function_name`.
    function : callable
        The answer.
    hidden : bool
        Try the hidden cases too.
    seed : int, optional
        What the hidden cases are drawn from; a new secret where nothing is given.
    seconds : float, optional
        How long all cases may take together. With it, Ctrl-C ends in a report too.

    Returns
    -------
    Report

    Raises
    ------
    LookupError
        If there is no such exercise; the message names the nearest.
    TypeError
        If `function` cannot be called.
    """
    exercise = find(exercise_id)
    if not callable(function):
        got = f"{type(function).__name__} {function!r:.60}"
        raise NotAFunction(_("{exercise}: needs the function itself, got {got}", exercise=exercise_id, got=got))
    cases = [*exercise.cases, *drawn(exercise, seed)] if hidden else list(exercise.cases)
    ask = _within(seconds, function) if seconds else functools.partial(call_on, function)
    return judge_answers(exercise, ask, cases, refusal=refuse(exercise, function), function=function)


def call_on(function: Function, case: Case, seconds: float | None = None) -> Answer:
    """Call `function` on a case, in this process; where the case bounds its memory, that is measured."""
    return (call if case.most_bytes is None else measured_call)(function, case.args, seconds)


def _within(seconds: float, function: Function) -> Ask:
    """Ask `function` until `seconds` are over, or somebody presses Ctrl-C; after that it is not asked again."""
    end = time.monotonic() + seconds
    stopped = False

    def ask(case: Case) -> Answer:
        nonlocal stopped
        if stopped:
            return Answer(limit=noted("was not tried after that"))
        answer = call_on(function, case, max(end - time.monotonic(), 0.1))
        stopped = answer.limit is not None
        if stopped and answer.failure and answer.failure.type == OutOfTime.__name__:
            return replace(answer, limit=noted("was not done after {seconds} seconds", seconds=f"{seconds:g}"))
        return answer

    return ask


def drawn(exercise: Exercise, seed: int | None) -> list[Case]:
    """The hidden cases of `seed`, or of a new secret."""
    return exercise.draw(secrets.randbits(64) if seed is None else seed)


def judge_answers(
    exercise: Exercise,
    ask: Ask,
    cases: Sequence[Case],
    *,
    refusal: str = "",
    function: Function | None = None,
    expected: Oracle = oracle.expected,
) -> Report:
    """Judge an answer that can only be asked, wherever it runs.

    Parameters
    ----------
    exercise : Exercise
    ask : callable
        `ask(case)` gives the `Answer` to one case; where the case bounds its memory, it says how much it took.
    cases : sequence of Case
    refusal : str
        Why the answer does not count, if it does not.
    function : callable, optional
        The answer itself, where it is in this process: the report then speaks of its own parameters.
    expected : callable
        What gives what `oracle.expected` gives of these cases, or raises what it raises.
    """
    tried = [(case, ask(case)) for case in cases]
    reports = tuple(_compare(exercise, case, answer, expected) for case, answer in tried)
    wrong = [report for report in reports if report.outcome in (Outcome.WRONG, Outcome.CRASHED)]
    failing = [report.case for report in wrong]
    passing = [report.case for report in reports if report.outcome is Outcome.PASSED]
    judged = [(report, answer) for report, (_, answer) in zip(reports, tried, strict=True)]
    compared = [pair for pair in judged if pair[0].outcome not in (Outcome.COURSE_FAULT, Outcome.NOT_COMPARED)]
    tried_cases = [TriedCase.of(exercise, *pair) for pair in compared]
    diagnosis = diagnose(exercise, tried_cases) if wrong and not refusal else None
    pattern = "" if diagnosis else find_pattern(exercise, failing, passing)
    visible = [pair for pair in judged if not pair[0].case.hidden]
    causes = (find_cause(exercise, pairs, diagnosis, pattern, function) for pairs in (visible, judged))
    cause = next(filter(None, causes), None)
    return Report(exercise.id, reports, diagnosis=diagnosis, pattern=pattern, cause=cause, refusal=refusal)


def _compare(exercise: Exercise, case: Case, answer: Answer, expected: Oracle) -> CaseReport:
    try:
        wanted, source = expected(exercise, case)
    except oracle.NobodyToAsk:
        return CaseReport(case, Outcome.NOT_COMPARED)
    except oracle.CourseFault as fault:
        return CaseReport(case, Outcome.COURSE_FAULT, str(fault))
    outcome, message, found = _outcome(exercise, case, wanted, answer)
    parts: tuple[OutputPart, ...] = ()
    if exercise.parts and found and found.index is not None:
        parts = tuple(exercise.parts(found.index, *case.args))
    return CaseReport(case, outcome, message, source, found, parts, wanted, answer.printed)


def _outcome(exercise: Exercise, case: Case, wanted: Any, answer: Answer) -> tuple[Outcome, str, Difference | None]:
    if answer.limit:
        return Outcome.OUT_OF_LIMITS, limit_in_words(answer.limit), None
    if answer.failure and answer.failure.type == "NotImplementedError":
        return Outcome.NOT_ATTEMPTED, "", None
    if answer.failure:
        return Outcome.CRASHED, error_in_words(answer.failure), None
    found = difference(wanted, answer.value, exercise.terms(*case.args))
    if found:
        return Outcome.WRONG, found.message, found
    if answer.changed_inputs:
        return Outcome.WRONG, _("the result is right, but the function changed the arrays it was given"), None
    excess = _excess(case, answer)
    return (
        (Outcome.OUT_OF_LIMITS, excess, None) if excess else (Outcome.PASSED, whole_float(wanted, answer.value), None)
    )


def _excess(case: Case, answer: Answer) -> str:
    """The memory that a call took, in words that read on from "it"; empty where it is not too much."""
    if case.most_bytes is None or answer.most_bytes is None or answer.most_bytes <= case.most_bytes:
        return ""
    used, most = (f"{size / 1e6:.0f}" for size in (answer.most_bytes, case.most_bytes))
    return _("used {used} MB of memory at once, and {most} MB are allowed", used=used, most=most)

"""Say in a sentence or two what is wrong with an answer: the one cause that a report begins with."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...bank.exercise import Exercise, Mistake
from ...language import gettext as _
from ...language import joined, listed, ngettext, noted
from ...reports.findings import CaseReport, Cause, Outcome
from ...runner.values import Answer, Failure, Function
from .. import oracle
from ..diagnosing.main_mistake import find_main_mistake
from ..diagnosing.unused_options import options_given
from ..diagnosing.wrong_places import WHERE_NAN_COMES_FROM
from ..static_analysis.parameters import Parameters, never_read, of_function
from ..static_analysis.suspicious_lines import first_suspicious_line
from ..stopped import limit_in_words
from ..tried_case import Judged, TriedCase
from .crash import Crash
from .error_advice import error_advice
from .wrong_shapes import explain_shapes
from .wrong_types import also_floats, explain_types, scope

ELSEWHERE = "The Same Layer Elsewhere"  # the book's page on other libraries
MANY, DIFFERENT = 6, 3  # whole numbers that are no chance
_JUDGED = (Outcome.PASSED, Outcome.WRONG, Outcome.CRASHED)
_NO_VARIABLES = {"True", "False", "None", "not", "and", "or", "in", "is", "len", "range"}
_SIGNATURE = re.compile(r"\(\) (takes|missing|got (an unexpected|multiple|some positional))")


def find_cause(
    exercise: Exercise, judged: Judged, diagnosis: Mistake | None, pattern: str, function: Function | None = None
) -> Cause | None:
    """The cause of the failing cases of `judged`, or None where every case passed or nothing can be said.

    What is certain comes first: inputs that were changed, then a mistake that explains every case, then what is wrong
    with the call, the kind of the result, or a line that stops, and last what the numbers tell.

    Parameters
    ----------
    exercise : Exercise
    judged : sequence of (CaseReport, Answer)
    diagnosis : Mistake or None
    pattern : str
    function : callable, optional
        The learner's function, where it is in this process.
    """
    failing = [(report, answer) for report, answer in judged if report.outcome in (Outcome.WRONG, Outcome.CRASHED)]
    limited = [pair for pair in judged if pair[0].outcome is Outcome.OUT_OF_LIMITS]
    stopped = next((pair for pair in limited if pair[1].limit), None)
    if stopped and not diagnosis:
        return Cause(_limit(*stopped))
    if not failing:
        return _memory(limited[0][0]) if limited else None
    failing.sort(key=lambda pair: pair[0].case.size)
    changed = _changed(exercise, failing, function)
    if changed:
        return changed
    suspicious = first_suspicious_line(function)
    if diagnosis:
        told = _("This is what you get when the answer {does}.", does=_(diagnosis.name))
        book = _('The book compares: "{section}".', section=ELSEWHERE) if diagnosis.elsewhere else ""
        text = joined(told, _(diagnosis.elsewhere), book, also_floats(failing))
        return Cause(text, joined(suspicious, _(diagnosis.hint)))
    crashed = [pair for pair in failing if pair[0].outcome is Outcome.CRASHED]
    text = (
        _call(exercise, failing, function)
        or suspicious
        or explain_types(failing, len(judged))
        or _unread_options(exercise, failing, function, every=True)
        or (2 * len(crashed) >= len(failing) and _crash(exercise, crashed, len(judged), function))
        or _unread(function)
        or _unread_options(exercise, failing, function)
    )
    if text:
        return Cause(text)
    main = find_main_mistake(exercise, [TriedCase.of(exercise, *pair) for pair in judged if pair[0].outcome in _JUDGED])
    if main:
        return _main_mistake(*main, len(failing))
    text = _shape(exercise, failing, len(judged), function)
    text = text or (crashed and _crash(exercise, crashed, len(judged), function)) or ""
    if text:
        return Cause(text)
    text = _not_a_number(failing, len(judged)) or _whole_numbers(failing, len(judged)) or _alike(failing, len(judged))
    if text:
        return Cause(text, in_the_values=True)
    if pattern:
        return Cause(_("It goes wrong where {pattern}, and nowhere else.", pattern=_(pattern)), in_the_values=True)
    return Cause(_values(failing, len(judged)), in_the_values=True)


def _main_mistake(mistake: Mistake, left: Sequence[TriedCase], failing: int) -> Cause:
    """The cause where a known mistake explains most of the failing cases and something else the rest."""
    names = [_('"{case}"', case=_(case.case.name)) for case in left]
    then = _("Then look at {cases}, where something else is wrong too.", cases=_(listed(names)))
    text = _(
        "In {number} of the {all} cases that fail this is what you get when the answer {does}.",
        number=failing - len(left),
        all=failing,
        does=_(mistake.name),
    )
    return Cause(text, joined(_(mistake.hint), then))


def _limit(report: CaseReport, answer: Answer) -> str:
    """Say which case was stopped by a limit, and where."""
    limit = answer.limit or ""
    values = {"case": report.name, "limit": limit_in_words(limit)}
    where = _where(answer.failure) if answer.failure else ""
    said = _('Stopped in "{case}": it {limit}.', **values)
    if where:
        said = _('Stopped in "{case}", {where}: it {limit}.', where=where, **values)
    loop = re.match(r"while\b(.*?):?$", answer.failure.line) if answer.failure else None
    names = [name for name in re.findall(r"[A-Za-z_]\w*", loop[1]) if name not in _NO_VARIABLES] if loop else []
    if names:
        return joined(said, _("What changes `{name}`?", name=names[0]))
    if loop:
        return joined(said, _("What ends this loop?"))
    return said if "memory" in limit else joined(said, _("Is there a loop that never ends?"))


def _memory(report: CaseReport) -> Cause:
    """A right result that took too much memory."""
    return Cause(
        _('In "{case}" the result is right, but it {limit}.', case=report.name, limit=report.message),
        _("Which of your arrays is the largest, and does all of it have to be there at the same time?"),
    )


def _own(exercise: Exercise, function: Function | None) -> Parameters:
    """The parameters by the learner's own names, or by the exercise's where theirs cannot be told."""
    own = of_function(function) if function else None
    asked = oracle.parameters(exercise)
    return own if own and len(own.names) >= len(asked.names) else asked


def _changed(exercise: Exercise, failing: Judged, function: Function | None) -> Cause | None:
    places = sorted({place for _, answer in failing for place in answer.changed_inputs})
    if not places:
        return None
    own = _own(exercise, function)
    names = [f"`{own.names[place]}`" for place in places if place < len(own.names)]
    what = _(listed(names)) if names else _("the arrays it was given")
    return Cause(
        _(
            "Your function changes {what}. A slice is a view of the same numbers, so `*=` and `[...] =` change the "
            "original too.",
            what=what,
        ),
        _("Fill a new array and leave what is given as it is, or work on a copy: `.copy()`."),
    )


def _call(exercise: Exercise, failing: Judged, function: Function | None) -> str:
    """A function that cannot be called as the exercise calls it, or that takes the same arguments in another order."""
    asked, own = oracle.parameters(exercise), of_function(function) if function else None
    cannot = any(
        answer.failure
        and answer.failure.line_number is None
        and answer.failure.type == "TypeError"
        and _SIGNATURE.search(answer.failure.message)
        for _, answer in failing
    )
    turned = own and own.names != asked.names and sorted(own.names) == sorted(asked.names)
    if not asked.names or not (cannot or turned):
        return ""
    name = getattr(function, "__name__", "") if function else ""
    wanted = f"{exercise.name}({asked.text})"
    if not own:
        return _("The exercise asks for {wanted}.", wanted=wanted)
    yours = f"{name if name.isidentifier() else exercise.name}({own.text})"
    return _("The exercise asks for {wanted}; yours is {yours}.", wanted=wanted, yours=yours)


def _crash(exercise: Exercise, crashed: Judged, of_cases: int, function: Function | None) -> str:
    """The line that stops, what its error means, and what to do about it."""
    failure = crashed[0][1].failure
    assert failure is not None
    alike = sum(_place(answer.failure) == _place(failure) for _, answer in crashed if answer.failure)
    has_pair = callable(getattr(function, "__globals__", {}).get("pair"))
    words = error_advice(Crash.of(failure, crashed[0][0].case, _own(exercise, function), has_pair=has_pair))
    values = {"where": _where(failure), "why": words, "all": of_cases}
    if alike == of_cases:
        return (
            _("Every case stops {where}: {why}", **values)
            if values["where"]
            else _("Every case stops: {why}", **values)
        )
    if not values["where"]:
        return ngettext("{number} of {all} cases stops: {why}", "{number} of {all} cases stop: {why}", alike, **values)
    return ngettext(
        "{number} of {all} cases stops {where}: {why}", "{number} of {all} cases stop {where}: {why}", alike, **values
    )


def _place(failure: Failure) -> tuple[str, str, int | None]:
    return failure.type, failure.function, failure.line_number


def _where(failure: Failure) -> str:
    """Say where it stopped: "in conv2d, line 3, `out[i] = 1`"; empty where that is not known."""
    if failure.line_number is None:
        return ""
    values = {"function": failure.function, "line": failure.line_number, "code": failure.line}
    if failure.called_from:
        values["caller"] = failure.called_from
        return _("in {function}, line {line}, called from line {caller} of yours, `{code}`", **values)
    return _("in {function}, line {line}, `{code}`", **values)


def _shape(exercise: Exercise, failing: Judged, of_cases: int, function: Function | None) -> str:
    pairs = [report.difference.shapes for report, _ in failing if report.difference and report.difference.shapes]
    first = next(iter(_own(exercise, function).names), "")
    return explain_shapes(pairs, of_cases, first) if pairs else ""


def _not_a_number(failing: Judged, of_cases: int) -> str:
    """Results that hold nan where a number is wanted."""
    count = sum(
        isinstance(answer.value, np.ndarray)
        and isinstance(report.wanted, np.ndarray)
        and answer.value.dtype.kind == "f"
        and bool(np.isnan(answer.value).any())
        and not np.isnan(report.wanted).any()
        for report, answer in failing
    )
    if 2 * count < len(failing):
        return ""
    told = _("Your result holds nan {scope}.", scope=scope(count, of_cases))
    return joined(told, _(WHERE_NAN_COMES_FROM))


def _alike(failing: Judged, of_cases: int) -> str:
    """Results that are the same for every channel or for every input, where they should not be."""
    every = noted("Your numbers are the same for every input of the batch and every channel {scope}.")
    for axes, told in (((0, 1), every), ((1,), noted("Your numbers are the same for every channel {scope}."))):
        alike = [_are_alike(report.wanted, answer.value, axes) for report, answer in failing]
        if sum(alike) >= 2 and 2 * sum(alike) > len(alike):
            same = _(told, scope=scope(sum(alike), of_cases))
            return joined(same, _("Has each `max`, `mean` or `sum` its `axis`?"))
    return ""


def _are_alike(wanted: Any, got: Any, axes: tuple[int, ...]) -> bool:
    if not (isinstance(wanted, np.ndarray) and isinstance(got, np.ndarray)) or got.shape != wanted.shape:
        return False
    if got.ndim < 3 or any(got.shape[axis] == 1 for axis in axes):
        return False
    first = tuple(slice(1) if axis in axes else slice(None) for axis in range(got.ndim))
    if (got == got.flat[0]).all():
        return False
    return bool((got == got[first]).all() and (wanted != wanted[first]).any())


def _whole_numbers(failing: Judged, of_cases: int) -> str:
    """Results that are whole numbers where they should not be. Few numbers, or few different ones, say nothing."""
    whole = [
        answer.value
        for report, answer in failing
        if isinstance(report.wanted, np.ndarray)
        and isinstance(answer.value, np.ndarray)
        and _is_whole(answer.value)
        and not _is_whole(report.wanted)
    ]
    together = np.concatenate([np.ravel(array) for array in whole]) if whole else np.zeros(0)
    if len(together) < MANY or len(np.unique(together)) < DIFFERENT:
        return ""
    told = _("Your numbers are whole numbers {scope}.", scope=scope(len(whole), of_cases))
    return joined(told, _("Is there a `//`, an `int(...)` or an `.astype(int)` on the way?"))


def _is_whole(array: np.ndarray) -> bool:
    return bool(np.isfinite(array).all()) and bool((array == np.round(array)).all())


def _unread(function: Function | None) -> str:
    names = never_read(function) if function else []
    quoted = listed([f"`{name}`" for name in names]) if names else ""
    return _("Your function never uses {names}.", names=quoted) if names else ""


def _unread_options(exercise: Exercise, failing: Judged, function: Function | None, *, every: bool = False) -> str:
    """The options that the function never uses, where most of the cases that fail give one; with `every`, all do."""
    unread = set(never_read(function, options=True)) if function else set()
    own = of_function(function) if function else None
    if not unread or not own:
        return ""
    places = [options_given(exercise, report.case) for report, _ in failing]
    given = [{own.names[place] for place in case if place < len(own.names)} & unread for case in places]
    count = sum(map(bool, given))
    if 2 * count <= len(failing) or (every and count < len(failing)):
        return ""
    names = [f"`{name}`" for name in own.names if name in set.union(*given)]
    values = {"names": listed(names), "number": count, "all": len(failing)}
    if count == len(failing):
        if len(names) == 1:
            return _("Your function never uses {names}, and every case that fails gives it.", **values)
        return _("Your function never uses {names}, and every case that fails gives one of them.", **values)
    if len(names) == 1:
        return _("Your function never uses {names}, and {number} of {all} failing cases give it.", **values)
    return _("Your function never uses {names}, and {number} of {all} failing cases give one of them.", **values)


def _values(failing: Judged, of_cases: int) -> str:
    """Say what is known of numbers that are wrong in no known way."""
    report = failing[0][0]
    if report.difference is None or report.difference.wrong is None:
        return _("The result is wrong {scope}.", scope=scope(len(failing), of_cases))
    count, size = int(report.difference.wrong.sum()), report.difference.wrong.size
    if count == size:
        return _('The shape is right and the numbers are not: in "{case}" every number is wrong.', case=report.name)
    return ngettext(
        'The shape is right and the numbers are not: in "{case}" {number} of {size} numbers is wrong.',
        'The shape is right and the numbers are not: in "{case}" {number} of {size} numbers are wrong.',
        count,
        size=size,
        case=report.name,
    )

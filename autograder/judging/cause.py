"""The one cause that a report begins with: what is wrong, in a sentence or two, whatever the cases have in common."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..bank.exercise import Exercise, Mistake
from ..reports.findings import CaseReport, Cause, Outcome
from ..runner.values import Answer, Failure, Unknown
from . import oracle
from .compare import whole_float
from .cures import crash, cure
from .parameters import Parameters, never_read, of_function
from .partly import partly
from .result_axes import listed
from .shapes import explain_shapes
from .slips import first_slip
from .tried_case import TriedCase
from .unused_options import options_given
from .wrong_places import WHERE_NAN_COMES_FROM

Tried = Sequence[tuple[CaseReport, Answer]]
ELSEWHERE = "The Same Layer Elsewhere"  # the book's page on other libraries
MANY, DIFFERENT = 6, 3  # whole numbers that are no chance
_JUDGED = (Outcome.PASSED, Outcome.WRONG, Outcome.CRASHED)
_NO_VARIABLES = {"True", "False", "None", "not", "and", "or", "in", "is", "len", "range"}
_SIGNATURE = re.compile(r"\(\) (takes|missing|got (an unexpected|multiple|some positional))")


def find_cause(
    exercise: Exercise, tried: Tried, diagnosis: Mistake | None, pattern: str, function: Callable | None = None
) -> Cause | None:
    """The cause of the failing cases of `tried`, or None where every case passed or nothing can be said.

    What is certain comes first: inputs that were changed, then a mistake that explains every case, then what is wrong
    with the call, the kind of the result, or a line that stops, and last what the numbers tell.

    Parameters
    ----------
    exercise : Exercise
    tried : sequence of (CaseReport, Answer)
    diagnosis : Mistake or None
    pattern : str
    function : callable, optional
        The learner's function, where it is in this process.
    """
    failing = [(report, answer) for report, answer in tried if report.outcome in (Outcome.WRONG, Outcome.CRASHED)]
    stopped = next((pair for pair in tried if pair[0].outcome is Outcome.OUT_OF_LIMITS), None)
    if stopped and not diagnosis:
        return Cause(_limit(*stopped))
    if not failing:
        return None
    failing.sort(key=lambda pair: pair[0].case.size)
    changed = _changed(exercise, failing, function)
    if changed:
        return changed
    slip = first_slip(function)
    if diagnosis:
        hint = f"{slip} {diagnosis.hint}" if slip else diagnosis.hint
        elsewhere = f' {diagnosis.elsewhere} The book compares: "{ELSEWHERE}".' if diagnosis.elsewhere else ""
        return Cause(f"This is what you get when the answer {diagnosis.name}.{elsewhere}{_floats(failing)}", hint)
    crashed = [pair for pair in failing if pair[0].outcome is Outcome.CRASHED]
    text = (
        _call(exercise, failing, function)
        or slip
        or _kind(failing, len(tried))
        or _unread_options(exercise, failing, function, every=True)
        or (2 * len(crashed) >= len(failing) and _crash(exercise, crashed, len(tried), function))
        or _unread(function)
        or _unread_options(exercise, failing, function)
    )
    if text:
        return Cause(text)
    most = partly(exercise, [_tried_case(exercise, *pair) for pair in tried if pair[0].outcome in _JUDGED])
    if most:
        return _most(*most, len(failing))
    text = _shape(exercise, failing, len(tried), function)
    text = text or (crashed and _crash(exercise, crashed, len(tried), function)) or ""
    if text:
        return Cause(text)
    text = _not_a_number(failing, len(tried)) or _whole_numbers(failing, len(tried)) or _alike(failing, len(tried))
    if text:
        return Cause(text, in_the_values=True)
    if pattern:
        return Cause(f"It goes wrong where {pattern}, and nowhere else.", in_the_values=True)
    return Cause(_values(failing, len(tried)), in_the_values=True)


def _tried_case(exercise: Exercise, report: CaseReport, answer: Answer) -> TriedCase:
    return TriedCase(report.case, answer, report.wanted, exercise.terms(*report.case.args))


def _most(mistake: Mistake, left: Sequence[TriedCase], failing: int) -> Cause:
    """The cause where a known mistake explains most of the failing cases and something else the rest."""
    rest = listed([f'"{case.case.name}"' for case in left])
    share = f"In {failing - len(left)} of the {failing} cases that fail this"
    hint = f"{mistake.hint} Then look at {rest}, where something else is wrong too."
    return Cause(f"{share} is what you get when the answer {mistake.name}.", hint)


def _limit(report: CaseReport, answer: Answer) -> str:
    """Which case was stopped by a limit, and where."""
    where = _where(answer.failure) if answer.failure else ""
    said = f'Stopped in "{report.case.name}"{where and "," + where}: it {answer.limit}.'
    loop = re.match(r"while\b(.*?):?$", answer.failure.line) if answer.failure else None
    names = [name for name in re.findall(r"[A-Za-z_]\w*", loop[1]) if name not in _NO_VARIABLES] if loop else []
    if names:
        return f"{said} What changes `{names[0]}`?"
    if loop:
        return f"{said} What ends this loop?"
    return f"{said} Is there a loop that never ends?" if "memory" not in said else said


def _own(exercise: Exercise, function: Callable | None) -> Parameters | None:
    """The parameters by the learner's own names, or by the exercise's where theirs cannot be told."""
    own = of_function(function) if function else None
    asked = oracle.parameters(exercise)
    if own and asked and len(own.names) >= len(asked.names):
        return own
    return asked


def _changed(exercise: Exercise, failing: Tried, function: Callable | None) -> Cause | None:
    places = sorted({place for _, answer in failing for place in answer.changed_inputs})
    if not places:
        return None
    own = _own(exercise, function)
    names = [f"`{own.names[place]}`" for place in places if own and place < len(own.names)]
    what = " and ".join(names) if names else "the arrays it was given"
    return Cause(
        f"Your function changes {what}. A slice is a view, and `*=` or `[...] =` writes through it.",
        "Fill a new array and leave what is given as it is, or work on a copy: `.copy()`.",
    )


def _call(exercise: Exercise, failing: Tried, function: Callable | None) -> str:
    """A function that cannot be called as the exercise calls it, or that takes the same arguments in another order."""
    asked, own = oracle.parameters(exercise), of_function(function) if function else None
    cannot = any(
        answer.failure
        and answer.failure.line_number is None
        and answer.failure.type == "TypeError"
        and _SIGNATURE.search(answer.failure.message)
        for _, answer in failing
    )
    turned = asked and own and own.names != asked.names and sorted(own.names) == sorted(asked.names)
    if not asked or not (cannot or turned):
        return ""
    name = getattr(function, "__name__", "") if function else ""
    yours = f"; yours is {name if name.isidentifier() else exercise.name}({own.text})" if own else ""
    return f"The exercise asks for {exercise.name}({asked.text}){yours}."


def _scope(count: int, of_cases: int) -> str:
    return "in every case" if count == of_cases else f"in {count} of {of_cases} cases"


def _kind(failing: Tried, of_cases: int) -> str:
    """What is wrong with the type of the results, if something is."""
    words = [_kind_of(report.wanted, answer) for report, answer in failing if report.outcome is Outcome.WRONG]
    told = Counter(filter(None, words))
    if not told:
        return ""
    (what, cure), count = told.most_common(1)[0]
    return f"Your function returns {what} {_scope(count, of_cases)}. {cure}"


def _kind_of(wanted: Any, answer: Answer) -> tuple[str, str] | None:
    """What a result of the wrong type is, and what to do about it; nothing if its type is right."""
    got = answer.value
    if got is None:
        prints = "Does it `print` instead of `return`?" if answer.printed else "Does every way through it `return`?"
        return "None", prints
    if isinstance(got, Unknown):
        return _unknown_kind(got.name)
    if isinstance(wanted, np.ndarray) and wanted.ndim:
        return _not_that_array(wanted, got)
    if isinstance(wanted, dict) or (isinstance(wanted, tuple | list) and any(map(_is_no_whole_number, wanted))):
        return None
    if isinstance(wanted, (tuple, list)):
        return _not_those_pairs(wanted, got)
    if isinstance(got, np.ndarray) and got.ndim:
        return "an array", "One number is wanted: what makes one of the many?"
    if isinstance(got, (list, tuple)):
        return f"a {type(got).__name__}", "One number is wanted, without brackets."
    if isinstance(wanted, int) and isinstance(got, float):
        return "a float", "A whole number is wanted: divide by `//`, or end with `int(...)`."
    return None


def _unknown_kind(name: str) -> tuple[str, str]:
    if name == "generator":
        return "a generator", "That is what `yield` makes: collect the numbers in an array, and `return` it at the end."
    if name == "array of object":
        return "an array of Python objects", "Leave out `dtype=object`; or do its rows differ in length?"
    if name in ("function", "method", "builtin_function_or_method"):
        return "a function", "Are the brackets of a call missing in the `return`?"
    if name.startswith("array of "):
        return f"an {name}", "The numbers should be float32 or float64."
    return f"an object of type {name}", "A NumPy array is wanted, or a plain number where one is asked for."


def _not_that_array(wanted: np.ndarray, got: Any) -> tuple[str, str] | None:
    if isinstance(got, list):
        return "a list", "An array is wanted: wrap it in `np.array(...)`."
    if isinstance(got, tuple):
        if got and all(isinstance(item, (int, float)) for item in got):
            return "a tuple", "An array is wanted: wrap it in `np.array(...)`."
        return f"a tuple of {len(got)} things", "Only the array is wanted: `return` it alone."
    if isinstance(got, (str, bool)):
        return f"a {type(got).__name__}", "An array is wanted."
    if not isinstance(got, np.ndarray) or got.ndim == 0:
        return (
            "a single number",
            "An array is wanted: does `return` come after the loop, and has each `mean`, `sum` or `max` its `axis`?",
        )
    kind, wants = got.dtype.kind, wanted.dtype.kind
    if wants == "f" and kind in "iu":
        return f"an array of {got.dtype.name}", "That keeps whole numbers only: make the array with `dtype=float`."
    if got.dtype == np.float16:
        return "an array of float16", "That keeps three digits only: use float32 or float64."
    if kind == "b":
        return "an array of True and False", "Numbers are wanted: is there a comparison in the last step?"
    if kind == "c":
        return f"an array of {got.dtype.name}", "Real numbers are wanted: `.real` takes that part."
    return None


def _floats(failing: Tried) -> str:
    """A second thing to say, beside a known mistake, where whole numbers are wanted and floats returned."""
    floats = [answer.value for report, answer in failing if whole_float(report.wanted, answer.value)]
    return " And it returns floats: `//` or `int(...)` gives whole numbers." if floats else ""


def _is_no_whole_number(part: Any) -> bool:
    return isinstance(part, (np.ndarray, dict, float))


def _not_those_pairs(wanted: Any, got: Any) -> tuple[str, str] | None:
    """What is wrong with the type of what should be a pair of whole numbers, or a list of pairs."""
    wants = "A list of pairs" if wanted and isinstance(wanted[0], (tuple, list)) else f"{len(wanted)} whole numbers"
    wants += " is wanted" if wants.startswith("A") else " are wanted"
    if isinstance(got, np.ndarray) and got.dtype.kind == "f":
        return f"an array of {got.dtype.name}", f"{wants}: `//`, `int(...)` or `.astype(int)` makes whole numbers."
    if isinstance(got, (int, float, str)):
        return f"a single {'string' if isinstance(got, str) else 'number'}", f"{wants}."
    if not isinstance(got, (tuple, list)):
        return None
    try:
        pairs = [tuple(pair) for pair in zip(*got, strict=True)] if len(got) != len(wanted) else []
        turned = bool(pairs) and pairs == list(map(tuple, wanted))
    except (TypeError, ValueError):  # no rows of one length, in one of the two
        turned = False
    if turned:
        return f"{len(got)} rows of numbers", f"{wants}: `list(zip(starts, ends))` makes one of two rows."
    parts = [part for item in got for part in (item if isinstance(item, (tuple, list)) else [item])]
    halves = [part for part in parts if isinstance(part, float) and not part.is_integer()]
    if halves:
        return f"{halves[0]:g}, which is no whole number,", "What becomes of a part that is left over: who gets it?"
    return None


def _crash(exercise: Exercise, crashed: Tried, of_cases: int, function: Callable | None) -> str:
    """The line that stops, and the cure of what it says."""
    failure = crashed[0][1].failure
    assert failure is not None
    alike = sum(_place(answer.failure) == _place(failure) for _, answer in crashed if answer.failure)
    has_pair = callable(getattr(function, "__globals__", {}).get("pair"))
    words = cure(crash(failure, crashed[0][0].case, _own(exercise, function), has_pair))
    who = "Every case stops" if alike == of_cases else f"{alike} of {of_cases} cases stop{'s' if alike == 1 else ''}"
    return f"{who}{_where(failure)}: {words}"


def _place(failure: Failure) -> tuple:
    return failure.type, failure.function, failure.line_number


def _where(failure: Failure) -> str:
    if failure.line_number is None:
        return ""
    caller = f", called from line {failure.called_from} of yours" if failure.called_from else ""
    return f" in {failure.function}, line {failure.line_number}{caller}, `{failure.line}`"


def _shape(exercise: Exercise, failing: Tried, of_cases: int, function: Callable | None) -> str:
    pairs = [report.difference.shapes for report, _ in failing if report.difference and report.difference.shapes]
    own = _own(exercise, function)
    first = own.names[0] if own and own.names else "its arguments"
    return explain_shapes(pairs, of_cases, first) if pairs else ""


def _not_a_number(failing: Tried, of_cases: int) -> str:
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
    return f"Your result holds nan {_scope(count, of_cases)}. {WHERE_NAN_COMES_FROM}"


def _alike(failing: Tried, of_cases: int) -> str:
    """Results that are the same for every channel or for every input, where they should not be."""
    for axes, words in (((0, 1), "every input of the batch and every channel"), ((1,), "every channel")):
        alike = [_are_alike(report.wanted, answer.value, axes) for report, answer in failing]
        if sum(alike) >= 2 and 2 * sum(alike) > len(alike):
            scope = _scope(sum(alike), of_cases)
            return f"Your numbers are the same for {words} {scope}. Has each `max`, `mean` or `sum` its `axis`?"
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


def _whole_numbers(failing: Tried, of_cases: int) -> str:
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
    where = _scope(len(whole), of_cases)
    return f"Your numbers are whole numbers {where}. Is there a `//`, an `int(...)` or an `.astype(int)` on the way?"


def _is_whole(array: np.ndarray) -> bool:
    return bool(np.isfinite(array).all()) and bool((array == np.round(array)).all())


def _unread(function: Callable | None) -> str:
    names = never_read(function) if function else []
    return f"Your function never uses {' and '.join(f'`{name}`' for name in names)}." if names else ""


def _unread_options(exercise: Exercise, failing: Tried, function: Callable | None, *, every: bool = False) -> str:
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
    which = "every case that fails gives" if count == len(failing) else f"{count} of {len(failing)} failing cases give"
    return f"Your function never uses {listed(names)}, and {which} {'it' if len(names) == 1 else 'one of them'}."


def _values(failing: Tried, of_cases: int) -> str:
    """What can be said of numbers that are wrong in no known way."""
    report, _ = failing[0]
    if report.difference is None or report.difference.wrong is None:
        return f"The result is wrong {_scope(len(failing), of_cases)}."
    count, size = int(report.difference.wrong.sum()), report.difference.wrong.size
    share = "every number is wrong" if count == size else f"{count} of {size} numbers are wrong"
    return f'The shape is right and the numbers are not: in "{report.case.name}" {share}.'

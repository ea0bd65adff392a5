"""Say that a result has the wrong type, and what to do about it: a list, a generator, whole numbers, None."""

from collections import Counter
from typing import Any

import numpy as np

from ...language import gettext as _
from ...language import joined, ngettext
from ...reports.findings import Outcome
from ...runner.values import Answer, Unknown
from ..compare import kind, whole_float
from ..tried_case import Judged


def explain_types(failing: Judged, of_cases: int) -> str:
    """Say what type the results have, if it is a wrong one, and what to do about it; empty where it is right."""
    words = [_wrong_type(report.wanted, answer) for report, answer in failing if report.outcome is Outcome.WRONG]
    told = Counter(filter(None, words))
    if not told:
        return ""
    (what, advice), count = told.most_common(1)[0]
    returned = _("Your function returns {what} {scope}.", what=what, scope=scope(count, of_cases))
    return joined(returned, advice)


def scope(count: int, of_cases: int) -> str:
    """Say in how many cases something is so: "in every case", or "in 3 of 7 cases"."""
    if count == of_cases:
        return _("in every case")
    return ngettext("in {number} of {all} cases", "in {number} of {all} cases", count, all=of_cases)


def _wrong_type(wanted: Any, answer: Answer) -> tuple[str, str] | None:
    """The words for a wrong type, and what to do about it; None where the type is right."""
    got = answer.value
    if got is None:
        prints = _("Does it `print` instead of `return`?")
        return _("None"), prints if answer.printed else _("Does every way through it `return`?")
    if isinstance(got, Unknown):
        return _unknown_kind(got.name)
    if isinstance(wanted, np.ndarray) and wanted.ndim:
        return _not_that_array(wanted, got)
    if isinstance(wanted, dict) or (isinstance(wanted, tuple | list) and any(map(_is_no_whole_number, wanted))):
        return None
    if isinstance(wanted, (tuple, list)):
        return _not_those_pairs(wanted, got)
    if isinstance(got, np.ndarray) and got.ndim:
        return _("an array"), _("One number is wanted, not an array: which step should make one number of it?")
    if isinstance(got, (list, tuple)):
        return _a(got), _("One number is wanted, without brackets.")
    if isinstance(wanted, int) and isinstance(got, float):
        return _("a float"), _("A whole number is wanted: divide by `//`, or end with `int(...)`.")
    return None


def _unknown_kind(name: str) -> tuple[str, str]:
    if name == "generator":
        advice = _("That is what `yield` makes: collect the numbers in an array, and `return` it at the end.")
        return _("a generator"), advice
    if name == "array of object":
        return _("an array of Python objects"), _("Leave out `dtype=object`; or do its rows differ in length?")
    if name in ("function", "method", "builtin_function_or_method"):
        return _("a function"), _("Are the brackets of a call missing in the `return`?")
    if name.startswith("array of "):
        return _unknown_array(name.removeprefix("array of "))
    advice = _("A NumPy array is wanted, or a plain number where one is asked for.")
    return kind(Unknown(name)), advice


def _unknown_array(dtype: str) -> tuple[str, str]:
    if dtype.startswith("void"):  # so NumPy calls them all
        advice = _("The numbers should be float32 or float64, without names of fields.")
        return _("an array with a structured dtype"), advice
    is_text = dtype.lower().startswith(("str", "bytes"))
    return _("an array of strings") if is_text else _array_of(dtype), _("The numbers should be float32 or float64.")


def _a(got: Any) -> str:
    known = {list: _("a list"), tuple: _("a tuple"), str: _("a str"), bool: _("a bool")}
    return known[type(got)]


def _array_of(dtype: str) -> str:
    return _("an array of {dtype}", dtype=dtype)


def _not_that_array(wanted: np.ndarray, got: Any) -> tuple[str, str] | None:
    if isinstance(got, list):
        return _a(got), _("An array is wanted: wrap it in `np.array(...)`.")
    if isinstance(got, tuple):
        if got and all(isinstance(item, (int, float)) for item in got):
            return _a(got), _("An array is wanted: wrap it in `np.array(...)`.")
        what = ngettext("a tuple of {number} thing", "a tuple of {number} things", len(got))
        return what, _("Only the array is wanted: `return` it alone.")
    if isinstance(got, (str, bool)):
        return _a(got), _("An array is wanted.")
    if not isinstance(got, np.ndarray) or got.ndim == 0:
        advice = _(
            "An array is wanted: does `return` come after the loop, and has each `mean`, `sum` or `max` its `axis`?"
        )
        return _("a single number"), advice
    code, wants = got.dtype.kind, wanted.dtype.kind
    if wants == "f" and code in "iu":
        return _array_of(got.dtype.name), _("That keeps whole numbers only: make the array with `dtype=float`.")
    if got.dtype == np.float16:
        return _array_of("float16"), _("That keeps three digits only: use float32 or float64.")
    if code == "b":
        return _("an array of True and False"), _("Numbers are wanted: is there a comparison in the last step?")
    if code == "c":
        return _array_of(got.dtype.name), _("Real numbers are wanted: `.real` takes that part.")
    return None


def also_floats(failing: Judged) -> str:
    """A second thing to say, beside a known mistake, where whole numbers are wanted and floats returned."""
    floats = [answer.value for report, answer in failing if whole_float(report.wanted, answer.value)]
    return _("And it returns floats: `//` or `int(...)` gives whole numbers.") if floats else ""


def _is_no_whole_number(part: Any) -> bool:
    return isinstance(part, (np.ndarray, dict, float))


def _not_those_pairs(wanted: Any, got: Any) -> tuple[str, str] | None:
    """Say what is wrong where a pair of whole numbers is wanted, or a list of pairs."""
    wants = ngettext("{number} whole number is wanted", "{number} whole numbers are wanted", len(wanted))
    if wanted and isinstance(wanted[0], (tuple, list)):
        wants = _("A list of pairs is wanted")
    if isinstance(got, np.ndarray) and got.dtype.kind == "f":
        advice = _("{wanted}: `//`, `int(...)` or `.astype(int)` makes whole numbers.", wanted=wants)
        return _array_of(got.dtype.name), advice
    if isinstance(got, (int, float, str)):
        what = _("a single string") if isinstance(got, str) else _("a single number")
        return what, _("{wanted}.", wanted=wants)
    if not isinstance(got, (tuple, list)):
        return None
    try:
        pairs = [tuple(pair) for pair in zip(*got, strict=True)] if len(got) != len(wanted) else []
        turned = bool(pairs) and pairs == list(map(tuple, wanted))
    except (TypeError, ValueError):  # no rows of one length, in one of the two
        turned = False
    if turned:
        what = ngettext("{number} row of numbers", "{number} rows of numbers", len(got))
        return what, _("{wanted}: `list(zip(starts, ends))` makes one of two rows.", wanted=wants)
    parts = [part for item in got for part in (item if isinstance(item, (tuple, list)) else [item])]
    halves = [part for part in parts if isinstance(part, float) and not part.is_integer()]
    if halves:
        what = _("{value}, which is no whole number,", value=f"{halves[0]:g}")
        return what, _("Whole numbers are wanted: what should become of the remainder?")
    return None

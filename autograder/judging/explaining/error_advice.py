"""Say what a usual error of Python or NumPy means, and what to do about it."""

import difflib
import re
from collections.abc import Callable

import numpy as np

from ...language import gettext as _
from ...language import joined, noted
from . import error_advice_arrays as arrays
from .crash import Crash

Explain = Callable[[Crash, re.Match[str]], str]
"""Says what an error means, given the crash and what was found in its message; empty where it cannot tell."""


def error_advice(crash: Crash) -> str:
    """The error in plain words, with what to do about it; its own message where nothing is known."""
    message = f"{crash.failure.type}: {crash.failure.message}"
    for pattern, explain in _ADVICE:
        match = re.search(pattern, message, re.DOTALL)
        words = explain(crash, match) if match else ""
        if words:
            return words
    return message if crash.failure.message else crash.failure.type


def _whole_number(crash: Crash, match: re.Match[str]) -> str:
    pair = _pair(crash, match)
    if pair:
        return pair
    return _("A whole number is needed here, and `/` always gives a float. `//` gives a whole number.")


def _pair(crash: Crash, match: re.Match[str]) -> str:
    tuples = crash.named(lambda value: isinstance(value, tuple))
    if not tuples:
        return ""
    pairs = [name for name in tuples if len(crash.arguments[name]) == 2]
    if not pairs:
        number = len(crash.arguments[tuples[0]])
        return _(
            "`{name}` is a tuple of {number} numbers in this case: take them out of it first.",
            name=tuples[0],
            number=number,
        )
    if crash.has_pair:
        return _(
            "`{name}` is a pair in this case, one number for each axis. The notebook has a helper for that: "
            "`pair({name})` gives two numbers, whether `{name}` is a pair or a single number.",
            name=pairs[0],
        )
    return _(
        "`{name}` is a pair in this case, one number for each axis: take the two numbers out of it first.",
        name=pairs[0],
    )


def _single(crash: Crash, match: re.Match[str]) -> str:
    line = crash.failure.line
    numbers = crash.named(lambda value: type(value) is int)
    numbers = [name for name in numbers if f"{name}[" in line] if "subscriptable" in match[0] else numbers
    if not numbers:
        return ""
    if crash.has_pair:
        return _(
            "`{name}` is a single number in this case, the same for every axis or side. The notebook has a helper "
            "for that: `pair({name})` makes two numbers of it.",
            name=numbers[0],
        )
    return _(
        "`{name}` is a single number in this case, the same for every axis or side: repeat it first, once for each "
        "of them.",
        name=numbers[0],
    )


def _none(crash: Crash, match: re.Match[str]) -> str:
    nones = crash.named(lambda value: value is None)
    if nones:
        return _("`{name}` is None where the call leaves it out: deal with None before this line.", name=nones[0])
    inside = [name for name, value in crash.arguments.items() if isinstance(value, tuple) and None in value]
    if inside:
        return _(
            "`{name}` is {value} in this case. The docstring says what None stands for.",
            name=inside[0],
            value=crash.arguments[inside[0]],
        )
    return ""


def _recursion(crash: Crash, match: re.Match[str]) -> str:
    return _("RecursionError: the function calls itself without an end. Should it call another, or a smaller case?")


def _exit(crash: Crash, match: re.Match[str]) -> str:
    return _(
        "{error}: `exit` and `quit` end Python itself. Leave them out, and `return` a result.", error=crash.failure.type
    )


def _not_defined(crash: Crash, match: re.Match[str]) -> str:
    name = re.match(r"name '(\w+)' is not defined(?:\. Did you mean: '(\w+)'\?)?$", crash.failure.message)
    if name and name[2]:
        return _("NameError: name '{name}' is not defined. Did you mean: '{near}'?", name=name[1], near=name[2])
    if "Did you mean" in crash.failure.message:
        return ""
    what = _("name '{name}' is not defined", name=name[1]) if name else crash.failure.message
    return _("NameError: {what}. Is it spelled right, and has the cell been run that defines it?", what=what)


def _division(crash: Crash, match: re.Match[str]) -> str:
    return _("ZeroDivisionError: a number is divided by zero. Which one is it, and when is it zero?")


def _memory(crash: Crash, match: re.Match[str]) -> str:
    return _(
        "{error}: an array far too large is asked for. Which of its sizes is a surprise?", error=crash.failure.type
    )


def _key(crash: Crash, match: re.Match[str]) -> str:
    for name, value in crash.arguments.items():
        if isinstance(value, dict):
            near = difflib.get_close_matches(match[1], value, n=1)
            there = _("It has {keys}.", keys=", ".join(map(repr, value)))
            there = _("Did you mean {name}?", name=repr(near[0])) if near else there
            return joined(_("`{name}` has no {key}.", name=name, key=repr(match[1])), there)
    return ""


def _attribute(crash: Crash, match: re.Match[str]) -> str:
    if match[1] == "list":
        return _("A list has no `{name}`. An array has more: `np.array(...)` makes one of a list.", name=match[2])
    of = {"numpy": np, "numpy.ndarray": np.ndarray}.get(match[1])
    near = difflib.get_close_matches(match[2], dir(of), n=1) if of else []
    if match[1] == "numpy.ndarray" and match[2] in ("append", "extend"):
        return _(
            "An array cannot grow and has no `{name}`. Make it large enough first, and assign to its places.",
            name=match[2],
        )
    if not near:
        return ""
    if of is np:
        return _("NumPy has no `{name}`. Did you mean `{near}`?", name=match[2], near=near[0])
    return _("An array has no `{name}`. Did you mean `{near}`?", name=match[2], near=near[0])


def _unset(crash: Crash, match: re.Match[str]) -> str:
    return _(
        "`{name}` is used before any line has given it a value. Which line should, and does it come first?",
        name=match[1],
    )


def _words(text: str) -> Explain:
    return lambda crash, match: _(text)


def _with_shapes(explain: Explain) -> Explain:
    """Make `explain` say the shapes of the arrays that meet in the line, too."""

    def explained(crash: Crash, match: re.Match[str]) -> str:
        words = explain(crash, match)
        if not words or not crash.failure.shapes:
            return words
        return joined(words, _("The shapes here: {shapes}.", shapes=crash.failure.shapes))

    return explained


_ADVICE: tuple[tuple[str, Explain], ...] = (
    (r"truth value of an array", arrays.truth),
    (r"'(numpy\.)?float\d*' object cannot be interpreted as an integer", _whole_number),
    (r"^IndexError: only integers, slices|must be of integer|slice indices must be integers", _whole_number),
    (r"NoneType", _none),
    (r"unsupported operand type.*'tuple'|not supported between instances.*'tuple'|'tuple' object cannot be", _pair),
    (r"argument must be .*not '(tuple|list)'", _pair),
    (r"can only concatenate tuple|can't multiply sequence by non-int", _pair),
    (r"cannot unpack non-iterable int|'int' object is not (subscriptable|iterable)|'int' has no len", _single),
    (
        r"'int' object is not iterable",
        _words(noted("Python cannot loop over a number: is a `range(...)` missing around it?")),
    ),
    (r"could not (?:be )?broadcast.*", _with_shapes(arrays.broadcast)),
    (
        r"non-broadcastable output operand",
        _with_shapes(_words(noted("`+=` keeps the shape of what stands on its left, and the sum has more places."))),
    ),
    (r"too many values to unpack(?: \(expected (\d+)[^)]*\))?", _with_shapes(arrays.unpack)),
    (r"not enough values to unpack \(expected (\d+), got (\d+)\)", _with_shapes(arrays.too_few)),
    (r"matmul: .*does not have enough dimensions", arrays.matmul_of_a_number),
    (r"matmul: .*\(size (\d+) is different from (\d+)\)", _with_shapes(arrays.matmul)),
    (r"shapes \(([\d,]+)\) and \(([\d,]+)\) not aligned", _with_shapes(arrays.dot)),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", _with_shapes(arrays.bounds)),
    (r"too many indices for array: array is (\d+)-dimensional, but (\d+)", _with_shapes(arrays.too_many_indices)),
    (r"cannot reshape array of size (\d+) into shape \(([\d, ]+)\)", arrays.reshape),
    (r"setting an array element with a sequence|only (?:length-1|0-dimensional) arrays", arrays.array_for_a_number),
    (r"tuple index out of range", _with_shapes(arrays.lost_axis)),
    (r"all the input arrays? (?:dimensions|must have same number)", _with_shapes(arrays.pieces)),
    (
        r"zero-size array to reduction",
        _with_shapes(
            _words(noted("The window is empty: there is nothing to take the largest of. Where does it begin?"))
        ),
    ),
    (
        r"window shape cannot be larger",
        _with_shapes(_words(noted("The kernel is larger than what it slides over. Is something missing around that?"))),
    ),
    (
        r"bitwise_xor|unsupported operand type\(s\) for \^",
        _words(noted("`^` is no power: that is `**`, as in `t**3`.")),
    ),
    (
        r"negative dimensions",
        _words(noted("A size comes out below zero. Which one, and from which numbers is it made?")),
    ),
    (
        r"'\w+' object is not callable",
        _words(
            noted("Round brackets call a function, and this is none: square brackets take a place, `*` multiplies.")
        ),
    ),
    (
        r"'(builtin_function_or_method|function)' object is not subscriptable",
        _words(noted("Square brackets take a place of an array, and this is a function: round brackets call it.")),
    ),
    (
        r"list indices must be integers or slices, not tuple",
        _words(noted("A list has no `[i, j]`: make it an array first.")),
    ),
    (r"^KeyError: '(\w[\w.]*)'", _key),
    (r"'?([\w.]+)'?(?: object)? has no attribute '(\w+)'", _attribute),
    (r"local variable '(\w+)'", _unset),
    (r"^RecursionError", _recursion),
    (r"^SystemExit", _exit),
    (r"^NameError", _not_defined),
    (r"^ZeroDivisionError", _division),
    (r"MemoryError", _memory),
)

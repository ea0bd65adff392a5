"""What the standard complaints of Python and NumPy mean, and what the standard cure is."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..bank.exercise import Case
from ..runner.values import Failure
from .parameters import Parameters


@dataclass(frozen=True)
class Crash:
    """An answer that raised in a case, with the names of its arguments."""

    failure: Failure
    arguments: Mapping[str, Any]
    none_by_default: frozenset[str]
    has_pair: bool = False

    def named(self, is_wanted: Callable[[Any], bool]) -> list[str]:
        """The arguments that the failing line names and whose values `is_wanted`."""
        words = dict.fromkeys(re.findall(r"[A-Za-z_]\w*", self.failure.line))
        return [name for name in words if name in self.arguments and is_wanted(self.arguments[name])]


def crash(failure: Failure, case: Case, parameters: Parameters | None, has_pair: bool = False) -> Crash:
    """Put together what a cure is chosen by."""
    names = parameters.names if parameters else ()
    arguments = dict(zip(names, case.args, strict=False))
    arguments |= dict.fromkeys(names[len(case.args) :]) if parameters else {}
    optional = parameters.none_by_default if parameters else frozenset()
    return Crash(failure, arguments, optional, has_pair)


def cure(crash: Crash) -> str:
    """The complaint in plain words with its usual cure; the complaint itself where none is known."""
    complaint = f"{crash.failure.type}: {crash.failure.message}"
    for pattern, explain in _CURES:
        match = re.search(pattern, complaint, re.DOTALL)
        words = explain(crash, match) if match else ""
        if words:
            return words
    return complaint if crash.failure.message else crash.failure.type


def _truth(crash: Crash, match: re.Match) -> str:
    head = "An array as a whole is neither true nor false. "
    optional = [name for name in crash.named(lambda value: True) if name in crash.none_by_default]
    if optional:
        return f"{head}To ask whether `{optional[0]}` was given, write `if {optional[0]} is not None`."
    if re.search(r"(?<![.\w])(max|min)\(", crash.failure.line):
        return f"{head}`np.maximum` and `np.minimum` compare cell by cell."
    return f"{head}To choose cell by cell, use `np.where(condition, this, that)`."


def _whole_number(crash: Crash, match: re.Match) -> str:
    pair = _pair(crash, match)
    if pair:
        return pair
    return "A whole number is needed here, and `/` always gives a float. `//` gives a whole number."


def _broadcast(crash: Crash, match: re.Match) -> str:
    shapes = [_shape(text) for text in re.findall(r"\(([\d, ]*)\)", match[0])]
    if len(shapes) not in (2, 3):  # a third is that of the array that `+=` changes
        return ""
    one, other, *_ = shapes
    if "into shape" in match[0]:
        return _assigned(crash, one, other)
    short, long = sorted((one, other), key=len)
    words = _with_bias(crash, short, long)
    if words:
        return words
    off = [axis for axis in range(len(one)) if len(one) == len(other) and one[axis] != other[axis]]
    if len(off) == 1 and ":" in crash.failure.line:
        name = _axis_name(crash, off[0] - len(one))
        return (
            f"Arrays of shapes {_text(one)} and {_text(other)} differ in {name}. A window that sticks out is cut: "
            f"is each loop's end worked out from its own axis, and the window's size from the kernel?"
        )
    return f"Arrays of shapes {_text(one)} and {_text(other)} do not fit together: which of them is a surprise?"


def _with_bias(crash: Crash, short: tuple[int, ...], long: tuple[int, ...]) -> str:
    """What is wrong where the bias, or another row of numbers, meets a batch of results."""
    bias = crash.arguments.get("bias")
    count = int(np.prod(short))
    is_bias = isinstance(bias, np.ndarray) and bias.size == count and bool(crash.named(lambda value: value is bias))
    if len(long) < 3 or not (is_bias or len(short) == 1):
        return ""
    if long[1] == count:
        return _on_axis_1(crash, (count,), long)
    if is_bias:
        return f"The bias has {count} numbers, one for each filter, and axis 1 of what it is added to has {long[1]}."
    return ""


def _assigned(crash: Crash, one: tuple[int, ...], other: tuple[int, ...]) -> str:
    ask = "which of them is a surprise?"
    number = re.search(r"\[([^\[\]]*, )(-?\d)\]$", crash.failure.line)
    if number and len(one) == len(other) - 1:
        kept = "-1:" if number[2] == "-1" else f"{number[2]}:{int(number[2]) + 1}"
        ask = f"an axis is missing. `[{number[1]}{number[2]}]` takes it away, and `[{number[1]}{kept}]` keeps it."
    elif re.search(r"\b(max|min|mean|sum)\(", crash.failure.line):
        ask = "over which axes is the maximum, the mean or the sum taken, and which are to be left?"
    return f"What is assigned has shape {_text(one)}, and its place {_text(other)}: {ask}"


def _on_axis_1(crash: Crash, short: tuple[int, ...], long: tuple[int, ...]) -> str:
    names = crash.named(lambda value: isinstance(value, np.ndarray) and value.shape == short)
    place = f"{names[0] if names else 'it'}[{', '.join([':', *['None'] * (len(long) - 2)])}]"
    return (
        f"NumPy lays an array of shape {_text(short)} along the last axis of {_text(long)}, and it belongs to axis 1, "
        f"the channels: `{place}` puts it there."
    )


def _axis_name(crash: Crash, from_the_end: int) -> str:
    """Height or width where the first array is a picture or pictures; else the axis."""
    first = next((value for value in crash.arguments.values() if isinstance(value, np.ndarray)), np.zeros(0))
    names = {-1: "width", -2: "height"} if first.ndim in (2, 4) else {-1: "length"} if first.ndim in (1, 3) else {}
    return names.get(from_the_end, f"axis {from_the_end}")


def _unpack(crash: Crash, match: re.Match) -> str:
    taken = f"takes apart {match[1]}" if match[1] else "takes apart fewer"
    names = crash.named(lambda value: isinstance(value, np.ndarray))
    if not names or ".shape" not in crash.failure.line:
        return f"There are more values than names: this line {taken}."
    return f"`{names[0]}` has {np.ndim(crash.arguments[names[0]])} axes, and this line {taken}."


def _too_few(crash: Crash, match: re.Match) -> str:
    names = crash.named(lambda value: isinstance(value, np.ndarray))
    if not names or ".shape" not in crash.failure.line:
        return f"There are fewer values than names: {match[2]} values and {match[1]} names."
    return f"`{names[0]}` has {np.ndim(crash.arguments[names[0]])} axes, and this line names {match[1]}."


def _matmul(crash: Crash, match: re.Match) -> str:
    columns, rows = _count(match[2], "column"), _count(match[1], "row")
    head = f"`@` multiplies matrices, row by column: {columns} on the left meet {rows} on the right. "
    if ":" in crash.failure.line:
        return f"{head}Cell by cell is `*`; and if one is a window, does it stick out?"
    return f"{head}Do they stand in the right order, and does one of them want `.T`?"


def _count(number: str, noun: str) -> str:
    return f"{number} {noun}{'' if number == '1' else 's'}"


def _matmul_of_a_number(crash: Crash, match: re.Match) -> str:
    return "`@` multiplies matrices, and one of the two is a single number. For a number use `*`."


def _dot(crash: Crash, match: re.Match) -> str:
    return (
        f"`np.dot` multiplies matrices, row by column, and shapes ({match[1]}) and ({match[2]}) do not fit. Cell by "
        "cell is `*`, and `np.sum` adds up; and if one is a window, does it stick out?"
    )


def _bounds(crash: Crash, match: re.Match) -> str:
    size = int(match[3])
    if not size:
        return f"index {match[1]} is asked for on axis {match[2]}, which is empty. From which numbers comes its size?"
    ask = "How far does the loop go, and in which steps"
    if re.match(r"\w+\[[^\[\]:]*,[^\[\]:]*\] [-+*/]?=[^=]", crash.failure.line):
        ask += ", and do the indices stand in the order of the axes"
    ask += ", and is the padding there?" if np.any(crash.arguments.get("padding") or 0) else "?"
    return f"index {match[1]} is asked for on axis {match[2]}, whose last index is {size - 1}. {ask}"


def _too_many_indices(crash: Crash, match: re.Match) -> str:
    return f"an array with {match[1]} axes is given {match[2]} indices. Which axis is missing?"


def _pair(crash: Crash, match: re.Match) -> str:
    pairs = crash.named(lambda value: isinstance(value, tuple))
    if not pairs:
        return ""
    cure = f"`pair({pairs[0]})` makes two numbers of either; it is given" if crash.has_pair else "take it apart"
    return f"`{pairs[0]}` is a pair in this case, one number for each axis: {cure}."


def _single(crash: Crash, match: re.Match) -> str:
    line = crash.failure.line
    numbers = crash.named(lambda value: type(value) is int)
    numbers = [name for name in numbers if f"{name}[" in line] if "subscriptable" in match[0] else numbers
    if not numbers:
        return ""
    cure = f"`pair({numbers[0]})` makes two of it" if crash.has_pair else "make as many of it as you need first"
    return f"`{numbers[0]}` is a single number in this case, the same for every axis or side: {cure}."


def _none(crash: Crash, match: re.Match) -> str:
    nones = crash.named(lambda value: value is None)
    if nones:
        return f"`{nones[0]}` is None unless it is given: say first what then stands for it."
    inside = [name for name, value in crash.arguments.items() if isinstance(value, tuple) and None in value]
    if inside:
        return f"`{inside[0]}` is {crash.arguments[inside[0]]} in this case. The docstring says what None stands for."
    return ""


def _recursion(crash: Crash, match: re.Match) -> str:
    return "RecursionError: the function calls itself without an end. Should it call another, or a smaller case?"


def _exit(crash: Crash, match: re.Match) -> str:
    return f"{crash.failure.type}: `exit` and `quit` end Python itself. Leave them out, and `return` a result."


def _not_defined(crash: Crash, match: re.Match) -> str:
    if "Did you mean" in crash.failure.message:
        return ""
    return f"NameError: {crash.failure.message}. Is it spelled right, and has the cell been run that defines it?"


def _division(crash: Crash, match: re.Match) -> str:
    return "ZeroDivisionError: a number is divided by zero. Which one is it, and when is it zero?"


def _memory(crash: Crash, match: re.Match) -> str:
    return f"{crash.failure.type}: an array far too large is asked for. Which of its sizes is a surprise?"


def _array_for_a_number(crash: Crash, match: re.Match) -> str:
    if "inhomogeneous" in crash.failure.message:
        return "The pieces that are put together to an array differ in length. Which of them is a surprise?"
    if not re.match(r"\w+\[.*\] [-+*/]?=[^=]", crash.failure.line):
        return "A single number belongs here, and there is a whole array."
    return (
        "A whole array is put where one number belongs. Is the sum, the mean or the maximum of the window taken over "
        "all of its axes?"
    )


def _key(crash: Crash, match: re.Match) -> str:
    for name, value in crash.arguments.items():
        if isinstance(value, dict):
            near = difflib.get_close_matches(match[1], value, n=1)
            there = f"Did you mean {near[0]!r}?" if near else f"It has {', '.join(map(repr, value))}."
            return f"`{name}` has no {match[1]!r}. {there}"
    return ""


def _attribute(crash: Crash, match: re.Match) -> str:
    if match[1] == "list":
        return f"A list has no `{match[2]}`. An array has more: `np.array(...)` makes one of a list."
    of = {"numpy": np, "numpy.ndarray": np.ndarray}.get(match[1])
    near = difflib.get_close_matches(match[2], dir(of), n=1) if of else []
    known = {"numpy": "NumPy", "numpy.ndarray": "An array"}.get(match[1], "")
    if match[1] == "numpy.ndarray" and match[2] in ("append", "extend"):
        return f"An array cannot grow and has no `{match[2]}`. Make it large enough first, and assign to its places."
    return f"{known} has no `{match[2]}`. Did you mean `{near[0]}`?" if near else ""


def _lost_axis(crash: Crash, match: re.Match) -> str:
    if ".shape" not in crash.failure.line:
        return ""
    return "An array has fewer axes here than this line asks for. Which line before took one away?"


def _pieces(crash: Crash, match: re.Match) -> str:
    return (
        "Pieces are joined along `axis=`, which is 0 unless you say otherwise, and along every other axis they must be "
        "equally long. Along which axis do yours belong together?"
    )


def _unset(crash: Crash, match: re.Match) -> str:
    return f"`{match[1]}` is used before any line has given it a value. Which line should, and does it come first?"


def _words(text: str) -> Callable[[Crash, re.Match], str]:
    return lambda crash, match: text


def _with_shapes(explain: Callable[[Crash, re.Match], str]) -> Callable[[Crash, re.Match], str]:
    """The same, and the shapes of the arrays that meet in the line."""

    def explained(crash: Crash, match: re.Match) -> str:
        words = explain(crash, match)
        return f"{words} The shapes here: {crash.failure.shapes}." if words and crash.failure.shapes else words

    return explained


def _reshape(crash: Crash, match: re.Match) -> str:
    count = int(np.prod(_shape(match[2])))
    return f"{match[1]} numbers do not fill the shape ({match[2].strip(',')}), which has {count} places."


def _shape(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in re.findall(r"\d+", text))


def _text(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"


_CURES: tuple[tuple[str, Callable[[Crash, re.Match], str]], ...] = (
    (r"truth value of an array", _truth),
    (r"'(numpy\.)?float\d*' object cannot be interpreted as an integer", _whole_number),
    (r"^IndexError: only integers, slices|must be of integer|slice indices must be integers", _whole_number),
    (r"NoneType", _none),
    (r"unsupported operand type.*'tuple'|not supported between instances.*'tuple'|'tuple' object cannot be", _pair),
    (r"argument must be .*not '(tuple|list)'", _pair),
    (r"can only concatenate tuple|can't multiply sequence by non-int", _pair),
    (r"cannot unpack non-iterable int|'int' object is not (subscriptable|iterable)|'int' has no len", _single),
    (r"'int' object is not iterable", _words("A number cannot be gone through: is a `range(...)` missing around it?")),
    (r"could not (?:be )?broadcast.*", _with_shapes(_broadcast)),
    (
        r"non-broadcastable output operand",
        _with_shapes(_words("`+=` keeps the shape of what stands on its left, and the sum has more places.")),
    ),
    (r"too many values to unpack(?: \(expected (\d+)[^)]*\))?", _with_shapes(_unpack)),
    (r"not enough values to unpack \(expected (\d+), got (\d+)\)", _with_shapes(_too_few)),
    (r"matmul: .*does not have enough dimensions", _matmul_of_a_number),
    (r"matmul: .*\(size (\d+) is different from (\d+)\)", _with_shapes(_matmul)),
    (r"shapes \(([\d,]+)\) and \(([\d,]+)\) not aligned", _with_shapes(_dot)),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", _with_shapes(_bounds)),
    (r"too many indices for array: array is (\d+)-dimensional, but (\d+)", _with_shapes(_too_many_indices)),
    (r"cannot reshape array of size (\d+) into shape \(([\d, ]+)\)", _reshape),
    (r"setting an array element with a sequence|only (?:length-1|0-dimensional) arrays", _array_for_a_number),
    (r"tuple index out of range", _with_shapes(_lost_axis)),
    (r"all the input arrays? (?:dimensions|must have same number)", _with_shapes(_pieces)),
    (
        r"zero-size array to reduction",
        _with_shapes(_words("The window is empty: there is nothing to take the largest of. Where does it begin?")),
    ),
    (
        r"window shape cannot be larger",
        _with_shapes(_words("The kernel is larger than what it slides over. Is something missing around that?")),
    ),
    (r"bitwise_xor|unsupported operand type\(s\) for \^", _words("`^` is no power: that is `**`, as in `t**3`.")),
    (
        r"negative dimensions",
        _words("A size comes out below zero. Which one, and from which numbers is it made?"),
    ),
    (
        r"'\w+' object is not callable",
        _words("Round brackets call a function, and this is none: square brackets take a place, `*` multiplies."),
    ),
    (
        r"'(builtin_function_or_method|function)' object is not subscriptable",
        _words("Square brackets take a place of an array, and this is a function: round brackets call it."),
    ),
    (r"list indices must be integers or slices, not tuple", _words("A list has no `[i, j]`: make it an array first.")),
    (r"^KeyError: '(\w[\w.]*)'", _key),
    (r"'?([\w.]+)'?(?: object)? has no attribute '(\w+)'", _attribute),
    (r"local variable '(\w+)'", _unset),
    (r"^RecursionError", _recursion),
    (r"^SystemExit", _exit),
    (r"^NameError", _not_defined),
    (r"^ZeroDivisionError", _division),
    (r"MemoryError", _memory),
)

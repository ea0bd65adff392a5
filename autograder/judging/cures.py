"""What the standard complaints of Python and NumPy mean, and what the standard cure is."""

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
    return f"{head}To choose cell by cell, use `np.where(condition, this, that)`."


def _whole_number(crash: Crash, match: re.Match) -> str:
    return "A whole number is needed here, and `/` always gives a float. `//` gives a whole number."


def _broadcast(crash: Crash, match: re.Match) -> str:
    shapes = [_shape(text) for text in re.findall(r"\(([\d, ]*)\)", match[0])]
    if len(shapes) != 2:
        return ""
    one, other = shapes
    if "into shape" in match[0]:
        return f"What is assigned has shape {_text(one)}, and its place {_text(other)}: which of them is a surprise?"
    short, long = sorted(shapes, key=len)
    if len(short) == 1 and len(long) >= 3 and long[1] == short[0]:
        return _on_axis_1(crash, short, long)
    off = [axis for axis in range(len(one)) if len(one) == len(other) and one[axis] != other[axis]]
    if len(off) == 1 and ":" in crash.failure.line:
        name = _axis_name(crash, off[0] - len(one))
        return (
            f"Arrays of shapes {_text(one)} and {_text(other)} differ in {name}. A window that sticks out is cut: "
            f"is each loop's end worked out from its own axis, and the window's size from the kernel?"
        )
    return f"Arrays of shapes {_text(one)} and {_text(other)} do not fit together: which of them is a surprise?"


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
    return (
        f"`@` multiplies matrices, row by column, and sizes {match[2]} and {match[1]} do not fit. Cell by cell is `*`; "
        "and if one is a window, does it stick out?"
    )


def _matmul_of_a_number(crash: Crash, match: re.Match) -> str:
    return "`@` multiplies matrices, and one of the two is a single number. For a number use `*`."


def _bounds(crash: Crash, match: re.Match) -> str:
    padded = np.any(crash.arguments.get("padding") or 0)
    ask = "How far does the loop go" + (", and is the padding there?" if padded else "?")
    return f"index {match[1]} is asked for on axis {match[2]}, whose last index is {int(match[3]) - 1}. {ask}"


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
    (r"can only concatenate tuple|can't multiply sequence by non-int", _pair),
    (r"cannot unpack non-iterable int|'int' object is not (subscriptable|iterable)|'int' has no len", _single),
    (r"could not (?:be )?broadcast.*", _broadcast),
    (r"too many values to unpack(?: \(expected (\d+)[^)]*\))?", _unpack),
    (r"not enough values to unpack \(expected (\d+), got (\d+)\)", _too_few),
    (r"matmul: .*does not have enough dimensions", _matmul_of_a_number),
    (r"matmul: .*\(size (\d+) is different from (\d+)\)", _matmul),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", _bounds),
    (r"too many indices for array: array is (\d+)-dimensional, but (\d+)", _too_many_indices),
    (r"cannot reshape array of size (\d+) into shape \(([\d, ]+)\)", _reshape),
    (r"^RecursionError", _recursion),
    (r"^SystemExit", _exit),
    (r"^NameError", _not_defined),
    (r"^ZeroDivisionError", _division),
    (r"MemoryError", _memory),
)

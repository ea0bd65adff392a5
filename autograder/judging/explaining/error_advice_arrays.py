"""Say what an error of NumPy about shapes, indices or whole arrays means, and what to do about it."""

import re

import numpy as np

from ...language import gettext as _
from ...language import joined, ngettext, noted
from .crash import Crash


def truth(crash: Crash, match: re.Match[str]) -> str:
    head = _("An array as a whole is neither true nor false.")
    optional = [name for name in crash.named(lambda value: True) if name in crash.none_by_default]
    if optional:
        asked = _("To ask whether `{name}` was given, write `if {name} is not None`.", name=optional[0])
        return joined(head, asked)
    if re.search(r"(?<![.\w])(max|min)\(", crash.failure.line):
        return joined(head, _("`np.maximum` and `np.minimum` compare cell by cell."))
    return joined(head, _("To choose cell by cell, use `np.where(condition, this, that)`."))


def broadcast(crash: Crash, match: re.Match[str]) -> str:
    shapes = [_shape(text) for text in re.findall(r"\(([\d, ]*)\)", match[0])]
    if len(shapes) not in (2, 3):  # a third is that of the array that `+=` changes
        return ""
    one, other = shapes[:2]
    if "into shape" in match[0]:
        return _assigned(crash, one, other)
    short, long = sorted((one, other), key=len)
    words = _with_bias(crash, short, long)
    if words:
        return words
    off = [axis for axis in range(len(one)) if len(one) == len(other) and one[axis] != other[axis]]
    if len(off) == 1 and ":" in crash.failure.line:
        differ = _(_differ(crash, off[0] - len(one)), one=_text(one), other=_text(other), axis=off[0] - len(one))
        ask = _(
            "A window that sticks out is cut: is each loop's end worked out from its own axis, and the window's size "
            "from the kernel?"
        )
        return joined(differ, ask)
    return _(
        "Arrays of shapes {one} and {other} do not fit together: which of them is a surprise?",
        one=_text(one),
        other=_text(other),
    )


def _with_bias(crash: Crash, short: tuple[int, ...], long: tuple[int, ...]) -> str:
    """Advise where the bias, or another row of numbers, meets a batch of results."""
    bias = crash.arguments.get("bias")
    count = int(np.prod(short))
    is_bias = isinstance(bias, np.ndarray) and bias.size == count and bool(crash.named(lambda value: value is bias))
    if len(long) < 3 or not (is_bias or len(short) == 1):
        return ""
    if long[1] == count:
        return _on_axis_1(crash, (count,), long)
    if is_bias:
        return ngettext(
            "The bias has {number} number, one for each filter, and axis 1 of what it is added to has {length}.",
            "The bias has {number} numbers, one for each filter, and axis 1 of what it is added to has {length}.",
            count,
            length=long[1],
        )
    return ""


def _assigned(crash: Crash, one: tuple[int, ...], other: tuple[int, ...]) -> str:
    shapes = {"shape": _text(one), "place": _text(other)}
    number = re.search(r"\[([^\[\]]*, )(-?\d)\]$", crash.failure.line)
    if number and len(one) == len(other) - 1:
        kept = "-1:" if number[2] == "-1" else f"{number[2]}:{int(number[2]) + 1}"
        return _(
            "What is assigned has shape {shape}, and its place {place}: an axis is missing. `[{takes}]` takes it away, "
            "and `[{keeps}]` keeps it.",
            takes=number[1] + number[2],
            keeps=number[1] + kept,
            **shapes,
        )
    if re.search(r"\b(max|min|mean|sum)\(", crash.failure.line):
        return _(
            "What is assigned has shape {shape}, and its place {place}: over which axes is the maximum, the mean or "
            "the sum taken, and which are to be left?",
            **shapes,
        )
    return _("What is assigned has shape {shape}, and its place {place}: which of them is a surprise?", **shapes)


def _on_axis_1(crash: Crash, short: tuple[int, ...], long: tuple[int, ...]) -> str:
    names = crash.named(lambda value: isinstance(value, np.ndarray) and value.shape == short)
    name = names[0] if names else ""
    index = f"[{', '.join([':', *['None'] * (len(long) - 2)])}]"
    return _(
        "NumPy lays an array of shape {short} along the last axis of {long}, and it belongs to axis 1, the channels: "
        "`{place}` puts it there.",
        short=_text(short),
        long=_text(long),
        place=name + index,
    )


def _differ(crash: Crash, from_the_end: int) -> str:
    """The sentence that two arrays differ in height, width or length, where the first argument tells, or in an axis."""
    first = next((value for value in crash.arguments.values() if isinstance(value, np.ndarray)), np.zeros(0))
    axis = noted("Arrays of shapes {one} and {other} differ in axis {axis}.")
    if first.ndim in (2, 4):
        width = noted("Arrays of shapes {one} and {other} differ in width.")
        return {-1: width, -2: noted("Arrays of shapes {one} and {other} differ in height.")}.get(from_the_end, axis)
    length = noted("Arrays of shapes {one} and {other} differ in length.")
    return length if first.ndim in (1, 3) and from_the_end == -1 else axis


def unpack(crash: Crash, match: re.Match[str]) -> str:
    names = crash.named(lambda value: isinstance(value, np.ndarray))
    if not names or ".shape" not in crash.failure.line:
        if match[1]:
            return _("There are more values than names: this line takes apart {number}.", number=match[1])
        return _("There are more values than names: this line takes apart fewer.")
    axes = {"name": names[0], "axes": np.ndim(crash.arguments[names[0]])}
    if match[1]:
        return _("`{name}` has {axes} axes, and this line takes apart {number}.", number=match[1], **axes)
    return _("`{name}` has {axes} axes, and this line takes apart fewer.", **axes)


def too_few(crash: Crash, match: re.Match[str]) -> str:
    names = crash.named(lambda value: isinstance(value, np.ndarray))
    if not names or ".shape" not in crash.failure.line:
        return _(
            "There are fewer values than names: {values} values and {names} names.", values=match[2], names=match[1]
        )
    axes = np.ndim(crash.arguments[names[0]])
    return _("`{name}` has {axes} axes, and this line names {number}.", name=names[0], axes=axes, number=match[1])


def matmul(crash: Crash, match: re.Match[str]) -> str:
    head = _(
        "`@` multiplies matrices, row by column: {columns} on the left meet {rows} on the right.",
        columns=ngettext("{number} column", "{number} columns", int(match[2])),
        rows=ngettext("{number} row", "{number} rows", int(match[1])),
    )
    if ":" in crash.failure.line:
        return joined(head, _("`*` multiplies cell by cell. And if one of the two is a window, does it stick out?"))
    return joined(head, _("Do the two matrices stand in the right order, and does one of them need `.T`?"))


def matmul_of_a_number(crash: Crash, match: re.Match[str]) -> str:
    return _("`@` multiplies matrices, and one of the two is a single number. For a number use `*`.")


def dot(crash: Crash, match: re.Match[str]) -> str:
    return _(
        "`np.dot` multiplies matrices, row by column, and shapes ({one}) and ({other}) do not fit. `*` multiplies "
        "cell by cell, and `np.sum` adds up. And if one of the two is a window, does it stick out?",
        one=match[1],
        other=match[2],
    )


def bounds(crash: Crash, match: re.Match[str]) -> str:
    size = int(match[3])
    where = {"index": match[1], "axis": match[2], "last": size - 1}
    if not size:
        return _(
            "index {index} is asked for on axis {axis}, which is empty. From which numbers comes its size?", **where
        )
    padded = bool(np.any(crash.arguments.get("padding") or 0))
    if re.match(r"\w+\[[^\[\]:]*,[^\[\]:]*\] [-+*/]?=[^=]", crash.failure.line):
        ask = _("How far does the loop go, and in which steps, and do the indices stand in the order of the axes?")
        if padded:
            ask = _(
                "How far does the loop go, and in which steps, and do the indices stand in the order of the axes, and "
                "is the padding there?"
            )
    elif padded:
        ask = _("How far does the loop go, and in which steps, and is the padding there?")
    else:
        ask = _("How far does the loop go, and in which steps?")
    return joined(_("index {index} is asked for on axis {axis}, whose last index is {last}.", **where), ask)


def too_many_indices(crash: Crash, match: re.Match[str]) -> str:
    return ngettext(
        "an array with {number} axis is given {given} indices. Which axis is missing?",
        "an array with {number} axes is given {given} indices. Which axis is missing?",
        int(match[1]),
        given=match[2],
    )


def array_for_a_number(crash: Crash, match: re.Match[str]) -> str:
    if "inhomogeneous" in crash.failure.message:
        return _("The pieces that are put together to an array differ in length. Which of them is a surprise?")
    if not re.match(r"\w+\[.*\] [-+*/]?=[^=]", crash.failure.line):
        return _("A single number belongs here, and there is a whole array.")
    return _(
        "A whole array is put where one number belongs. Is the sum, the mean or the maximum of the window taken over "
        "all of its axes?"
    )


def lost_axis(crash: Crash, match: re.Match[str]) -> str:
    if ".shape" not in crash.failure.line:
        return ""
    return _("An array has fewer axes here than this line asks for. Which line before took one away?")


def pieces(crash: Crash, match: re.Match[str]) -> str:
    return _(
        "Pieces are joined along `axis=`, which is 0 unless you say otherwise, and along every other axis they must be "
        "equally long. Along which axis do yours belong together?"
    )


def reshape(crash: Crash, match: re.Match[str]) -> str:
    count = int(np.prod(_shape(match[2])))
    return ngettext(
        "{number} number does not fill the shape ({shape}), which has {places} places.",
        "{number} numbers do not fill the shape ({shape}), which has {places} places.",
        int(match[1]),
        shape=match[2].strip(","),
        places=count,
    )


def _shape(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in re.findall(r"\d+", text))


def _text(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"

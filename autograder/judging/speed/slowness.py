"""Say what the time of a slow answer goes into, from what was seen when it was watched: loops, copies, an einsum."""

import re
from typing import Any

import numpy as np

from ...language import gettext as _
from ...language import joined
from ...runner.values import Answer, Arguments
from ...runner.watching import Watched, WatchedLine

_MANY_ROUNDS = 200  # fewer rounds of a loop cost nothing beside what is done in them
_SHORT_ROUND = 200e-6  # seconds: a longer round does some work, and the loop is not what it costs
_MOST = 0.5
_MUCH = 0.25
_COPIES = re.compile(
    r"\b(pad|concatenate|[vhd]?stack|ascontiguousarray|asfortranarray|array|copy|tile|repeat|take|astype|roll|append|insert)"
    r"\("
)
_REDUCED = re.compile(r"\b(max|min|sum|mean)\(")
_EINSUM = re.compile(r"""einsum\(\s*["']([^"'>-]*)""")


def where_the_time_goes(seen: Watched | None, args: Arguments, answer: Answer) -> list[str]:
    """Sentences with numbers: what takes the time of an answer.

    Parameters
    ----------
    seen : Watched or None
        What was seen when the answer was watched, line by line.
    args : tuple
        What it was called with.
    answer : Answer
        What it gave.
    """
    told = []
    loop = _loop(seen) if seen else ""
    if loop:
        told = [loop]
    elif seen:
        told = [_line(line) for line in seen.lines if line.share >= _MUCH]
    return [*told, *_wide(args, answer)]


def _loop(seen: Watched) -> str:
    loop = seen.loop
    if loop is None or loop.runs < _MANY_ROUNDS or loop.share < _MOST:
        return ""
    if loop.share * seen.seconds > _SHORT_ROUND * loop.runs:
        return ""
    values = {"loop": loop.text.rstrip(":"), "line": loop.number, "rounds": f"{loop.runs:,}"}
    if seen.whole:
        return _(
            "Its time goes into a loop of Python: `{loop}` (line {line}) goes round {rounds} times for one such input, "
            "and each round costs Python more than the arithmetic in it.",
            **values,
        )
    return _(
        "Its time goes into a loop of Python: `{loop}` (line {line}) goes round more than {rounds} times for one such "
        "input, and each round costs Python more than the arithmetic in it.",
        **values,
    )


def _line(line: WatchedLine) -> str:
    values = {"line": line.number, "share": f"{100 * line.share:.0f}", "code": line.text, "runs": f"{line.runs:,}"}
    told = _("Line {line} takes {share} % of its time: `{code}`.", **values)
    if line.runs > 1:
        told = _("Line {line} takes {share} % of its time, where it ran {runs} times: `{code}`.", **values)
    return joined(told, _why(line.text))


def _why(text: str) -> str:
    """Say in a sentence what costs time in a statement, where that is known; empty where it is not."""
    einsum = _EINSUM.search(text)
    if einsum and "optimize" not in text:
        operands = einsum[1].count(",") + 1
        if operands > 2:
            return _(
                "Without `optimize`, `einsum` multiplies all {number} operands at once, for every combination of their "
                "indices.",
                number=operands,
            )
        return _("Without `optimize`, `einsum` multiplies and adds by itself, and not by the matrix product of BLAS.")
    if "sliding_window_view(" in text and _REDUCED.search(text):
        return _("NumPy reads a view of windows in small jumps, a few numbers at a time; whole arrays are faster.")
    copies = _COPIES.search(text)
    if copies:
        return _("`{function}` copies what it is given.", function=copies[1])
    return _("`reshape` copies what does not lie in one piece.") if "reshape(" in text else ""


def _wide(args: Arguments, answer: Answer) -> list[str]:
    given = {array.dtype for array in _arrays(args)}
    if given == {np.dtype(np.float32)} and any(array.dtype == np.float64 for array in _arrays((answer.value,))):
        told = _("It was given float32 and gives float64: twice as many bytes to move, and half as many sums at once.")
        return [told]
    return []


def _arrays(values: Any) -> list[np.ndarray]:
    found = []
    for value in values.values() if isinstance(values, dict) else values:
        if isinstance(value, np.ndarray):
            found.append(value)
        elif isinstance(value, (tuple, list, dict)):
            found += _arrays(value)
    return found

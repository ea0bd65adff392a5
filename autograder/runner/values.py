"""The values that an answer may be made of. Both sides of the sandbox share this, so it needs nothing but NumPy."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# The kinds of array that are carried out of a sandbox. Anything else is only named.
ARRAY_DTYPES = frozenset(np.dtype(code).str for code in "?bhiqBHIQefdFD")
MAX_ITEMS = 10_000  # of a list, tuple or dict, all levels together

Arguments = tuple[Any, ...]
"""What a function is called with, by position."""
Function = Callable[..., Any]
"""A function that is called with them: a learner's, the reference's, or a wrong version of it."""


@dataclass(frozen=True)
class Unknown:
    """A value that is neither a plain array nor a number, known by its name alone."""

    name: str


@dataclass(frozen=True)
class Failure:
    """An exception that an answer raised: what it says, and the learner's line it came from.

    `function` is the function of the learner's in which that line stands. Where the exercise's function had called it,
    `called_from` is the number of the line that did. `shapes` says of which shapes the arrays were that the line names.
    """

    type: str
    message: str
    line_number: int | None = None
    line: str = ""
    function: str = ""
    called_from: int | None = None
    shapes: str = ""


@dataclass(frozen=True)
class Answer:
    """The result of one call of a learner's function.

    Exactly one of three holds: `value` is what it returned, `failure` is what it raised, or `limit` says
    in words which limit stopped it; then `failure` may tell where. `changed_inputs` are the places of the arguments
    that it changed. `called` are the functions of NumPy that were watched and that it called; nothing but a hint.
    `most_bytes` is the memory that the call took at most, where somebody looked.
    """

    value: Any = None
    failure: Failure | None = None
    limit: str | None = None
    changed_inputs: tuple[int, ...] = ()
    printed: str = field(default="", repr=False)
    called: frozenset[str] = frozenset()
    most_bytes: int | None = None


def plain(value: Any) -> Any:
    """Copy `value` into plain arrays, numbers, strings, tuples, lists, and dicts whose keys are strings.

    Whatever does not fit becomes an `Unknown`. Types are compared exactly: a subclass could lie about its
    shape or its values.
    """
    budget = MAX_ITEMS

    def convert(item: Any) -> Any:
        nonlocal budget
        kind = type(item)
        if kind is np.ndarray:
            if item.dtype.str not in ARRAY_DTYPES:
                return Unknown(f"array of {item.dtype.name}"[:80])
            return np.array(item, order="C")
        if item is None or kind in (bool, int, float, str, Unknown):
            return item
        if kind is tuple or kind is list:
            budget -= len(item)
            if budget < 0:
                return Unknown(f"{kind.__name__} of more than {MAX_ITEMS} items")
            return kind(convert(part) for part in item)
        if kind is dict and all(type(key) is str for key in item):
            budget -= len(item)
            if budget < 0:
                return Unknown(f"dict of more than {MAX_ITEMS} items")
            return {key: convert(part) for key, part in item.items()}
        if isinstance(item, np.generic) and np.dtype(kind).str in ARRAY_DTYPES:
            return item.item()
        return Unknown(str(kind.__name__)[:80])

    return convert(value)

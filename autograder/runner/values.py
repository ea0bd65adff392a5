"""The values that an answer may be made of. Both sides of the sandbox share this, so it needs nothing but NumPy."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

# The kinds of array that are carried out of a sandbox. Anything else is only named.
ARRAY_DTYPES = frozenset(np.dtype(code).str for code in "?bhiqBHIQefdFD")
MAX_ITEMS = 10_000  # of a list, tuple or dict, all levels together
MAX_NESTING = 20  # lists, tuples and dicts in each other

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


class _Endless(Exception):
    """A value that holds itself, or others within others to no good end; `args` has its name."""


def plain(value: Any) -> Any:
    """Copy `value` into plain arrays, numbers, strings, tuples, lists, and dicts whose keys are strings.

    Whatever does not fit becomes an `Unknown`. Types are compared exactly: a subclass could lie about its
    shape or its values. Arrays of another byte order get the machine's own: their numbers are the same.
    """
    try:
        return _Conversion(value).convert(value)
    except _Endless as endless:
        return Unknown(str(endless))


class _Conversion:
    """A conversion of one value, which counts the items of all its levels together."""

    def __init__(self, value: Any) -> None:
        self.outermost = type(value).__name__
        self.left = MAX_ITEMS

    def convert(self, item: Any, holders: tuple[int, ...] = ()) -> Any:
        """Convert one item of the value; `holders` are the ids of what holds it, from the outermost on."""
        kind = type(item)
        if kind is np.ndarray:
            return _plain_array(item)
        if item is None or kind in (bool, int, float, str, Unknown):
            return item
        if kind is tuple or kind is list or (kind is dict and all(type(key) is str for key in item)):
            return self._convert_parts(item, kind, holders)
        if isinstance(item, np.generic) and np.dtype(kind).str in ARRAY_DTYPES:
            return item.item()
        return Unknown(str(kind.__name__)[:80])

    def _convert_parts(self, item: Any, kind: Any, holders: tuple[int, ...]) -> Any:
        if id(item) in holders:
            raise _Endless(f"a {kind.__name__} that holds itself")
        if len(holders) == MAX_NESTING:
            raise _Endless(f"a {self.outermost} nested more than {MAX_NESTING} deep")
        self.left -= len(item)
        if self.left < 0:
            return Unknown(f"a {kind.__name__} of more than {MAX_ITEMS} items")
        inside = (*holders, id(item))
        if kind is dict:
            return {key: self.convert(part, inside) for key, part in item.items()}
        return kind(self.convert(part, inside) for part in item)


def _plain_array(array: np.ndarray) -> np.ndarray | Unknown:
    native = array.dtype.newbyteorder("=") if array.dtype.kind in "biufc" else array.dtype
    if native.str not in ARRAY_DTYPES:
        return Unknown(f"array of {array.dtype.name}"[:80])
    return np.array(array, native, order="C")

"""Look at the source of a cell without parsing it: the functions it defines, a merge's conflict, an indented beginning.

It may be made to exhaust its reader, so every pattern reads it once, from beginning to end.
"""

import re

_FUNCTION = re.compile(r"^([ \t]*)(?:async\s+)?def\s+(\w{1,80})\s*\(", re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<span [^>]{0,40}>\*\*)?(?:<{7}|>{7})[^\n]{0,60}", re.MULTILINE)


def defined_functions(source: str, *, indented: bool = False) -> list[str]:
    """The names of the functions that are defined in a cell's first column; with `indented`, of those in others too."""
    return [name for indent, name in _FUNCTION.findall(source) if indented or not indent]


def conflict_marker(source: str) -> re.Match[str] | None:
    """The first line with which git or nbdime marks a conflict; None where there is none."""
    return _CONFLICT.search(source)


def begins_indented(source: str) -> bool:
    """Whether a cell begins in the middle of a function, as one does that a program has cut in two."""
    first = next(filter(str.strip, source.splitlines()), "")
    return first.startswith((" ", "\t"))

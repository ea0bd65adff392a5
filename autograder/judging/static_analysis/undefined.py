"""Say why a notebook does not define the function that an exercise asks for, although it was begun."""

import difflib
import re
from collections.abc import Collection, Iterable

from ...bank import EXERCISES
from ...language import gettext as _
from ...notebook.source import begins_indented, conflict_marker, defined_functions

MAX_NAMES, MAX_CHARS = 200, 200  # of a notebook that may be made to exhaust its reader
_ENDS_EARLY = re.compile(r"expected an indented block|unexpected EOF|was never closed|unterminated|incomplete input")
_FILE = re.compile(r"\((?:[^(),]*), line (\d+)\)$")


def why_undefined(name: str, cells: Iterable[tuple[str, str]], given: Collection[str] = (), answer: int = -1) -> str:
    """Say in a sentence why `name` is not there; empty where it was never begun.

    Parameters
    ----------
    name : str
        The function that the exercise asks for.
    cells : iterable of (str, str)
        The source of every code cell, and the error that stopped it, empty where none did.
    given : collection of str
        The functions that the released notebook gives.
    answer : int
        Which of `cells` is the one for the answer, where that is known: whatever it defines is what was meant, unless
        it is given, or asked for by another exercise of any chapter.
    """
    others = {*given, *(exercise.name for exercise in EXERCISES.values())}
    near: dict[str, None] = {}
    there: list[str] = []
    stopped = ""
    cells = list(cells)
    for place, (source, error) in enumerate(cells):
        names = defined_functions(source, indented=True)[:MAX_NAMES]
        if name in names or re.search(rf"^{re.escape(name)}\s*=", source, re.MULTILINE):
            if not error:
                return ""
            said = _FILE.sub(r"(line \1)", " ".join(error.split()))[:MAX_CHARS].rstrip(".")
            stopped = _("The notebook does not define {name}: its cell stopped with {error}.", name=name, error=said)
            marker = conflict_marker(source)
            below = cells[place + 1][0] if place + 1 < len(cells) else ""
            if marker:
                stopped = _(
                    "The notebook does not define {name}: its cell stopped at the conflict markers of a merge "
                    "({marker}): choose one side.",
                    name=name,
                    marker=marker[0],
                )
            elif _ENDS_EARLY.search(error) and begins_indented(below):
                stopped = _(
                    "The notebook does not define {name}: its cell stopped with {error}, and the cell below goes on: "
                    "put the two together.",
                    name=name,
                    error=said,
                )
        elif len(near) < MAX_NAMES:
            new = [other for other in names if other not in others]
            near |= dict.fromkeys(new)
            there = new if place == answer else there
    if stopped:
        return stopped
    holding = [other for other in near if name in other]
    alike = holding or difflib.get_close_matches(name, near, n=1, cutoff=0.75) or there[-1:]
    return _("The notebook defines {other}; the exercise needs {name}.", other=alike[0], name=name) if alike else ""

"""Say why a notebook does not define the function that an exercise asks for, although it was begun."""

import difflib
import re
from collections.abc import Collection, Iterable

MAX_NAMES, MAX_CHARS = 200, 200  # of a notebook that may be made to exhaust its reader
_DEFINED = re.compile(r"^\s*(?:async\s+)?def\s+(\w{1,80})\s*\(", re.MULTILINE)
_FILE = re.compile(r"\((?:[^(),]*), line (\d+)\)$")


def why_undefined(name: str, cells: Iterable[tuple[str, str]], others: Collection[str] = (), answer: int = -1) -> str:
    """Why `name` is not there, in a sentence; empty where it was never begun.

    Parameters
    ----------
    name : str
        The function that the exercise asks for.
    cells : iterable of (str, str)
        The source of every code cell, and the error that stopped it, empty where none did.
    others : collection of str
        The functions that other exercises ask for.
    answer : int
        Which of `cells` is the one for the answer, where that is known: whatever it defines is what was meant.
    """
    near: dict[str, None] = {}
    there: list[str] = []
    stopped = ""
    for place, (source, error) in enumerate(cells):
        names = _DEFINED.findall(source)[:MAX_NAMES]
        if name in names or re.search(rf"^{re.escape(name)}\s*=", source, re.MULTILINE):
            if not error:
                return ""
            stopped = _FILE.sub(r"(line \1)", " ".join(error.split()))[:MAX_CHARS]
        elif len(near) < MAX_NAMES:
            new = [other for other in names if other not in others]
            near |= dict.fromkeys(new)
            there = new if place == answer else there
    if stopped:
        return f"The notebook does not define {name}: its cell stopped with {stopped.rstrip('.')}."
    holding = [other for other in near if name in other]
    alike = holding or difflib.get_close_matches(name, near, n=1, cutoff=0.75) or there[-1:]
    return f"The notebook defines {alike[0]}; the exercise needs {name}." if alike else ""

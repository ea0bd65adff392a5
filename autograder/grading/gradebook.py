"""What is wrong with a gradebook, in a line: out of reach, held by somebody else, or of an older nbgrader."""

import contextlib
import re
from collections.abc import Iterator

from ..errors import UserError

_OLDER = re.compile(r"no such (column|table)|(column|relation) \S+ does not exist")  # SQLite's words, PostgreSQL's


class UnusableGradebook(UserError):
    """A gradebook that cannot be used now; the message says what to do."""


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Make what a database complains of an `UnusableGradebook`."""
    from sqlalchemy.exc import DBAPIError  # costs a moment

    try:
        yield
    except DBAPIError as error:
        raise UnusableGradebook(explanation(str(error.orig or error))) from error


def explanation(said: str) -> str:
    """What to do when a database says this."""
    first = (said.strip().splitlines() or ["it does not say why"])[0][:200]
    if _OLDER.search(first):
        return f"the gradebook is of an older nbgrader ({first}): run `nbgrader db upgrade` in the course directory"
    return f"the gradebook cannot be used: {first}. What was judged is kept: run the same command again when it can"

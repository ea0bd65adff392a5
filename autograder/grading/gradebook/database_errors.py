"""Explain in a line why a gradebook cannot be used: out of reach, locked, damaged, or of an older nbgrader."""

import contextlib
import re
import warnings
from collections.abc import Iterator
from logging import LogRecord

from ...errors import UserError
from ...language import gettext as _

_OLDER = re.compile(r"no such (column|table)|(column|relation) \S+ does not exist")  # SQLite's words, PostgreSQL's

_DAMAGED = re.compile(r"file is not a database|database disk image is malformed")  # SQLite's words


class UnusableGradebook(UserError):
    """A gradebook that cannot be used now; the message says what to do."""


@contextlib.contextmanager
def translating_database_errors() -> Iterator[None]:
    """Re-raise database errors as `UnusableGradebook`, with what to do."""
    from nbgrader.api import InvalidEntry  # nbgrader takes seconds to import
    from sqlalchemy.exc import DBAPIError
    from tornado.log import app_log

    app_log.addFilter(_drop)  # where nbgrader would write a traceback as well
    try:
        yield
    except DBAPIError as error:
        raise UnusableGradebook(explanation(str(error.orig or error))) from error
    except InvalidEntry as error:  # what nbgrader makes of a database's refusal
        raise UnusableGradebook(explanation(re.sub(r"^\(\S+\) ", "", str(error)))) from error
    finally:
        app_log.removeFilter(_drop)


@contextlib.contextmanager
def without_session_warnings() -> Iterator[None]:
    """Silence SQLAlchemy: nbgrader's own sessions warn on every submission, and there is nothing a user could do."""
    from sqlalchemy.exc import SAWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


def _drop(record: LogRecord) -> bool:
    return False


def explanation(message: str) -> str:
    """Say what to do about a database's message."""
    first = (message.strip().splitlines() or [_("it does not say why")])[0][:200]
    if _OLDER.search(first):
        return _(
            "the gradebook is of an older nbgrader ({why}): run `nbgrader db upgrade` in the course directory",
            why=first,
        )
    if _DAMAGED.search(first):
        return _(
            "the gradebook is damaged ({why}): bring back a copy of it. Or move it away, release the assignments "
            "with `nbgrader generate_assignment NAME --force` and grade again; points given by hand are only in it",
            why=first,
        )
    return _(
        "the gradebook cannot be used: {why}. Nothing is lost: run the same command again when it can",
        why=first,
    )

"""A gradebook that stays open, and writing into it in one transaction."""

import contextlib
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nbgrader.api import Gradebook

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class OpenGradebook(Gradebook):
    """nbgrader's gradebook, whose connections are kept: to close it ends its session, and it can be used again.

    nbgrader connects and looks for every table whenever it needs the gradebook, which is ten times for one submission.
    """

    def __init__(self, db_url: str, course_id: str) -> None:
        self._opened = 0
        super().__init__(db_url, course_id)
        weakref.finalize(self, self.engine.dispose)

    def __enter__(self) -> "OpenGradebook":
        self._opened += 1
        return self

    def close(self) -> None:
        """End the session, when all that have entered it have left: what is read after that is read anew."""
        self._opened -= 1
        if not self._opened:
            self.db.remove()


@contextlib.contextmanager
def one_transaction(gradebook: Gradebook) -> Iterator["Session"]:
    """Let all that is written in this block be written together, or not at all.

    nbgrader's own functions commit whatever they do at once; in this block they do not.
    """
    session = gradebook.db()
    session.commit = session.flush
    try:
        yield session
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.commit
    session.commit()

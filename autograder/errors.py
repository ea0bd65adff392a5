"""Errors for people: what a user can mend, said in a line or two."""


class UserError(Exception):
    """Something the user can mend; the message says what is wrong and what to do."""


class BrokenNotebook(UserError):
    """A file that is no notebook, or not any more.

    `reason` says why, in words where they are known, else in the first line of what the reader of it said.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class InWords(Exception):
    """An error that a notebook shows by its message alone: whoever made it has no use for our traceback."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [str(self)]


class UnknownLanguage(InWords, UserError):
    """A language that nothing here is translated into."""


class CheckFailed(InWords, AssertionError):
    """An answer is not right yet, where that has to be an error: nbgrader's Validate counts nothing else."""


class NotAFunction(InWords, TypeError):
    """Something was to be checked that cannot be called."""


class UnknownName(InWords, LookupError):
    """There is no exercise, or no case, of that name."""

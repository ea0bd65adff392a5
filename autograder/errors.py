"""Errors for people: what a user can mend, said in a line or two."""


class UserError(Exception):
    """Something the user can mend; the message says what is wrong and what to do."""


class BrokenNotebook(UserError):
    """A file that is no notebook, or not any more."""

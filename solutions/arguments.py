"""Turning away the arguments torch turns away, with a message that says what was given and what fits."""

import functools
import inspect


def accepts(check):
    """Decorate an operation so that `check(name, **arguments)` sees its arguments first.

    The check stands outside the operation's body because the body is also the exercise's model answer,
    and a learner's answer is only ever given valid arguments.
    """

    def decorate(operation):
        signature = inspect.signature(operation)

        @functools.wraps(operation)
        def checked(*args, **kwargs):
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            check(operation.__name__, **bound.arguments)
            return operation(*args, **kwargs)

        return checked

    return decorate


def require(fits, message):
    """Raise `ValueError(message)` unless `fits`."""
    if not fits:
        raise ValueError(message)

"""Register one mistake with several exercises: a wrong idea is written once, however the exercises are called."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from ..runner.values import Arguments, Function
from .exercise import Exercise

Wrong = TypeVar("Wrong")


class Register(Protocol):
    """The decorator that `family` returns: `register(name, hint, only=...)` puts a wrong idea into the bank."""

    def __call__(self, name: str, hint: str, *, only: Iterable[Exercise] | None = None) -> Callable[[Wrong], Wrong]: ...


def family(
    exercises: Iterable[Exercise],
    adapt: Callable[[Exercise, Any], Function],
    args: Callable[[Exercise, Any], Callable[..., Arguments] | None] | None = None,
) -> Register:
    """Make a decorator that registers a mistake with every exercise of a family.

    Parameters
    ----------
    exercises : iterable of Exercise
        The family: exercises in which the same wrong idea makes the same mistake.
    adapt : callable
        `adapt(exercise, wrong)` turns what is decorated into a wrong version of `exercise`, with its parameters.
    args : callable, optional
        `args(exercise, wrong)` gives the `args` of the `Mistake`, for a family that gives the right function other
        arguments; None where that cannot be said of `wrong`.

    Returns
    -------
    callable
        A decorator `(name, hint, *, only=None)`. `only` names the exercises to register with, where it is not the
        whole family.

    Examples
    --------
    Every exercise of this family takes an image, and is spoiled by the image that it is given::

        other_image = family(IMAGES, lambda exercise, change: lambda x: RIGHT[exercise](change(x)))


        @other_image("repeats the first input of the batch", hint="Which input does out[1] come from?")
        def _(x):
            return np.broadcast_to(x[:1], x.shape)
    """
    members = tuple(exercises)

    def register(name: str, hint: str, *, only: Iterable[Exercise] | None = None) -> Callable[[Wrong], Wrong]:
        def put_into_the_bank(wrong: Wrong) -> Wrong:
            for exercise in members if only is None else only:
                changed = args(exercise, wrong) if args else None
                exercise.mistake(name, hint, changed)(adapt(exercise, wrong))
            return wrong

        return put_into_the_bank

    return register

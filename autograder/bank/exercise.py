"""An exercise: the cases it is tried on, the oracle's words for it, and the mistakes known to be made."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from ..language import noted
from ..runner.values import Arguments, Function
from .speed import Speed

HIDDEN_CASE = noted("hidden case {number}")


@dataclass(frozen=True, init=False, eq=False)
class Case:
    """One call of an exercise's function.

    Parameters
    ----------
    name : str
        What is special about it, in plain words: the learner reads it.
    *args
        The arguments, by position.
    why : str
        What this case would show that the others do not.
    most_bytes : int, optional
        The memory that a call may take at most beside its arguments, where that is looked at. Leave room: Python's own
        needs some, and an honest answer may copy. What is too much should be more than 64 MiB: less may come to lie
        where earlier arrays were.
    """

    name: str
    args: Arguments
    why: str
    hidden: bool
    most_bytes: int | None

    def __init__(
        self, name: str, *args: Any, why: str = "", hidden: bool = False, most_bytes: int | None = None
    ) -> None:
        values = {"name": name, "args": args, "why": why, "hidden": hidden, "most_bytes": most_bytes}
        for attribute, value in values.items():
            object.__setattr__(self, attribute, value)

    @property
    def size(self) -> int:
        """The number of numbers that its arguments are made of."""
        return _numbers_in(self.args)


class Misfit(ValueError):
    """Raised by a mistake where shapes do not fit in an answer that makes it.

    How the answer is written decides what comes of that: a complaint of NumPy's, or a result of another shape.
    """


@dataclass(frozen=True)
class Mistake:
    """A wrong version of an exercise, with the hint that whoever wrote it needs.

    Attributes
    ----------
    name : str
        What the answer does: "flips the kernel".
    hint : str
        A question that leads on.
    function : callable
        The wrong version. It may raise a `Misfit`.
    args : callable, optional
        For a mistake that is the right function on other arguments: what it makes of them. Such a mistake can be
        recognised together with another.
    elsewhere : str
        For an answer that is right in another library: a sentence that says in which, and what it does.
    """

    name: str
    hint: str
    function: Function
    args: Callable[..., Arguments] | None = None
    elsewhere: str = ""


@dataclass(frozen=True)
class OutputPart:
    """A labelled piece of the input that one number of the output is made of, for the report to show."""

    label: str
    array: np.ndarray


@dataclass(eq=False)
class Exercise:
    """One function that the learner writes.

    Parameters
    ----------
    id : str
        `chapter-slug/function_name`.
    torch : callable
        `torch(torch, *args)`: the same call in torch; arrays arrive as float64 tensors.
    cases : sequence of Case
        What a learner can run.
    hidden : callable
        `hidden(rng)` draws the arguments of one more case from a `numpy.random.Generator`.
    terms : callable
        `terms(*args)`: how many products make one output; the tolerance grows with it.
    parts : callable, optional
        `parts(index, *args)`: the `OutputPart`s of the input that make the output at `index`.
    forbidden : sequence of str
        Dotted names that would be the answer itself, such as `"numpy.pad"`.
    hidden_count : int
        How many hidden cases are drawn.
    page : str
        The book's page that has the section, where it is not the chapter's first.
    section : str
        The heading of the chapter's page in the book under which the exercise is explained: a hint sends a learner
        there. Empty where the book has no page for it.
    speed : Speed, optional
        How fast it is to be, where that is graded too.
    """

    id: str
    torch: Function
    cases: Sequence[Case]
    hidden: Callable[[np.random.Generator], Arguments]
    terms: Callable[..., int] = lambda *args: 1
    parts: Callable[..., Iterable[OutputPart]] | None = None
    forbidden: Sequence[str] = ()
    hidden_count: int = 6
    section: str = ""
    page: str = ""
    speed: Speed | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def chapter(self) -> str:
        """The slug of the chapter."""
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        """The name of the function."""
        return function_name(self.id)

    def mistake(
        self, name: str, hint: str, args: Callable[..., Arguments] | None = None
    ) -> Callable[[Function], Function]:
        """Decorate a wrong version of this exercise to put it into the bank. See `Mistake`."""

        def register(function: Function) -> Function:
            self.mistakes.append(Mistake(name, hint, function, args))
            return function

        return register

    def draw(self, seed: int) -> list[Case]:
        """The hidden cases of `seed`: the same seed gives the same cases, and each exercise its own.

        Every second one has all the decimals of float32, so that no rounded answer passes.
        """
        rng = np.random.default_rng([zlib.crc32(self.id.encode()), seed])
        cases = []
        for number in range(1, self.hidden_count + 1):
            args = self.hidden(rng)
            if number % 2 == 0:
                args = tuple(unrounded(rng, value) for value in args)
            cases.append(Case(HIDDEN_CASE.format(number=number), *args, hidden=True))
        return cases


def function_name(exercise_id: str) -> str:
    """The name of the function that a learner writes, of an id `chapter-slug/function_name`."""
    return exercise_id.rpartition("/")[2]


def untouched_stub(*args: Any) -> None:
    """Do what a learner's function does before it is written."""
    raise NotImplementedError


def _numbers_in(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        return sum(map(_numbers_in, value.values()))
    if isinstance(value, (tuple, list)):
        return sum(map(_numbers_in, value))
    return 1


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    """Random float32 numbers with one decimal, so that a report that shows them can be read."""
    rng = np.random.default_rng([*shape, seed])
    return rounded(rng, *shape)


def floats(values: ArrayLike) -> np.ndarray:
    """`values` as float32, the type that layers are given."""
    return np.asarray(values, dtype=np.float32)


def rounded(rng: np.random.Generator, *shape: SupportsIndex) -> np.ndarray:
    """Draw standard normal float32 numbers, rounded to one decimal."""
    return floats(np.round(rng.standard_normal(shape), 1))


def unrounded(rng: np.random.Generator, value: Any) -> Any:
    """Draw more decimals for the float32 numbers in `value` that have one; zeros and signs stay as they are."""
    if isinstance(value, dict):
        return {name: unrounded(rng, item) for name, item in value.items()}
    if not isinstance(value, np.ndarray) or value.dtype != np.float32:
        return value
    return floats(np.where(value == 0, 0, value + rng.uniform(-0.04, 0.04, value.shape)))

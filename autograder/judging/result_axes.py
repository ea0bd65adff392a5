"""The words for the axes of a result, as reports use them."""

from collections.abc import Sequence

from ..bank.exercise import Exercise
from .pattern import parameters

_OF_A_BATCH = {
    2: ("input of the batch", "number"),
    3: ("input of the batch", "channel", "place"),
    4: ("input of the batch", "channel", "row", "column"),
    5: ("input of the batch", "channel", "slice", "row", "column"),
}
_OF_ONE_ARRAY = {1: ("place",), 2: ("row", "column"), 4: ("filter", "channel", "row", "column")}
_LETTERS = {3: ("N", "C", "L"), 4: ("N", "C", "H", "W"), 5: ("N", "C", "D", "H", "W")}


def axis_names(exercise: Exercise, ndim: int) -> Sequence[str] | None:
    """Return what each axis of a result of `exercise` counts; None where there are no words for them."""
    given = parameters(exercise)
    return (_OF_A_BATCH if given and given[0].name == "x" else _OF_ONE_ARRAY).get(ndim)


def axis_letters(exercise: Exercise, ndim: int) -> Sequence[str] | None:
    """Return torch's letters for the axes of a batch, such as N, C, H, W; None where the result is no such batch."""
    given = parameters(exercise)
    return _LETTERS.get(ndim) if given and given[0].name == "x" else None


def spatial_axes(names: Sequence[str]) -> list[int]:
    """Return the axes along which a window moves."""
    return [axis for axis, name in enumerate(names) if name in ("place", "slice", "row", "column")]


def several(name: str) -> str:
    """Return the plural of an axis's name."""
    noun, _, rest = name.partition(" ")
    return f"{noun}s {rest}".strip()


def listed(words: Sequence[str]) -> str:
    """Join words for a sentence: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)

"""The words for the axes of a result, as reports use them; some languages decline them."""

from collections.abc import Sequence

from ...bank.exercise import Exercise
from ...language import Message, noted
from .. import oracle

_OF_A_BATCH = {
    2: ("input of the batch", "number"),
    3: ("input of the batch", "channel", "place"),
    4: ("input of the batch", "channel", "row", "column"),
    5: ("input of the batch", "channel", "slice", "row", "column"),
}
_OF_ONE_ARRAY = {1: ("place",), 2: ("row", "column"), 4: ("filter", "channel", "row", "column")}
# For translators: "from the first row to the last", so in German "der ersten Zeile", "dem ersten Kanal".
FIRST = {
    "input of the batch": noted("the first input of the batch"),
    "number": noted("the first number"),
    "filter": noted("the first filter"),
    "channel": noted("the first channel"),
    "place": noted("the first place"),
    "slice": noted("the first slice"),
    "row": noted("the first row"),
    "column": noted("the first column"),
}
LAST = {
    "input of the batch": noted("the last input of the batch"),
    "number": noted("the last number"),
    "filter": noted("the last filter"),
    "channel": noted("the last channel"),
    "place": noted("the last place"),
    "slice": noted("the last slice"),
    "row": noted("the last row"),
    "column": noted("the last column"),
}
NEXT = {
    "input of the batch": noted("the next input of the batch"),
    "number": noted("the next number"),
    "filter": noted("the next filter"),
    "channel": noted("the next channel"),
    "place": noted("the next place"),
    "slice": noted("the next slice"),
    "row": noted("the next row"),
    "column": noted("the next column"),
}
SEVERAL = {
    "input of the batch": noted("inputs of the batch"),
    "number": noted("numbers"),
    "filter": noted("filters"),
    "channel": noted("channels"),
    "place": noted("places"),
    "slice": noted("slices"),
    "row": noted("rows"),
    "column": noted("columns"),
}
A_SINGLE = {"place": noted("a place"), "slice": noted("a slice"), "row": noted("a row"), "column": noted("a column")}
_ONE = {"place": noted("1 place"), "slice": noted("1 slice"), "row": noted("1 row"), "column": noted("1 column")}
_MANY = {
    "place": noted("{number} places"),
    "slice": noted("{number} slices"),
    "row": noted("{number} rows"),
    "column": noted("{number} columns"),
}
_LETTERS = {3: ("N", "C", "L"), 4: ("N", "C", "H", "W"), 5: ("N", "C", "D", "H", "W")}


def axis_names(exercise: Exercise, ndim: int) -> Sequence[str] | None:
    """Return what each axis of a result of `exercise` counts; None where there are no words for them."""
    return (_OF_A_BATCH if _takes_a_batch(exercise) else _OF_ONE_ARRAY).get(ndim)


def axis_letters(exercise: Exercise, ndim: int) -> Sequence[str] | None:
    """Return torch's letters for the axes of a batch, such as N, C, H, W; None where the result is no such batch."""
    return _LETTERS.get(ndim) if _takes_a_batch(exercise) else None


def _takes_a_batch(exercise: Exercise) -> bool:
    return oracle.parameters(exercise).names[:1] == ("x",)


def spatial_axes(names: Sequence[str]) -> list[int]:
    """Return the axes along which a window moves."""
    return [axis for axis, name in enumerate(names) if name in ("place", "slice", "row", "column")]


def counted(axis: str, number: int) -> Message:
    """Return so many of what an axis along which a window moves counts: "2 rows"."""
    return _ONE[axis] if number == 1 else _MANY[axis].filled(number=number)

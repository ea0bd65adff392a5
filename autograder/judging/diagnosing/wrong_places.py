"""Find where the wrong numbers of a result stand: in its last row, at its border, where two prints meet."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from ...bank.chapters.upsampling_and_pixelshuffle import CUBIC_KERNEL
from ...bank.exercise import Case, Exercise, Mistake
from ...bank.mistakes.right_answers import right_answer
from ...language import Message, listed, noted
from .. import oracle
from ..compare import difference
from ..tried_case import TriedCase
from .result_axes import FIRST, LAST, NEXT, axis_names, spatial_axes

WHERE_NAN_COMES_FROM = noted(
    "nan is what 0/0 gives, and the mean of an empty window, as of a slice that begins below 0, and a root of a "
    "negative number."
)
_MANY = 3  # right numbers outside of the region, at least, that make a case telling
Region = Callable[[Case, tuple[int, ...]], np.ndarray]


def find_wrong_places(exercise: Exercise, tried: Sequence[TriedCase]) -> Mistake | None:
    """Say in which part of the result all the wrong numbers stand, if it is the same part in every failing case.

    Two failing cases at least must have numbers outside of it.
    """
    failing = [case for case in tried if not case.is_right]
    names = _names(exercise, failing)
    if names is None:
        return None
    wrong = [_wrong(case) for case in failing]
    zero = all((case.got[places] == 0).all() for case, places in zip(failing, wrong, strict=True))
    bare = not zero and all(_is_bare_bias(exercise, *pair) for pair in zip(failing, wrong, strict=True))
    nan = all(np.isnan(case.got).any() and not np.isnan(case.wanted).any() for case in failing)
    kinds = {
        noted("leaves zeros {where}"): zero,
        noted("leaves all but the bias at zero {where}"): bare,
        noted("returns nan, or a wrong number, {where}"): nan,
    }
    done = next((words for words, holds in kinds.items() if holds), noted("is right everywhere but {where}"))
    for where, hint, region in _regions(exercise, names):
        outside = [~region(case.case, case.wanted.shape) for case in failing]
        if any((places & beyond).any() for places, beyond in zip(wrong, outside, strict=True)):
            continue
        many = _MANY if names else 1
        if sum(_is_telling(case, beyond, many) for case, beyond in zip(failing, outside, strict=True)) >= 2:
            return Mistake(done.filled(where=where), WHERE_NAN_COMES_FROM if nan else hint, np.asarray)
    for axis, name in enumerate(names):
        if _only_the_first_is_right(wrong, axis):
            hint = noted(
                "Which line should take {what}, and does it do that in every turn of the loop?", what=NEXT[name]
            )
            return Mistake(noted("is right for {what} only", what=FIRST[name]), hint, np.asarray)
    if (zero or bare) and sum(_is_telling(case, ~places) for case, places in zip(failing, wrong, strict=True)) >= 2:
        hint = noted(
            "All the wrong numbers are the bias alone. Which places of the output does no line of yours assign?"
        )
        name = noted("leaves a part of the sums at zero")
        if zero:
            hint = noted("All the wrong numbers are zero. Which places of the output does no line of yours assign?")
            name = noted("leaves a part of the result at zero")
        return Mistake(name, hint, np.asarray)
    return None


def _names(exercise: Exercise, failing: Sequence[TriedCase]) -> Sequence[str] | None:
    """Name what the axes of the results count; None where they are no arrays of the right shape."""
    same_shape = all(case.has_arrays and case.got.shape == case.wanted.shape for case in failing)
    if same_shape and exercise is CUBIC_KERNEL:
        return ()  # it is called with arrays of any shape, and what counts are the distances
    dimensions = {case.wanted.ndim for case in failing} if same_shape else set()
    return axis_names(exercise, dimensions.pop()) if len(dimensions) == 1 else None  # places of one are none of another


def _wrong(case: TriedCase) -> np.ndarray:
    found = difference(case.wanted, case.got, case.terms)
    assert found is not None  # it fails, and is an array of the right shape and type
    return np.ones(case.wanted.shape, bool) if found.wrong is None else found.wrong  # a single number has no places


def _is_bare_bias(exercise: Exercise, case: TriedCase, places: np.ndarray) -> bool:
    """Whether nothing but the bias stands at `places`."""
    names = oracle.parameters(exercise).names
    bias = dict(zip(names, case.case.args, strict=False)).get("bias")
    if bias is None or "bias" not in names or case.got.ndim < 2:
        return "bias" in names and not case.got[places].any()
    column = np.broadcast_to(bias.reshape(-1, *[1] * (case.got.ndim - 2)), case.got.shape)
    return bool((case.got[places] == column[places]).all())


def _is_telling(case: TriedCase, outside: np.ndarray, many: int = _MANY) -> bool:
    """Whether enough right numbers other than zero stand outside of a region."""
    right = np.unique(case.wanted[outside])
    return bool(np.count_nonzero(right) >= many)


def _only_the_first_is_right(wrong: Sequence[np.ndarray], axis: int) -> bool:
    """Whether along `axis` every slice is wrong but the first, which is right, in at least two cases."""
    slices = [np.moveaxis(places, axis, 0).reshape(places.shape[axis], -1) for places in wrong]
    return (
        sum(places.shape[1] >= _MANY for places in slices) >= 2
        and not any(places[0].any() for places in slices)
        and all(len(places) > 1 and places[1:].any(axis=1).all() for places in slices)
    )


# The parts of a result ------------------------------------------------------------------------------------------------


def _regions(exercise: Exercise, names: Sequence[str]) -> Iterator[tuple[Message, Message, Region]]:
    """The parts of a result, the smallest first: words, a hint, and `region(case, shape)`, which gives its places."""
    spatial = spatial_axes(names)
    for end in ("last", "first"):
        words = LAST if end == "last" else FIRST
        for axis in reversed(range(len(names))):
            yield _in(words[names[axis]]), _hint(words[names[axis]]), _at_the_ends([axis], [end])
        if len(spatial) > 1:
            what = listed([words[names[axis]] for axis in spatial])
            yield _in(what), _hint(what), _at_the_ends(spatial, [end])
    if exercise is CUBIC_KERNEL:
        yield from _distances()
    if exercise.id in _PRINTING:
        hint = noted(
            "Where a single print lands all is right. What should become of the numbers of two prints on one place?"
        )
        yield noted("where two prints meet"), hint, lambda case, shape: _reached(exercise, case, shape) > 1
    for axis in spatial:
        what = _BOTH_ENDS[names[axis]]
        yield _in(what), _hint(what), _at_the_ends([axis], ["first", "last"])
    hint = noted("Inside all is right. What is different at the border: where do the first and the last windows reach?")
    for width in (1, 2, 3):
        yield noted("at the border"), hint, _at_the_ends(spatial, ["first", "last"], width)


_BOTH_ENDS = {
    "place": noted("the first and the last place"),
    "slice": noted("the first and the last slice"),
    "row": noted("the first and the last row"),
    "column": noted("the first and the last column"),
}


def _in(what: Message) -> Message:
    return noted("in {what}", what=what)


def _distances() -> Iterator[tuple[Message, Message, Region]]:
    """The three parts of the cubic kernel's curve."""
    for low, high in ((0, 1), (1, 2), (2, np.inf)):
        where = noted("at distances of {low} or more", low=low)
        if high < np.inf:
            where = noted("at distances from {low} to {high}", low=low, high=high)
        hint = noted("The curve has three parts. Compare the line {where} with the docstring.", where=where)
        yield where, hint, _at(low, high)


def _at(low: float, high: float) -> Region:
    def region(case: Case, shape: tuple[int, ...]) -> np.ndarray:
        distances = np.abs(case.args[0])
        return np.asarray((distances >= low) & (distances <= high))

    return region


def _hint(what: Message) -> Message:
    return noted(
        "All else is right. What does your code do for {what} that it does not do elsewhere, or leaves undone?",
        what=what,
    )


def _at_the_ends(axes: Sequence[int], ends: Sequence[str], width: int = 1) -> Region:
    def region(case: Case, shape: tuple[int, ...]) -> np.ndarray:
        inside = np.zeros(shape, bool)
        for axis in axes:
            for end in ends:
                part: list[Any] = [slice(None)] * len(shape)
                part[axis] = slice(None, width) if end == "first" else slice(-width, None)
                inside[tuple(part)] = True
        return inside

    return region


_PRINTING = ("transposed-convolutions/conv_transpose1d", "transposed-convolutions/conv_transpose2d")


def _reached(exercise: Exercise, case: Case, shape: tuple[int, ...]) -> np.ndarray:
    """The number of prints on every output: what a transposed convolution of ones gives, without a bias."""
    x, weight, _, *options = (*case.args, None)[: max(len(case.args), 3)]
    groups = options[3] if len(options) > 3 else 1
    right = right_answer(exercise)
    assert right is not None
    stamps = np.full_like(weight, groups / len(weight))  # the channels of a team make one print together
    return np.broadcast_to(np.round(right(np.ones_like(x), stamps, None, *options)), shape)

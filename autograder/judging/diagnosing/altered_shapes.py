"""Find what an answer did to the shape of the right result: turned its axes, cut something off, put something on."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ...bank.exercise import Mistake
from ...language import Message, listed, noted
from ..tried_case import TriedCase
from .result_axes import A_SINGLE, FIRST, LAST, SEVERAL, counted
from .returned_values import ReturnedValues, alteration

_FARTHEST = 8  # rows or columns that may be missing, or too many


def axes_in_another_order(results: ReturnedValues) -> Iterator[Mistake]:
    for order in itertools.permutations(range(results.ndim)):
        if order != tuple(range(results.ndim)) and results.all_are(lambda wanted, o=order: wanted.transpose(o)):
            if results.ndim == 2:
                what = listed([SEVERAL[name] for name in results.names or ()])
                name = noted("returns {what} swapped", what=what)
            else:
                axes = results.letters or list(map(str, range(results.ndim)))
                turned = ", ".join(axes[axis] for axis in order)
                right = ", ".join(axes)
                name = noted("returns the axes in the order ({turned}) and not ({right})", turned=turned, right=right)
            hint = noted("The numbers are right. In which order do the axes of your output stand, and which is wanted?")
            yield alteration(name, hint)


def an_array_of_another_shape(results: ReturnedValues) -> Iterator[Mistake]:
    pairs = [(case.wanted, case.got) for case in results.failing]
    if not all(
        got.size == wanted.size and got.shape != wanted.shape and _same_numbers(case, got)
        for case, (wanted, got) in zip(results.failing, pairs, strict=True)
    ):
        return
    squeezed = all(np.squeeze(wanted).shape == np.squeeze(got).shape for wanted, got in pairs)
    if squeezed and all(got.ndim > wanted.ndim for wanted, got in pairs):
        hint = noted("The numbers are right. Which axis of your output has the length 1, and which line makes it?")
        yield alteration(noted("returns the right numbers with an axis too many"), hint)
    elif squeezed and all(got.ndim < wanted.ndim for wanted, got in pairs):
        hint = noted("The numbers are right. Which axis of length 1 belongs between those of your output?")
        yield alteration(noted("returns the right numbers with an axis missing"), hint)
    else:
        hint = noted("The numbers are right, in the right order. Which line gives your output its shape?")
        yield alteration(noted("puts the right numbers into an array of another shape"), hint)


def _same_numbers(case: TriedCase, got: np.ndarray) -> bool:
    return case.agree(got.reshape(case.wanted.shape), case.wanted)


Margins = tuple[tuple[int, int], ...]  # how much there is at the two ends of each axis


def cut_off(results: ReturnedValues) -> Iterator[Mistake]:
    """Rows and columns at the sides that are missing."""
    missing = [set(_margins(results, case, case.wanted, case.got)) for case in results.failing]
    if not all(missing):
        return
    same, sides = set.intersection(*missing), _common_sides(missing)
    if same and not results.passing:
        hint = noted("Everything else is there. With which numbers do your loops begin and end?")
        yield alteration(noted("leaves out {what}", what=_at_the_sides(results, min(same), _left_out)), hint)
        return
    hint = noted("What is there is right. How do you work out the size of the output, and how far do the loops go?")
    if sides:
        yield alteration(noted("leaves out {what}", what=_at_the_sides(results, sides, _left_out)), hint)
    else:
        yield alteration(noted("returns only a part of the right result"), hint)


def _left_out(axis: str, count: int, *, at_the_end: bool) -> Message:
    if count == 1:
        return LAST[axis] if at_the_end else FIRST[axis]
    if count == _SOME:
        some = noted("some of the last {what}") if at_the_end else noted("some of the first {what}")
        return some.filled(what=SEVERAL[axis])
    many = noted("the last {what}") if at_the_end else noted("the first {what}")
    return many.filled(what=counted(axis, count))


def put_on(results: ReturnedValues) -> Iterator[Mistake]:
    """Rows and columns at the sides that are too many."""
    added = [set(_margins(results, case, case.got, case.wanted)) for case in results.failing]
    if not all(added):
        return
    same, sides = set.intersection(*added), _common_sides(added)
    hint = noted(
        "The right result stands inside of yours. What makes the input, or the output, larger than it should be?"
    )
    margins = min(same) if same and not results.passing else sides
    around = [margins[axis] for axis in results.spatial] if margins else []
    if not around or (len(around) > 1 and all(before and before == behind for before, behind in around)):
        name = noted("returns the right result with a border around it")
        if around and margins in same and len(set(around)) == 1:
            name = noted("returns the right result with a border of width {number} around it", number=around[0][0])
        yield alteration(name, hint)
    else:
        what = _at_the_sides(results, margins, _too_many)
        yield alteration(noted("returns the right result with {what}", what=what), hint)


def _too_many(axis: str, count: int, *, at_the_end: bool) -> Message:
    some = A_SINGLE[axis] if count == 1 else SEVERAL[axis] if count == _SOME else counted(axis, count)
    side = noted("{what} too many at the end") if at_the_end else noted("{what} too many at the beginning")
    return side.filled(what=some)


def _margins(results: ReturnedValues, case: TriedCase, whole: np.ndarray, part: np.ndarray) -> Iterator[Margins]:
    """Find how much of `whole` must go at the two ends of each axis so that `part` is left."""
    if part.ndim != whole.ndim or part.shape == whole.shape:
        return
    rooms = [large - small for large, small in zip(whole.shape, part.shape, strict=True)]
    if any(not 0 <= room <= (_FARTHEST if axis in results.spatial else 0) for axis, room in enumerate(rooms)):
        return
    for before in itertools.product(*[range(room + 1) for room in rooms]):
        window = whole[tuple(slice(b, b + size) for b, size in zip(before, part.shape, strict=True))]
        if case.agree(window, part):
            yield tuple((b, room - b) for b, room in zip(before, rooms, strict=True))


def _common_sides(margins: Sequence[set[Margins]]) -> Margins:
    """The sides at which there is something in every case, as margins of `_SOME`; empty where they differ."""
    sides = [{tuple((_SOME * (b > 0), _SOME * (e > 0)) for b, e in each) for each in case} for case in margins]
    return min(set.intersection(*sides), default=())


_SOME = _FARTHEST + 1


def _at_the_sides(results: ReturnedValues, margins: Margins, words: Callable[..., Message]) -> Message:
    """The words for what there is at the sides: "the last row and the last 2 columns"."""
    return listed(
        [
            words(axis, count, at_the_end=at_the_end)
            for axis, counts in zip(results.names or (), margins, strict=True)
            for count, at_the_end in zip(counts, (False, True), strict=True)
            if count
        ]
    )

"""Find what an answer did to the right result: turned its axes, cut something off, multiplied it, rounded it."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from ...bank.exercise import Exercise, Mistake
from ...language import listed, noted
from .. import oracle
from ..tried_case import TriedCase
from .altered_shapes import an_array_of_another_shape, axes_in_another_order, cut_off, put_on
from .result_axes import SEVERAL, counted
from .returned_values import MANY, ReturnedValues, alteration

_SHIFTS = (-2, -1, 0, 1, 2)


def find_alteration(exercise: Exercise, tried: Sequence[TriedCase]) -> Mistake | None:
    """Say what was done to the right result, if one thing explains every case, the passing ones too.

    Two failing cases at least must have enough numbers to rule out chance.
    """
    results = ReturnedValues(exercise, tried)
    if not results.are_telling:
        return None
    looks = _LOOKS if results.names is not None else _LOOKS_AT_NUMBERS
    return next((mistake for look in looks for mistake in look(results)), None)


# The same shape, other places -----------------------------------------------------------------------------------------


def _flipped(results: ReturnedValues) -> Iterator[Mistake]:
    assert results.names is not None
    for number in range(1, len(results.spatial) + 1):
        for axes in itertools.combinations(results.spatial, number):
            if results.all_are(lambda wanted, a=axes: np.flip(wanted, a)):
                names = listed([noted("the {what}", what=SEVERAL[results.names[axis]]) for axis in axes])
                hint = noted(
                    "The first of {names} of your output should be the last. Which end does your loop begin at?",
                    names=names,
                )
                yield alteration(noted("returns {names} in reverse order", names=names), hint)


def _slices_in_another_order(results: ReturnedValues) -> Iterator[Mistake]:
    assert results.names is not None
    for axis, name in enumerate(results.names):
        if axis not in results.spatial and all(_is_reordered(case, axis) for case in results.failing):
            hint = noted(
                "The {what} themselves are right. Which one of them stands first in your output, and which should?",
                what=SEVERAL[name],
            )
            yield alteration(noted("puts the {what} into another order", what=SEVERAL[name]), hint)


def _slices_in_other_places(results: ReturnedValues) -> Iterator[Mistake]:
    """Right slices in wrong places: some are written over others, so that other places stay empty."""
    assert results.names is not None
    for axis, name in enumerate(results.names):
        if axis in results.spatial:
            continue
        looks = [_misplaced(case, axis) for case in results.failing]
        if all(look is not None for look in looks) and sum(map(bool, looks)) >= 2:
            hint = noted(
                "Which of the {what} of the output does each turn of your loop fill? Is one of them filled twice?",
                what=SEVERAL[name],
            )
            name = noted("puts right {what} into wrong places, some over others", what=SEVERAL[name])
            yield alteration(name, hint)


def _misplaced(case: TriedCase, axis: int) -> bool | None:
    """Whether the slices show that they are misplaced; None where they are not."""
    if case.got.shape != case.wanted.shape:
        return None
    theirs = list(np.moveaxis(case.wanted, axis, 0))
    found = []
    for mine in np.moveaxis(case.got, axis, 0):
        places = [place for place, right in enumerate(theirs) if case.agree(right, mine)] or [-1] * (not mine.any())
        if not places:
            return None
        found.append(places)
    told_apart = all(len(places) == 1 for places in found) and len({places[0] for places in found} - {-1}) >= 2
    return told_apart and theirs[0].size >= MANY


def _is_reordered(case: TriedCase, axis: int) -> bool:
    if case.got.shape != case.wanted.shape or case.wanted.size < 2 * case.wanted.shape[axis]:
        return False
    left = list(np.moveaxis(case.wanted, axis, 0))
    for mine in np.moveaxis(case.got, axis, 0):
        position = next((place for place, theirs in enumerate(left) if case.agree(theirs, mine)), None)
        if position is None:
            return False
        del left[position]
    return True


def _shifted(results: ReturnedValues) -> Iterator[Mistake]:
    assert results.names is not None
    if any(case.got.shape != case.wanted.shape for case in results.tried):
        return
    for steps in sorted(itertools.product(_SHIFTS, repeat=len(results.spatial)), key=lambda s: sum(map(abs, s))):
        if any(steps) and _all_shifted(results, steps):
            end, beginning = noted("{what} too far to the end"), noted("{what} too far to the beginning")
            moves = [
                (end if step > 0 else beginning).filled(what=counted(results.names[axis], abs(step)))
                for step, axis in zip(steps, results.spatial, strict=True)
                if step
            ]
            hint = noted(
                "The numbers are right and in the wrong places. To which output does your first window belong?"
            )
            yield alteration(noted("puts its numbers {moves}", moves=listed(moves)), hint)
            return


def _all_shifted(results: ReturnedValues, steps: Sequence[int]) -> bool:
    telling = 0
    for case in results.tried:
        mine, theirs = [slice(None)] * results.ndim, [slice(None)] * results.ndim
        for axis, step in zip(results.spatial, steps, strict=True):
            mine[axis] = slice(max(step, 0), case.got.shape[axis] + min(step, 0) if step < 0 else None)
            theirs[axis] = slice(max(-step, 0), case.got.shape[axis] - step if step > 0 else None)
        got, wanted = case.got[tuple(mine)], case.wanted[tuple(theirs)]
        if not case.agree(got, wanted):
            return False
        telling += not case.is_right and len(np.unique(wanted)) >= MANY
    return telling >= 2


# The same places, other numbers ---------------------------------------------------------------------------------------


def _multiplied(results: ReturnedValues) -> Iterator[Mistake]:
    factor = _factor(results.failing[0])
    if factor and results.all_are(lambda wanted: wanted * factor):
        if factor == -1:
            hint = noted("Where does a minus come in, or a difference?")
            yield alteration(noted("has every sign the wrong way round"), hint)
        else:
            parts = 1 / factor
            done = noted("multiplies the right result by {factor}", factor=f"{factor:.4g}")
            if parts > 1 and abs(parts - round(parts)) < 1e-6:
                done = noted("divides the right result by {number}", number=round(parts))
            hint = noted("All the numbers are wrong by the same factor. Where does it come from?")
            yield alteration(done, hint)


def _multiplied_each_by_its_own(results: ReturnedValues) -> Iterator[Mistake]:
    """The right result, multiplied by a number that differs from case to case, such as a size."""
    if sum(len(np.unique(case.wanted)) >= MANY for case in results.failing) < 2:
        return
    factors = [_factor(case) for case in results.failing]
    if all(
        factor and case.returned(case.wanted * factor) for case, factor in zip(results.failing, factors, strict=True)
    ):
        shown = listed([f"{factor:.4g}" for factor in sorted(set(factors))])
        yield alteration(
            noted("multiplies the right result by a factor that differs from case to case"),
            noted("The factors are {factors}. Which size, or which count, is that in the case shown?", factors=shown),
        )


def _factor(case: TriedCase) -> float:
    """The number that makes the returned result of the right one when it is multiplied by it; 0 where there is none."""
    wanted, got = np.atleast_1d(case.wanted).astype(float), np.atleast_1d(case.got).astype(float)
    if wanted.shape != got.shape or not np.isfinite(wanted).all() or not np.isfinite(got).all() or not wanted.any():
        return 0.0
    at = np.unravel_index(np.argmax(np.abs(wanted)), wanted.shape)
    factor = float(got[at] / wanted[at])
    simple = float(Fraction(factor).limit_denominator(1000))
    return simple if abs(simple - factor) < 1e-5 * abs(factor) else factor


def _moved_up(results: ReturnedValues) -> Iterator[Mistake]:
    first = results.failing[0]
    if np.shape(first.got) != np.shape(first.wanted):
        return
    step = float(np.mean(np.asarray(first.got, float) - np.asarray(first.wanted, float)))
    step = int(step) if isinstance(first.wanted, int) and step == int(step) else step
    if np.isfinite(step) and results.all_are(lambda wanted: wanted + step):
        done = noted("takes {number} away from the right result", number=f"{-step:.4g}")
        if step > 0:
            done = noted("adds {number} to the right result", number=f"{step:.4g}")
        hint = noted("Every result is off by the same number. Which line adds it, or leaves it out?")
        yield alteration(done, hint)


def _rounded(results: ReturnedValues) -> Iterator[Mistake]:
    if any(case.got.shape != case.wanted.shape for case in results.tried):
        return
    for decimals in range(4):
        step = 10.0**-decimals
        if not all(_lies_on(case.got, step) for case in results.tried):
            continue
        off = np.concatenate([((case.got - case.wanted) / step).ravel() for case in results.tried])
        many = noted("1 decimal") if decimals == 1 else noted("{number} decimals", number=decimals)
        to = many if decimals else noted("whole numbers")
        hint = noted("The numbers are right, but rounded. Which line rounds, or divides with `//`?")
        for done, low, high in (
            (noted("rounds to {what}", what=to), -0.5, 0.5),
            (noted("rounds down to {what}", what=to), -1, 0),
            (noted("rounds up to {what}", what=to), 0, 1),
        ):
            if off.min() >= low - 1e-3 and off.max() <= high + 1e-3:
                yield alteration(done, hint)
        return


def _lies_on(numbers: np.ndarray, step: float) -> bool:
    """Whether all the numbers are multiples of `step`, as float32 has them."""
    return bool(np.allclose(np.round(numbers / step) * step, numbers, rtol=1e-6, atol=1e-6))


def _bias_again(results: ReturnedValues) -> Iterator[Mistake]:
    """The right result with the bias added more than once, equally often to all numbers of a case."""
    names = oracle.parameters(results.exercise).names
    if "bias" not in names or any(case.got.shape != case.wanted.shape for case in results.tried):
        return
    if not all(np.isfinite(case.got).all() for case in results.failing):
        return
    times = set()
    place = names.index("bias")
    for case in results.failing:
        bias = case.case.args[place] if place < len(case.case.args) else None
        if bias is None or not bias.any():
            return
        added = np.broadcast_to(bias.reshape(-1, *[1] * (results.ndim - 2)), case.wanted.shape)
        again = int(np.round(((case.got - case.wanted) * added).sum() / (added * added).sum()))
        if again < 1 or not case.agree(case.got, case.wanted + again * added):
            return
        times.add(again + 1)
    name = noted("adds the bias more than once")
    if len(times) == 1:
        name = noted("adds the bias {number} times", number=times.pop())
    hint = noted(
        "Each output should receive the bias of its filter once. In which loop does the line stand that adds it?"
    )
    yield alteration(name, hint)


def _running_totals(results: ReturnedValues) -> Iterator[Mistake]:
    hint = noted("Where does your sum begin again at zero: for each output, or once for all of them?")
    for add_up in (lambda wanted: wanted.cumsum(axis=-1), lambda wanted: wanted.cumsum().reshape(wanted.shape)):
        if results.all_are(add_up):
            yield alteration(noted("goes on adding from one number of the result to the next"), hint)


_LOOKS = (
    axes_in_another_order,
    an_array_of_another_shape,
    cut_off,
    put_on,
    _multiplied,
    _moved_up,
    _rounded,
    _flipped,
    _slices_in_another_order,
    _slices_in_other_places,
    _bias_again,
    _running_totals,
    _shifted,
    _multiplied_each_by_its_own,
)
_LOOKS_AT_NUMBERS = (_multiplied, _moved_up)

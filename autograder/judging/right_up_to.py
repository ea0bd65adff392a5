"""Find what an answer did to the right result: turned its axes, cut something off, multiplied it, rounded it."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from ..bank.exercise import Exercise, Mistake
from .pattern import parameters
from .result_axes import axis_letters, axis_names, listed, several, spatial_axes
from .tried_case import TriedCase

_MANY = 3  # numbers, at least, that must agree before it is no chance
_FARTHEST = 8  # rows or columns that may be missing, or too many
_SHIFTS = (-2, -1, 0, 1, 2)


def right_up_to(exercise: Exercise, tried: Sequence[TriedCase]) -> Mistake | None:
    """Say what was done to the right result, if one thing explains every case, the passing ones too.

    Two failing cases at least must have enough numbers to rule out chance.
    """
    results = _Results(exercise, tried)
    if not results.are_telling:
        return None
    looks = _LOOKS if results.names is not None else _LOOKS_AT_NUMBERS
    return next((mistake for look in looks for mistake in look(results)), None)


class _Results:
    """What was wanted and what was returned in every case, and the words for its axes."""

    def __init__(self, exercise: Exercise, tried: Sequence[TriedCase]) -> None:
        self.exercise = exercise
        self.tried = tried
        self.failing = [case for case in tried if not case.is_right]
        self.passing = [case for case in tried if case.is_right]
        self.arrays = all(case.has_arrays for case in tried)
        dimensions = {case.wanted.ndim for case in tried} if self.arrays else set()
        self.ndim = dimensions.pop() if len(dimensions) == 1 else 0
        self.names = axis_names(exercise, self.ndim) if self.arrays else None
        self.letters = axis_letters(exercise, self.ndim)
        self.spatial = spatial_axes(self.names or ())

    @property
    def are_telling(self) -> bool:
        if any(case.answer.failure for case in self.tried):
            return False
        if self.arrays:
            return sum(min(case.wanted.size, case.got.size) >= _MANY for case in self.failing) >= 2
        return len(self.failing) >= _MANY and all(
            isinstance(value, (int, float)) and not isinstance(value, bool)
            for case in self.tried
            for value in (case.wanted, case.got)
        )

    def all_are(self, bend: Callable) -> bool:
        """Whether every case returned `bend(wanted)`."""
        return all(case.returned(bend(case.wanted)) for case in self.tried)


def _mistake(name: str, hint: str, bend: Callable = np.asarray) -> Iterator[Mistake]:
    yield Mistake(name, hint, bend)


# Another shape --------------------------------------------------------------------------------------------------------


def _axes_in_another_order(results: _Results) -> Iterator[Mistake]:
    for order in itertools.permutations(range(results.ndim)):
        if order != tuple(range(results.ndim)) and results.all_are(lambda wanted, o=order: wanted.transpose(o)):
            if results.ndim == 2:
                name = f"returns {listed([several(name) for name in results.names or ()])} swapped"
            else:
                axes = results.letters or list(map(str, range(results.ndim)))
                turned = ", ".join(axes[axis] for axis in order)
                name = f"returns the axes in the order ({turned}) and not ({', '.join(axes)})"
            hint = "The numbers are right. In which order do the axes of your output stand, and which is wanted?"
            yield from _mistake(name, hint)


def _an_array_of_another_shape(results: _Results) -> Iterator[Mistake]:
    pairs = [(case.wanted, case.got) for case in results.failing]
    if not all(
        got.size == wanted.size and got.shape != wanted.shape and _same_numbers(case, got)
        for case, (wanted, got) in zip(results.failing, pairs, strict=True)
    ):
        return
    squeezed = all(np.squeeze(wanted).shape == np.squeeze(got).shape for wanted, got in pairs)
    if squeezed and all(got.ndim > wanted.ndim for wanted, got in pairs):
        hint = "The numbers are right. Which axis of your output has the length 1, and who asked for it?"
        yield from _mistake("returns the right numbers with an axis too many", hint)
    elif squeezed and all(got.ndim < wanted.ndim for wanted, got in pairs):
        hint = "The numbers are right. Which axis of length 1 belongs between those of your output?"
        yield from _mistake("returns the right numbers with an axis missing", hint)
    else:
        hint = "The numbers are right, in the right order. Which line gives your output its shape?"
        yield from _mistake("puts the right numbers into an array of another shape", hint)


def _same_numbers(case: TriedCase, got: np.ndarray) -> bool:
    return case.agree(got.reshape(case.wanted.shape), case.wanted)


Margins = tuple[tuple[int, int], ...]  # how much there is at the two ends of each axis


def _cut_off(results: _Results) -> Iterator[Mistake]:
    """Rows and columns at the sides that are missing."""
    missing = [set(_margins(results, case, case.wanted, case.got)) for case in results.failing]
    if not all(missing):
        return
    same, sides = set.intersection(*missing), _common_sides(missing)
    if same and not results.passing:
        hint = "Everything else is there. With which numbers do your loops begin and end?"
        yield from _mistake(f"leaves out {_at_the_sides(results, min(same), 'the first {}', 'the last {}')}", hint)
        return
    hint = "What is there is right. How do you work out the size of the output, and how far do the loops go?"
    part = _at_the_sides(results, sides, "some of the first {}", "some of the last {}") if sides else ""
    yield from _mistake(f"leaves out {part}" if part else "returns only a part of the right result", hint)


def _put_on(results: _Results) -> Iterator[Mistake]:
    """Rows and columns at the sides that are too many."""
    added = [set(_margins(results, case, case.got, case.wanted)) for case in results.failing]
    if not all(added):
        return
    same, sides = set.intersection(*added), _common_sides(added)
    hint = "The right result stands inside of yours. What makes the input, or the output, larger than it should be?"
    margins = min(same) if same and not results.passing else sides
    around = [margins[axis] for axis in results.spatial] if margins else []
    if not around or (len(around) > 1 and all(before and before == behind for before, behind in around)):
        width = f" of width {around[0][0]}" if around and margins in same and len(set(around)) == 1 else ""
        yield from _mistake(f"returns the right result with a border{width} around it", hint)
    else:
        words = _at_the_sides(results, margins, "{} too many at the beginning", "{} too many at the end", "a ")
        yield from _mistake(f"returns the right result with {words}", hint)


def _margins(results: _Results, case: TriedCase, whole: np.ndarray, part: np.ndarray) -> Iterator[Margins]:
    """How much of `whole` must go at the two ends of each axis so that `part` is left."""
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


def _at_the_sides(results: _Results, margins: Margins, first: str, last: str, article: str = "") -> str:
    """The words for what there is at the sides: "the last row and the last 2 columns"."""
    words = []
    for name, counts in zip(results.names or (), margins, strict=True):
        for count, side in zip(counts, (first, last), strict=True):
            if count:
                some = (
                    f"{article}{name}"
                    if count == 1
                    else several(name)
                    if count == _SOME
                    else f"{count} {several(name)}"
                )
                words.append(side.format(some))
    return listed(words)


# The same shape, other places -----------------------------------------------------------------------------------------


def _flipped(results: _Results) -> Iterator[Mistake]:
    assert results.names is not None
    for number in range(1, len(results.spatial) + 1):
        for axes in itertools.combinations(results.spatial, number):
            if results.all_are(lambda wanted, a=axes: np.flip(wanted, a)):
                names = listed([f"the {several(results.names[axis])}" for axis in axes])
                hint = f"The first of {names} of your output should be the last. Which end does your loop begin at?"
                yield from _mistake(f"returns {names} in reverse order", hint)


def _slices_in_another_order(results: _Results) -> Iterator[Mistake]:
    assert results.names is not None
    for axis, name in enumerate(results.names):
        if axis not in results.spatial and all(_is_reordered(case, axis) for case in results.failing):
            some = several(name)
            hint = f"The {some} themselves are right. Which one of them stands first in your output, and which should?"
            yield from _mistake(f"puts the {some} into another order", hint)


def _slices_in_other_places(results: _Results) -> Iterator[Mistake]:
    """Slices that are right and in the wrong places, some over others, so that places are left over."""
    assert results.names is not None
    for axis, name in enumerate(results.names):
        if axis in results.spatial:
            continue
        looks = [_misplaced(case, axis) for case in results.failing]
        if all(look is not None for look in looks) and sum(map(bool, looks)) >= 2:
            some = several(name)
            hint = f"Which of the {some} of the output does each turn of your loop fill? Is one of them filled twice?"
            yield from _mistake(f"puts right {some} into wrong places, some over others", hint)


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
    return told_apart and theirs[0].size >= _MANY


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


def _shifted(results: _Results) -> Iterator[Mistake]:
    assert results.names is not None
    if any(case.got.shape != case.wanted.shape for case in results.tried):
        return
    for steps in sorted(itertools.product(_SHIFTS, repeat=len(results.spatial)), key=lambda s: sum(map(abs, s))):
        if any(steps) and _all_shifted(results, steps):
            moves = [
                f"{abs(step)} {several(results.names[axis]) if abs(step) > 1 else results.names[axis]} "
                f"too far to the {'end' if step > 0 else 'beginning'}"
                for step, axis in zip(steps, results.spatial, strict=True)
                if step
            ]
            hint = "The numbers are right and in the wrong places. To which output does your first window belong?"
            yield from _mistake(f"puts its numbers {listed(moves)}", hint)
            return


def _all_shifted(results: _Results, steps: Sequence[int]) -> bool:
    telling = 0
    for case in results.tried:
        mine, theirs = [slice(None)] * results.ndim, [slice(None)] * results.ndim
        for axis, step in zip(results.spatial, steps, strict=True):
            mine[axis] = slice(max(step, 0), case.got.shape[axis] + min(step, 0) if step < 0 else None)
            theirs[axis] = slice(max(-step, 0), case.got.shape[axis] - step if step > 0 else None)
        got, wanted = case.got[tuple(mine)], case.wanted[tuple(theirs)]
        if not case.agree(got, wanted):
            return False
        telling += not case.is_right and len(np.unique(wanted)) >= _MANY
    return telling >= 2


# The same places, other numbers ---------------------------------------------------------------------------------------


def _multiplied(results: _Results) -> Iterator[Mistake]:
    factor = _factor(results.failing[0])
    if factor and results.all_are(lambda wanted: wanted * factor):
        if factor == -1:
            yield from _mistake("has every sign the wrong way round", "Where does a minus come in, or a difference?")
        else:
            parts = 1 / factor
            done = f"multiplies the right result by {factor:.4g}"
            if parts > 1 and abs(parts - round(parts)) < 1e-6:
                done = f"divides the right result by {round(parts)}"
            yield from _mistake(done, "All the numbers are wrong by the same factor. Where does it come from?")


def _multiplied_each_by_its_own(results: _Results) -> Iterator[Mistake]:
    """Multiplied by a number that is another one in other cases, such as a size."""
    if sum(len(np.unique(case.wanted)) >= _MANY for case in results.failing) < 2:
        return
    factors = [_factor(case) for case in results.failing]
    if all(
        factor and case.returned(case.wanted * factor) for case, factor in zip(results.failing, factors, strict=True)
    ):
        shown = listed([f"{factor:.4g}" for factor in sorted(set(factors))])
        yield from _mistake(
            "multiplies the right result by a factor that differs from case to case",
            f"The factors are {shown}. Which size, or which count, is that in the case shown?",
        )


def _factor(case: TriedCase) -> float:
    """What the right result would have to be multiplied with; 0 where there is no such number."""
    wanted, got = np.atleast_1d(case.wanted).astype(float), np.atleast_1d(case.got).astype(float)
    if wanted.shape != got.shape or not np.isfinite(wanted).all() or not np.isfinite(got).all() or not wanted.any():
        return 0.0
    at = np.unravel_index(np.argmax(np.abs(wanted)), wanted.shape)
    factor = float(got[at] / wanted[at])
    simple = float(Fraction(factor).limit_denominator(1000))
    return simple if abs(simple - factor) < 1e-5 * abs(factor) else factor


def _moved_up(results: _Results) -> Iterator[Mistake]:
    first = results.failing[0]
    if np.shape(first.got) != np.shape(first.wanted):
        return
    step = float(np.mean(np.asarray(first.got, float) - np.asarray(first.wanted, float)))
    step = int(step) if isinstance(first.wanted, int) and step == int(step) else step
    if np.isfinite(step) and results.all_are(lambda wanted: wanted + step):
        done = f"adds {step:.4g} to the right result" if step > 0 else f"takes {-step:.4g} away from the right result"
        yield from _mistake(done, "Every result is off by the same number. Which line adds it, or leaves it out?")


def _rounded(results: _Results) -> Iterator[Mistake]:
    if any(case.got.shape != case.wanted.shape for case in results.tried):
        return
    for decimals in range(4):
        step = 10.0**-decimals
        if not all(_lies_on(case.got, step) for case in results.tried):
            continue
        off = np.concatenate([((case.got - case.wanted) / step).ravel() for case in results.tried])
        to = "whole numbers" if decimals == 0 else f"{decimals} decimal{'s' if decimals > 1 else ''}"
        hint = "The numbers are right, but not all of each. Which line rounds, or divides with `//`?"
        for done, low, high in (("rounds to", -0.5, 0.5), ("rounds down to", -1, 0), ("rounds up to", 0, 1)):
            if off.min() >= low - 1e-3 and off.max() <= high + 1e-3:
                yield from _mistake(f"{done} {to}", hint)
        return


def _lies_on(numbers: np.ndarray, step: float) -> bool:
    """Whether all the numbers are multiples of `step`, as float32 has them."""
    return bool(np.allclose(np.round(numbers / step) * step, numbers, rtol=1e-6, atol=1e-6))


def _bias_again(results: _Results) -> Iterator[Mistake]:
    """The bias, added more than once: in each case as many times too often to all of its numbers."""
    place = next((place for place, p in enumerate(parameters(results.exercise)) if p.name == "bias"), None)
    if place is None or any(case.got.shape != case.wanted.shape for case in results.tried):
        return
    if not all(np.isfinite(case.got).all() for case in results.failing):
        return
    times = set()
    for case in results.failing:
        bias = case.case.args[place] if place < len(case.case.args) else None
        if bias is None or not bias.any():
            return
        added = np.broadcast_to(bias.reshape(-1, *[1] * (results.ndim - 2)), case.wanted.shape)
        again = int(np.round(((case.got - case.wanted) * added).sum() / (added * added).sum()))
        if again < 1 or not case.agree(case.got, case.wanted + again * added):
            return
        times.add(again + 1)
    often = f"{times.pop()} times" if len(times) == 1 else "more than once"
    hint = "Each output should receive the bias of its filter once. In which loop does the line stand that adds it?"
    yield from _mistake(f"adds the bias {often}", hint)


def _running_totals(results: _Results) -> Iterator[Mistake]:
    hint = "Where does your sum begin again at zero: for each output, or once for all of them?"
    for add_up in (lambda wanted: wanted.cumsum(axis=-1), lambda wanted: wanted.cumsum().reshape(wanted.shape)):
        if results.all_are(add_up):
            yield from _mistake("goes on adding from one number of the result to the next", hint)


_LOOKS = (
    _axes_in_another_order,
    _an_array_of_another_shape,
    _cut_off,
    _put_on,
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

"""Sums and maxima of windows, one axis after the other: a window of k x k takes 2k steps, and not k * k."""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from .blocks import slices
from .geometry import Index, Window, along, on_last_axes, overlap


def sums(x: np.ndarray, windows: list[Window]) -> np.ndarray:
    """Add up every window. Padding counts as 0."""
    out = _reduce(np.add, 0, x, windows, x.ndim - len(windows))
    out += 0  # nothing but -0.0 adds up to 0.0 in torch, where a sum begins with 0
    return out


def largest(x: np.ndarray, windows: list[Window]) -> np.ndarray:
    """The largest value of every window: of equals, the first. Padding counts as minus infinity."""
    *others, last = windows
    if last.stride > 1 and 1 < last.kernel <= last.size:
        out = _largest_of_lines(_reduce(np.maximum, -np.inf, x, others, x.ndim - len(windows)), last)
    else:
        out = _reduce(np.maximum, -np.inf, x, windows, x.ndim - len(windows))
    if signed_zeros_tie(x, out):
        pairs = _pairs(windows)
        winner = _winners(x, out, pairs)
        for number, (outputs, inputs) in enumerate(pairs):
            np.copyto(out[outputs], x[inputs], where=winner[outputs] == len(pairs) - number)
    return out


def _largest_of_lines(x: np.ndarray, window: Window) -> np.ndarray:
    """The largest of the windows along the last axis, which move by more than one.

    NumPy compares neighbours fast, and numbers that do not lie side by side at an eighth of the speed. So all windows
    of 2, then of 4 neighbours are compared, and so on, also those that no output asks for; and these are left out in
    the end. Whatever crosses the end of a line is among them.
    """
    lines = x.reshape(-1, window.size)
    reach = (window.stops - 1) * window.stride + window.dilation * (window.kernel - 1) + 1
    inside, samples = overlap(window.size, reach, 1, -window.padding)
    hangs_over = window.padding > 0 or reach > window.size
    pitch = (reach if hangs_over else window.size) * x.itemsize
    out = np.empty((len(lines), window.stops), x.dtype)
    for block in slices(len(lines), 4 * pitch):  # the numbers, with an edge, and the maxima before and after a step
        part = lines[block]
        if hangs_over:
            part = np.full((len(part), reach), -np.inf, x.dtype)
            part[:, inside] = lines[block, samples]
        numbers, taps = part.reshape(-1), 1
        while taps < window.kernel:
            more = min(taps, window.kernel - taps)
            step = more * window.dilation
            numbers, taps = np.maximum(numbers[:-step], numbers[step:]), taps + more
        out[block] = np.ndarray(out[block].shape, x.dtype, numbers, 0, (pitch, window.stride * x.itemsize))
    return out.reshape(*x.shape[:-1], window.stops)


def signed_zeros_tie(x: np.ndarray, largest: np.ndarray) -> bool:
    """Whether 0.0 and -0.0 may be the largest of one window: they are equal, and a maximum is either of them."""
    return bool((largest == 0).any() and np.signbit(x[x == 0]).any())


def _reduce(combine: np.ufunc, nothing: float, x: np.ndarray, windows: Sequence[Window], first_axis: int) -> np.ndarray:
    for axis, window in enumerate(windows, first_axis):
        shape = (*x.shape[:axis], window.stops, *x.shape[axis + 1 :])
        out = np.empty(shape, x.dtype)
        taps = list(window.taps())
        if not taps or any(outputs != slice(0, window.stops) for outputs, _ in taps):
            out[...] = nothing
        elif len(taps) == 1:
            out[...] = along(x, axis, taps.pop()[1])
        else:  # every tap has an input for every output
            first, second = (along(x, axis, inputs) for _, inputs in taps[:2])
            combine(first, second, out=out)
            del taps[:2]
        for outputs, inputs in taps:  # one strided view for each tap: the windows are never copied
            part = along(out, axis, outputs)
            combine(part, along(x, axis, inputs), out=part)
        x = out
    return x


def _pairs(windows: Sequence[Window]) -> list[tuple[Index, Index]]:
    """The outputs and the inputs of every tap, as indices of arrays."""
    taps = itertools.product(*[list(window.taps()) for window in windows])
    pairs = [zip(*tap, strict=True) for tap in taps]
    return [(on_last_axes(outputs), on_last_axes(inputs)) for outputs, inputs in pairs]


def _winners(x: np.ndarray, out: np.ndarray, pairs: list[tuple[Index, Index]]) -> np.ndarray:
    """Which tap has the first of the largest values, or the last nan.

    Counted from the last tap, which is 1, so that the first is the largest number; 0 is no tap at all.
    """
    number_of = np.min_scalar_type(len(pairs)).type
    winner = np.zeros(out.shape, number_of)
    for number, (outputs, inputs) in enumerate(pairs):
        part = winner[outputs]
        # a product and a maximum: much faster than to write where a condition holds
        np.maximum(part, (x[inputs] == out[outputs]) * number_of(len(pairs) - number), out=part)
    if np.isnan(out).any():
        for number, (outputs, inputs) in enumerate(pairs):
            np.copyto(winner[outputs], len(pairs) - number, where=np.isnan(x[inputs]))
    return winner


def largest_and_where(x: np.ndarray, windows: list[Window]) -> tuple[np.ndarray, np.ndarray]:
    """The largest value of every window, and its place in the flattened input: the first of equals, or the last nan.

    A dilated window may have no sample at all. Its place is then where torch begins to look: at its first tap that does
    not lie in front of the input.
    """
    starts = begins = steps = np.zeros((), np.int64)
    for axis, window in enumerate(windows):
        pitch = math.prod(other.size for other in windows[axis + 1 :])
        start = np.arange(window.stops) * window.stride - window.padding
        starts = starts[..., None] + pitch * start
        begins = begins[..., None] + pitch * np.where(start < 0, start % window.dilation, start)
        steps = steps[..., None] + pitch * window.dilation * np.array(window.reached, np.int64)
    steps = np.append(steps, 0)[::-1]  # as winners are counted: from the last tap, and 0 in front of it
    pairs = _pairs(windows)
    out = np.empty((*x.shape[: -len(windows)], *starts.shape), x.dtype)
    where = np.empty(out.shape, np.int64)
    planes, *both = (array.reshape(-1, *array.shape[-len(windows) :]) for array in (x, out, where))
    for block in slices(len(planes), planes[:1].nbytes):
        part, values, places = planes[block], both[0][block], both[1][block]
        values[...] = largest(part, windows)
        winner = _winners(part, values, pairs)
        np.add(steps.take(winner, mode="clip"), starts, out=places)
        if not winner.all():
            np.copyto(places, begins, where=winner == 0)
    return out, where

"""Sums and maxima of windows, one axis after the other: a window of k x k takes 2k steps, and not k * k."""

import itertools
import math

import numpy as np

from .geometry import Window, along


def sums(x: np.ndarray, windows: list[Window]) -> np.ndarray:
    """Add up every window. Padding counts as 0."""
    return _reduce(np.add, 0, x, windows)


def largest(x: np.ndarray, windows: list[Window]) -> np.ndarray:
    """The largest value of every window: of equals, the first. Padding counts as minus infinity."""
    out = _reduce(np.maximum, -np.inf, x, windows)
    if signed_zeros_tie(x, out):
        pairs = _pairs(windows)
        winner = _winners(x, out, pairs)
        for tap, (outputs, inputs) in enumerate(pairs, 1):
            np.copyto(out[outputs], x[inputs], where=winner[outputs] == tap)
    return out


def signed_zeros_tie(x: np.ndarray, largest: np.ndarray) -> bool:
    """Whether 0.0 and -0.0 may be the largest of one window: they are equal, and a maximum is either of them."""
    return not largest.all() and bool(np.signbit(x[x == 0]).any())


def _reduce(combine, nothing, x, windows):
    for axis, window in enumerate(windows, x.ndim - len(windows)):
        out = np.full((*x.shape[:axis], window.stops, *x.shape[axis + 1 :]), nothing, x.dtype)
        for outputs, inputs in window.taps():  # one strided view for each tap: the windows are never copied
            part = along(out, axis, outputs)
            combine(part, along(x, axis, inputs), out=part)
        x = out
    return x


def _pairs(windows):
    """The outputs and the inputs of every tap, as indices of arrays."""
    taps = itertools.product(*[list(window.taps()) for window in windows])
    return [tuple((..., *slices) for slices in zip(*tap, strict=True)) for tap in taps]


def _winners(x, out, pairs):
    """The number (from 1) of the tap with the first of the largest values, or the last nan; 0 where there is none."""
    winner = np.zeros(out.shape, np.min_scalar_type(len(pairs)))
    for tap, (outputs, inputs) in reversed([*enumerate(pairs, 1)]):  # from the last to the first, which stays
        np.copyto(winner[outputs], tap, where=x[inputs] == out[outputs])
    if np.isnan(out).any():
        for tap, (outputs, inputs) in enumerate(pairs, 1):
            np.copyto(winner[outputs], tap, where=np.isnan(x[inputs]))
    return winner


def largest_and_where(x: np.ndarray, windows: list[Window]) -> tuple[np.ndarray, np.ndarray]:
    """The largest value of every window, and its place in the flattened input: the first of equals, or the last nan.

    A dilated window may have no sample at all. Its place is then where torch begins to look: at its first tap that does
    not lie in front of the input.
    """
    out = largest(x, windows)
    winner = _winners(x, out, _pairs(windows))
    starts = begins = steps = np.zeros((), np.int64)
    for axis, window in enumerate(windows):
        pitch = math.prod(other.size for other in windows[axis + 1 :])
        start = np.arange(window.stops) * window.stride - window.padding
        starts = starts[..., None] + pitch * start
        begins = begins[..., None] + pitch * np.where(start < 0, start % window.dilation, start)
        steps = steps[..., None] + pitch * window.dilation * np.array(window.reached, np.int64)
    where = starts + np.append(0, steps).take(winner)
    return out, where if winner.all() else np.where(winner == 0, begins, where)

"""Sums and maxima of windows, one axis after the other: a window of k x k takes 2k steps, and not k * k."""

import itertools
import math

import numpy as np

from .geometry import Window, along


def sums(x: np.ndarray, windows: list[Window]) -> np.ndarray:
    """Add up every window. Padding counts as 0."""
    return _reduce(np.add, 0, x, windows)


def largest(x: np.ndarray, windows: list[Window]) -> np.ndarray:
    """The largest value of every window. Padding counts as minus infinity."""
    return _reduce(np.maximum, -np.inf, x, windows)


def _reduce(combine, nothing, x, windows):
    for axis, window in enumerate(windows, x.ndim - len(windows)):
        out = np.full((*x.shape[:axis], window.stops, *x.shape[axis + 1 :]), nothing, x.dtype)
        with np.errstate(all="ignore"):  # infinities and nans pass through without a warning, as in torch
            for outputs, inputs in window.taps():  # one strided view for each tap: the windows are never copied
                part = along(out, axis, outputs)
                combine(part, along(x, axis, inputs), out=part)
        x = out
    return x


def largest_and_where(x: np.ndarray, windows: list[Window]) -> tuple[np.ndarray, np.ndarray]:
    """The largest value of every window, and its place in the flattened input: the first of equals, or the last nan."""
    out = largest(x, windows)
    taps = list(itertools.product(*[list(window.taps()) for window in windows]))
    winner = np.zeros(out.shape, np.min_scalar_type(len(taps)))
    pairs = [tuple((..., *slices) for slices in zip(*tap, strict=True)) for tap in taps]
    for tap, (outputs, inputs) in reversed([*enumerate(pairs)]):  # from the last to the first, which stays
        np.copyto(winner[outputs], tap, where=x[inputs] == out[outputs])
    if np.isnan(out).any():
        for tap, (outputs, inputs) in enumerate(pairs):
            np.copyto(winner[outputs], tap, where=np.isnan(x[inputs]))

    where, steps = np.zeros((), np.int64), np.zeros((), np.int64)
    for axis, window in enumerate(windows):
        pitch = math.prod(other.size for other in windows[axis + 1 :])
        where = where[..., None] + pitch * (np.arange(window.stops) * window.stride - window.padding)
        steps = steps[..., None] + pitch * window.dilation * np.arange(window.kernel)
    return out, where + steps.ravel().take(winner)

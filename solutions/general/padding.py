"""Padding in four modes, in torch's order of amounts: the last axis first."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from .geometry import along, as_array, integers, new_array, real
from .rows import copy_rows

Mode = Literal["constant", "reflect", "replicate", "circular"]
MODES = ("constant", "reflect", "replicate", "circular")


def pad(x: np.ndarray, padding: Sequence[int], mode: Mode = "constant", value: float | None = 0) -> np.ndarray:
    """Add samples around an array, or cut some off.

    Parameters
    ----------
    x : array
        For "constant", of any kind and any number of axes. The other modes pad the last one, two or three axes of a
        batch (N, C, ...) or of one example (C, ...).
    padding : sequence of int
        `(before, after)` of the last axis, then of the one before it, and so on: for images,
        `(left, right, top, bottom)`. A negative amount cuts samples off.
    mode : {"constant", "reflect", "replicate", "circular"}
        What the new samples are: `value`; a mirror image that does not repeat the edge; the edge; the opposite side.
    value : number, optional
        For "constant" only.

    Returns
    -------
    array
        A new array of the same kind.

    Raises
    ------
    ValueError
        If an amount does not fit: "reflect" needs amounts smaller than the axis, "circular" at most as large.

    Notes
    -----
    Same as `torch.nn.functional.pad`, but for what torch has no answer to. Where "circular" cuts an axis and wraps
    around more than is left of it, torch reads memory that it has not written: an error here. So is a value of 2**63
    for int64, which torch turns into a negative one. "reflect" and "replicate" pad any kind of number, not only most.
    """
    return pad_for("pad", x, padding, mode, value)


def pad_for(operation: str, x: np.ndarray, padding: Sequence[int], mode: str, value: float | None = 0) -> np.ndarray:
    """`pad`, with the name of the operation that asks for it in its errors."""
    x = as_array(operation, x)
    amounts = integers(padding) if isinstance(padding, (tuple, list)) else None
    if amounts is None:
        raise ValueError(f"{operation}: padding needs whole numbers, (left, right, top, bottom, ...), got {padding!r}")
    axes = len(amounts) // 2
    if len(amounts) % 2 or axes > x.ndim:
        raise ValueError(f"{operation}: padding needs two amounts for each of at most {x.ndim} axes, got {padding}")
    if mode not in MODES:
        raise ValueError(f"{operation}: mode needs one of {[*MODES]}, got {mode!r}")
    # (axis, before, after), the last axis first
    edges = [(x.ndim - 1 - i, amounts[2 * i], amounts[2 * i + 1]) for i in range(axes)]
    value = 0 if value is None else value
    number = real(operation, "value", value)
    _amounts_fit(operation, x, edges, mode, number, padding)
    _value_fits(operation, x.dtype, number)
    if min(amounts, default=0) < 0:
        if mode not in ("constant", "circular"):  # they may mirror or repeat what they cut off
            for axis, before, after in edges:
                x = x.take(_places(mode, x.shape[axis], before, after), axis)
            return x
        for axis, before, after in edges:  # these cut off first, and pad what is left
            x = along(x, axis, slice(max(0, -before), x.shape[axis] + min(0, after)))
        edges = [(axis, max(0, before), max(0, after)) for axis, before, after in edges]
    # as a float, like torch's; kinds that torch does not have, such as dates, take the value as it is
    return _padded(operation, x, edges, mode, number if x.dtype.kind in "biufc" else value)


def _padded(operation: str, x: np.ndarray, edges: list[tuple[int, int, int]], mode: str, value: float) -> np.ndarray:
    """A copy of `x` with edges around it: whole rows above and below, then columns, which bring the corners with them.

    In this order, the columns of all rows are numbers at one distance in memory, and each is copied in one go.
    """
    shape, inside = list(x.shape), [slice(None)] * x.ndim
    for axis, before, after in edges:
        inside[axis] = slice(before, before + shape[axis])
        shape[axis] += before + after
    out = new_array(operation, shape, x.dtype)
    constant = mode == "constant" or x.size == 0
    if constant:
        out[...] = value
    copy_rows(x, out[tuple(inside)])
    if constant:
        return out
    for axis, before, after in reversed(edges):
        middle, inside[axis] = inside[axis], slice(None)
        if before or after:
            part = out[tuple(inside)]
            own = along(part, axis, middle)
            starts, ends = _ends(mode, x.shape[axis], before, after)
            copy_rows(along(own, axis, starts), along(part, axis, slice(before)))
            copy_rows(along(own, axis, ends), along(part, axis, slice(middle.stop, None)))
    return out


def _ends(mode: str, size: int, before: int, after: int) -> tuple[slice, slice]:
    """Which samples of an axis stand before it, and which after."""
    if mode == "circular":
        return slice(size - before, size), slice(after)
    if mode == "replicate":
        return slice(1), slice(size - 1, size)
    stop = size - 2 - after
    return slice(before, 0, -1), slice(max(0, size - 2), stop if stop >= 0 else None, -1)


def _places(mode: str, size: int, before: int, after: int) -> np.ndarray:
    """Which sample stands at each place of a padded axis, for modes that look at all of the input."""
    places = np.arange(-before, size + after)
    if mode == "replicate":
        return places.clip(0, size - 1)
    places = abs(places)
    return np.where(places < size, places, 2 * (size - 1) - places)


def _value_fits(operation: str, dtype: np.dtype, value: float) -> None:
    """Refuse a constant that the array's kind of number has no room for. A fraction is cut off, as in torch."""
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        fits = limits.min <= value <= limits.max
    elif dtype.kind in "fc":
        fits = abs(value) <= float(np.finfo(dtype).max) or not math.isfinite(value)
    else:
        fits = True
    if not fits:
        raise ValueError(f"{operation}: value needs to fit into an array of {dtype}, got {value}")


def _amounts_fit(
    operation: str, x: np.ndarray, edges: list[tuple[int, int, int]], mode: str, value: float, padding: Sequence[int]
) -> None:
    """Refuse what torch refuses."""
    sizes = [x.shape[axis] + before + after for axis, before, after in edges]
    left = [x.shape[axis] + min(0, before) + min(0, after) for axis, before, after in edges]
    needed = left if mode == "constant" else sizes
    if min(needed, default=0) < 0:
        raise ValueError(
            f"{operation}: padding {padding} cuts off more than there is, and needs a larger input, got {x.shape}"
        )
    if mode == "constant":
        return
    axes = len(edges)
    if axes not in (1, 2, 3) or x.ndim not in (axes + 1, axes + 2):
        raise ValueError(
            f"{operation}: mode {mode!r} pads the last 1, 2 or 3 axes of (N, C, ...) or (C, ...), "
            f"got {len(padding)} amounts for {x.shape}"
        )
    if value != 0:
        raise ValueError(f"{operation}: mode {mode!r} needs no value, got {value}")
    if mode == "circular":
        if any(max(before, after) > rest for (_, before, after), rest in zip(edges, left, strict=True)):
            raise ValueError(
                f"{operation}: mode 'circular' needs amounts of at most their axes, got {padding} for {x.shape}"
            )
        return
    if 0 in x.shape[-axes - 1 :] or max(sizes) < 1:
        raise ValueError(
            f"{operation}: mode {mode!r} needs an input with something in it, and to leave something, "
            f"got {padding} for {x.shape}"
        )
    if mode == "reflect" and any(max(before, after) >= x.shape[axis] for axis, before, after in edges):
        raise ValueError(
            f"{operation}: mode 'reflect' needs amounts smaller than their axes, got {padding} for {x.shape}"
        )

"""Where windows lie: sizes, strides, amounts of padding and ceil mode, once for every operation."""

import numbers
import operator
from collections.abc import Iterable, Iterator, Sequence
from types import EllipsisType
from typing import NamedTuple

import numpy as np

Sizes = int | Sequence[int]
Index = tuple[int | slice | EllipsisType, ...]  # of an array
AXES = {1: "length", 2: "height, width", 3: "depth, height, width"}
SYMBOLS = {1: "L", 2: "H, W", 3: "D, H, W"}


without_warnings = np.errstate(all="ignore")  # infinities and nans pass through silently, as in torch


def integer(value: object) -> int | None:
    """`value` as an int, or None where torch does not take it for one: neither a truth value nor an array is."""
    if isinstance(value, (bool, np.bool_, np.ndarray)):
        return None
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return None
    return number if abs(number) < 2**63 else None


def integers(values: Sequence[object]) -> list[int] | None:
    """`values` as ints, or None if one of them is no integer."""
    whole_numbers = [number for number in map(integer, values) if number is not None]
    return whole_numbers if len(whole_numbers) == len(values) else None


def whole(operation: str, what: str, value: object, least: int) -> int:
    """`value` as one whole number that is not below `least`."""
    number = integer(value)
    if number is None or number < least:
        raise ValueError(f"{operation}: {what} needs a whole number of at least {least}, got {value!r}")
    return number


def per_axis(operation: str, what: str, value: Sizes, axes: int, least: int | None = None) -> tuple[int, ...]:
    """`value` as one whole number for each axis, none of them below `least`."""
    values = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    given = integers(values)
    if given is None or len(given) not in (1, axes) or (least is not None and min(given) < least):
        kind = "a whole number" if least is None else f"a whole number of at least {least}"
        several = f", or {axes} of them ({AXES[axes]})" if axes > 1 else ""
        raise ValueError(f"{operation}: {what} needs {kind}{several}, got {value!r}")
    return tuple(given) if len(given) == axes else tuple(given) * axes


def real(operation: str, what: str, value: object) -> float:
    """`value` as a float, if it is one real number."""
    try:
        if isinstance(value, (int, float, numbers.Real, np.bool_)):
            return float(value)
    except OverflowError:  # an int of more than 308 digits
        pass
    raise ValueError(f"{operation}: {what} needs a real number, got {value!r}")


def flag(operation: str, what: str, value: object) -> bool:
    """`value`, if it is True or False and nothing that merely counts as one of them."""
    if not isinstance(value, bool):
        raise ValueError(f"{operation}: {what} needs True or False, got {value!r}")
    return value


def as_array(operation: str, value: object) -> np.ndarray:
    """`value` as an array, unless something of it would be lost on the way."""
    if isinstance(value, np.ma.MaskedArray):
        raise ValueError(f"{operation}: needs arrays without a mask (numpy.ma.filled makes one), got a masked array")
    try:
        return np.asarray(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{operation}: needs arrays, got {type(value).__name__} ({error})") from None


def new_array(operation: str, shape: Sequence[int], dtype: np.dtype) -> np.ndarray:
    """An array of this shape with anything in it, for the output of an operation."""
    try:
        return np.empty(shape, dtype)
    except (MemoryError, ValueError):
        raise ValueError(f"{operation}: needs an output that fits into memory, got a shape of {tuple(shape)}") from None


def floating(operation: str, *arrays: np.ndarray | None) -> None:
    """Refuse arrays that are not of one floating-point kind: nothing is converted behind anyone's back."""
    kinds = {array.dtype for array in arrays if array is not None}
    if kinds not in ({np.dtype(np.float32)}, {np.dtype(np.float64)}):
        names = " and ".join(sorted(map(str, kinds)))
        raise ValueError(f"{operation}: needs arrays of float32, or all of float64, got {names}")


def batched(operation: str, x: np.ndarray, axes: int) -> tuple[np.ndarray, bool]:
    """`x` with a batch axis, and whether it came without one."""
    x = as_array(operation, x)
    floating(operation, x)
    if x.ndim not in (axes + 1, axes + 2):
        symbols = SYMBOLS[axes]
        raise ValueError(
            f"{operation}: x needs shape (N, C, {symbols}), or (C, {symbols}) without a batch, got {x.shape}"
        )
    alone = x.ndim == axes + 1
    x = x[None] if alone else x
    if 0 in x.shape[1:]:
        raise ValueError(f"{operation}: only the batch may be empty, got {x.shape[1:] if alone else x.shape}")
    return x, alone


def overlap(size: int, count: int, stride: int, offset: int) -> tuple[slice, slice]:
    """The i in `range(count)` whose position `i * stride + offset` lies in `range(size)`, and these positions."""
    first = max(0, -(offset // stride))
    last = min(count, -((offset - size) // stride))
    if first >= last:
        return slice(0), slice(0)
    start = first * stride + offset
    return slice(first, last), slice(start, start + (last - first - 1) * stride + 1, stride)


class Window(NamedTuple):
    """One axis of a pooling: output i looks at the inputs `i * stride + t * dilation - padding`, one for each tap t."""

    size: int
    kernel: int
    stride: int
    padding: int = 0
    dilation: int = 1
    ceil_mode: bool = False

    @property
    def stops(self) -> int:
        """How many outputs there are. In ceil mode, the last window must start inside the input or its left padding."""
        room = self.size + 2 * self.padding - self.dilation * (self.kernel - 1) - 1
        if not self.ceil_mode:
            return room // self.stride + 1
        stops = -(-room // self.stride) + 1
        return stops - 1 if (stops - 1) * self.stride >= self.size + self.padding else stops

    @property
    def reached(self) -> Sequence[int]:
        """The taps that may have an input: of a kernel that is larger than the input, these are few."""
        if self.kernel <= self.size:
            return range(self.kernel)
        reached: set[int] = set()
        for stop in range(self.stops):
            taps, _ = overlap(self.size, self.kernel, self.dilation, stop * self.stride - self.padding)
            reached.update(range(self.kernel)[taps])
        return sorted(reached)

    def taps(self) -> Iterator[tuple[slice, slice]]:
        """For each tap that may have an input: the outputs that have one there, and these inputs."""
        for tap in self.reached:
            yield overlap(self.size, self.stops, self.stride, tap * self.dilation - self.padding)

    def lengths(self, padded: bool) -> np.ndarray:
        """How many samples each window holds, with the padding or without; what hangs over the padding never counts."""
        starts = np.arange(self.stops) * self.stride - self.padding
        ends = np.minimum(starts + self.kernel, self.size + self.padding)
        return ends - starts if padded else np.minimum(ends, self.size) - np.maximum(starts, 0)


def windows(
    operation: str,
    sizes: Sequence[int],
    kernel_size: Sizes,
    stride: Sizes | None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
) -> list[Window]:
    """The windows of a pooling along each axis, where torch has them."""
    axes = len(sizes)
    kernel = per_axis(operation, "kernel_size", kernel_size, axes, 1)
    no_stride = isinstance(stride, (tuple, list)) and not stride
    strides = kernel if stride is None or no_stride else per_axis(operation, "stride", stride, axes, 1)
    paddings = per_axis(operation, "padding", padding, axes, 0)
    dilations = per_axis(operation, "dilation", dilation, axes, 1)
    if any(2 * p > k for p, k in zip(paddings, kernel, strict=True)):
        raise ValueError(
            f"{operation}: padding {padding} needs to be at most half of the kernel, got kernel_size {kernel_size}"
        )
    ceil_mode = flag(operation, "ceil_mode", ceil_mode)
    found = [Window(*axis, ceil_mode) for axis in zip(sizes, kernel, strides, paddings, dilations, strict=True)]
    if any(window.stops < 1 for window in found):
        raise ValueError(
            f"{operation}: kernel {kernel} (dilation {dilation}, padding {padding}) needs a larger input, "
            f"got {tuple(sizes)}"
        )
    return found


def along(array: np.ndarray, axis: int, where: slice) -> np.ndarray:
    """The part of `array` that `where` cuts out along one axis: a view."""
    return array[(slice(None),) * axis + (where,)]


def on_last_axes(places: Iterable[int | slice]) -> Index:
    """The index of these places along the last axes of an array, one for each of them."""
    return (..., *places)

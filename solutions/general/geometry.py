"""Where windows lie: sizes, strides, amounts of padding and ceil mode, once for every operation."""

import operator
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

Sizes = int | Sequence[int]
AXES = {1: "length", 2: "height, width", 3: "depth, height, width"}
SYMBOLS = {1: "L", 2: "H, W", 3: "D, H, W"}


def per_axis(operation: str, what: str, value: Sizes, axes: int, least: int | None = None) -> tuple[int, ...]:
    """`value` as one whole number for each axis, none of them below `least`."""
    values = tuple(value) if isinstance(value, Iterable) else (value,)
    try:
        numbers = tuple(map(operator.index, values))
    except TypeError:
        numbers = ()
    if len(numbers) not in (1, axes) or (least is not None and min(numbers) < least):
        kind = "a whole number" if least is None else f"a whole number of at least {least}"
        several = f", or {axes} of them ({AXES[axes]})" if axes > 1 else ""
        raise ValueError(f"{operation}: {what} needs {kind}{several}, got {value!r}")
    return numbers if len(numbers) == axes else numbers * axes


def floating(operation: str, *arrays: np.ndarray | None) -> None:
    """Refuse arrays that are not of one floating-point kind: nothing is converted behind anyone's back."""
    kinds = {array.dtype for array in arrays if array is not None}
    if kinds not in ({np.dtype(np.float32)}, {np.dtype(np.float64)}):
        names = " and ".join(sorted(map(str, kinds)))
        raise ValueError(f"{operation}: needs arrays of float32, or all of float64, got {names}")


def batched(operation: str, x, axes: int) -> tuple[np.ndarray, bool]:
    """`x` with a batch axis, and whether it came without one."""
    x = np.asarray(x)
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

    def taps(self) -> Iterator[tuple[slice, slice]]:
        """For each tap of the kernel: the outputs that have an input there, and these inputs."""
        for tap in range(self.kernel):
            yield overlap(self.size, self.stops, self.stride, tap * self.dilation - self.padding)

    def lengths(self, padded: bool) -> np.ndarray:
        """How many samples each window holds, with the padding or without; what hangs over the padding never counts."""
        starts = np.arange(self.stops) * self.stride - self.padding
        ends = np.minimum(starts + self.kernel, self.size + self.padding)
        return ends - starts if padded else np.minimum(ends, self.size) - np.maximum(starts, 0)


def windows(operation, sizes, kernel_size, stride, padding=0, dilation=1, ceil_mode=False) -> list[Window]:
    """The windows of a pooling along each axis, where torch has them."""
    axes = len(sizes)
    kernel = per_axis(operation, "kernel_size", kernel_size, axes, 1)
    strides = kernel if stride is None else per_axis(operation, "stride", stride, axes, 1)
    paddings = per_axis(operation, "padding", padding, axes, 0)
    dilations = per_axis(operation, "dilation", dilation, axes, 1)
    if any(2 * p > k for p, k in zip(paddings, kernel, strict=True)):
        raise ValueError(
            f"{operation}: padding {padding} needs to be at most half of the kernel, got kernel_size {kernel_size}"
        )
    found = [Window(*axis, bool(ceil_mode)) for axis in zip(sizes, kernel, strides, paddings, dilations, strict=True)]
    if any(window.stops < 1 for window in found):
        raise ValueError(
            f"{operation}: kernel {kernel} (dilation {dilation}, padding {padding}) needs a larger input, "
            f"got {tuple(sizes)}"
        )
    return found


def along(array: np.ndarray, axis: int, where: slice) -> np.ndarray:
    """The part of `array` that `where` cuts out along one axis: a view."""
    return array[(slice(None),) * axis + (where,)]

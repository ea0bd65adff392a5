"""The windows of a convolution as the columns of matrices, a block at a time.

Two things make them cheap to write down. Each row of a block is one long run of the input, row ends included: copying
long runs costs little, and the few outputs that wrap around a row's end are left out when the result is read back. With
a stride, the input is first split into phases (every stride-th sample), in which the windows move by one again.
"""

import itertools
import math
from typing import NamedTuple

import numpy as np

from .geometry import overlap
from .scratch import scratch

Phases = dict[tuple[int, ...], np.ndarray]
WASTE = 1.3  # row ends are left out from the start where keeping them would make a block this much larger


class Taps(NamedTuple):
    """The taps of one axis that read one phase: `which` of the kernel, where the first reads, how far on the next."""

    which: slice
    number: int
    phase: int
    shift: int
    step: int


class Axis(NamedTuple):
    """One axis: tap t of output u reads the input at `u * stride + t * dilation - before`, or 0 outside of it."""

    size: int
    stops: int
    kernel: int
    before: int
    stride: int
    dilation: int

    @property
    def width(self) -> int:
        """Samples that a phase needs."""
        return self.stops + (self.kernel - 1) * self.dilation // self.stride

    @property
    def inside(self) -> bool:
        """Whether the windows move by one and never leave the input."""
        return self.stride == 1 and self.before <= 0 and self.width - self.before <= self.size

    def taps(self) -> list[Taps]:
        common = math.gcd(self.stride, self.dilation)
        period, step = self.stride // common, self.dilation // common
        found = []
        for tap in range(min(period, self.kernel)):
            shift, phase = divmod(tap * self.dilation, self.stride)
            found.append(Taps(slice(tap, None, period), len(range(tap, self.kernel, period)), phase, shift, step))
        return found


class Tile(NamedTuple):
    """Some rows (places along the first axis) of a part: all that one matrix product makes."""

    rows: slice
    copies: list[tuple[np.ndarray, np.ndarray]]  # (target, source): what writes the columns
    columns: np.ndarray  # (groups, depth, images * places): one window in each column
    products: np.ndarray  # (groups, filters, images * places)
    results: np.ndarray  # (images, groups, filters, rows, ...): the products that are places of the output


class Windows:
    """The windows of a zero-padded input, of which one part (some images, some groups of channels) is looked at."""

    def __init__(self, axes: list[Axis], channels: int, filters: int, dtype: np.dtype):
        self.axes, self.channels, self.filters, self.dtype = axes, channels, filters, dtype
        self.stops = tuple(axis.stops for axis in axes)
        self.kernel = tuple(axis.kernel for axis in axes)
        self.depth = channels * math.prod(self.kernel)  # numbers in one window
        self.taps = [axis.taps() for axis in axes]
        self.inside = all(axis.inside for axis in axes)  # then the input as it stands will do
        widths = [axis.size if self.inside else axis.width for axis in axes]
        skipped = [-axis.before if self.inside else 0 for axis in axes]
        # distances in memory, in bytes: from a place to the next along each axis of a phase, to the next channel, ...
        self.pitch = tuple(math.prod(widths[i + 1 :]) * dtype.itemsize for i in range(len(widths)))
        self.channel_pitch = widths[0] * self.pitch[0]
        self.origin = sum(skip * pitch for skip, pitch in zip(skipped, self.pitch, strict=True))
        self.long_runs = self.run(self.stops[0]) <= WASTE * math.prod(self.stops)
        self.row_length = self.pitch[0] // dtype.itemsize if self.long_runs else math.prod(self.stops[1:])
        keys = [sorted({group.phase for group in groups}) for groups in self.taps]
        self.held = {  # of each phase that some tap reads: where it has samples of the input, and which
            key: tuple(zip(*[self.overlap(a, p) for a, p in zip(axes, key, strict=True)], strict=True))
            for key in itertools.product(*keys)
        }
        self.shape = (0, 0)
        self.prepared: dict[tuple[int, int], tuple[Phases, list[Tile]]] = {}

    @staticmethod
    def overlap(axis: Axis, phase: int) -> tuple[slice, slice]:
        return overlap(axis.size, axis.width, axis.stride, phase - axis.before)

    def run(self, rows: int) -> int:
        """Places from the first output of some rows to the last, row ends included."""
        ends = sum((n - 1) * pitch for n, pitch in zip((rows, *self.stops[1:]), self.pitch, strict=True))
        return ends // self.dtype.itemsize + 1

    def tiles(self, part: np.ndarray, rows: int) -> list[Tile]:
        """Look at a part of the input (images, channels, ...) and cut its outputs into tiles of so many rows."""
        images, groups = len(part), part.shape[1] // self.channels
        if self.inside:
            phases = {(0,) * len(self.axes): np.ascontiguousarray(part)}
            return self.cut(phases, images, groups, rows)
        if (images, groups) not in self.prepared:  # later parts of this shape use the same memory, and the same views
            shape = (len(self.held), *part.shape[:2], *[axis.width for axis in self.axes])
            phases = dict(zip(self.held, scratch("phases", shape, self.dtype), strict=True))
            self.prepared[images, groups] = phases, self.cut(phases, images, groups, rows)
        phases, tiles = self.prepared[images, groups]
        for key, (inside, read) in self.held.items():
            if self.shape != (images, groups):  # otherwise the zeros around the samples are still there
                phases[key][...] = 0
            phases[key][(..., *inside)] = part[(..., *read)]
        self.shape = images, groups
        return tiles

    def cut(self, phases: Phases, images: int, groups: int, rows: int) -> list[Tile]:
        starts = range(0, self.stops[0], rows)
        return [self.tile(phases, images, groups, row, min(rows, self.stops[0] - row)) for row in starts]

    def tile(self, phases: Phases, images: int, groups: int, row: int, rows: int) -> Tile:
        item, places = self.dtype.itemsize, (rows, *self.stops[1:])
        run, run_pitch = ((self.run(rows),), (item,)) if self.long_runs else (places, self.pitch)
        length = images * math.prod(run)
        start = self.origin + row * self.pitch[0]
        group_pitch = self.channels * self.channel_pitch
        image_pitch = groups * group_pitch

        copies = []
        if self.depth == self.channels and images == 1 and self.long_runs:  # one tap: the input is its own columns
            (phase,) = phases.values()
            strides: tuple[int, ...] = (group_pitch, self.channel_pitch, item)
            columns = np.ndarray((groups, self.depth, length), self.dtype, phase, start, strides)
        else:
            columns = scratch("columns", (groups, self.depth, length), self.dtype)
            windows = columns.reshape(groups, self.channels, *self.kernel, images, *run)
            for groups_of_taps in itertools.product(*self.taps):
                which, number, key, shift, step = zip(*groups_of_taps, strict=True)
                first = start + sum(a * b for a, b in zip(shift, self.pitch, strict=True))
                tap_pitch = [a * b for a, b in zip(step, self.pitch, strict=True)]
                # like sliding_window_view, which takes longer to make its view than a small copy takes
                source = np.ndarray(
                    (groups, self.channels, *number, images, *run),
                    self.dtype,
                    phases[key],
                    first,
                    (group_pitch, self.channel_pitch, *tap_pitch, image_pitch, *run_pitch),
                )
                copies.append((windows[(slice(None), slice(None), *which)], source))

        products = scratch("products", (groups, self.filters, length), self.dtype)
        if self.long_runs:
            line = length * item
            strides = (line // images, self.filters * line, line, *self.pitch)
            results = np.ndarray((images, groups, self.filters, *places), self.dtype, products, 0, strides)
        else:
            results = np.moveaxis(products.reshape(groups, self.filters, images, *places), 2, 0)
        return Tile(slice(row, row + rows), copies, columns, products, results)

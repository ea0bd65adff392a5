"""The windows of a convolution, laid out as the columns of a matrix with few and long copies.

A correlation is a matrix product: a row for each filter, times a column for each window. `Windows` makes the columns a
tile (some rows of the output) at a time.

For neighbouring outputs, a tap of the kernel reads neighbouring samples (with a stride, those of a phase); and in
memory, the end of a row is followed by the start of the next. So what a tap reads for several rows is one long run, and
one copy. Take an input of 3 x 4 samples, numbered as they lie in memory, and a kernel of 2 x 2 with its 2 x 3 windows:

    input:   0  1  2  3
             4  5  6  7
             8  9 10 11

    columns: 0  1  2  3  4  5  6    tap (0, 0)
             1  2  3  4  5  6  7    tap (0, 1)
             4  5  6  7  8  9 10    tap (1, 0)
             5  6  7  8  9 10 11    tap (1, 1)
             ^  ^  ^     ^  ^  ^

The fourth column wraps around the end of a row: it is no window. The results are the products of the columns marked ^.

All views are made from offsets and strides in bytes, as `numpy.ndarray` takes them: `sliding_window_view` takes longer
to make its view than a small copy takes.
"""

import itertools
import math
from typing import NamedTuple

import numpy as np

from .phases import Axis, PhaseMemory, Phases
from .scratch import scratch

MAX_WASTE = 1.1  # no long runs where their row ends would make a tile this many times larger


class Layout(NamedTuple):
    """How the samples that windows read lie in memory. All distances are in bytes."""

    start: int  # from the start of the memory to the first sample of the first window
    strides: tuple[int, ...]  # from a sample to the next, along each axis
    channel_stride: int  # from a channel to the next

    @classmethod
    def of(cls, sizes: list[int], skipped: list[int], itemsize: int) -> "Layout":
        """Lay out contiguous channels of these sizes, whose windows begin after some skipped samples."""
        strides = tuple(math.prod(sizes[axis + 1 :]) * itemsize for axis in range(len(sizes)))
        start = sum(skip * stride for skip, stride in zip(skipped, strides, strict=True))
        return cls(start, strides, sizes[0] * strides[0])

    def offset(self, place: tuple[int, ...]) -> int:
        """The distance from one sample to the one that lies so many further along each axis."""
        return sum(count * stride for count, stride in zip(place, self.strides, strict=True))


class Tile(NamedTuple):
    """The rows (places along the first axis) of a part that one matrix product makes."""

    rows: slice
    copies: list[tuple[np.ndarray, np.ndarray]]  # (target, source): what writes the columns
    columns: np.ndarray  # (groups, depth, images * places): one window in each column
    gapless: bool  # whether this is one image, and all columns are windows
    products: np.ndarray  # (groups, filters, images * places)
    results: np.ndarray  # (images, groups, filters, rows, ...): the products that are places of the output


class Windows:
    """The windows of a zero-padded input, a part of it (some images, some groups of channels) at a time.

    Parameters
    ----------
    axes : list of Axis
    channels, filters : int
        Of one group.
    dtype : numpy.dtype

    Attributes
    ----------
    stops : tuple of int
        How many outputs there are along each axis.
    depth : int
        How many numbers a window holds: the height of a column.
    row_length : int
        How many columns a row of the output takes, row ends included.
    as_it_stands : bool
        Whether the input itself has the columns, for one image: a kernel with one tap, and no padding.
    """

    def __init__(self, axes: list[Axis], channels: int, filters: int, dtype: np.dtype) -> None:
        self.stops = tuple(axis.stops for axis in axes)
        self._kernel = tuple(axis.kernel for axis in axes)
        self._channels, self._filters, self._dtype = channels, filters, dtype
        self.depth = channels * math.prod(self._kernel)
        self._tap_groups = [axis.tap_groups() for axis in axes]
        self._phases: PhaseMemory | None
        if all(axis.needs_no_phases for axis in axes):  # then the input as it stands is the only phase
            self._phases = None
            self._layout = Layout.of([axis.size for axis in axes], [-axis.before for axis in axes], dtype.itemsize)
        else:
            self._phases = PhaseMemory(axes, self._tap_groups, dtype)
            self._layout = Layout.of([axis.phase_size for axis in axes], [0] * len(axes), dtype.itemsize)
        self._long_runs = self._run_length(self.stops[0]) <= MAX_WASTE * math.prod(self.stops)
        row = self._layout.strides[0] // dtype.itemsize
        self.row_length = row if self._long_runs else math.prod(self.stops[1:])
        self.as_it_stands = self._phases is None and self._long_runs and self.depth == channels
        self._prepared: dict[tuple[int, int], tuple[Phases, list[Tile]]] = {}

    def tiles(self, part: np.ndarray, rows: int) -> list[Tile]:
        """Look at a part of the input (images, channels, ...) and cut its outputs into tiles of so many rows."""
        images, groups = len(part), part.shape[1] // self._channels
        if self._phases is None:
            return self._cut({(0,) * len(self.stops): np.ascontiguousarray(part)}, images, groups, rows)
        if (images, groups) not in self._prepared:  # later parts of this shape use the same memory, and the same views
            phases = self._phases.allocate(*part.shape[:2])
            self._prepared[images, groups] = phases, self._cut(phases, images, groups, rows)
        phases, tiles = self._prepared[images, groups]
        self._phases.fill(phases, part)
        return tiles

    def _cut(self, phases: Phases, images: int, groups: int, rows: int) -> list[Tile]:
        """Cut the outputs into tiles of so many rows; the last may have fewer."""
        starts = range(0, self.stops[0], rows)
        return [self._tile(phases, images, groups, start, min(rows, self.stops[0] - start)) for start in starts]

    def _tile(self, phases: Phases, images: int, groups: int, first_row: int, rows: int) -> Tile:
        """Make the columns, the memory for their products, and the view of the results among these."""
        places = (rows, *self.stops[1:])
        run = (self._run_length(rows),) if self._long_runs else places
        length = images * math.prod(run)
        start = self._layout.start + first_row * self._layout.strides[0]
        if self.as_it_stands and images == 1:
            columns, copies = self._input_as_columns(phases, groups, length, start), []
        else:
            columns = scratch("columns", (groups, self.depth, length), self._dtype)
            copies = self._copies(phases, columns, images, run, start)
        products = scratch("products", (groups, self._filters, length), self._dtype)
        rows_of_output = slice(first_row, first_row + rows)
        gapless = images == 1 and length == math.prod(places)
        return Tile(rows_of_output, copies, columns, gapless, products, self._results(products, images, places))

    def _run_length(self, rows: int) -> int:
        """The number of samples from the first output of some rows to the last, row ends included."""
        last = tuple(count - 1 for count in (rows, *self.stops[1:]))
        return self._layout.offset(last) // self._dtype.itemsize + 1

    def _input_as_columns(self, phases: Phases, groups: int, length: int, start: int) -> np.ndarray:
        """View the only phase as the columns: with one tap, and one image, they are the same numbers."""
        (phase,) = phases.values()
        channel_stride = self._layout.channel_stride
        strides = (self._channels * channel_stride, channel_stride, self._dtype.itemsize)
        return np.ndarray((groups, self._channels, length), self._dtype, phase, start, strides)

    def _copies(
        self, phases: Phases, columns: np.ndarray, images: int, run: tuple[int, ...], start: int
    ) -> list[tuple[np.ndarray, np.ndarray]]:
        """Pair what is to be written into the columns with what it is read from: one pair for each group of taps."""
        groups, layout = len(columns), self._layout
        group_stride = self._channels * layout.channel_stride
        image_stride = groups * group_stride
        run_strides = (self._dtype.itemsize,) if self._long_runs else layout.strides
        windows = columns.reshape(groups, self._channels, *self._kernel, images, *run)
        copies = []
        for tap_groups in itertools.product(*self._tap_groups):
            taps, counts, phase, first, steps = zip(*tap_groups, strict=True)
            tap_strides = [step * stride for step, stride in zip(steps, layout.strides, strict=True)]
            source = np.ndarray(
                (groups, self._channels, *counts, images, *run),
                self._dtype,
                phases[phase],
                start + layout.offset(first),
                (group_stride, layout.channel_stride, *tap_strides, image_stride, *run_strides),
            )
            copies.append((windows[(slice(None), slice(None), *taps)], source))
        return copies

    def _results(self, products: np.ndarray, images: int, places: tuple[int, ...]) -> np.ndarray:
        """View the products as (images, groups, filters, *places), without those of the row ends."""
        groups, filters, length = products.shape
        if not self._long_runs:
            return np.moveaxis(products.reshape(groups, filters, images, *places), 2, 0)
        line = length * self._dtype.itemsize
        strides = (line // images, filters * line, line, *self._layout.strides)
        return np.ndarray((images, groups, filters, *places), self._dtype, products, 0, strides)

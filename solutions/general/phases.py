"""The phases of a zero-padded input: every stride-th sample, in which the windows of a convolution move by one again.

With a stride of 2, neighbouring outputs read every second sample. So the input, with the zeros around it, is split into
its even and its odd samples. Take one axis of 7 samples, numbered from 1, with a zero in front and behind, and a kernel
of 3 taps, which has 4 windows:

    phase 0: 0 2 4 6 0    tap 0 reads 0 2 4 6, tap 2 reads 2 4 6 0
    phase 1: 1 3 5 7 0    tap 1 reads 1 3 5 7

With several axes, each axis has its phases, and each of their combinations is an array of its own.
"""

import itertools
import math
from typing import NamedTuple

import numpy as np

from .geometry import overlap
from .rows import copy_rows
from .scratch import scratch

Phases = dict[tuple[int, ...], np.ndarray]  # (images, channels, ...) for the number of the phase along each axis


class TapGroup(NamedTuple):
    """Taps of one axis that read one phase, at equal distances: a slice of the kernel that is a view of the phase."""

    taps: slice
    number: int  # of taps
    phase: int
    first: int  # the sample of the phase that the first of these taps reads for the first output
    step: int  # samples of the phase from tap to tap


class Axis(NamedTuple):
    """One axis: tap t of output u reads the input at `u * stride + t * dilation - before`, or 0 outside of it."""

    size: int
    stops: int
    kernel: int
    before: int
    stride: int
    dilation: int

    @property
    def phase_size(self) -> int:
        """The number of samples of a phase that the windows may read."""
        return self.stops + (self.kernel - 1) * self.dilation // self.stride

    @property
    def reach(self) -> int:
        """The number of samples from the first that the windows read to the last."""
        return (self.stops - 1) * self.stride + (self.kernel - 1) * self.dilation + 1

    @property
    def stays_inside(self) -> bool:
        """Whether no window reads a zero around the input."""
        return self.before <= 0 and self.reach - self.before <= self.size

    @property
    def needs_no_phases(self) -> bool:
        """Whether the windows move by one and stay inside the input."""
        return self.stride == 1 and self.stays_inside

    def tap_groups(self) -> list[TapGroup]:
        """Group the taps by the phase that they read: every `period`-th tap reads the same."""
        common = math.gcd(self.stride, self.dilation)
        period, step = self.stride // common, self.dilation // common
        groups = []
        for tap in range(min(period, self.kernel)):
            first, phase = divmod(tap * self.dilation, self.stride)
            taps = slice(tap, None, period)
            groups.append(TapGroup(taps, len(range(tap, self.kernel, period)), phase, first, step))
        return groups

    def samples_of(self, phase: int) -> tuple[slice, slice]:
        """Where in a phase samples of the input lie, with zeros around them, and which samples these are."""
        return overlap(self.size, self.phase_size, self.stride, phase - self.before)


class PhaseMemory:
    """The input with zeros around it, split into phases: only those that some tap reads."""

    def __init__(self, axes: list[Axis], tap_groups: list[list[TapGroup]], dtype: np.dtype) -> None:
        self._sizes = [axis.phase_size for axis in axes]
        self._dtype = dtype
        numbers = [sorted({group.phase for group in groups}) for groups in tap_groups]
        self._samples = {
            phase: tuple(zip(*[axis.samples_of(n) for axis, n in zip(axes, phase, strict=True)], strict=True))
            for phase in itertools.product(*numbers)
        }
        self._filled: Phases | None = None

    def allocate(self, images: int, channels: int) -> Phases:
        """Memory for parts of the input of this shape."""
        shape = (len(self._samples), images, channels, *self._sizes)
        return dict(zip(self._samples, scratch("phases", shape, self._dtype), strict=True))

    def fill(self, phases: Phases, part: np.ndarray) -> None:
        """Copy a part of the input (images, channels, ...) into its phases."""
        for phase, (inside, samples) in self._samples.items():
            if self._filled is not phases:  # otherwise the zeros around the samples are still there
                phases[phase][...] = 0
            copy_rows(part[(..., *samples)], phases[phase][: len(part), : part.shape[1]][(..., *inside)])
        self._filled = phases

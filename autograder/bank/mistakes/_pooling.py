"""The pools of chapter 4 in a form that a mistake can spoil: settings to change, windows to take, results to bend."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..chapters.pooling_layers import AVG_POOL2D, INFINITY, LP_POOL2D, MAX_POOL1D, MAX_POOL2D, area, pair
from ..exercise import Exercise
from ..family import family


@dataclass(frozen=True)
class Pool:
    """One call of a pool, with every setting said for each axis."""

    x: np.ndarray
    kernel: tuple
    stride: tuple
    before: tuple = (0, 0)  # padding at the top and on the left
    after: tuple = (0, 0)  # padding at the bottom and on the right
    dilation: tuple = (1, 1)
    ceil: bool = False
    ceil_may_start_outside: bool = False
    counts_padding: bool = True
    norm: float = 1
    stride_is_given: bool = True

    @property
    def counts(self) -> list[int]:
        """The number of windows along each axis."""
        return [self._count(axis) for axis in (0, 1)]

    def _count(self, axis: int) -> int:
        size, stride, before = self.x.shape[2 + axis], self.stride[axis], self.before[axis]
        room = size + before + self.after[axis] - self.dilation[axis] * (self.kernel[axis] - 1) - 1
        if not self.ceil:
            return room // stride + 1
        last = -(-room // stride)
        return (last if self.ceil_may_start_outside else min(last, (size + before - 1) // stride)) + 1

    @property
    def places(self) -> list[np.ndarray]:
        """The places that the windows cover along each axis, outside ones too: two of (windows, kernel)."""
        return [
            np.arange(count)[:, None] * s - before + np.arange(k) * d
            for count, k, s, before, d in zip(
                self.counts, self.kernel, self.stride, self.before, self.dilation, strict=True
            )
        ]

    def windows(self, fill: float = 0, mode: Any = "constant") -> np.ndarray:
        """Every window: (N, C, rows, columns, kernel height, kernel width)."""
        rows, columns = self.places
        width = [
            (max(0, -p.min(initial=0)), max(0, p.max(initial=0) + 1 - size))
            for p, size in zip((rows, columns), self.x.shape[2:], strict=True)
        ]
        how = {"constant_values": fill} if mode == "constant" else {}
        padded = np.pad(self.x, [(0, 0), (0, 0), *width], mode=mode, **how)
        return padded[:, :, (rows + width[0][0])[:, None, :, None], (columns + width[1][0])[None, :, None, :]]

    def counted(self, padding: bool) -> np.ndarray:
        """The number of places of each window that are in the image, or in its padding too: (rows, columns)."""
        margins = zip(self.before, self.after, strict=True) if padding else [(0, 0), (0, 0)]
        along = [
            ((p >= -before) & (p < size + after)).sum(axis=1)
            for p, size, (before, after) in zip(self.places, self.x.shape[2:], margins, strict=True)
        ]
        return np.multiply.outer(*along)

    @property
    def area(self) -> int:
        return area(self.kernel)


# What a right answer makes of a pool ----------------------------------------------------------------------------------


def largest(pool: Pool) -> np.ndarray:
    return pool.windows(-np.inf).max(axis=(-2, -1), initial=-np.inf)


def mean(pool: Pool) -> np.ndarray:
    return pool.windows().sum(axis=(-2, -1)) / pool.counted(pool.counts_padding)


def norm(pool: Pool) -> np.ndarray:
    if pool.norm == INFINITY:
        return largest(replace(pool, x=np.abs(pool.x)))
    powers = pool.windows() ** pool.norm
    return (powers.sum(axis=(-2, -1)) * pool.area / pool.counted(False)) ** (1 / pool.norm)


# From an exercise's arguments to a pool -------------------------------------------------------------------------------


def _read(x, kernel_size, stride, **settings):
    given = stride is not None
    return Pool(x, pair(kernel_size), pair(stride if given else kernel_size), stride_is_given=given, **settings)


def _read_signal(x, kernel_size, stride=None):
    return _read(x[:, :, None], (1, kernel_size), None if stride is None else (1, stride))


def _read_max(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    p = pair(padding)
    return _read(x, kernel_size, stride, before=p, after=p, dilation=pair(dilation), ceil=ceil_mode)


def _read_avg(x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    p = pair(padding)
    return _read(x, kernel_size, stride, before=p, after=p, ceil=ceil_mode, counts_padding=count_include_pad)


def _read_lp(x, norm_type, kernel_size, stride=None, ceil_mode=False):
    return _read(x, kernel_size, stride, norm=norm_type, ceil=ceil_mode)


READ: dict[Exercise, Callable[..., Pool]] = {
    MAX_POOL1D: _read_signal,
    MAX_POOL2D: _read_max,
    AVG_POOL2D: _read_avg,
    LP_POOL2D: _read_lp,
}
# ... and back, for pools that can be said in arguments
WRITE: dict[Exercise, Callable[[Pool], tuple]] = {
    MAX_POOL1D: lambda pool: (pool.x[:, :, 0], pool.kernel[1], pool.stride[1]),
    MAX_POOL2D: lambda pool: (pool.x, pool.kernel, pool.stride, pool.before, pool.dilation, pool.ceil),
    AVG_POOL2D: lambda pool: (pool.x, pool.kernel, pool.stride, pool.before, pool.ceil, pool.counts_padding),
    LP_POOL2D: lambda pool: (pool.x, pool.norm, pool.kernel, pool.stride, pool.ceil),
}
RIGHT: dict[Exercise, Callable[[Pool], np.ndarray]] = {
    MAX_POOL1D: largest,
    MAX_POOL2D: largest,
    AVG_POOL2D: mean,
    LP_POOL2D: norm,
}

# Families of mistakes -------------------------------------------------------------------------------------------------


def called_as_pool(exercise: Exercise, wrong: Callable[[Pool], np.ndarray]) -> Callable:
    """Call `wrong(pool)` with the parameters of `exercise`, which the reports speak of."""
    row = (slice(None), slice(None), 0) if exercise is MAX_POOL1D else ()  # a signal is read as an image of one row

    @functools.wraps(READ[exercise])
    def function(*args):
        return wrong(READ[exercise](*args))[row]

    return function


def right(exercise: Exercise) -> Callable:
    """Return the right answer to one of the pools."""
    return called_as_pool(exercise, RIGHT[exercise])


def _other_settings(exercise: Exercise, change: Callable[[Pool], Pool]) -> Callable[..., tuple] | None:
    """Make what changes the exercise's arguments by `change`: so a change is recognised beside another mistake."""
    if not _can_be_written(change):
        return None
    return lambda *args: WRITE[exercise](change(READ[exercise](*args)))


def _can_be_written(change: Callable[[Pool], Pool]) -> bool:
    """Whether a changed pool can be said in arguments, which know one padding for both sides and one ceil mode."""
    pool = change(Pool(np.zeros((1, 1, 9, 8)), (4, 5), (2, 3), before=(1, 2), after=(1, 2)))
    return pool.before == pool.after and not pool.ceil_may_start_outside


of_pools = family(RIGHT, called_as_pool)
"""Something else that is made of a pool: `wrong(pool)` gives the result."""

settings_changed = family(
    RIGHT,
    lambda exercise, change: called_as_pool(exercise, lambda pool: RIGHT[exercise](change(pool))),
    args=_other_settings,
)
"""The right answer to other settings, which `change(pool)` gives."""

"""Resizing in one, two and three dimensions, as `torch.nn.functional.interpolate` has it."""

import math
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from .adaptive import adaptive_average
from .geometry import as_array, flag, floating, integers, new_array, real, without_warnings
from .resampling import Blend, blend
from .rows import copy_rows

Mode = Literal["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area"]
MODES = {  # how many axes each resizes
    "nearest": (1, 2, 3),
    "nearest-exact": (1, 2, 3),
    "area": (1, 2, 3),
    "linear": (1,),
    "bilinear": (2,),
    "bicubic": (2,),
    "trilinear": (3,),
}
SMOOTH = ("linear", "bilinear", "bicubic", "trilinear")
CUBIC = -0.75  # the a of the cubic kernel
FEW_COPIES = 8  # of each sample; with more, one look at each place is faster than a copy of everything for each


@without_warnings
def interpolate(
    x: np.ndarray,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: Mode = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
) -> np.ndarray:
    """Resize signals, images or volumes.

    Parameters
    ----------
    x : array (N, C, L), (N, C, H, W) or (N, C, D, H, W)
    size : int or sequence of int, optional
        The size to reach, one for all axes or one for each, as in (height, width).
    scale_factor : float or sequence of float, optional
        Instead of `size`: how many times larger; the size is rounded down.
    mode : {"nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area"}
        "linear" is for signals, "bilinear" and "bicubic" are for images, "trilinear" is for volumes.
    align_corners : bool, optional
        For the linear and cubic modes: let the centres of the corner samples meet, and not their outer edges.
    recompute_scale_factor : bool, optional
        Work with the ratio of the sizes instead of `scale_factor` itself.

    Returns
    -------
    array (N, C, *size)

    Raises
    ------
    ValueError
        If something does not fit, as in torch.

    Notes
    -----
    Same as `torch.nn.functional.interpolate`, the float32 rounding of places included, but without its `antialias`.
    Where an output lies on a sample but for the last bit of its place, and an infinity lies beside it, torch gives nan
    in some of its loops (0 * inf) and infinity in others.
    """
    x = as_array("interpolate", x)
    floating("interpolate", x)
    sizes, factors, aligned = asked(
        "interpolate", x.shape, size, scale_factor, mode, align_corners, recompute_scale_factor
    )
    new_array("interpolate", (*x.shape[:2], *sizes), x.dtype)  # refused at once, and not when all places are made
    if mode == "area":
        return adaptive_average("interpolate", x.ndim - 2, x, sizes)
    if mode.startswith("nearest"):
        for axis, places in nearest_places(x.shape, sizes, factors, x.dtype, exact=mode == "nearest-exact"):
            x = _copies(x, axis, places)
        return x
    return blend(x, blends(x.shape, sizes, factors, x.dtype, mode, aligned))


def asked(
    operation: str,
    shape: tuple[int, ...],
    size: int | Sequence[int] | None,
    scale_factor: float | Sequence[float] | None,
    mode: str,
    align_corners: bool | None,
    recompute_scale_factor: bool | None,
) -> tuple[Sequence[int], Sequence[float | None], bool]:
    """The sizes that a call asks for, the factors to work with (None: the sizes' ratio), and whether corners align."""
    if len(shape) not in (3, 4, 5) or (0 in shape[1:] and mode != "area"):
        raise ValueError(f"{operation}: x needs 3, 4 or 5 axes, (N, C, ...), none but the batch empty, got {shape}")
    axes = len(shape) - 2
    if mode not in [*MODES]:
        raise ValueError(f"{operation}: mode needs one of {[*MODES]}, got {mode!r}")
    if axes not in MODES[mode]:
        raise ValueError(
            f"{operation}: mode {mode!r} resizes {' or '.join(map(str, MODES[mode]))} axes after (N, C), got {shape}"
        )
    if align_corners is not None and mode not in SMOOTH:
        raise ValueError(f"{operation}: align_corners needs one of the modes {[*SMOOTH]}, got {mode!r}")
    if size is not None and recompute_scale_factor:
        raise ValueError(f"{operation}: recompute_scale_factor needs a scale_factor, got size {size}")
    sizes, factors = _sizes(operation, shape[2:], size, scale_factor)
    if min(sizes) < (0 if mode == "area" else 1):
        raise ValueError(f"{operation}: needs sizes of at least 1, got {tuple(sizes)} for {shape}")
    aligned = align_corners is not None and flag(operation, "align_corners", align_corners)
    return sizes, [None] * axes if recompute_scale_factor else factors, aligned


def blends(
    shape: tuple[int, ...],
    sizes: Sequence[int],
    factors: Sequence[float | None],
    dtype: np.dtype,
    mode: str,
    aligned: bool,
) -> dict[int, Blend]:
    """What the linear and cubic modes do along each axis."""
    weigh = _cubic if mode == "bicubic" else _linear
    geometry = enumerate(zip(shape[2:], sizes, factors, strict=True), 2)
    return {axis: weigh(*given, aligned, dtype) for axis, given in geometry}


def _sizes(
    operation: str, old: tuple[int, ...], size: int | Sequence[int] | None, scale_factor: float | Sequence[float] | None
) -> tuple[list[int], Sequence[float | None]]:
    """The sizes to reach, and the factors to work with (None where the ratio of the sizes is used)."""
    if (size is None) == (scale_factor is None):
        raise ValueError(f"{operation}: needs either size or scale_factor, got {size} and {scale_factor}")
    given = scale_factor if size is None else size
    values = tuple(given) if isinstance(given, (tuple, list)) else (given,) * len(old)
    if len(values) != len(old):
        raise ValueError(f"{operation}: needs one number or {len(old)} of them for {len(old) + 2} axes, got {given}")
    if size is not None:
        sizes = integers(values)
        if sizes is None:
            raise ValueError(f"{operation}: size needs whole numbers, got {size}")
        return sizes, [None] * len(old)
    factors = [real(operation, "scale_factor", value) for value in values]
    scaled = [n * factor for n, factor in zip(old, factors, strict=True)]
    if not all(map(math.isfinite, scaled)):
        raise ValueError(f"{operation}: scale_factor needs finite numbers, got {scale_factor}")
    return [math.floor(size) for size in scaled], factors


def _step(old: int, new: int, factor: float | None, number: type[np.floating]) -> np.floating:
    """How far apart the outputs lie in the input, in the arithmetic of `number`."""
    return number(1 / factor) if factor else number(old) / number(new)


def nearest_places(
    shape: tuple[int, ...], sizes: Sequence[int], factors: Sequence[float | None], dtype: np.dtype, exact: bool
) -> Iterator[tuple[int, np.ndarray]]:
    """Along each axis, in the order of work: which sample stands at each output."""
    # torch computes places in float32 where images are small, and in the input's own kind otherwise, rounded to float32
    small_images = len(shape) == 4 and sum(sizes) <= 128
    number = np.float32 if small_images else dtype.type
    for axis in sorted(range(2, len(shape)), key=lambda axis: (sizes[axis - 2] > shape[axis], -axis)):
        old, new, factor = shape[axis], sizes[axis - 2], factors[axis - 2]
        step, i = _step(old, new, factor, number), np.arange(new)
        if not exact and small_images and new in (old, 2 * old):
            places: np.ndarray = i * old // new
        elif not exact:
            places = i.astype(number) * step
        elif small_images:
            places = (i + 0.5).astype(number) * step
        else:  # half a sample is taken away and added again
            places = ((i + 0.5) * np.float64(step) - 0.5).astype(number) + number(0.5)
        yield axis, np.floor(places.astype(np.float32)).astype(np.intp).clip(0, old - 1)


def repeats(places: np.ndarray, size: int) -> int:
    """How often each sample of an axis is taken, if all are taken equally often; otherwise 0."""
    times = len(places) // size
    return times if np.array_equal(places, np.arange(times * size) // max(1, times)) else 0


def _copies(x: np.ndarray, axis: int, places: np.ndarray) -> np.ndarray:
    """The samples that stand at these places of an axis."""
    times = repeats(places, x.shape[axis])
    if not 0 < times <= FEW_COPIES:
        return x.take(places, axis, mode="wrap")  # nothing wraps: the default mode looks for that, and takes longer
    out = np.empty((*x.shape[: axis + 1], times, *x.shape[axis + 1 :]), x.dtype)
    for i in range(times):  # whole rows, or a long strided copy
        copy_rows(x, out[(slice(None),) * (axis + 1) + (i,)])
    return out.reshape(*x.shape[:axis], len(places), *x.shape[axis + 1 :])


def _positions(old: int, new: int, factor: float | None, align_corners: bool, dtype: np.dtype) -> np.ndarray:
    """Where the outputs lie in the input."""
    number = dtype.type
    wider = np.float64 if dtype == np.float32 else np.longdouble  # torch rounds once, after both steps
    if align_corners:
        step = number(old - 1) / number(new - 1) if new > 1 else number(0)
        return (np.arange(new) * wider(step)).astype(dtype)
    return ((np.arange(new) + 0.5) * wider(_step(old, new, factor, number)) - 0.5).astype(dtype)


def _split(position: np.ndarray, old: int) -> tuple[np.ndarray, np.ndarray]:
    """The sample in front of each position, and the part of the way from it to the next."""
    # torch rounds down what it has rounded to float32 before, also for float64
    left = np.minimum(np.floor(position.astype(np.float32)).astype(np.intp), old - 1)
    return left, (position - left).clip(0, 1).astype(position.dtype)


def _linear(old: int, new: int, factor: float | None, align_corners: bool, dtype: np.dtype) -> Blend:
    if old == new:  # as in torch, whatever the factor says
        return Blend(np.stack([np.arange(old)] * 2, 1), np.array([[1.0, 0.0]]).repeat(old, 0))
    position = np.maximum(_positions(old, new, factor, align_corners, dtype), 0)
    left, part = _split(position, old)
    return Blend(np.stack([left, np.minimum(left + 1, old - 1)], 1), np.stack([1 - part, part], 1))


def _cubic(old: int, new: int, factor: float | None, align_corners: bool, dtype: np.dtype) -> Blend:
    position = _positions(old, new, factor, align_corners, dtype)
    left, part = _split(position, old)
    distance = abs(part[:, None] - np.arange(-1, 3))
    near = ((CUBIC + 2) * distance - (CUBIC + 3)) * distance**2 + 1
    far = ((CUBIC * distance - 5 * CUBIC) * distance + 8 * CUBIC) * distance - 4 * CUBIC
    places = left[:, None] + np.arange(-1, 3)
    return Blend(places.clip(0, old - 1), np.where(distance <= 1, near, far))

"""Resizing as Pillow, OpenCV and TensorFlow 1 have it, and the nearest sample by exact arithmetic."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from ..general.geometry import Sizes, per_axis, without_warnings
from ..general.resampling import Blend, blend
from .same import samples_of

Kind = Literal["box", "linear", "cubic"]
Kernel = Callable[[np.ndarray], np.ndarray]  # from distances to weights
Weigh = Callable[[int, int], Blend]  # from the old and the new size of an axis
PILLOWS_CUBIC = -0.5  # the a of the cubic kernel; torch's and OpenCV's is -0.75


def _box(distance: np.ndarray) -> np.ndarray:
    inside: np.ndarray = (distance > -0.5) & (distance <= 0.5)
    return inside * 1.0


def _triangle(distance: np.ndarray) -> np.ndarray:
    weights: np.ndarray = np.maximum(1 - abs(distance), 0)
    return weights


def _cubic(distance: np.ndarray) -> np.ndarray:
    a, d = PILLOWS_CUBIC, abs(distance)
    near, far = ((a + 2) * d - (a + 3)) * d**2 + 1, ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
    return np.where(d < 1, near, np.where(d < 2, far, 0))


KERNELS: dict[str, tuple[Kernel, float]] = {"box": (_box, 0.5), "linear": (_triangle, 1), "cubic": (_cubic, 2)}


def resize_antialiased(x: np.ndarray, size: Sizes, kind: Kind = "linear") -> np.ndarray:
    """Resize as Pillow does (BOX, BILINEAR, BICUBIC), and torch with `antialias`.

    Parameters
    ----------
    x : array (N, C, ...)
    size : int or one for each axis
    kind : {"box", "linear", "cubic"}
        The kernel, which is stretched where the picture becomes smaller.

    Returns
    -------
    array (N, C, *size)

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    The weights of what lies beyond the edge are left out, and the others are made to add up to one. "cubic" has
    a = -0.5, where torch without `antialias` and OpenCV have -0.75: so enlarging gives other numbers too. "box" takes
    whole samples only: those whose centre lies within the output's share.
    """
    if kind not in KERNELS:
        raise ValueError(f"resize_antialiased: kind needs one of {[*KERNELS]}, got {kind!r}")
    return _resized("resize_antialiased", x, size, lambda old, new: _stretched(old, new, *KERNELS[kind]))


def _stretched(old: int, new: int, kernel: Kernel, support: float) -> Blend:
    scale = old / new
    stretch = max(scale, 1.0)
    centre = (np.arange(new) + 0.5) * scale
    first = np.maximum((centre - support * stretch + 0.5).astype(int), 0)
    end = np.minimum((centre + support * stretch + 0.5).astype(int), old)
    places = first[:, None] + np.arange((end - first).max())
    weights = kernel((places + 0.5 - centre[:, None]) / stretch) * (places < end[:, None])
    return Blend(places.clip(0, old - 1), weights / weights.sum(1, keepdims=True))


def resize_from_corners(x: np.ndarray, size: Sizes) -> np.ndarray:
    """Resize linearly as TensorFlow 1 does: places are counted from the first sample, output i lies at `i * old / new`.

    Parameters
    ----------
    x : array (N, C, ...)
    size : int or one for each axis

    Returns
    -------
    array (N, C, *size)

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    ONNX calls this "asymmetric". The picture moves towards the end: by half a new sample less half an old one.
    """
    return _resized("resize_from_corners", x, size, _corner_weights)


def _corner_weights(old: int, new: int) -> Blend:
    left, rest = np.divmod(np.arange(new) * old, new)
    return _between(left, rest / new, old)


def _between(left: np.ndarray, part: np.ndarray, old: int) -> Blend:
    """Weights of two neighbours; behind the last sample, the last counts alone."""
    left = np.minimum(left, old - 1)
    return Blend(np.stack([left, np.minimum(left + 1, old - 1)], 1), np.stack([1 - part, part], 1))


def resize_by_shares(x: np.ndarray, size: Sizes) -> np.ndarray:
    """Resize by the mean over exact shares of the input, as OpenCV's INTER_AREA does.

    Parameters
    ----------
    x : array (N, C, ...)
    size : int or one for each axis

    Returns
    -------
    array (N, C, *size)

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    A sample that lies in two windows counts for each by the part that lies in it. In torch's "area" it counts wholly
    for both. If an axis grows, no shares are taken along any: as in OpenCV, output i blends two neighbours where it
    crosses from one to the next.
    """
    return _resized("resize_by_shares", x, size, _shares, growing=_crossings)


def _shares(old: int, new: int) -> Blend:
    edges = np.arange(new + 1)
    first, end = edges[:-1] * old // new, -(-edges[1:] * old // new)
    places = first[:, None] + np.arange((end - first).max())
    covered = np.minimum((places + 1) * new, edges[1:, None] * old) - np.maximum(places * new, edges[:-1, None] * old)
    return Blend(places.clip(0, old - 1), np.maximum(covered, 0) / old)


def _crossings(old: int, new: int) -> Blend:
    i = np.arange(new)
    left = i * old // new
    part = (i + 1) - (left + 1) * (new / old)
    return _between(left, np.where((part <= 0) | (left >= old - 1), 0, part - np.floor(part)), old)


def resize_nearest(x: np.ndarray, size: Sizes, measured_from: Literal["corners", "centres"]) -> np.ndarray:
    """Take the nearest sample, by exact arithmetic.

    Parameters
    ----------
    x : array (N, C, ...)
    size : int or one for each axis
    measured_from : {"corners", "centres"}
        Take the sample `floor(i * old / new)`, as torch's "nearest" means it; or the one that the centre of the output
        lies in, `floor((i + 1/2) * old / new)`, as "nearest-exact", JAX and TensorFlow 2 mean it.

    Returns
    -------
    array (N, C, *size)

    Raises
    ------
    ValueError
        If something does not fit.

    Notes
    -----
    Libraries compute places in float32 or float64, and so miss some: torch takes 12 instead of 13 for the output 11 of
    26 samples made 22, and ONNX Runtime 6 instead of 7 for the output 1 of 56 made 8.
    """
    x, axes = samples_of("resize_nearest", x)
    if measured_from not in ("corners", "centres"):
        raise ValueError(f"resize_nearest: measured_from needs 'corners' or 'centres', got {measured_from!r}")
    for axis, new in enumerate(per_axis("resize_nearest", "size", size, axes, 1), 2):
        twice = 2 * np.arange(new) + (measured_from == "centres")
        x = x.take(twice * x.shape[axis] // (2 * new), axis)
    return x


@without_warnings
def _resized(operation: str, x: np.ndarray, size: Sizes, weigh: Weigh, growing: Weigh | None = None) -> np.ndarray:
    x, axes = samples_of(operation, x)
    sizes: Sequence[int] = per_axis(operation, "size", size, axes, 1)
    grows = any(new > old for old, new in zip(x.shape[2:], sizes, strict=True))
    weigh = growing if growing and grows else weigh
    return blend(x, {axis: weigh(x.shape[axis], new) for axis, new in enumerate(sizes, 2) if x.shape[axis] != new})

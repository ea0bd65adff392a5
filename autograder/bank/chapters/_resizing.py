"""The rules of resizing pictures: what the reports of chapter 7 show, and what its mistakes spoil."""

from collections.abc import Sequence

import numpy as np


def positions(in_size, out_size, align_corners=False, step=None):
    """The places of the outputs, in pixels from the centre of input 0."""
    outputs = np.arange(out_size)
    if align_corners:
        return outputs * (in_size - 1) / max(out_size - 1, 1)
    return (outputs + 0.5) * (in_size / out_size if step is None else step) - 0.5


def tent(t):
    """The weight of a pixel at distance `t` where two are blended."""
    return np.maximum(0, 1 - np.abs(t))


def cubic(t, a=-0.75):
    """The weight of a pixel at distance `t` where four are blended."""
    t = np.abs(t)
    near = 1 - (a + 3) * t**2 + (a + 2) * t**3
    return np.where(t < 1, near, np.where(t < 2, a * (t - 1) * (t - 2) ** 2, 0))


def taps(where, in_size, kernel, fold=np.clip):
    """The matrix (outputs, inputs) of weights; `fold(pixels, 0, in_size - 1)` says what stands in beyond the edge."""
    weights = np.zeros((len(where), in_size))
    for step in range(-1, 3):
        pixels = np.floor(where).astype(int) + step
        np.add.at(weights, (np.arange(len(where)), fold(pixels, 0, in_size - 1)), kernel(where - pixels))
    return weights


def pair(value):
    """An int for both, or (height, width)."""
    height, width = (value, value) if np.ndim(value) == 0 else value
    return height, width


def copied(in_size, out_size, step=None):
    """The input pixel that `nearest` copies to each output."""
    return np.floor(np.arange(out_size) * (in_size / out_size if step is None else step) + 1e-9).astype(int)


def rounding_matters(in_size, out_size, step=None):
    """Whether the ways of computing `floor(i * in_size / out_size)` disagree: torch does it in float32."""
    outputs = np.arange(out_size)
    step = in_size / out_size if step is None else step
    ways = [outputs * step, outputs / (1 / step), outputs.astype(np.float32) * np.float32(step)]
    ways += [outputs * np.float32(step)]  # whole numbers times a float32: NumPy does it in float64
    return any((np.floor(way) != copied(in_size, out_size, step)).any() for way in ways)


def new_sizes(x, size, scale_factor) -> tuple[Sequence[int], list[float]]:
    """The new sizes and, along each axis, how far apart the outputs lie on the input."""
    if scale_factor is None:
        sizes = pair(size)
        return sizes, [old / new for old, new in zip(x.shape[2:], sizes, strict=True)]
    factors = pair(scale_factor)
    sizes = [int(np.floor(old * factor)) for old, factor in zip(x.shape[2:], factors, strict=True)]
    return sizes, [1 / factor for factor in factors]


KERNELS = {"bilinear": tent, "bicubic": cubic}

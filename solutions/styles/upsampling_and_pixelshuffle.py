"""Honest answers to chapter 7 in other styles than the reference's."""

import math
import warnings

import numpy as np


def both(size):
    return (size, size) if isinstance(size, int) else tuple(size)


# Nearest --------------------------------------------------------------------------------------------------------------


def nearest_loops(x, size):
    """Whole numbers only, one pixel at a time."""
    height, width = both(size)
    out = np.zeros((*x.shape[:2], height, width))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * x.shape[2] // height, j * x.shape[3] // width]
    return out


def nearest_taken(x, size):
    """Rows first, then columns; in float64, in Fortran order, with a print."""
    print("to", size)
    for axis, new in zip((2, 3), both(size), strict=True):
        x = np.take(x, (np.arange(new) * (x.shape[axis] / new)).astype(int), axis=axis)
    return np.asfortranarray(x)


# Blending -------------------------------------------------------------------------------------------------------------


def place(i, old, new, align_corners):
    if align_corners:
        return 0.0 if new == 1 else i * (old - 1) / (new - 1)
    return (i + 0.5) * old / new - 0.5


def weights_loops(in_size, out_size, align_corners=False):
    """Two neighbours, one after the other."""
    weights = np.zeros((out_size, in_size))
    for i in range(out_size):
        position = min(max(place(i, in_size, out_size, align_corners), 0.0), in_size - 1.0)
        left = int(position)
        weights[i, left] += 1 - (position - left)
        if left + 1 < in_size:
            weights[i, left + 1] += position - left
    return weights


def weights_float32(in_size, out_size, align_corners=False):
    """All at once in float32, as torch does it for float32 pictures."""
    outputs = np.arange(out_size, dtype=np.float32)
    if align_corners:
        positions = outputs * np.float32((in_size - 1) / (out_size - 1) if out_size > 1 else 0)
    else:
        positions = np.maximum((outputs + np.float32(0.5)) * np.float32(in_size / out_size) - np.float32(0.5), 0)
    left = positions.astype(int)
    right = np.minimum(left + 1, in_size - 1)
    part = (positions - left.astype(np.float32))[:, None]
    pixels = np.eye(in_size, dtype=np.float32)
    return np.asfortranarray(pixels[left] * (1 - part) + pixels[right] * part)


def bilinear_loops(x, size, align_corners=False):
    """Four pixels for every output."""
    height, width = both(size)
    _, _, old_height, old_width = x.shape
    out = np.empty((*x.shape[:2], height, width))
    for i in range(height):
        y = min(max(place(i, old_height, height, align_corners), 0), old_height - 1)
        top, bottom = int(y), min(int(y) + 1, old_height - 1)
        for j in range(width):
            z = min(max(place(j, old_width, width, align_corners), 0), old_width - 1)
            left, right = int(z), min(int(z) + 1, old_width - 1)
            upper = x[:, :, top, left] * (1 - z + left) + x[:, :, top, right] * (z - left)
            lower = x[:, :, bottom, left] * (1 - z + left) + x[:, :, bottom, right] * (z - left)
            out[:, :, i, j] = upper * (1 - y + top) + lower * (y - top)
    return out


def bilinear_einsum(x, size, align_corners=False):
    """Both matrices at once, in float32, with a warning."""
    warnings.warn("all at once", stacklevel=1)
    height, width = both(size)
    down = weights_float32(x.shape[2], height, align_corners)
    across = weights_float32(x.shape[3], width, align_corners)
    return np.einsum("ih,nchw,jw->ncij", down, x.astype(np.float32), across)


def curve(t, a=-0.75):
    """The two pieces in Horner's form."""
    t = abs(float(t))
    if t <= 1:
        return ((a + 2) * t - (a + 3)) * t * t + 1
    if t < 2:
        return ((t - 5) * t + 8) * t * a - 4 * a
    return 0.0


def kernel_loops(t, a=-0.75):
    """One distance at a time; a number for a number."""
    if np.ndim(t) == 0:
        return curve(t, a)
    return np.array([curve(one, a) for one in np.ravel(t)]).reshape(np.shape(t))


def kernel_masks(t, a=-0.75):
    """Fill an array piece by piece, in the type of `t`."""
    t = np.abs(np.asarray(t, dtype=np.float32))
    out = np.zeros_like(t)
    near, far = t <= 1, (t > 1) & (t < 2)
    out[near] = (a + 2) * t[near] ** 3 - (a + 3) * t[near] ** 2 + 1
    out[far] = a * t[far] ** 3 - 5 * a * t[far] ** 2 + 8 * a * t[far] - 4 * a
    return out


def along(x, axis, new, align_corners):
    """Resize one axis: add up four shifted and weighted copies."""
    old = x.shape[axis]
    where = [place(i, old, new, align_corners) for i in range(new)]
    first = [math.floor(position) - 1 for position in where]
    out = 0
    for tap in range(4):
        pixels = [min(max(start + tap, 0), old - 1) for start in first]
        weights = np.array([curve(w - start - tap) for w, start in zip(where, first, strict=True)])
        out = out + np.take(x, pixels, axis=axis) * weights.reshape([-1 if a == axis else 1 for a in range(4)])
    return out


def bicubic_along_each_axis(x, size, align_corners=False):
    height, width = both(size)
    return along(along(x, 3, width, align_corners), 2, height, align_corners)


def bicubic_padded(x, size, align_corners=False):
    """Sixteen pixels of a picture with a wider edge, in float32, with a print."""
    print("sixteen pixels each")
    height, width = both(size)
    wide = np.pad(x.astype(np.float32), ((0, 0), (0, 0), (2, 2), (2, 2)), mode="edge")
    out = np.zeros((*x.shape[:2], height, width), dtype=np.float32, order="F")
    for i, j in np.ndindex(height, width):
        y, z = place(i, x.shape[2], height, align_corners), place(j, x.shape[3], width, align_corners)
        top, left = math.floor(y) - 1, math.floor(z) - 1
        down = np.array([curve(y - top - a) for a in range(4)], dtype=np.float32)
        across = np.array([curve(z - left - b) for b in range(4)], dtype=np.float32)
        window = wide[:, :, top + 2 : top + 6, left + 2 : left + 6]
        out[:, :, i, j] = (window * down[:, None] * across).sum(axis=(2, 3))
    return out


# By a factor ----------------------------------------------------------------------------------------------------------

TAPS = {"bilinear": lambda t: max(0.0, 1 - abs(t)), "bicubic": curve}


def interpolate_loops(x, size=None, scale_factor=None, mode="nearest", align_corners=None):
    """A dictionary of weights for each row and column."""
    sources = []
    for axis in (0, 1):
        old = x.shape[2 + axis]
        if scale_factor is not None:
            factor = scale_factor if isinstance(scale_factor, (int, float)) else scale_factor[axis]
            new, step = math.floor(old * factor), 1 / factor
        else:
            new = both(size)[axis]
            step = old / new
        rows = []
        for i in range(new):
            if mode == "nearest":
                rows.append({min(int(i * step), old - 1): 1.0})
                continue
            where = (i + 0.5) * step - 0.5
            if align_corners:
                where = i * (old - 1) / (new - 1) if new > 1 else 0.0
            row = {}
            for tap in range(math.floor(where) - 1, math.floor(where) + 3):
                pixel = min(max(tap, 0), old - 1)
                row[pixel] = row.get(pixel, 0.0) + TAPS[mode](where - tap)
            rows.append(row)
        sources.append(rows)
    out = np.zeros((*x.shape[:2], len(sources[0]), len(sources[1])))
    for i, row in enumerate(sources[0]):
        for j, column in enumerate(sources[1]):
            out[:, :, i, j] = sum(x[:, :, r, c] * v * w for r, v in row.items() for c, w in column.items())
    return out


def interpolate_float32(x, size=None, scale_factor=None, mode="nearest", align_corners=None):
    """Distances from every output to every pixel of a picture with a wider edge, all in float32."""
    factors = None if scale_factor is None else np.broadcast_to(scale_factor, 2)
    new = both(size) if factors is None else [int(old * f) for old, f in zip(x.shape[2:], factors, strict=True)]
    steps = [old / n for old, n in zip(x.shape[2:], new, strict=True)] if factors is None else [1 / f for f in factors]
    out = x.astype(np.float32)
    for axis in (2, 3):
        i = np.arange(new[axis - 2], dtype=np.float32)
        if mode == "nearest":
            out = np.take(out, (i * np.float32(steps[axis - 2])).astype(int), axis=axis)
            continue
        where = (i + np.float32(0.5)) * np.float32(steps[axis - 2]) - np.float32(0.5)
        if align_corners:
            where = i * np.float32((x.shape[axis] - 1) / max(len(i) - 1, 1))
        wide = np.pad(out, [(3, 3) if a == axis else (0, 0) for a in range(4)], mode="edge")
        t = where[:, None] - np.arange(-3, x.shape[axis] + 3, dtype=np.float32)
        weights = np.maximum(0, 1 - abs(t)) if mode == "bilinear" else kernel_masks(t)
        out = np.moveaxis(np.tensordot(wide, weights, axes=(axis, 1)), -1, axis)
    return out


# Shuffling ------------------------------------------------------------------------------------------------------------


def shuffle_loops(x, upscale_factor):
    r = upscale_factor
    n, channels, height, width = x.shape
    out = np.zeros((n, channels // (r * r), height * r, width * r))
    for b, c, row, column in np.ndindex(out.shape):
        out[b, c, row, column] = x[b, c * r * r + (row % r) * r + column % r, row // r, column // r]
    return out


def shuffle_slices(x, upscale_factor):
    """One strided slice for each place in the block, in Fortran order, with a print."""
    r = upscale_factor
    print("blocks of", r)
    n, channels, height, width = x.shape
    out = np.empty((n, channels // r**2, height * r, width * r), dtype=x.dtype, order="F")
    for place in range(r * r):
        out[:, :, place // r :: r, place % r :: r] = x[:, place :: r * r]
    return out


def unshuffle_stacked(x, downscale_factor):
    r = downscale_factor
    n, channels, height, width = x.shape
    pieces = [x[:, :, i::r, j::r] for i in range(r) for j in range(r)]
    return np.stack(pieces, axis=2).reshape(n, channels * r * r, height // r, width // r).astype(np.float64)


def unshuffle_loops(x, downscale_factor):
    r = downscale_factor
    n, channels, height, width = x.shape
    out = np.empty((n, channels * r * r, height // r, width // r), dtype=np.float32)
    for b, c, row, column in np.ndindex(x.shape):
        out[b, c * r * r + row % r * r + column % r, row // r, column // r] = x[b, c, row, column]
    return out


STYLES = {
    "upsample_nearest2d": [nearest_loops, nearest_taken],
    "linear_weights": [weights_loops, weights_float32],
    "upsample_bilinear2d": [bilinear_loops, bilinear_einsum],
    "cubic_kernel": [kernel_loops, kernel_masks],
    "upsample_bicubic2d": [bicubic_along_each_axis, bicubic_padded],
    "interpolate": [interpolate_loops, interpolate_float32],
    "pixel_shuffle": [shuffle_loops, shuffle_slices],
    "pixel_unshuffle": [unshuffle_stacked, unshuffle_loops],
}

"""Honest answers to chapter 5 in other styles than the reference's."""

import math
import warnings

import numpy as np


def touching(input_size, output_size):
    """Ask of each pixel and each window whether they touch: pixel p lies from p to p + 1."""
    windows = []
    for i in range(output_size):
        touched = [
            p
            for p in range(input_size)
            if p * output_size < (i + 1) * input_size and (p + 1) * output_size > i * input_size
        ]
        windows.append([touched[0], touched[-1] + 1])
    return windows


def as_an_array(input_size, output_size):
    """All at once, as an array of whole numbers, with a print."""
    print(input_size, "to", output_size)
    i = np.arange(output_size)
    return np.stack([i * input_size // output_size, -(-(i + 1) * input_size // output_size)], axis=1)


def as_torch_writes_it(input_size, output_size):
    """The two formulas of torch's own source, as tuples of NumPy's integers."""
    place = np.arange(output_size)
    starts = place // output_size * input_size + place % output_size * input_size // output_size
    ends = 1 + ((place + 1) * input_size - 1) // output_size
    return tuple(zip(starts, ends, strict=True))


def asked(x, output_size):
    pair = output_size if isinstance(output_size, tuple) else (output_size, output_size)
    return [size or own for size, own in zip(pair, x.shape[2:], strict=True)]


def loops(x, output_size, reduce):
    """Plain loops over everything, with Python's numbers."""
    height, width = asked(x, output_size)
    rows, columns = touching(x.shape[2], height), touching(x.shape[3], width)
    return np.array(
        [
            [
                [[reduce([v for row in channel[t:b] for v in row[a:z]]) for a, z in columns] for t, b in rows]
                for channel in image
            ]
            for image in x.tolist()
        ]
    )


def mean_in_loops(x, output_size):
    return loops(x, output_size, lambda values: math.fsum(values) / len(values))


def max_in_loops(x, output_size):
    return loops(x, output_size, max)


def mean_by_matrices(x, output_size):
    """Two small matrices of weights, one for each axis, in float32 and Fortran order, with a warning."""
    warnings.warn("multiplying matrices", stacklevel=1)
    matrices = []
    for own, size in zip(x.shape[2:], asked(x, output_size), strict=True):
        weights = np.zeros((size, own), np.float32)
        for i, (start, end) in enumerate(touching(own, size)):
            weights[i, start:end] = 1 / (end - start)
        matrices.append(weights)
    return np.asfortranarray(matrices[0] @ x.astype(np.float32) @ matrices[1].T)


def mean_by_running_sums(x, output_size):
    """Sums of everything above and to the left, of which four make the sum of any window."""
    height, width = asked(x, output_size)
    sums = np.zeros((*x.shape[:2], x.shape[2] + 1, x.shape[3] + 1))
    sums[:, :, 1:, 1:] = x.cumsum(axis=2, dtype=float).cumsum(axis=3)
    (top, bottom), (left, right) = as_an_array(x.shape[2], height).T, as_an_array(x.shape[3], width).T
    top, bottom = top[:, None], bottom[:, None]
    total = sums[:, :, bottom, right] - sums[:, :, top, right] - sums[:, :, bottom, left] + sums[:, :, top, left]
    return total / ((bottom - top) * (right - left))


def max_by_reduceat(x, output_size):
    """The largest along one axis, then along the other; every second segment of `reduceat` is a window."""
    for axis, size in zip((2, 3), asked(x, output_size), strict=True):
        # one more row behind the end, so that the last window has an end to name
        room = [(0, 0)] * axis + [(0, 1)] + [(0, 0)] * (3 - axis)
        edges = as_an_array(x.shape[axis], size).ravel()
        segments = np.maximum.reduceat(np.pad(x, room, constant_values=-np.inf), edges, axis=axis)
        x = segments.take(range(0, 2 * size, 2), axis=axis)
    return x.astype(np.float32)


def global_loops(x):
    return np.array([[[[math.fsum(channel.ravel().tolist()) / channel.size]] for channel in image] for image in x])


def global_product(x):
    print("one product with a column of ones")
    pixels = x.shape[2] * x.shape[3]
    ones = np.full((pixels, 1), 1 / pixels, np.float32)
    return (x.reshape(-1, pixels).astype(np.float32) @ ones).reshape(*x.shape[:2], 1, 1)


def global_einsum(x):
    return np.asfortranarray(np.einsum("ncij->nc", x.astype(float))[:, :, None, None] / x[0, 0].size)


def winners_in_loops(x, output_size):
    """Plain loops, with a comparison that lets the first of equal numbers stay."""
    height, width = asked(x, output_size)
    rows, columns = touching(x.shape[2], height), touching(x.shape[3], width)
    values = np.empty((*x.shape[:2], height, width))
    indices = np.zeros(values.shape, np.int32)
    for n, c, i, j in np.ndindex(values.shape):
        best = -math.inf
        for r in range(*rows[i]):
            for s in range(*columns[j]):
                if x[n, c, r, s] > best:
                    best, indices[n, c, i, j] = x[n, c, r, s], r * x.shape[3] + s
        values[n, c, i, j] = best
    return values, indices


def winners_of_rows_first(x, output_size):
    """The largest of each row of a window, then the largest of these; as a list, the indices as whole floats."""
    (top, bottom), (left, right) = (
        as_an_array(own, size).T for own, size in zip(x.shape[2:], asked(x, output_size), strict=True)
    )
    shape = (*x.shape[:2], len(top), len(left))
    values, indices = np.empty(shape, np.float32), np.empty(shape)
    for i, j in np.ndindex(shape[2:]):
        window = x[:, :, top[i] : bottom[i], left[j] : right[j]]
        largest, where = window.max(axis=3), window.argmax(axis=3)
        row = largest.argmax(axis=2)[:, :, None]
        values[:, :, i, j] = largest.max(axis=2)
        column = np.take_along_axis(where, row, axis=2)
        indices[:, :, i, j] = ((top[i] + row) * x.shape[3] + left[j] + column)[:, :, 0]
    return [values, indices]


def winners_by_a_mask(x, output_size):
    """All windows at once: what is outside of a window is minus infinity there."""
    masks = []
    for own, size in zip(x.shape[2:], asked(x, output_size), strict=True):
        pixels = np.arange(own)
        masks.append(np.stack([(pixels >= start) & (pixels < end) for start, end in touching(own, size)]))
    inside = masks[0][:, None, :, None] & masks[1][None, :, None, :]
    seen = np.where(inside, x[:, :, None, None], -np.inf).reshape(*x.shape[:2], *inside.shape[:2], -1)
    return seen.max(axis=-1), seen.argmax(axis=-1)


STYLES = {
    "adaptive_windows": [touching, as_an_array, as_torch_writes_it],
    "adaptive_avg_pool2d": [mean_in_loops, mean_by_matrices, mean_by_running_sums],
    "adaptive_max_pool2d": [max_in_loops, max_by_reduceat],
    "global_avg_pool2d": [global_loops, global_product, global_einsum],
    "adaptive_max_pool2d_with_indices": [winners_in_loops, winners_of_rows_first, winners_by_a_mask],
}

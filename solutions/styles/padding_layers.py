"""Honest answers to chapter 3 in other styles than the reference's."""

import warnings

import numpy as np


def bounce(place, size):
    """Walk `place` steps from 0, turning round at the ends. To the left of 0 stands what stands to the right of it."""
    at, step = 0, 1
    for _ in range(abs(place)):
        step = step if 0 <= at + step < size else -step
        at += step
    return at


SOURCES = {
    "reflection": bounce,
    "replication": lambda place, size: 0 if place < 0 else size - 1 if place >= size else place,
    "circular": lambda place, size: place + size if place < 0 else place - size if place >= size else place,
}


def amounts(padding):
    return [padding] * 4 if isinstance(padding, int) else list(padding)


def by_loops(kind):
    """Pixel by pixel, in float64 and Fortran order."""

    def pad(x, padding):
        left, right, top, bottom = amounts(padding)
        batch, channels, height, width = x.shape
        out = np.empty((batch, channels, top + height + bottom, left + width + right), order="F")
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                out[:, :, i, j] = x[:, :, SOURCES[kind](i - top, height), SOURCES[kind](j - left, width)]
        return out

    return pad


def slices(kind, piece, before, after):
    """What stands before and after the last axis of `piece`, cut out of it."""
    size = piece.shape[-1]
    if kind == "reflection":
        return piece[..., before:0:-1], piece[..., size - 1 - after : size - 1][..., ::-1]
    if kind == "circular":
        return piece[..., size - before :], piece[..., :after]
    return np.repeat(piece[..., :1], before, axis=-1), np.repeat(piece[..., -1:], after, axis=-1)


def by_pieces(kind):
    """Columns first, then rows of the transposed: slices put together, with a print and a warning."""

    def pad(x, padding):
        print("padding", padding)
        warnings.warn("in two steps", stacklevel=1)
        left, right, top, bottom = amounts(padding)
        for before, after in ((left, right), (top, bottom)):
            pieces = slices(kind, x, before, after)
            x = np.concatenate([pieces[0], x, pieces[1]], axis=-1).swapaxes(2, 3)
        return x.astype(np.float32)

    return pad


def by_take(mode):
    """`numpy.take` knows what to do with places outside of an axis; which places those are is ours to say."""

    def pad(x, padding):
        left, right, top, bottom = amounts(padding)
        x = np.take(x, range(-top, x.shape[2] + bottom), axis=2, mode=mode)
        return np.take(x, range(-left, x.shape[3] + right), axis=3, mode=mode)

    return pad


def reflected_pieces(x, padding):
    pair = [padding, padding] if isinstance(padding, int) else padding
    before, after = slices("reflection", x, *pair)
    return np.concatenate([before, x, after], axis=-1).astype(np.float64)


def reflected_samples(x, padding):
    left, right = (padding, padding) if isinstance(padding, int) else padding
    size = x.shape[2]
    return np.stack([x[:, :, bounce(place, size)] for place in range(-left, size + right)], axis=2)


def zeros_stacked(x, padding):
    left, right, top, bottom = amounts(padding)
    x = np.concatenate([np.zeros((*x.shape[:3], n)) if n != "x" else x for n in (left, "x", right)], axis=3)
    above, below = (np.zeros((*x.shape[:2], n, x.shape[3])) for n in (top, bottom))
    return np.asfortranarray(np.concatenate([above, x, below], axis=2))


def zeros_by_a_matrix(x, padding):
    """A matrix with ones on a shifted diagonal moves the rows, another one the columns."""
    left, right, top, bottom = amounts(padding)
    height, width = x.shape[2:]
    down = np.eye(top + height + bottom, height, -top, dtype=np.float32)
    across = np.eye(width, left + width + right, left, dtype=np.float32)
    return down @ x @ across


def both_ends(kernel_size, dilation=1):
    """As a list, found by trying: add at the two ends in turn, behind first, until the size is kept."""
    ends = [0, 0]
    while 100 + sum(ends) - dilation * (kernel_size - 1) < 100:
        ends[1 if ends[0] == ends[1] else 0] += 1
    return ends


def as_an_array(kernel_size, dilation=1):
    return np.array([0, 1]) + (dilation * (kernel_size - 1) + np.array([0, -1])) // 2


KINDS = {"reflect": "reflection", "replicate": "replication", "circular": "circular"}


def place_by_place(x, padding, mode="constant", value=0.0):
    """Plain loops over the places of the result, in float64."""
    ends = [(0, 0)] * (x.ndim - len(padding) // 2) + list(zip(padding[-2::-2], padding[::-2], strict=True))
    out = np.empty([size + sum(pair) for size, pair in zip(x.shape, ends, strict=True)])
    for place in np.ndindex(out.shape):
        asked = [i - before for i, (before, _) in zip(place, ends, strict=True)]
        if mode == "constant":
            inside = all(0 <= i < size for i, size in zip(asked, x.shape, strict=True))
            out[place] = x[tuple(asked)] if inside else value
        else:
            out[place] = x[tuple(SOURCES[KINDS[mode]](i, size) for i, size in zip(asked, x.shape, strict=True))]
    return out


def axis_by_axis(x, padding, mode="constant", value=0.0):
    """Slices put together along one axis after the other; what is too much is cut off first, in Fortran order."""
    print(len(padding) // 2, "axes")
    for axis in range(len(padding) // 2):
        x = x.swapaxes(-1, -1 - axis)
        before, after = padding[2 * axis : 2 * axis + 2]
        x = x[..., max(-before, 0) : x.shape[-1] - max(-after, 0)]
        before, after = max(before, 0), max(after, 0)
        if mode == "constant":
            ends = [np.full((*x.shape[:-1], n), value, x.dtype) for n in (before, after)]
        else:
            ends = slices(KINDS[mode], x, before, after)
        x = np.concatenate([ends[0], x, ends[1]], axis=-1).swapaxes(-1, -1 - axis)
    return np.asfortranarray(x)


def by_one_matrix_an_axis(x, padding, mode="constant", value=0.0):
    """Each axis is multiplied by a matrix of zeros and ones; the constant comes in where the ones do not reach."""
    reached = np.ones(x.shape)
    for pair in range(len(padding) // 2):
        axis, (before, after) = x.ndim - 1 - pair, padding[2 * pair : 2 * pair + 2]
        size = x.shape[axis]
        asked = range(-before, size + after)
        if mode == "constant":
            matrix = np.array([[float(i == j) for j in range(size)] for i in asked])
        else:
            matrix = np.eye(size)[[SOURCES[KINDS[mode]](i, size) for i in asked]]
        x, reached = (np.moveaxis(np.tensordot(matrix, a, (1, axis)), 0, axis) for a in (x, reached))
    return (x + value * (1 - reached)).astype(np.float32)


STYLES = {
    "reflection_pad1d": [reflected_pieces, reflected_samples],
    "zero_pad2d": [zeros_stacked, zeros_by_a_matrix],
    "reflection_pad2d": [by_loops("reflection"), by_pieces("reflection")],
    "replication_pad2d": [by_loops("replication"), by_pieces("replication"), by_take("clip")],
    "circular_pad2d": [by_loops("circular"), by_pieces("circular"), by_take("wrap")],
    "same_padding": [both_ends, as_an_array],
    "pad_nd": [place_by_place, axis_by_axis, by_one_matrix_an_axis],
}

"""Honest answers to chapter 4 in other styles than the reference's."""

import math
import warnings

import numpy as np

SMALLEST = -math.inf


def both(value):
    return (value, value) if isinstance(value, int) else value


def counted(size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    """Try one window after the other."""
    windows, start, step = 0, -padding, kernel_size if stride is None else stride
    while True:
        last = start + dilation * (kernel_size - 1)
        if not ceil_mode and last >= size + padding:
            return windows
        # in ceil mode a window is kept when the one before it left something over
        if ceil_mode and (start >= size or (windows and last - step >= size + padding - 1)):
            return windows
        windows, start = windows + 1, start + step


def divided(size, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    """Compute the size by true division, as an integer of NumPy's."""
    stride = stride or kernel_size
    steps = (size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride
    windows = math.ceil(steps) + 1 if ceil_mode else math.floor(steps) + 1
    if ceil_mode and (windows - 1) * stride >= size + padding:
        windows -= 1
    return np.int64(windows)


def loops1d(x, kernel_size, stride=None):
    """Pixel by pixel, with Python's numbers."""
    step = stride or kernel_size
    return np.array(
        [
            [[max(row[i : i + kernel_size]) for i in range(0, len(row) - kernel_size + 1, step)] for row in channels]
            for channels in x.tolist()
        ]
    )


def strided1d(x, kernel_size, stride=None):
    """A view of all windows, in float32 and Fortran order, with a print and a warning."""
    print("a signal of", x.shape)
    warnings.warn("taking windows", stacklevel=1)
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel_size, axis=2)[:, :, :: stride or kernel_size]
    return np.asfortranarray(windows.max(axis=-1).astype(np.float32))


def positions(x, kernel_size, stride, padding, dilation, ceil_mode):
    """For every output, which rows and which columns lie in its window."""
    axes = [
        [[i * s - p + a * d for a in range(k)] for i in range(counted(size, k, s, p, d, ceil_mode))]
        for size, k, s, p, d in zip(
            x.shape[2:], both(kernel_size), both(stride or kernel_size), both(padding), both(dilation), strict=True
        )
    ]
    return [[(rows, columns) for columns in axes[1]] for rows in axes[0]]


def loops(x, reduce, *settings):
    """Plain loops over everything: `reduce` gets the numbers of a window that lie in the image, and its places."""
    height, width = x.shape[2:]
    places = positions(x, *settings)
    out = np.zeros((*x.shape[:2], len(places), len(places[0])))
    for n, c, i, j in np.ndindex(out.shape):
        rows, columns = places[i][j]
        inside = [float(x[n, c, r, q]) for r in rows if 0 <= r < height for q in columns if 0 <= q < width]
        out[n, c, i, j] = reduce(inside, rows, columns)
    return out


def max_loops(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    return loops(
        x,
        lambda inside, rows, columns: max(inside, default=SMALLEST),
        *(kernel_size, stride, padding, dilation, ceil_mode),
    )


def avg_loops(x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    tall, wide = both(padding) if count_include_pad else (0, 0)
    height, width = x.shape[2:]

    def mean(inside, rows, columns):
        counted_rows = sum(-tall <= r < height + tall for r in rows)
        counted_columns = sum(-wide <= c < width + wide for c in columns)
        return sum(inside) / (counted_rows * counted_columns)

    return loops(x, mean, kernel_size, stride, padding, 1, ceil_mode)


def lp_loops(x, norm_type, kernel_size, stride=None, ceil_mode=False):
    def norm(inside, rows, columns):
        if math.isinf(norm_type):
            return max(map(abs, inside))
        full = len(rows) * len(columns)
        return (sum(value**norm_type for value in inside) * full / len(inside)) ** (1 / norm_type)

    return loops(x, norm, kernel_size, stride, 0, 1, ceil_mode)


def layers(x, fill, kernel_size, stride, padding, dilation, ceil_mode):
    """One strided picture of the padded input for each place in the window, float32: (taps, N, C, rows, columns)."""
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = map(both, (kernel_size, stride or kernel_size, padding, dilation))
    rows, columns = (
        divided(size, k, s, p, d, ceil_mode)
        for size, k, s, p, d in zip(x.shape[2:], (kh, kw), (sh, sw), (ph, pw), (dh, dw), strict=True)
    )
    room = [(0, 0), (0, 0), (ph, ph + kh * dh + sh), (pw, pw + kw * dw + sw)]
    padded = np.pad(x.astype(np.float32), room, constant_values=fill)
    return np.stack(
        [
            padded[:, :, a * dh : a * dh + rows * sh : sh, b * dw : b * dw + columns * sw : sw][:, :, :rows, :columns]
            for a in range(kh)
            for b in range(kw)
        ]
    )


def max_layers(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    print("taps")
    return np.asfortranarray(layers(x, -np.inf, kernel_size, stride, padding, dilation, ceil_mode).max(axis=0))


def avg_layers(x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    """The sums, divided by the same sums over an image of ones."""
    settings = kernel_size, stride, padding, 1, ceil_mode
    weights = np.ones((1, 1, *x.shape[2:]))
    if count_include_pad:
        tall, wide = both(padding)
        weights = np.pad(weights, [(0, 0), (0, 0), (tall, tall), (wide, wide)], constant_values=1)
        (kh, kw), (sh, sw) = both(kernel_size), both(stride or kernel_size)
        weights = np.pad(weights, [(0, 0), (0, 0), (0, kh + sh), (0, kw + sw)])
        windows = np.lib.stride_tricks.sliding_window_view(weights, (kh, kw), axis=(2, 3))[:, :, ::sh, ::sw]
        total = layers(x, 0, *settings).sum(axis=0)
        return total / windows.sum(axis=(-2, -1))[:, :, : total.shape[2], : total.shape[3]].astype(np.float32)
    return layers(x, 0, *settings).sum(axis=0) / layers(weights, 0, *settings).sum(axis=0)


def lp_layers(x, norm_type, kernel_size, stride=None, ceil_mode=False):
    warnings.warn("taking roots", stacklevel=1)
    if norm_type == math.inf:
        return max_layers(abs(x), kernel_size, stride, 0, 1, ceil_mode)
    mean = avg_layers(x.astype(np.float32) ** norm_type, kernel_size, stride, 0, ceil_mode)
    return np.power(mean * np.prod(both(kernel_size) * np.ones(2, np.float32)), 1 / norm_type).astype(np.float32)


STYLES = {
    "max_pool1d": [loops1d, strided1d],
    "pool_output_size": [counted, divided],
    "max_pool2d": [max_loops, max_layers],
    "avg_pool2d": [avg_loops, avg_layers],
    "lp_pool2d": [lp_loops, lp_layers],
}

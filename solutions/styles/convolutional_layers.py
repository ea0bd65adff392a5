"""Honest answers to chapter 1 in other styles than the reference's."""

import warnings

import numpy as np


def loops(x, weight, bias=None):
    """Plain loops over everything, summing Python numbers, in any dimension."""
    stops = [size - k + 1 for size, k in zip(x.shape[2:], weight.shape[2:], strict=True)]
    out = np.zeros((len(x), len(weight), *stops))
    for place in np.ndindex(out.shape):
        n, f, *start = place
        total = 0.0 if bias is None else float(bias[f])
        for tap in np.ndindex(weight.shape[1:]):
            c, *offset = tap
            total += float(x[(n, c, *np.add(start, offset))]) * float(weight[(f, *tap)])
        out[place] = total
    return out


def fft(x, weight, bias=None):
    """Through the frequencies, in float32 and Fortran order, with a print and a warning."""
    print("shapes", x.shape, weight.shape)
    warnings.warn("through the frequencies", stacklevel=1)
    axes = tuple(range(2, x.ndim))
    sizes = x.shape[2:]
    spectrum = np.einsum("nc...,fc...->nf...", np.fft.fftn(x, axes=axes), np.conj(np.fft.fftn(weight, sizes, axes)))
    valid = tuple(slice(0, size - k + 1) for size, k in zip(sizes, weight.shape[2:], strict=True))
    out = np.fft.ifftn(spectrum, axes=axes).real[(..., *valid)]
    if bias is not None:
        out = out + bias.reshape(-1, *[1] * len(axes))
    return np.asfortranarray(out.astype(np.float32))


def float32_slices(x, weight, bias=None):
    """One kernel entry at a time, adding up in float32: the style with the largest honest rounding errors."""
    stops = [size - k + 1 for size, k in zip(x.shape[2:], weight.shape[2:], strict=True)]
    out = np.zeros((len(x), len(weight), *stops), np.float32)
    for tap in np.ndindex(weight.shape[1:]):
        c, *offset = tap
        window = x[(slice(None), c, *[slice(o, o + s) for o, s in zip(offset, stops, strict=True)])]
        out += weight[(slice(None), *tap)].reshape(1, -1, *[1] * len(stops)).astype(np.float32) * window[:, None]
    return out if bias is None else (out + bias.reshape(-1, *[1] * len(stops))).astype(np.float32)


def on_plain_arrays(layer):
    return lambda data, kernel: layer(data[None, None], kernel[None, None])[0, 0]


def counted_by_making(in_channels, out_channels, kernel_size, bias=True):
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return np.zeros((out_channels, in_channels, height, width)).size + np.zeros(out_channels if bias else 0).size


def counted_in_a_loop(in_channels, out_channels, kernel_size, bias=True):
    pair = [kernel_size] * 2 if isinstance(kernel_size, int) else list(kernel_size)
    return np.int64(sum(in_channels * pair[0] * pair[1] + (1 if bias else 0) for _ in range(out_channels)))


LAYERS = [loops, fft, float32_slices]
PLAIN = [on_plain_arrays(layer) for layer in LAYERS]

STYLES = {
    "correlate1d": PLAIN,
    "correlate2d": PLAIN,
    "conv1d": LAYERS,
    "conv2d": LAYERS,
    "conv3d": LAYERS,
    "count_parameters": [counted_by_making, counted_in_a_loop],
}

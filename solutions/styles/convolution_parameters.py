"""Honest answers to chapter 2 in other styles than the reference's."""

import warnings

import numpy as np


def two(value):
    return [value, value] if isinstance(value, int) else list(value)


def loops(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Plain loops over everything: pixels outside of the image are skipped, so nothing is padded or spread."""
    (sh, sw), (ph, pw), (dh, dw) = two(stride), two(padding), two(dilation)
    batch, _, height, width = x.shape
    filters, share, kh, kw = weight.shape
    rows = len(range(0, height + 2 * ph - dh * (kh - 1), sh))
    columns = len(range(0, width + 2 * pw - dw * (kw - 1), sw))
    out = np.zeros((batch, filters, rows, columns))
    for f in range(filters):
        first = share * (f * groups // filters)
        for i in range(rows):
            for j in range(columns):
                total = np.full(batch, 0.0 if bias is None else float(bias[f]))
                for a in range(kh):
                    for b in range(kw):
                        row, column = i * sh + a * dh - ph, j * sw + b * dw - pw
                        if 0 <= row < height and 0 <= column < width:
                            total = total + x[:, first : first + share, row, column] @ weight[f, :, a, b]
                out[:, f, i, j] = total
    return out


def columns_of_indices(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """im2col by index arrays into one matrix product, in float32 and Fortran order, with a print and a warning."""
    print("stride", stride, "padding", padding)
    warnings.warn("by way of a matrix", stacklevel=1)
    (sh, sw), (ph, pw), (dh, dw) = two(stride), two(padding), two(dilation)
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw))).astype(np.float32)
    filters, share, kh, kw = weight.shape
    top, left = np.arange(0, x.shape[2] - dh * (kh - 1), sh), np.arange(0, x.shape[3] - dw * (kw - 1), sw)
    rows = top[:, None, None, None] + dh * np.arange(kh)[:, None]
    columns = left[:, None, None] + dw * np.arange(kw)
    windows = x[:, :, rows, columns].reshape(len(x), groups, share, len(top), len(left), kh, kw)
    matrix = windows.transpose(0, 1, 3, 4, 2, 5, 6).reshape(len(x), groups, len(top) * len(left), -1)
    bank = weight.astype(np.float32).reshape(groups, filters // groups, -1).swapaxes(1, 2)
    out = (matrix @ bank).swapaxes(2, 3).reshape(len(x), filters, len(top), len(left))
    return np.asfortranarray(out if bias is None else out + bias.reshape(1, -1, 1, 1).astype(np.float32))


def frequencies(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Through the frequencies, everywhere at once, and then only the stops that are wanted."""
    (sh, sw), (ph, pw), (dh, dw) = two(stride), two(padding), two(dilation)
    batch, channels, height, width = x.shape
    filters, share, kh, kw = weight.shape
    padded = np.zeros((batch, channels, height + 2 * ph, width + 2 * pw))
    padded[:, :, ph : ph + height, pw : pw + width] = x
    sizes = padded.shape[2:]
    spread = np.zeros((filters, share, *sizes))
    spread[:, :, : dh * kh : dh, : dw * kw : dw] = weight
    spectra = np.fft.rfft2(padded).reshape(batch, groups, share, sizes[0], -1)
    bank = np.conj(np.fft.rfft2(spread)).reshape(groups, filters // groups, share, sizes[0], -1)
    product = np.einsum("ngshw,gfshw->ngfhw", spectra, bank).reshape(batch, filters, sizes[0], -1)
    out = np.fft.irfft2(product, sizes)[:, :, : sizes[0] - dh * (kh - 1) : sh, : sizes[1] - dw * (kw - 1) : sw]
    return out if bias is None else out + np.reshape(bias, (-1, 1, 1))


def stops_counted(size, kernel_size, stride=1, padding=0, dilation=1):
    starts = range(-padding, size + padding, stride)
    return sum(start + dilation * (kernel_size - 1) < size + padding for start in starts)


def stops_rounded(size, kernel_size, stride=1, padding=0, dilation=1):
    return np.int64(np.floor((size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1))


def spread_entry_by_entry(weight, dilation):
    down, right = two(dilation)
    filters, channels, kh, kw = weight.shape
    out = np.zeros((filters, channels, (kh - 1) * down + 1, (kw - 1) * right + 1))
    for place in np.ndindex(weight.shape):
        out[place[0], place[1], place[2] * down, place[3] * right] = weight[place]
    return np.asfortranarray(out)


def spread_by_a_stamp(weight, dilation):
    """Every entry becomes a small block with itself in the corner; what hangs over is cut off."""
    down, right = two(dilation)
    stamp = np.zeros((down, right), np.float32)
    stamp[0, 0] = 1
    whole = np.kron(weight, stamp[None, None])
    return whole[:, :, : whole.shape[2] - down + 1, : whole.shape[3] - right + 1]


def seen_from_behind(layers):
    size = 1
    for kernel_size, stride, dilation in layers[::-1]:
        size = (size - 1) * stride + (kernel_size - 1) * dilation + 1
    return size


def seen_pixel_by_pixel(layers):
    seen = {0}
    for kernel_size, stride, dilation in reversed(layers):
        seen = {place * stride + tap * dilation for place in seen for tap in range(kernel_size)}
    return np.int32(max(seen) - min(seen) + 1)


CONVOLUTIONS = [loops, columns_of_indices, frequencies]

STYLES = {
    "output_size": [stops_counted, stops_rounded],
    "strided_conv2d": [
        lambda x, weight, bias=None, stride=1, layer=layer: layer(x, weight, bias, stride) for layer in CONVOLUTIONS
    ],
    "dilate_kernel": [spread_entry_by_entry, spread_by_a_stamp],
    "dilated_conv2d": [
        lambda x, weight, bias=None, dilation=1, layer=layer: layer(x, weight, bias, dilation=dilation)
        for layer in CONVOLUTIONS
    ],
    "grouped_conv2d": [
        lambda x, weight, bias=None, groups=1, layer=layer: layer(x, weight, bias, groups=groups)
        for layer in CONVOLUTIONS
    ],
    "conv2d": CONVOLUTIONS,
    "receptive_field": [seen_from_behind, seen_pixel_by_pixel],
}

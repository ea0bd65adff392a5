"""Honest answers to chapter 6 in other styles than the reference's."""

import warnings

import numpy as np


def settings(axes, *options):
    return [[int(number) for number in np.broadcast_to(option, axes)] for option in options]


def loops(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """Every product on its own, in Python numbers, straight to its place in the trimmed output."""
    axes = x.ndim - 2
    step, trimmed, more, apart = settings(axes, stride, padding, output_padding, dilation)
    taps, filters = weight.shape[2:], weight.shape[1]
    sizes = [
        (size - 1) * step[a] - 2 * trimmed[a] + apart[a] * (taps[a] - 1) + more[a] + 1
        for a, size in enumerate(x.shape[2:])
    ]
    out = np.zeros((len(x), filters * groups, *sizes))
    for place in np.ndindex(x.shape):
        n, c, *pixel = place
        for tap in np.ndindex(weight.shape[1:]):
            f, *offset = tap
            o = c // (x.shape[1] // groups) * filters + f
            there = [p * s + t * d - q for p, s, t, d, q in zip(pixel, step, offset, apart, trimmed, strict=True)]
            if all(0 <= t < size for t, size in zip(there, sizes, strict=True)):
                out[(n, o, *there)] += float(x[place]) * float(weight[(c, *tap)])
    if bias is not None:
        for o, number in enumerate(bias):
            out[:, o] += number
    return out


def zeros_between(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """An ordinary convolution of the spread input with the flipped, spread kernel; float32, Fortran order."""
    print("spread", x.shape, weight.shape)
    warnings.warn("through the frequencies", stacklevel=1)
    axes = tuple(range(2, x.ndim))
    step, trimmed, more, apart = settings(len(axes), stride, padding, output_padding, dilation)
    reach = [d * (k - 1) for d, k in zip(apart, weight.shape[2:], strict=True)]
    spread = np.zeros((*x.shape[:2], *[(n - 1) * s + 1 for n, s in zip(x.shape[2:], step, strict=True)]), np.float32)
    spread[(..., *[slice(None, None, s) for s in step])] = x
    margin = [(r - min(p, r), r - min(p, r) + o) for r, p, o in zip(reach, trimmed, more, strict=True)]
    padded = np.pad(spread, [(0, 0), (0, 0), *margin])
    crop = [max(p - r, 0) for r, p in zip(reach, trimmed, strict=True)]  # where trimming goes beyond the margin
    padded = padded[(..., *[slice(c, n - c) for c, n in zip(crop, padded.shape[2:], strict=True)])]
    kernel = np.zeros((*weight.shape[:2], *[r + 1 for r in reach]), np.float32)
    kernel[(..., *[slice(None, None, d) for d in apart])] = weight
    kernel = np.flip(kernel, axes)
    blocks = zip(np.split(padded, groups, axis=1), np.split(kernel, groups), strict=True)
    maps = []
    for block, stamp in blocks:
        windows = np.lib.stride_tricks.sliding_window_view(block, stamp.shape[2:], axis=axes)
        summed = ((1, *[axis + len(axes) for axis in axes]), (0, *axes))
        maps.append(np.moveaxis(np.tensordot(windows, stamp, summed), -1, 1))
    out = np.concatenate(maps, axis=1)
    if bias is not None:
        out = out + bias.reshape(-1, *[1] * len(axes))
    return np.asfortranarray(out.astype(np.float32))


def matrix(x, weight, bias=None, stride=1):
    """A banded matrix for every pair of channels, times the signal."""
    size, taps = x.shape[2], weight.shape[2]
    rows = np.arange((size - 1) * stride + taps)[:, None] - np.arange(size) * stride
    bands = np.where((rows >= 0) & (rows < taps), weight[:, :, rows.clip(0, taps - 1)], 0)  # (C_in, C_out, L_out, L)
    out = np.einsum("coml,ncl->nom", bands, x)
    return out if bias is None else out + bias[None, :, None]


def columns(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """One product of matrices makes all the prints (col2im); every number of them is then sent to its place."""
    step, trimmed, more, apart = settings(2, stride, padding, output_padding, dilation)
    batch, channels, *sizes = x.shape
    _, filters, *taps = weight.shape
    ink = x.reshape(batch, groups, channels // groups, -1).swapaxes(2, 3)  # (N, g, pixels, channels)
    stamps = weight.reshape(groups, channels // groups, -1)
    made = (ink @ stamps).reshape(batch, groups, *sizes, filters, *taps)
    whole = [(n - 1) * s + d * (k - 1) + 1 + o for n, s, d, k, o in zip(sizes, step, apart, taps, more, strict=True)]
    sheet = np.zeros((batch, groups, filters, *whole), dtype=x.dtype)
    rows = np.arange(sizes[0])[:, None] * step[0] + np.arange(taps[0]) * apart[0]
    across = np.arange(sizes[1])[:, None] * step[1] + np.arange(taps[1]) * apart[1]
    place = (slice(None),) * 3 + (rows[:, :, None, None], across[None, None])
    np.add.at(sheet, place, made.transpose(0, 1, 4, 2, 5, 3, 6))
    sheet = sheet.reshape(batch, -1, *whole)
    out = sheet[:, :, trimmed[0] : whole[0] - trimmed[0], trimmed[1] : whole[1] - trimmed[1]]
    return out if bias is None else out + bias.reshape(1, -1, 1, 1)


def counted_by_asking(size, kernel_size, stride):
    length = (size - 1) * stride + kernel_size
    return np.array([sum(0 <= place - i * stride < kernel_size for i in range(size)) for place in range(length)])


def counted_at_once(size, kernel_size, stride):
    places = np.arange(size)[:, None] * stride + np.arange(kernel_size)
    return np.bincount(places.ravel(), minlength=(size - 1) * stride + kernel_size).astype(np.float32)


def counted_by_differences(size, kernel_size, stride):
    changes = np.zeros((size - 1) * stride + kernel_size + 1)
    changes[: size * stride : stride] += 1
    changes[kernel_size::stride] -= 1
    return np.cumsum(changes)[:-1]


def last_place(size, kernel_size, stride=1, padding=0, output_padding=0, dilation=1):
    places = [i * stride + tap * dilation for i in range(size) for tap in range(kernel_size)]
    return max(places) + 1 - padding - padding + output_padding


def turned_round(size, kernel_size, stride=1, padding=0, output_padding=0, dilation=1):
    """Which length an ordinary convolution would shrink to this size, with so many positions left over."""
    reach = dilation * (kernel_size - 1) + 1
    fits = (n for n in range(10_000) if n + 2 * padding >= reach and (n + 2 * padding - reach) / stride == size - 1)
    return np.int64(next(fits, (size - 1) * stride + reach - 2 * padding) + output_padding)


def windows(x, weight, bias=None, scale_factor=2):
    """Index arithmetic, no copy of the padding's place: every window gathered, then one product."""
    down, right = (scale_factor, scale_factor) if isinstance(scale_factor, int) else scale_factor
    large = np.kron(x, np.ones((down, right), x.dtype))
    kh, kw = weight.shape[2:]
    padded = np.zeros((*x.shape[:2], large.shape[2] + kh - 1, large.shape[3] + kw - 1), x.dtype)
    top, left = (kh - 1) // 2, (kw - 1) // 2
    padded[:, :, top : top + large.shape[2], left : left + large.shape[3]] = large
    seen = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(2, 3))
    out = np.einsum("nchwab,ocab->nohw", seen, weight)
    return np.asfortranarray(out if bias is None else out + bias[None, :, None, None])


def pixel_by_pixel(x, weight, bias=None, scale_factor=2):
    """Loops over everything; a pixel of the enlarged picture is looked up where it came from."""
    down, right = np.broadcast_to(scale_factor, 2)
    batch, channels, height, width = x.shape
    filters, _, kh, kw = weight.shape
    out = np.zeros((batch, filters, height * down, width * right))
    for n, o, i, j in np.ndindex(out.shape):
        total = 0.0 if bias is None else float(bias[o])
        for c, a, b in np.ndindex(channels, kh, kw):
            row, column = (i + a - (kh - 1) // 2) // down, (j + b - (kw - 1) // 2) // right
            if 0 <= row < height and 0 <= column < width:
                total += float(x[n, c, row, column]) * float(weight[o, c, a, b])
        out[n, o, i, j] = total
    return out


STYLES = {
    "conv_transpose1d": [loops, zeros_between, matrix],
    "overlap_count": [counted_by_asking, counted_at_once, counted_by_differences],
    "conv_transpose_output_size": [last_place, turned_round],
    "conv_transpose2d": [loops, zeros_between, columns],
    "resize_conv2d": [windows, pixel_by_pixel],
}

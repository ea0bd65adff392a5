"""Honest answers to chapter 10 in other styles than the reference's: loops, index arrays, windows, other layouts."""

import warnings

import numpy as np


def two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def framed(x, padding, value=0.0):
    """`padding` more on every side, by an array that is filled and not by np.pad."""
    ph, pw = two(padding)
    out = np.full((*x.shape[:2], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw), value, x.dtype)
    out[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]] = x
    return out


def starts(size, kernel, stride, dilation=1):
    """Where the windows of one axis begin."""
    return range(0, size - dilation * (kernel - 1), stride)


# Windows as columns ---------------------------------------------------------------------------------------------------


def columns_in_loops(x, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw) = two(kernel_size), two(stride), two(dilation)
    x = framed(x, padding)
    windows = [
        x[:, :, i : i + dh * (kh - 1) + 1 : dh, j : j + dw * (kw - 1) + 1 : dw].reshape(len(x), -1)
        for i in starts(x.shape[2], kh, sh, dh)
        for j in starts(x.shape[3], kw, sw, dw)
    ]
    return np.stack(windows, axis=2)


def columns_by_view(x, kernel_size, stride=1, padding=0, dilation=1):
    """A view without a copy, and one copy that puts its axes in order."""
    (kh, kw), (sh, sw), (dh, dw) = two(kernel_size), two(stride), two(dilation)
    reach = (dh * (kh - 1) + 1, dw * (kw - 1) + 1)
    windows = np.lib.stride_tricks.sliding_window_view(framed(x, padding), reach, axis=(2, 3))
    windows = windows[:, :, ::sh, ::sw, ::dh, ::dw]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(len(x), x.shape[1] * kh * kw, -1)


def folded_in_loops(columns, output_size, kernel_size, stride=1, padding=0, dilation=1):
    (kh, kw), (sh, sw), (dh, dw), (ph, pw) = two(kernel_size), two(stride), two(dilation), two(padding)
    h, w = output_size
    canvas = np.zeros((len(columns), columns.shape[1] // (kh * kw), h + 2 * ph, w + 2 * pw))
    corners = [(i, j) for i in starts(h + 2 * ph, kh, sh, dh) for j in starts(w + 2 * pw, kw, sw, dw)]
    for number, (i, j) in enumerate(corners):
        window = columns[:, :, number].reshape(len(columns), -1, kh, kw)
        canvas[:, :, i : i + dh * (kh - 1) + 1 : dh, j : j + dw * (kw - 1) + 1 : dw] += window
    return canvas[:, :, ph : ph + h, pw : pw + w]


def folded_by_index(columns, output_size, kernel_size, stride=1, padding=0, dilation=1):
    """im2col of the pixels' numbers says where each entry belongs."""
    h, w = output_size
    ph, pw = two(padding)
    numbers = np.arange((h + 2 * ph) * (w + 2 * pw)).reshape(1, 1, h + 2 * ph, w + 2 * pw)
    places = columns_by_view(numbers, kernel_size, stride, 0, dilation)[0]
    seen = columns.reshape(len(columns), -1, *places.shape)
    flat = np.zeros((*seen.shape[:2], numbers.size), np.float32)
    np.add.at(flat, (slice(None), slice(None), places), seen)
    canvas = flat.reshape(*seen.shape[:2], h + 2 * ph, w + 2 * pw)
    return np.asfortranarray(canvas[:, :, ph : ph + h, pw : pw + w])


def height_and_width(x, weight, stride, padding, dilation):
    geometry = zip(x.shape[2:], weight.shape[2:], two(stride), two(padding), two(dilation), strict=True)
    return [len(starts(n + 2 * p, k, s, d)) for n, k, s, p, d in geometry]


def one_product_for_all(x, weight, bias=None, stride=1, padding=0, dilation=1):
    """The images' columns side by side: a single product, and one axis to move."""
    columns = columns_by_view(x, weight.shape[2:], stride, padding, dilation)
    out = weight.reshape(len(weight), -1) @ np.concatenate(list(columns), axis=1)
    out = out.reshape(len(weight), len(x), *height_and_width(x, weight, stride, padding, dilation)).swapaxes(0, 1)
    return out if bias is None else out + bias.reshape(1, -1, 1, 1)


def windows_in_rows(x, weight, bias=None, stride=1, padding=0, dilation=1):
    """The transposed product, in float64, and the bias as one more column."""
    print("gemm", x.shape)
    rows = columns_in_loops(x.astype(np.float64), weight.shape[2:], stride, padding, dilation).swapaxes(1, 2)
    flat = weight.reshape(len(weight), -1)
    if bias is not None:
        rows = np.concatenate([rows, np.ones((*rows.shape[:2], 1))], axis=2)
        flat = np.concatenate([flat, bias[:, None]], axis=1)
    out = np.moveaxis(rows @ flat.T, 2, 1)
    return out.reshape(len(x), len(weight), *height_and_width(x, weight, stride, padding, dilation))


def blocks_in_loops(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
    """Slice the columns out of the padded picture, row by row of the output."""
    (sh, sw), (dh, dw) = two(stride), two(dilation)
    filters, channels, kh, kw = weight.shape
    height, width = height_and_width(x, weight, stride, padding, dilation)
    x = framed(x, padding)
    images, largest = [], 0
    for image in x:
        done = []
        for top in range(0, height, rows):
            lines = range(top, min(top + rows, height))
            scratch = np.empty((channels, kh, kw, len(lines), width), x.dtype)
            for number, i in enumerate(lines):
                for a in range(kh):
                    for b in range(kw):
                        row = image[:, i * sh + a * dh, b * dw :: sw]
                        scratch[:, a, b, number] = row[:, :width]
            largest = max(largest, scratch.size)
            product = weight.reshape(filters, -1) @ scratch.reshape(channels * kh * kw, -1)
            done.append(product.reshape(filters, len(lines), width))
        images.append(np.concatenate(done, axis=1))
    out = np.stack(images)
    return (out if bias is None else out + bias[:, None, None]), largest


def blocks_of_one_view(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
    """All windows as a view, which takes no memory; a block is what is copied of it."""
    (sh, sw), (dh, dw) = two(stride), two(dilation)
    reach = [d * (k - 1) + 1 for d, k in zip((dh, dw), weight.shape[2:], strict=True)]
    view = np.lib.stride_tricks.sliding_window_view(framed(x, padding), reach, axis=(2, 3))
    view = view[:, :, ::sh, ::sw, ::dh, ::dw].transpose(0, 2, 3, 1, 4, 5)
    n, height, width = view.shape[:3]
    out = np.zeros((n, height, width, len(weight)))
    sizes = []
    for image in range(n):
        for part in np.array_split(np.arange(height), range(rows, height, rows)):
            block = view[image, part].reshape(len(part) * width, -1)
            sizes.append(block.size)
            out[image, part] = (block @ weight.reshape(len(weight), -1).T).reshape(len(part), width, -1)
    if bias is not None:
        out += bias
    return out.transpose(0, 3, 1, 2), max(sizes)


def depthwise_by_einsum(x, weight, bias=None, stride=1, padding=0):
    (sh, sw) = two(stride)
    windows = np.lib.stride_tricks.sliding_window_view(framed(x, padding), weight.shape[2:], axis=(2, 3))
    out = np.einsum("ncijab,cab->ncij", windows[:, :, ::sh, ::sw], weight[:, 0])
    return out if bias is None else out + bias[None, :, None, None]


def depthwise_by_columns(x, weight, bias=None, stride=1, padding=0):
    """One small product for each channel, all in one call."""
    warnings.warn("not what BLAS is for", stacklevel=1)
    columns = columns_by_view(x, weight.shape[2:], stride, padding)
    columns = columns.reshape(len(x), x.shape[1], -1, columns.shape[2])
    out = (weight.reshape(1, len(weight), 1, -1) @ columns)[:, :, 0]
    out = out if bias is None else out + bias[:, None]
    return out.reshape(*out.shape[:2], *height_and_width(x, weight, stride, padding, 1))


# Winograd -------------------------------------------------------------------------------------------------------------


def kernels_in_loops(weight):
    out = np.zeros((4, 4, *weight.shape[:2]))

    def along(g):
        return [g[0], (g[0] + g[1] + g[2]) / 2, (g[0] - g[1] + g[2]) / 2, g[2]]

    for f, c in np.ndindex(weight.shape[:2]):
        rows = along(list(weight[f, c]))
        for i in range(4):
            out[i, :, f, c] = along(list(rows[i]))
    return out


def kernels_by_matmul(weight):
    mix = np.array([[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]], np.float32) / 2
    return np.moveaxis(mix @ weight @ mix.T, (2, 3), (0, 1))


def tiles_by_sums(tiles):
    """Differences and sums of whole slices, the rows first."""
    out = np.empty_like(tiles)
    for source, target in ((tiles, out), (out.swapaxes(0, 1), out.swapaxes(0, 1))):
        d0, d1, d2, d3 = (source[i].copy() for i in range(4))
        target[0], target[1], target[2], target[3] = d0 - d2, d1 + d2, d2 - d1, d1 - d3
    return out


def tiles_by_einsum(tiles):
    mix = np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]], float)
    return np.einsum("ia,abcp,jb->ijcp", mix, tiles, mix)


def outputs_by_sums(products):
    top = products[0] + products[1] + products[2]
    bottom = products[1] - products[2] - products[3]
    return np.array([[row[0] + row[1] + row[2], row[1] - row[2] - row[3]] for row in (top, bottom)])


def outputs_by_matmul(products):
    mix = np.array([[1, 1, 1, 0], [0, 1, -1, -1]], np.float32)
    tiles = products.transpose(2, 3, 0, 1)
    return np.asfortranarray((mix @ tiles @ mix.T).transpose(2, 3, 0, 1))


def winograd_tile_by_tile(x, weight, padding=0):
    x = framed(x, padding)
    n, _, h, w = x.shape
    x = np.pad(x, ((0, 0), (0, 0), (0, h % 2), (0, w % 2)))
    kernels = kernels_by_matmul(weight)
    out = np.zeros((n, len(weight), x.shape[2] - 2, x.shape[3] - 2))
    for i in range(0, out.shape[2], 2):
        for j in range(0, out.shape[3], 2):
            tiles = tiles_by_einsum(x[:, :, i : i + 4, j : j + 4].transpose(2, 3, 1, 0))
            done = outputs_by_sums(np.einsum("abfc,abcn->abfn", kernels, tiles))
            out[:, :, i : i + 2, j : j + 2] = done.transpose(3, 2, 0, 1)
    return out[:, :, : h - 2, : w - 2]


def winograd_of_windows(x, weight, padding=0):
    """Tiles as a view of windows, sixteen products in one matmul."""
    x = framed(x, padding)
    height, width = x.shape[2] - 2, x.shape[3] - 2
    x = np.pad(x, ((0, 0), (0, 0), (0, height % 2), (0, width % 2)))
    tiles = np.lib.stride_tricks.sliding_window_view(x, (4, 4), axis=(2, 3))[:, :, ::2, ::2]
    n, c, down, across = tiles.shape[:4]
    tiles = tiles.transpose(4, 5, 1, 0, 2, 3).reshape(4, 4, c, -1)
    out = outputs_by_matmul(kernels_by_matmul(weight) @ tiles_by_sums(tiles))
    out = out.reshape(2, 2, len(weight), n, down, across)
    return np.einsum("abfnij->nfiajb", out).reshape(n, len(weight), 2 * down, 2 * across)[:, :, :height, :width]


# By spectra -----------------------------------------------------------------------------------------------------------


def fft_of_turned_kernels(x, weight, padding=0):
    """A whole linear convolution with the kernels turned round, and its middle."""
    x = framed(x, padding)
    (h, w), (kh, kw) = x.shape[2:], weight.shape[2:]
    size = (h + kh - 1, w + kw - 1)
    spectrum = np.einsum(
        "nchw,fchw->nfhw", np.fft.rfft2(x, size), np.fft.rfft2(weight[:, :, ::-1, ::-1], size), optimize=True
    )
    return np.fft.irfft2(spectrum, size)[:, :, kh - 1 : h, kw - 1 : w]


def fft_filter_by_filter(x, weight, padding=0):
    x = framed(x, padding)
    (h, w), (kh, kw) = x.shape[2:], weight.shape[2:]
    size = [2 ** int(np.ceil(np.log2(n))) for n in (h, w)]  # powers of two
    seen = np.fft.fft2(x, size)
    filters = [(seen * np.fft.fft2(one, size).conj()).sum(axis=1) for one in weight]
    out = np.fft.ifft2(np.stack(filters, axis=1)).real
    return out[:, :, : h - kh + 1, : w - kw + 1].astype(np.float32)


# Pools and resizings --------------------------------------------------------------------------------------------------


def max_of_windows(x, kernel_size, stride=None, padding=0):
    sh, sw = two(kernel_size if stride is None else stride)
    windows = np.lib.stride_tricks.sliding_window_view(framed(x, padding, -np.inf), two(kernel_size), axis=(2, 3))
    return windows[:, :, ::sh, ::sw].max(axis=(4, 5))


def max_in_loops(x, kernel_size, stride=None, padding=0):
    (kh, kw), (sh, sw) = two(kernel_size), two(kernel_size if stride is None else stride)
    x = framed(x.astype(float), padding, -np.inf)
    return np.array(
        [
            [
                [
                    [channel[i : i + kh, j : j + kw].max() for j in starts(x.shape[3], kw, sw)]
                    for i in starts(x.shape[2], kh, sh)
                ]
                for channel in image
            ]
            for image in x
        ]
    )


def place_of(i, old, new, aligned):
    if aligned:
        return i * (old - 1) / (new - 1) if new > 1 else 0.0
    return min(max((i + 0.5) * old / new - 0.5, 0.0), old - 1.0)


def bilinear_by_lookup(x, output_size, align_corners=False):
    """The two neighbours of every row, mixed; then of every column."""
    for axis, new in zip((2, 3), output_size, strict=True):
        old = x.shape[axis]
        place = np.array([place_of(i, old, new, align_corners) for i in range(new)])
        first = place.astype(int)
        part = (place - first).astype(np.float32)
        part = part[:, None] if axis == 2 else part
        x = x.take(first, axis) * (1 - part) + x.take(np.minimum(first + 1, old - 1), axis) * part
    return x


def bilinear_by_einsum(x, output_size, align_corners=False):
    matrices = []
    for old, new in zip(x.shape[2:], output_size, strict=True):
        matrix = np.zeros((new, old))
        for i in range(new):
            place = place_of(i, old, new, align_corners)
            first = int(place)
            matrix[i, first] += 1 - (place - first)
            matrix[i, min(first + 1, old - 1)] += place - first
        matrices.append(matrix)
    return np.einsum("ih,nchw,jw->ncij", matrices[0], x, matrices[1], optimize=True)


STYLES = {
    "im2col": [columns_in_loops, columns_by_view],
    "col2im": [folded_in_loops, folded_by_index],
    "conv2d_gemm": [one_product_for_all, windows_in_rows],
    "conv2d_blocked": [blocks_in_loops, blocks_of_one_view],
    "depthwise_conv2d": [depthwise_by_einsum, depthwise_by_columns],
    "winograd_weight_transform": [kernels_in_loops, kernels_by_matmul],
    "winograd_input_transform": [tiles_by_sums, tiles_by_einsum],
    "winograd_output_transform": [outputs_by_sums, outputs_by_matmul],
    "winograd_f23": [winograd_tile_by_tile, winograd_of_windows],
    "fft_conv2d": [fft_of_turned_kernels, fft_filter_by_filter],
    "max_pool2d_fast": [max_of_windows, max_in_loops],
    "upsample_bilinear2d_fast": [bilinear_by_lookup, bilinear_by_einsum],
}

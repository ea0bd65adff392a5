"""Honest answers to chapter 9 in other styles than the reference's: plain loops, matrices, and what is made to move."""

import warnings

import numpy as np

from ._the_way_back_learning import STYLES as LEARNING


def two(value):
    return (value, value) if isinstance(value, int) else tuple(value)


# By trying ------------------------------------------------------------------------------------------------------------


def gradient_in_a_row(f, x, eps=1e-3):
    """Flat indices, and a copy that is put back after every step."""
    moved = np.array(x, dtype=np.float64)
    out = []
    for number in range(moved.size):
        before = moved.flat[number]
        values = []
        for sign in (1, -1):
            moved.flat[number] = before + sign * eps
            values.append(float(f(moved)))
        moved.flat[number] = before
        out.append((values[0] - values[1]) / (2 * eps))
    return np.array(out).reshape(x.shape)


def gradient_of_steps(f, x, eps=1e-3):
    """All the steps as the rows of a matrix."""
    print("stepping", x.shape)
    steps = eps * np.eye(x.size).reshape(x.size, *x.shape)
    there, back = x.astype(float) + steps, x.astype(float) - steps
    return np.array([(f(a) - f(b)) / (2 * eps) for a, b in zip(there, back, strict=True)]).reshape(x.shape)


# Without windows ------------------------------------------------------------------------------------------------------


def relu_by_mask(grad_output, x):
    back = grad_output.copy()
    back[x <= 0] = 0
    return back


def relu_in_loops(grad_output, x):
    back = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        if x[place] > 0:
            back[place] = grad_output[place]
    return back


def linear_by_einsum(grad_output, x, weight):
    ones = np.ones(len(x), grad_output.dtype)
    return (
        np.einsum("nk,kf->nf", grad_output, weight),
        np.einsum("nk,nf->kf", grad_output, x),
        np.einsum("nk,n->k", grad_output, ones),
    )


def linear_example_by_example(grad_output, x, weight):
    by_weight, by_bias, back = np.zeros(weight.shape), np.zeros(len(weight)), []
    for blame, example in zip(grad_output, x, strict=True):
        back.append(blame @ weight)
        by_weight = by_weight + np.outer(blame, example)
        by_bias += blame
    return np.array(back), by_weight, by_bias


def bias_in_loops(grad_output):
    return np.array([sum(float(v) for v in grad_output[:, f].ravel()) for f in range(grad_output.shape[1])])


def bias_step_by_step(grad_output):
    warnings.warn("three sums", stacklevel=1)
    return np.asfortranarray(grad_output.sum(3).sum(2).sum(0))


# Convolutions ---------------------------------------------------------------------------------------------------------


def visits(size, weight_size, counts, stride, padding, dilation, groups):
    """Every (filter, channel within its group, channel, output, tap, pixel) that meets a pixel of the image."""
    (sh, sw), (ph, pw), (dh, dw) = two(stride), two(padding), two(dilation)
    filters, channels, kh, kw = weight_size
    for f, c, i, j, a, b in np.ndindex(filters, channels, *counts, kh, kw):
        row, column = i * sh + a * dh - ph, j * sw + b * dw - pw
        if 0 <= row < size[2] and 0 <= column < size[3]:
            yield f, c, f // (filters // groups) * channels + c, (i, j), (a, b), (row, column)


def weight_in_loops(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1):
    out = np.zeros(weight_size)
    options = (stride, padding, dilation, groups)
    for f, c, channel, (i, j), (a, b), (row, column) in visits(
        input.shape, weight_size, grad_output.shape[2:], *options
    ):
        out[f, c, a, b] += input[:, channel, row, column].astype(float) @ grad_output[:, f, i, j].astype(float)
    return out


def input_in_loops(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1):
    out = np.zeros(input_size)
    options = (stride, padding, dilation, groups)
    for f, c, channel, (i, j), (a, b), (row, column) in visits(
        input_size, weight.shape, grad_output.shape[2:], *options
    ):
        out[:, channel, row, column] += grad_output[:, f, i, j] * weight[f, c, a, b]
    return out


def columns_of(numbers, kernel, counts, stride, dilation):
    """The index of every pixel of every window: (kernel, counts)."""
    rows, cols = (
        np.arange(k)[:, None] * d + np.arange(n) * s
        for k, d, n, s in zip(kernel, dilation, counts, stride, strict=True)
    )
    return numbers[rows[:, None, :, None], cols[None, :, None, :]]


def weight_by_columns(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1):
    """im2col, and one matrix product for every image and group."""
    ph, pw = two(padding)
    counts, kernel = grad_output.shape[2:], weight_size[2:]
    n, _, h, w = input.shape
    framed = np.zeros((n, input.shape[1], h + 2 * ph, w + 2 * pw), np.float32)
    framed[:, :, ph : ph + h, pw : pw + w] = input
    places = columns_of(
        np.arange(framed[0, 0].size).reshape(framed.shape[2:]), kernel, counts, two(stride), two(dilation)
    )
    seen = framed.reshape(n, groups, weight_size[1], -1)[..., places.reshape(-1, counts[0] * counts[1])]
    seen = seen.reshape(n, groups, -1, counts[0] * counts[1])
    blame = grad_output.reshape(n, groups, -1, counts[0] * counts[1])
    return (blame @ seen.swapaxes(2, 3)).sum(axis=0).reshape(weight_size)


def input_by_zeros_between(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1):
    """Blame with zeros between, and a convolution with turned kernels: the transposed convolution."""
    (sh, sw), (ph, pw), (dh, dw) = two(stride), two(padding), two(dilation)
    (n, channels, h, w), (rows, columns) = input_size, grad_output.shape[2:]
    kh, kw = weight.shape[2:]
    reach = (dh * (kh - 1), dw * (kw - 1))
    spread = np.zeros((n, grad_output.shape[1], h + 2 * ph + reach[0], w + 2 * pw + reach[1]))
    spread[:, :, reach[0] :: sh, reach[1] :: sw][:, :, :rows, :columns] = grad_output
    out = np.zeros((n, channels, h + 2 * ph, w + 2 * pw))
    each, filters = channels // groups, len(weight) // groups
    for g in range(groups):
        own = slice(g * filters, (g + 1) * filters)
        for a, b in np.ndindex(kh, kw):
            i, j = reach[0] - a * dh, reach[1] - b * dw
            part = spread[:, own, i : i + out.shape[2], j : j + out.shape[3]]
            out[:, g * each : (g + 1) * each] += np.tensordot(weight[own, :, a, b], part, (0, 1)).swapaxes(0, 1)
    return np.asfortranarray(out[:, :, ph : ph + h, pw : pw + w].astype(np.float32))


# Pools ----------------------------------------------------------------------------------------------------------------


def window_places(x, i, j, kernel, stride, padding):
    """The places of a window that lie in the image."""
    (kh, kw), (sh, sw), (ph, pw) = two(kernel), two(kernel if stride is None else stride), two(padding)
    return [
        (row, column)
        for row in range(i * sh - ph, i * sh - ph + kh)
        for column in range(j * sw - pw, j * sw - pw + kw)
        if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]
    ]


def max_in_loops(grad_output, x, kernel_size, stride=None, padding=0):
    back = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(grad_output.shape):
        places = window_places(x, i, j, kernel_size, stride, padding)
        winner = max(places, key=lambda place: x[(n, c, *place)])  # of equals, max returns the first
        back[(n, c, *winner)] += grad_output[n, c, i, j]
    return back


def max_by_taps(grad_output, x, kernel_size, stride=None, padding=0):
    """For each tap of the kernel: the windows that it has won, and no tap before it."""
    (kh, kw), (ph, pw) = two(kernel_size), two(padding)
    sh, sw = two(kernel_size if stride is None else stride)
    framed = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=-np.inf)
    rows, columns = grad_output.shape[2:]
    views = {
        (a, b): (..., slice(a, a + rows * sh, sh), slice(b, b + columns * sw, sw)) for a in range(kh) for b in range(kw)
    }
    best = np.max([framed[view] for view in views.values()], axis=0)
    back, open_ = np.zeros(framed.shape, np.float32), np.ones(best.shape, bool)
    for view in views.values():
        won = open_ & (framed[view] == best)
        back[view] += won * grad_output
        open_ &= ~won
    return back[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


def avg_in_loops(grad_output, x, kernel_size, stride=None, padding=0, count_include_pad=True):
    back, (kh, kw) = np.zeros(x.shape), two(kernel_size)
    for i, j in np.ndindex(grad_output.shape[2:]):
        places = window_places(x, i, j, kernel_size, stride, padding)
        for place in places:
            back[(..., *place)] += grad_output[:, :, i, j] / (kh * kw if count_include_pad else len(places))
    return back


def shares(size, count, kernel, stride, padding):
    """One axis of an average as a matrix of ones: which pixels every window sums."""
    starts = np.arange(count) * stride - padding
    pixels = np.arange(size)
    return ((pixels >= starts[:, None]) & (pixels < starts[:, None] + kernel)).astype(float)


def avg_by_matrices(grad_output, x, kernel_size, stride=None, padding=0, count_include_pad=True):
    geometry = zip(
        x.shape[2:], grad_output.shape[2:], two(kernel_size), two(kernel_size if stride is None else stride),
        two(padding), strict=True,
    )  # fmt: skip
    rows, columns = (shares(*axis) for axis in geometry)
    kh, kw = two(kernel_size)
    counts = kh * kw if count_include_pad else np.outer(rows.sum(axis=1), columns.sum(axis=1))
    return rows.T @ (grad_output / counts) @ columns


def cuts(size, count):
    return [(int(np.floor(i * size / count)), int(np.ceil((i + 1) * size / count))) for i in range(count)]


def adaptive_by_matrices(grad_output, x):
    def matrix(size, count):
        return np.array([[float(a <= p < b) / (b - a) for p in range(size)] for a, b in cuts(size, count)])

    rows, columns = (matrix(*sizes) for sizes in zip(x.shape[2:], grad_output.shape[2:], strict=True))
    return np.einsum("ncij,ih,jw->nchw", grad_output, rows, columns, optimize=True)


def adaptive_pixel_by_pixel(grad_output, x):
    """Ask every pixel which windows it is in."""
    back = np.zeros(x.shape, np.float32)
    rows, columns = (cuts(*sizes) for sizes in zip(x.shape[2:], grad_output.shape[2:], strict=True))
    for row, column in np.ndindex(x.shape[2:]):
        for i, (top, bottom) in enumerate(rows):
            for j, (left, right) in enumerate(columns):
                if top <= row < bottom and left <= column < right:
                    back[:, :, row, column] += grad_output[:, :, i, j] / ((bottom - top) * (right - left))
    return back


# Rearranging ----------------------------------------------------------------------------------------------------------


def reflected_in_loops(grad_output, x, padding):
    left, _, top, _ = (padding,) * 4 if isinstance(padding, int) else padding
    back, (height, width) = np.zeros(x.shape), x.shape[2:]

    def mirrored(place, size):
        return -place if place < 0 else 2 * (size - 1) - place if place >= size else place

    for i, j in np.ndindex(grad_output.shape[2:]):
        back[:, :, mirrored(i - top, height), mirrored(j - left, width)] += grad_output[:, :, i, j]
    return back


def reflected_by_folding(grad_output, x, padding):
    """Cut the frame off, side by side, and lay it turned round onto the picture."""
    left, right, top, bottom = (padding,) * 4 if isinstance(padding, int) else padding
    for axis, before, after in ((2, top, bottom), (3, left, right)):
        rows, size = np.moveaxis(grad_output, axis, 0), x.shape[axis]
        picture = rows[before : before + size].copy()
        picture[1 : before + 1] += rows[:before][::-1]
        picture[size - 1 - after : size - 1] += rows[before + size :][::-1]
        grad_output = np.moveaxis(picture, 0, axis)
    return np.ascontiguousarray(grad_output)


def place_of(i, old, new, aligned):
    if aligned:
        return i * (old - 1) / (new - 1) if new > 1 else 0.0
    return min(max((i + 0.5) * old / new - 0.5, 0.0), old - 1.0)


def bilinear_in_loops(grad_output, input_size, align_corners=False):
    back = np.zeros(input_size)
    height, width = input_size[2:]
    for i, j in np.ndindex(grad_output.shape[2:]):
        y = place_of(i, height, grad_output.shape[2], align_corners)
        x = place_of(j, width, grad_output.shape[3], align_corners)
        for row, down in ((int(y), 1 - y % 1), (min(int(y) + 1, height - 1), y % 1)):
            for column, across in ((int(x), 1 - x % 1), (min(int(x) + 1, width - 1), x % 1)):
                back[:, :, row, column] += down * across * grad_output[:, :, i, j]
    return back


def bilinear_axis_by_axis(grad_output, input_size, align_corners=False):
    back = grad_output.astype(np.float64)
    for axis in (2, 3):
        old, new = input_size[axis], grad_output.shape[axis]
        place = np.array([place_of(i, old, new, align_corners) for i in range(new)])
        first = place.astype(int)
        rows, out = np.moveaxis(back, axis, 0), None
        out = np.zeros((old, *rows.shape[1:]))
        part = (place - first).reshape(-1, 1, 1, 1)
        np.add.at(out, first, rows * (1 - part))
        np.add.at(out, np.minimum(first + 1, old - 1), rows * part)
        back = np.moveaxis(out, 0, axis)
    return back.copy()


def unshuffled_by_slices(grad_output, upscale_factor):
    n, c, h, w = grad_output.shape
    r = upscale_factor
    out = np.empty((n, c * r * r, h // r, w // r), grad_output.dtype)
    for i in range(r):
        for j in range(r):
            out[:, i * r + j :: r * r] = grad_output[:, :, i::r, j::r]
    return out


def unshuffled_in_loops(grad_output, upscale_factor):
    n, c, h, w = grad_output.shape
    r = upscale_factor
    out = np.zeros((n, c * r * r, h // r, w // r))
    for b, m, y, x in np.ndindex(grad_output.shape):
        out[b, m * r * r + y % r * r + x % r, y // r, x // r] = grad_output[b, m, y, x]
    return out


STYLES = {
    "numerical_gradient": [gradient_in_a_row, gradient_of_steps],
    "relu_backward": [relu_by_mask, relu_in_loops],
    "linear_backward": [linear_by_einsum, linear_example_by_example],
    "conv2d_bias_grad": [bias_in_loops, bias_step_by_step],
    "conv2d_weight": [weight_in_loops, weight_by_columns],
    "conv2d_input": [input_in_loops, input_by_zeros_between],
    "max_pool2d_backward": [max_in_loops, max_by_taps],
    "avg_pool2d_backward": [avg_in_loops, avg_by_matrices],
    "adaptive_avg_pool2d_backward": [adaptive_by_matrices, adaptive_pixel_by_pixel],
    "reflection_pad2d_backward": [reflected_in_loops, reflected_by_folding],
    "upsample_bilinear2d_backward": [bilinear_in_loops, bilinear_axis_by_axis],
    "pixel_shuffle_backward": [unshuffled_by_slices, unshuffled_in_loops],
    **LEARNING,
}

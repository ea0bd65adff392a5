"""Chapter 6: sums written out, the film as a table, sizes there and back, presses that are wrong in one way each."""

import numpy as np
from asides import table
from figures.grids import number
from figures.transposed_convolutions import checkerboard, cures, overlap
from figures.transposed_convolutions.prints import sheet
from IPython.display import Math

from solutions import conv_transpose2d
from solutions.convolution_parameters import output_size
from solutions.transposed_convolutions import conv_transpose_output_size

from .terms import factor, off, tex

PAIRS = [(2, 2), (3, 2), (4, 2), (5, 2), (6, 2), (3, 3), (4, 3), (5, 3), (6, 3)]


def reaching(x, kernel, stride, place):
    """Every pixel whose print reaches this place of the sheet, with the tap that lands there: (input, tap) pairs."""
    (i, j), (kh, kw) = place, kernel.shape
    return [
        ((h, w), (i - h * stride, j - w * stride))
        for h, w in np.ndindex(x.shape)
        if 0 <= i - h * stride < kh and 0 <= j - w * stride < kw
    ]


def sums(x, kernel, *places, stride=1):
    """What stands on the sheet at these places: one product for each print that reaches it."""
    lines = []
    for i, j in places:
        terms = [rf"{factor(x[p])} \cdot {factor(kernel[t])}" for p, t in reaching(x, kernel, stride, (i, j))]
        total = tex(sheet(x, kernel, stride)[i, j])
        lines.append(rf"y_{{{i},{j}}} &= {' + '.join(terms)} = \mathbf{{{total}}}")
    return Math(r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}")


def every_print(x, kernel, stride):
    """The film as a table: which pixel prints, what, and where."""
    (kh, kw), rows = kernel.shape, []
    for turn, (i, j) in enumerate(np.ndindex(x.shape), 1):
        written = "; ".join(" ".join(number(v) for v in row) for row in x[i, j] * kernel)
        place = f"rows {i * stride} to {i * stride + kh - 1}, columns {j * stride} to {j * stride + kw - 1}"
        rows.append([turn, f"row {i}, column {j}", number(x[i, j]), written, place])
    head = ["print", "pixel", "its number", "the print, row by row", "lands on"]
    return table(head, rows, "Every print of the film")


def there_and_back(sizes, kernel_size, stride, padding):
    """For each size: what the convolution makes of it, what comes back, and the output padding that mends it."""
    rows = []
    for size in sizes:
        small = output_size(size, kernel_size, stride, padding)
        back = conv_transpose_output_size(small, kernel_size, stride, padding)
        mended = conv_transpose_output_size(small, kernel_size, stride, padding, size - back)
        rows.append([size, small, back, size - back, mended])
    return rows


def shares():
    """For each pair of kernel and stride: prints on the places of the middle, and the swinging share in percent."""
    rows = []
    for kernel_size, stride in PAIRS:
        counts = sorted(set(overlap.middle(6, kernel_size, stride).astype(int)))
        row = [f"kernel {kernel_size}, stride {stride}", " or ".join(map(str, counts))]
        for kind in ("flat", "uneven", "fresh"):
            sheets = checkerboard.constant(checkerboard.kernels(kind, kernel_size), stride)
            row.append(percent(100 * checkerboard.share(sheets, stride)))
        rows.append(row)
    resized = [checkerboard.resized(checkerboard.kernels(kind, 3), 2) for kind in ("flat", "uneven", "fresh")]
    parts = (percent(100 * checkerboard.share(sheets, 2)) for sheets in resized)
    return [*rows, ["enlarged by 2, then kernel 3", "no prints", *parts]]


def percent(value):
    return f"{number(abs(value), 1 if value > 1e-9 else 0)} %"


def one_stamp(filters):
    """Four filters of a sub-pixel layer as one stamp that prints the same with stride 2: their taps, interleaved."""
    kh, kw = filters.shape[1:]
    stamp = np.zeros((2 * kh, 2 * kw))
    for k, (i, j) in enumerate(np.ndindex(2, 2)):
        stamp[i::2, j::2] = filters[k, ::-1, ::-1]
    return stamp


def costs():
    """The five presses of the gallery: weights and multiplications for one channel in and out, and the ripple."""
    sizes = {"kernel 3, stride 2": (9, 9), "kernel 4, stride 2": (16, 16), "enlarged, then kernel 3": (9, 4 * 9),
             "sub-pixel": (4 * 9, 4 * 9), "sub-pixel, four alike (ICNR)": (4 * 9, 4 * 9)}  # fmt: skip
    return [[name, *sizes[name], percent(cures.unevenness(printed))] for name, printed in cures.presses().items()]


def breakages(x, weight, bias):
    """Wrong presses: a name, what differs, a case that hides the mistake, and what differs then.

    Each is a right press given the wrong thing, so no answer of an exercise has to stand here.
    """
    options = {"stride": (2, 3), "padding": (1, 0), "output_padding": (1, 0)}
    right = conv_transpose2d(x, weight, bias, **options)
    even = np.broadcast_to(weight.mean(axis=(2, 3), keepdims=True), weight.shape)
    square, one = weight[:, : x.shape[1]], (x[:, :1], weight[:1, :1])
    apart = {"stride": weight.shape[2:]}
    ones = np.ones((1, 1, *x.shape[2:])), np.ones((1, 1, *weight.shape[2:]))
    count, alone = conv_transpose2d(*ones, **options), conv_transpose2d(*ones, **apart)
    down = {"stride": (2, 3), "padding": (1, 0)}
    mistakes = [
        ("the stamp is turned by half a turn", conv_transpose2d(x, weight[:, :, ::-1, ::-1], bias, **options), right,
         "the stamp is symmetric", conv_transpose2d(x, even[:, :, ::-1, ::-1], bias, **options),
         conv_transpose2d(x, even, bias, **options)),
        ("the weight is read with the channels out first", conv_transpose2d(x, square.swapaxes(0, 1), **options),
         conv_transpose2d(x, square, **options), "there is one channel in and one out",
         conv_transpose2d(one[0], one[1].swapaxes(0, 1), **options), conv_transpose2d(*one, **options)),
        ("the bias is added with every print", conv_transpose2d(x, weight, **options) + bias[:, None, None] * count,
         right, "kernel and stride are the same",
         conv_transpose2d(x, weight, **apart) + bias[:, None, None] * alone,
         conv_transpose2d(x, weight, bias, **apart)),
        ("the mean is taken where prints overlap", conv_transpose2d(x, weight, **options) / np.maximum(count, 1),
         conv_transpose2d(x, weight, **options), "kernel and stride are the same",
         conv_transpose2d(x, weight, **apart) / alone, conv_transpose2d(x, weight, **apart)),
        ("the stride is read as (width, height)", conv_transpose2d(x, weight, bias, (3, 2), (1, 0), (1, 0)), right,
         "the stride is the same along both axes", conv_transpose2d(x, weight, bias, (2, 2)[::-1]),
         conv_transpose2d(x, weight, bias, 2)),
        ("padding is put around the input", conv_transpose2d(_around(x), weight, bias, (2, 3), 0, (1, 0)), right,
         "there is no padding", conv_transpose2d(_around(x, 0), weight, bias, 2), conv_transpose2d(x, weight, bias, 2)),
        ("zeros stand in for the output padding", _below(conv_transpose2d(x, weight, **down)),
         conv_transpose2d(x, weight, **options), "nothing was trimmed, and there is no bias",
         _below(conv_transpose2d(x, weight, None, (2, 3))), conv_transpose2d(x, weight, None, (2, 3), 0, (1, 0))),
    ]  # fmt: skip
    return [(name, off(got, wanted), case, off(*hidden)) for name, got, wanted, case, *hidden in mistakes]


def _around(x, rows=1):
    return np.pad(x, [(0, 0), (0, 0), (rows, rows), (0, 0)])


def _below(sheets):
    return np.pad(sheets, [(0, 0), (0, 0), (0, 1), (0, 0)])

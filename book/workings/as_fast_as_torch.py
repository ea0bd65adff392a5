"""Chapter 10: sums written out, what was measured as tables, how far rounding takes Winograd, and what goes wrong."""

import math

import numpy as np
from asides import code, table
from figures.as_fast_as_torch import columns, times
from figures.grids import TIMES, number
from IPython.display import Math

from autograder.bank import EXERCISES
from solutions import as_fast_as_torch as fast
from solutions import conv2d, max_pool2d


def product_sum(filter_, column):
    """One number of the product: a term for every row of the matrix."""
    factors, seen = columns.FILTERS[filter_].ravel(), columns.matrix()[:, column]

    def written(value):
        return f"({value})" if value < 0 else str(value)

    terms = r" + ".join(rf"{written(f)} \cdot {written(s)}" for f, s in zip(factors, seen, strict=True))
    return Math(rf"{terms} = \mathbf{{{int(columns.product()[filter_, column])}}}")


# What was measured ----------------------------------------------------------------------------------------------------


def machine():
    """Where it was measured, in words."""
    about = times.measured()["environment"]
    return (
        f"one core of a virtual machine ({about['processor']}), NumPy {about['numpy']} with OpenBLAS kernels for "
        f"{about['blas kernels']}, and PyTorch {about['torch']} with {about['torch kernels']} kernels"
    )


def duration(seconds):
    """Seconds as a reader writes them."""
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{number(seconds / size, 1 if seconds < 10 * size else 0)} {unit}"
    return f"{number(seconds / 1e-9, 2)} ns"


def short(value):
    """A number with the two digits that count."""
    places = 1 - math.floor(math.log10(value))
    return number(round(value, places), max(places, 0))


def rung(name):
    """A rung of the ladder."""
    return next(row for row in times.measured()["rungs"] if row["name"] == name)


def for_each(name):
    """Nanoseconds for each of the layer's multiply-adds."""
    return short(1e9 * rung(name)["seconds"] / times.multiply_adds())


def rungs():
    """Every rung: its time, what that is for each multiply-add, and the memory it takes on the way."""
    lines = [
        [
            times.SAID[row["name"]],
            duration(row["seconds"]),
            times.times(times.ratios()[row["name"]]),
            f"{for_each(row['name'])} ns",
            f"{row['peak'] / 2**20:.1f} MiB" if row["peak"] else "",
        ]
        for row in times.measured()["rungs"]
    ]
    head = ["the same layer by", "time", f"{TIMES} torch", "a multiply-add", "memory on the way"]
    return table(head, lines, "The rungs of the ladder, and the memory that some take beside the input", cards=True)


def columns_size():
    """Bytes of the ladder's picture, and of its matrix of columns."""
    x, weight = (times.measured()["layer"][name] for name in ("x", "weight"))
    return 4 * math.prod(x), 4 * math.prod(weight[1:]) * x[2] * x[3]


def layers():
    """Every layer under the roof: what it computes, what it moves, and how fast it is."""
    lines = []
    for row in times.measured()["roofline"]["layers"]:
        here = times.intensity(row)
        speeds = [row["operations"] / row[who] / 1e9 for who in ("torch", "ours")]
        lines.append(
            [
                times.named(row["name"]),
                short(row["operations"] / 1e9),
                f"{row['bytes'] / 1e6:.0f}",
                short(here),
                short(times.attainable(here) / 1e9),
                *map(short, speeds),
            ]
        )
    head = ["layer", "10⁹ operations", "MB moved", "operations a byte", "the roof allows", "torch", "ours"]
    return table(head, lines, "Layers under the roof; the last three in billions of operations a second", cards=True)


# Rounding -------------------------------------------------------------------------------------------------------------

F43 = {  # Lavin & Gray 2016: tiles of 6 x 6 for outputs of 4 x 4
    "input": [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ],
    "weight": [
        [1 / 4, 0, 0],
        [-1 / 6, -1 / 6, -1 / 6],
        [-1 / 6, 1 / 6, -1 / 6],
        [1 / 24, 1 / 12, 1 / 6],
        [1 / 24, -1 / 12, 1 / 6],
        [0, 0, 1],
    ],
    "output": [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]],
}


def winograd_f43(x, weight):
    """3 x 3 without padding, by tiles of 6 x 6; the output's sides have to be multiples of 4."""
    before, kernel, after = (np.array(F43[name], x.dtype) for name in ("input", "weight", "output"))
    tiles = np.lib.stride_tricks.sliding_window_view(x, (6, 6), axis=(2, 3))[:, :, ::4, ::4]
    seen = np.einsum("ia,nchwab,jb->ijcnhw", before, tiles, before, optimize=True)
    weights = np.einsum("ia,fcab,jb->ijfc", kernel, weight, kernel, optimize=True)
    products = np.einsum("ijfc,ijcnhw->ijfnhw", weights, seen, optimize=True)
    out = np.einsum("ai,ijfnhw,bj->nfhawb", after, products, after, optimize=True)
    return out.reshape(len(x), len(weight), out.shape[2] * 4, -1)


WAYS = {
    "one product (im2col)": fast.conv2d_gemm,
    "Winograd, F(2, 3): tiles of 4": fast.winograd_f23,
    "Winograd, F(4, 3): tiles of 6": winograd_f43,
    "frequencies": fast.fft_conv2d,
}
PRODUCTS = {
    "one product (im2col)": 9,
    "Winograd, F(2, 3): tiles of 4": 16 / 4,
    "Winograd, F(4, 3): tiles of 6": 36 / 16,
}


def errors(channels=64):
    """For each way, how far it is off in float32: the largest error, in shares of the largest output."""
    rng = np.random.default_rng(6)
    x = rng.standard_normal((1, channels, 34, 34), dtype=np.float32)
    weight = rng.standard_normal((16, channels, 3, 3), dtype=np.float32)
    exact = conv2d(x.astype(float), weight.astype(float))
    return {name: float(np.abs(way(x, weight) - exact).max() / np.abs(exact).max()) for name, way in WAYS.items()}


def errors_table():
    """A table of these errors, beside the products that each way makes for an output."""
    lines = [
        [name, number(PRODUCTS[name]) if name in PRODUCTS else "", f"{error:.0e}"] for name, error in errors().items()
    ]
    head = ["way", "products for an output", "largest error"]
    return table(
        head, lines, "Errors in float32, in shares of the largest output: 64 channels of random numbers, 3 by 3"
    )


# Fewer comparisons, fewer products, more cores ------------------------------------------------------------------------


def comparisons():
    """The comparisons of a maximum pool: over whole windows, and along one axis after the other."""
    lines = [[f"{k} {TIMES} {k}", k * k - 1, 2 * (k - 1)] for k in (2, 3, 5, 9)]
    return table(["window", "place by place", "rows, then columns"], lines, "Comparisons of whole arrays, at stride 1")


def amdahl(share, cores):
    """How many times as fast a program is on several cores, if `share` of its time can be divided among them."""
    return 1 / (1 - share + share / cores)


# How speed is graded --------------------------------------------------------------------------------------------------


def thresholds():
    """The exercises of the chapter that have points for speed, and how fast an answer has to be."""
    timed = [one for one in EXERCISES.values() if one.chapter == "as-fast-as-torch" and one.speed]
    lines = [
        [
            code(one.name).data,
            f"{one.speed.full:g} {TIMES} as long as the course's answer",
            f"{one.speed.part:g} {TIMES} as fast as the loops",
        ]
        for one in timed
    ]
    head = ["exercise", "all points: at most", "half of them: at least"]
    return table(head, lines, "What has points for speed in this chapter", cards=True)


# What goes wrong ------------------------------------------------------------------------------------------------------


def off(got, wanted):
    """How far off, in shares of the largest; or in words, where the shapes differ."""
    if got.shape != wanted.shape:
        return "another shape"
    error = np.abs(got - wanted).max() / np.abs(wanted).max()
    return "nothing" if error < 1e-9 else f"{100 * error:.0f} %"


def _spread(x, kernel, weight):
    """A product whose rows are taken tap by tap, with the channels last: the filters' order is another."""
    seen = fast.im2col(x, kernel)
    taps = math.prod(kernel)
    mixed = seen.reshape(len(x), -1, taps, seen.shape[2]).swapaxes(1, 2).reshape(seen.shape)
    return weight.reshape(len(weight), -1) @ mixed


def _unturned(x, weight):
    """Convolve by frequencies without the conjugate: the kernel is turned round."""
    kernel = weight.shape[2:]
    spectrum = np.einsum("nchw,fchw->nfhw", np.fft.rfft2(x), np.fft.rfft2(weight, x.shape[2:]))
    return np.fft.irfft2(spectrum, x.shape[2:])[:, :, kernel[0] - 1 :, kernel[1] - 1 :]


def _without_halo(x, weight, rows):
    """Convolve in blocks that take no more rows of the picture than they make of the output, and pad with zeros."""
    height = x.shape[2] - weight.shape[2] + 1
    parts = []
    for first in range(0, height, rows):
        band = np.zeros((*x.shape[:2], min(rows, height - first) + weight.shape[2] - 1, x.shape[3]))
        taken = x[:, :, first : first + rows]
        band[:, :, : taken.shape[2]] = taken[:, :, : band.shape[2]]
        parts.append(conv2d(band, weight))
    return np.concatenate(parts, axis=2)


def _overwritten(x, kernel, stride):
    """The columns put back where they were, the last one winning."""
    seen, (kh, kw) = fast.im2col(x, kernel, stride), kernel
    counts = fast.stops(x.shape[2:], kernel, stride)
    canvas = np.zeros_like(x)
    for k, (i, j) in enumerate(np.ndindex(*counts)):
        rows, across = slice(i * stride, i * stride + kh), slice(j * stride, j * stride + kw)
        canvas[:, :, rows, across] = seen[:, :, k].reshape(*x.shape[:2], kh, kw)
    return canvas


def _put_back(x, kernel, stride):
    return fast.col2im(fast.im2col(x, kernel, stride), x.shape[2:], kernel, stride)


def breakages():
    """Fast ways that are wrong: what differs, and where it hides."""
    rng = np.random.default_rng(3)
    x, weight = rng.normal(size=(2, 3, 9, 8)), rng.normal(size=(4, 3, 3, 2))
    even = weight + weight[:, :, ::-1, ::-1]

    def rows_of(x, weight):
        return fast.im2col(x, weight.shape[2:]), weight.reshape(len(weight), -1)

    def gemm(x, weight):
        seen, filters = rows_of(x, weight)
        return filters @ seen

    negative = -1 - rng.random((1, 2, 6, 8))
    pooled = [max_pool2d(values, 2, 2, 1) for values in (negative, -negative)]
    zeros = [max_pool2d(np.pad(values, ((0, 0), (0, 0), (1, 1), (1, 1))), 2, 2) for values in (negative, -negative)]
    rows = [
        ("the taps come first in a column, then the channels", gemm(x, weight), _spread(x, (3, 2), weight),
         "there is one channel", gemm(x[:, :1], weight[:, :1]), _spread(x[:, :1], (3, 2), weight[:, :1])),
        ("columns overwrite where they overlap", _put_back(x, (3, 2), 1), _overwritten(x, (3, 2), 1),
         "windows lie side by side", _put_back(x, (2, 2), 2), _overwritten(x, (2, 2), 2)),
        ("a block has no rows of its neighbour", conv2d(x, weight), _without_halo(x, weight, 3),
         "one block is enough", conv2d(x, weight), _without_halo(x, weight, 9)),
        ("the spectrum is not conjugated", conv2d(x, weight), _unturned(x, weight),
         "the kernel is the same turned round", conv2d(x, even), _unturned(x, even)),
        ("the padding of a maximum is zero", pooled[0], zeros[0], "all numbers are positive", pooled[1], zeros[1]),
    ]  # fmt: skip
    return [(name, off(got, right), case, off(hidden, shown)) for name, right, got, case, shown, hidden in rows]


# For the comparison of all operations ---------------------------------------------------------------------------------

COSTS = [
    ("convolution, 3x3", "3x3", "one product of matrices, or Winograd's tiles"),
    ("convolution, 1x1", "1x1", "one product; the columns are the picture itself"),
    ("depthwise convolution", "depthwise", "nine passes over the picture; nothing is used twice"),
    ("max pooling", "max pool", "maxima of strided views, one axis after the other"),
]


def costs():
    """What an operation costs, and what makes it fast."""
    rows = {row["name"]: row for row in times.measured()["roofline"]["layers"]}
    lines = [[said, short(times.intensity(rows[name])), how] for said, name, how in COSTS]
    return table(
        ["operation", "operations a byte", "what makes it fast"], lines, "64 channels of 112 by 112, 8 at a time"
    )

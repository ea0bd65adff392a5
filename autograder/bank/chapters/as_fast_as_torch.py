"""Chapter 10: cases of windows as columns, of products in blocks, and of pools and resizings without loops."""

import numpy as np

from ..exercise import Case, Exercise, floats, numbers, rounded
from ..speed import Speed
from . import _loops
from ._blame import batch, both, some, stops, unlike
from ._fewer_products import (
    FFT_CONV2D,
    PAGE,
    SLUG,
    WINOGRAD_F23,
    WINOGRAD_INPUT_TRANSFORM,
    WINOGRAD_OUTPUT_TRANSFORM,
    WINOGRAD_WEIGHT_TRANSFORM,
    normal,
)

# The windows: (N, C, H, W), the kernel, and the options that are given ------------------------------------------------

GEOMETRIES: list[tuple[str, tuple, tuple, tuple, str]] = [
    ("one window", (1, 2, 2, 3), (2, 3), (), "in which order is it written down?"),
    ("a batch, 3x2", (2, 3, 5, 4), (3, 2), (), "an even kernel"),
    ("1x1", (2, 3, 4, 3), (1, 1), (), "a window is a pixel"),
    ("stride (2, 3)", (2, 2, 7, 9), (2, 3), ((2, 3),), "the last row is in no window"),
    ("a stride larger than the kernel", (2, 2, 6, 7), (1, 2), ((2, 3),), "some pixels are in no window"),
    ("padding (1, 0)", (2, 2, 4, 5), (3, 2), (1, (1, 0)), "x[0:-0] is empty"),
    ("dilation (1, 2)", (2, 2, 5, 8), (2, 3), (1, 0, (1, 2)), "neighbours in the kernel are not neighbours in x"),
    ("all at once", (2, 3, 9, 8), (3, 2), ((2, 1), (1, 2), (1, 3)), "options must work together"),
]


def drawn_windows(rng):
    """A shape, a kernel and options in which no two numbers are alike that could be mistaken for each other."""
    kernel = unlike(rng, 2, 3)
    shape = (some(rng, 2, 3), some(rng, 2, 3), *unlike(rng, 7, 9))
    return shape, kernel, (unlike(rng, 1, 3), unlike(rng, 0, 2), unlike(rng, 1, 2))


def turned(array):
    """The same numbers, with another axis lying side by side in memory."""
    return np.ascontiguousarray(array.swapaxes(2, 3)).swapaxes(2, 3)


def im2col_hidden(rng):
    shape, kernel, options = drawn_windows(rng)
    return rounded(rng, *shape), kernel, *options


IM2COL = Exercise(
    f"{SLUG}/im2col",
    section="One column by hand",
    torch=lambda torch, x, kernel, stride=1, padding=0, dilation=1: torch.nn.functional.unfold(
        x, kernel, dilation, padding, stride
    ),
    cases=[
        *(Case(name, numbers(*shape), kernel, *given, why=why) for name, shape, kernel, given, why in GEOMETRIES),
        Case(
            "a column lies side by side in memory",
            turned(numbers(2, 2, 5, 4)),
            (2, 3),
            why="x is not stored row by row, so its strides are not the usual ones",
        ),
        Case("float64", numbers(2, 3, 5, 6).astype(float), 2),
    ],
    hidden=im2col_hidden,
)


def column_args(rng, shape, kernel, options):
    n, channels, *size = shape
    taps, places = kernel[0] * kernel[1], np.prod(stops(size, kernel, *options))
    return rounded(rng, n, channels * taps, places), tuple(size), kernel, *options


COL2IM = Exercise(
    f"{SLUG}/col2im",
    section="The formula",
    torch=lambda torch, columns, size, kernel, stride=1, padding=0, dilation=1: torch.nn.functional.fold(
        columns, size, kernel, dilation, padding, stride
    ),
    cases=[
        *(
            Case(name, *column_args(np.random.default_rng(number), shape, kernel, given), why=why)
            for number, (name, shape, kernel, given, why) in enumerate(GEOMETRIES)
        ),
        Case(
            "more padding than kernel",
            *column_args(np.random.default_rng(96), (2, 2, 4, 5), (3, 2), (2, 3)),
            why="some windows saw nothing but padding",
        ),
    ],
    hidden=lambda rng: column_args(rng, *drawn_windows(rng)),
    terms=lambda columns, size, kernel, *options: int(np.prod(both(kernel))),
)

# Convolutions ---------------------------------------------------------------------------------------------------------


def layer(rng, shape, kernel, filters):
    """An input, filters that fit, and a bias."""
    return rounded(rng, *shape), rounded(rng, filters, shape[1], *kernel), rounded(rng, filters)


def products(x, weight, *options):
    """The number of products that are added up to one output."""
    return weight[0].size


def torch_conv2d(torch, x, weight, bias=None, *options):
    return torch.nn.functional.conv2d(x, weight, bias, *options)


def gemm_hidden(rng):
    shape, kernel, options = drawn_windows(rng)
    return *layer(rng, shape, kernel, some(rng, 4, 5)), *options


CONV2D_GEMM = Exercise(
    f"{SLUG}/conv2d_gemm",
    section="Why the product is fast",
    torch=torch_conv2d,
    cases=[
        Case("no bias", *layer(np.random.default_rng(99), (2, 2, 4, 6), (3, 2), 3)[:2]),
        *(
            Case(name, *layer(np.random.default_rng(number), shape, kernel, 4), *given, why=why)
            for number, (name, shape, kernel, given, why) in enumerate(GEOMETRIES)
        ),
    ],
    hidden=gemm_hidden,
    terms=products,
    speed=Speed(
        loops=_loops.conv2d,
        inputs=lambda rng: (normal(rng, 2, 32, 48, 50), normal(rng, 48, 32, 3, 3), normal(rng, 48), 1, 1),
        full=6,  # float64 or tensordot take twice as long, a loop over all windows 3.6 times, einsum without a path 57
        part=3,  # that einsum is 5.5 times as fast as the loops, a loop over the filters 1.4
        gain=300,
    ),
)


def torch_blocked(torch, x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
    out = torch_conv2d(torch, x, weight, bias, stride, padding, dilation)
    return out, weight[0].numel() * min(rows, out.shape[2]) * out.shape[3]


def blocks(name, shape, kernel, rows, stride=1, padding=0, dilation=1, why=""):
    drawn = layer(np.random.default_rng([*shape, rows]), shape, kernel, 3)
    return Case(name, *drawn, stride, padding, dilation, rows, why=why)


LARGE, LARGE_KERNEL, LARGE_ROWS = (1, 8, 100, 97), (15, 14), 3


def bounded():
    """A case whose matrix of all columns shows in the memory, with few numbers in and out: its kernel is large."""
    rng = np.random.default_rng(95)
    height, width = stops(LARGE[2:], LARGE_KERNEL)
    column = 4 * LARGE[1] * int(np.prod(LARGE_KERNEL))  # bytes
    whole, block = column * height * width, column * LARGE_ROWS * width
    return Case(
        "large, with a bound on the memory",
        *layer(rng, LARGE, LARGE_KERNEL, 1),
        *(1, 0, 1, LARGE_ROWS),
        why=f"all columns take {whole / 1e6:.0f} MB, those of a block {block / 1e6:.0f}",
        most_bytes=whole // 2,
    )


def blocked_hidden(rng):
    shape, kernel, options = drawn_windows(rng)
    shape, kernel = (*shape[:2], some(rng, 11, 13), shape[3]), (3, kernel[1] if kernel[1] != 3 else 2)
    height, _ = stops(shape[2:], kernel, *options)
    uneven = [rows for rows in range(2, height) if height % rows]  # the last block is shorter
    told = [rows for rows in uneven if _own_rows(rows, kernel, options) != 1] or [1]
    return *layer(rng, shape, kernel, some(rng, 4, 5)), *options, int(rng.choice(told))


def _own_rows(rows, kernel, options):
    """The rows that a block makes of its own rows of x, without those it shares: one would be repeated by NumPy."""
    (stride, _), _, dilation = options
    return stops((rows * stride, 9), kernel, stride, 0, dilation)[0]


CONV2D_BLOCKED = Exercise(
    f"{SLUG}/conv2d_blocked",
    section="Block by block",
    torch=torch_blocked,
    cases=[
        Case("no bias, rows=8 as it is", *layer(np.random.default_rng(98), (2, 2, 20, 4), (3, 2), 3)[:2]),
        blocks("two blocks of two rows", (1, 2, 6, 5), (3, 2), 2, why="both blocks need rows 2 and 3 of x"),
        blocks("blocks of four rows, and one row left over", (2, 2, 11, 5), (3, 2), 4, why="the last block is short"),
        blocks("row by row", (2, 3, 5, 4), (2, 3), 1),
        blocks("a kernel of one row", (2, 2, 7, 6), (1, 3), 3, why="no two blocks need the same row of x"),
        blocks("a block larger than the picture", (2, 2, 7, 6), (3, 2), 50, why="no matrix is larger than all windows"),
        blocks("stride (2, 1)", (2, 2, 11, 5), (3, 2), 3, (2, 1), why="the next block is six rows of x further down"),
        blocks("padding (2, 0)", (2, 2, 5, 6), (3, 2), 2, 1, (2, 0), why="only the first and last block see padding"),
        blocks("dilation (2, 1)", (2, 2, 9, 5), (3, 2), 3, 1, 0, (2, 1), why="a window is five rows tall"),
        blocks("all at once", (2, 3, 12, 9), (3, 2), 2, (2, 3), (1, 2), (2, 1), why="options must work together"),
        bounded(),
    ],
    hidden=blocked_hidden,
    terms=products,
)


def depthwise(rng, shape, kernel):
    return rounded(rng, *shape), rounded(rng, shape[1], 1, *kernel), rounded(rng, shape[1])


def depthwise_hidden(rng):
    shape, kernel, (stride, padding, _) = drawn_windows(rng)
    return *depthwise(rng, shape, kernel), stride, padding


DEPTHWISE_CONV2D = Exercise(
    f"{SLUG}/depthwise_conv2d",
    section="Depthwise, and the roof",
    page=PAGE,
    torch=lambda torch, x, weight, bias=None, *options: torch.nn.functional.conv2d(
        x, weight, bias, *options, groups=x.shape[1]
    ),
    cases=[
        Case("no bias", *depthwise(np.random.default_rng(97), (2, 3, 4, 6), (3, 2))[:2]),
        Case("one channel", *depthwise(np.random.default_rng(1), (2, 1, 5, 4), (2, 3))),
        Case(
            "as many channels as columns", *depthwise(np.random.default_rng(2), (2, 4, 5, 6), (2, 3)), why="broadcast"
        ),
        Case("stride (2, 3)", *depthwise(np.random.default_rng(3), (2, 3, 7, 9), (2, 3)), (2, 3)),
        Case("padding (1, 0)", *depthwise(np.random.default_rng(4), (2, 2, 4, 5), (3, 2)), 1, (1, 0)),
        Case("1x1", *depthwise(np.random.default_rng(5), (2, 3, 4, 2), (1, 1)), why="one factor for each channel"),
        Case("all at once", *depthwise(np.random.default_rng(6), (3, 4, 8, 9), (3, 2)), (2, 1), (1, 2)),
    ],
    hidden=depthwise_hidden,
    terms=products,
    speed=Speed(
        loops=_loops.depthwise_conv2d,
        inputs=lambda rng: (normal(rng, 2, 48, 50, 52), normal(rng, 48, 1, 3, 3), normal(rng, 48), 1, 1),
        full=6,  # float64 takes twice as long, einsum over a view 3.3 times, a sum over its products 13
        part=5,
        gain=430,
    ),
)

# Pools and resizings --------------------------------------------------------------------------------------------------


def negative(*shape):
    return -np.abs(numbers(*shape)) - floats(1.5)


def pool_hidden(rng):
    kernel = unlike(rng, 2, 4)
    x = batch(rng, *unlike(rng, 7, 9))
    stride = None if rng.integers(2) else unlike(rng, 1, 3)
    return floats(np.round(x - 2, 1)), kernel, stride, unlike(rng, 0, 1)


MAX_POOL2D_FAST = Exercise(
    f"{SLUG}/max_pool2d_fast",
    section="Pools and resizings",
    page=PAGE,
    torch=lambda torch, x, *options: torch.nn.functional.max_pool2d(x, *options),
    cases=[
        Case("blocks of 2x3", numbers(2, 2, 4, 6), (2, 3)),
        Case("rows and columns that fill no block", numbers(2, 3, 7, 5), (3, 2)),
        Case("overlapping windows", numbers(2, 2, 5, 7), (3, 2), 1),
        Case("windows with gaps", numbers(2, 2, 6, 8), (1, 2), (2, 3)),
        Case("negative everywhere, padded", negative(2, 3, 5, 6), (3, 2), (2, 1), 1, why="padding never wins"),
        Case("padding (0, 1)", negative(2, 2, 6, 5), (2, 3), 2, (0, 1), why="x[0:-0] is empty"),
        Case("a kernel of one row", numbers(2, 2, 4, 7), (1, 3), 1),
        Case("1x1", numbers(2, 3, 4, 5), 1, why="nothing is compared"),
        Case("float64, all at once", negative(2, 2, 8, 9).astype(float), (4, 3), (3, 2), (2, 1)),
    ],
    hidden=pool_hidden,
    speed=Speed(
        loops=_loops.max_pool2d,
        inputs=lambda rng: (normal(rng, 2, 36, 62, 64), 3, 1, 1),
        full=6,  # nine comparisons of new arrays take 2.2 times as long, the maxima of a copy of all windows 22
        part=5,
        gain=1000,
    ),
)


def resized_hidden(rng):
    x = batch(rng, *unlike(rng, 3, 6))
    longer = some(rng, 7, 11)
    size = [(longer, 1), (1, longer), unlike(rng, 7, 11)][some(rng, 0, 2)]
    return x, size, bool(rng.integers(2))


UPSAMPLE_BILINEAR2D_FAST = Exercise(
    f"{SLUG}/upsample_bilinear2d_fast",
    section="Pools and resizings",
    page=PAGE,
    torch=lambda torch, x, size, aligned=False: torch.nn.functional.interpolate(
        x, size, mode="bilinear", align_corners=aligned
    ),
    cases=[
        Case("twice as large", numbers(1, 1, 2, 3), (4, 6)),
        Case("to 7x5 pixels", numbers(2, 3, 3, 4), (7, 5), why="no whole factor"),
        Case("the corners aligned", numbers(2, 2, 3, 4), (5, 9), True),
        Case("smaller", numbers(2, 2, 6, 8), (3, 5), why="some pixels are looked at by nobody"),
        Case("one pixel becomes many", numbers(2, 3, 1, 1), (4, 3)),
        Case("one row of the output, corners aligned", numbers(2, 2, 4, 3), (1, 5), True, why="0 / 0"),
        Case("the rows stay", numbers(2, 2, 4, 3), (4, 7)),
        Case("float64", numbers(2, 2, 3, 5).astype(float), (8, 6), True),
    ],
    hidden=resized_hidden,
    terms=lambda x, *options: sum(x.shape[2:]),
    speed=Speed(
        loops=_loops.upsample_bilinear2d,
        inputs=lambda rng: (normal(rng, 2, 6, 60, 62), (180, 186)),
        full=9,  # a loop over the rows takes 1.6 times as long, four neighbours by index arrays 5.8
        part=5,
        gain=470,
    ),
)

EXERCISES = (
    IM2COL,
    COL2IM,
    CONV2D_GEMM,
    CONV2D_BLOCKED,
    DEPTHWISE_CONV2D,
    WINOGRAD_WEIGHT_TRANSFORM,
    WINOGRAD_INPUT_TRANSFORM,
    WINOGRAD_OUTPUT_TRANSFORM,
    WINOGRAD_F23,
    FFT_CONV2D,
    MAX_POOL2D_FAST,
    UPSAMPLE_BILINEAR2D_FAST,
)

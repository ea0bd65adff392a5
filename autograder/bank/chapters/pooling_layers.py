"""Chapter 4: cases and torch's own words for the pools that are told which windows to take."""

import numpy as np

from ...language import noted
from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded

INFINITY = float("inf")

# Where the windows lie ------------------------------------------------------------------------------------------------


def pair(value):
    """(height, width) of a size that may be one number for both."""
    return (value, value) if isinstance(value, int) else tuple(value)


def window_of(place, kernel, stride, padding, dilation):
    """The places along one axis that the window of output `place` covers, outside ones too."""
    return place * stride - padding + np.arange(kernel) * dilation


def within(places, size, margin=0):
    return places[(places >= -margin) & (places < size + margin)]


def span(places):
    """`3 to 6`, or `3, 5, 7` where there are gaps."""
    first, last = int(places[0]), int(places[-1])
    if last - first == len(places) - 1 > 0:
        return noted("{first} to {last}", first=first, last=last)
    return ", ".join(map(str, places.tolist()))


def taken(x, lead, axes, fill):
    """The values of `x[lead]` at the places `axes`, with `fill` outside, under a label that says where they are."""
    outside = [(max(0, -p[0]), max(0, p[-1] + 1 - size)) for p, size in zip(axes, x.shape[2:], strict=True)]
    padded = np.pad(x[lead], outside, constant_values=fill)
    values = padded[np.ix_(*[p + before for p, (before, _) in zip(axes, outside, strict=True)])]
    name, spans = f"x[{', '.join(map(str, lead))}]", list(map(span, axes))
    if len(axes) == 1:
        return OutputPart(noted("{name}, samples {samples}", name=name, samples=spans[0]), values)
    return OutputPart(
        noted("{name}, rows {rows}, columns {columns}", name=name, rows=spans[0], columns=spans[1]), values
    )


def windows_of(index, kernel_size, stride, padding=0, dilation=1):
    """The places of the window of output `index`, along both axes."""
    stride = kernel_size if stride is None else stride
    return list(map(window_of, index[2:], pair(kernel_size), pair(stride), pair(padding), pair(dilation)))


def area(kernel_size):
    height, width = pair(kernel_size)
    return height * width


def negative(*shape, seed=0):
    """Numbers below zero, all of them: next to these, a padded zero would win."""
    return -np.abs(numbers(*shape, seed=seed)) - floats(0.1)


def positive(*shape, seed=0):
    return np.abs(numbers(*shape, seed=seed)) + floats(0.1)


# One axis -------------------------------------------------------------------------------------------------------------


def signal_parts(index, x, kernel_size, stride=None):
    n, c, place = index
    stride = kernel_size if stride is None else stride
    yield taken(x, (n, c), [window_of(place, kernel_size, stride, 0, 1)], 0)


MAX_POOL1D = Exercise(
    "pooling-layers/max_pool1d",
    section="The formula",
    torch=lambda torch, x, *args: torch.nn.functional.max_pool1d(x, *args),
    cases=[
        Case(
            "six samples, two at a time",
            floats([[[1, 5, 2, 8, 3, 1]]]),
            2,
            why="it is small enough to work out by hand",
        ),
        Case(
            "windows of 3, stride 2",
            numbers(2, 3, 11),
            3,
            2,
            why="the stride is shorter than the window, so that some samples are seen twice",
        ),
        Case(
            "windows of 2, stride 5",
            numbers(3, 2, 12),
            2,
            5,
            why="the stride is longer than the window, so that some samples are never seen",
        ),
        Case("every sample negative", negative(2, 3, 10), 3, 2, why="the largest number may lie below zero"),
        Case("windows of 4, 11 samples", numbers(3, 2, 11), 4, why="what fills no window is left out"),
        Case("windows of 4, stride 1", numbers(2, 4, 9), 4, 1, why="a stride that is given is not the window's length"),
        Case("windows of 1, stride 3", numbers(2, 3, 8), 1, 3, why="nothing is left but the stride"),
        Case("a window as long as the signal", numbers(2, 3, 5, seed=1), 5, why="exactly one output"),
    ],
    hidden=lambda rng: (
        rounded(rng, 2 + rng.integers(2), 4 + rng.integers(2), rng.integers(11, 20)) - floats(rng.integers(3)),
        int(rng.integers(2, 6)),
        None if rng.random() < 0.3 else int(rng.integers(1, 7)),
    ),
    parts=signal_parts,
)


def draw_axis(rng):
    kernel, dilation = int(rng.integers(2, 6)), int(rng.integers(1, 4))
    size = dilation * (kernel - 1) + 1 + int(rng.integers(0, 20))
    stride = None if rng.random() < 0.15 else int(rng.integers(1, 7))
    return size, kernel, stride, int(rng.integers(0, kernel // 2 + 1)), dilation, bool(rng.random() < 0.6)


POOL_OUTPUT_SIZE = Exercise(
    "pooling-layers/pool_output_size",
    section="The last window",
    torch=lambda torch, size, *args: torch.nn.functional.max_pool1d(torch.zeros(1, 1, size), *args).shape[2],
    cases=[
        Case("10 pixels, 2 at a time", 10, 2, why="it is small enough to work out by hand"),
        Case("11 pixels, kernel 3, stride 2", 11, 3, 2, why="the windows overlap"),
        Case("12 pixels, kernel 3, stride 2", 12, 3, 2, why="the last pixel is left over"),
        Case("12 pixels, kernel 3, stride 2, ceil mode", 12, 3, 2, 0, 1, True, why="a last window may stick out"),
        Case(
            "12 pixels, kernel 4, stride 2, ceil mode", 12, 4, 2, 0, 1, True, why="nothing sticks out: it fits exactly"
        ),
        Case(
            "13 pixels, kernel 4, stride 2, padding 2",
            13,
            4,
            2,
            2,
            why="the padding stands before the first pixel and behind the last",
        ),
        Case(
            "19 pixels, kernel 4, stride 2, padding 1, dilation 3",
            19,
            4,
            2,
            1,
            3,
            why="the window reaches farther than it has pixels",
        ),
        Case(
            "9 pixels, kernel 4, stride 4, padding 2, ceil mode",
            9,
            4,
            4,
            2,
            1,
            True,
            why="a window that starts in the padding on the right is not kept",
        ),
        Case(
            "9 pixels, kernel 3, stride 3, padding 1, ceil mode",
            9,
            3,
            3,
            1,
            1,
            True,
            why="a window that starts on the last pixel is kept",
        ),
        Case(
            "10 pixels, kernel 2, stride 5, ceil mode",
            10,
            2,
            5,
            0,
            1,
            True,
            why="the next window would start behind the end",
        ),
        Case("14 pixels, kernel 3, stride 4, padding 1, dilation 2, ceil mode", 14, 3, 4, 1, 2, True),
        Case("9 pixels, kernel 4, stride 4, ceil mode", 9, 4, 4, 0, 1, True, why="a window with a single pixel counts"),
    ],
    hidden=draw_axis,
    hidden_count=12,
)

# Images ---------------------------------------------------------------------------------------------------------------


def max_parts(index, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    yield taken(x, index[:2], windows_of(index, kernel_size, stride, padding, dilation), -np.inf)


def avg_parts(index, x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    margins = pair(padding) if count_include_pad else (0, 0)
    counted = map(within, windows_of(index, kernel_size, stride, padding), x.shape[2:], margins)
    yield taken(x, index[:2], list(counted), 0)


def lp_parts(index, x, norm_type, kernel_size, stride=None, ceil_mode=False):
    yield taken(x, index[:2], list(map(within, windows_of(index, kernel_size, stride), x.shape[2:])), 0)


def draw_pool(rng, *, padded=True, dilated=True):
    """Images, and a window in which no number is the same along both axes, wherever that can be."""
    x = rounded(rng, 2 + rng.integers(2), 4 + rng.integers(2), 9 + rng.integers(3), 12 + rng.integers(3))
    kernel = int(rng.integers(2, 4)), int(rng.integers(4, 6))
    padding = int(rng.integers(0, 2)), int(rng.integers(1, 3))
    if rng.random() < 0.5:
        kernel, padding = kernel[::-1], padding[::-1]
    if not padded or rng.random() < 0.3:
        padding = (0, 0)
    stride = None if rng.random() < 0.2 else tuple(int(s) for s in rng.permutation([1, 2, 3])[:2])
    dilation = tuple(int(d) for d in rng.permutation([1, 2])) if dilated and rng.random() < 0.6 else (1, 1)
    return x, kernel, stride, padding, dilation, bool(rng.random() < 0.6)


def draw_max(rng):
    x, *rest = draw_pool(rng)
    return (x - floats(4)) * floats(1000) if rng.random() < 0.3 else x - floats(rng.integers(3)), *rest


def draw_avg(rng):
    x, kernel, stride, padding, _, ceil_mode = draw_pool(rng, dilated=False)
    return x, kernel, stride, padding, ceil_mode, bool(rng.random() < 0.5)


def draw_lp(rng):
    x, kernel, stride, _, _, ceil_mode = draw_pool(rng, padded=False, dilated=False)
    norm = [1, 2, 3, 4, 1.5, INFINITY][rng.integers(6)]
    return np.abs(x) + floats(0.1) if norm in (3, 1.5) else x, norm, kernel, stride, ceil_mode


MAX_POOL2D = Exercise(
    "pooling-layers/max_pool2d",
    section="Padding that never wins",
    torch=lambda torch, x, *args: torch.nn.functional.max_pool2d(x, *args),
    cases=[
        Case(
            "4x6 pixels, 2x3 at a time",
            floats([[[[3, 1, 4, 1, 5, 9], [2, 6, 5, 3, 5, 8], [9, 7, 9, 3, 2, 3], [8, 4, 6, 2, 6, 4]]]]),
            (2, 3),
            why="it is small enough to work out by hand",
        ),
        Case("windows of 4x2", numbers(2, 3, 11, 8), (4, 2), why="a pair is (height, width)"),
        Case("windows of 3x2, stride (2, 3)", numbers(3, 2, 9, 11), (3, 2), (2, 3), why="the stride is a pair too"),
        Case(
            "padding 1, every pixel negative",
            negative(2, 3, 7, 8),
            3,
            2,
            1,
            why="the padding must lose to every number",
        ),
        Case("windows of 2x5, padding (1, 2)", numbers(2, 4, 8, 7), (2, 5), 2, (1, 2)),
        Case(
            "windows of 3x2, dilation (2, 5)",
            numbers(2, 3, 10, 9),
            (3, 2),
            1,
            0,
            (2, 5),
            why="the pixels between those that the window takes in do not count",
        ),
        Case(
            "padding (1, 2), dilation 2",
            negative(2, 2, 8, 9, seed=1) * floats(2000),
            (3, 4),
            (1, 2),
            (1, 2),
            2,
            why="no padding may win, be it a copy of the edge or a number that only seems small enough",
        ),
        Case(
            "ceil mode",
            numbers(2, 3, 8, 9),
            (3, 4),
            (2, 3),
            0,
            1,
            True,
            why="a window that sticks out on the right or at the bottom is kept",
        ),
        Case(
            "ceil mode, last window outside",
            negative(2, 3, 5, 8, seed=2),
            2,
            3,
            1,
            1,
            True,
            why="a window that starts in the padding on the right or at the bottom is not kept",
        ),
        Case("windows of 1x1, stride (2, 3)", numbers(2, 3, 5, 7), 1, (2, 3), why="nothing is left but the stride"),
    ],
    hidden=draw_max,
    hidden_count=8,
    parts=max_parts,
)

AVG_POOL2D = Exercise(
    "pooling-layers/avg_pool2d",
    section="What a mean counts",
    torch=lambda torch, x, *args: torch.nn.functional.avg_pool2d(x, *args),
    cases=[
        Case(
            "4x6 pixels, 2x3 at a time",
            floats([[[[3, 1, 4, 1, 5, 9], [2, 6, 5, 3, 5, 8], [9, 7, 9, 3, 2, 3], [8, 4, 6, 2, 6, 4]]]]),
            (2, 3),
            why="it is small enough to work out by hand",
        ),
        Case("windows of 4x2", numbers(2, 3, 11, 8), (4, 2), why="a pair is (height, width)"),
        Case("windows of 3x2, stride (2, 3)", numbers(3, 2, 9, 11), (3, 2), (2, 3), why="the stride is a pair too"),
        Case(
            "windows of 2x5, padding (1, 2)",
            numbers(2, 4, 8, 7),
            (2, 5),
            2,
            (1, 2),
            why="the zeros of the padding are part of the mean, unless the caller says otherwise",
        ),
        Case(
            "padding (1, 2), not counted",
            numbers(2, 3, 7, 8),
            (3, 4),
            2,
            (1, 2),
            False,
            False,
            why="with count_include_pad=False only pixels of the image count",
        ),
        Case(
            "ceil mode",
            numbers(2, 3, 8, 9),
            (3, 4),
            (2, 3),
            0,
            True,
            why="a window that sticks out is kept, and divided by the pixels that it has",
        ),
        Case(
            "ceil mode, padding (1, 2)",
            numbers(2, 3, 8, 10),
            (3, 4),
            (2, 3),
            (1, 2),
            True,
            why="the padding counts, and what sticks out beyond the padding does not",
        ),
        Case("ceil mode, padding (1, 2), not counted", numbers(3, 2, 8, 10), (3, 5), (2, 3), (1, 2), True, False),
        Case(
            "ceil mode, last window outside",
            numbers(2, 3, 5, 8, seed=1),
            2,
            3,
            1,
            True,
            why="a window that starts in the padding on the right or at the bottom is not kept",
        ),
        Case("windows of 1x1, stride (2, 3)", numbers(2, 3, 5, 7), 1, (2, 3), why="nothing is left but the stride"),
    ],
    hidden=draw_avg,
    hidden_count=8,
    terms=lambda x, kernel_size, *rest: area(kernel_size),
    parts=avg_parts,
)

LP_POOL2D = Exercise(
    "pooling-layers/lp_pool2d",
    section="From the sum to the maximum",
    torch=lambda torch, x, *args: torch.nn.functional.lp_pool2d(x, *args),
    cases=[
        Case(
            "3, 4 and 12, with p = 2",
            floats([[[[3, 0, 0, 2], [0, 4, 1, 2], [12, 3, 6, 7], [0, 4, 6, 0]]]]),
            2,
            2,
            why="small enough to do by hand, and every root is a whole number",
        ),
        Case(
            "p = 1", numbers(2, 3, 6, 9), 1, (2, 3), why="torch takes the powers of x with its sign: it is a plain sum"
        ),
        Case("p = 2, windows of 4x2", numbers(2, 3, 11, 8), 2, (4, 2), why="a pair is (height, width)"),
        Case(
            "p = 3, stride (2, 3)",
            positive(3, 2, 9, 11),
            3,
            (3, 2),
            (2, 3),
            why="neither the plain sum nor the square root",
        ),
        Case("p = 4, stride 1", numbers(2, 4, 6, 5), 4, (3, 2), 1, why="the windows overlap"),
        Case("p = 1.5", positive(2, 2, 7, 10), 1.5, 2, 3, why="p need not be a whole number"),
        Case(
            "p infinite",
            numbers(2, 3, 8, 6, seed=1),
            INFINITY,
            (2, 3),
            why="the largest alone is left, without its sign",
        ),
        Case(
            "p = 2, ceil mode",
            numbers(2, 3, 8, 9),
            2,
            (3, 4),
            (2, 3),
            True,
            why="the sum of a window that sticks out is scaled up as if the window were full",
        ),
        Case(
            "p infinite, ceil mode", numbers(2, 3, 7, 8), INFINITY, (2, 3), None, True, why="a maximum is not scaled up"
        ),
    ],
    hidden=draw_lp,
    hidden_count=8,
    terms=lambda x, norm_type, kernel_size, *rest: area(kernel_size),
    parts=lp_parts,
)

EXERCISES = (MAX_POOL1D, POOL_OUTPUT_SIZE, MAX_POOL2D, AVG_POOL2D, LP_POOL2D)

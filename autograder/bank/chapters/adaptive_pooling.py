"""Chapter 5: cases and torch's own words for the pools that are told the size of their output."""

import numpy as np

from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded

# Where the windows lie ------------------------------------------------------------------------------------------------


def window(place, input_size, output_size):
    """(start, end) of the window of output `place` along one axis."""
    return place * input_size // output_size, -(-(place + 1) * input_size // output_size)


def sizes_of(x, output_size):
    """(height, width) that is asked for."""
    height, width = output_size if isinstance(output_size, (tuple, list)) else (output_size, output_size)
    return x.shape[2] if height is None else height, x.shape[3] if width is None else width


def parts(index, x, output_size=1):
    n, c, *place = index
    (top, bottom), (left, right) = map(window, place, x.shape[2:], sizes_of(x, output_size))
    yield OutputPart(f"x[{n}, {c}, {top}:{bottom}, {left}:{right}]", x[n, c, top:bottom, left:right])


def largest_window(x, output_size=1):
    """The number of pixels that the largest window has at most."""
    return int(np.prod([-(-size // out) + 1 for size, out in zip(x.shape[2:], sizes_of(x, output_size), strict=True)]))


def torch_windows(torch, input_size, output_size):
    """The windows as torch has them: for each output, the inputs that it answers to."""
    answers = torch.nn.functional.adaptive_avg_pool1d(torch.eye(input_size)[None], output_size)[0]
    reached = [torch.nonzero(column).flatten().tolist() for column in answers.T]
    return [(inputs[0], inputs[-1] + 1) for inputs in reached]


# One axis -------------------------------------------------------------------------------------------------------------

ADAPTIVE_WINDOWS = Exercise(
    "adaptive-pooling/adaptive_windows",
    section="How the cuts fall",
    torch=torch_windows,
    cases=[
        Case("12 pixels, 4 windows", 12, 4, why="it comes out even, so that nothing is rounded"),
        Case("10 pixels, 4 windows", 10, 4, why="it does not come out even, so some windows share a pixel"),
        Case("11 pixels, 3 windows", 11, 3, why="starts are rounded down and ends are rounded up"),
        Case("17 pixels, 7 windows", 17, 7, why="the windows are not all of one length"),
        Case("9 pixels, 1 window", 9, 1, why="a single window sees everything"),
        Case("6 pixels, 6 windows", 6, 6, why="each window is one pixel"),
        Case("3 pixels, 8 windows", 3, 8, why="there are more windows than pixels, and no window may be empty"),
        Case("1 pixel, 3 windows", 1, 3, why="every window sees the same pixel"),
    ],
    hidden=lambda rng: tuple(int(n) for n in (rng.integers(5, 40), rng.integers(2, 20))),
    hidden_count=10,
)

# Images ---------------------------------------------------------------------------------------------------------------


def cases(shift):
    """The same questions for both pools; `shift` moves the images below zero where that tells something."""
    return [
        Case(
            "4x6 pixels to (2, 3)",
            floats([[[[3, 1, 4, 1, 5, 9], [2, 6, 5, 3, 5, 8], [9, 7, 9, 3, 2, 3], [8, 4, 6, 2, 6, 4]]]]) + shift,
            (2, 3),
            why="it comes out even, so that nothing is rounded",
        ),
        Case("10x7 pixels to (4, 3)", numbers(2, 3, 10, 7), (4, 3), why="10 in 4 and 7 in 3 do not come out even"),
        Case("11x8 pixels to 5", numbers(3, 2, 11, 8), 5, why="an int counts for the height and for the width"),
        Case("6x13 pixels to (5, 2)", numbers(2, 4, 6, 13), (5, 2), why="a pair is (height, width)"),
        Case(
            "5x9 pixels to (None, 4)",
            numbers(2, 3, 5, 9),
            (None, 4),
            why="None in a pair keeps the size of the input",
        ),
        Case(
            "9x4 pixels to (2, None)", numbers(2, 3, 9, 4), (2, None), why="None in a pair keeps the size of the input"
        ),
        Case("7x5 pixels to 1", numbers(3, 4, 7, 5) + shift, 1, why="a single window sees the whole image"),
        Case("3x4 pixels to (7, 9)", numbers(2, 3, 3, 4), (7, 9), why="windows may repeat, but none is empty"),
        Case("8x3 pixels to (3, 5)", numbers(2, 2, 8, 3), (3, 5), why="each axis goes its own way"),
    ]


def draw(rng):
    """Images, and a size to pool them to: smaller, larger, or now and then as it is."""
    x = rounded(rng, 2 + rng.integers(2), 4 + rng.integers(2), rng.integers(6, 10), rng.integers(11, 15))
    height, width = int(rng.integers(2, 9)), int(rng.integers(3, 18))
    kind = rng.random()
    if kind < 0.2:
        return x - 1, height
    if kind < 0.4:
        return x - 1, (None, width) if kind < 0.3 else (height, None)
    return x - 1, (height, width)


ADAPTIVE_AVG_POOL2D = Exercise(
    "adaptive-pooling/adaptive_avg_pool2d",
    section="The formula",
    torch=lambda torch, x, output_size: torch.nn.functional.adaptive_avg_pool2d(x, output_size),
    cases=cases(0),
    hidden=draw,
    hidden_count=8,
    terms=largest_window,
    parts=parts,
)

ADAPTIVE_MAX_POOL2D = Exercise(
    "adaptive-pooling/adaptive_max_pool2d",
    section="The formula",
    torch=lambda torch, x, output_size: torch.nn.functional.adaptive_max_pool2d(x, output_size),
    cases=cases(-10),
    hidden=draw,
    hidden_count=8,
    parts=parts,
)

GLOBAL_AVG_POOL2D = Exercise(
    "adaptive-pooling/global_avg_pool2d",
    section="Every picture, one shape",
    page="global-pooling",
    torch=lambda torch, x: torch.nn.functional.adaptive_avg_pool2d(x, 1),
    cases=[
        Case(
            "one channel of 2x3 pixels",
            floats([[[[1, 2, 3], [4, 5, 9]]]]),
            why="it is small enough to work out by hand",
        ),
        Case("three channels", numbers(1, 3, 5, 4), why="each channel has a mean of its own"),
        Case("a batch of two", numbers(2, 3, 4, 7), why="each image has means of its own"),
        Case("a batch of tall images", numbers(3, 2, 9, 4) - 2, why="height is not width"),
        Case("images of one pixel", numbers(4, 3, 1, 1), why="the mean of one number is that number"),
        Case("images of one row", numbers(2, 4, 1, 6), why="a single row is an image too"),
    ],
    hidden=lambda rng: (rounded(rng, *(rng.permutation(8)[:4] + 2)) + floats(rng.integers(3)),),
    terms=largest_window,
    parts=parts,
)

# Where the largest stood ----------------------------------------------------------------------------------------------

ADAPTIVE_MAX_POOL2D_WITH_INDICES = Exercise(
    "adaptive-pooling/adaptive_max_pool2d_with_indices",
    section="Where the largest stood",
    page="global-pooling",
    torch=lambda torch, x, output_size: torch.nn.functional.adaptive_max_pool2d(x, output_size, return_indices=True),
    cases=[
        Case(
            "3x4 pixels to (1, 2)",
            floats([[[[3, 1, 4, 2], [7, 6, 5, 8], [9, 2, 6, 0]]]]),
            (1, 2),
            why="small enough to count the pixels by hand",
        ),
        Case(
            "equal numbers",
            floats([[[[5, 5, 1, 2, 2], [5, 5, 2, 2, 1], [0, 0, 0, 0, 0], [0, 0, 2, 0, 2]]]]),
            (2, 2),
            why="of equal numbers the first counts",
        ),
        Case("10x7 pixels to (4, 3)", numbers(2, 3, 10, 7), (4, 3), why="10 in 4 and 7 in 3 do not come out even"),
        Case("11x8 pixels to 5", numbers(3, 2, 11, 8) - 9, 5, why="an int counts for the height and for the width"),
        Case("6x13 pixels to (5, 2)", numbers(2, 4, 6, 13), (5, 2), why="a pair is (height, width)"),
        Case(
            "5x9 pixels to (None, 4)", numbers(2, 3, 5, 9), (None, 4), why="None in a pair keeps the size of the input"
        ),
        Case(
            "9x4 pixels to (2, None)", numbers(2, 3, 9, 4), (2, None), why="None in a pair keeps the size of the input"
        ),
        Case("7x5 pixels to 1", numbers(3, 4, 7, 5), 1, why="a single window sees the whole image"),
        Case("3x4 pixels to (7, 9)", numbers(2, 3, 3, 4), (7, 9), why="one pixel may win in many windows"),
    ],
    hidden=draw,
    hidden_count=8,
)

EXERCISES = (
    ADAPTIVE_WINDOWS,
    ADAPTIVE_AVG_POOL2D,
    ADAPTIVE_MAX_POOL2D,
    GLOBAL_AVG_POOL2D,
    ADAPTIVE_MAX_POOL2D_WITH_INDICES,
)

"""Fewer products: Winograd's tiles, and how many multiplications each way takes for kernels of every size."""

import math

import numpy as np

from ..charts import Chart
from ..grids import TIMES
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, LINE, PAPER, WINDOW, WINDOW_TINT, Picture

CELL = 26
SIZES = (1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21)
SIDE, CHANNELS = 64, 16


def tiles():
    """Two neighbouring tiles of 4 x 4 pixels, which share two columns, and the 2 x 2 outputs of each."""
    picture = Picture(
        520,
        4 * CELL + 40,
        """Left, 4 rows and 6 columns of pixels. Two tiles of 4 by 4 are framed; they share the two columns in the
        middle. Right, 2 rows and 4 columns of outputs: the first tile makes the left 2 by 2 of them, the second the
        right.""",
    )
    looks = [(WINDOW, WINDOW_TINT, False), (KERNEL, PAPER, True)]
    picture.write(4, 12, f"pixels: tiles of 4 {TIMES} 4, two apart", 13, INK, ha="left", weight="bold")
    for i, j in np.ndindex(4, 6):
        picture.box(4 + j * CELL, 30 + i * CELL, CELL, CELL, fill=WINDOW_TINT if j < 4 else PAPER, edge=LINE)
    for n, (color, _, dashed) in enumerate(looks):
        inset = 3 * n
        picture.box(
            4 + 2 * n * CELL + inset,
            30 + inset,
            4 * CELL - 2 * inset,
            4 * CELL - 2 * inset,
            edge=color,
            line=3.5,
            dashed=dashed,
        )
    picture.arrow((4 + 6 * CELL + 22, 30 + 2 * CELL), (4 + 6 * CELL + 90, 30 + 2 * CELL))
    picture.write(4 + 6 * CELL + 56, 30 + 2 * CELL - 16, f"3 {TIMES} 3", 13, KERNEL, weight="bold")
    x, y = 290, 30 + CELL
    picture.write(x, 12, f"outputs: 2 {TIMES} 2 of each tile", 13, INK, ha="left", weight="bold")
    for i, j in np.ndindex(2, 4):
        picture.box(x + j * CELL, y + i * CELL, CELL, CELL, fill=ANSWER_TINT, edge=ANSWER)
    for n, (color, _, dashed) in enumerate(looks):
        picture.box(x + 2 * n * CELL, y, 2 * CELL, 2 * CELL, edge=color, line=3.5, dashed=dashed)
    return picture


def direct(kernel):
    """Multiplications for one output and one pair of channels, without any trick."""
    return kernel**2


def winograd(outputs=2, kernel=3):
    """Multiplications for one output by Winograd's products, of tiles that make outputs x outputs numbers."""
    return (outputs + kernel - 1) ** 2 / outputs**2


def frequencies(kernel, side=SIDE, channels=CHANNELS):
    """Multiplications for one output by frequencies, for `side` x `side` outputs and as many filters as channels.

    A transform of n numbers is taken for n log2(n) real multiplications (half that for numbers that are real), and a
    product of two complex numbers for four. Pictures, kernels and outputs are transformed, each once.
    """
    padded = side + kernel - 1
    transform = padded**2 * math.log2(padded**2) / 2
    products = 4 * padded * (padded // 2 + 1)
    return ((2 * channels + channels**2) * transform + channels**2 * products) / (channels**2 * side**2)


def crossing():
    """The first kernel for which frequencies take fewer multiplications."""
    return next(size for size in SIZES if frequencies(size) < direct(size))


def counts():
    """Multiplications for one output, against the size of the kernel."""
    picture = Chart(
        510,
        320,
        f"""Multiplications for an output and a pair of channels, against the side of the kernel, on a logarithmic
        axis. Direct: from {direct(1)} to {direct(SIZES[-1])}, as the square of the side. By Winograd's F(2, 3), for 3
        by 3 alone: {winograd():g} in place of {direct(3)}. By frequencies: nearly flat, from {frequencies(1):.0f} to
        {frequencies(SIZES[-1]):.0f}; fewer than direct from a side of {crossing()} on.""",
        (1, SIZES[-1]),
        (1, 1000),
        ("side of the kernel", "multiplications"),
        log=(False, True),
        ticks=(SIZES[1::2], (1, 10, 100, 1000)),
    )
    picture.curve(SIZES, [direct(size) for size in SIZES], WINDOW, 2.4)
    picture.curve(SIZES, [frequencies(size) for size in SIZES], KERNEL, 2.4)
    x, y = picture.across(3), picture.up(winograd())
    picture.box(x - 5, y - 5, 10, 10, fill=ANSWER_TINT, edge=ANSWER, line=2.4, round_by=5)
    picture.label(3.6, winograd() * 0.75, "Winograd, F(2, 3)", ANSWER)
    picture.label(14, 90, "direct", WINDOW)
    picture.label(14, 26, "frequencies", KERNEL)
    return picture

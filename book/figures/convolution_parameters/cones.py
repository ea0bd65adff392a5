"""How far one output sees: through a stack of layers along one axis, and how much each pixel counts."""

import numpy as np

from solutions import conv_transpose1d
from solutions.convolution_parameters import receptive_field

from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, LINE, MUTED, PAPER, WINDOW, WINDOW_TINT, Picture

CELL = 22


def seen(layers):
    """For every row of numbers from the input to the last output: how many of them the one output sees."""
    return [receptive_field(layers[level:]) for level in range(len(layers))] + [1]


def cone(layers):
    """One output at the bottom, and above it, layer by layer, what it is made of."""
    widths = seen(layers)
    jumps = np.cumprod([1] + [stride for _, stride, _ in layers])
    length = widths[0]
    settings = ", ".join(f"kernel {k} stride {s} dilation {d}" for k, s, d in layers)
    between = "".join(f"{width} numbers after layer {n}, " for n, width in reversed([*enumerate(widths)][1:-1]))
    picture = Picture(
        length * CELL + 150,
        len(widths) * 54 + 4,
        f"""A stack of {len(layers)} layers: {settings}. One output sees {between}{widths[0]} pixels of the input.""",
    )
    left = 146

    def place(level, i):
        """Where number i of a level stands: above the middle of what it sees."""
        reach = receptive_field(layers[:level]) if level else 1
        return left + (i * jumps[level] + (reach - 1) / 2 + 0.5) * CELL

    for level in range(1, len(widths)):
        kernel_size, stride, dilation = layers[level - 1]
        for i in range(widths[level]):
            for tap in range(kernel_size):
                below, above = (
                    (place(level, i), 18 + level * 54 - 12),
                    (
                        place(level - 1, i * stride + tap * dilation),
                        18 + (level - 1) * 54 + 12,
                    ),
                )
                picture.line([above, below], LINE, 1.0)
    for level, width in enumerate(widths):
        fill, edge = (WINDOW_TINT, WINDOW) if level == 0 else (KERNEL_TINT, KERNEL)
        if level == len(layers):
            fill, edge = ANSWER_TINT, ANSWER
        used = _used(layers, level)
        for i in range(width):
            x = place(level, i)
            picture.box(
                x - 8, 18 + level * 54 - 10, 16, 20, fill=fill if used[i] else PAPER, edge=edge, dashed=not used[i]
            )
        name = "input" if level == 0 else f"after layer {level}"
        picture.write(2, 18 + level * 54, f"{name}: {width}", 12, INK if level == 0 else MUTED, ha="left")
    return picture


def _used(layers, level):
    """Which numbers of a level the output is really made of: dilation leaves gaps."""
    counts = np.ones((1, 1, 1))
    for kernel_size, stride, dilation in reversed(layers[level:]):
        counts = conv_transpose1d(counts, np.ones((1, 1, kernel_size)), stride=stride, dilation=dilation)
    return counts[0, 0] > 0


def paths(layers):
    """Count the ways in which each pixel of the input reaches one output: the gradient, when every weight is 1."""
    counts = np.ones((1, 1, 1))
    for kernel_size, stride, dilation in reversed(layers):
        counts = conv_transpose1d(counts, np.ones((1, 1, kernel_size)), stride=stride, dilation=dilation)
    return counts[0, 0]


def weights_of_pixels(depths=(1, 3, 10)):
    """How much each pixel of the receptive field counts, for stacks of 3-wide layers."""
    widest = receptive_field([(3, 1, 1)] * max(depths))
    picture = Picture(
        440,
        len(depths) * 92 + 24,
        "Bars for how much each pixel counts for one output. "
        + " ".join(
            f"With {depth} layers of kernel 3 it sees {len(share(depth))} pixels; the middle one counts "
            f"{share(depth).max():.0%}, the outermost {share(depth)[0]:.3%}."
            for depth in depths
        ),
    )
    step = 330 / widest
    for row, depth in enumerate(depths):
        shares = share(depth)
        base = 24 + (row + 1) * 92 - 24
        picture.write(2, base - 44, f"{depth} layer{'s' if depth > 1 else ''}", 13, INK, ha="left", weight="bold")
        picture.write(2, base - 26, f"{len(shares)} pixels", 12, MUTED, ha="left")
        start = 104 + (widest - len(shares)) / 2 * step
        for i, part in enumerate(shares):
            height = 66 * part / shares.max()
            picture.box(start + i * step + 1, base - height, step - 2, height, fill=WINDOW_TINT, edge=WINDOW)
        picture.line([(104, base), (434, base)], MUTED, 1)
    return picture


def share(depth):
    """The share of each pixel in an output of a stack of `depth` layers with kernel 3."""
    counts = paths([(3, 1, 1)] * depth)
    return counts / counts.sum()


def looked_at(dilations, kernel_size=3):
    """Stacks of dilated layers: which pixels of their receptive field are looked at, and in how many ways."""
    layers = [(kernel_size, 1, dilation) for dilation in dilations]
    counts = paths(layers)
    ways = " ".join(f"{n:.0f}" for n in counts)
    picture = Picture(
        len(counts) * CELL + 8,
        64,
        f"""Dilations {", ".join(map(str, dilations))}: one output sees {len(counts)} pixels from end to end, and looks
        at {np.count_nonzero(counts)} of them. The numbers of ways, from left to right: {ways}.""",
    )
    title = f"dilations {', '.join(map(str, dilations))}: {np.count_nonzero(counts)} of {len(counts)} pixels"
    picture.write(2, 12, title, 13, INK, ha="left", weight="bold")
    for i, count in enumerate(counts):
        fill, edge = (WINDOW_TINT, WINDOW) if count else ("none", MUTED)
        picture.box(4 + i * CELL, 28, CELL, CELL + 6, fill=fill, edge=edge, dashed=not count)
        if count:
            picture.write(4 + (i + 0.5) * CELL, 28 + CELL / 2 + 3, f"{count:.0f}", 11, WINDOW, weight="bold")
    return picture

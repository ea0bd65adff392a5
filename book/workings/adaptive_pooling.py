"""Chapter 5: windows as a table, sums written out, sizes in known networks, and adaptive pools that are wrong."""

import numpy as np
import torch
from asides import code, table
from figures.adaptive_pooling.cuts import POOLS, answers
from figures.grids import number, sizes
from IPython.display import Math
from torch import nn

from solutions import adaptive_avg_pool2d, adaptive_max_pool2d, avg_pool2d, interpolate
from solutions.adaptive_pooling import adaptive_windows
from solutions.convolution_parameters import output_size

from .terms import off, tex

NARROW = "\N{NO-BREAK SPACE}"  # keeps a table's cell on one line
RESNET = [(7, 2, 3), (3, 2, 1), (3, 2, 1), (3, 2, 1), (3, 2, 1)]  # whatever halves: (kernel, stride, padding)


def rounded(size, wanted):
    """How each window comes about: where the even cut begins and ends, and what rounding makes of it."""
    rows = []
    for i, (start, end) in enumerate(adaptive_windows(size, wanted)):
        even = [number(edge * size / wanted) for edge in (i, i + 1)]
        rows.append([i, f"{even[0]} to {even[1]}", start, end, f"{start} to {end - 1}", end - start])
    head = ["window", "the even cut", "start, rounded down", "end, rounded up", "pixels", "length"]
    return table(head, rows, f"{size} pixels, {wanted} windows")


def every_window(values, wanted):
    """The film as a table."""
    rows_cut, columns_cut = (adaptive_windows(n, w) for n, w in zip(values.shape, wanted, strict=True))
    sheets, rows = {name: answers(values, wanted, name) for name in POOLS}, []
    for turn, (i, j) in enumerate(np.ndindex(wanted), 1):
        (top, bottom), (left, right) = rows_cut[i], columns_cut[j]
        place = f"rows {top} to {bottom - 1}, columns {left} to {right - 1}"
        rows.append([turn, place, sizes(values[top:bottom, left:right]), *(number(s[i, j]) for s in sheets.values())])
    return table(["window", "covers", "its size", *sheets], rows, "Every window of the film")


def means(values, wanted, *places):
    """The means of these windows, written out."""
    rows_cut, columns_cut = (adaptive_windows(n, w) for n, w in zip(values.shape, wanted, strict=True))
    sheet, lines = answers(values, wanted, "average"), []
    for i, j in places:
        window = values[slice(*rows_cut[i]), slice(*columns_cut[j])]
        terms = " + ".join(tex(value) for value in window.ravel())
        lines.append(rf"y_{{{i},{j}}} &= ({terms}) / {window.size} = \mathbf{{{tex(sheet[i, j])}}}")
    return Math(r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}")


def through_resnet(size):
    """The height of the maps from ResNet's input to its last map; behind them stands a global average."""
    heights = [size]
    for kernel, stride, padding in RESNET:
        heights.append(output_size(heights[-1], kernel, stride, padding))
    return heights


def uses():
    """Common output sizes: what for, and the shapes before and after, by torch."""
    rows = []
    for wanted, purpose, shape in [
        (1, "one number a channel, for a verdict: ResNet and most since", (512, 7, 7)),
        ((7, 7), "a fixed grid in front of dense layers: VGG in torchvision", (512, 9, 12)),
        ((6, 6), "the same: AlexNet in torchvision", (256, 7, 7)),
        ((None, 7), "a fixed width, the height as it comes", (64, 30, 45)),
        ((1, None), "sound: average the frequencies, keep the time", (64, 40, 312)),
        ((48, 64), "a thumbnail", (3, 427, 640)),
    ]:
        after = nn.AdaptiveAvgPool2d(wanted)(torch.zeros(1, *shape))[0]
        before, after = (sizes(array).replace(" ", NARROW) for array in (np.zeros(shape), after))
        rows.append([str(wanted), purpose, before, after])
    return rows


def friends(pairs):
    """For some pairs of sizes: the ordinary pool with the same windows, and that torch agrees."""
    rows = []
    for size, wanted, kernel, stride in pairs:
        row = torch.arange(size, dtype=torch.float64)[None, None] ** 2
        same = torch.allclose(nn.AdaptiveAvgPool1d(wanted)(row), nn.AvgPool1d(kernel, stride)(row))
        pool = code(f"AvgPool1d({kernel}, stride={stride})")
        rows.append(
            [f"{size}{NARROW}→{NARROW}{wanted}", number(size % wanted), pool, "the same" if same else "not the same"]
        )
    return rows


def breakages(x):
    """Wrong pools: a name, what differs, a case that hides the mistake, and what differs then.

    Each is a right operation given the wrong thing, so no answer of an exercise has to stand here.
    """
    wanted, (height, width) = (4, 5), x.shape[2:]
    right, flat = adaptive_avg_pool2d(x, wanted), np.broadcast_to(x[:, :, :1, :1], x.shape)
    even, channel, whole = x[:, :, :8, :10], x[:, :1], adaptive_avg_pool2d(x, 1)
    mistakes = [
        ("the output size is read as (width, height)", adaptive_avg_pool2d(x, wanted[::-1]), right,
         "the output is square", adaptive_avg_pool2d(x, (4, 4)[::-1]), adaptive_avg_pool2d(x, (4, 4))),
        ("one kernel size, from a division", avg_pool2d(x, (height // 4, width // 5)), right,
         "the output divides the input", avg_pool2d(even, (2, 2)), adaptive_avg_pool2d(even, wanted)),
        ("a pixel on a border is shared by parts", adaptive_avg_pool2d(_in_parts(x, wanted), wanted), right,
         "the output divides the input", adaptive_avg_pool2d(_in_parts(even, wanted), wanted),
         adaptive_avg_pool2d(even, wanted)),
        ("only the middle of each window is copied", interpolate(x, wanted, mode="nearest-exact"), right,
         "the picture is one even grey", interpolate(flat, wanted, mode="nearest-exact"),
         adaptive_avg_pool2d(flat, wanted)),
        ("the largest instead of the mean", adaptive_max_pool2d(x, wanted), right,
         "the picture is one even grey", adaptive_max_pool2d(flat, wanted), adaptive_avg_pool2d(flat, wanted)),
        ("the mean of the outputs is taken for the mean of the input", adaptive_avg_pool2d(right, 1),
         adaptive_avg_pool2d(x, 1), "the output divides the input",
         adaptive_avg_pool2d(adaptive_avg_pool2d(even, wanted), 1), adaptive_avg_pool2d(even, 1)),
        ("all channels go into one mean", np.tile(whole.mean(1, keepdims=True), (1, x.shape[1], 1, 1)), whole,
         "there is one channel", adaptive_avg_pool2d(channel, 1).mean(1, keepdims=True),
         adaptive_avg_pool2d(channel, 1)),
        ("None is taken for 1", adaptive_avg_pool2d(x, (1, 5)), adaptive_avg_pool2d(x, (None, 5)),
         "that axis has a single row", adaptive_avg_pool2d(x[:, :, :1], (1, 5)),
         adaptive_avg_pool2d(x[:, :, :1], (None, 5))),
    ]  # fmt: skip
    return [(name, off(got, wanted_), case, off(*hidden)) for name, got, wanted_, case, *hidden in mistakes]


def _in_parts(x, wanted):
    """Every pixel as many times as there are windows: then no border runs through one any more."""
    return x.repeat(wanted[0], axis=2).repeat(wanted[1], axis=3)

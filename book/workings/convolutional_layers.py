"""Chapter 1: sums written out, the film as a table, and layers that are wrong in one way each."""

import numpy as np
from asides import table
from figures.grids import number
from figures.stamps import stops, window
from IPython.display import Math

from solutions.convolutional_layers import conv2d, correlate2d

from .terms import factor, off, tex


def sums(image, kernel, *places):
    """Every term of the answers at these places, one line for each row of the window."""
    lines = []
    for i, j in places:
        rows = [
            " + ".join(rf"{factor(k)} \cdot {number(v)}" for k, v in zip(*pair, strict=True))
            for pair in zip(kernel, window(image, kernel, (i, j)), strict=True)
        ]
        lines += [rf"y_{{{i},{j}}} ={{}} & {rows[0]} \\", *(rf"& {{}} + {row} \\" for row in rows[1:])]
        lines.append(rf"={{}} & \mathbf{{{tex(correlate2d(image, kernel)[i, j])}}} \\[1.2em]")
    return Math(r"\begin{aligned}" + " ".join(lines) + r"\end{aligned}")


def every_stop(image, kernel):
    """The film as a table: where the window is, what it sees, what it answers."""
    answers = correlate2d(image, kernel)
    rows = []
    for count, (i, j) in enumerate(stops(image, kernel), 1):
        seen = window(image, kernel, (i, j))
        written = "; ".join(" ".join(number(v) for v in row) for row in seen)
        rows.append([count, f"row {i}, column {j}", written, number(answers[i, j])])
    return table(["stop", "upper left corner", "what it sees, row by row", "answer"], rows, "Every stop of the window")


def breakages(x, weight, bias):
    """Wrong layers: a name, what comes out, and how far it is off, here and in a case that hides the mistake.

    Each mistake is a right layer given the wrong thing, so no answer of an exercise has to stand here.
    """
    right = conv2d(x, weight, bias)
    taps = weight[0].size
    even = np.broadcast_to(weight.mean(axis=(2, 3), keepdims=True), weight.shape)
    first = weight * (np.arange(weight.shape[1]) == 0)[:, None, None]
    one_channel_x = x * (np.arange(x.shape[1]) == 0)[:, None, None]
    mistakes = [
        ("the kernel is flipped", conv2d(x, weight[:, :, ::-1, ::-1], bias), right,
         "the kernel is symmetric", conv2d(x, even[:, :, ::-1, ::-1], bias), conv2d(x, even, bias)),
        ("the bias is forgotten", conv2d(x, weight), right,
         "the bias is zero", conv2d(x, weight), conv2d(x, weight, 0 * bias)),
        ("the bias is added at every multiplication", conv2d(x, weight, taps * bias), right,
         "the bias is zero", conv2d(x, weight, taps * 0 * bias), conv2d(x, weight, 0 * bias)),
        ("only the first channel is read", conv2d(x, first, bias), right,
         "there is one channel", conv2d(one_channel_x, first, bias), conv2d(one_channel_x, weight, bias)),
        ("height and width change places", conv2d(x, weight.swapaxes(2, 3), bias), right,
         "the kernel is its own mirror image, so square", conv2d(x, _mirrored(weight).swapaxes(2, 3), bias),
         conv2d(x, _mirrored(weight), bias)),
        ("every image of the batch gets the first one's maps", conv2d(x[[0] * len(x)], weight, bias), right,
         "the batch holds one image", conv2d(x[:1][[0]], weight, bias), conv2d(x[:1], weight, bias)),
    ]  # fmt: skip
    return [(name, off(got, wanted), case, off(*hidden)) for name, got, wanted, case, *hidden in mistakes]


def _mirrored(weight):
    square = weight[..., : min(weight.shape[2:]), : min(weight.shape[2:])]
    return square + square.swapaxes(2, 3)

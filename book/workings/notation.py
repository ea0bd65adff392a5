"""torch's conventions, each shown by an expression that is evaluated when the page is built."""

from dataclasses import dataclass
from html import escape
from warnings import catch_warnings, simplefilter

import torch
from asides import code, table
from figures.grids import number
from IPython.display import HTML
from torch import nn
from torch.nn import functional as F

NAMES = {"torch": torch, "nn": nn, "F": F, "zeros": torch.zeros, "ones": torch.ones, "tensor": torch.tensor}


@dataclass(frozen=True)
class Convention:
    """What it is about, torch's convention in words, and an expression whose value shows it."""

    about: str
    words: str
    expression: str

    def value(self):
        with torch.no_grad(), catch_warnings():
            simplefilter("ignore", UserWarning)  # torch's, that "same" may need a copy
            return eval(self.expression, dict(NAMES))


def shown(value):
    """A shape as a tuple, a tensor as its numbers."""
    if isinstance(value, torch.Size):
        return str(tuple(value))
    return " ".join(number(entry, 3) for entry in value.flatten().tolist())


def conventions(rows, caption):
    """The table of some conventions: every result is torch's own."""
    return table(
        ["about", "in torch", "for instance"], [[row.about, row.words, instance(row)] for row in rows], caption
    )


def instance(row):
    """The expression and, on a line of its own, what torch makes of it."""
    return HTML(f"{code(row.expression).data}<br>gives {escape(shown(row.value()))}")


AXES = [
    Convention(
        "an image", "batch, channels, rows, columns",
        "F.conv2d(zeros(2, 3, 5, 7), zeros(4, 3, 1, 1)).shape",
    ),
    Convention(
        "a pair of sizes", "(height, width)",
        "F.max_pool2d(zeros(1, 1, 8, 9), (2, 3)).shape",
    ),
    Convention(
        "weight of a convolution", "(channels out, channels in / groups, height, width)",
        "nn.Conv2d(4, 6, (2, 3), groups=2).weight.shape",
    ),
    Convention(
        "weight of a transposed one", "the other way round: (channels in, channels out / groups, height, width)",
        "nn.ConvTranspose2d(4, 6, (2, 3), groups=2).weight.shape",
    ),
    Convention(
        "bias", "one number a channel out, in both",
        "nn.ConvTranspose2d(4, 6, (2, 3), groups=2).bias.shape",
    ),
    Convention(
        "the kernel's direction", "not flipped: what is called convolution is cross-correlation",
        "F.conv1d(tensor([[[0., 0, 1, 0, 0]]]), tensor([[[1., 2, 3]]]))",
    ),
    Convention(
        "channels of a pixel shuffle", "r * r neighbours become one block, row by row",
        "F.pixel_shuffle(tensor([0., 1, 2, 3]).reshape(1, 4, 1, 1), 2)",
    ),
]  # fmt: skip

PADDING = [
    Convention(
        "padding of a layer", "for each side, so it counts twice; a pair is (rows, columns)",
        "F.conv2d(zeros(1, 1, 5, 7), zeros(1, 1, 1, 1), padding=(1, 2)).shape",
    ),
    Convention(
        "padding layers, and F.pad", "(left, right, top, bottom): the last axis first",
        "F.pad(zeros(1, 1, 5, 7), (1, 2, 3, 4)).shape",
    ),
    Convention(
        "a negative amount", "takes away instead",
        "F.pad(zeros(1, 1, 5, 7), (-1, 0, 0, -2)).shape",
    ),
    Convention(
        "padding=\"same\"", "the extra zero goes at the end: here one at the end, none in front",
        "F.conv1d(tensor([[[1., 0, 0, 0]]]), tensor([[[1., 2]]]), padding=\"same\")",
    ),
    Convention(
        "max pooling", "pads with minus infinity, so padding never wins",
        "F.max_pool1d(tensor([[[-4., -3, -2, -1]]]), 2, 2, padding=1)",
    ),
    Convention(
        "average pooling", "counts the padded zeros",
        "F.avg_pool1d(ones(1, 1, 4), 2, 2, padding=1)",
    ),
    Convention(
        "average pooling", "unless it is told not to",
        "F.avg_pool1d(ones(1, 1, 4), 2, 2, padding=1, count_include_pad=False)",
    ),
    Convention(
        "a transposed convolution", "padding takes away from the output, at both ends",
        "F.conv_transpose1d(zeros(1, 1, 4), zeros(1, 1, 3), padding=1).shape",
    ),
]  # fmt: skip

SIZES = [
    Convention(
        "stride of a convolution", "1, if nothing is said",
        "F.conv1d(zeros(1, 1, 9), zeros(1, 1, 3)).shape",
    ),
    Convention(
        "stride of a pool", "the size of its window, if nothing is said",
        "F.max_pool1d(zeros(1, 1, 9), 3).shape",
    ),
    Convention(
        "what does not fit", "is left out: sizes are rounded down",
        "F.max_pool1d(zeros(1, 1, 8), 3, 2).shape",
    ),
    Convention(
        "ceil_mode=True", "rounds up: a last window may hang over the end",
        "F.max_pool1d(zeros(1, 1, 8), 3, 2, ceil_mode=True).shape",
    ),
    Convention(
        "ceil_mode=True", "but must start inside the input or the padding in front of it",
        "F.max_pool1d(zeros(1, 1, 8), 2, 4, ceil_mode=True).shape",
    ),
    Convention(
        "dilation", "the distance between two taps, 1 for neighbours: k taps reach over d (k - 1) + 1",
        "F.conv1d(zeros(1, 1, 9), zeros(1, 1, 3), dilation=2).shape",
    ),
    Convention(
        "a transposed convolution",
        "the smallest input size from which a convolution with these settings makes this one",
        "F.conv_transpose1d(zeros(1, 1, 4), zeros(1, 1, 3), stride=2, padding=1).shape",
    ),
    Convention(
        "output_padding", "the next such size: room at the end only, and no padding with zeros",
        "F.conv_transpose1d(zeros(1, 1, 4), zeros(1, 1, 3), stride=2, padding=1, output_padding=1).shape",
    ),
    Convention(
        "scale_factor", "the new size is rounded down",
        "F.interpolate(zeros(1, 1, 5), scale_factor=1.5).shape",
    ),
]  # fmt: skip

VALUES = [
    Convention(
        "adaptive pooling", "windows from floor(i in / out) to ceil((i + 1) in / out): they may overlap",
        "F.adaptive_max_pool1d(tensor([[0., 1, 2, 3, 4, 5, 6]]), 3)",
    ),
    Convention(
        "LP pooling", "the p-th root of a sum of powers, not of a mean: with p = 1 it adds up",
        "F.lp_pool1d(ones(1, 1, 4), 1, 2)",
    ),
    Convention(
        "nearest", "takes the pixel floor(i in / out)",
        "F.interpolate(tensor([[[0., 1, 2]]]), size=5, mode=\"nearest\")",
    ),
    Convention(
        "nearest-exact", "takes the pixel whose centre is nearest",
        "F.interpolate(tensor([[[0., 1, 2]]]), size=5, mode=\"nearest-exact\")",
    ),
    Convention(
        "align_corners=False", "the default: pixels are squares, and the pictures' edges lie on each other",
        "F.interpolate(tensor([[[0., 3]]]), size=4, mode=\"linear\")",
    ),
    Convention(
        "align_corners=True", "pixels are points, and the corner points lie on each other",
        "F.interpolate(tensor([[[0., 3]]]), size=4, mode=\"linear\", align_corners=True)",
    ),
    Convention(
        "bicubic", "Keys's kernel with a = -0.75: between 0 and 1 it can leave the range from 0 to 1",
        "F.interpolate(tensor([[0., 0, 1, 1]]).reshape(1, 1, 1, 4), size=(1, 8), mode=\"bicubic\")",
    ),
]  # fmt: skip

"""Chapter 2: cases, torch's own words and the parts of an output, for stride, padding, dilation and groups."""

import numpy as np

from ...language import noted
from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded
from ._counting import OUTPUT_SIZE, RECEPTIVE_FIELD

# What makes one output ------------------------------------------------------------------------------------------------


def pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def steps(start, count, step):
    return slice(int(start), int(start + step * (count - 1) + 1), int(step))


def subscript(*items):
    words = [
        f"{item.start}:{item.stop}" + (f":{item.step}" if item.step not in (None, 1) else "")
        if isinstance(item, slice)
        else str(item)
        for item in items
    ]
    return "[" + ", ".join(words) + "]"


def layer_parts(index, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    n, o, *place = index
    filters, channels = weight.shape[:2]
    first = o // (filters // groups) * channels
    share = slice(first, first + channels)
    here = tuple(
        steps(i * s, k, d) for i, s, k, d in zip(place, pair(stride), weight.shape[2:], pair(dilation), strict=True)
    )
    ph, pw = pair(padding)
    padded = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    name = "x" + subscript(n, share, *here)
    label = noted("padded {name}", name=name) if ph or pw else name
    yield OutputPart(label, padded[(n, share, *here)])
    yield OutputPart(f"weight[{o}]", weight[o])
    if bias is not None:
        yield OutputPart(f"bias[{o}]", bias[o])


def layer_terms(x, weight, *options):
    return weight[0].size + 1


def draw_layer(rng, groups=1, shape=(9, 12)):
    """A batch, a bank of filters and now and then a bias: no two sizes alike. Misread options should still fit."""
    share, team = (3, 4 + rng.integers(2)) if groups == 1 else (2, 3 + rng.integers(2))
    kernel = 2 + rng.integers(2), 4
    height, width = shape + rng.integers(3, size=2)
    bias = rounded(rng, team * groups) if rng.random() < 0.8 else None
    return rounded(rng, 2, share * groups, height, width), rounded(rng, team * groups, share, *kernel), bias


def draw_pair(rng, low, high):
    """An int now and then, a pair of two different numbers mostly."""
    first, second = (int(number) for number in rng.choice(np.arange(low, high + 1), 2, replace=False))
    return first if rng.random() < 0.25 else (first, second)


# One option at a time -------------------------------------------------------------------------------------------------

STRIDED_CONV2D = Exercise(
    "convolution-parameters/strided_conv2d",
    section="Stride: the stepping stones",
    torch=lambda torch, x, weight, bias=None, stride=1: torch.nn.functional.conv2d(x, weight, bias, stride=stride),
    cases=[
        Case("stride 1", numbers(2, 2, 5, 6), numbers(3, 2, 2, 3), numbers(3), why="nothing is skipped"),
        Case(
            "stride 2, one channel",
            np.arange(35, dtype=np.float32).reshape(1, 1, 5, 7),
            floats([[[[1, 0, -1], [2, 0, 1]]]]),
            None,
            2,
            why="small enough to work out by hand",
        ),
        Case(
            "stride (1, 3)",
            numbers(2, 3, 6, 10),
            numbers(4, 3, 2, 4),
            numbers(4),
            (1, 3),
            why="the first number is for the rows, the second for the columns",
        ),
        Case(
            "stride (3, 2), rows and columns left over",
            numbers(2, 3, 9, 12),
            numbers(4, 3, 2, 3),
            numbers(4),
            (3, 2),
            why="the last jump would leave the input: what is left over is not looked at",
        ),
        Case(
            "stride (4, 3), gaps between the windows",
            numbers(3, 2, 11, 9),
            numbers(5, 2, 3, 2),
            numbers(5),
            (4, 3),
            why="some pixels are never looked at",
        ),
        Case(
            "a kernel of one pixel, stride (2, 3)",
            numbers(2, 4, 5, 8),
            numbers(3, 4, 1, 1),
            np.zeros(3, np.float32),
            (2, 3),
            why="it picks pixels and mixes their channels",
        ),
        Case(
            "stride 9, larger than the image",
            numbers(2, 3, 4, 6),
            numbers(2, 3, 2, 3),
            numbers(2),
            9,
            why="exactly one stop",
        ),
    ],
    hidden=lambda rng: (*draw_layer(rng), draw_pair(rng, 1, 4)),
    terms=layer_terms,
    parts=lambda index, x, weight, bias=None, stride=1: layer_parts(index, x, weight, bias, stride),
)


def torch_dilate(torch, weight, dilation):
    """Spread by torch: a transposed convolution prints the dilated kernel wherever the input has a spot."""
    spots = torch.eye(len(weight), dtype=weight.dtype)[:, :, None, None]
    return torch.nn.functional.conv_transpose2d(spots, weight, dilation=dilation)


DILATE_KERNEL = Exercise(
    "convolution-parameters/dilate_kernel",
    section="Dilation: the fingers",
    torch=torch_dilate,
    cases=[
        Case("dilation 2, one kernel", floats([[[[1, 2, 3], [4, 5, 6]]]]), 2, why="small enough to work out by hand"),
        Case(
            "dilation (1, 3)",
            numbers(2, 3, 2, 4),
            (1, 3),
            why="the first number is for the rows, the second for the columns",
        ),
        Case("dilation (3, 2)", numbers(4, 2, 3, 2), (3, 2), why="no two sizes alike"),
        Case("dilation 1", numbers(3, 2, 2, 3), 1, why="side by side: nothing changes"),
        Case("a kernel of one pixel, dilation (4, 2)", numbers(3, 5, 1, 1), (4, 2), why="there is no gap to widen"),
        Case("a single row, dilation (3, 5)", numbers(2, 1, 1, 3), (3, 5), why="a gap lies between two entries only"),
    ],
    hidden=lambda rng: (
        rounded(rng, 2 + rng.integers(3), 5 + rng.integers(2), 2 + rng.integers(2), 4 + rng.integers(3)),
        draw_pair(rng, 1, 5),
    ),
    parts=lambda index, weight, dilation: [OutputPart(f"weight[{index[0]}, {index[1]}]", weight[index[:2]])],
)

DILATED_CONV2D = Exercise(
    "convolution-parameters/dilated_conv2d",
    section="Dilation: the fingers",
    torch=lambda torch, x, weight, bias=None, dilation=1: torch.nn.functional.conv2d(
        x, weight, bias, dilation=dilation
    ),
    cases=[
        Case("dilation 1", numbers(2, 2, 5, 6), numbers(3, 2, 2, 3), numbers(3), why="a plain convolution"),
        Case(
            "dilation 2, one channel",
            np.arange(42, dtype=np.float32).reshape(1, 1, 6, 7),
            floats([[[[1, 0, -1], [2, 0, 1]]]]),
            None,
            2,
            why="small enough to work out by hand",
        ),
        Case(
            "dilation (1, 3)",
            numbers(2, 3, 6, 12),
            numbers(4, 3, 2, 3),
            numbers(4),
            (1, 3),
            why="the first number is for the rows, the second for the columns",
        ),
        Case("dilation (3, 2)", numbers(2, 3, 9, 8), numbers(4, 3, 3, 2), numbers(4), (3, 2), why="no two sizes alike"),
        Case(
            "dilation (2, 1), a bias of zeros",
            numbers(2, 2, 9, 8),
            numbers(3, 2, 3, 4),
            np.zeros(3, np.float32),
            (2, 1),
            why="one direction stays as it was",
        ),
        Case(
            "a kernel of one pixel, dilation 3",
            numbers(2, 4, 4, 5),
            numbers(3, 4, 1, 1),
            numbers(3),
            3,
            why="there is no gap to widen",
        ),
        Case(
            "one bright pixel",
            floats(np.eye(1, 63, 30).reshape(1, 1, 7, 9)),
            numbers(2, 1, 2, 3),
            None,
            (3, 2),
            why="a bright pixel shows where the kernel's entries lie",
        ),
    ],
    hidden=lambda rng: (*draw_layer(rng, shape=(11, 15)), draw_pair(rng, 1, 3)),
    terms=layer_terms,
    parts=lambda index, x, weight, bias=None, dilation=1: layer_parts(index, x, weight, bias, 1, 0, dilation),
)

GROUPED_CONV2D = Exercise(
    "convolution-parameters/grouped_conv2d",
    section="Groups: the teams",
    page="groups-and-receptive-fields",
    torch=lambda torch, x, weight, bias=None, groups=1: torch.nn.functional.conv2d(x, weight, bias, groups=groups),
    cases=[
        Case("one group", numbers(2, 3, 5, 6), numbers(4, 3, 2, 3), numbers(4), why="every filter sees every channel"),
        Case(
            "two groups, one filter in each",
            numbers(1, 4, 4, 5),
            numbers(2, 2, 3, 2),
            numbers(2),
            2,
            why="the smallest teams: channels 0 and 1, channels 2 and 3",
        ),
        Case(
            "two groups of two channels and three filters",
            numbers(2, 4, 6, 5),
            numbers(6, 2, 2, 3),
            numbers(6),
            2,
            why="no two sizes alike",
        ),
        Case(
            "three groups of two channels and one filter",
            numbers(2, 6, 5, 7),
            numbers(3, 2, 3, 2),
            None,
            3,
            why="more channels than filters",
        ),
        Case(
            "each channel on its own",
            numbers(2, 3, 6, 5),
            numbers(3, 1, 2, 3),
            np.zeros(3, np.float32),
            3,
            why="depthwise: as many groups as channels",
        ),
        Case(
            "two filters for each channel",
            numbers(3, 3, 5, 6),
            numbers(6, 1, 3, 2),
            numbers(6),
            3,
            why="depthwise, with more filters than channels",
        ),
        Case(
            "kernels of one pixel in three groups",
            numbers(2, 6, 4, 3),
            numbers(9, 2, 1, 1),
            numbers(9),
            3,
            why="they only mix the channels of a team",
        ),
    ],
    hidden=lambda rng: (*draw_layer(rng, groups := 2 + int(rng.integers(2)), (5, 8)), groups),
    terms=layer_terms,
    parts=lambda index, x, weight, bias=None, groups=1: layer_parts(index, x, weight, bias, 1, 0, 1, groups),
)

# All at once ----------------------------------------------------------------------------------------------------------


def draw_everything(rng):
    groups = 1 + int(rng.integers(3))
    x, weight, bias = draw_layer(rng, groups, (11, 15))
    return x, weight, bias, draw_pair(rng, 1, 4), draw_pair(rng, 0, 3), draw_pair(rng, 1, 3), groups


CONV2D = Exercise(
    "convolution-parameters/conv2d",
    section="The formula",
    torch=lambda torch, *args: torch.nn.functional.conv2d(*args),
    cases=[
        Case(
            "one image, one channel",
            numbers(1, 1, 4, 5),
            numbers(1, 1, 2, 3),
            floats([0.5]),
            why="with nothing set it is the convolution of chapter 1",
        ),
        Case(
            "stride (2, 3)",
            numbers(2, 3, 9, 12),
            numbers(4, 3, 2, 3),
            numbers(4),
            (2, 3),
            why="no two sizes alike, and columns are left over",
        ),
        Case(
            "padding (2, 1)",
            numbers(2, 3, 4, 6) + 2,
            numbers(5, 3, 3, 2),
            numbers(5),
            1,
            (2, 1),
            why="zeros on both sides of both axes",
        ),
        Case(
            "dilation (1, 3)",
            numbers(2, 3, 6, 14),
            numbers(4, 3, 2, 4),
            numbers(4),
            1,
            0,
            (1, 3),
            why="the kernel's entries lie apart in one direction only",
        ),
        Case(
            "stride 2, padding 1",
            numbers(2, 2, 7, 8),
            numbers(3, 2, 2, 3),
            numbers(3),
            2,
            1,
            why="an int means both axes",
        ),
        Case(
            "two groups",
            numbers(2, 4, 6, 5),
            numbers(6, 2, 2, 3),
            numbers(6),
            1,
            0,
            1,
            2,
            why="each team of filters has its own channels",
        ),
        Case(
            "each channel on its own, without a bias",
            numbers(2, 3, 5, 6),
            numbers(6, 1, 3, 2),
            None,
            (1, 2),
            (1, 0),
            1,
            3,
            why="depthwise, with two filters for each channel",
        ),
        Case(
            "a kernel of one pixel, padding (0, 1), a bias of zeros",
            numbers(2, 4, 3, 5),
            numbers(3, 4, 1, 1),
            np.zeros(3, np.float32),
            1,
            (0, 1),
            why="the output is wider than the input",
        ),
        Case(
            "everything at once",
            numbers(2, 4, 9, 12),
            numbers(6, 2, 2, 3),
            numbers(6),
            (2, 3),
            (2, 1),
            (3, 2),
            2,
            why="settings that are right one by one can be wrong together",
        ),
    ],
    hidden=draw_everything,
    terms=layer_terms,
    parts=layer_parts,
)

EXERCISES = (
    OUTPUT_SIZE,
    STRIDED_CONV2D,
    DILATE_KERNEL,
    DILATED_CONV2D,
    GROUPED_CONV2D,
    CONV2D,
    RECEPTIVE_FIELD,
)

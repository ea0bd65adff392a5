"""Chapter 2: cases, torch's own words and the parts of an output, for stride, padding, dilation and groups."""

import numpy as np

from ..exercise import Case, Exercise, Part, floats, numbers, rounded

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
    name = "padded x" if ph or pw else "x"
    yield Part(name + subscript(n, share, *here), padded[(n, share, *here)])
    yield Part(f"weight[{o}]", weight[o])
    if bias is not None:
        yield Part(f"bias[{o}]", bias[o])


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


# How many stops -------------------------------------------------------------------------------------------------------

OUTPUT_SIZE = Exercise(
    "convolution-parameters/output_size",
    torch=lambda torch, size, kernel_size, stride=1, padding=0, dilation=1: torch.nn.functional.conv1d(
        torch.zeros(1, 1, size), torch.zeros(1, 1, kernel_size), stride=stride, padding=padding, dilation=dilation
    ).shape[-1],
    cases=[
        Case("224 pixels, kernel 3", 224, 3, why="with nothing set it is the count of chapter 1"),
        Case("10 pixels, kernel 3, stride 2", 10, 3, 2, why="the last jump would leave the input"),
        Case("7 pixels, kernel 4, padding 2", 7, 4, 1, 2, why="padding is added on both sides"),
        Case("11 pixels, kernel 3, dilation 4", 11, 3, 1, 0, 4, why="the kernel's entries lie apart"),
        Case("28 pixels, kernel 5, padding 2", 28, 5, 1, 2, why="the size is kept"),
        Case("24 pixels, kernel 4, stride 3, padding 1, dilation 2", 24, 4, 3, 1, 2, why="everything that can be set"),
        Case("5 pixels, kernel 5, stride 2", 5, 5, 2, why="exactly one stop"),
        Case("8 pixels, kernel 2, stride 5", 8, 2, 5, why="the stride is larger than the kernel"),
        Case("1 pixel, kernel 1", 1, 1, why="the smallest of all"),
    ],
    hidden=lambda rng: (
        int(rng.integers(25, 60)),
        int(rng.integers(2, 8)),
        int(rng.integers(2, 6)),
        int(rng.integers(0, 5)),
        int(rng.integers(1, 4)),
    ),
    formula=True,
)

# One option at a time -------------------------------------------------------------------------------------------------

STRIDED_CONV2D = Exercise(
    "convolution-parameters/strided_conv2d",
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
    parts=lambda index, weight, dilation: [Part(f"weight[{index[0]}, {index[1]}]", weight[index[:2]])],
)

DILATED_CONV2D = Exercise(
    "convolution-parameters/dilated_conv2d",
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

# How far a stack sees -------------------------------------------------------------------------------------------------


def torch_receptive_field(torch, layers):
    """The extent of the gradient of one output. Kernels of ones: no path to the output can cancel another."""
    jump = int(np.prod([stride for _, stride, _ in layers], dtype=int))
    length = jump * (1 + sum(dilation * (size - 1) for size, _, dilation in layers))  # at least what one output sees
    with torch.enable_grad():
        x = torch.zeros(1, 1, length, dtype=torch.float64, requires_grad=True)
        out = x
        for size, stride, dilation in layers:
            kernel = torch.ones(1, 1, size, dtype=torch.float64)
            out = torch.nn.functional.conv1d(out, kernel, stride=stride, dilation=dilation)
        out[0, 0, 0].backward()
    seen = x.grad[0, 0].nonzero()
    return int(seen.max() - seen.min()) + 1


def draw_stack(rng):
    """Two to five layers; strides seldom, as in real networks."""
    return [
        (int(rng.integers(2, 8)), int(rng.choice([1, 1, 2, 3])), int(rng.integers(1, 4)))
        for _ in range(rng.integers(2, 6))
    ]


RECEPTIVE_FIELD = Exercise(
    "convolution-parameters/receptive_field",
    torch=torch_receptive_field,
    cases=[
        Case("(3, 1, 1)", [(3, 1, 1)], why="a single layer sees what its kernel covers"),
        Case("(3, 1, 1), (5, 1, 1)", [(3, 1, 1), (5, 1, 1)], why="the second kernel sees outputs of the first"),
        Case("(4, 1, 3)", [(4, 1, 3)], why="a dilated kernel reaches farther"),
        Case("(3, 2, 1), (4, 1, 1)", [(3, 2, 1), (4, 1, 1)], why="after a stride, neighbours lie farther apart"),
        Case("(4, 1, 1), (3, 2, 1)", [(4, 1, 1), (3, 2, 1)], why="the same two layers in the other order"),
        Case(
            "(3, 2, 1), (2, 3, 1), (3, 1, 1)",
            [(3, 2, 1), (2, 3, 1), (3, 1, 1)],
            why="two strides, one after the other",
        ),
        Case(
            "(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)",
            [(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)],
            why="dilations that double",
        ),
        Case("(1, 2, 1), (3, 2, 2), (5, 1, 3)", [(1, 2, 1), (3, 2, 2), (5, 1, 3)], why="a stride without a kernel"),
    ],
    hidden=lambda rng: (draw_stack(rng),),
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

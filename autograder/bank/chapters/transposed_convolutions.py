"""Chapter 6: cases, torch's own words and what makes one output of the transposed convolutions."""

import numpy as np

from ...language import noted
from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded

# What several exercises share ----------------------------------------------------------------------------------------


def landing(place, size, kernel_size, stride, dilation=1):
    """The inputs that print on `place` of the untrimmed output, each with its tap of the kernel, along one axis."""
    pairs = [(i, *divmod(place - i * stride, dilation)) for i in range(size)]
    hits = [(i, tap) for i, tap, between_taps in pairs if not between_taps and 0 <= tap < kernel_size]
    return [i for i, _ in hits], [tap for _, tap in hits]


def transposed_parts(index, x, weight, bias, stride, padding, groups, dilation):
    """The pixels that print on one output, each with the tap it prints with, in any dimension."""
    n, o, *place = index
    block, channel = divmod(o, weight.shape[1])
    channels = slice(block * len(weight) // groups, (block + 1) * len(weight) // groups)
    pixels, stamp = x[n, channels], weight[channels, channel]
    label = f"x[{n}, {channels.start}:{channels.stop}]", f"weight[{channels.start}:{channels.stop}, {channel}]"
    for axis, there in enumerate(place):
        where = there + padding[axis]
        inputs, taps = landing(where, x.shape[axis + 2], weight.shape[axis + 2], stride[axis], dilation[axis])
        pixels, stamp = pixels.take(inputs, axis + 1), stamp.take(taps, axis + 1)
        colons = ":, " * (axis + 1)
        label = f"{label[0]}[{colons}{inputs}]", f"{label[1]}[{colons}{taps}]"
    if pixels.size:
        yield OutputPart(noted("these inputs: {name}", name=label[0]), pixels)
        yield OutputPart(noted("times these taps: {name}", name=label[1]), stamp)
    else:
        yield OutputPart(noted("inputs that print here"), np.array(0))
    if bias is not None:
        yield OutputPart(f"bias[{o}]", bias[o])


def bias_or_none(rng, filters):
    """A bias, now and then none."""
    return rounded(rng, filters) if rng.random() < 0.8 else None


# Along one axis -------------------------------------------------------------------------------------------------------

CONV_TRANSPOSE1D = Exercise(
    "transposed-convolutions/conv_transpose1d",
    section="A 4 \N{MULTIPLICATION SIGN} 4 by hand",
    torch=lambda torch, *args: torch.nn.functional.conv_transpose1d(*args),
    cases=[
        Case(
            "three samples, stride 2",
            floats([[[2, 1, -1]]]),
            floats([[[1, 3, 2]]]),
            None,
            2,
            why="these are the three prints that you added up by hand",
        ),
        Case(
            "one spike",
            floats([[[0, 0, 1, 0]]]),
            floats([[[3, -1, 2]]]),
            floats([0.5]),
            why="a spike prints the kernel itself, the right way round",
        ),
        Case(
            "three channels in, one out",
            numbers(2, 3, 5),
            numbers(3, 1, 4),
            floats([-1]),
            2,
            why="the prints of all the channels in land on the same sheet",
        ),
        Case(
            "one channel in, four out",
            numbers(1, 1, 4),
            numbers(1, 4, 3),
            numbers(4),
            3,
            why="each channel out has a stamp and a bias of its own",
        ),
        Case(
            "two inputs, three channels in, four out",
            numbers(2, 3, 6),
            numbers(3, 4, 5),
            numbers(4, seed=1),
            3,
            why="everything at once, and no two sizes alike",
        ),
        Case(
            "gaps between the prints",
            numbers(2, 4, 5),
            numbers(4, 3, 2),
            numbers(3),
            4,
            why="where no print lands there is the bias alone",
        ),
        Case(
            "stride left out", numbers(2, 2, 6), numbers(2, 5, 3), why="stride is 1 unless it is given, and bias None"
        ),
        Case("a bias of zeros", numbers(3, 2, 5), numbers(2, 3, 4), np.zeros(3, np.float32), 2),
        Case("a single sample", numbers(2, 3, 1), numbers(3, 2, 5), numbers(2), 3, why="exactly one print"),
    ],
    hidden=lambda rng: (
        rounded(rng, 2 + rng.integers(2), channels := 3 + rng.integers(2), 5 + rng.integers(5)),
        rounded(rng, channels, filters := 5 + rng.integers(3), 2 + rng.integers(5)),
        bias_or_none(rng, filters),
        int(1 + rng.integers(4)),
    ),
    terms=lambda x, weight, bias=None, stride=1: weight[:, 0].size + 1,
    parts=lambda index, x, weight, bias=None, stride=1: transposed_parts(index, x, weight, bias, [stride], [0], 1, [1]),
)


def torch_count(torch, size, kernel_size, stride):
    return torch.nn.functional.conv_transpose1d(
        torch.ones(1, 1, size), torch.ones(1, 1, kernel_size), stride=stride
    ).long()[0, 0]


def count_parts(index, size, kernel_size, stride):
    (place,) = index
    inputs, _ = landing(place, size, kernel_size, stride)
    yield (
        OutputPart(noted("one for each of the inputs"), np.array(inputs))
        if inputs
        else OutputPart(noted("inputs that print here"), np.array(0))
    )


OVERLAP_COUNT = Exercise(
    "transposed-convolutions/overlap_count",
    section="Where the ink lies twice",
    torch=torch_count,
    cases=[
        Case("4 inputs, kernel 3, stride 2", 4, 3, 2, why="the kernel is not divisible by the stride"),
        Case("5 inputs, kernel 4, stride 2", 5, 4, 2, why="the kernel is twice the stride: even, but for the ends"),
        Case("3 inputs, kernel 3, stride 3", 3, 3, 3, why="prints that touch"),
        Case("4 inputs, kernel 2, stride 3", 4, 2, 3, why="prints with gaps between them"),
        Case("6 inputs, kernel 4, stride 1", 6, 4, 1, why="prints that move on by one"),
        Case("7 inputs, kernel 8, stride 3", 7, 8, 3, why="up to three prints in one place"),
        Case("one input, kernel 5, stride 2", 1, 5, 2, why="one print"),
    ],
    hidden=lambda rng: (int(3 + rng.integers(8)), int(1 + rng.integers(9)), int(1 + rng.integers(4))),
    parts=count_parts,
)


def torch_size(torch, size, kernel_size, stride=1, padding=0, output_padding=0, dilation=1):
    x, weight = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel_size)
    out = torch.nn.functional.conv_transpose1d(x, weight, None, stride, padding, output_padding, 1, dilation)
    return out.shape[-1]


def geometry(rng):
    """Kernel, stride, padding, output padding and dilation along one axis that torch accepts for 4 inputs or more."""
    kernel_size, stride, dilation = 2 + rng.integers(4), 1 + rng.integers(4), 1 + rng.integers(3)
    padding = rng.integers(min(4, (3 * stride + dilation * (kernel_size - 1)) // 2 + 1))
    output_padding = rng.integers(max(stride, dilation))
    return tuple(map(int, (kernel_size, stride, padding, output_padding, dilation)))


CONV_TRANSPOSE_OUTPUT_SIZE = Exercise(
    "transposed-convolutions/conv_transpose_output_size",
    section="Why there is an output padding",
    torch=torch_size,
    cases=[
        Case("5 inputs, kernel 3", 5, 3, why="everything else is left at its default"),
        Case("7 inputs, kernel 5, stride 3", 7, 5, 3, why="prints that overlap"),
        Case("5 inputs, kernel 2, stride 4", 5, 2, 4, why="prints with gaps between them"),
        Case("16 inputs, kernel 4, stride 2, padding 1", 16, 4, 2, 1, why="this is the one that doubles a picture"),
        Case("6 inputs, kernel 3, stride 2, padding 1, output padding 1", 6, 3, 2, 1, 1, why="this one doubles it too"),
        Case("6 inputs, kernel 4, stride 3, dilation 2", 6, 4, 3, 0, 0, 2, why="a stamp with gaps reaches farther"),
        Case("9 inputs, everything at once", 9, 4, 3, 2, 1, 5, why="each option works alone: do they work together?"),
        Case("one input, kernel 5, stride 4", 1, 5, 4, why="one print: the stride has nothing to move"),
    ],
    hidden=lambda rng: (int(4 + rng.integers(20)), *geometry(rng)),
)

# In two dimensions ----------------------------------------------------------------------------------------------------


def pair(value):
    return tuple(value) if isinstance(value, tuple) else (value, value)


def picture_parts(index, x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return transposed_parts(index, x, weight, bias, pair(stride), pair(padding), groups, pair(dilation))


def picture_hidden(rng):
    """A transposed convolution that torch accepts; its options are pairs, or now and then a number."""
    groups, block, filters = int(1 + rng.integers(3)), 2 + rng.integers(2), 4 + rng.integers(2)
    tall, wide = geometry(rng), geometry(rng)
    (kh, *options), (kw, *others) = tall, wide
    if rng.random() < 0.3:
        stride, padding, output_padding, dilation = options
        kw = kh + 1  # what fits a kernel fits a longer one
    else:
        stride, padding, output_padding, dilation = zip(options, others, strict=True)
    x = rounded(rng, 2 + rng.integers(2), groups * block, 4 + rng.integers(3), 7 + rng.integers(3))
    weight = rounded(rng, groups * block, filters, kh, kw)
    return x, weight, bias_or_none(rng, groups * filters), stride, padding, output_padding, groups, dilation


CONV_TRANSPOSE2D = Exercise(
    "transposed-convolutions/conv_transpose2d",
    section="The formula",
    torch=lambda torch, *args: torch.nn.functional.conv_transpose2d(*args),
    cases=[
        Case(
            "one channel, nothing but the prints",
            numbers(1, 1, 3, 4),
            numbers(1, 1, 2, 3),
            floats([0.5]),
            why="every option is left at its default",
        ),
        Case(
            "three channels in, four out",
            numbers(2, 3, 4, 3),
            numbers(3, 4, 3, 2),
            numbers(4),
            why="weight is (C_in, C_out, kh, kw): channels in come first",
        ),
        Case(
            "stride (2, 3)",
            numbers(2, 3, 5, 4),
            numbers(3, 2, 3, 5),
            numbers(2),
            (2, 3),
            why="a print moves 2 rows down and 3 columns to the right",
        ),
        Case(
            "gaps, and no bias",
            numbers(2, 2, 3, 4),
            numbers(2, 3, 2, 1),
            None,
            (3, 2),
            why="the stride is larger than the stamp, and bias is None",
        ),
        Case(
            "padding (2, 1)",
            numbers(2, 2, 4, 6),
            numbers(2, 3, 5, 4),
            numbers(3, seed=1),
            2,
            (2, 1),
            why="rows are trimmed at the top and the bottom, columns at the left and the right",
        ),
        Case(
            "output padding (2, 1) beside padding",
            numbers(2, 3, 4, 5),
            numbers(3, 2, 5, 4),
            numbers(2, seed=1),
            (3, 2),
            (1, 2),
            (2, 1),
            why="what would have been trimmed at the far end is left on, with the prints that are there",
        ),
        Case(
            "output padding (1, 2) without padding",
            numbers(2, 2, 3, 2),
            numbers(2, 3, 2, 4),
            numbers(3, seed=2),
            (2, 3),
            0,
            (1, 2),
            why="no print reaches the rows and columns that are put on, but the bias does",
        ),
        Case(
            "two groups",
            numbers(2, 4, 4, 3),
            numbers(4, 3, 3, 2),
            numbers(6),
            (2, 1),
            0,
            0,
            2,
            why="channels 0 and 1 print on channels 0 to 2, channels 2 and 3 on channels 3 to 5",
        ),
        Case(
            "dilation (3, 2)",
            numbers(2, 3, 3, 5),
            numbers(3, 2, 3, 2),
            numbers(2, seed=3),
            (1, 3),
            0,
            0,
            1,
            (3, 2),
            why="the taps of the stamp lie 3 rows and 2 columns apart",
        ),
        Case(
            "everything at once",
            numbers(2, 6, 4, 5),
            numbers(6, 2, 3, 4),
            numbers(6, seed=1),
            (3, 2),
            (2, 1),
            (1, 2),
            3,
            (2, 3),
            why="each option works alone: do they work together?",
        ),
    ],
    hidden=picture_hidden,
    terms=lambda x, weight, *options: weight[:, 0].size + 1,
    parts=picture_parts,
)


def torch_resized(torch, x, weight, bias=None, scale_factor=2):
    large = torch.nn.Upsample(scale_factor=scale_factor, mode="nearest")(x)
    kh, kw = weight.shape[2:]
    # what padding="same" does, which warns about even kernels
    padded = torch.nn.functional.pad(large, ((kw - 1) // 2, kw // 2, (kh - 1) // 2, kh // 2))
    return torch.nn.functional.conv2d(padded, weight, bias)


def resized_parts(index, x, weight, bias=None, scale_factor=2):
    n, o, *place = index
    corner = [start - (k - 1) // 2 for start, k in zip(place, weight.shape[2:], strict=True)]
    seen = np.zeros((x.shape[1], *weight.shape[2:]), x.dtype)
    for tap in np.ndindex(weight.shape[2:]):
        pixel = [(c + t) // s for c, t, s in zip(corner, tap, pair(scale_factor), strict=True)]
        if all(0 <= p < size for p, size in zip(pixel, x.shape[2:], strict=True)):
            seen[(slice(None), *tap)] = x[(n, slice(None), *pixel)]
    where = ", ".join(f"{c}:{c + k}" for c, k in zip(corner, weight.shape[2:], strict=True))
    label = noted(
        "rows and columns [{where}] of the enlarged {name}, zeros outside of it,", where=where, name=f"x[{n}]"
    )
    yield OutputPart(label, seen)
    yield OutputPart(f"weight[{o}]", weight[o])
    if bias is not None:
        yield OutputPart(f"bias[{o}]", bias[o])


RESIZE_CONV2D = Exercise(
    "transposed-convolutions/resize_conv2d",
    section="Three cures",
    page="checkerboards",
    torch=torch_resized,
    cases=[
        Case(
            "one channel, 3x5 kernel",
            numbers(1, 1, 3, 4),
            numbers(1, 1, 3, 5),
            floats([0.5]),
            why="scale_factor is 2 unless it is given",
        ),
        Case(
            "a kernel of one pixel",
            numbers(2, 3, 2, 3),
            numbers(4, 3, 1, 1),
            numbers(4),
            3,
            why="nothing but the enlarging, and the channels are mixed",
        ),
        Case(
            "twice as tall, three times as wide",
            numbers(2, 3, 3, 2),
            numbers(4, 3, 3, 5),
            numbers(4, seed=1),
            (2, 3),
            why="the two factors differ",
        ),
        Case(
            "an even kernel",
            numbers(2, 2, 4, 3),
            numbers(3, 2, 4, 2),
            numbers(3),
            2,
            why="an even kernel needs one zero more behind than before",
        ),
        Case(
            "no bias",
            numbers(2, 4, 3, 5),
            numbers(2, 4, 5, 3),
            None,
            (3, 2),
            why="bias is None unless it is given",
        ),
        Case("a factor of one", numbers(2, 2, 4, 5), numbers(3, 2, 3, 2), numbers(3), 1, why="only the convolution"),
        Case(
            "one pixel under a large kernel",
            numbers(3, 2, 1, 1),
            numbers(3, 2, 5, 4),
            np.zeros(3, np.float32),
            2,
            why="most of what the kernel sees is padding",
        ),
    ],
    hidden=lambda rng: (
        rounded(rng, 2 + rng.integers(2), channels := 3 + rng.integers(2), 3 + rng.integers(2), 5 + rng.integers(3)),
        rounded(rng, filters := 5 + rng.integers(2), channels, 2 + rng.integers(3), 4 + rng.integers(3)),
        bias_or_none(rng, filters),
        int(2 + rng.integers(2)) if rng.random() < 0.5 else (int(2 + rng.integers(2)), 4),
    ),
    terms=lambda x, weight, *options: weight[0].size + 1,
    parts=resized_parts,
)

PRINTS = (CONV_TRANSPOSE1D, CONV_TRANSPOSE2D)
LAYERS = (*PRINTS, RESIZE_CONV2D)
EXERCISES = (CONV_TRANSPOSE1D, OVERLAP_COUNT, CONV_TRANSPOSE_OUTPUT_SIZE, CONV_TRANSPOSE2D, RESIZE_CONV2D)

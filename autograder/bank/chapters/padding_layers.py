"""Chapter 3: cases and torch's own words for the four paddings, and for how much of it keeps a size."""

import warnings

import numpy as np

from ...language import noted
from ..exercise import Case, Exercise, OutputPart, floats, numbers, rounded

# numpy.pad has all four of these as a word to choose ("constant", "reflect", "edge", "wrap"): it would be the answer.
# What only helps to find it stays allowed: indexing, np.clip, np.take and its modes, np.flip, np.roll, np.concatenate.
PADDING_BY_NUMPY = ("numpy.pad", "numpy.lib.pad", "numpy.lib.arraypad", "numpy.lib._arraypad_impl")

# Signals --------------------------------------------------------------------------------------------------------------


def signal_parts(index, x, padding):
    n, c, i = index
    left = padding if np.ndim(padding) == 0 else padding[0]
    yield OutputPart(noted("{name} at place {place}", name=f"x[{n}, {c}]", place=i - left), x[n, c])


REFLECTION_PAD1D = Exercise(
    "padding-layers/reflection_pad1d",
    section="The formula",
    torch=lambda torch, x, padding: torch.nn.ReflectionPad1d(padding)(x),
    cases=[
        Case("1 2 3 4, (2, 1)", floats([[[1, 2, 3, 4]]]), (2, 1), why="small enough to work out by hand"),
        Case("2 on both sides", numbers(2, 3, 6), 2, why="an int means both sides"),
        Case("(1, 4)", numbers(2, 3, 7), (1, 4), why="the first number is for the left"),
        Case("(3, 0)", numbers(3, 2, 5), (3, 0), why="nothing is added on the right"),
        Case("(0, 2)", numbers(2, 4, 6), (0, 2), why="nothing is added on the left"),
        Case("3 on both sides of 4 samples", numbers(2, 3, 4), 3, why="as much as the mirrors can show"),
        Case("nothing added to a single sample", numbers(3, 2, 1), 0, why="the smallest signal"),
    ],
    hidden=lambda rng: (
        rounded(rng, 2, 3 + rng.integers(2), 6 + rng.integers(5)),
        int(rng.integers(1, 6)) if rng.random() < 0.2 else tuple(int(n) for n in rng.permutation(6)[:2]),
    ),
    parts=signal_parts,
    forbidden=PADDING_BY_NUMPY,
)

# Images ---------------------------------------------------------------------------------------------------------------


def image_parts(index, x, padding):
    n, c, i, j = index
    left, _, top, _ = (padding,) * 4 if np.ndim(padding) == 0 else padding
    yield OutputPart(noted("{name} at place {place}", name=f"x[{n}, {c}]", place=f"({i - top}, {j - left})"), x[n, c])


def image_cases(last):
    """The same questions of every kind of padding, and one of its own."""
    return [
        Case(
            "3x4 image, (1, 0, 2, 0)",
            np.arange(1, 13, dtype=np.float32).reshape(1, 1, 3, 4),
            (1, 0, 2, 0),
            why="small enough to work out by hand",
        ),
        Case("2 on every side", numbers(2, 3, 4, 5), 2, why="an int means all four sides"),
        Case("(1, 2, 0, 0)", numbers(2, 3, 4, 6), (1, 2, 0, 0), why="the first two numbers are for the columns"),
        Case("(0, 0, 3, 1)", numbers(3, 2, 5, 4), (0, 0, 3, 1), why="the last two numbers are for the rows"),
        Case("(1, 2, 3, 4)", numbers(2, 3, 5, 7), (1, 2, 3, 4), why="no two amounts alike"),
        Case("(4, 1, 0, 2)", numbers(2, 2, 7, 5), (4, 1, 0, 2), why="nothing is added at the top"),
        Case("nothing added to a single row", numbers(2, 3, 1, 4), 0, why="there is nothing to continue"),
        last,
    ]


def draw_image(rng):
    """An image and amounts that every kind of padding takes, however they are misread."""
    x = rounded(rng, 2, 3 + rng.integers(2), 6 + rng.integers(2), 8 + rng.integers(3))
    return x, int(rng.integers(1, 6)) if rng.random() < 0.2 else tuple(int(n) for n in rng.permutation(6)[:4])


BY_HAND = "A 4 \N{MULTIPLICATION SIGN} 4 by hand"


def image_padding(name, module, last, section=BY_HAND):
    return Exercise(
        f"padding-layers/{name}",
        section=section,
        torch=lambda torch, x, padding: getattr(torch.nn, module)(padding)(x),
        cases=image_cases(last),
        hidden=draw_image,
        parts=image_parts,
        forbidden=PADDING_BY_NUMPY,
    )


ZERO_PAD2D = image_padding(
    "zero_pad2d",
    "ZeroPad2d",
    Case(
        "an image below zero, 1 on every side",
        -1 - np.abs(numbers(2, 2, 3, 5)),
        1,
        why="every zero is larger than the pixels beside it",
    ),
    section="Left, right, top, bottom",
)
REFLECTION_PAD2D = image_padding(
    "reflection_pad2d",
    "ReflectionPad2d",
    Case("3 on every side of 4 rows", numbers(2, 3, 4, 6), 3, why="as much as the mirrors can show"),
)
REPLICATION_PAD2D = image_padding(
    "replication_pad2d",
    "ReplicationPad2d",
    Case("5 on every side of 2x3 pixels", numbers(2, 3, 2, 3), 5, why="more than the image has"),
)
CIRCULAR_PAD2D = image_padding(
    "circular_pad2d",
    "CircularPad2d",
    Case("3 on every side of 3 rows", numbers(2, 3, 3, 5), 3, why="the whole image again above and below"),
)
IMAGES = (ZERO_PAD2D, REFLECTION_PAD2D, REPLICATION_PAD2D, CIRCULAR_PAD2D)

# How much keeps the size ----------------------------------------------------------------------------------------------


def torch_same_padding(torch, kernel_size, dilation=1):
    """Find torch's padding by a spike in the middle: a kernel of ones prints itself around it, turned round."""
    middle = dilation * kernel_size
    spike = torch.zeros(1, 1, 2 * middle + 1)
    spike[0, 0, middle] = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that an even kernel costs torch a copy is nothing to a learner
        kernel = torch.ones(1, 1, kernel_size)
        printed = torch.nn.functional.conv1d(spike, kernel, padding="same", dilation=dilation)
    reached = printed[0, 0].nonzero()
    return int(reached.max()) - middle, middle - int(reached.min())


SAME_PADDING = Exercise(
    "padding-layers/same_padding",
    section='"Same" padding: just enough',
    page="same-padding",
    torch=torch_same_padding,
    cases=[
        Case("kernel 3", 3, why="the most common of all"),
        Case("kernel 4", 4, why="an even kernel cannot have the same padding on both sides"),
        Case("kernel 1", 1, why="a kernel of one takes nothing away"),
        Case("kernel 5, dilation 2", 5, 2, why="a dilated kernel takes more away"),
        Case("kernel 4, dilation 3", 4, 3, why="even, and dilated by an odd number"),
        Case("kernel 2, dilation 6", 2, 6, why="an even kernel can have the same padding on both sides after all"),
    ],
    hidden=lambda rng: (int(rng.integers(2, 12)), int(rng.integers(1, 6))),
)

# Any axes, any of the four --------------------------------------------------------------------------------------------


def any_parts(index, x, padding, mode="constant", value=0.0):
    """The part of x that lies along the padded axes, and the place that is filled, counted from its first one."""
    pairs = len(padding) // 2
    lead, ends = index[: x.ndim - pairs], index[x.ndim - pairs :]
    place = [i - before for i, before in zip(ends, padding[::2][::-1], strict=True)]
    name = f"x[{', '.join(map(str, lead))}]" if lead else "x"
    yield OutputPart(noted("{name} at place {place}", name=name, place=f"({', '.join(map(str, place))})"), x[lead])


def draw_any(rng):
    """An array of two to five axes, and amounts for the last of them; mirrors and circles want two axes before them."""
    mode = str(rng.choice(["constant", "reflect", "replicate", "circular"]))
    axes = int(rng.integers(1, 4))
    x = rounded(rng, 2, 3, *(rng.permutation(4)[:axes] + 5))
    if mode == "constant":
        pairs = int(rng.integers(1, x.ndim + 1))
        amounts = rng.integers(-1, 4, 2 * pairs)
        amounts[2 * axes :] = abs(amounts[2 * axes :])  # nothing is taken from the channels and the batch
        return x, tuple(int(n) for n in amounts), mode, float(rng.integers(1, 9)) / 2
    amounts = rng.permutation(6)[: 2 * axes] if axes < 3 else rng.integers(0, 4, 6)
    return x, tuple(int(n) for n in np.minimum(amounts, 4)), mode


PAD_ND = Exercise(
    "padding-layers/pad_nd",
    section="Any axes: one function for all",
    page="same-padding",
    torch=lambda torch, x, padding, *how: torch.nn.functional.pad(x, padding, *how),
    cases=[
        Case("1 2 3 4, (2, 1), a constant", floats([1, 2, 3, 4]), (2, 1), "constant", 9.0, why="a single axis"),
        Case(
            "1 2 3 4, (2, 1), reflect", floats([[1, 2, 3, 4]]), (2, 1), "reflect", why="a mirror, with one axis before"
        ),
        Case("signals, (3, 4), reflect", numbers(2, 3, 5), (3, 4), "reflect", why="as much as the mirrors can show"),
        Case("images, (3, 0, 1, 2), reflect", numbers(2, 3, 4, 6), (3, 0, 1, 2), "reflect", why="the last axis first"),
        Case(
            "images, (5, 1, 0, 4), replicate", numbers(2, 3, 3, 4), (5, 1, 0, 4), "replicate", why="more than there is"
        ),
        Case(
            "images, (1, 4, 3, 2), circular", numbers(2, 2, 3, 5), (1, 4, 3, 2), "circular", why="round to the far end"
        ),
        Case("volumes, three pairs, reflect", numbers(2, 2, 4, 3, 5), (2, 1, 0, 2, 3, 1), "reflect", why="three axes"),
        Case("volumes, three pairs, circular", numbers(1, 2, 3, 4, 3), (0, 2, 3, 1, 2, 3), "circular"),
        Case(
            "images without a batch, replicate",
            numbers(3, 4, 5),
            (2, 0, 1, 3),
            "replicate",
            why="three axes, two pairs",
        ),
        Case("images, one pair", numbers(2, 3, 4, 5), (2, 1), why="axes without a pair stay as they are"),
        Case(
            "images, four pairs", numbers(2, 2, 3, 4), (1, 0, 0, 2, 3, 1, 0, 1), "constant", -1.5, why="the batch too"
        ),
        Case(
            "taken away and added",
            numbers(2, 3, 5, 6),
            (-2, 3, 1, -1),
            "constant",
            0.5,
            why="a negative amount takes places away",
        ),
        Case(
            "taken away on three sides, reflect",
            numbers(2, 2, 6, 7),
            (-1, -2, -3, 2),
            "reflect",
            why="a negative amount takes places away",
        ),
        Case("nothing to be added", numbers(2, 3, 4), (0, 0), "circular", why="a[-0:] is everything"),
    ],
    hidden=draw_any,
    hidden_count=10,
    parts=any_parts,
    forbidden=PADDING_BY_NUMPY,
)

EXERCISES = (REFLECTION_PAD1D, *IMAGES, SAME_PADDING, PAD_ND)

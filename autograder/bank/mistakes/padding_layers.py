"""Chapter 3: what learners put beyond the edge instead, and the question that leads each one on."""

import numpy as np

from ..chapters.padding_layers import (
    CIRCULAR_PAD2D,
    IMAGES,
    REFLECTION_PAD1D,
    REFLECTION_PAD2D,
    REPLICATION_PAD2D,
    SAME_PADDING,
    ZERO_PAD2D,
)
from ..family import family
from ._padding import COPIES, MIRRORS, MODES, amounts_misread, of_paddings, picks, surround

# Mistakes with the amounts --------------------------------------------------------------------------------------------

amounts_misread(
    "begins with the rows: (top, bottom, left, right)",
    hint="Torch begins with the last axis. Which axis of (N, C, H, W) is the last?",
    only=IMAGES,
)(lambda sides: (*sides[2:], *sides[:2]))
amounts_misread(
    "reads the amounts as (left, top, right, bottom)",
    hint="The amounts come axis by axis. Which two of the four belong to the width?",
    only=IMAGES,
)(lambda sides: (sides[0], sides[2], sides[1], sides[3]))
amounts_misread(
    "reads the amounts as (top, right, bottom, left)",
    hint="On web pages they go round like a clock. In which order does torch name the four sides?",
    only=IMAGES,
)(lambda sides: (sides[3], sides[1], sides[0], sides[2]))
amounts_misread(
    "swaps left and right", hint="The first number is for the left. At which end of the row do you put that many?"
)(lambda sides: (sides[1], sides[0], *sides[2:]))
amounts_misread(
    "swaps top and bottom",
    hint="The third number is for the top. Where do your first rows stand in the result?",
    only=IMAGES,
)(lambda sides: (*sides[:2], sides[3], sides[2]))
amounts_misread(
    "adds as much on the right as on the left, and below as above",
    hint="There are four amounts. Where do you use the second and the last?",
    only=IMAGES,
)(lambda sides: (sides[0], sides[0], sides[2], sides[2]))
amounts_misread(
    "adds as much on the right as on the left",
    hint="There are two amounts. Where do you use the second?",
    only=[REFLECTION_PAD1D],
)(lambda sides: (sides[0], sides[0]))
amounts_misread("adds columns only", hint="What are the last two of the four amounts for?", only=IMAGES)(
    lambda sides: (*sides[:2], 0, 0)
)
amounts_misread("adds rows only", hint="What are the first two of the four amounts for?", only=IMAGES)(
    lambda sides: (0, 0, *sides[2:])
)
amounts_misread("pads on the left only", hint="What should follow the last sample?", only=[REFLECTION_PAD1D])(
    lambda sides: (sides[0], 0)
)
amounts_misread("pads on the right only", hint="What should come before the first sample?", only=[REFLECTION_PAD1D])(
    lambda sides: (0, sides[1])
)
amounts_misread(
    "adds one too few on every side",
    hint="Take padding 1: how many are added on each side, and what is the result's shape?",
)(lambda sides: tuple(max(side - 1, 0) for side in sides))


# Mistakes with the whole ----------------------------------------------------------------------------------------------


@of_paddings(
    "returns the input as it is", hint="How large should the result be? And is what you made also what you return?"
)
def _(x, sides, mode):
    return x.copy()


@of_paddings(
    "counts from the end where nothing is to be added",
    hint="`a[2:-1]` leaves out the last one. What does `a[2:-0]` leave you with?",
)
def _(x, sides, mode):
    out = np.zeros_like(surround(x, sides, mode))
    axes = list(zip(sides[::2], sides[1::2], strict=True))[::-1]
    out[(..., *[slice(before, -after) for before, after in axes])] = x
    return surround(x, sides, mode)


# Another padding than the one that was asked for ----------------------------------------------------------------------

OTHERS = {
    "constant": (
        "pads with zeros",
        "No new values come in here. Which value of the input stands right beyond its left edge?",
    ),
    "edge": (
        "repeats the outermost value",
        "Write down the row 1 2 3 4 5 with two more on the left, as yours would be. What is wanted there?",
    ),
    "wrap": (
        "goes round to the other side",
        "Write down the row 1 2 3 4 5 with two more on the left, as yours would be. From which end should they be?",
    ),
    "reflect": (
        "mirrors the input",
        "Write down the row 1 2 3 4 5 with two more on the left, as yours would be. Should they go back like this?",
    ),
    "symmetric": (
        "mirrors the input and shows the outermost value twice",
        "Write down the row 1 2 3 4 5 with two more on the left, as yours would be. How often is the 1 to be seen?",
    ),
}

for _mode, _words in OTHERS.items():
    of_paddings(*_words, only=[exercise for exercise, right in MODES.items() if right != _mode])(
        lambda x, sides, right, mode=_mode: surround(x, sides, mode)
    )

for _name, _how in {
    "pads with ones": {"mode": "constant", "constant_values": 1},
    "pads with the smallest value": {"mode": "minimum"},
    "pads with the mean": {"mode": "mean"},
}.items():
    of_paddings(_name, hint="Which number adds nothing to a sum, whatever it is multiplied by?", only=[ZERO_PAD2D])(
        lambda x, sides, mode, how=_how: surround(x, sides, **how).astype(x.dtype)
    )


# Nearly the right pixels ----------------------------------------------------------------------------------------------


picks(
    "copies what lies beside the edge without turning it round",
    hint="In a mirror, which comes closest to you: what stands close to the mirror, or what stands far away?",
    only=MIRRORS,
)((lambda i, before, size: i + 1, lambda i, after, size: size - 1 - after + i))
picks(
    "shows the mirror image of the far edge",
    hint="You stand in front of the left mirror. Do you see the left end of the row in it, or the right end?",
    only=MIRRORS,
)((lambda i, before, size: size - 2 - i, lambda i, after, size: after - i))
picks(
    "repeats the opposite edge",
    hint="Which of the input's pixels is the nearest to a place on the left of it?",
    only=[REPLICATION_PAD2D],
)((lambda i, before, size: 0 * i + size - 1, lambda i, after, size: 0 * i))
picks(
    "repeats the pixel beside the outermost one",
    hint="Which of the input's pixels is the nearest to a place on the left of it?",
    only=[REPLICATION_PAD2D],
)((lambda i, before, size: 0 * i + 1, lambda i, after, size: 0 * i + size - 2))
picks(
    "continues each edge with its own side",
    hint="Walk to the left until you are out. On which side do you come in again?",
    only=[CIRCULAR_PAD2D],
)((lambda i, before, size: i, lambda i, after, size: size - after + i))
picks(
    "leaves out the pixel at the seam",
    hint="Going round, which pixel follows the last one? Is the first one met again, or is it skipped?",
    only=[CIRCULAR_PAD2D],
)((lambda i, before, size: size - 1 - before + i, lambda i, after, size: i + 1))


@of_paddings(
    "mirrors the values as well as the places",
    hint="A mirror shows what there is. What does yours show of a row in which all the values are positive?",
    only=MIRRORS,
)
def _(x, sides, mode):
    return surround(x, sides, mode, reflect_type="odd")


@of_paddings(
    "sets the mirror up anew after each added value",
    hint="One value has been added. Does the mirror stand there now, or still where it stood?",
    only=MIRRORS,
)
def _(x, sides, mode):
    for axis, at in zip(range(x.ndim - 1, 1, -1), range(0, len(sides), 2), strict=True):
        for _ in range(sides[at]):
            x = np.concatenate([x.take([1], axis), x], axis)
        for _ in range(sides[at + 1]):
            x = np.concatenate([x, x.take([-2], axis)], axis)
    return x


@of_paddings(
    "adds everything where nothing is to be added",
    hint="`a[-2:]` are the last two. What is `a[-0:]`?",
    only=[CIRCULAR_PAD2D],
)
def _(x, sides, mode):
    left, right, top, bottom = sides
    x = np.concatenate([x[..., -left:], x, x[..., :right]], axis=3)
    return np.concatenate([x[:, :, -top:], x, x[:, :, :bottom]], axis=2)


@of_paddings(
    "leaves the corners at zero", hint="What should stand above and to the left of the image at once?", only=COPIES
)
def _(x, sides, mode):
    columns = surround(x, (*sides[:2], 0, 0), mode)
    rows = surround(x, (0, 0, *sides[2:]), mode)
    return (
        surround(columns, (0, 0, *sides[2:]), "constant")
        + surround(rows, (*sides[:2], 0, 0), "constant")
        - (surround(x, sides, "constant"))
    )


@of_paddings(
    "fills each corner with the nearest pixel",
    hint="Once the columns have been added, the rows are as wide as the result. What is in their corners then?",
    only=(REFLECTION_PAD2D, CIRCULAR_PAD2D),
)
def _(x, sides, mode):
    left, _, top, _ = sides
    out, nearest = surround(x, sides, mode), surround(x, sides, "edge")
    above_or_below, beside = np.ones(out.shape[2], bool), np.ones(out.shape[3], bool)
    above_or_below[top : top + x.shape[2]] = False
    beside[left : left + x.shape[3]] = False
    return np.where(above_or_below[:, None] & beside, nearest, out)


# How much keeps the size ----------------------------------------------------------------------------------------------


def _amounts_kept(exercise, both):
    return lambda kernel_size, dilation=1: both(kernel_size, dilation)


keeps = family([SAME_PADDING], _amounts_kept)
"""A wrong amount, `both(kernel_size, dilation)`."""


def halves(total):
    return total // 2, total - total // 2


keeps("puts the odd one in front", hint="Where torch cannot split evenly, on which side does it add one more?")(
    lambda k, d: halves(d * (k - 1))[::-1]
)
keeps("rounds both halves down", hint="Kernel 4 takes three pixels away. How many do yours give back?")(
    lambda k, d: (d * (k - 1) // 2,) * 2
)
keeps("rounds both halves up", hint="Kernel 4 takes three pixels away. How many do yours give back?")(
    lambda k, d: ((d * (k - 1) + 1) // 2,) * 2
)
keeps("forgets the dilation", hint="How many pixels does a kernel of 3 take away when its entries lie 2 apart?")(
    lambda k, d: halves(k - 1)
)
keeps(
    "multiplies the kernel by the dilation",
    hint="A gap lies between two entries. How far is it from the first of 3 entries to the last, with dilation 2?",
)(lambda k, d: halves(d * k - 1))
keeps(
    "halves the kernel before it is dilated",
    hint="Kernel 4 with dilation 3 takes nine pixels away. By how much may the two numbers differ at most?",
)(lambda k, d: (d * ((k - 1) // 2), d * (k // 2)))
keeps("gives each side all of it", hint="Kernel 3 takes two pixels away in all. How many do yours give back?")(
    lambda k, d: (d * (k - 1),) * 2
)
keeps("puts all of it in front", hint="Torch keeps the kernel in the middle. How much of it lies behind, then?")(
    lambda k, d: (d * (k - 1), 0)
)
keeps("adds one too many", hint="How many pixels does a kernel of 1 take away?")(lambda k, d: halves(d * (k - 1) + 1))
keeps("returns one number instead of two", hint="What is before the input, and what is behind it? Return both.")(
    lambda k, d: d * (k - 1)
)

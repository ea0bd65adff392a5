"""Convolve and shuffle, or one transposed convolution: the same weights in another order; and how to start them."""

import numpy as np

from solutions import conv2d, conv_transpose2d, interpolate, pixel_shuffle

from ..grids import number, table
from ..photograph import cat, grey
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, LINE, MUTED, PAPER, WINDOW, WINDOW_TINT, Picture, Row

COLORS = [(WINDOW_TINT, WINDOW), (KERNEL_TINT, KERNEL), (ANSWER_TINT, ANSWER), (PAPER, INK)]
NUMBERED = 1.0 + np.arange(36).reshape(4, 1, 3, 3)  # four kernels that show where each of their weights goes


def stamp_of(weight, r):
    """The stamp (C_in, C_out, k r, k r) of a transposed convolution that does what `weight` and a shuffle do.

    Kernel i r + j of an output channel, turned by half a turn, lies on every r-th row from i and column from j.
    """
    many, inputs, kh, kw = weight.shape
    stamp = np.zeros((inputs, many // r**2, kh * r, kw * r))
    for channel, kernel in enumerate(weight[:, :, ::-1, ::-1]):
        out, part = divmod(channel, r**2)
        i, j = divmod(part, r)
        stamp[:, out, i::r, j::r] = kernel
    return stamp


def two_ways(x, weight, r):
    """The same enlarged picture, by convolution and shuffle, and by a transposed convolution."""
    edge = weight.shape[2] // 2  # an odd, square kernel, padded to keep the size
    first = pixel_shuffle(conv2d(x, weight, padding=edge), r)
    second = conv_transpose2d(x, stamp_of(weight, r), stride=r, padding=edge * r)
    return first, second


def rearranged():
    """Four kernels of 3 x 3 on the left, the stamp of 6 x 6 that holds the same 36 weights on the right."""
    stamp, cell = stamp_of(NUMBERED, 2)[0, 0], 30
    picture = Picture(
        494,
        262,
        f"""Left, four kernels, {"; ".join(table(kernel[0]) for kernel in NUMBERED)}. Right, the stamp of 6 by 6 with
        the same 36 numbers: {table(stamp)}. The upper left corner
        holds the last weight of kernel 0, beside it the last of
        kernel 1, below it the last of kernel 2.""",
    )
    for k, kernel in enumerate(NUMBERED[:, 0]):
        x, y = 2 + k % 2 * 104, 28 + k // 2 * 122
        picture.write(x, y - 13, f"kernel {k}", 12, COLORS[k][1], ha="left", weight="bold")
        _numbers(picture, kernel, x, y, cell)
    picture.arrow((204, 138), (276, 138))
    picture.write(240, 112, "turn by half\na turn, lay\nside by side", 12, MUTED, va="bottom")
    picture.write(286, 15, "one stamp, stride 2", 12, INK, ha="left", weight="bold")
    _numbers(picture, stamp, 286, 40, cell + 4)
    return picture


def _numbers(picture, grid, x, y, cell):
    for (i, j), value in np.ndenumerate(grid):
        fill, color = COLORS[(int(value) - 1) // 9]
        picture.box(x + j * cell, y + i * cell, cell, cell, fill=fill, edge=color)
        picture.write(x + (j + 0.5) * cell, y + (i + 0.5) * cell, number(value), 12, color, weight="bold")


def small_cat():
    """A grey cat's eye (1, 1, 40, 40), from 0 to 1."""
    return grey(cat())[96:136, 154:194][None, None] / 255


def beginnings(seed=7):
    """An untrained layer's picture: with four kernels drawn at random, and with one of them four times (ICNR)."""
    weight = np.random.default_rng(seed).normal(0, 0.25, size=(4, 1, 3, 3))
    x = small_cat()
    return {
        name: pixel_shuffle(conv2d(x, kernels, padding=1), 2)
        for name, kernels in {"four kernels": weight, "one kernel, four times": weight[[3, 3, 3, 3]]}.items()
    }


def unevenness(x):
    """How far the four pixels of a block differ, beside how far the picture's pixels do (standard deviations)."""
    blocks = x.reshape(*x.shape[:2], x.shape[2] // 2, 2, x.shape[3] // 2, 2)
    return blocks.std(axis=(3, 5)).mean() / x.std()


def at_the_start():
    """What an untrained layer makes of the cat's eye, begun in two ways."""
    small = interpolate(small_cat(), scale_factor=2, mode="nearest")
    shown = {"the picture": small, **beginnings()}
    return Row(_start(name, x[0, 0]) for name, x in shown.items())


def _start(name, pixels):
    shares = "a cat's eye" if name == "the picture" else "a checkerboard of single pixels over the eye"
    shares = "smooth, no checkerboard" if "times" in name else shares
    note = f"{number(100 * unevenness(pixels[None, None]), 0)} % unevenness within blocks"
    picture = Picture(216, 264, f"{name}: {shares}; {note}.")
    picture.write(2, 11, name, 13, WINDOW if name == "the picture" else ANSWER, ha="left", weight="bold")
    low, high = pixels.min(), pixels.max()
    picture.image(pixels.repeat(4, 0).repeat(4, 1), 2, 26, 212, 212, limits=(low, high))
    picture.box(2, 26, 212, 212, edge=LINE)
    picture.write(2, 252, note, 12, INK, ha="left")
    return picture

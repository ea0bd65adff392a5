"""Chapter 7: sums written out, films as tables, rounding in torch, what layers cost, and mistakes that hide."""

import numpy as np
import torch
from asides import code, table, thousands
from figures.grids import TIMES, fraction, number
from figures.upsampling_and_pixelshuffle import resizing, shuffling
from IPython.display import Math
from torch import nn
from torch.nn import functional

from solutions import interpolate, pixel_shuffle

from .costs import bill, unbroken
from .terms import off, tex


def blend_sum(values, place):
    """One pixel of the picture twice as large, written out: sixteenths of up to four old pixels."""
    height, width = values.shape
    i, j = place
    down, across = resizing.weights(height, 2 * height)[i], resizing.weights(width, 2 * width)[j]
    shares = np.outer(down, across)
    terms = [
        rf"\tfrac{{{round(16 * s)}}}{{16}} \cdot {tex(v)}" for s, v in zip(shares.flat, values.flat, strict=True) if s
    ]
    lines = [" + ".join(terms[n : n + 2]) for n in range(0, len(terms), 2)]
    total = r" \\ & + ".join(lines)
    return Math(
        rf"\begin{{aligned}} y_{{{i},{j}}} = {{}} & {total} \\ = {{}} & "
        rf"\mathbf{{{tex((shares * values).sum())}}} \end{{aligned}}"
    )


def every_output(row, out_size):
    """The film of the longer row as a table."""
    share, values = resizing.weights(len(row), out_size), resizing.resized(row, out_size)
    rows = []
    for i, place in enumerate(resizing.places(len(row), out_size)):
        taken = [(k, weight) for k, weight in enumerate(share[i]) if weight > 1e-9]
        sums = " + ".join(f"{fraction(weight)} · {number(row[k])}" for k, weight in taken)
        rows.append([i, number(place), sums, number(values[i])])
    return table(["output", "lies at", "takes", "becomes"], rows, "Every pixel of the longer row")


def every_block():
    """The film of the shuffle as a table."""
    grid, rows = shuffling.shuffled(), []
    for h, w in np.ndindex(2, 2):
        block = grid[2 * h : 2 * h + 2, 2 * w : 2 * w + 2]
        rows.append([
            f"row {h}, column {w}",
            " ".join(shuffling.LETTERS[shuffling.codes()[0, :, h, w].astype(int)]),
            f"rows {2 * h} and {2 * h + 1}, columns {2 * w} and {2 * w + 1}",
            shuffling.spelled(block),
        ])  # fmt: skip
    return table(["place in the channels", "holds", "fills the block", "row by row"], rows, "Every block of the square")


def rounded_down(in_size, out_size):
    """Where torch copies another pixel than floor(i in / out): (i, exact, torch's)."""
    exact = np.arange(out_size) * in_size // out_size  # whole numbers: no rounding
    names = torch.arange(float(in_size))[None, None, None]
    theirs = functional.interpolate(names, size=(1, out_size), mode="nearest").ravel().int().numpy()
    return [(i, int(exact[i]), int(theirs[i])) for i in np.flatnonzero(exact != theirs)]


def rounding_table(sizes_):
    rows = [
        [f"{old} → {new}", i, code(f"floor({i} * {old} / {new}) = {exact}"), theirs]
        for old, new in sizes_
        for i, exact, theirs in rounded_down(old, new)
    ]
    return table(["pixels", "output", "by whole numbers", "torch copies"], rows, "Where float32 falls short")


MODES = {
    "nearest": "copies by the left edge",
    "nearest-exact": "copies by the centre",
    "linear": "blends two",
    "bilinear": "blends two by two",
    "trilinear": "blends two by two by two",
    "bicubic": "bends: four by four",
    "area": "means of whole pixels: adaptive average pooling",
    "lanczos": "bends: six by six or more",
}


def _tried(mode, axes, old=8, new=11, **options):
    """torch's answer to a step from 0 to 1 along the last of so many axes, or None where it refuses."""
    step = (torch.arange(old) >= old // 2).double().expand(1, 1, *[old] * axes)
    try:
        return functional.interpolate(step, (new,) * axes, mode=mode, **options)
    except (ValueError, NotImplementedError, RuntimeError):
        return None


def mode_facts(mode):
    """For one mode: the numbers of axes that it takes, whether align_corners and antialias work, and the range."""
    always = {"antialias": True} if mode == "lanczos" else {}
    axes = [n for n in (1, 2, 3) if _tried(mode, n, **always) is not None]
    smooths = any(_tried(mode, n, antialias=True) is not None for n in axes)
    corners = any(_tried(mode, n, align_corners=True, **always) is not None for n in axes)
    made = [_tried(mode, axes[0], new=new, **always) for new in (11, 16, 5)]
    within = all(x.min() >= -1e-9 and x.max() <= 1 + 1e-9 for x in made)
    return axes, corners, "needed" if always and smooths else "yes" if smooths else "no", within


def modes_table():
    """Every mode of torch.nn.functional.interpolate, found by trying."""
    rows = []
    for mode, words in MODES.items():
        axes, corners, smooths, within = mode_facts(mode)
        rows.append([
            code(mode).data, words, " or ".join(map(str, axes)), "yes" if corners else "no", smooths,
            "yes" if within else "no",
        ])  # fmt: skip
    head = ["mode", "what it does", "axes", "align_corners", "antialias", "stays in range"]
    return table(head, rows, "The modes of F.interpolate")


def body(channels_out):
    """The layers of a small super-resolution network, up to its last."""
    return [nn.Conv2d(1, 64, 5, padding=2), nn.Conv2d(64, 32, 3, padding=1), nn.Conv2d(32, channels_out, 3, padding=1)]


def network_costs(height, width, r):
    """Multiply-adds of each layer, when the picture is enlarged first, and when it is shuffled last."""
    costs = []
    for channels_out, size in ((1, (height * r, width * r)), (r * r, (height, width))):
        names = ["picture", "first", "second", "last"]
        layers = {names[k + 1]: (layer, names[k]) for k, layer in enumerate(body(channels_out))}
        costs.append([row[-1] for row in bill(layers, torch.zeros(1, 1, *size))])
    return costs


def cost_table(height, width, r):
    before, after = network_costs(height, width, r)
    names = [
        f"5 {TIMES} 5, 1 → 64 channels",
        f"3 {TIMES} 3, 64 → 32 channels",
        f"3 {TIMES} 3, 32 → 1 or {r * r} channels",
        "together",
    ]
    rows = [
        [name, thousands(a), thousands(b), number(a / b)]
        for name, a, b in zip(names, [*before, sum(before)], [*after, sum(after)], strict=True)
    ]
    head = ["layer", "enlarge, then convolve", "convolve, then shuffle", "how many times as many"]
    return table(
        head, rows, f"Multiplications for a picture of {height} {TIMES} {width} pixels, {r} times as wide and as tall"
    )


def ways_to_grow(side=8):
    """Layers that give more places than they got: shape in and out, and what they have learned."""
    x = torch.zeros(1, 4, side, side)
    layers = {
        'nn.Upsample(scale_factor=2, mode="nearest")': nn.Upsample(scale_factor=2, mode="nearest"),
        "nn.PixelShuffle(2)": nn.PixelShuffle(2),
        "nn.ConvTranspose2d(4, 4, 4, stride=2, padding=1)": nn.ConvTranspose2d(4, 4, 4, stride=2, padding=1),
        "nn.Conv2d(4, 4, 3, padding=3)": nn.Conv2d(4, 4, 3, padding=3),
    }
    rows = []
    for name, layer in layers.items():
        learned = sum(p.numel() for p in layer.parameters())
        rows.append(
            [code(name).data, unbroken(x[0]), unbroken(layer(x)[0]), thousands(learned) if learned else "nothing"]
        )
    return table(["layer", "in", "out", "has learned"], rows, "Four layers that give more places than they got")


def breakages(x, size, stack, scale=2.3):
    """Resizing and shuffling gone wrong: what differs on `x` and `stack`, and in which case nothing does.

    Each mistake is a right operation given the wrong thing, or another of torch's options.
    """
    flat = np.full_like(x, 3.0)
    twice = tuple(2 * n for n in x.shape[2:])
    square = x[:, :, :4, :4]
    blended = interpolate(x, size, mode="bilinear")
    curved = interpolate(x, size, mode="bicubic")
    alike, one = stack[:, ::4].repeat(4, axis=1), stack[:, :4]
    mistakes = [
        ("corners aligned, though nobody asked", interpolate(x, size, mode="bilinear", align_corners=True), blended,
         "the size stays as it is", interpolate(x, x.shape[2:], mode="bilinear", align_corners=True), x),
        ("copied by the centre, not by the edge", interpolate(x, size, mode="nearest-exact"), interpolate(x, size),
         "the new size is a multiple of the old", interpolate(x, twice, mode="nearest-exact"), interpolate(x, twice)),
        ("a size where a factor was meant", interpolate(x, tuple(int(scale * n) for n in x.shape[2:]), mode="bilinear"),
         interpolate(x, scale_factor=scale, mode="bilinear"),
         "factor times size is a whole number", interpolate(x, twice, mode="bilinear"),
         interpolate(x, scale_factor=2, mode="bilinear")),
        ("height and width change places", interpolate(x, size[::-1], mode="bilinear"), blended,
         "both are the same", interpolate(square, (7, 7)[::-1], mode="bilinear"),
         interpolate(square, (7, 7), mode="bilinear")),
        ("bicubic cut off at the input's range", curved.clip(x.min(), x.max()), curved,
         "the picture is uniform", interpolate(flat, size, mode="bicubic").clip(3, 3),
         interpolate(flat, size, mode="bicubic")),
        ("a block is filled by columns", pixel_shuffle(columns_first(stack), 2), pixel_shuffle(stack, 2),
         "the channels of a block are alike", pixel_shuffle(columns_first(alike), 2), pixel_shuffle(alike, 2)),
        ("the colours take turns", pixel_shuffle(_colours_last(stack), 2), pixel_shuffle(stack, 2),
         "there is one colour", pixel_shuffle(_colours_last(one), 2), pixel_shuffle(one, 2)),
    ]  # fmt: skip
    return [(name, off(got, wanted), case, off(*hidden)) for name, got, wanted, case, *hidden in mistakes]


def columns_first(stack):
    """The channels of every block of 2 x 2 in another order: down first, then to the right."""
    apart = stack.reshape(len(stack), -1, 2, 2, *stack.shape[2:])
    return apart.swapaxes(2, 3).reshape(stack.shape)


def _colours_last(stack):
    """The channels in another order: every colour's first pixel, then every colour's second, and so on."""
    apart = stack.reshape(len(stack), -1, 4, *stack.shape[2:])
    return apart.swapaxes(1, 2).reshape(stack.shape)

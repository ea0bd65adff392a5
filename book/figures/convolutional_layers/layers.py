"""A whole layer: filters that see every channel, and the maps that they make."""

import numpy as np

from solutions.convolutional_layers import conv2d

from ..grids import TIMES, draw_kernel, draw_pixels, number, sizes, table
from ..photograph import square_cat
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, MUTED, SIGNED, WINDOW, Picture

COLOURS = ["red", "green", "blue"]


def one_filter(window, weight, bias):
    """One answer of one filter: a window (3, 3, 3), its slices of weight (3, 3, 3), three partial sums, one bias.

    The three sums are the layer's own: each is `conv2d` with only one channel left.
    """
    partial = [conv2d(window[None, c : c + 1], weight[None, c : c + 1]).item() for c in range(3)]
    answer = conv2d(window[None], weight[None], np.array([bias])).item()
    cell, row, top = 30, 120, 44
    picture = Picture(
        452,
        top + 3 * row,
        "One filter on three channels. "
        + " ".join(
            f"The {name} window {table(window[c])} times the slice {table(weight[c])} adds up to {number(partial[c])}."
            for c, name in enumerate(COLOURS)
        )
        + f" The three sums and the bias {number(bias)} add up to one answer, {number(answer)}.",
    )
    for x, title, color in [
        (46, "window", WINDOW),
        (174, "filter", KERNEL),
        (264, "sum", INK),
        (400, "answer", ANSWER),
    ]:
        picture.write(x, 10, title, 13, color, weight="bold")
    goal = top + 1.5 * row - 18
    for c, name in enumerate(COLOURS):
        y = top + c * row
        middle = y + 1.5 * cell
        picture.write(2, y - 11, name, 12, INK, ha="left")
        draw_pixels(picture, window[c], 2, y, cell, brightest=255, size=12)
        picture.write(110, middle, TIMES, 20, MUTED)
        draw_kernel(picture, weight[c], 130, y, cell)
        picture.write(240, middle, "=", 16, MUTED)
        picture.write(268, middle, number(partial[c]), 15, INK, weight="bold")
        picture.arrow((294, middle), (348, goal + (c - 1) * 15))
    picture.write(400, goal - 86, f"bias {number(bias)}", 14, KERNEL, weight="bold")
    picture.arrow((400, goal - 74), (400, goal - 31))
    picture.box(354, goal - 27, 92, 54, fill=ANSWER_TINT, edge=ANSWER, line=2, round_by=8)
    picture.write(400, goal, number(answer), 20, ANSWER, weight="bold")
    return picture


def maps_of(weight, bias):
    """The layer's maps of the cat (C_out, H, W), the photograph's numbers brought to 0...1 as for a network."""
    return conv2d(np.moveaxis(square_cat(), -1, 0)[None] / 255, weight, bias)[0]


def pipeline(weight, bias):
    """Image, filters, maps: three stacks with the shapes of this very layer."""
    photograph, maps = square_cat(), maps_of(weight, bias)
    shapes = [sizes(array) for array in (np.moveaxis(photograph, -1, 0), weight, maps)]
    picture = Picture(
        740,
        300,
        f"""From left to right: the cat as a stack of 3 sheets, red, green and blue, {shapes[0]} numbers; an arrow to
        a layer of {len(weight)} filters, {shapes[1]}, each drawn as a stack of 3 slices; an arrow to a stack of
        {len(maps)} maps, {shapes[2]}.""",
    )
    side, middle = 132, 150
    for c in (2, 1, 0):
        tinted = np.zeros_like(photograph)
        tinted[..., c] = photograph[..., c]
        x, y = 8 + 26 * (2 - c), middle - side / 2 - 26 + 26 * (2 - c)
        _sheet(picture, tinted, x, y, side)
    picture.write(100, 276, f"image: {shapes[0]}", 14, WINDOW, weight="bold")
    picture.write(100, 20, "3 channels", 13, MUTED)
    picture.arrow((208, middle), (252, middle))

    for o in range(len(weight)):
        x, y = 272 + 40 * (o % 4), 54 + 50 * (o // 4)
        for c in range(3):
            picture.box(x + 5 * c, y + 5 * c, 24, 24, fill=KERNEL_TINT, edge=KERNEL, line=1.2)
        for a in (1, 2):
            picture.line([(x + 10 + 8 * a, y + 10), (x + 10 + 8 * a, y + 34)], KERNEL, 0.8)
            picture.line([(x + 10, y + 10 + 8 * a), (x + 34, y + 10 + 8 * a)], KERNEL, 0.8)
    picture.write(348, 276, f"weight: {shapes[1]}", 14, KERNEL, weight="bold")
    picture.write(348, 11, f"Conv2d: {len(weight)} filters,", 13, MUTED)
    picture.write(348, 29, "each as deep as the image", 13, MUTED)
    picture.arrow((446, middle), (490, middle))

    for o in reversed(range(len(maps))):
        x, y = 506 + 6.4 * (len(maps) - 1 - o), middle - side / 2 - 48 + 6.4 * (len(maps) - 1 - o)
        picture.box(x, y, side, side, fill=ANSWER_TINT, edge=ANSWER)
    _sheet(picture, _spread(maps[0]), x, y, side)
    picture.write(620, 276, f"maps: {shapes[2]}", 14, ANSWER, weight="bold")
    picture.write(620, 20, f"{len(maps)} maps", 13, MUTED)
    return picture.in_parts((0, 206), (204, 494), (494, 740))


def _sheet(picture, pixels, x, y, side):
    if pixels.ndim == 3:
        picture.image(pixels, x, y, side, side)
    else:
        picture.image(pixels, x, y, side, side, SIGNED, (-1, 1))
    picture.box(x, y, side, side, edge=MUTED, line=1)


def _spread(values):
    """Around its mean and scaled by its spread: what there is to see in a map, whatever its brightness."""
    return (values - values.mean()) / (3 * values.std())


def sixteen_maps(weight, bias):
    """Every map of a layer, small."""
    maps = maps_of(weight, bias)
    side, gap, columns = 110, 6, 4
    rows = -(-len(maps) // columns)
    picture = Picture(
        columns * (side + gap) - gap,
        rows * (side + gap) - gap,
        f"""The {len(maps)} maps of a layer whose weights were never trained. The cat can be made out in all of them,
        here blurred, there as edges that slant one way or the other. None has picked out the whiskers or the eyes.""",
    )
    for o, values in enumerate(maps):
        x, y = (o % columns) * (side + gap), (o // columns) * (side + gap)
        _sheet(picture, _spread(values)[::2, ::2], x, y, side)
        picture.box(x + 6, y + 6, 24, 18, fill="#ffffff", edge="none")
        picture.write(x + 18, y + 15.5, str(o), 12, "#111111", weight="bold")
    return picture

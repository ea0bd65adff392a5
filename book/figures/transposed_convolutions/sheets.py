"""How large the sheet is: prints, trimmed ends, what output padding leaves on; and a picture made twice as large."""

import numpy as np

from solutions import conv_transpose2d
from solutions.transposed_convolutions import conv_transpose_output_size

from ..grids import draw_kernel, draw_pixels, number, sizes, table
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, LINE, MUTED, WINDOW, Picture

TENT = np.outer([1, 3, 3, 1], [1, 3, 3, 1]) / 16  # a print that falls off evenly: twice as large, without steps


def trimming(size, kernel_size, stride, padding, output_padding):
    """Every print as a bar over the sheet; below, which places are trimmed off and which are left on."""
    whole = conv_transpose_output_size(size, kernel_size, stride)
    kept = conv_transpose_output_size(size, kernel_size, stride, padding, output_padding)
    cell, left, top = 34, 112, 8
    picture = Picture(
        left + max(whole, padding + kept) * cell + 4,
        top + size * 26 + cell + 62,
        f"""{size} prints of {kernel_size} places, each {stride} places after the one before, cover {whole} places.
        Padding {padding} trims {padding} off at each end; output padding {output_padding} leaves {output_padding} of
        those on at the far end. {kept} places remain.""",
    )
    for i in range(size):
        y = top + i * 26
        picture.write(left - 12, y + 10, f"input {i}", 13, WINDOW, ha="right")
        picture.box(left + i * stride * cell, y, kernel_size * cell, 20, fill=KERNEL_TINT, edge=KERNEL, round_by=4)
    y = top + size * 26 + 8
    picture.write(left - 12, y + cell / 2, "the sheet", 13, ANSWER, ha="right", weight="bold")
    for place in range(max(whole, padding + kept)):
        inside, extra = padding <= place < padding + kept, place >= whole - padding
        fill = "none" if not inside else KERNEL_TINT if extra else ANSWER_TINT
        edge = LINE if not inside else KERNEL if extra else ANSWER
        picture.box(left + place * cell, y, cell, cell, fill=fill, edge=edge, dashed=not inside)
        text = number(place - padding) if inside else "off"
        color = MUTED if not inside else KERNEL if extra else ANSWER
        weight = "bold" if inside else "normal"
        picture.write(left + (place + 0.5) * cell, y + cell / 2, text, 13 if inside else 11, color, weight=weight)
    legend = f"padding {padding}: that many places off at either end"
    picture.write(left, y + cell + 16, legend, 12, MUTED, ha="left")
    if output_padding:
        picture.write(
            left, y + cell + 34, f"output padding {output_padding} (blue): left on again", 12, KERNEL, ha="left"
        )
    return picture


def doubled(x):
    """A picture of 4 x 4 printed with the tent, stride 2, and trimmed by one: 8 x 8."""
    whole = conv_transpose2d(1.0 * x[None, None], TENT[None, None], stride=2)[0, 0]
    kept = conv_transpose2d(1.0 * x[None, None], TENT[None, None], stride=2, padding=1)[0, 0]
    cell, top = 28, 30
    left = x.shape[1] * cell + 46
    picture = Picture(
        left + whole.shape[1] * cell + 4,
        top + len(whole) * cell + 4,
        f"""Left, a picture of {sizes(x)}: {table(x)}, and its stamp of {sizes(TENT)}, {table(16 * TENT)} sixteenths.
        Right, the sheet of {sizes(whole)} that it prints with stride 2. A dashed rim of one place is trimmed off, and
        {sizes(kept)} remain: {table(kept)}.""",
    )
    picture.write(2, 13, f"input, {sizes(x)}", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, x, 2, top, cell, brightest=255, size=12)
    y = top + len(x) * cell + 42
    picture.write(2, y - 14, "stamp, in sixteenths", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, 16 * TENT, 2, y, cell)
    picture.arrow((x.shape[1] * cell + 12, top + 2 * cell), (left - 10, top + 2 * cell))
    picture.write(left + cell, 13, f"output, {sizes(kept)}", 13, ANSWER, ha="left", weight="bold")
    for (i, j), value in np.ndenumerate(whole):
        if not (0 < i < len(whole) - 1 and 0 < j < whole.shape[1] - 1):
            picture.box(left + j * cell, top + i * cell, cell, cell, edge=LINE, dashed=True)
            picture.write(left + (j + 0.5) * cell, top + (i + 0.5) * cell, number(value, 0), 11, MUTED)
    draw_pixels(picture, np.round(kept), left + cell, top + cell, cell, brightest=255, size=12)
    picture.box(left + cell, top + cell, kept.shape[1] * cell, len(kept) * cell, edge=ANSWER, line=2.5)
    return picture


def layer(x, weight):
    """A whole layer: maps that come in, a stamp for each pair of channels, maps that go out, twice as large."""
    out = conv_transpose2d(x, weight, stride=2, padding=1)
    shapes = [sizes(array) for array in (x[0], weight, out[0])]
    picture = Picture(
        740,
        286,
        f"""From left to right: a stack of {x.shape[1]} small maps, {shapes[0]}; an arrow to the layer, a block of
        stamps with {weight.shape[0]} rows, one for each channel in, and {weight.shape[1]} columns, one for each channel
        out, each stamp {sizes(weight[0, 0])}, in all {shapes[1]}; an arrow to a stack of {out.shape[1]} maps,
        {shapes[2]}, twice as wide and twice as tall.""",
    )
    _stack(picture, x[0], 24, 96, 76, 8)
    picture.write(92, 20, f"{x.shape[1]} channels in", 13, MUTED)
    picture.write(92, 264, shapes[0], 14, WINDOW, weight="bold")
    picture.arrow((190, 140), (228, 140))
    left, top, cell = 250, 62, 27
    names = [0, 1, 2, None, weight.shape[0] - 1]
    others = [0, 1, 2, None, weight.shape[1] - 1]
    for a, c in enumerate(names):
        for b, o in enumerate(others):
            x0, y0 = left + b * 38, top + a * 36
            if c is None or o is None:
                picture.write(x0 + cell / 2, y0 + cell / 2, "⋯" if c is not None else "⋮" if o is not None else "⋱", 14)
                continue
            limit = np.abs(weight).max()
            picture.image(weight[c, o], x0, y0, cell, cell, "PuOr", (-limit, limit))
            picture.box(x0, y0, cell, cell, edge=KERNEL)
    picture.write(left + 88, 20, f"one stamp of {sizes(weight[0, 0])} for each pair", 13, MUTED)
    picture.write(left + 88, 44, f"{weight.shape[1]} columns: channels out", 12, KERNEL)
    picture.write(left + 88, 244, f"{weight.shape[0]} rows: channels in", 12, KERNEL)
    picture.write(left + 88, 264, f"weight: {shapes[1]}", 14, KERNEL, weight="bold")
    picture.arrow((454, 140), (492, 140))
    _stack(picture, out[0], 510, 44, 152, 6)
    picture.write(612, 20, f"{out.shape[1]} channels out", 13, MUTED)
    picture.write(612, 264, shapes[2], 14, ANSWER, weight="bold")
    picture.write(612, 244, "twice as wide, twice as tall", 12, INK)
    return picture.in_parts((0, 184), (184, 498), (498, 740))


def _stack(picture, maps, x, y, side, count):
    for k in reversed(range(1, count)):
        picture.box(x + 6 * k, y + 6 * (count - 1 - k), side, side, fill=ANSWER_TINT, edge=ANSWER)
    first, y = maps[0], y + 6 * (count - 1)
    picture.image((first - first.mean()) / (3 * first.std()), x, y, side, side, "PuOr", (-1, 1))
    picture.box(x, y, side, side, edge=ANSWER)

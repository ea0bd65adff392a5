"""A row of pixels made longer: where each new pixel lies, what it takes from which old one, and what comes out."""

import numpy as np

from solutions import interpolate

from ..grids import draw_answers, draw_pixels, fraction, grey, number, table
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, LINE, MUTED, WINDOW, WINDOW_TINT, Film, Picture, Row

CELL = 42
MODES = {
    "nearest": {"mode": "nearest"},
    "bilinear": {"mode": "bilinear"},
    "bilinear, aligned": {"mode": "bilinear", "align_corners": True},
    "bicubic": {"mode": "bicubic"},
}


def weights(in_size, out_size, mode="bilinear", align_corners=None):
    """What output i takes from each input (out_size, in_size): resize rows that are zero but for a single 1."""
    ones = np.eye(in_size)[None, None]
    return interpolate(ones, (in_size, out_size), mode=mode, align_corners=align_corners)[0, 0].T


def resized(row, out_size, mode="bilinear", align_corners=None):
    return interpolate(np.array([[[row]]], dtype=float), (1, out_size), mode=mode, align_corners=align_corners).ravel()


def places(in_size, out_size, align_corners=False):
    """The centres of the new pixels, in old pixels from the centre of the first."""
    if align_corners:
        return np.linspace(0, in_size - 1, out_size)
    edges = np.linspace(-0.5, in_size - 0.5, out_size + 1)
    return (edges[1:] + edges[:-1]) / 2


def task(row, out_size):
    """The question alone: a row, and an empty one below it."""
    width = max(len(row), out_size) * CELL + 84
    picture = Picture(width, 116, f"A row of {len(row)} pixels, {table(row)}, and below it {out_size} empty places.")
    picture.write(76, 8 + CELL / 2, "old row", 12, WINDOW, ha="right", weight="bold")
    draw_pixels(picture, np.atleast_2d(row), 82, 8, CELL)
    picture.write(76, 72 + CELL / 2, "new row", 12, ANSWER, ha="right", weight="bold")
    draw_answers(picture, np.full((1, out_size), np.nan), 82, 72, CELL)
    return picture


def by_every_mode(row, out_size):
    """The same row made longer in each mode."""
    return Row(_answer(name, resized(row, out_size, **options), min(row), max(row)) for name, options in MODES.items())


def _answer(name, values, low, high):
    """A longer row; what is darker or brighter than all of the old one is orange."""
    cell = 56
    picture = Picture(max(len(values) * cell, 130) + 4, 66, f"{name}: {table(values)}.")
    picture.write(2, 10, name, 13, ANSWER, ha="left", weight="bold")
    for i, value in enumerate(values):
        fill, color = (WINDOW_TINT, WINDOW) if value < low or value > high else (ANSWER_TINT, ANSWER)
        picture.box(2 + i * cell, 24, cell, 36, fill=fill, edge=color)
        picture.write(2 + (i + 0.5) * cell, 42, number(value), 13, color, weight="bold")
    return picture


def frame(row, out_size, output):
    """One new pixel: its centre among the old ones, what it takes from each, and its value."""
    share, values = weights(len(row), out_size), resized(row, out_size)
    place, step, cell = places(len(row), out_size)[output], len(row) / out_size, 72
    takes = [(k, weight) for k, weight in enumerate(share[output]) if weight > 1e-9]
    said = " plus ".join(f"{fraction(weight)} of pixel {k}" for k, weight in takes)
    picture = Picture(
        len(row) * cell + 20,
        214,
        f"""Output {output} of {out_size} lies at {number(place)} on the old row {table(row)}. It takes {said} and
        becomes {number(values[output])}.""",
    )
    left, top, bottom = 10, 28, 128

    def at(position):
        return left + (position + 0.5) * cell

    picture.write(left, 11, f"output {output} lies at {number(place)}", 12, MUTED, ha="left")
    for k, value in enumerate(row):
        shade, ink = grey(value)
        picture.box(left + k * cell, top, cell, cell * 0.62, edge="#808080", fill=shade)
        picture.write(at(k), top + cell * 0.31, number(value), 15, ink)
    for i in range(out_size):
        x, wide = at(places(len(row), out_size)[i]) - step * cell / 2, step * cell
        filled = i <= output
        picture.box(x, bottom, wide, 34, fill=ANSWER_TINT if filled else "none", edge=ANSWER if filled else LINE)
        if filled:
            picture.write(x + wide / 2, bottom + 17, number(values[i]), 13, ANSWER, weight="bold")
    picture.box(at(place) - step * cell / 2, bottom, step * cell, 34, edge=ANSWER, line=3)
    for k, weight in takes:
        picture.line([(at(k), top + cell * 0.62 + 2), (at(place), bottom - 3)], KERNEL, 1 + 3 * weight)
        label = (at(k) + (18 if k >= place else -18), top + cell * 0.62 + 15)
        picture.write(*label, fraction(weight), 13, KERNEL, weight="bold")
    terms = " + ".join(f"{fraction(weight)} · {number(row[k])}" for k, weight in takes)
    picture.write(left, 190, f"{terms} =", 13, INK, ha="left")
    picture.write(picture.width - 10, 190, number(values[output]), 16, ANSWER, ha="right", weight="bold")
    return picture


def film(row, out_size, name="resize-film"):
    """Every new pixel in turn."""
    frames = [frame(row, out_size, i) for i in range(out_size)]
    return Film(name, frames, {0, 1, out_size // 2, out_size - 1})


def matrices(in_size, out_size):
    """The weights of every mode, a row for each output."""
    return Row(matrix(name, weights(in_size, out_size, **options)) for name, options in MODES.items())


def matrix(name, share):
    """One table of weights: what is positive is green, what is negative orange, nothing is empty."""
    out_size, in_size = share.shape
    wide, tall, left, top = 54, 27, 24, 50
    shown = "; ".join(" ".join(number(weight) for weight in row) for row in share)
    sums = {number(total) for total in share.sum(axis=1)}
    picture = Picture(
        left + in_size * wide + 4,
        top + out_size * tall + 6,
        f"{name}: weights of {out_size} outputs, row by row, for {in_size} inputs: {shown}. Every row adds up to "
        f"{' or '.join(sorted(sums))}.",
    )
    picture.write(left, 11, name, 13, KERNEL, ha="left", weight="bold")
    for k in range(in_size):
        picture.write(left + (k + 0.5) * wide, 37, f"in {k}", 11, MUTED)
    for i, row in enumerate(share):
        y = top + i * tall
        picture.write(left - 6, y + tall / 2, str(i), 12, MUTED, ha="right")
        for k, weight in enumerate(row):
            nothing, negative = abs(weight) < 1e-9, weight < 0
            fill = "none" if nothing else WINDOW_TINT if negative else ANSWER_TINT
            picture.box(left + k * wide, y, wide, tall, fill=fill, edge=LINE)
            if not nothing:
                color, heavy = (WINDOW if negative else ANSWER), "bold" if weight > 0.5 else "normal"
                picture.write(left + (k + 0.5) * wide, y + tall / 2, number(weight), 13, color, weight=heavy)
    return picture


def two_passes(values, hide=()):
    """2 x 2 pixels become 4 x 4: first every row is made longer, then every column. `hide` leaves results open."""
    height, width = values.shape
    wide = interpolate(values[None, None], (height, 2 * width), mode="bilinear")[0, 0]
    whole = interpolate(values[None, None], (2 * height, 2 * width), mode="bilinear")[0, 0]
    shown = whole.copy()
    for place in hide:
        shown[place] = np.nan
    cell, gap, top = 38, 44, 30
    open_places = f" {len(hide)} places are left open." if hide else ""
    picture = Picture(
        (width + 4 * width) * cell + 2 * gap + 4,
        2 * height * cell + top + 4,
        f"""Left, {table(values)}. Middle, every row made twice as long: {table(wide)}. Right, every column too:
        {table(shown).replace("nan", "open")}.{open_places}""",
    )
    x, steps = 2, [("old", values, height), ("rows longer", wide, height), ("columns longer", shown, 2 * height)]
    for k, (title, grid, rows) in enumerate(steps):
        y = top + (2 * height - rows) * cell / 2
        picture.write(x, 13, title, 13, (WINDOW, KERNEL, ANSWER)[k], ha="left", weight="bold")
        if k < 2:
            draw_pixels(picture, grid, x, y, cell, brightest=values.max(), size=12)
        else:
            draw_answers(picture, grid, x, y, cell, size=12)
            for i, j in hide:
                picture.box(x + j * cell, y + i * cell, cell, cell, edge=ANSWER, dashed=True)
                picture.write(x + (j + 0.5) * cell, y + (i + 0.5) * cell, "?", 15, ANSWER, weight="bold")
        x += grid.shape[1] * cell
        if k < 2:
            picture.arrow((x + 8, top + height * cell), (x + gap - 8, top + height * cell))
        x += gap
    return picture

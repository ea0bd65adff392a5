"""Adaptive pools along one axis and on small grids: fair cuts, pixels that two windows share."""

import numpy as np

from solutions import adaptive_avg_pool2d, adaptive_max_pool2d
from solutions.adaptive_pooling import adaptive_windows

from ..grids import TIMES, draw_pixels, fraction, number, sizes, table
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, MUTED, PAPER, WINDOW, WINDOW_TINT, Film, Picture, Row

CELL = 28
POOLS = {"average": adaptive_avg_pool2d, "max": adaptive_max_pool2d}


def counts(size, wanted):
    """Count the windows that each pixel is in."""
    covered = np.zeros(size, int)
    for start, end in adaptive_windows(size, wanted):
        covered[start:end] += 1
    return covered


def shared(size, wanted):
    """Pixels that are in more than one window."""
    return np.flatnonzero(counts(size, wanted) > 1).tolist()


def bars(size, wanted):
    """The even cut through the row of pixels (dashed), the windows that come of it, and which pixels they share."""
    windows, used = adaptive_windows(size, wanted), counts(size, wanted)
    picture = Picture(
        max(size * CELL + 8, 190),
        66 + CELL + 20 * wanted,
        f"{size} pixels, {wanted} windows: " + ", ".join(f"{a} to {b - 1}" for a, b in windows) + ". Each is "
        f"{fraction(size / wanted)} pixels wide before rounding. The pixels are in so many windows: "
        + " ".join(map(str, used)) + ".",
    )  # fmt: skip
    picture.write(4, 11, f"{size} pixels, {wanted} windows", 13, INK, ha="left", weight="bold")
    for place in range(size):
        often = used[place] > 1
        fill, color = (WINDOW_TINT, WINDOW) if often else (PAPER, INK)
        picture.box(4 + place * CELL, 28, CELL, CELL, fill=fill, edge=MUTED)
        picture.write(4 + (place + 0.5) * CELL, 28 + CELL / 2, str(place), 12, color, weight="bold")
    bottom = 40 + CELL + 20 * wanted
    for i in range(wanted + 1):
        x = 4 + i * size / wanted * CELL
        for part in ((22, 34), (22 + CELL, bottom)):  # not over the number of a pixel that is cut
            picture.line([(x, y) for y in part], KERNEL, 1.3, dashed=True)
    for i, (start, end) in enumerate(windows):
        x, y = 4 + start * CELL, 38 + CELL + 20 * i
        picture.box(x + 2, y, (end - start) * CELL - 4, 14, fill=ANSWER_TINT, edge=ANSWER, round_by=4)
        picture.write(x + (end - start) * CELL / 2, y + 7, str(end - start), 11, ANSWER, weight="bold")
    twice = shared(size, wanted)
    told = "each pixel in one window" if not twice else f"shared: {', '.join(map(str, twice))}"
    picture.write(4, picture.height - 10, told, 12, WINDOW if twice else ANSWER, ha="left", weight="bold")
    return picture


def cuts(pairs):
    return Row(bars(*pair) for pair in pairs)


def answers(values, wanted, name):
    """What a pool makes of a small picture."""
    return POOLS[name](1.0 * values[None, None], wanted)[0, 0]


def task(size, wanted):
    """A row of pixels and how many windows are wanted."""
    picture = Picture(size * 34 + 8, 66, f"A row of {size} pixels, numbered from 0. {wanted} windows are wanted.")
    picture.write(4, 11, f"{size} pixels, {wanted} windows wanted", 13, INK, ha="left", weight="bold")
    for place in range(size):
        picture.box(4 + place * 34, 26, 34, 34, fill=PAPER, edge=MUTED)
        picture.write(4 + (place + 0.5) * 34, 43, str(place), 13, INK)
    return picture


def frame(values, wanted, stop):
    """One window: the even cut of the picture (blue ticks), the pixels it touches (orange), the answers so far."""
    (height, width), order = values.shape, list(np.ndindex(wanted))
    (top, bottom), (left, right) = (
        adaptive_windows(n, w)[s] for n, w, s in zip(values.shape, wanted, stop, strict=True)
    )
    window, turn, px, cell = values[top:bottom, left:right], order.index(stop), 24, 33
    sheets = {name: answers(values, wanted, name) for name in POOLS}
    said = ", ".join(f"{name} {number(sheet[stop])}" for name, sheet in sheets.items())
    x1, tall = width * px + 32, wanted[0] * 27 + 26
    picture = Picture(
        x1 + wanted[1] * cell + 2,
        max(height * px + 64, 2 * tall),
        f"""Window {turn + 1} of {len(order)}, row {stop[0]}, column {stop[1]} of the answers: it takes rows {top} to
        {bottom - 1} and columns {left} to {right - 1}, {sizes(window)} pixels, {table(window)}. Answers: {said}.""",
    )
    picture.write(1, 10, f"window {turn + 1} of {len(order)}: {sizes(window)}", 12, MUTED, ha="left")
    draw_pixels(picture, values, 2, 24, px, size=12)
    for i in range(1, wanted[0]):
        y = 24 + i * height / wanted[0] * px
        picture.line([(width * px - 3, y), (width * px + 11, y)], KERNEL, 3)
    for j in range(1, wanted[1]):
        x = 2 + j * width / wanted[1] * px
        picture.line([(x, 19 + height * px), (x, 33 + height * px)], KERNEL, 3)
    picture.write(2, 44 + height * px, "blue: the even cut", 12, KERNEL, ha="left")
    picture.box(2 + left * px, 24 + top * px, (right - left) * px, (bottom - top) * px, edge=WINDOW, line=3.5)
    for k, (name, sheet) in enumerate(sheets.items()):
        y = k * tall
        picture.write(x1, y + 10, name, 12, ANSWER, ha="left", weight="bold")
        for place in order:
            x0, y0, there = x1 + place[1] * cell, y + 22 + place[0] * 27, order.index(place) <= turn
            picture.box(x0, y0, cell, 27, fill=ANSWER_TINT if there else "none", edge=ANSWER)
            if there:
                picture.write(x0 + cell / 2, y0 + 14, number(sheet[place]), 12, ANSWER, weight="bold")
        picture.box(x1 + stop[1] * cell, y + 22 + stop[0] * 27, cell, 27, edge=ANSWER, line=3)
    return picture


def film(values, wanted, name="adaptive-film"):
    order = list(np.ndindex(wanted))
    stills = {0, 1, wanted[1], len(order) - 1}
    return Film(name, [frame(values, wanted, stop) for stop in order], stills, 2)


def by_hand(values, wanted):
    """A picture and the sheet that the average makes of it."""
    sheet = answers(values, wanted, "average")
    x = values.shape[1] * CELL + 40
    picture = Picture(
        x + max(wanted[1] * 42, 60) + 4,
        max(values.shape[0] * CELL, wanted[0] * 34) + 32,
        f"A picture {table(values)}, pooled to {wanted[0]} {TIMES} {wanted[1]}: {table(sheet)}.",
    )
    picture.write(2, 11, f"input {sizes(values)}", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, values, 2, 26, CELL)
    picture.write(x, 11, "answers", 13, ANSWER, ha="left", weight="bold")
    for (i, j), value in np.ndenumerate(sheet):
        picture.box(x + j * 42, 26 + i * 34, 42, 34, fill=ANSWER_TINT, edge=ANSWER)
        picture.write(x + (j + 0.5) * 42, 43 + i * 34, number(value), 14, ANSWER, weight="bold")
    return picture

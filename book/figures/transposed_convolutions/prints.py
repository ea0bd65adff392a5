"""Stamping: every input prints the kernel, and the prints add up. Along a line, and on a small sheet."""

import numpy as np

from solutions import conv_transpose1d, conv_transpose2d

from ..grids import TIMES, draw_answers, draw_kernel, draw_pixels, number, table
from ..style import ANSWER, INK, KERNEL, KERNEL_TINT, LINE, MUTED, WINDOW, Film, Picture, Row

CELL = 32


def line(x, kernel, stride):
    """What a line of inputs prints, all together."""
    return conv_transpose1d(1.0 * x[None, None], 1.0 * kernel[None, None], stride=stride)[0, 0]


def sheet(x, kernel, stride=1):
    """What a small picture prints, all together."""
    return conv_transpose2d(1.0 * x[None, None], 1.0 * kernel[None, None], stride=stride)[0, 0]


def only(x, place):
    """The inputs with all but one of them at zero."""
    alone = np.zeros_like(x)
    alone[place] = x[place]
    return alone


def covered(size, kernel, stride, place):
    """Which places of the whole sheet the print of one pixel covers, whatever is in it."""
    alone = np.zeros(size)
    alone[place] = 1
    return sheet(alone, np.ones(kernel.shape), stride) > 0


def task(x, kernel, stride):
    """Inputs along a line and their stamp; the sheet is left empty, and is longer than it need be."""
    drawn = len(line(x, kernel, stride)) + 3
    picture = Picture(
        drawn * CELL + 100,
        136,
        f"""Three things. The inputs: {table(x)}. The stamp: {table(kernel)}. An empty sheet, longer than needed. Each
        print begins {stride} places after the one before it.""",
    )
    picture.write(2, 12, "inputs", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, x[None], 2, 26, CELL)
    left = 2 + CELL * (len(x) + 1.5)
    picture.write(left, 12, "stamp", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, kernel[None], left, 26, CELL)
    picture.write(left + CELL * (len(kernel) + 0.5), 26 + CELL / 2, f"stride {stride}", 13, INK, ha="left")
    picture.write(2, 82, "the sheet", 13, ANSWER, ha="left", weight="bold")
    for i in range(drawn):
        picture.box(2 + i * CELL, 96, CELL, CELL, edge=LINE)
    picture.write(10 + drawn * CELL, 96 + CELL / 2, "… how far?", 13, MUTED, ha="left")
    return picture


def on_a_line(x, kernel, stride):
    """Every print on a row of its own, and below them their sum."""
    added, taps = line(x, kernel, stride), len(kernel)
    left, top = 152, 6
    picture = Picture(
        left + len(added) * CELL + 4,
        top + (len(x) + 1) * (CELL + 8) + 12,
        "".join(
            f"Input {i}, {number(v)}, prints {table(v * kernel)} on places {i * stride} to {i * stride + taps - 1}. "
            for i, v in enumerate(x)
        )
        + f"Added up: {table(added)}.",
    )
    for i, value in enumerate(x):
        y, printed = top + i * (CELL + 8), line(only(x, i), kernel, stride)
        picture.write(left - 12, y + CELL / 2, f"input {i}:  {number(value)} {TIMES} stamp", 13, WINDOW, ha="right")
        for j, ink in enumerate(printed):
            inside = i * stride <= j < i * stride + taps
            fill, edge = (KERNEL_TINT, KERNEL) if inside else ("none", LINE)
            picture.box(left + j * CELL, y, CELL, CELL, fill=fill, edge=edge)
            if inside:
                picture.write(left + (j + 0.5) * CELL, y + CELL / 2, number(ink), 13, KERNEL, weight="bold")
    y = top + len(x) * (CELL + 8) + 8
    picture.write(left - 12, y + CELL / 2, "added up", 13, ANSWER, ha="right", weight="bold")
    draw_answers(picture, added[None], left, y, CELL)
    return picture


def film(x, kernel, stride, name="prints"):
    """A frame for every pixel that prints; the first two, the start of the second row and the last as stills."""
    frames = [_frame(x, kernel, stride, k) for k in range(x.size)]
    return Film(name, frames, {0, 1, x.shape[1], x.size - 1}, seconds=1.8)


def _frame(x, kernel, stride, turn):
    cell, order = 26, list(np.ndindex(x.shape))
    (i, j), (kh, kw) = order[turn], kernel.shape
    earlier = order[: turn + 1]
    so_far = sum(sheet(only(x, place), kernel, stride) for place in earlier)
    wet = np.any([covered(x.shape, kernel, stride, place) for place in earlier], axis=0)
    (height, width), value = so_far.shape, x[i, j]
    left, top, second = max(x.shape[1], kw) * cell + 44, 28, 28 + x.shape[0] * cell + 30
    picture = Picture(
        left + width * cell + 4,
        max(second + kh * cell, top + height * cell) + 4,
        f"""Print {turn + 1} of {x.size}: the pixel at row {i}, column {j} is {number(value)}. Its print,
        {table(value * kernel)}, lands on rows {i * stride} to {i * stride + kh - 1} and columns {j * stride} to
        {j * stride + kw - 1} of the sheet, which now reads {table(so_far)}.""",
    )
    picture.write(2, 12, "input", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, x, 2, top, cell)
    picture.box(2 + j * cell, top + i * cell, cell, cell, edge=WINDOW, line=3.5)
    picture.write(2, second - 12, f"{number(value)} {TIMES} stamp", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, value * kernel, 2, second, cell)
    picture.arrow((2 + kw * cell + 8, second + kh * cell / 2), (left - 8, second + kh * cell / 2))
    picture.write(left, 12, f"the sheet after {turn + 1} of {x.size}", 13, ANSWER, ha="left", weight="bold")
    for (a, b), ink in np.ndenumerate(so_far):
        picture.box(left + b * cell, top + a * cell, cell, cell, edge=LINE)
        if wet[a, b]:
            draw_answers(picture, np.array([[ink]]), left + b * cell, top + a * cell, cell)
    picture.box(left + j * stride * cell, top + i * stride * cell, kw * cell, kh * cell, edge=KERNEL, line=3.5)
    return picture


def four_prints(x, kernel):
    """For working by hand: the sheet once for every pixel, each with that pixel's print alone."""
    return Row(_alone(x, kernel, place) for place in np.ndindex(x.shape))


def _alone(x, kernel, place):
    cell, (i, j) = 34, place
    printed, wet = sheet(only(x, place), kernel), covered(x.shape, kernel, 1, place)
    picture = Picture(
        printed.shape[1] * cell + 4,
        printed.shape[0] * cell + 32,
        f"The pixel at row {i}, column {j}, {number(x[place])}, prints {table(x[place] * kernel)}, beginning there.",
    )
    picture.write(2, 12, f"({i}, {j}) prints {number(x[place])} {TIMES} stamp", 12, WINDOW, ha="left")
    for (a, b), ink in np.ndenumerate(printed):
        picture.box(2 + b * cell, 28 + a * cell, cell, cell, edge=LINE)
        if wet[a, b]:
            draw_kernel(picture, np.array([[ink]]), 2 + b * cell, 28 + a * cell, cell)
    return picture


def finished(x, kernel, stride=1):
    """The whole sheet, added up."""
    values = sheet(x, kernel, stride)
    picture = Picture(values.shape[1] * 34 + 4, len(values) * 34 + 32, f"The sheet, added up: {table(values)}.")
    picture.write(2, 12, "added up", 13, ANSWER, ha="left", weight="bold")
    draw_answers(picture, values, 2, 28, 34)
    return picture

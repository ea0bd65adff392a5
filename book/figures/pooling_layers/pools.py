"""Three pools on small grids: the window on its way, three sheets of answers, who won, and who gets the gradient."""

import numpy as np

from solutions import avg_pool2d, lp_pool2d, max_pool2d

from ..grids import TIMES, draw_answers, draw_kernel, draw_pixels, fraction, number, sizes, table
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, LINE, MUTED, PAPER, WINDOW, Film, Picture, Row

CELL = 34
POOLS = {
    "max": lambda x, kernel, stride=None: max_pool2d(x, kernel, stride),
    "average": lambda x, kernel, stride=None: avg_pool2d(x, kernel, stride),
    "LP, p = 2": lambda x, kernel, stride=None: lp_pool2d(x, 2, kernel, stride),
}
MOTTO = {"max": "keep the loudest", "average": "take the average", "LP, p = 2": "let the powers speak"}


def pooled(values, kernel, stride=None):
    """What each pool makes of a small picture (H, W)."""
    return {name: pool(1.0 * values[None, None], kernel, stride)[0, 0] for name, pool in POOLS.items()}


def stops(values, kernel, stride):
    """Every place of the window, as rows and columns of answers, in the order in which it goes there."""
    return list(np.ndindex(pooled(values, kernel, stride)["max"].shape))


def seen(values, kernel, stride, stop):
    """The upper left corner of the window at this stop, and what it sees."""
    (top, left), (kh, kw) = np.multiply(stop, stride).tolist(), kernel
    return (top, left), values[top : top + kh, left : left + kw]


def task(values, kernel):
    """A picture, and the window laid on its upper left corner."""
    height, width = values.shape
    picture = Picture(
        max(width * CELL + 4, 184),
        height * CELL + 34,
        f"A picture of {sizes(values)}: {table(values)}. An orange window of {kernel[0]} rows and {kernel[1]} columns "
        "lies on its upper left corner.",
    )
    picture.write(2, 13, f"picture {sizes(values)}, window {kernel[0]} {TIMES} {kernel[1]}", 12, WINDOW, "left")
    draw_pixels(picture, values, 2, 28, CELL)
    picture.box(2, 28, kernel[1] * CELL, kernel[0] * CELL, edge=WINDOW, line=3.5)
    return picture


def answers(values, kernel, stride=None, name="max"):
    """The finished sheet of one pool."""
    sheet = pooled(values, kernel, stride)[name]
    picture = Picture(
        max(sheet.shape[1] * CELL + 4, 90), len(sheet) * CELL + 34, f"The sheet of answers, {name}: {table(sheet)}."
    )
    picture.write(2, 13, name, 13, ANSWER, ha="left", weight="bold")
    draw_answers(picture, sheet, 2, 28, CELL)
    return picture


def frame(values, kernel, stride, stop):
    """One stop: the window on the picture, and on the right what the three pools have written so far."""
    order, (height, width) = stops(values, kernel, stride), values.shape
    (top, left), window = seen(values, kernel, stride, stop)
    sheets, turn, cell, px = pooled(values, kernel, stride), order.index(stop), 37, 25
    said = ", ".join(f"{name} {number(sheet[stop])}" for name, sheet in sheets.items())
    rows, columns = sheets["max"].shape
    right = width * px + 34
    picture = Picture(
        right + columns * cell + 2,
        max(height * px + 66, 3 * (rows * 27 + 26)),
        f"""Stop {turn + 1} of {len(order)}: the window covers rows {top} to {top + kernel[0] - 1} and columns {left} to
        {left + kernel[1] - 1} and sees {table(window)}. Answers: {said}.""",
    )
    picture.write(1, 10, f"stop {turn + 1} of {len(order)}", 12, MUTED, ha="left")
    draw_pixels(picture, values, 2, 24, px, size=12)
    picture.box(2 + left * px, 24 + top * px, kernel[1] * px, kernel[0] * px, edge=WINDOW, line=3.5)
    picture.arrow((width * px + 8, 24 + height * px / 2), (right - 6, 24 + height * px / 2))
    for k, (name, sheet) in enumerate(sheets.items()):
        y = k * (rows * 27 + 26)
        picture.write(right, y + 10, name, 12, ANSWER, ha="left", weight="bold")
        for place in np.ndindex(sheet.shape):
            x0, y0, there = right + place[1] * cell, y + 22 + place[0] * 27, order.index(place) <= turn
            picture.box(x0, y0, cell, 27, fill=ANSWER_TINT if there else "none", edge=ANSWER)
            if there:
                picture.write(x0 + cell / 2, y0 + 14, number(sheet[place]), 11, ANSWER, weight="bold")
        picture.box(right + stop[1] * cell, y + 22 + stop[0] * 27, cell, 27, edge=ANSWER, line=3)
    below = 24 + height * px + 18
    picture.write(2, below, "sees " + "; ".join(" ".join(map(number, row)) for row in window), 12, WINDOW, ha="left")
    return picture


def film(values, kernel, stride, name="pool-film"):
    """The window on its way; as stills the first two stops, the first of the second row, and the last."""
    order = stops(values, kernel, stride)
    second_row = sum(1 for i, _ in order if i == 0)
    return Film(name, [frame(values, kernel, stride, s) for s in order], {0, 1, second_row, len(order) - 1}, 2)


def three(values, kernel, cell=CELL):
    """A picture, and the three smaller ones that the three pools make of it, window beside window."""
    sheets, (height, width) = pooled(values, kernel), values.shape
    rows, columns = sheets["max"].shape
    step, left = 44, width * cell + 34
    picture = Picture(
        left + 3 * (columns * step + 18) - 14,
        height * cell + 32,
        f"Left, a picture of {sizes(values)}: {table(values)}, cut into windows of {kernel[0]} by {kernel[1]}. Right, "
        + " ".join(f"{name}: {table(sheet)}." for name, sheet in sheets.items()),
    )
    picture.write(2, 11, f"input {sizes(values)}", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, values, 2, 26, cell)
    for i, j in np.ndindex(rows, columns):
        y = 26 + i * kernel[0] * cell
        picture.box(2 + j * kernel[1] * cell, y, kernel[1] * cell, kernel[0] * cell, edge=WINDOW, line=2)
    middle = 26 + height * cell / 2
    picture.arrow((width * cell + 8, middle), (left - 6, middle))
    tall = rows * 32
    for k, (name, sheet) in enumerate(sheets.items()):
        x, y = left + k * (columns * step + 18), middle - tall / 2
        picture.write(x, y - 14, name, 13, ANSWER, ha="left", weight="bold")
        for place, value in np.ndenumerate(sheet):
            x0, y0 = x + place[1] * step, y + place[0] * 32
            picture.box(x0, y0, step, 32, fill=ANSWER_TINT, edge=ANSWER)
            picture.write(x0 + step / 2, y0 + 16, number(value), 13, ANSWER, weight="bold")
        if columns > 2:
            picture.write(x, y + tall + 14, MOTTO[name], 12, MUTED, ha="left")
    sheet = columns * step + 18
    return picture.in_parts((0, left - 26), *((left + k * sheet - 4, left + (k + 1) * sheet - 14) for k in range(3)))


def winners(values, kernel):
    """Which pixel each window keeps, its place in the list of all pixels, and the sheet with only these put back."""
    kept, where = max_pool2d(1.0 * values[None, None], kernel, return_indices=True)
    back = np.zeros(values.size)
    back[where.ravel()] = kept.ravel()
    back, (height, width) = back.reshape(values.shape), values.shape
    rows, columns = where.shape[2:]
    middle, right = width * CELL + 36, width * CELL + columns * CELL + 76
    picture = Picture(
        right + width * CELL + 4,
        max(height, 2 * rows + 1) * CELL + 30,
        f"""Left, a picture {table(values)}; in each window of {kernel[0]} by {kernel[1]} the largest pixel is framed.
        Middle, the values kept, {table(kept[0, 0])}, and their places, counted row by row, {table(where[0, 0])}.
        Right, the values put back there, zero elsewhere: {table(back)}.""",
    )
    picture.write(2, 11, "the winners", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, values, 2, 26, CELL)
    for place in where.ravel():
        i, j = divmod(int(place), width)
        picture.box(4 + j * CELL, 28 + i * CELL, CELL - 4, CELL - 4, edge=WINDOW, line=3)
    picture.write(middle, 11, "values", 13, ANSWER, ha="left", weight="bold")
    draw_answers(picture, kept[0, 0], middle, 26, CELL)
    low = 26 + rows * CELL + 26
    picture.write(middle, low - 11, "indices", 13, KERNEL, ha="left", weight="bold")
    draw_kernel(picture, where[0, 0], middle, low, CELL)
    picture.write(right, 11, "put back", 13, ANSWER, ha="left", weight="bold")
    draw_pixels(picture, back, right, 26, CELL)
    return picture


def gradient(values, name):
    """How much the answer to one window grows for a little more of each pixel, by a tiny step up and down."""
    step, slope = 1e-5, np.zeros(values.shape)
    for place in np.ndindex(values.shape):
        nudge = np.zeros(values.shape)
        nudge[place] = step
        up, down = (pooled(values + sign * nudge, values.shape)[name].item() for sign in (1, -1))
        slope[place] = (up - down) / (2 * step)
    return np.round(slope, 10)


def gradients(values):
    """One window, and for each pool what share of the blame for the answer goes back to which pixel."""
    return Row([_window(values), *(_slopes(values, name) for name in POOLS)])


def _window(values):
    picture = Picture(values.shape[1] * 46 + 4, len(values) * 46 + 52, f"A window: {table(values)}.")
    picture.write(2, 11, "window", 13, WINDOW, ha="left", weight="bold")
    draw_pixels(picture, values, 2, 24, 46, size=15)
    picture.box(2, 24, values.shape[1] * 46, len(values) * 46, edge=WINDOW, line=3)
    return picture


def _slopes(values, name):
    slope, answer = gradient(values, name), pooled(values, values.shape)[name].item()
    told = "; ".join(" ".join(fraction(value) for value in row) for row in slope)
    picture = Picture(
        max(values.shape[1] * 46 + 4, 112), len(values) * 46 + 52, f"{name}: answer {number(answer)}, gradient {told}."
    )
    picture.write(2, 11, name, 13, KERNEL, ha="left", weight="bold")
    for (i, j), value in np.ndenumerate(slope):
        x, y = 2 + j * 46, 24 + i * 46
        picture.box(x, y, 46, 46, fill=PAPER, edge=LINE)
        picture.box(x, y + 46 * (1 - value), 46, 46 * value, fill=ANSWER_TINT, edge="none")
        picture.box(x, y, 46, 46, edge=ANSWER)
        picture.write(x + 23, y + 23, fraction(value), 14, INK, weight="bold")
    picture.write(2, len(values) * 46 + 38, f"answer {number(answer)}", 13, ANSWER, ha="left")
    return picture

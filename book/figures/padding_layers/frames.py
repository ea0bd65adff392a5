"""Frames around a picture: from which place inside each padded place takes its value, on one axis and on two."""

import numpy as np

from solutions import pad
from solutions.convolutional_layers import correlate2d

from ..grids import draw_answers, grey, number, table
from ..style import ANSWER, ANSWER_TINT, INK, MUTED, PAPER, WINDOW, WINDOW_TINT, Film, Picture, Row

MODES = {"zero": "constant", "reflection": "reflect", "replication": "replicate", "circular": "circular"}
NOWHERE = -1
LETTERS = "abcdefgh"
NUMBERED = np.arange(1, 13).reshape(3, 4)
CELL = 26


def sources(size, before, after, mode):
    """For each place of a padded row: the place inside from which it takes its value, or NOWHERE."""
    own = np.arange(size)[None]
    return pad(own, (before, after), MODES[mode], NOWHERE if mode == "zero" else 0)[0].tolist()


def written(source):
    return "0" if source == NOWHERE else LETTERS[source]


def row_text(size, before, after, mode):
    return " ".join(map(written, sources(size, before, after, mode)))


def walk(size=4, amount=3):
    """A place beyond the edge, one step further out each time, under the four rules at once."""
    outside = [*range(-1, -amount - 1, -1), *range(size, size + amount)]
    frames = [_step(size, amount, outside, k) for k in range(len(outside))]
    return Film("pad-walk", frames, {0, amount - 1, amount, len(outside) - 1}, seconds=1.8)


def _step(size, amount, outside, turn):
    place, done = outside[turn], outside[: turn + 1]
    found = {mode: sources(size, amount, amount, mode) for mode in MODES}
    told = "; ".join(
        f"{mode}: {'nothing, so 0' if s[place + amount] == NOWHERE else f'place {s[place + amount]}'}"
        for mode, s in found.items()
    )
    left, step = 4, 68
    picture = Picture(
        left + (size + 2 * amount) * CELL + 4,
        26 + step * len(MODES),
        f"Where place {number(place)} beyond a row of {size} takes its value from. {told}.",
    )
    for p in range(-amount, size + amount):
        here = p == place
        x = left + (p + amount + 0.5) * CELL
        picture.write(x, 10, number(p), 12, WINDOW if here else MUTED, weight="bold" if here else "normal")
    for k, (mode, from_) in enumerate(found.items()):
        y = 52 + step * k
        picture.write(left, y - 20, mode, 13, INK, ha="left", weight="bold")
        for p, source in zip(range(-amount, size + amount), from_, strict=True):
            x, own, here = left + (p + amount) * CELL, 0 <= p < size, p == place
            fill = WINDOW_TINT if here else PAPER if own else "none"
            picture.box(x, y, CELL, CELL, fill=fill, edge=INK if own else MUTED, dashed=not own)
            if own or p in done:
                text = LETTERS[p] if own else written(source)
                picture.write(x + CELL / 2, y + CELL / 2, text, 13, WINDOW if here else INK, weight="bold")
        at, source = left + (place + amount) * CELL, from_[place + amount]
        if source != NOWHERE:
            start = left + (source + amount) * CELL
            picture.box(start, y, CELL, CELL, edge=ANSWER, line=2.6)
            top, low = y - 8, y - 1
            picture.line([(start + CELL / 2, low), (start + CELL / 2, top), (at + CELL / 2, top)], ANSWER, 1.6)
            picture.arrow((at + CELL / 2, top), (at + CELL / 2, y + 1), ANSWER)
        picture.box(at, y, CELL, CELL, edge=WINDOW, line=2.6)
    return picture


def rows(size, amounts):
    """The same row under each rule, with as much added at both ends as `amounts` says for it."""
    most = max(amounts.values())
    told = "; ".join(f"{mode} by {n}: {row_text(size, n, n, mode)}" for mode, n in amounts.items())
    cell, left, step = 24, 94, 34
    picture = Picture(left + (size + 2 * most) * cell + 4, 4 + step * len(amounts), f"A row of {size}, padded. {told}.")
    for k, (mode, amount) in enumerate(amounts.items()):
        y = 4 + step * k
        picture.write(0, y + cell / 2, mode, 13, INK, ha="left", weight="bold")
        for p, source in zip(range(-amount, size + amount), sources(size, amount, amount, mode), strict=True):
            x, own = left + (p + most) * cell, 0 <= p < size
            picture.box(
                x, y, cell, cell, fill=PAPER if own else WINDOW_TINT, edge=INK if own else MUTED, dashed=not own
            )
            picture.write(x + cell / 2, y + cell / 2, written(source), 13, INK, weight="bold" if own else "normal")
    return picture


def framed(values, padding, mode):
    """A picture (H, W) with its frame; `padding` as torch orders it."""
    return pad(values[None], padding, MODES[mode])[0]


def draw_framed(picture, values, padding, mode, x, y, cell, size=12, brightest=9):
    """The padded picture: what is its own has full cells and a thick border, what was added smaller, dashed ones."""
    draw_whole(picture, framed(values, padding, mode), padding, x, y, cell, size, brightest)


def draw_whole(picture, whole, padding, x, y, cell, size=12, brightest=9):
    """`draw_framed` for a frame that is there already."""
    left, right, top, bottom = padding
    height, width = len(whole) - top - bottom, whole.shape[1] - left - right
    for (i, j), value in np.ndenumerate(whole):
        own = top <= i < top + height and left <= j < left + width
        fill, ink = grey(value, brightest)
        inset = 0 if own else 2.5
        at = (x + j * cell + inset, y + i * cell + inset)
        picture.box(*at, cell - 2 * inset, cell - 2 * inset, fill=fill, edge="#808080", dashed=not own)
        picture.write(x + (j + 0.5) * cell, y + (i + 0.5) * cell, number(value), size, ink)
    picture.box(x + left * cell, y + top * cell, width * cell, height * cell, edge=INK, line=2.4)


def four(values, padding, window=None):
    """The picture under each of the four rules; `window`, a kernel, shows its first stop on each."""
    return Row(_one(values, padding, mode, window) for mode in MODES)


def _one(values, padding, mode, kernel, cell=22):
    whole = framed(values, padding, mode)
    told = f"{mode}, padding {padding}: {table(whole)}."
    if kernel is not None:
        told += f" The window stands in the upper left corner, on {table(whole[: len(kernel), : kernel.shape[1]])}."
    picture = Picture(max(whole.shape[1] * cell + 4, 84), len(whole) * cell + 28, told)
    picture.write(2, 11, mode, 13, INK, ha="left", weight="bold")
    draw_framed(picture, values, padding, mode, 2, 24, cell, 11, max(values.max(), 1))
    if kernel is not None:
        picture.box(2, 24, kernel.shape[1] * cell, len(kernel) * cell, edge=WINDOW, line=3)
    return picture


def wrong_ways(values, padding):
    """Reflection as it should be, with the outermost pixels shown twice, and with the rows' amounts first."""
    left, right, top, bottom = padding
    twice = np.pad(values, ((top, bottom), (left, right)), mode="symmetric")
    rows_first = (top, bottom, left, right)
    return Row(
        [
            _whole("as it should be", framed(values, padding, "reflection"), padding),
            _whole("the edge seen twice", twice, padding),
            _whole("rows first", framed(values, rows_first, "reflection"), rows_first),
        ]
    )


def _whole(title, whole, padding, cell=22):
    told = f"{title}: {len(whole)} rows, {whole.shape[1]} columns, {table(whole)}."
    picture = Picture(max(whole.shape[1] * cell + 4, 150), len(whole) * cell + 28, told)
    picture.write(2, 11, title, 13, INK, ha="left", weight="bold")
    draw_whole(picture, whole, padding, 2, 24, cell, 11, whole.max())
    return picture


def first_stop(values, padding, mode, kernel):
    """The first stop of a window on a padded picture, and the sheet that waits for its answers."""
    whole = framed(values, padding, mode)
    answers = correlate2d(whole, kernel)
    kh, kw = kernel.shape
    sheet = np.full(answers.shape, np.nan)
    sheet[0, 0] = answers[0, 0]
    right = whole.shape[1] * CELL + 44
    picture = Picture(
        right + answers.shape[1] * CELL + 4,
        len(whole) * CELL + 28,
        f"""{mode}, padding {padding}: a picture of {len(values)} rows, {table(values)}, and its frame, together
        {table(whole)}. The window, {kh} by {kw}, in the upper left corner answers {number(answers[0, 0])}.""",
    )
    picture.write(2, 11, f"input, {mode} padding", 13, INK, ha="left", weight="bold")
    draw_framed(picture, values, padding, mode, 2, 24, CELL)
    picture.box(2, 24, kw * CELL, kh * CELL, edge=WINDOW, line=3)
    picture.write(right, 11, "answers", 13, ANSWER, ha="left", weight="bold")
    draw_answers(picture, sheet, right, 24, CELL, size=12)
    picture.arrow((right - 34, 24 + 1.5 * CELL), (right - 8, 24 + 1.5 * CELL))
    return picture


def four_amounts(values, padding, mode="zero"):
    """One picture, four different amounts, each with its name and its place in torch's order."""
    left, right, top, bottom = padding
    whole, x, y = framed(values, padding, mode), 104, 50
    height, width = len(whole) * CELL, whole.shape[1] * CELL
    picture = Picture(
        x + width + 112,
        y + height + 44,
        f"""A picture of {len(values)} rows and {values.shape[1]} columns with padding {padding}: {left} columns on the
        left, {right} on the right, {top} rows on top, {bottom} at the bottom. In all {whole.shape[0]} rows and
        {whole.shape[1]} columns: {table(whole)}.""",
    )
    draw_framed(picture, values, padding, mode, x, y, CELL, brightest=max(values.max(), 1))
    middle = y + (top + len(values) / 2) * CELL
    centre = x + (left + values.shape[1] / 2) * CELL
    labels = [
        ("1st, left", left, (x - 8, middle), "right"),
        ("2nd, right", right, (x + width + 8, middle), "left"),
        ("3rd, top", top, (centre, y - 28), "center"),
        ("4th, bottom", bottom, (centre, y + height + 16), "center"),
    ]
    for name, amount, (at, down), ha in labels:
        picture.write(at, down, name, 12, MUTED, ha=ha)
        picture.write(at, down + 16, str(amount), 15, WINDOW, ha=ha, weight="bold")
    return picture


def sizes_that_fit(size, amounts, takes):
    """For each rule and each amount, whether torch takes it: `takes(mode, amount)`."""
    found = {mode: [takes(mode, amount) for amount in amounts] for mode in MODES}
    told = "; ".join(
        f"{mode}: {', '.join(str(a) for a, ok in zip(amounts, row, strict=True) if ok)}" for mode, row in found.items()
    )
    cell, left = 44, 96
    picture = Picture(
        left + len(amounts) * cell + 4,
        44 + 34 * len(MODES),
        f"Amounts from {amounts[0]} to {amounts[-1]} on a row of {size}. Taken: {told}.",
    )
    picture.write(left + len(amounts) * cell / 2, 9, "added at each end", 12, MUTED)
    for k, amount in enumerate(amounts):
        picture.write(left + (k + 0.5) * cell, 28, str(amount), 13, INK, weight="bold")
    for r, (mode, row) in enumerate(found.items()):
        y = 40 + 34 * r
        picture.write(0, y + 15, mode, 13, INK, ha="left", weight="bold")
        for k, ok in enumerate(row):
            fill, ink = (ANSWER_TINT, ANSWER) if ok else (WINDOW_TINT, WINDOW)
            picture.box(left + k * cell + 2, y, cell - 4, 30, fill=fill, edge=ink, round_by=4, dashed=not ok)
            picture.write(left + (k + 0.5) * cell, y + 15, "yes" if ok else "no", 12, ink, weight="bold")
    return picture

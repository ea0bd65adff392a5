"""The border: how fast layers eat a picture, how often each pixel is seen, and how far padding creeps inwards."""

import numpy as np

from solutions import conv2d, conv_transpose2d
from solutions.convolution_parameters import output_size

from ..grids import TIMES, draw_answers, number, table
from ..photograph import grey, square_cat
from ..style import ANSWER, INK, KERNEL, LINE, MUTED, WINDOW, Picture, Row

SIDES = (7, 14, 28, 56)
DEEP = 20
STEPS = (0, 20, 40, 60, 80, 100)
MIDDLES = 8


def after(size, kernel_size, layers):
    """The size behind so many layers without padding, 0 where there is nothing left."""
    for _ in range(layers):
        if size < kernel_size:
            return 0
        size = output_size(size, kernel_size)
    return size


def layers_until_eaten(size, kernel_size):
    """How many layers fit one behind the other before the window is larger than the map."""
    return next(n for n in range(size + 1) if after(size, kernel_size, n) < kernel_size)


def eaten(steps=STEPS, kernel_size=3):
    """The cat, and frames that show what is left after so many layers."""
    cat, side = grey(square_cat()), 300
    left = [after(len(cat), kernel_size, n) for n in steps]
    scale = side / len(cat)
    told = ", ".join(f"{size} after {n}" for n, size in zip(steps, left, strict=True) if n)
    picture = Picture(
        side + 116,
        side + 4,
        f"A cat's face of {len(cat)} by {len(cat)} pixels and squares inside each other: the answers of layers of "
        f"{kernel_size} by {kernel_size} without padding cover {told}.",
    )
    picture.image(cat, 2, 2, side, side)
    for n, size in zip(steps, left, strict=True):
        inset = 2 + (side - size * scale) / 2
        picture.box(inset, inset, size * scale, size * scale, edge="#ffffff", line=4)
        picture.box(inset, inset, size * scale, size * scale, edge=WINDOW, line=2)
        y = 18 + 26 * steps.index(n)
        picture.write(side + 14, y, f"{n} layers: {size}", 13, INK if n else MUTED, ha="left")
    return picture


def times_seen(height, width, kernel_size, padding):
    """Count the windows that each pixel is in: what each window gives back to its pixels, added up."""
    stops = np.ones((1, 1, *(output_size(size, kernel_size, padding=padding) for size in (height, width))))
    return conv_transpose2d(stops, np.ones((1, 1, kernel_size, kernel_size)), padding=padding)[0, 0]


def seen(height=6, width=7, kernel_size=3):
    """How often each pixel is seen, without padding and with it."""
    return Row(_seen(height, width, kernel_size, padding) for padding in (0, kernel_size // 2))


def _seen(height, width, kernel_size, padding):
    counts, cell = times_seen(height, width, kernel_size, padding), 32
    title = f"padding {padding}"
    picture = Picture(width * cell + 4, height * cell + 30, f"{title}: how often each pixel is seen. {table(counts)}.")
    picture.write(2, 11, title, 13, ANSWER, ha="left", weight="bold")
    draw_answers(picture, counts, 2, 26, cell)
    return picture


def touched(size, layers, kernel_size=3):
    """Which outputs behind so many layers that keep the size have padding among what they see."""
    clean = np.ones((1, 1, size, size))
    ones = np.ones((1, 1, kernel_size, kernel_size))
    for _ in range(layers):
        clean = (conv2d(clean, ones, padding=kernel_size // 2) > ones.size - 0.5).astype(float)
    return clean[0, 0] == 0


def share(size, layers, kernel_size=3):
    return touched(size, layers, kernel_size).mean()


def creeping(size=14, steps=(1, 2, 4, 7)):
    """Maps behind so many layers; what padding has reached is orange."""
    return Row(_crept(size, n) for n in steps)


def _crept(size, layers, cell=11):
    reached = touched(size, layers)
    percent = f"{100 * reached.mean():.0f} %"
    title = "1 layer" if layers == 1 else f"{layers} layers"
    picture = Picture(
        size * cell + 4,
        size * cell + 48,
        f"{size} by {size} outputs after {title}: {reached.sum()} of {reached.size}, {percent}, have seen padding.",
    )
    picture.write(2, 11, title, 13, INK, ha="left", weight="bold")
    for (i, j), out in np.ndenumerate(reached):
        fill = WINDOW if out else "none"
        picture.box(2 + j * cell, 24 + i * cell, cell, cell, fill=fill, edge=LINE, line=0.8)
    picture.write(2, size * cell + 38, f"{percent} reached", 12, WINDOW, ha="left", weight="bold")
    return picture


def shares(sides=SIDES, deep=DEEP):
    """How large a share of the outputs has padding among what it sees, over the number of layers."""
    found = {side: [share(side, n) for n in range(deep + 1)] for side in sides}
    told = " ".join(
        f"{s} by {s}: {', '.join(f'{100 * v[n]:.0f} % after {n}' for n in (1, 4, 10))}." for s, v in found.items()
    )
    picture = Picture(440, 286, f"Share of outputs that padding has reached, for layers of 3 by 3. {told}")
    left, right, top, bottom = 52, 428, 26, 240

    def at(layers, value):
        return left + layers / deep * (right - left), bottom - value * (bottom - top)

    for value in (0, 0.5, 1):
        picture.line([at(0, value), at(deep, value)], LINE, 1)
        picture.write(left - 8, at(0, value)[1], f"{100 * value:.0f} %", 12, MUTED, ha="right")
    for n in range(0, deep + 1, 4):
        picture.write(at(n, 0)[0], bottom + 14, str(n), 12, MUTED)
    picture.write((left + right) / 2, bottom + 33, f"layers of 3 {TIMES} 3, each with padding 1", 12, MUTED)
    colors = dict(zip(sides, (WINDOW, KERNEL, ANSWER, INK), strict=True))
    for side, values in found.items():
        picture.line([at(n, v) for n, v in enumerate(values)], colors[side], 2.2)
        n = next((n for n, v in enumerate(values) if v == 1), deep)
        x, y = at(n, values[n])
        x, y, ha = (x, y - 14, "center") if n < deep else (x, y + 22, "right")
        picture.write(x, y, f"{side} {TIMES} {side}", 13, colors[side], ha=ha, weight="bold")
    return picture


def blank_sheet(mode, layers, size=28, channels=MIDDLES, seed=3):
    """An even picture behind random layers with ReLU: mean over the channels. `mode` is torch's name of the padding."""
    rng = np.random.default_rng(seed)
    x = np.ones((1, 1, size, size))
    for _ in range(layers):
        weight = rng.normal(size=(channels, x.shape[1], 3, 3)) * np.sqrt(2 / (9 * x.shape[1]))
        x = np.maximum(conv2d(x, weight, padding=1, padding_mode=mode), 0)
    return x[0].mean(axis=0)


def unevenness(sheet):
    """How far the sheet strays from its middle: the standard deviation, as a share of the mean."""
    return sheet.std() / sheet.mean()


BLANKS = (("zeros", 1), ("zeros", 4), ("zeros", 10), ("circular", 10))


def blanks():
    """What random layers make of an even picture."""
    return Row(_blank(mode, layers) for mode, layers in BLANKS)


def _blank(mode, layers, side=150):
    sheet = blank_sheet(mode, layers)
    percent = f"{100 * unevenness(sheet):.0f} %"
    title = f"{mode}, {layers} layer{'s' if layers > 1 else ''}"
    look = "The same grey everywhere." if unevenness(sheet) < 1e-9 else "A frame, and marks in the corners."
    picture = Picture(side, side + 46, f"{title}: strays from its mean by {percent}. {look}")
    picture.write(0, 11, title, 13, INK, ha="left", weight="bold")
    middle = sheet.mean()
    picture.image(sheet / middle, 0, 24, side, side, "gray", (0, 2))
    picture.box(0, 24, side, side, edge=MUTED)
    picture.write(0, side + 36, f"uneven by {number(float(percent[:-2]))} %", 12, MUTED, ha="left")
    return picture

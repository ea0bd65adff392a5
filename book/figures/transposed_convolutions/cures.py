"""A portrait printed twice as large by several presses: the pattern, three cures, and what learning does to it.

The portrait is NASA's of Eileen Collins, in the public domain.
"""

import numpy as np
from skimage.data import astronaut

from solutions import conv2d, conv_transpose2d, interpolate, pixel_shuffle
from solutions.transposed_convolutions import ripple

from ..grids import number
from ..style import ANSWER, INK, KERNEL, LINE, MUTED, WINDOW, Picture, Row

INK_OF_A_PIXEL = 4  # one pixel becomes four: a stamp whose taps add up to 4 keeps the brightness


def portrait(side=64):
    """The face, in grey from 0 to 1, made smaller by averaging."""
    grey = astronaut()[:256, 96:352] @ [0.299, 0.587, 0.114] / 255
    block = len(grey) // side
    return grey.reshape(side, block, side, block).mean(axis=(1, 3))


def press(x, kernel):
    """Stride 2, trimmed (and left on) such that the picture becomes exactly twice as large."""
    size = len(kernel)
    padding, left_on = (size - 1) // 2, size % 2
    return conv_transpose2d(x[None, None], kernel[None, None], None, 2, padding, left_on)[0, 0]


def enlarge_first(x, kernel):
    large = np.pad(interpolate(x[None, None], scale_factor=2, mode="nearest"), [(0, 0), (0, 0), (1, 1), (1, 1)])
    return conv2d(large, kernel[None, None])[0, 0]


def lay_side_by_side(x, filters):
    """Four filters on the small picture; their four answers become the four pixels of a block (sub-pixel)."""
    return pixel_shuffle(conv2d(x[None, None], filters[:, None], padding=1), 2)[0, 0]


def presses(seed=3):
    """Every way to print the portrait, by its name: each with uneven weights, as in a network that has just begun."""
    rng = np.random.default_rng(seed)

    def uneven(*size):
        weights = rng.uniform(size=size)
        return weights * INK_OF_A_PIXEL / weights.sum()

    small, alike = portrait(), uneven(1, 3, 3) / INK_OF_A_PIXEL
    return {
        "kernel 3, stride 2": press(small, uneven(3, 3)),
        "kernel 4, stride 2": press(small, uneven(4, 4)),
        "enlarged, then kernel 3": enlarge_first(small, uneven(3, 3) / INK_OF_A_PIXEL),
        "sub-pixel": lay_side_by_side(small, uneven(4, 3, 3)),
        "sub-pixel, four alike (ICNR)": lay_side_by_side(small, np.repeat(alike, 4, axis=0)),
    }


def unevenness(sheet):
    """The ripple away from the border, in percent of the brightness."""
    return 100 * ripple(sheet[6:-6, 6:-6], 2)


def gallery():
    """The small portrait, and five ways to print it."""
    return Row(
        [
            _portrait("the small picture", portrait(), None),
            *(_portrait(name, sheet, unevenness(sheet)) for name, sheet in presses().items()),
        ]
    )


def _portrait(name, pixels, uneven):
    side, top = 206, 28
    told = "64 pixels wide" if uneven is None else f"ripple {number(uneven, 1)} %"
    looks = (
        "a face" if uneven is None else "a face under a net of dots" if uneven > 5 else "a face, soft, without a net"
    )
    picture = Picture(side + 4, top + side + 22, f"{name}: {looks}. {told}.")
    picture.write(2, 11, name, 13, INK, "left", weight="bold")
    shown = pixels[5:53, 8:56] if uneven is None else pixels[10:106, 16:112]  # the face, alike in both sizes
    picture.image(np.round(255 * shown.clip(0, 1)).repeat(2, 0).repeat(2, 1), 2, top, side, side)
    color = MUTED if uneven is None else WINDOW if uneven > 5 else ANSWER
    picture.write(2, top + side + 12, told, 12, color, "left")
    return picture


# Learning -------------------------------------------------------------------------------------------------------------

SHAPES = {"kernel 3, stride 2": (3, 3), "kernel 4, stride 2": (4, 4), "enlarged, then kernel 3": (3, 3)}


def lesson(name, steps=300, seed=1):
    """Teach one press to enlarge the portrait, from random weights on: the ripple at every step, and the last weights.

    What a press gives is linear in its weights. So the sheet is a sum of as many sheets as it has weights, each made by
    one weight alone; Adam, on the mean squared error, finds how much of each.
    """
    small, wanted = portrait(), portrait(128)
    draw = enlarge_first if name.startswith("enlarged") else press
    units = np.eye(int(np.prod(SHAPES[name]))).reshape(-1, *SHAPES[name])
    parts = np.stack([draw(small, unit).ravel() for unit in units], axis=1)
    gram, target = parts.T @ parts / len(parts), parts.T @ wanted.ravel() / len(parts)
    weights = np.random.default_rng(seed).uniform(size=len(units))
    weights *= (1 if name.startswith("enlarged") else INK_OF_A_PIXEL) / weights.sum()
    speed, spread, history = 0 * weights, 0 * weights, []
    for step in range(1, steps + 2):
        history.append(unevenness((parts @ weights).reshape(wanted.shape)))
        slope = 2 * (gram @ weights - target)
        speed, spread = 0.9 * speed + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        weights = weights - 0.01 * (speed / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return np.array(history), weights.reshape(SHAPES[name])


def lessons(steps=300):
    """The ripple while three presses learn."""
    histories = {name: lesson(name, steps)[0] for name in SHAPES}
    most = max(history.max() for history in histories.values())
    left, top, width, height = 52, 14, 374, 190
    told = " ".join(
        f"{name}: {number(h[0], 1)} % at first, {number(h[50], 1)} % after 50 steps, {number(h[-1], 1)} % at the end."
        for name, h in histories.items()
    )
    picture = Picture(left + width + 14, top + height + 56, f"The ripple of three presses while they learn. {told}")
    for percent in range(0, int(most) + 1, 20):
        y = top + height * (1 - percent / most)
        picture.line([(left, y), (left + width, y)], LINE, 0.8)
        picture.write(left - 8, y, f"{percent} %", 12, MUTED, "right")
    for k, ((name, history), color) in enumerate(zip(histories.items(), (WINDOW, KERNEL, ANSWER), strict=True)):
        xs = left + width * np.arange(len(history)) / steps
        picture.line(list(zip(xs, top + height * (1 - history / most), strict=True)), color, 2.2)
        picture.line([(left + 150, top + 14 + 22 * k), (left + 176, top + 14 + 22 * k)], color, 3)
        picture.write(left + 184, top + 14 + 22 * k, name, 13, color, "left", weight="bold")
    for step in range(0, steps + 1, 50):
        picture.write(left + width * step / steps, top + height + 16, str(step), 12, MUTED)
    picture.write(left + width / 2, top + height + 40, "steps of learning", 12, INK)
    return picture

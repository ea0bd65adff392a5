"""A panorama that closes: drawn here, unrolled and as a little planet, and blurred across its seam."""

import functools

import numpy as np

from solutions import conv2d, pad

from ..grids import number
from ..style import INK, MUTED, WINDOW, Picture, Row
from .frames import MODES

HEIGHT, WIDTH = 72, 360
BLUR = 13
SUN = (22, 5)  # row and column of its middle: the seam cuts it


@functools.cache
def panorama():
    """A landscape all round (3, 72, 360), 0 to 255. Everything in it has whole waves, so that its ends meet."""
    angle = np.arange(WIDTH) * 2 * np.pi / WIDTH
    row, column = np.mgrid[:HEIGHT, :WIDTH]
    height = row / (HEIGHT - 1)
    picture = np.stack([150 + 90 * height, 190 + 40 * height, 235 + 5 * height])
    beside = (column - SUN[1] + WIDTH // 2) % WIDTH - WIDTH // 2
    _paint(picture, np.hypot(row - SUN[0], beside) < 10, (255, 236, 150))
    far = 44 + 7 * np.sin(3 * angle + 1) + 4 * np.sin(7 * angle) + 2 * np.sin(17 * angle + 2)
    near = 56 + 5 * np.sin(2 * angle + 4) + 3 * np.sin(5 * angle + 1)
    _paint(picture, row > far, (112, 130, 165))
    _paint(picture, row > near, (84, 125, 74))
    for middle, tall in ((60, 18), (71, 13), (140, 22), (236, 15), (247, 20), (310, 17), (356, 20)):
        foot = near[middle]
        _paint(
            picture,
            (abs((column - middle + WIDTH // 2) % WIDTH - WIDTH // 2) < (row - foot + tall) / 3) & (row < foot + 3),
            (38, 82, 58),
        )
    _paint(picture, (abs(column - 190) < 7) & (row > near[190] - 12) & (row < near[190] + 3), (176, 66, 52))
    return np.round(picture)


def _paint(picture, where, colour):
    for channel, value in zip(picture, colour, strict=True):
        channel[where] = value


def framed(mode, amount):
    """Columns added on the left and on the right as `mode` says; rows always repeated, for the sky does not wrap."""
    sides = pad(panorama()[None], (amount, amount, 0, 0), MODES[mode])
    return pad(sides, (0, 0, amount, amount), "replicate")[0]


def blurred(mode):
    """The mean of 13 x 13, of each colour, as large as the panorama."""
    x = framed(mode, BLUR // 2)[:, None]
    return conv2d(x, np.ones((1, 1, BLUR, BLUR)) / BLUR**2)[:, 0]


@functools.cache
def seamless():
    """The true blur at the seam: turn the panorama by half, so that the seam is in the middle, blur, turn back."""
    half = WIDTH // 2
    turned = pad(np.roll(panorama(), half, axis=2)[None], (BLUR // 2,) * 4, "replicate")[0][:, None]
    back = conv2d(turned, np.ones((1, 1, BLUR, BLUR)) / BLUR**2)[:, 0]
    return np.roll(back, -half, axis=2)


def at_the_seam(sheet):
    """The columns whose windows cross the seam."""
    reach = BLUR // 2
    return np.concatenate([sheet[..., -reach:], sheet[..., :reach]], axis=-1)


def seam_error(mode):
    """Mean distance from the true blur there."""
    return np.abs(at_the_seam(blurred(mode)) - at_the_seam(seamless())).mean()


def _colours(values):
    return np.clip(values, 0, 255).astype(np.uint8).transpose(1, 2, 0)


def unrolled(amount=40):
    """The panorama with circular padding on its left and its right."""
    whole = pad(panorama(), (amount, amount, 0, 0), MODES["circular"])
    scale = 700 / whole.shape[2]
    width, height = whole.shape[2] * scale, HEIGHT * scale
    picture = Picture(
        702,
        height + 48,
        f"""A drawn panorama, {WIDTH} columns for 360 degrees: mountains, hills, pines, a red house, and a sun that
        its end cuts in two. {amount} more columns on either side continue it, and the sun is whole, twice.""",
    )
    picture.image(_colours(whole), 1, 24, width, height)
    own = (1 + amount * scale, 24, WIDTH * scale, height)
    picture.box(*own, edge="#ffffff", line=4)
    picture.box(*own, edge=WINDOW, line=2)
    picture.write(1 + amount * scale / 2, 11, "added", 12, MUTED)
    picture.write(1 + width / 2, 11, "the panorama, once round", 13, WINDOW, weight="bold")
    picture.write(1 + width - amount * scale / 2, 11, "added", 12, MUTED)
    picture.write(1 + amount * scale, height + 37, "0°", 12, MUTED)
    picture.write(1 + (amount + WIDTH / 2) * scale, height + 37, "180°", 12, MUTED)
    picture.write(1 + (amount + WIDTH) * scale, height + 37, "360°", 12, MUTED)
    return picture.in_parts((0, 362), (340, 702))


def planet(sheet, side=220):
    """The panorama bent round to a little planet, (side, side, 3); its lowest row is the middle."""
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    column = ((np.arctan2(x, -y) / (2 * np.pi)) % 1 * WIDTH).astype(int) % WIDTH
    row = (HEIGHT - 1 - np.hypot(x, y) / (side / 2) * HEIGHT * 0.8).astype(int)
    return _colours(sheet)[np.clip(row, 0, HEIGHT - 1), column]


def planets():
    """The blurred panorama as a disc, with its seam at the top, and the sky around the seam: one for every padding."""
    return Row(_planet(mode) for mode in MODES)


def close_up(sheet, across=15, rows=(8, 38)):
    """The sky around the seam, which runs down its middle: (rows, 2 across, 3)."""
    return _colours(np.roll(sheet, across, axis=2)[:, slice(*rows), : 2 * across])


def _planet(mode, side=150):
    error = number(seam_error(mode), 1)
    look = {
        "zero": "A dark line runs from the middle upwards, through the sun.",
        "circular": "No seam is to be seen; the sun is whole.",
    }.get(mode, "The sun is blurred on its right side and cut off sharply on its left, where the seam is.")
    picture = Picture(
        side,
        2 * side + 56,
        f"""{mode}: the blurred panorama bent to a disc, and the sky at its seam, enlarged. {look}
        Error at the seam: {error}.""",
    )
    picture.write(0, 11, mode, 13, INK, ha="left", weight="bold")
    picture.image(planet(blurred(mode)), 0, 24, side, side)
    picture.image(close_up(blurred(mode)), 0, side + 32, side, side)
    picture.write(0, 2 * side + 46, f"error at the seam: {error}", 12, MUTED, ha="left")
    return picture

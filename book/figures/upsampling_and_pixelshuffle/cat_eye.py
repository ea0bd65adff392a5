"""A detail of a photograph, enlarged in every mode, and what goes wrong with it.

The cat is Chelsea, photographed by Stéfan van der Walt; he gave the picture to the public domain (CC0).
"""

import numpy as np
import torch
from torch.nn import functional

from solutions import interpolate, pixel_shuffle, pixel_unshuffle

from ..grids import TIMES, number
from ..photograph import cat, grey
from ..style import ANSWER, INK, KERNEL, MUTED, WINDOW, Picture, Row

TOP, LEFT, HEIGHT, WIDTH = 96, 154, 40, 40
FACTOR = 8
PANEL = 300
SHOWS = {
    "nearest": "square blocks, with stairs along the pupil",
    "bilinear": "soft, with a faint star around bright points",
    "bicubic": "crisper, the pupil's rim sharper than with bilinear",
}


def eye():
    """The detail (1, 3, H, W), from 0 to 1."""
    return cat()[TOP : TOP + HEIGHT, LEFT : LEFT + WIDTH].transpose(2, 0, 1)[None] / 255


def as_bytes(x):
    """(1, 3, H, W) from 0 to 1 as a picture of bytes; what lies outside is cut off."""
    return np.round(255 * x[0].clip(0, 1).transpose(1, 2, 0)).astype(np.uint8)


def enlarged(mode):
    return interpolate(eye(), scale_factor=FACTOR, mode=mode)


def outside(x):
    """Which share of the numbers is below black or above white."""
    return ((x < 0) | (x > 1)).mean()


def modes():
    """Where the detail is, and the detail in three modes."""
    return Row([_whole(), *(panel(mode, as_bytes(enlarged(mode)), SHOWS[mode], PANEL) for mode in SHOWS)])


def _whole():
    scale = PANEL / cat().shape[1]
    height, width = (size * scale for size in cat().shape[:2])
    picture = Picture(
        round(width) + 4,
        round(height) + 60,
        f"The whole photograph, a cat's face, with a frame of {HEIGHT} by {WIDTH} pixels on one eye.",
    )
    picture.write(2, 11, "the photograph", 13, WINDOW, ha="left", weight="bold")
    picture.image(cat(), 2, 26, width, height)
    picture.box(2 + LEFT * scale, 26 + TOP * scale, WIDTH * scale, HEIGHT * scale, edge="#ffffff", line=4)
    picture.box(2 + LEFT * scale, 26 + TOP * scale, WIDTH * scale, HEIGHT * scale, edge=WINDOW, line=2)
    words = f"{HEIGHT} {TIMES} {WIDTH} pixels in the frame, each becomes {FACTOR} {TIMES} {FACTOR}"
    picture.write(2, 48 + height, words, 12, MUTED, ha="left")
    return picture


def panel(title, pixels, shows, side=212, note=""):
    picture = Picture(side + 4, side + (50 if note else 30), f"{title}: {shows}.")
    picture.write(2, 11, title, 13, ANSWER, ha="left", weight="bold")
    picture.image(pixels, 2, 26, side, side)
    if note:
        picture.write(2, side + 39, note, 12, INK, ha="left")
    return picture


def rings(side=120):
    """Rings around the upper left corner that grow finer, to two pixels a ring (1, 1, side, side), from 0 to 1."""
    rows, columns = np.ogrid[:side, :side]
    return (0.5 + 0.5 * np.cos(np.pi * (rows**2 + columns**2) / (2 * side)))[None, None]


def shrunk(antialias):
    """The rings at a quarter of their height and width, by torch: the reference does not smooth before it shrinks."""
    small = torch.from_numpy(rings())
    return functional.interpolate(small, scale_factor=0.25, mode="bilinear", antialias=antialias)[0, 0].numpy()


def shrinking():
    """Fine rings, and what is left of them without smoothing and with it."""
    shows = {
        False: ("bilinear", "new, false rings in the lower right"),
        True: ("antialias=True", "grey where the rings are too fine"),
    }
    panels = [panel(title, np.round(255 * shrunk(way)), what) for way, (title, what) in shows.items()]
    return Row([panel("the picture", np.round(255 * rings()[0, 0]), "rings, finer towards the lower right"), *panels])


def wall(side=12):
    """A white disc on black: nothing but black and white."""
    rows, columns = np.ogrid[:side, :side]
    middle = (side - 1) / 2
    return ((rows - middle) ** 2 + (columns - middle) ** 2 < (side / 3) ** 2).astype(float)[None, None]


def bytes_two_ways():
    """Bicubic's values as bytes: cut off at 0 and 255, and wrapped round, as a careless conversion does."""
    values = 255 * interpolate(wall(), scale_factor=16, mode="bicubic")[0, 0]
    return values, np.round(values.clip(0, 255)).astype(np.uint8), np.round(values).astype(np.int64).astype(np.uint8)


def wrapped():
    """A black and white picture: enlarged and cut off, enlarged and wrapped round."""
    values, cut, around = bytes_two_ways()
    small = np.round(255 * wall()[0, 0]).repeat(16, axis=0).repeat(16, axis=1)
    return Row(
        [
            panel("before", small, "a white disc on black, 12 by 12 pixels", note="0 and 255 only"),
            panel(
                "cut off, then bytes", cut, "the disc with a soft edge",
                note=f"values were {number(values.min(), 0)} to {number(values.max(), 0)}",
            ),
            panel(
                "bytes without a cut", around, "the disc with a black ring inside its rim and a white ring outside",
                note=f"{number(values.max(), 0)} became {round(values.max()) % 256}",
            ),
        ]
    )  # fmt: skip


def shuffles():
    """The eye as small channels laid out again: right, columns before rows, colours mixed up."""
    parts = pixel_unshuffle(face(), 2)
    columns_first = parts.reshape(1, 3, 2, 2, *parts.shape[2:]).swapaxes(2, 3).reshape(parts.shape)
    colours_last = parts.reshape(1, 3, 4, *parts.shape[2:]).swapaxes(1, 2).reshape(parts.shape)
    return {
        "as it should be": pixel_shuffle(parts, 2),
        "columns before rows": pixel_shuffle(columns_first, 2),
        "colours take turns": pixel_shuffle(colours_last, 2),
    }


def face():
    """The eye with its surroundings, 64 x 64 pixels."""
    return cat()[TOP - 12 : TOP + 52, LEFT - 12 : LEFT + 52].transpose(2, 0, 1)[None] / 255


def wrong_shuffles():
    shows = ["the cat's eye", "the same eye, every edge frayed like a comb", "a coloured mesh over the eye"]
    pairs = zip(shuffles().items(), shows, strict=True)
    return Row(panel(name, as_bytes(x).repeat(4, 0).repeat(4, 1), seen) for (name, x), seen in pairs)


def quarters():
    """A picture unshuffled by 2, and shuffled again."""
    whole = grey(cat())[TOP - 12 : TOP + 52, LEFT - 12 : LEFT + 52][None, None]
    parts = pixel_unshuffle(whole, 2)
    again = pixel_shuffle(parts, 2)
    same = "the same numbers" if np.array_equal(again, whole) else "other numbers"
    picture = Picture(
        700,
        236,
        f"""Left, a cat's eye, 1 channel of 64 by 64. Middle, the same unshuffled: 4 channels of 32 by 32 that
        look almost alike. Right, shuffled again: {same}.""",
    )
    for x, title, color in ((2, f"1 channel, 64 {TIMES} 64", WINDOW), (494, f"1 channel, 64 {TIMES} 64", ANSWER)):
        picture.write(x, 11, title, 13, color, ha="left", weight="bold")
        picture.image((whole if x == 2 else again)[0, 0].repeat(4, 0).repeat(4, 1), x, 26, 200, 200)
    picture.write(268, 11, f"4 channels, 32 {TIMES} 32", 13, KERNEL, ha="left", weight="bold")
    for k, part in enumerate(parts[0]):
        x, y = 268 + k % 2 * 86, 36 + k // 2 * 96
        picture.image(part.repeat(4, 0).repeat(4, 1), x, y, 78, 78)
        picture.write(x + 39, y + 87, f"channel {k}", 11, MUTED)
    picture.arrow((212, 126), (258, 126))
    picture.arrow((440, 126), (486, 126))
    picture.write(235, 108, "un-\nshuffle", 12, INK, va="bottom")
    picture.write(463, 112, "shuffle", 12, INK, va="bottom")
    return picture.in_parts((0, 264), (258, 490), (436, 700))

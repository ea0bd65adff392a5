"""A photograph with frames of four kinds, what edge kernels and a blur answer at its border, and the truth.

The face is cut out of a larger photograph, so what really lies beyond its edge is known.
"""

import functools

import numpy as np

from solutions import conv2d, pad

from ..grids import number
from ..photograph import LYING, UPRIGHT, cat, grey
from ..style import INK, MUTED, WINDOW, Picture, Row
from .frames import MODES

TOP, LEFT, SIDE = 60, 124, 224
BLUR = 31
REACH = BLUR // 2
TRUTH = "the truth"
SHOWN = 158
SEEN_BY_EDGES = 28
STRONGEST = 350
FRAME = 60
PIECE = (70, 130, 110, 160)  # top, left, height, width of what is framed


def piece():
    """An eye and the fur beside it, in colour (110, 160, 3)."""
    top, left, height, width = PIECE
    return cat()[top : top + height, left : left + width]


def framed_photo(mode, amount=FRAME):
    """The piece with a frame, (H, W, 3)."""
    colours = piece().transpose(2, 0, 1)
    return pad(colours, (amount,) * 4, MODES[mode]).transpose(1, 2, 0)


LOOKS = {
    "zero": "A black frame.",
    "reflection": "Beyond each edge the picture runs backwards: the eye has mirror images.",
    "replication": "Beyond each edge the last pixels are drawn out to stripes; the corners are of one colour.",
    "circular": "Beyond each edge stands what is at the opposite one, with a hard seam between.",
}


def frames():
    """The piece in its four frames."""
    return Row(_framed(mode) for mode in MODES)


def _framed(mode, amount=FRAME, width=320):
    whole = framed_photo(mode, amount)
    scale = width / whole.shape[1]
    height = whole.shape[0] * scale
    picture = Picture(
        width, height + 26, f"{mode}: a piece of the cat's face with {amount} more pixels on every side. {LOOKS[mode]}"
    )
    picture.write(0, 11, mode, 14, INK, ha="left", weight="bold")
    picture.image(whole, 0, 24, width, height)
    own = (amount * scale, 24 + amount * scale, PIECE[3] * scale, PIECE[2] * scale)
    picture.box(*own, edge="#ffffff", line=3.5)
    picture.box(*own, edge=WINDOW, line=1.8)
    return picture


def face(around=0):
    """The face in grey (224 + 2 around, ...), with so many true pixels around it."""
    rows, columns = (slice(start - around, start + SIDE + around) for start in (TOP, LEFT))
    return grey(cat())[rows, columns]


def continued(way, amount):
    """The face with a frame of so many pixels: one of the four, or the true one."""
    return face(amount) if way == TRUTH else pad(face()[None], (amount,) * 4, MODES[way])[0]


def _through(x, kernel):
    return conv2d(x[None, None], kernel[None, None].astype(float))[0, 0]


@functools.cache
def edges(way):
    """How strongly brightness changes at each pixel of the face: both Sobel kernels, squares added, root."""
    x = continued(way, 1)
    return np.hypot(_through(x, UPRIGHT), _through(x, LYING))


@functools.cache
def blurred(way):
    """The mean of 31 x 31 pixels, at each pixel of the face; first along the rows, then along the columns."""
    mean = np.ones((1, BLUR)) / BLUR
    return _through(_through(continued(way, REACH), mean), mean.T)


def ring(sheet):
    """The outermost pixels."""
    inside = np.zeros(sheet.shape, bool)
    inside[1:-1, 1:-1] = True
    return sheet[~inside]


def measured():
    """For each way, on the rim: mean strength of edges and its mean error, mean brightness of the blur and its."""
    rows = []
    for way in (TRUTH, *MODES):
        found = []
        for sheet in (edges, blurred):
            found += [ring(sheet(way)).mean(), np.abs(ring(sheet(way)) - ring(sheet(TRUTH))).mean()]
        rows.append([way, *found])
    return rows


def corners():
    """The edge map's lower right corner, enlarged, for the truth and the four paddings."""
    return Row.captioned([_corner(way) for way in (TRUTH, *MODES)], 120, MUTED)


def _corner(way):
    sheet, n = edges(way), SEEN_BY_EDGES
    mean = number(ring(sheet).mean(), 0)
    look = {
        TRUTH: "Grey streaks, and nothing on the rim.",
        "zero": "A white line runs along the whole rim.",
        "circular": "A grey line runs along the rim.",
    }.get(way, "Grey streaks, and nothing on the rim.")
    alt = f"{way}: edge strength in the lower right corner, {n} by {n} pixels. {look} Mean on the whole rim: {mean}."
    return way, sheet[-n:, -n:], {"limits": (0, STRONGEST)}, f"on the rim: {mean}", alt


def blurs():
    """The blurred face, for the truth and three paddings."""
    return Row.captioned([_blur(way) for way in (TRUTH, *MODES)], 120)


def _blur(way):
    sheet = blurred(way)
    mean = number(ring(sheet).mean(), 0)
    look = {
        TRUTH: "A soft face, as bright at the rim as it is.",
        "zero": "The face sinks into the dark towards the rim.",
        "circular": "Much like the truth, but dark parts glow through from the opposite rim.",
    }.get(way, "Hardly to be told from the truth.")
    alt = f"{way}: the face blurred by {BLUR} by {BLUR}. {look} Its rim is {mean} bright on average."
    return way, sheet, {}, f"on the rim: {mean}", alt

"""A colour portrait printed as it should be, and by presses that are wrong in one way each."""

import numpy as np
from skimage.data import astronaut

from solutions import conv_transpose2d

from ..style import INK, LINE, MUTED, Picture, Row

RELIEF = np.array([[-0.5, -0.5, 0.25], [-0.5, 1, 1.5], [-0.25, 1.5, 1.5]])  # lit from one side, and even for stride 2
SEPIA = np.array([[0.393, 0.349, 0.272], [0.769, 0.686, 0.534], [0.189, 0.168, 0.131]]) * 0.8  # (channels in, out)
BIAS = np.full(3, 0.08)


def small():
    """The face in colour (1, 3, 64, 64), from 0 to 1."""
    face = astronaut()[:256, 96:352] / 255
    return face.reshape(64, 4, 64, 4, 3).mean(axis=(1, 3)).transpose(2, 0, 1)[None]


def weight(mix=SEPIA, stamp=RELIEF):
    """One stamp, in another strength for each pair of channels: (3, 3, 3, 3)."""
    return mix[:, :, None, None] * stamp


def printed(weight, bias=BIAS):
    """Twice as large: stride 2, padding 1, output padding 1."""
    return conv_transpose2d(small(), weight, bias, 2, 1, 1)[0]


def prints_reaching():
    """How many prints reach each place."""
    ones = np.ones((1, 1, 64, 64)), np.ones((1, 1, 3, 3))
    return conv_transpose2d(*ones, None, 2, 1, 1)[0]


def ways():
    """Name, picture, what it looks like."""
    right = printed(weight())
    return [
        ("as it should be", right, "A face in brown tones, in soft relief."),
        (
            "stamp turned",
            printed(weight(stamp=RELIEF[::-1, ::-1])),
            "The same face; its relief is lit from the other side.",
        ),
        ("channels out first", printed(weight(SEPIA.T)), "The same face in shrill green instead of brown."),
        (
            "bias with every print",
            right + BIAS[:, None, None] * (prints_reaching() - 1),
            "A net of dots over the face.",
        ),
    ]


def wrong_ways():
    return Row(_panel(*way) for way in ways())


def _panel(name, pixels, looks):
    side = 154
    picture = Picture(side + 4, side + 30, f"{name}: {looks}")
    picture.write(2, 11, name, 13, INK if name.startswith("as") else MUTED, "left", weight="bold")
    shown = np.round(255 * pixels[:, 10:106, 16:112].clip(0, 1)).astype(np.uint8).transpose(1, 2, 0)
    picture.image(shown.repeat(2, 0).repeat(2, 1), 2, 26, side, side)
    picture.box(2, 26, side, side, edge=LINE)
    return picture

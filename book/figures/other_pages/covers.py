"""A cover for every chapter: the same cat after the chapter's operation."""

import numpy as np

from solutions import (
    adaptive_avg_pool2d,
    avg_pool2d,
    conv2d,
    conv2d_input,
    conv_transpose2d,
    interpolate,
    max_pool2d,
    pad,
)
from solutions.as_fast_as_torch import im2col

from ..photograph import LYING, SIGNED_LIMIT, UPRIGHT, grey, square_cat
from ..style import SIGNED, Picture

SIDE = 168
DILATION, MOTIF, WINDOW, CELLS, SMALL, BLOCK = 6, 72, 8, (6, 9), (14, 14), 4
TAPS_APART = 48


def brightness():
    """The cat (1, 1, 224, 224), from 0 to 255."""
    return grey(square_cat())[None, None]


def colours():
    """The cat (1, 3, 224, 224), from 0 to 255."""
    return square_cat().transpose(2, 0, 1)[None].astype(float)


def edges():
    return conv2d(brightness(), UPRIGHT[None, None].astype(float))[0, 0]


def wide_edges():
    return conv2d(brightness(), LYING[None, None].astype(float), dilation=DILATION)[0, 0]


def round_the_world():
    """A part of the face and, on every side, what stands at its opposite edge."""
    part = colours()[:, :, 40 : 40 + 2 * MOTIF, 40 : 40 + 2 * MOTIF]
    return pad(part, (MOTIF,) * 4, "circular")[0]


def brightest():
    return max_pool2d(brightness(), WINDOW)[0, 0]


def six_by_nine():
    return adaptive_avg_pool2d(colours(), CELLS)[0]


def checkerboard():
    """Half the pixels, spread again by a kernel that its stride does not divide."""
    half = avg_pool2d(brightness()[:, :, 12:92, 14:94], 2)
    return conv_transpose2d(half, np.ones((1, 1, 3, 3)) / 3, stride=2)[0, 0]


def copied_and_blended():
    """Left, every pixel copied; right, the same pixels blended."""
    small = interpolate(colours()[:, :, 20:188, 20:188], SMALL, mode="area")
    copied, blended = (interpolate(small, (SIDE, SIDE), mode=mode)[0] for mode in ("nearest", "bicubic"))
    return np.concatenate([copied[:, :, : SIDE // 2], blended[:, :, SIDE // 2 :]], axis=2)


def down_and_up():
    """Edges, their positive part, its blocks' maxima, and these enlarged."""
    kept = np.maximum(edges(), 0)
    pooled = max_pool2d(kept[None, None], BLOCK * 2)
    return edges(), kept, pooled[0, 0], interpolate(pooled, edges().shape, mode="bilinear")[0, 0]


def blamed():
    """What each pixel is to blame for, if every positive edge is blamed with all that it is: the way back of a ReLU."""
    kernel = UPRIGHT[None, None].astype(float)
    blame = conv2d_input(brightness().shape, kernel, np.maximum(edges(), 0)[None, None])[0, 0]
    return blame * SIGNED_LIMIT / np.quantile(abs(blame), 0.98)


def moved_copies():
    """What every tap of a wide kernel of 3 x 3 sees of the face: the rows of im2col's matrix, each as a picture."""
    rows = im2col(brightness(), 3, dilation=TAPS_APART)[0]
    side = brightness().shape[2] - 2 * TAPS_APART
    return rows.reshape(3, 3, side, side).swapaxes(1, 2).reshape(3 * side, 3 * side)


def cover(slug):
    """The cover of the chapter `slug`."""
    alt, content = COVERS[slug]
    picture = Picture(SIDE, SIDE, alt)
    drawn = content()
    if isinstance(drawn, tuple):
        half = SIDE / 2
        for part, (x, y) in zip(drawn, [(0, 0), (half, 0), (0, half), (half, half)], strict=True):
            _fill(picture, part, x, y, half)
    else:
        _fill(picture, drawn, 0, 0, SIDE)
    picture.box(0.5, 0.5, SIDE - 1, SIDE - 1)
    return picture


def _fill(picture, values, x, y, side):
    """Colours as they are; a map with signs in two hues; brightness in grey."""
    if values.ndim == 3:
        picture.image(np.clip(values, 0, 255).astype(np.uint8).transpose(1, 2, 0), x, y, side, side)
    elif values.min() < 0 or values.max() > 256:
        picture.image(values, x, y, side, side, SIGNED, (-SIGNED_LIMIT, SIGNED_LIMIT))
    else:
        picture.image(values, x, y, side, side)


COVERS = {
    "convolutional-layers": ("The cat's face as a map of vertical edges, orange and purple.", edges),
    "convolution-parameters": (
        f"The same face with a horizontal edge kernel whose taps lie {DILATION} pixels apart: the lines are broad.",
        wide_edges,
    ),
    "padding-layers": (
        "An eye and a nose, and beyond each edge what stands at the opposite one: circular padding.",
        round_the_world,
    ),
    "pooling-layers": (
        f"The face in grey blocks: each is the largest value of {WINDOW} by {WINDOW} pixels.",
        brightest,
    ),
    "adaptive-pooling": ("The face as {} rows and {} columns of colours.".format(*CELLS), six_by_nine),
    "transposed-convolutions": ("An eye of the cat under a fine checkerboard.", checkerboard),
    "upsampling-and-pixelshuffle": (
        "{} by {} pixels made large: on the left by copying, in blocks; on the right blended, smooth.".format(*SMALL),
        copied_and_blended,
    ),
    "putting-it-all-together": (
        "Four maps: edges, only the positive ones, these as large blocks, and the blocks blended.",
        down_and_up,
    ),
    "the-way-back": (
        "The blame of the face's pixels for all edges that are brighter on the right: every line in two colours.",
        blamed,
    ),
    "as-fast-as-torch": (
        f"The face nine times in three rows, each copy {TAPS_APART} pixels further right or down than its neighbour.",
        moved_copies,
    ),
}

"""Wide views with few weights: dilated kernels beside large ones, and the dots that equal dilations leave.

The far galaxies are NASA's (Hubble eXtreme Deep Field), free to use.
"""

import numpy as np
from skimage.data import hubble_deep_field

from solutions import conv2d

from ..grids import TIMES
from ..photograph import grey
from ..style import INK, KERNEL, LINE, MUTED, SIGNED, WINDOW, WINDOW_TINT, Picture, Row
from .jumps import answers, tower, upright

SAME, MIXED = (4, 4, 4), (1, 3, 8)  # both see 25 x 25 pixels
TOP, LEFT, SIDE, RIM = 342, 602, 88, 12  # of the piece of sky; its rim is used up by the layers
CELL = 11


def side_by_side(spans=(3, 7, 21)):
    """A dilated 3 x 3 kernel for each span, on the tower: the wide ones see as far as large kernels, on nine pixels."""
    pictures = []
    for span in spans:
        dilation = (span - 1) // 2
        sheet = answers(tower(), upright(3), dilation=dilation)
        words = "every bar, and single pixels of it" if span < 10 else "two ghosts of every bar, at a distance"
        picture = Picture(206, 250, f"3 by 3 kernel with dilation {dilation}, {span} by {span} pixels wide: {words}.")
        picture.write(0, 11, f"dilation {dilation}: {span} {TIMES} {span}", 13, INK, ha="left", weight="bold")
        picture.image(sheet, 0, 24, 206, 206, SIGNED, (-60, 60))
        picture.write(0, 241, f"9 weights, not {span * span}" if span > 3 else "9 weights", 12, KERNEL, ha="left")
        pictures.append(picture)
    return Row(pictures)


def ways(dilations):
    """Count the ways in which each pixel (H, W) reaches one output of a stack of 3 x 3 layers with these dilations."""
    counts = np.ones((1, 1, 1, 1))
    for dilation in dilations:
        counts = conv2d(counts, np.ones((1, 1, 3, 3)), padding=2 * dilation, dilation=dilation)
    return counts[0, 0]


def sieve(dilations):
    """What one output looks at in two dimensions: filled squares are looked at, empty ones are not."""
    counts = ways(dilations)
    name = ", ".join(map(str, dilations))
    looked = np.count_nonzero(counts)
    picture = Picture(
        len(counts) * CELL + 4,
        len(counts) * CELL + 52,
        f"""Three 3 by 3 layers with dilations {name}: one output reaches over {len(counts)} by {len(counts)} pixels and
        looks at {looked} of {counts.size}.""",
    )
    picture.write(2, 11, f"dilations {name}", 13, INK, ha="left", weight="bold")
    for (i, j), count in np.ndenumerate(counts):
        fill = WINDOW if count == counts.max() else WINDOW_TINT if count else "none"
        picture.box(2 + j * CELL, 24 + i * CELL, CELL, CELL, fill=fill, edge=WINDOW if count else LINE, line=0.7)
    picture.write(2, len(counts) * CELL + 40, f"looks at {looked} of {counts.size}", 12, MUTED, ha="left")
    return picture


def sieves():
    return Row([sieve((2, 2, 2)), sieve((1, 2, 4))])


def sky():
    """A piece of the night sky: far galaxies, small and bright on black, with the rim around them."""
    return grey(hubble_deep_field()[TOP - RIM : TOP + SIDE + RIM, LEFT - RIM : LEFT + SIDE + RIM])


def softened(dilations):
    """The sky after three layers, each of which takes the mean of nine pixels at this distance."""
    seen = sky()
    for dilation in dilations:
        seen = answers(seen, np.full((3, 3), 1 / 9), dilation=dilation)
    return seen


def spots():
    """The sky, and what two stacks with the same reach and the same number of weights make of it."""
    shows = {
        "a piece of the sky": (sky()[RIM:-RIM, RIM:-RIM], "Small bright galaxies on black."),
        f"dilations {', '.join(map(str, SAME))}": (softened(SAME), "Every galaxy has become a lattice of dots."),
        f"dilations {', '.join(map(str, MIXED))}": (softened(MIXED), "Every galaxy is one patch."),
    }
    return Row([_photo(name, values, words) for name, (values, words) in shows.items()])


def _photo(name, values, words, side=206):
    picture = Picture(side, side + 26, f"{name}. {words}")
    picture.write(0, 11, name, 13, INK, ha="left", weight="bold")
    picture.image(values, 0, 24, side, side, limits=(values.min(), values.max()))
    return picture

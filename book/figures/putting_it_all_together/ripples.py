"""One pixel of a picture changes: who notices it, layer by layer."""

import numpy as np

from ..style import ANSWER, INK, KERNEL, LINE, MUTED, WINDOW, Film, Picture
from . import released
from .roads import stages

SIDE, CHANGED, CELL = 12, (5, 6), 14
WORDS = {
    "picture": "one pixel changes",
    "conv1": "every window that covers it",
    "pool": "every block with such a window",
    "adaptive": "the average of all",
    "up": "every stamp of such a block",
}


def ripples():
    """A mask (H, W) for what every layer gives: the places where at least one map of MiniNet has another number."""
    state = released.state("mininet")
    before = np.random.default_rng(4).uniform(size=(1, 3, SIDE, SIDE))
    after = before.copy()
    after[:, :, CHANGED[0], CHANGED[1]] += 5
    pairs = zip(stages(before, state).items(), stages(after, state).values(), strict=True)
    return {name: np.abs(old - new)[0].max(axis=0) > 1e-9 for (name, old), new in pairs}


def extent(mask):
    """Height and width of the changed part."""
    rows, columns = np.argwhere(mask).T
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def film():
    """Frame by frame down and up MiniNet's roads."""
    masks = ripples()
    return Film("ripple", [_frame(name, mask) for name, mask in masks.items()], range(len(masks)), seconds=1.8)


def _frame(name, mask):
    height, width = extent(mask)
    first = np.argwhere(mask)[0]
    text = f"{int(mask.sum())} of {mask.size} changed"
    picture = Picture(
        200,
        44 + SIDE * CELL + 28,
        f"""{name}, a sheet of {len(mask)} rows and {len(mask[0])} columns: {text}, a block of {height} by {width} from
        row {first[0]}, column {first[1]} on.""",
    )
    color = WINDOW if name == "picture" else ANSWER
    picture.write(1, 11, name, 14, color if name == "picture" else KERNEL, ha="left", weight="bold")
    picture.write(1, 30, WORDS[name], 12, MUTED, ha="left")
    for (i, j), noticed in np.ndenumerate(mask):
        fill = color if noticed else "none"
        picture.box(2 + j * CELL, 44 + i * CELL, CELL, CELL, fill=fill, edge=LINE, line=0.7)
    picture.write(1, 44 + len(mask) * CELL + 15, text, 13, INK, ha="left")
    return picture

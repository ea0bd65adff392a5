"""Rulers: where the centres of the new pixels fall on the old row, by each of torch's rules."""

import numpy as np

from solutions import interpolate

from ..grids import number
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, MUTED, WINDOW, WINDOW_TINT, Picture, Row
from .resizing import places

UNIT = 92


def corners(in_size=3, out_size=5):
    """The two rules, one below the other: edges meet, or the outermost centres meet."""
    rules = [
        ("align_corners=False: the edges meet", False),
        ("align_corners=True: the centres meet", True),
    ]
    return Row(ruler(title, in_size, places(in_size, out_size, aligned)) for title, aligned in rules)


def ruler(title, in_size, centres, step=None):
    """The old row above, the new one below, and for every new centre its place on the old axis."""
    step = centres[1] - centres[0] if step is None else step
    left = 20
    picture = Picture(
        in_size * UNIT + 2 * left,
        176,
        f"{title}. {in_size} old pixels, centres at 0 to {in_size - 1}; the {len(centres)} new ones lie at "
        f"{', '.join(number(centre) for centre in centres)}.",
    )

    def at(position):
        return left + (position + 0.5) * UNIT

    picture.write(left, 11, title, 13, INK, ha="left", weight="bold")
    for k in range(in_size):
        picture.box(at(k) - UNIT / 2, 28, UNIT, 38, fill=WINDOW_TINT, edge=WINDOW)
        picture.write(at(k), 40, str(k), 13, WINDOW, weight="bold")
        _dot(picture, at(k), 57, WINDOW)
    for i, centre in enumerate(centres):
        x = at(centre)
        picture.line([(x, 66), (x, 100)], ANSWER, 1.1, dashed=True)
        picture.box(x - step * UNIT / 2, 100, step * UNIT, 38, fill=ANSWER_TINT, edge=ANSWER)
        _dot(picture, x, 109, ANSWER)
        picture.write(x, 125, str(i), 13, ANSWER, weight="bold")
        picture.write(x, 156, number(centre), 12, MUTED)
    return picture


def _dot(picture, x, y, color):
    picture.box(x - 3, y - 3, 6, 6, fill=color, edge=color, round_by=3)


def copied(in_size, out_size, mode):
    """Which old pixel each new one copies."""
    names = np.arange(float(in_size))[None, None, None]
    return interpolate(names, (1, out_size), mode=mode).ravel().astype(int)


def nearest(in_size=3, out_size=5):
    """Two rules for copying: look at the new pixel's left edge, or at its centre."""
    rules = [("nearest", 0.0), ("nearest-exact", 0.5)]
    return Row(_copies(mode, in_size, out_size, part) for mode, part in rules)


def _copies(mode, in_size, out_size, part):
    step, left = in_size / out_size, 20
    found = copied(in_size, out_size, mode)
    where = "left edge" if part == 0 else "centre"
    picture = Picture(
        in_size * UNIT + 2 * left,
        172,
        f"{mode}: each of {out_size} new pixels copies the old pixel above its {where}: "
        f"{', '.join(map(str, found))} of 0 to {in_size - 1}.",
    )
    picture.write(left, 11, f"{mode}: above my {where}", 13, INK, ha="left", weight="bold")
    for k in range(in_size):
        picture.box(left + k * UNIT, 28, UNIT, 38, fill=KERNEL_TINT, edge=KERNEL)
        picture.write(left + (k + 0.5) * UNIT, 47, str(k), 14, KERNEL, weight="bold")
    for i, k in enumerate(found):
        x = left + i * step * UNIT
        picture.box(x, 112, step * UNIT, 38, fill=ANSWER_TINT, edge=ANSWER)
        picture.write(x + step * UNIT / 2, 131, str(k), 14, ANSWER, weight="bold")
        look = x + (part * step + (0.04 if part == 0 else 0)) * UNIT
        picture.arrow((look, 110), (look, 70), ANSWER)
        picture.write(x + step * UNIT / 2, 161, f"new {i}", 11, MUTED)
    return picture


def factor(in_size=5, scale=2.5):
    """The same number of new pixels, asked for by size and by a factor that does not come out even."""
    made = int(in_size * scale)
    apart = np.arange(0.5, made) / scale - 0.5
    return Row(
        [
            _crowd(f"size={made}", in_size, places(in_size, made), in_size / made),
            _crowd(f"scale_factor={scale}", in_size, apart, 1 / scale),
        ]
    )


def _crowd(title, in_size, centres, step):
    unit, left = 92, 20
    end = centres[-1] + step / 2 + 0.5
    picture = Picture(
        in_size * unit + 2 * left,
        126,
        f"{title}: {len(centres)} new pixels, each {number(step, 3)} old ones wide, over {in_size} old ones. They "
        f"start at the left edge and reach {number(end)} old pixels far; the last lies at {number(centres[-1])}.",
    )
    picture.write(
        left, 11, f"{title}: each new pixel is {number(step, 3)} old ones wide", 13, INK, "left", weight="bold"
    )
    for k in range(in_size):
        picture.box(left + k * unit, 26, unit, 34, fill=WINDOW_TINT, edge=WINDOW)
        picture.write(left + (k + 0.5) * unit, 43, str(k), 13, WINDOW, weight="bold")
    for i, centre in enumerate(centres):
        x = left + (centre + 0.5 - step / 2) * unit
        picture.box(x, 70, step * unit, 34, fill=ANSWER_TINT, edge=ANSWER)
        picture.write(x + step * unit / 2, 87, str(i), 12, ANSWER, weight="bold")
    if end < in_size - 1e-9:
        picture.line([(left + end * unit, 64), (left + end * unit, 112)], KERNEL, 2)
        picture.write(left + end * unit, 119, f"ends at {number(end)}", 12, KERNEL)
    return picture

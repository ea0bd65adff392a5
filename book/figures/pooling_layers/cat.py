"""The cat and a map of its edges, pooled: three summaries, frames that padding leaves, and what a small shift does."""

import numpy as np

from solutions import avg_pool2d, conv2d, lp_pool2d, max_pool2d, pad

from ..grids import number, sizes
from ..photograph import LYING, cat, grey
from ..style import ANSWER, INK, KERNEL, LINE, MUTED, WINDOW, Picture, Row

WINDOW_SIZE, BRIGHTEST = 8, 255
TOP, LEFT, SIDE = 60, 124, 224  # the face
SIDE_SHOWN = 158


def edges():
    """How strongly each place of the photograph is a horizontal edge, bright below dark; never negative."""
    return np.maximum(conv2d(grey(cat())[None, None], LYING[None, None].astype(float)), 0)[0, 0]


def face(values, shift=0):
    """The face's part (1, 1, 224, 224) of the photograph or of its map, from so many columns further left."""
    return values[TOP : TOP + SIDE, LEFT - shift : LEFT - shift + SIDE][None, None]


def summaries(x, size=WINDOW_SIZE):
    """The three pools; LP is divided by the norm of as many ones, or it would only be `size` times too bright."""
    return {"max": max_pool2d(x, size), "average": avg_pool2d(x, size), "LP, p = 2": lp_pool2d(x, 2, size) / size}


def sources():
    return {"photograph": face(grey(cat())), "feature map": face(edges())}


def three(name):
    """The photograph or the feature map, and its three summaries."""
    x = sources()[name]
    shows = {
        "photograph": {
            "max": "Brighter than the original; the dark pupils have shrunk.",
            "average": "The cat in soft blocks, as bright as the original.",
            "LP, p = 2": "Between the two, close to the average.",
        },
        "feature map": {
            "max": "Bright blocks everywhere, the brightest over the fur of the cheek, the lids and the nose.",
            "average": "Dark nearly everywhere: only the lids and the nose can still be made out.",
            "LP, p = 2": "Between the two: the lids and the nose are clear, the rest is dim.",
        },
    }[name]
    first = _shown(x[0, 0], name, f"{sizes(x[0, 0])} pixels of the cat's face: the {name}.")
    return Row([first, *(_shown(y[0, 0], key, shows[key]) for key, y in summaries(x).items())])


def _shown(values, title, shows):
    picture = Picture(
        SIDE_SHOWN, SIDE_SHOWN + 48, f"{title}, {sizes(values)}, mean {number(values.mean(), 0)}. {shows}"
    )
    picture.write(0, 11, title, 13, INK, ha="left", weight="bold")
    picture.image(values, 0, 24, SIDE_SHOWN, SIDE_SHOWN, "gray", (0, BRIGHTEST))
    picture.write(0, SIDE_SHOWN + 38, f"{sizes(values)}, mean {number(values.mean(), 0)}", 12, MUTED, ha="left")
    return picture


def averaged_frames(size=28, stride=14):
    """The face averaged in windows that overlap, with padding that counts and with padding that does not."""
    return {
        include: avg_pool2d(face(grey(cat())), size, stride, size // 2, False, include)[0, 0]
        for include in (True, False)
    }


def largest_frames(size=28, stride=14):
    """The largest of a map that is negative everywhere: with the padding at minus infinity, and with zeros."""
    x = face(grey(cat())) - 256.0
    return {
        "minus infinity": max_pool2d(x, size, stride, size // 2)[0, 0],
        "zeros": max_pool2d(pad(x, (size // 2,) * 4, "constant"), size, stride)[0, 0],
    }


def frames():
    """Two faults that look like a picture frame."""
    means, largest = averaged_frames(), largest_frames()
    middle, dark, fair = means[True][1:-1, 1:-1].mean(), means[True][0].mean(), means[False][0].mean()
    told = "the same map minus 256, so that all numbers are negative"
    return Row(
        [
            _shown(means[True], "padding counted", f"A dark frame: its top row has mean {number(dark, 0)}, the "
                   f"inside {number(middle, 0)}."),
            _shown(means[False], "padding not counted", f"No frame: the top row has mean {number(fair, 0)}."),
            _minus(largest["zeros"], "padded with zeros", f"Of {told}: a bright frame of zeros all round."),
            _minus(largest["minus infinity"], "as torch pads", f"Of {told}: no frame."),
        ]
    )  # fmt: skip


def _minus(values, title, shows):
    picture = Picture(SIDE_SHOWN, SIDE_SHOWN + 48, f"{title}. {shows}")
    picture.write(0, 11, title, 13, INK, ha="left", weight="bold")
    picture.image(values, 0, 24, SIDE_SHOWN, SIDE_SHOWN, "gray", (-256, 0))
    low, high = number(values.min(), 0), number(values.max(), 0)
    picture.write(0, SIDE_SHOWN + 38, f"from {low} to {high}", 12, MUTED, ha="left")
    return picture


def nudged(row, kernel, shifts, blurred=False):
    """A row that moves to the right, and its largest values: for each shift the row and the answers.

    `blurred` takes the largest at every place, blurs by 1 2 1, and keeps one of `kernel`; beyond its end the row begins
    again.
    """
    moved = [np.roll(row, shift) for shift in shifts]
    pool = _blur_pool if blurred else lambda r, kernel: max_pool2d(r, (1, kernel))
    return [(r, pool(1.0 * r[None, None, None], kernel)[0, 0, 0]) for r in moved]


def _blur_pool(x, kernel):
    largest = max_pool2d(pad(x, (0, kernel + 1, 0, 0), "circular"), (1, kernel), 1)
    return conv2d(largest, np.array([[[[1, 2, 1]]]]) / 4)[..., : x.shape[-1] : kernel]


def staircase(title, row, kernel, shifts, blurred=False):
    """The same row, a little further to the right each time, and what is left of it after max pooling."""
    cell, step, out = 24, 36, 38 if blurred else 24
    rows = nudged(np.array(row), kernel, shifts, blurred)
    split = 34 + len(row) * cell + 34
    picture = Picture(
        split + len(rows[0][1]) * out + 4,
        30 + step * len(rows),
        f"{title}. Max pooling with windows of {kernel}{', stride 1, then blurred and picked' if blurred else ''}. "
        + " ".join(
            f"Moved by {shift}: {' '.join(map(number, r))} gives {' '.join(map(number, a))}."
            for shift, (r, a) in zip(shifts, rows, strict=True)
        ),
    )
    picture.write(2, 11, title, 13, INK, ha="left", weight="bold")
    for k, (shift, (r, found)) in enumerate(zip(shifts, rows, strict=True)):
        y = 28 + step * k
        picture.write(2, y + cell / 2, f"+{shift}", 12, MUTED, ha="left")
        for at, values, wide, color in ((34, r, cell, WINDOW), (split, found, out, ANSWER)):
            for i, value in enumerate(values):
                level = "#3a3a3a" if value == 0 else "#f0f0f0"
                picture.box(at + i * wide, y, wide, cell, fill=level, edge="#808080")
                picture.write(
                    at + (i + 0.5) * wide, y + cell / 2, number(value), 12, "#fafafa" if value == 0 else "#111111"
                )
            picture.box(at, y, len(values) * wide, cell, edge=color, line=2)
        for i in range(0, len(r), kernel):
            picture.line([(34 + i * cell, y - 3), (34 + i * cell, y + cell + 3)], WINDOW, 2)
        picture.arrow((split - 28, y + cell / 2), (split - 6, y + cell / 2))
    return picture


WAYS = {
    "the map itself": lambda x: x,
    "every 8th pixel": lambda x: x[:, :, ::WINDOW_SIZE, ::WINDOW_SIZE],
    "average of 8 by 8": lambda x: avg_pool2d(x, WINDOW_SIZE),
    "max of 8 by 8": lambda x: max_pool2d(x, WINDOW_SIZE),
}
SHIFTS = tuple(range(2 * WINDOW_SIZE + 1))


def likeness(name, shift):
    """How far a map and that of the shifted cat go together: their correlation, 1 where they are alike."""
    still, moved = (WAYS[name](face(edges(), s)).ravel() for s in (0, shift))
    return float(np.corrcoef(still, moved)[0, 1])


def shifts():
    """The likeness of a map to that of the shifted cat, for each way to make the map small."""
    found = {name: [likeness(name, shift) for shift in SHIFTS] for name in WAYS}
    picture = Picture(
        440,
        290,
        "How alike a feature map is to that of the cat moved by 0 to 16 pixels, as a correlation. "
        + " ".join(
            f"{n}: moved by 1 {number(v[1])}, by 4 {number(v[4])}, by 8 {number(v[8])}." for n, v in found.items()
        ),
    )
    left, right, top, bottom = 34, 304, 12, 250

    def at(shift, value):
        return left + shift / SHIFTS[-1] * (right - left), bottom - value * (bottom - top)

    for value in (0, 0.5, 1):
        picture.line([at(0, value), at(SHIFTS[-1], value)], LINE, 1)
        picture.write(left - 8, at(0, value)[1], number(value), 12, MUTED, ha="right")
    for shift in range(0, 17, 4):
        picture.write(at(shift, 0)[0], bottom + 14, str(shift), 12, MUTED)
    picture.write((left + right) / 2, bottom + 31, "pixels that the cat has moved", 12, MUTED)
    styles = dict(zip(WAYS, [(INK, False), (MUTED, True), (KERNEL, False), (ANSWER, False)], strict=True))
    ends = sorted((at(SHIFTS[-1], values[-1])[1], name) for name, values in found.items())
    height = 0
    for y, name in ends:
        height = max(y, height + 17)
        picture.write(right + 8, height, name, 12, styles[name][0], ha="left", weight="bold")
    for name, values in found.items():
        color, dashed = styles[name]
        picture.line([at(s, v) for s, v in zip(SHIFTS, values, strict=True)], color, 2.2, dashed)
    return picture

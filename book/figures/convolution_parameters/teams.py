"""Who looks at whom: channels and filters as dots, and a line wherever a filter sees a channel."""

import numpy as np

from solutions import conv2d

from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, MUTED, WINDOW, WINDOW_TINT, Picture, Row

STEP = 30


def connections(channels, filters, groups):
    """Which channels each filter sees, found by trying: a channel of ones gives an answer only where it is seen."""
    weight = np.ones((filters, channels // groups, 1, 1))
    seen = np.eye(channels).reshape(channels, channels, 1, 1)
    return conv2d(seen, weight, groups=groups)[:, :, 0, 0].T != 0  # (filters, channels)


def diagram(channels, filters, groups, title):
    """Channels on the left, filters on the right."""
    joined = connections(channels, filters, groups)
    rows = max(channels, filters)
    lines = "; ".join(
        f"filter {f} sees {' '.join(str(c) for c in np.flatnonzero(seen))}" for f, seen in enumerate(joined)
    )
    picture = Picture(206, rows * STEP + 62, f"{title}: groups {groups}. {lines}. {joined.sum()} kernels in all.")
    picture.write(2, 11, title, 14, INK, ha="left", weight="bold")
    picture.write(2, 30, f"{joined.sum()} kernels", 12, MUTED, ha="left")

    def middle(number, count):
        return 58 + (number + 0.5 + (rows - count) / 2) * STEP

    for f, c in np.argwhere(joined):
        picture.line([(46, middle(c, channels)), (158, middle(f, filters))], MUTED if groups == 1 else KERNEL, 1.2)
    for c in range(channels):
        _dot(picture, 34, middle(c, channels), c, WINDOW, WINDOW_TINT)
    for f in range(filters):
        _dot(picture, 170, middle(f, filters), f, KERNEL, KERNEL_TINT)
    picture.write(34, 50, "channels", 11, WINDOW)
    picture.write(170, 50, "filters", 11, KERNEL)
    return picture


def _dot(picture, x, y, number, edge, fill):
    picture.box(x - 12, y - 12, 24, 24, fill=fill, edge=edge, line=1.6, round_by=11)
    picture.write(x, y, str(number), 11, edge, weight="bold")


def three_ways(channels=4, filters=4):
    """The same channels and filters: everybody together, in two teams, and each on its own."""
    return Row(
        [
            diagram(channels, filters, 1, "one team"),
            diagram(channels, filters, 2, "two teams"),
            diagram(channels, filters, channels, "depthwise"),
        ]
    )


def separable(channels=4, filters=6):
    """A depthwise layer and a 1 x 1 layer behind it: first each channel by itself, then all of them mixed."""
    steps = [connections(channels, channels, channels), connections(channels, filters, 1)]
    rows = max(channels, filters)
    picture = Picture(
        430,
        rows * STEP + 62,
        f"""From left to right: {channels} channels; {steps[0].sum()} lines, one from each to a map of its own, 3 by 3
        kernels; {steps[1].sum()} lines from these maps to each of {filters} maps, 1 by 1 kernels.""",
    )
    columns = [(34, channels, WINDOW, WINDOW_TINT), (200, channels, KERNEL, KERNEL_TINT)]
    columns.append((396, filters, ANSWER, ANSWER_TINT))

    def middle(number, count):
        return 58 + (number + 0.5 + (rows - count) / 2) * STEP

    for step, joined in enumerate(steps):
        (start, before, *_), (end, after, *_) = columns[step], columns[step + 1]
        for f, c in np.argwhere(joined):
            picture.line([(start + 12, middle(c, before)), (end - 12, middle(f, after))], (KERNEL, MUTED)[step], 1.2)
        name, kernels = (
            ("depthwise 3 \N{MULTIPLICATION SIGN} 3", "1 \N{MULTIPLICATION SIGN} 1")[step],
            f"{joined.sum()} kernels",
        )
        picture.write((start + end) / 2, 11, name, 14, INK, weight="bold")
        picture.write((start + end) / 2, 30, kernels, 12, MUTED)
    for x, count, edge, fill in columns:
        for number in range(count):
            _dot(picture, x, middle(number, count), number, edge, fill)
    for (x, *_, edge, _), name in zip(columns, ("channels", "maps", "maps"), strict=True):
        picture.write(x, 50, name, 11, edge)
    return picture

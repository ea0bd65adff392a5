"""Who looks at whom: channels and filters as dots, and a line wherever a filter sees a channel."""

import numpy as np

from solutions import conv2d

from .style import INK, KERNEL, KERNEL_TINT, LINE, MUTED, WINDOW, WINDOW_TINT, Picture, Row

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
        picture.line([(46, middle(c, channels)), (158, middle(f, filters))], LINE if groups == 1 else KERNEL, 1.4)
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

"""How many prints reach each place of the sheet: along a line, and on a sheet, where rows and columns multiply."""

import numpy as np

from solutions import conv_transpose2d
from solutions.transposed_convolutions import overlap_count

from ..grids import TIMES, number
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, MUTED, WINDOW, WINDOW_TINT, Picture, Row

SHADES, DARKEST = "Blues", 9  # prints: more than this many are drawn as dark as this


def middle(size, kernel_size, stride):
    """The counts away from both ends, where as many prints as possible reach: whole periods of the stride."""
    count = overlap_count(size, kernel_size, stride)
    first = (-(-kernel_size // stride) - 1) * stride
    return count[first : size * stride]


def even(size, kernel_size, stride):
    return len(set(middle(size, kernel_size, stride))) == 1


def _told(kernel_size, stride):
    return f"kernel {kernel_size}, stride {stride}"


def lines(pairs, size=5):
    """For each pair of kernel and stride: the prints as bars, and below them how many lie on each place."""
    return Row(_line(size, *pair) for pair in pairs)


def _line(size, kernel_size, stride):
    count = overlap_count(size, kernel_size, stride).astype(int)
    cell, step, top = 22, 13, 30
    calm = even(size, kernel_size, stride)
    color, tint = (ANSWER, ANSWER_TINT) if calm else (WINDOW, WINDOW_TINT)
    picture = Picture(
        len(count) * cell + 4,
        top + size * step + 48,
        f"""{size} prints of {kernel_size} places, each {stride} after the one before. So many reach each place:
        {" ".join(map(str, count))}. The middle is {"even" if calm else "uneven"}.""",
    )
    picture.write(
        2, 11, f"{_told(kernel_size, stride)}: {'even' if calm else 'uneven'}", 13, color, "left", weight="bold"
    )
    for i in range(size):
        picture.box(
            2 + i * stride * cell, top + i * step, kernel_size * cell, 9, fill=KERNEL_TINT, edge=KERNEL, round_by=3
        )
    y, most = top + size * step + 12, middle(size, kernel_size, stride)
    for place, prints in enumerate(count):
        heavy = prints == most.max()
        picture.box(2 + place * cell, y, cell, cell, fill=tint if heavy else "none", edge=color)
        picture.write(
            2 + (place + 0.5) * cell, y + cell / 2, str(prints), 12, color, weight="bold" if heavy else "normal"
        )
    return picture


def map_of(size, kernel_size, stride):
    """How many prints reach each place of a sheet printed by size x size pixels."""
    ones = np.ones((1, 1, size, size)), np.ones((1, 1, kernel_size, kernel_size))
    return conv_transpose2d(*ones, stride=stride)[0, 0]


def maps(pairs, size=6):
    """For each pair of kernel and stride, the count on the whole sheet as a map of shades."""
    return Row(_map(size, *pair) for pair in pairs)


def _map(size, kernel_size, stride):
    counts, side, top = map_of(size, kernel_size, stride), 154, 28
    inner = middle(size, kernel_size, stride)
    found = sorted({int(a * b) for a in inner for b in inner})
    calm = len(found) == 1
    each = f"{found[0]}" if calm else ", ".join(map(str, found[:-1])) + f" or {found[-1]}"
    picture = Picture(
        side + 4,
        top + side + 24,
        f"""{_told(kernel_size, stride)}: a sheet of {len(counts)} {TIMES} {len(counts)} places. In its middle every
        place gets {each} print{"s" if found[-1] > 1 else ""}:
        {"one even shade" if calm else "a checkerboard of shades"}.""",
    )
    picture.write(2, 11, _told(kernel_size, stride), 13, INK, "left", weight="bold")
    picture.image(counts, 2, top, side, side, SHADES, (0, DARKEST))
    picture.box(2, top, side, side, edge=MUTED)
    text = f"{each} print{'s' if found[-1] > 1 else ''}"
    picture.write(2, top + side + 13, text, 12, ANSWER if calm else WINDOW, "left")
    return picture


def phases(kernel, stride):
    """Which taps share a place: the sum of every stride-th tap, beginning with each of the first `stride`."""
    return np.array([kernel[a::stride].sum() for a in range(stride)])


def phase_sums(kernel, stride):
    """A kernel's taps, each marked with its place in the period, and what the taps of each place add up to."""
    sums, cell = phases(kernel, stride), 34
    tints = [(KERNEL_TINT, KERNEL), (WINDOW_TINT, WINDOW), (ANSWER_TINT, ANSWER)]
    calm = np.allclose(sums, sums[0])
    picture = Picture(
        158,
        44 + cell + 22 * stride,
        f"""The kernel {" ".join(map(number, kernel))} with stride {stride}. """
        + " ".join(f"Places {a}, {a + stride}, {a + 2 * stride}, … get {number(s)}." for a, s in enumerate(sums))
        + (" Even." if calm else " Uneven."),
    )
    picture.write(2, 11, f"stride {stride}: {'even' if calm else 'uneven'}", 13, INK, "left", weight="bold")
    for i, tap in enumerate(kernel):
        fill, edge = tints[i % stride]
        picture.box(2 + i * cell, 26, cell, cell, fill=fill, edge=edge)
        picture.write(2 + (i + 0.5) * cell, 26 + cell / 2, number(tap), 13, edge, weight="bold")
    for a, total in enumerate(sums):
        terms = " + ".join(number(tap) for tap in kernel[a::stride])
        terms = f"{terms} = {number(total)}" if "+" in terms else terms
        picture.write(2, 26 + cell + 18 + 22 * a, f"place {a}: {terms}", 13, tints[a][1], "left")
    return picture

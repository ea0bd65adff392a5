"""Pools along one axis: which windows there are, which are dropped, what padding counts for, what a mean counts."""

import numpy as np

from solutions import avg_pool1d, max_pool1d, pad
from solutions.pooling_layers import pool_output_size, window_places

from ..grids import MINUS, number
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, KERNEL_TINT, LINE, MUTED, PAPER, WINDOW, WINDOW_TINT, Picture, Row

CELL, LEFT = 28, 4


def places(size, kernel, stride, padding=0, ceil=False):
    """The places that each window covers, counted from the first pixel."""
    return window_places(pool_output_size(size, kernel, stride, padding, 1, ceil), kernel, stride, padding, 1)


def unseen(size, kernel, stride, padding=0, ceil=False):
    """Pixels that are in no window."""
    return sorted(set(range(size)) - set(places(size, kernel, stride, padding, ceil).ravel().tolist()))


def axis(title, size, kernel, stride, padding=0, ceil=False):
    """A row of pixels with its padding, and its windows as bars; the next window is dashed if it is left out."""
    kept = places(size, kernel, stride, padding, ceil)
    following = kept[-1] + stride
    rule = following[0] < size if not ceil else len(kept) <= -(-(size + 2 * padding - kernel) // stride)
    out = [int(following[0])] if rule else []
    first, last = -padding, max(size + padding - 1, kept.max(), *[start + kernel - 1 for start in out])
    shown, lost = last - first + 1, unseen(size, kernel, stride, padding, ceil)
    why = "it does not fit" if not ceil else "it starts after the last pixel"
    picture = Picture(
        max(shown * CELL + 2 * LEFT, 262),
        78 + CELL + 20 * (len(kept) + len(out)),
        f"""{title}. {size} pixels{f" with {padding} places of padding at each end" if padding else ""}; windows of
        {kernel}, {stride} apart. {len(kept)} windows, over """
        + ", ".join(f"{w[0]} to {w[-1]}" for w in kept.tolist())
        + "."
        + "".join(f" The one that would start at {start} is left out: {why}." for start in out)
        + (f" In no window: {', '.join(map(str, lost))}." if lost else ""),
    )
    picture.write(LEFT, 11, title, 13, INK, ha="left", weight="bold")
    picture.write(LEFT, 30, f"kernel {kernel}, stride {stride}, padding {padding}", 12, MUTED, ha="left")
    for place in range(first, last + 1):
        x, inside = LEFT + (place - first) * CELL, 0 <= place < size
        padded = not inside and -padding <= place < size + padding
        if inside or padded:
            fill = PAPER if inside and place not in lost else KERNEL_TINT if padded else "none"
            picture.box(x, 42, CELL, CELL, fill=fill, edge=KERNEL if padded else MUTED, dashed=padded)
        if inside:
            gone = place in lost
            picture.write(x + CELL / 2, 42 + CELL / 2, str(place), 12, WINDOW if gone else INK, weight="bold")
    for k, window in enumerate(kept.tolist()):
        over = window[-1] >= size + padding
        fill, edge = (WINDOW_TINT, WINDOW) if over else (ANSWER_TINT, ANSWER)
        x = LEFT + (window[0] - first) * CELL
        picture.box(x + 2, 49 + CELL + 20 * k, kernel * CELL - 4, 14, fill=fill, edge=edge, round_by=4)
    for k, start in enumerate(out, len(kept)):
        x = LEFT + (start - first) * CELL
        picture.box(x + 2, 49 + CELL + 20 * k, kernel * CELL - 4, 14, edge=MUTED, round_by=4, dashed=True)
    told = f"{len(kept)} windows" + (f"; unseen: {', '.join(map(str, lost))}" if lost else "")
    picture.write(LEFT, picture.height - 10, told, 12, ANSWER if not lost else WINDOW, ha="left", weight="bold")
    return picture


def strides():
    """Side by side, overlapping, and with gaps."""
    return Row(
        [
            axis("side by side", 9, 2, 2),
            axis("overlapping", 9, 3, 2),
            axis("with gaps", 9, 2, 3),
        ]
    )


CEIL = [(8, 3, 3, 0), (10, 2, 5, 0), (6, 4, 4, 2)]


def ceil_modes():
    """Each axis of `CEIL` twice: without ceil mode and with it."""
    return Row(axis(f"ceil_mode={ceil}", *sizes, ceil) for sizes in CEIL for ceil in (False, True))


def counted(values, kernel, stride, padding):
    """Every window of a mean in ceil mode: which of its places count, and what the sum is divided by."""
    size, windows = len(values), places(len(values), kernel, stride, padding, ceil=True)
    x = 1.0 * np.asarray(values)[None, None]
    means = {include: avg_pool1d(x, kernel, stride, padding, True, include)[0, 0] for include in (True, False)}
    first, last = -padding, max(size + padding - 1, int(windows.max()))
    wide, row = (last - first + 1) * CELL, 34
    told, lines = [], []
    for k, window in enumerate(windows):
        total = sum(values[p] for p in window if 0 <= p < size)
        counts = {
            True: int(((window >= -padding) & (window < size + padding)).sum()),
            False: int(((window >= 0) & (window < size)).sum()),
        }
        lines.append({i: f"{total} / {counts[i]} = {number(means[i][k])}" for i in means})
        told.append(f"window {k} covers {window[0]} to {window[-1]}: {lines[-1][True]} with padding counted, "
                    f"{lines[-1][False]} without")  # fmt: skip
    picture = Picture(
        wide + 220,
        78 + row * len(windows),
        f"{size} pixels {' '.join(map(str, values))}, {padding} place of padding at each end, windows of {kernel}, "
        f"{stride} apart, in ceil mode. " + "; ".join(told) + ".",
    )
    picture.write(wide + 22, 11, "count_include_pad", 12, MUTED, ha="left")
    for k, include in enumerate(means):
        x0 = wide + 22 + 100 * k
        picture.write(x0, 28, str(include), 13, ANSWER if include else WINDOW, ha="left", weight="bold")
    for place in range(first, last + 1):
        _place(picture, LEFT + (place - first) * CELL, 36, place, values, padding)
    for k, window in enumerate(windows.tolist()):
        y = 42 + CELL + row * k
        for place in window:
            _place(picture, LEFT + (place - first) * CELL, y, place, values, padding)
        picture.box(LEFT + (window[0] - first) * CELL, y, kernel * CELL, CELL, edge=INK, line=2.2)
        for m, include in enumerate(means):
            color = ANSWER if include else WINDOW
            picture.write(wide + 22 + 100 * m, y + CELL / 2, lines[k][include], 14, color, "left", weight="bold")
    return picture


def _place(picture, x, y, place, values, padding):
    """A pixel, a zero of the padding, or what lies beyond it and never counts."""
    inside, padded = 0 <= place < len(values), -padding <= place < len(values) + padding
    fill, edge = (PAPER, MUTED) if inside else (KERNEL_TINT, KERNEL) if padded else ("none", LINE)
    picture.box(x, y, CELL, CELL, fill=fill, edge=edge, dashed=not inside)
    text, color = (
        (str(values[place]), INK) if inside else ("0", KERNEL) if padded else ("\N{MULTIPLICATION SIGN}", MUTED)
    )
    picture.write(x + CELL / 2, y + CELL / 2, text, 12, color)


def frames_of(values, kernel, stride, padding):
    """Largest values where the padding is minus infinity, as it should be, and where it is zero."""
    x = 1.0 * np.asarray(values)[None, None]
    zeros = max_pool1d(pad(x, (padding, padding), "constant"), kernel, stride)[0, 0]
    return max_pool1d(x, kernel, stride, padding)[0, 0], zeros


def minus_infinity(values, kernel, stride, padding):
    """A row of negative numbers in both frames."""
    right, wrong = frames_of(values, kernel, stride, padding)
    infinite = MINUS + "\N{INFINITY}"
    return Row(
        [
            _framed(f"padding counts as {infinite}", infinite, values, kernel, stride, padding, right, ANSWER),
            _framed("what zeros would do", "0", values, kernel, stride, padding, wrong, WINDOW),
        ]
    )


def _framed(title, frame, values, kernel, stride, padding, largest, color):
    size, windows = len(values), places(len(values), kernel, stride, padding)
    shown, cell = size + 2 * padding, 36
    told = "; ".join(
        f"places {w[0]} to {w[-1]} give {number(v)}" for w, v in zip(windows.tolist(), largest, strict=True)
    )
    row = " ".join(map(number, values))
    picture = Picture(
        shown * cell + 60, 40 + cell + 26 * len(windows), f"{title}. The row {row}, framed by {frame}: {told}."
    )
    picture.write(2, 11, title, 13, color, ha="left", weight="bold")
    for place in range(-padding, size + padding):
        x, inside = 2 + (place + padding) * cell, 0 <= place < size
        fill, edge = (PAPER, MUTED) if inside else (KERNEL_TINT, KERNEL)
        picture.box(x, 26, cell, cell, fill=fill, edge=edge, dashed=not inside)
        text = number(values[place]) if inside else frame
        picture.write(x + cell / 2, 26 + cell / 2, text, 13, INK if inside else KERNEL, weight="bold")
    for k, (window, value) in enumerate(zip(windows.tolist(), largest, strict=True)):
        x, y = 2 + (window[0] + padding) * cell, 36 + cell + 26 * k
        picture.box(x + 2, y, kernel * cell - 4, 18, fill="none", edge=WINDOW, round_by=4)
        picture.write(shown * cell + 28, y + 9, number(value), 15, color, weight="bold")
    return picture

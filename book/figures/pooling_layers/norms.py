"""LP pooling on one window: what each pixel contributes to the sum of powers; the way from the sum to the maximum."""

import numpy as np

from solutions import lp_pool1d

from ..grids import draw_pixels, number
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, LINE, MUTED, PAPER, WINDOW, WINDOW_TINT, Picture

POWERS = (1, 2, 4, float("inf"))
UP_TO = 16


def norm(window, p):
    """The p-norm of one window, as the pool gives it."""
    return lp_pool1d(1.0 * np.asarray(window)[None, None], p, len(window)).item()


def average(window, p):
    """The power average: the norm, divided by that of as many ones. It is what torch does *not* give."""
    return norm(window, p) / norm(np.ones(len(window)), p)


def parts(window, p):
    """Each pixel's share of the sum of powers; with p = infinity, of the maximum."""
    powers = 1.0 * (np.asarray(window) == max(window)) if np.isinf(p) else np.power(1.0 * np.asarray(window), p)
    return powers / powers.sum()


def written(p):
    return "\N{INFINITY}" if np.isinf(p) else number(p)


def shares(window):
    """For each p a bar, cut in proportion to the powers of the window's pixels, and the answer."""
    wide, left, row = 226, 70, 42
    tints = [PAPER, WINDOW_TINT, PAPER, ANSWER_TINT]
    picture = Picture(
        left + wide + 66,
        66 + row * len(POWERS),
        f"The window {' '.join(map(number, window))}. "
        + " ".join(
            f"With p = {written(p)} the pixels contribute "
            f"{', '.join(number(100 * s, 0) + ' %' for s in parts(window, p))} "
            f"to the sum of powers, and the answer is {number(norm(window, p))}."
            for p in POWERS
        ),
    )
    picture.write(left - 12, 19, "window", 13, WINDOW, ha="right", weight="bold")
    draw_pixels(picture, np.array([window]), left, 2, 34)
    picture.write(left + wide + 12, 44, "answer", 13, ANSWER, ha="left", weight="bold")
    for k, p in enumerate(POWERS):
        y, x = 58 + row * k, left
        picture.write(left - 12, y + 15, f"p = {written(p)}", 14, KERNEL, ha="right", weight="bold")
        for pixel, share, tint in zip(window, parts(window, p), tints, strict=True):
            picture.box(x, y, wide * share, 30, fill=tint, edge=MUTED)
            if wide * share > 14:
                text = number(pixel) if p == 1 or np.isinf(p) else f"{number(pixel)}{ {2: '²', 4: '⁴'}[p] }"
                picture.write(x + wide * share / 2, y + 15, text, 13, INK)
            x += wide * share
        picture.write(left + wide + 12, y + 15, number(norm(window, p)), 16, ANSWER, ha="left", weight="bold")
    return picture


def curve(window):
    """The answer over p, falling from the sum to the maximum; and the power average, rising from the mean to it."""
    ps = np.linspace(1, UP_TO, 181)
    sums, means = ([f(window, p) for p in ps] for f in (norm, average))
    total, largest, mean = sum(window), max(window), float(np.mean(window))
    picture = Picture(
        440,
        300,
        f"""The window {" ".join(map(number, window))}. LP pooling falls from the sum {total} at p = 1 by way of
        {number(norm(window, 2))} at p = 2 and {number(norm(window, 4))} at p = 4 towards the maximum {largest}. The
        power average rises from the mean {number(mean)} by way of {number(average(window, 2))} at p = 2 towards the
        same maximum.""",
    )
    left, right, top, bottom, highest = 46, 428, 14, 262, 1.08 * total

    def at(p, value):
        return left + (p - 1) / (UP_TO - 1) * (right - left), bottom - value / highest * (bottom - top)

    for value, name, color in ((total, "sum", ANSWER), (largest, "maximum", INK), (mean, "mean", KERNEL)):
        picture.line([at(1, value), at(UP_TO, value)], LINE, 1.2, dashed=True)
        picture.write(left - 8, at(1, value)[1], number(value), 12, color, ha="right", weight="bold")
        if name != "maximum":
            picture.write(right, at(1, value)[1] - 10, name, 12, color, ha="right")
    picture.write(right, at(1, largest)[1] - 24, "maximum", 12, INK, ha="right")
    picture.line([at(1, 0), at(UP_TO, 0)], MUTED, 1)
    for p in (1, 2, 4, 8, 16):
        picture.write(at(p, 0)[0], bottom + 14, str(p), 12, MUTED)
    picture.write(right - 30, bottom + 30, "p", 13, MUTED)
    picture.line([at(p, v) for p, v in zip(ps, means, strict=True)], KERNEL, 2, dashed=True)
    picture.line([at(p, v) for p, v in zip(ps, sums, strict=True)], ANSWER, 2.6)
    for p in (1, 2, 4):
        x, y = at(p, norm(window, p))
        picture.box(x - 4, y - 4, 8, 8, fill=ANSWER, edge=ANSWER, round_by=4)
        if p > 1:
            picture.write(x + 8, y - 10, f"p = {p}: {number(norm(window, p))}", 13, ANSWER, "left", weight="bold")
    picture.write(at(5.2, 0)[0], at(1, mean)[1] + 14, "dashed: the power average", 12, KERNEL, "left")
    return picture

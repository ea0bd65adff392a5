"""The digit network: the kernels it has learned, one digit on its way to a verdict, and where it errs.

The digits: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998), UCI Machine Learning
Repository, CC BY 4.0.
"""

import numpy as np

from ..grids import TIMES, number, sizes
from ..style import ANSWER, ANSWER_TINT, INK, KERNEL, LINE, MUTED, PAPER, SIGNED, WINDOW, Picture, Row
from . import released
from .networks import digit_scores, digit_stages


def verdicts():
    """Every held-out digit's guess (N,), and what it is (N,)."""
    x, labels = released.digits()
    return digit_scores(x, released.state("digit_network")).argmax(axis=1), labels


def wrong():
    """Which digits are misread."""
    guesses, labels = verdicts()
    return np.flatnonzero(guesses != labels)


def surest():
    """The digit that is read rightly with the widest lead over the second best score."""
    x, labels = released.digits()
    scores = digit_scores(x, released.state("digit_network"))
    first, second = np.sort(scores, axis=1)[:, -1], np.sort(scores, axis=1)[:, -2]
    return int(np.where(scores.argmax(axis=1) == labels, first - second, -np.inf).argmax())


def _a(digit):
    """A digit with its article: a 7, an 8."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def ink(picture, digit, x, y, side):
    """A digit as on paper: ink is dark."""
    picture.image(255 * (1 - digit), x, y, side, side)
    picture.box(x, y, side, side, edge=MUTED, line=0.8)


def tile(picture, values, x, y, side, edge=KERNEL):
    """A kernel or a map between its own extremes: orange below zero, purple above."""
    limit = np.abs(values).max() or 1
    picture.image(values, x, y, side, side, SIGNED, (-limit, limit))
    picture.box(x, y, side, side, edge=edge, line=0.8)


def silent(state=None):
    """Filters that answer none of the held-out digits: behind the ReLU their maps are zero everywhere."""
    found = digit_stages(released.digits()[0], state or released.state("digit_network"))["ReLU"]
    return np.flatnonzero(found.max(axis=(0, 2, 3)) == 0)


def kernels():
    """All 64 kernels of the first layer."""
    weight = released.state("digit_network")["conv1.weight"][:, 0]
    quiet, columns, step, side = set(silent().tolist()), 16, 42, 36
    picture = Picture(
        columns * step + 2,
        -(-len(weight) // columns) * (step + 4) + 2,
        f"""The {len(weight)} kernels of the trained first layer, 3 by 3 numbers each, orange below zero, purple above.
        Many have one sign on one side and the other sign opposite; others are orange almost throughout with a bright
        spot. {len(quiet)} are crossed out: they answer no digit.""",
    )
    for o, kernel in enumerate(weight):
        x, y = 2 + (o % columns) * step, 2 + (o // columns) * (step + 4)
        tile(picture, kernel, x, y, side)
        if o in quiet:
            picture.line([(x, y), (x + side, y + side)], INK, 2)
            picture.line([(x, y + side), (x + side, y)], INK, 2)
    return picture.in_parts((0, columns // 2 * step - 2), (columns // 2 * step, picture.width))


def loudest(index, count=5):
    """The filters that add most to the score of this digit's guess, and how much."""
    x, _ = released.digits()
    state = released.state("digit_network")
    found = digit_stages(x[index : index + 1], state)
    guess = found["fc"][0].argmax()
    shares = state["fc.weight"][guess] * found["average"][0]
    return [(int(o), float(shares[o])) for o in np.argsort(-shares)[:count]]


def journey(index):
    """One digit through the five filters that speak loudest for its guess: kernel, map, pooled map, average, share."""
    x, labels = released.digits()
    state = released.state("digit_network")
    found = digit_stages(x[index : index + 1], state)
    guess, rows = int(found["fc"][0].argmax()), loudest(index)
    row, top, tall = 78, 48, 64
    picture = Picture(
        620,
        top + row * len(rows) + 2,
        f"""{_a(labels[index]).capitalize()} on its way through five of {len(state["conv1.bias"])} filters. Each has a
        kernel, a map of {sizes(found["ReLU"][0, 0])} without its
        negative numbers, a pooled map of {sizes(found["pool"][0, 0])}, and an
        average; times the weight of class {guess} that makes its share of the score: """
        + ", ".join(f"filter {o} gives {number(share)}" for o, share in rows)
        + ".",
    )
    titles = [(50, "digit"), (176, "kernel"), (276, "conv1, ReLU"), (372, "pool"), (458, "average"), (562, "share")]
    for at, title in titles:
        color = {"digit": WINDOW, "kernel": KERNEL}.get(title, ANSWER)
        picture.write(at, 11, title, 13, color, weight="bold")
    picture.write(458, 29, "of the pool", 12, MUTED)
    picture.write(562, 29, f"of the score for {guess}", 12, MUTED)
    middle = top + row * len(rows) / 2
    ink(picture, x[index, 0], 4, middle - 46, 92)
    for k, (o, share) in enumerate(rows):
        y = top + k * row
        centre = y + tall / 2
        picture.line([(100, middle), (142, centre)], LINE, 1.2)
        tile(picture, state["conv1.weight"][o, 0], 152, centre - 24, 48)
        for at, values in ((244, found["ReLU"][0, o]), (340, found["pool"][0, o])):
            limit = found["ReLU"][0, o].max() or 1
            picture.image(values, at, y, tall, tall, SIGNED, (-limit, limit))
            picture.box(at, y, tall, tall, edge=ANSWER, line=0.8)
        picture.write(458, centre, number(found["average"][0, o]), 15, INK)
        picture.write(508, centre, f"{TIMES} {number(state['fc.weight'][guess, o])} =", 12, MUTED)
        picture.write(574, centre, number(share), 15, ANSWER, weight="bold")
    return picture.in_parts((0, 320), (236, 620))


def scores(indices):
    """Digits and their ten scores."""
    return Row(_scores(index) for index in indices)


def _scores(index):
    x, labels = released.digits()
    values = digit_scores(x[index : index + 1], released.state("digit_network"))[0]
    guess = int(values.argmax())
    verdict = "right" if guess == labels[index] else "wrong"
    picture = Picture(
        206,
        262,
        f"{_a(labels[index]).capitalize()}, read as {guess}: {verdict}. "
        f"Scores from 0 to 9: {', '.join(map(number, values))}.",
    )
    ink(picture, x[index, 0], 2, 2, 56)
    picture.write(68, 18, f"{_a(labels[index])}, read as {guess}", 14, INK, ha="left", weight="bold")
    picture.write(68, 40, verdict, 13, ANSWER if verdict == "right" else WINDOW, ha="left", weight="bold")
    low, high = min(values.min(), 0), max(values.max(), 0)
    scale = 112 / (high - low)
    zero = 32 - low * scale
    for digit, value in enumerate(values):
        y = 70 + 19 * digit
        best = digit == guess
        start, width = zero + min(value, 0) * scale, abs(value) * scale
        picture.box(start, y, width, 14, fill=ANSWER if best else ANSWER_TINT, edge=ANSWER)
        picture.write(10, y + 7, str(digit), 13, INK, weight="bold" if digit == labels[index] else "normal")
        picture.write(156, y + 7, number(value, 1), 12, ANSWER if best else MUTED, ha="left")
    picture.line([(zero, 66), (zero, 258)], MUTED, 1)
    return picture


def misread(count=18):
    """The first misread digits, with what they are and what they were taken for."""
    x, _ = released.digits()
    guesses, labels = verdicts()
    chosen = wrong()[:count]
    columns, step = 6, 112
    picture = Picture(
        columns * step - 12,
        -(-len(chosen) // columns) * 136,
        "Misread digits: " + ", ".join(f"{_a(labels[i])} read as {guesses[i]}" for i in chosen) + ".",
    )
    for k, i in enumerate(chosen):
        left, top = (k % columns) * step, (k // columns) * 136
        ink(picture, x[i, 0], left + 8, top + 2, 84)
        picture.write(left + 50, top + 98, _a(labels[i]), 13, INK)
        picture.write(left + 50, top + 115, f"read as {guesses[i]}", 13, WINDOW, weight="bold")
    return picture.in_parts((0, 3 * step - 6), (3 * step - 6, columns * step - 12))


def confusion_table():
    """How many digits of each kind (rows) were read as what (columns)."""
    guesses, labels = verdicts()
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (labels, guesses), 1)
    return counts


def confusions():
    """That table as a picture."""
    counts, cell, left, top = confusion_table(), 34, 76, 46
    worst = np.argwhere(counts * (1 - np.eye(10)) > 0)
    picture = Picture(
        left + 10 * cell + 4,
        top + 10 * cell + 4,
        "What is read as what. Mistakes: " + ", ".join(f"{a} as {b}: {counts[a, b]}" for a, b in worst) + ".",
    )
    picture.write(left + 5 * cell, 10, "read as", 13, ANSWER, weight="bold")
    picture.write(2, 33, "what it is", 12, INK, ha="left", weight="bold")
    for k in range(10):
        picture.write(left + (k + 0.5) * cell, 33, str(k), 13, ANSWER, weight="bold")
        picture.write(left - 16, top + (k + 0.5) * cell, str(k), 13, INK, weight="bold")
    for (a, b), count in np.ndenumerate(counts):
        fill = ANSWER_TINT if a == b else PAPER
        picture.box(left + b * cell, top + a * cell, cell, cell, fill=fill, edge=LINE)
        if count:
            color = ANSWER if a == b else WINDOW
            picture.write(left + (b + 0.5) * cell, top + (a + 0.5) * cell, str(count), 13, color, weight="bold")
    return picture

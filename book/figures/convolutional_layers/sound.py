"""One dimension: two notes, and kernels that each pick one of them out of the wave."""

import numpy as np

from solutions.convolutional_layers import correlate1d

from ..grids import number
from ..style import ANSWER, KERNEL, LINE, MUTED, WINDOW, Picture

RATE = 8000  # samples in a second
SECONDS = 0.7  # for each part
NOTES = {"A": 440.0, "E": 659.255}  # hertz: A4, and the E above it, equal temperament
PARTS = ["A", "E", "A and E"]
TAPS = 241


def tune():
    """The wave: first A, then E, then both at once, each struck and dying away; never louder than 1."""
    t = np.arange(round(RATE * SECONDS)) / RATE
    loudness = np.minimum(t / 0.02, 1) * np.exp(-2.2 * t) * np.minimum((SECONDS - t) / 0.02, 1)
    parts = [sum(np.sin(2 * np.pi * NOTES[name] * t) for name in part.split(" and ")) for part in PARTS]
    wave = np.concatenate([loudness * part for part in parts])
    return wave / np.abs(wave).max()


def kernel(note):
    """A short piece of the note, swelling and fading; it answers 1 to the note itself at full strength."""
    t = (np.arange(TAPS) - TAPS // 2) / RATE
    piece = np.hanning(TAPS + 2)[1:-1] * np.cos(2 * np.pi * NOTES[note] * t)
    return piece / (piece @ np.cos(2 * np.pi * NOTES[note] * t))


def picked(note):
    """The wave's answers to the note's kernel."""
    return correlate1d(tune(), kernel(note))


def loudness(answers):
    """How loud (root mean square) the answers are in the middle half of each part."""
    length, shift = round(RATE * SECONDS), TAPS // 2
    middles = [slice(k * length + length // 4 - shift, k * length + 3 * length // 4 - shift) for k in range(len(PARTS))]
    return [float(np.sqrt(np.mean(answers[middle] ** 2))) for middle in middles]


def two_notes():
    """Above the wave, below it the answers of both kernels; beside each its kernel."""
    wave = tune()
    left, right, tall = 122, 436, 74
    (own_a, other_a, _), (other_e, own_e, _) = (loudness(picked(note)) for note in NOTES)
    picture = Picture(
        440,
        356,
        f"""A wave of {len(wave)} samples in three parts: the note A, the note E, both at once, each loud at first and
        dying away. The kernel of A, {TAPS} numbers that swing {number(_swings("A"), 0)} times, answers in the first
        part and the third; in the second its answers are {number(100 * other_a / own_a, 1)} % as loud. The kernel of E
        answers in the second part and the third, in the first {number(100 * other_e / own_e, 1)} % as loud.""",
    )
    length = len(wave) / len(PARTS)

    def x(sample):
        return left + (right - left) * sample / len(wave)

    for k, part in enumerate(PARTS):
        picture.write(x((k + 0.5) * length), 12, part, 14, WINDOW, weight="bold")
        if k:
            picture.line([(x(k * length), 22), (x(k * length), 326)], LINE, 1, dashed=True)
    rows = [("the wave", wave, 0, WINDOW, None)]
    rows += [(f"kernel of {note}", picked(note), TAPS // 2, ANSWER, kernel(note)) for note in NOTES]
    for k, (title, values, shift, color, taps) in enumerate(rows):
        middle = 66 + 104 * k
        _wave(picture, values, x(shift), x(shift + len(values)), middle, tall / 2, color)
        named = color if taps is None else KERNEL
        picture.write(2, middle - (0 if taps is None else 32), title, 13, named, "left", weight="bold")
        if taps is not None:
            xs = np.linspace(2, 104, len(taps))
            picture.line(list(zip(xs, middle + 6 - 26 * taps / taps.max(), strict=True)), KERNEL, 1.3)
            picture.write(2, middle + 44, f"{NOTES[title[-1]]:.0f} hertz", 12, MUTED, ha="left")
    for k in range(len(PARTS) + 1):
        seconds = k * SECONDS
        picture.write(
            x(seconds * RATE), 338, f"{number(seconds)} s", 11, MUTED, ha="right" if k == len(PARTS) else "center"
        )
    return picture


def _swings(note):
    return TAPS / RATE * NOTES[note]


def _wave(picture, values, left, right, middle, half, color):
    """A wave as sound editors draw it: at every pixel the span from the lowest to the highest sample."""
    columns = np.array_split(values, round(right - left))
    xs = np.linspace(left, right, len(columns))
    high, low = ([middle - half * pick(column) for column in columns] for pick in (np.max, np.min))
    picture.line([(left, middle), (right, middle)], LINE, 0.8)
    picture._on_top(picture.ax.fill_between(xs, high, low, color=color, linewidth=0.6))

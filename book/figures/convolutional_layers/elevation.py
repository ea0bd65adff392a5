"""One dimension: a walk across a mountain ridge.

Heights from the US Geological Survey's elevation model of the Jacksboro fault, Tennessee (public domain), which comes
with matplotlib.
"""

import numpy as np
from matplotlib.cbook import get_sample_data

from solutions.convolutional_layers import correlate1d

from ..grids import number
from ..style import ANSWER, INK, KERNEL, LINE, MUTED, WINDOW, Picture

MEAN = np.ones(15) / 15
RISE = np.array([-1.0, 0, 1])  # the next height minus the one before


def heights(row=140):
    """Metres above the sea along one line from west to east, one sample every `step()` metres."""
    with get_sample_data("jacksboro_fault_dem.npz") as model:
        return model["elevation"][row].astype(float)


def step(row=140):
    """Metres between samples: a degree of longitude is 111 320 m times the cosine of the latitude."""
    with get_sample_data("jacksboro_fault_dem.npz") as model:
        latitude = model["ymin"] + row * (model["ymax"] - model["ymin"]) / len(model["elevation"])
        return float(model["dx"]) * 111_320 * np.cos(np.radians(float(latitude)))


def steepest(signal):
    """The sample in the middle of the window with the largest answer of RISE, and that answer."""
    rise = correlate1d(signal, RISE)
    at = int(np.abs(rise).argmax())
    return at + 1, rise[at]


def profile():
    """Above, the heights and their moving average; below, how fast the ground rises."""
    signal = heights()
    smooth, rise = correlate1d(signal, MEAN), correlate1d(signal, RISE)
    at, most = steepest(signal)
    kilometres = np.arange(len(signal)) * step() / 1000
    picture = Picture(
        440,
        424,
        f"""A profile of {len(signal)} heights from {number(signal.min())} to {number(signal.max())} metres: valleys and
        ridges. A smooth line, the average of {len(MEAN)} neighbours, follows the ridges without the small bumps. Below
        it the rise from one neighbour to the other: near zero on flat ground, above it where the ground climbs, below
        it where it falls; the largest is {number(most)} metres, {number(kilometres[at], 1)} km from the start.""",
    )
    left, right, bottom_of_first, bottom = 48, 430, 234, 380
    x = left + (right - left) * kilometres / kilometres[-1]

    low, high = 200, 100 * np.ceil(signal.max() / 100)
    y = _scale(low, high, bottom_of_first, 60)
    for tick in np.arange(low, high + 1, 200):
        picture.line([(left, y(tick)), (right, y(tick))], LINE, 0.8)
        picture.write(left - 8, y(tick), number(tick), 11, MUTED, ha="right")
    picture.ax.fill_between(x, y(signal), y(low), color=LINE, alpha=0.35, linewidth=0)
    picture.line(list(zip(x, y(signal), strict=True)), MUTED, 1.0)
    half = len(MEAN) // 2
    picture.line(list(zip(x[half:-half], y(smooth), strict=True)), KERNEL, 2.4)
    picture.write(left, 14, "height in metres", 12, INK, ha="left", weight="bold")
    picture.line([(left, 36), (left + 20, 36)], MUTED, 1.2)
    picture.write(left + 26, 36, "as measured", 12, MUTED, ha="left")
    picture.line([(left + 130, 36), (left + 150, 36)], KERNEL, 2.6)
    picture.write(left + 156, 36, f"average of {len(MEAN)} neighbours", 12, KERNEL, ha="left")

    peak = 20 * np.ceil(np.abs(rise).max() / 20)
    y = _scale(-peak, peak, bottom, 282)
    for tick in (-peak, 0, peak):
        picture.line([(left, y(tick)), (right, y(tick))], MUTED if tick == 0 else LINE, 0.8)
        picture.write(left - 8, y(tick), number(tick), 11, MUTED, ha="right")
    picture.line(list(zip(x[1:-1], y(rise), strict=True)), ANSWER, 1.4)
    title = f"answers of the kernel [{', '.join(map(number, RISE))}]: rise in metres"
    picture.write(left, 262, title, 12, ANSWER, ha="left", weight="bold")
    picture.ax.plot([x[at]], [y(most)], "o", color=WINDOW, markersize=8, fillstyle="none", markeredgewidth=2)
    ha, gap = ("left", 12) if x[at] < right - 130 else ("right", -12)
    picture.write(x[at] + gap, y(most), f"steepest: {number(most)} m", 12, WINDOW, ha=ha, weight="bold")
    for kilometre in range(0, int(kilometres[-1]) + 1, 5):
        picture.write(left + (right - left) * kilometre / kilometres[-1], bottom + 16, str(kilometre), 11, MUTED)
    picture.write(right, bottom + 34, "kilometres from west to east", 11, MUTED, ha="right")
    return picture


def _scale(low, high, bottom, top):
    return lambda value: bottom - (np.asarray(value) - low) / (high - low) * (bottom - top)

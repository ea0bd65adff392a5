"""What `make bench-ladder` measured: the ladder of times, kernels of every size, and the roofline."""

import json
import math
from functools import cache
from pathlib import Path

from ..charts import Chart
from ..grids import TIMES
from ..style import INK, KERNEL, KERNEL_TINT, LINE, MUTED, WINDOW, WINDOW_TINT, Picture

FILE = Path(__file__).parents[3] / "benchmarks" / "ladder.json"
SAID = {
    "seven loops": "seven loops, a product at a time",
    "window by window": "a filter, a window at a time",
    "place by place": "all filters, a window at a time",
    "einsum without a path": "one einsum, without a path",
    "tap by tap": "nine products, one for each tap",
    "im2col": "im2col, one product",
    "blocks": "im2col in blocks of rows",
    "Winograd": "Winograd's F(2, 3)",
    "reference": "the course's reference",
    "torch": "torch",
}


@cache
def measured():
    """The newest measurement that was recorded."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def multiply_adds():
    """How many multiply-adds the ladder's layer takes, straight ahead."""
    x, weight = (measured()["layer"][name] for name in ("x", "weight"))
    return x[0] * x[2] * x[3] * math.prod(weight)


def ratios():
    """Every rung's time in times of torch's."""
    rungs = measured()["rungs"]
    return {row["name"]: row["seconds"] / rungs[-1]["seconds"] for row in rungs}


def times(value):
    """A ratio as a reader writes it: two digits that count, from a hundred on whole tens."""
    digits = 1 if value < 10 else 0
    rounded = round(value, 1 - math.floor(math.log10(value))) if value >= 100 else value
    return f"{rounded:,.{digits}f}".replace(",", "\N{NO-BREAK SPACE}")


def ladder():
    """A bar for every rung, on a logarithmic scale."""
    here, left, line, top = ratios(), 226, 27, 34
    highest = 2 * max(here.values())
    lowest = 0.5
    width = 500
    picture = Picture(
        width,
        top + line * len(here) + 12,
        "Time for the same layer, in times of torch's, on a logarithmic scale. "
        + "; ".join(f"{SAID[name]}: {times(ratio)}" for name, ratio in here.items())
        + ".",
    )

    def across(ratio):
        return left + math.log(ratio / lowest) / math.log(highest / lowest) * (width - left - 76)

    bottom = top + line * len(here)
    for power in range(int(math.log10(highest)) + 1):
        x, one = across(10.0**power), power == 0
        picture.line([(x, top - 8), (x, bottom)], INK if one else LINE, 1.6 if one else 0.8)
        if power % 2 == 0:  # all of them would not fit beside each other
            words = f"{10**power:,} {TIMES}".replace(",", "\N{NO-BREAK SPACE}")
            picture.write(x, top - 20, words, 12, INK if one else MUTED)
    for place, (name, ratio) in enumerate(here.items()):
        y = top + line * place
        color, tint = (WINDOW, WINDOW_TINT) if name == "torch" else (KERNEL, KERNEL_TINT)
        picture.write(left - 8, y + line / 2, SAID[name], 13, INK, ha="right")
        picture.box(left, y + 4, max(across(ratio) - left, 2), line - 8, fill=tint, edge=color, line=1.4)
        picture.write(across(ratio) + 8, y + line / 2, times(ratio), 13, color, ha="left", weight="bold")
    return picture


# Kernels of every size ------------------------------------------------------------------------------------------------


def winners():
    """For each size of the kernel, which of im2col and frequencies was faster."""
    return {row["size"]: min(("im2col", "frequencies"), key=row.get) for row in measured()["kernels"]}


def kernels():
    """Milliseconds of im2col, frequencies and torch, against the size of the kernel."""
    rows = measured()["kernels"]
    sizes = [row["size"] for row in rows]
    curves = {name: [1000 * row[name] for row in rows] for name in ("im2col", "frequencies", "torch")}
    every = [value for values in curves.values() for value in values]
    low, high = 10 ** math.floor(math.log10(min(every))), 10 ** math.ceil(math.log10(max(every)))
    said = "; ".join(f"{name} from {values[0]:.2g} to {values[-1]:.2g}" for name, values in curves.items())
    picture = Chart(
        510,
        310,
        f"""Milliseconds for kernels of side {sizes[0]} to {sizes[-1]}, on a logarithmic scale: {said}.""",
        (sizes[0], sizes[-1]),
        (low, high),
        ("side of the kernel", "milliseconds"),
        log=(False, True),
        ticks=(sizes, ()),
    )
    looks = {"im2col": (WINDOW, False), "frequencies": (KERNEL, False), "torch": (MUTED, True)}
    for name, values in curves.items():
        color, dashed = looks[name]
        picture.curve(sizes, values, color, 2.4, dashed)
    below = high
    for n, (name, (color, _)) in enumerate(looks.items()):
        picture.write(
            picture.across(sizes[0]) + 16, picture.up(below) + 18 + 20 * n, name, 13, color, "left", weight="bold"
        )
    return picture


# The roofline ---------------------------------------------------------------------------------------------------------


def roofs():
    """The highest speed that was measured, in operations a second, and the bytes that could be moved in one."""
    found = measured()["roofline"]
    return max(found["products"].values()), max(found["copies"].values())


def intensity(row):
    """Operations for every byte that has to be moved."""
    return row["operations"] / row["bytes"]


def attainable(here):
    """What the roofs allow at an intensity."""
    peak, bandwidth = roofs()
    return min(peak, bandwidth * here)


def ridge():
    """The intensity from which memory no longer is what holds a layer back."""
    peak, bandwidth = roofs()
    return peak / bandwidth


PLACES = {  # where a layer's name stands beside its dot
    "3x3": (0, -16, "center"),
    "first layer": (0, 18, "center"),
    "1x1": (0, 18, "center"),
    "depthwise": (10, 4, "left"),
    "max pool": (10, 4, "left"),
    "ReLU": (12, 6, "left"),
    "dense, 256 rows": (4, 42, "center"),
    "dense, 1 row": (-2, 24, "center"),
}


def named(layer):
    """A layer's name as the page writes it."""
    return layer.replace("x", f" {TIMES} ") if layer[0].isdigit() else layer


def roofline():
    """The roof over all layers, and how near each comes: torch's layers as dots, ours as rings."""
    rows = measured()["roofline"]["layers"]
    peak, _ = roofs()
    said = "; ".join(
        f"{row['name']}: {intensity(row):.2g} operations a byte, torch {row['operations'] / row['torch'] / 1e9:.2g}, "
        f"ours {row['operations'] / row['ours'] / 1e9:.2g}"
        for row in rows
    )
    picture = Chart(
        500,
        400,
        f"""Speed against operations a byte, both logarithmic. The roof rises up to {ridge():.2g} operations a byte and
        is flat from there on, at {peak / 1e9:.0f} billion operations a second. In billions a second: {said}.""",
        (0.1, 1000),
        (0.1, 1000),
        ("operations for each byte moved", "billion operations a second"),
        log=(True, True),
    )
    ends = (0.1, ridge(), 1000)
    picture.curve(ends, [attainable(end) / 1e9 for end in ends], INK, 2.6)
    picture.write(
        picture.across(1.1), picture.up(attainable(1.1) / 1e9) - 14, "memory's roof", 13, INK, "right", weight="bold"
    )
    picture.write(
        picture.across(ridge()) + 4, picture.up(peak / 1e9) - 12, "arithmetic's roof", 13, INK, "left", weight="bold"
    )
    for row in rows:
        x = picture.across(intensity(row))
        theirs, ours = (picture.up(row["operations"] / row[who] / 1e9) for who in ("torch", "ours"))
        picture.line([(x, theirs), (x, ours)], MUTED, 0.8)
        picture.box(x - 5, theirs - 5, 10, 10, fill=WINDOW_TINT, edge=WINDOW, line=2, round_by=5)
        picture.box(x - 5, ours - 5, 10, 10, edge=KERNEL, line=2)
        right, down, ha = PLACES[row["name"]]
        at = max(theirs, ours) if down > 0 else min(theirs, ours)
        picture.write(
            x + right,
            at + down,
            named(row["name"]),
            12,
            MUTED,
            ha,
        )
    picture.write(picture.across(0.12), picture.up(600), "round: torch", 13, WINDOW, "left", weight="bold")
    picture.write(picture.across(0.12), picture.up(330), "square: ours, in NumPy", 13, KERNEL, "left", weight="bold")
    return picture

"""How fast: every workload as a ring, on a scale on which twice and half are equally far from one; grading in bars."""

import math

from ..grids import TIMES
from ..style import ANSWER, INK, KERNEL, LINE, MUTED, Picture

LEFT, RIGHT, TOP, LINE_HEIGHT = 156, 24, 46, 34
WIDTH = 480


def speeds(groups):
    """A line for each group (name: ratios), a ring for each workload, a bar at the geometric mean."""
    lowest = min(0.25, *(min(ratios) for ratios in groups.values()))
    highest = max(2.0, *(max(ratios) for ratios in groups.values()))
    first, last = math.floor(math.log2(lowest)), math.ceil(math.log2(highest))
    means = {name: math.exp(sum(map(math.log, ratios)) / len(ratios)) for name, ratios in groups.items()}
    said = "; ".join(f"{name} {means[name]:.2f} over {len(ratios)}" for name, ratios in groups.items())
    picture = Picture(
        WIDTH,
        TOP + LINE_HEIGHT * len(groups) + 16,
        f"Our time in times of torch's, on a logarithmic scale; geometric means: {said}.",
    )

    def across(ratio):
        return LEFT + (math.log2(ratio) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    bottom = TOP + LINE_HEIGHT * len(groups)
    for power in range(first, last + 1):
        one = power == 0
        x = across(2.0**power)
        picture.line([(x, TOP - 10), (x, bottom)], INK if one else LINE, 1.6 if one else 0.8)
        picture.write(
            x, TOP - 22, f"{2.0**power:g} {TIMES}", 12, INK if one else MUTED, weight="bold" if one else "normal"
        )
    for place, (name, ratios) in enumerate(groups.items()):
        y = TOP + LINE_HEIGHT * (place + 0.5)
        picture.write(LEFT - 12, y, name, 13, INK, ha="right")
        for ratio in ratios:
            picture.box(across(ratio) - 4, y - 4, 8, 8, edge=KERNEL, line=1.4, round_by=4)
        mean = across(means[name])
        picture.line([(mean, y - 11), (mean, y + 11)], ANSWER, 3.5)
    return picture


def seconds_each(bars):
    """Two bars for each thing that is done: the seconds that a submission takes stock nbgrader, and ours."""
    said = "; ".join(f"{what}: stock {stock:.2f}, ours {ours:.2f}" for what, (stock, ours) in bars.items())
    picture = Picture(WIDTH, 62 * len(bars) + 10, f"Seconds on the clock for one submission. {said}.")
    longest = max(stock for stock, _ in bars.values())
    for place, (what, sides) in enumerate(bars.items()):
        top = 62 * place + 8
        picture.write(4, top + 6, what, 13, INK, ha="left")
        for row, (name, seconds, colour) in enumerate(zip(("stock", "ours"), sides, (MUTED, ANSWER), strict=True)):
            y, length = top + 18 + 18 * row, seconds / longest * (WIDTH - 130)
            picture.box(58, y, max(length, 2), 13, fill=colour)
            picture.write(50, y + 7, name, 12, MUTED, ha="right")
            picture.write(66 + length, y + 7, f"{seconds:.2f} s", 12, INK, ha="left")
    return picture

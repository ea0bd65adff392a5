"""Every workload as a dot: our time over torch's, on a scale on which twice and half are equally far from one."""

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

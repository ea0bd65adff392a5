"""The drawings in the docstrings of `windows` and `phases` are what these modules have in memory."""

from unittest import mock

import numpy as np

from solutions.general import phases, windows
from solutions.general.phases import Axis, PhaseMemory
from solutions.general.windows import Windows

FLOAT32 = np.dtype(np.float32)


def rows(array, width):
    """Each row of an array as it stands in a drawing."""
    return [" ".join(f"{number:{width}.0f}" for number in row) for row in array]


def test_runs_are_drawn_as_they_lie_in_memory():
    image = np.arange(12, dtype=np.float32).reshape(1, 1, 3, 4)
    axes = [Axis(3, 2, 2, 0, 1, 1), Axis(4, 3, 2, 0, 1, 1)]
    with mock.patch.object(windows, "MAX_WASTE", 2):  # in so small a drawing, one row end is much
        (tile,) = Windows(axes, 1, 1, FLOAT32).tiles(image, 2)
    for target, source in tile.copies:
        target[...] = source
    tile.products[...] = np.arange(7)

    first, *others = rows(image[0, 0], 2)
    drawn = ["input:  " + first, *[" " * 8 + row for row in others]]
    first, *others = [
        f"{row}    tap {tap}" for row, tap in zip(rows(tile.columns[0], 2), np.ndindex(2, 2), strict=True)
    ]
    drawn += ["columns:" + first, *[" " * 8 + row for row in others]]
    drawn += [" " * 8 + " ".join(" ^" if place in tile.results else "  " for place in range(7))]
    in_the_docstring = [line[4:] for line in windows.__doc__.splitlines() if line.startswith("    ")]
    assert in_the_docstring == drawn


def test_phases_are_drawn_as_they_lie_in_memory():
    axis = Axis(size=7, stops=4, kernel=3, before=1, stride=2, dilation=1)
    memory = PhaseMemory([axis], [axis.tap_groups()], FLOAT32)
    split = memory.allocate(1, 1)
    memory.fill(split, np.arange(1, 8, dtype=np.float32).reshape(1, 1, 7))

    drawn = []
    for group in axis.tap_groups():
        (phase,) = rows(split[group.phase,][0], 1)
        reads = []
        for number, tap in enumerate(range(axis.kernel)[group.taps]):
            first = group.first + number * group.step
            (samples,) = rows(split[group.phase,][0, :, first : first + axis.stops], 1)
            reads.append(f"tap {tap} reads {samples}")
        drawn.append(f"phase {group.phase}: {phase}    {', '.join(reads)}")
    in_the_docstring = [line[4:] for line in phases.__doc__.splitlines() if line.startswith("    ")]
    assert in_the_docstring == drawn

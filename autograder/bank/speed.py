"""The speed that an answer is to have, declared beside an exercise whose speed is graded too."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..runner.values import Arguments, Function


@dataclass(frozen=True)
class Speed:
    """The yardsticks of an answer's time, and the thresholds for the points of speed.

    An answer is timed beside two others, in turn: the loop version and the reference module's function of the
    exercise's name. What counts is the work alone, without what it takes to hand over arguments and result (see
    `judging/speed/points.py`). Both thresholds are ratios of the least times, so they hold on any machine. Choose them
    wide: try the ways that people would take, and put a threshold into the largest gap between them, at least half
    again what the slowest needs that is to have the points.

    Parameters
    ----------
    loops : callable
        The fixed loop version: the same arguments, right on them, in loops of Python. It lies in a file of
        `autograder/bank/` that imports NumPy and nothing else, and holds all that it calls, because that file alone
        is run in a sandbox of its own.
    inputs : callable
        `inputs(rng)` draws the arguments of one round from a `numpy.random.Generator`: other numbers every time, but
        always of the same shapes. The loop version should need about a second for them (half of one to two), and the
        reference about as long as the hand-over or more: work of less than a fifth of that counts as a fifth. So
        arguments and result should be a megabyte or two at most, and worth some work
        (`python -m benchmarks.speed --ratios` prints both times).
    full : float
        All points of speed: at most so many times as long as the reference.
    part : float
        Half of them: at least so many times as fast as the loop version.
    gain : float
        How many times as fast as the loop version the reference was where this was written. In a learner's own
        notebook there is no reference: `check` names this number as a yardstick, and says that it is another
        machine's.

    Examples
    --------
    In `autograder/bank/chapters/_loops.py`, with `import numpy as np` and no other import::

        def conv2d_gemm(x, weight, bias=None):
            ...

    In the chapter's file::

        CONV2D_GEMM = Exercise(
            "as-fast-as-torch/conv2d_gemm",
            ...,
            speed=Speed(
                loops=_loops.conv2d_gemm,
                inputs=lambda rng: (normal(rng, 2, 8, 32, 33), normal(rng, 16, 8, 3, 5), normal(rng, 16)),
                full=3,
                part=5,
                gain=120,
            ),
        )

    In the notebook a third number of the marker is what speed is worth: `:points: [1, 1, 2]`.
    """

    loops: Function
    inputs: Callable[[np.random.Generator], Arguments]
    full: float
    part: float
    gain: float

"""Grade the speed of the same answers again and again while every core has other work: no verdict differs.

Printed is what each answer got, how far its ratios were apart, and how busy the core was. Exits with 1 if the points
of an answer were not the same each time. `--ratios` prints instead, for every exercise whose speed is graded, how many
times as fast as the loops the reference is, beside what the exercise declares, and what the hand-over takes.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from autograder.bank import EXERCISES, find
from autograder.grading.jobs.timing import HANDOVER, LOOPS, REFERENCE, our_session, time_exercise
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.one_core import one_core
from autograder.grading.sandbox.session import Session
from autograder.judging.judge import judge
from autograder.judging.oracle import honest_answers
from autograder.judging.speed.points import Measurements, TimedCall
from autograder.judging.speed.rounds import OURS_SECONDS, round_inputs
from autograder.reports.speed import SpeedFindings, points_in_words

EXERCISE = "as-fast-as-torch/conv2d_gemm"
SIGNATURE = "def conv2d_gemm(x, weight, bias=None, stride=1, padding=0, dilation=1):"
_OURS = {TimedCall.LOOPS: LOOPS, TimedCall.REFERENCE: REFERENCE, TimedCall.HANDOVER: HANDOVER}
ANSWERS = {
    "windows as a view, one product": """
    p = padding
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))), (3, 3), (2, 3))
    return np.tensordot(windows, weight, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2) + bias[:, None, None]
""",
    "windows as a view, einsum without a path": """
    p = padding
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))), (3, 3), (2, 3))
    return np.einsum("nchwij,fcij->nfhw", windows, weight) + bias[:, None, None]
""",
    "a sum for every output": """
    p = padding
    x = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    out = np.empty((len(x), len(weight), x.shape[2] - 2, x.shape[3] - 2), x.dtype)
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = np.sum(x[n, :, i : i + 3, j : j + 3] * weight[f])
    return out + bias[:, None, None]
""",
}


def graded(exercise_id: str, source: str, seed: int) -> SpeedFindings:
    """Grade the speed of one answer, as a job does it: in a sandbox of its own, beside ours."""
    exercise = find(exercise_id)
    right = judge(exercise_id, honest_answers(exercise)["the reference"])
    with one_core() as core, Session(Limits(), core=core) as session:
        shown = session.run_cell("import numpy as np\n" + source)
        if shown.error:
            sys.exit(f"{exercise_id}: the answer does not run ({shown.error})")
        return time_exercise(exercise, exercise.name, right, session, core=core, seed=seed)


@contextmanager
def busy_cores(loops: int) -> Iterator[None]:
    """Keep every core busy with so many endless loops."""
    forever = "import os\nours = os.getppid()\nwhile os.getppid() == ours: pass"  # they end with us
    command = [sys.executable, "-c", forever]
    running = [subprocess.Popen(command) for _ in range(loops * len(os.sched_getaffinity(0)))]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def grade_again_and_again(gradings: int, loops: int) -> bool:
    """Grade the answers in turn; return whether the points of each were the same every time."""
    found: dict[str, list[SpeedFindings]] = {name: [] for name in ANSWERS}
    seconds = []
    with busy_cores(loops):
        for number in range(gradings):
            name = list(ANSWERS)[number % len(ANSWERS)]
            start = time.perf_counter()
            found[name].append(graded(EXERCISE, SIGNATURE + ANSWERS[name], number))
            seconds.append(time.perf_counter() - start)
            print(f"{number + 1} of {gradings}: {name}: {points_in_words(found[name][-1])}", file=sys.stderr)
    load = f"{loops} busy loops on every core, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    table = Table(title=f"{gradings} gradings of {EXERCISE}: {load}")
    for heading in ("answer", "graded", "points", "times as long as ours", "times as fast as loops", "rounds"):
        table.add_column(heading, justify="left" if heading in ("answer", "points") else "right")
    for name, findings in found.items():
        told = Counter(map(points_in_words, findings))
        table.add_row(
            name,
            str(len(findings)),
            ", ".join(f"{words}: {count}" for words, count in told.items()),
            _span([one.ratio for one in findings if one.ratio]),
            _span([one.gain for one in findings if one.gain]),
            _span([one.rounds for one in findings]),
        )
    console = Console()
    console.print(table)
    console.print(f"A grading took {statistics.median(seconds):.1f} seconds in the median, {max(seconds):.1f} at most.")
    return all(len(set(map(points_in_words, findings))) <= 1 for findings in found.values())


def print_ratios(rounds: int = 5) -> None:
    """Time reference and loops of every exercise whose speed is graded: as beside an answer, and in a notebook.

    Beside an answer the processor's time counts, without the hand-over of arguments and result; in a learner's own
    notebook, for which `Speed.gain` is declared, nothing is handed over, and the time on the wall counts.
    """
    table = Table(title=f"The reference beside the loops, the least of {rounds} rounds")
    headings = ("exercise", "loops", "reference", "hand-over", "times as fast", "in a notebook", "times as fast")
    for heading in (*headings, "declared"):
        table.add_column(heading, justify="left" if heading == "exercise" else "right")
    for exercise in EXERCISES.values():
        if exercise.speed is None:
            continue
        inputs = [round_inputs(exercise, 1, number) for number in range(rounds)]
        measured = Measurements(exercise.speed)
        with one_core() as core, our_session(exercise, Limits(), core) as session:
            for args in inputs:
                for which, name in _OURS.items():
                    measured.add(which, session.timed_call(name, args, OURS_SECONDS)[1])
        loops, reference, handover = map(measured.seconds, _OURS)
        there = [
            _least(function, inputs) for function in (exercise.speed.loops, honest_answers(exercise)["the reference"])
        ]
        graded = f"{loops:.2f} s", f"{1000 * reference:.1f} ms", f"{1000 * handover:.1f} ms", f"{loops / reference:.0f}"
        notebook = f"{1000 * there[1]:.1f} ms", f"{there[0] / there[1]:.0f}", f"{exercise.speed.gain:g}"
        table.add_row(exercise.id, *graded, *notebook)
    Console().print(table)


def _least(function: Callable, inputs: Sequence[tuple]) -> float:
    """The least seconds of calls on these arguments, in this process; the first arguments are tried twice."""
    seconds = []
    for args in (inputs[0], *inputs):
        start = time.perf_counter()
        function(*args)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def _span(values: list[float]) -> str:
    return f"{min(values):.3g} to {max(values):.3g}" if values else "-"


def main() -> None:
    """Read the command line, and do what it says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradings", type=int, default=100)
    parser.add_argument("--loops", type=int, default=1, help="endless loops on every core")
    parser.add_argument("--ratios", action="store_true", help="how the reference does beside the loops")
    asked = parser.parse_args()
    if asked.ratios:
        print_ratios()
    elif not grade_again_and_again(asked.gradings, asked.loops):
        sys.exit("The points of an answer were not the same every time.")


if __name__ == "__main__":
    main()

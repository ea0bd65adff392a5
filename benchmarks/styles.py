"""Draw hidden cases again and again: honest answers of any style keep every point; and how long the slowest takes.

    python -m benchmarks.styles [ID-PREFIX] [--seeds 100] [--jobs N]

The reference and the answers of `solutions/styles/` are judged on the visible cases once, and on the hidden cases of
every seed.
"""

import argparse
import multiprocessing
import sys
import time
from dataclasses import dataclass

from rich.console import Console
from rich.progress import track
from rich.table import Table

from autograder.bank import EXERCISES, find
from autograder.judging.judge import call_on, judge_answers
from autograder.judging.oracle import honest_answers
from autograder.judging.static_analysis.forbidden import refuse
from autograder.learner.check import SECONDS


@dataclass(frozen=True)
class Tried:
    """One honest answer: which seeds cost it a point, how many cases it was asked, its slowest seed in CPU seconds."""

    exercise_id: str
    answer: str
    lost: tuple[str, ...]
    cases: int
    slowest: float


def try_styles(job: tuple[str, int]) -> list[Tried]:
    """Judge every honest answer to one exercise on its visible cases and on the hidden ones of so many seeds."""
    exercise_id, seeds = job
    exercise = find(exercise_id)
    drawings = {"the visible cases": list(exercise.cases)} | {f"seed {s}": exercise.draw(s) for s in range(seeds)}
    found = []
    for name, answer in honest_answers(exercise).items():
        refusal, lost, slowest = refuse(exercise, answer), [], 0.0
        for drawing, cases in drawings.items():
            seconds = 0.0

            def ask(case, answer=answer):
                nonlocal seconds
                began = time.process_time()
                came = call_on(answer, case)
                seconds += time.process_time() - began
                return came

            report = judge_answers(exercise, ask, cases, refusal=refusal)
            slowest = max(slowest, seconds)
            if report.score < 1:
                lost.append(f"{drawing}: {report}")
        found.append(Tried(exercise_id, name, tuple(lost), sum(map(len, drawings.values())), slowest))
    return found


def main() -> int:
    """Print the table; the exit status is 1 if an honest answer lost a point, or was too slow for `check`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix", nargs="?", default="", help="only exercises whose id begins like this")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    jobs = [(name, options.seeds) for name in EXERCISES if name.startswith(options.prefix)]
    table = Table(title=f"Honest answers, {options.seeds} seeds")
    for heading in ("exercise", "answers", "cases", "seeds that cost a point", "slowest, CPU seconds"):
        table.add_column(heading)
    everything: list[Tried] = []
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        for found in track(pool.imap_unordered(try_styles, jobs), total=len(jobs), console=Console(stderr=True)):
            everything += found
            lost = [f"{one.answer}, {drawing}" for one in found for drawing in one.lost]
            slowest = max(one.slowest for one in found)
            cells = (len(found), sum(one.cases for one in found), len(lost), f"{slowest:.2f}")
            table.add_row(found[0].exercise_id, *map(str, cells))
            for words in lost[:3]:
                console.print(f"{found[0].exercise_id}: {words}", highlight=False, markup=False)
    lost_points = sum(len(one.lost) for one in everything)
    too_slow = [one for one in everything if one.slowest > SECONDS]
    table.add_section()
    table.add_row("all", str(len(everything)), str(sum(one.cases for one in everything)), str(lost_points), "")
    console.print(table)
    for one in too_slow:
        console.print(f"{one.exercise_id}, {one.answer}: {one.slowest:.1f} s, and check stops after {SECONDS:g} s")
    return 1 if lost_points or too_slow else 0


if __name__ == "__main__":
    sys.exit(main())

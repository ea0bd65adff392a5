"""What a submission costs: stock nbgrader with torch in the notebook, our grading now, and ours at an earlier commit.

All grade the same notebooks, command against command, in turn and in one run. The stock course is what an instructor
would write without us: default preprocessors, a kernel, and test cells that import torch and compare.

Where a target is missed, this is what is left, in seconds of the processor. A command starts with 4, and 3 were the
target: to import torch takes 2 of them, and nbgrader with its libraries, and in the sandbox NumPy, Matplotlib and
IPython, take the rest, side by side. Two workers keep two cores busy for 94 % of the time (0.464 s of the processor in
0.247 s a submission), and are 1.5 times as fast as one, not 1.8: one, with the writer and the asking of torch beside
it, has 1.2 cores at work (0.447 s in 0.377 s), so that two cores, busy all the time, could be 1.6 times as fast.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.grading.sample_class import ASSIGNMENT

from .classes import KINDS, ROOT, Spent, hand_in, make_course, make_stock_course, run
from .machine import machine

WHOLE = 60  # submissions: fewer are no measurement to show
BASE = "3a2eb6936018ecac3bb400be36faa98bd8777796"  # before grading was made faster
STOCK, THEN, NOW = "stock", "ours then", "ours now"
GRADE = ("python", "-m", "autograder", "grade", ASSIGNMENT)
ONE = ("--student", "student00000")
OURS = {  # what is done, by which command
    "one worker": (*GRADE, "--again", "--no-feedback", "--jobs", "1"),
    "two workers": (*GRADE, "--again", "--no-feedback", "--jobs", "2"),
    "two workers, with feedback": (*GRADE, "--again", "--jobs", "2"),
    "nothing changed": GRADE,  # after what has written the feedback pages too
    "one submission": (*GRADE, "--again", "--no-feedback", "--jobs", "1", *ONE),
}
STOCKS = {
    "one worker": (("nbgrader", "autograde", ASSIGNMENT, "--force"),),
    "two workers, with feedback": (
        ("nbgrader", "autograde", ASSIGNMENT, "--force"),
        ("nbgrader", "generate_feedback", ASSIGNMENT, "--force"),
    ),
}
Found = dict[str, dict[str, list[Spent]]]  # by what is done, and by the grader


@dataclass(frozen=True)
class Grader:
    """Who grades: a course directory, and the code that grades in it."""

    name: str
    course: Path
    package: Path = ROOT

    def commands(self) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
        """Give what is measured, with its commands."""
        yield from STOCKS.items() if self.name == STOCK else ((what, (command,)) for what, command in OURS.items())

    def spend(self, commands: tuple[tuple[str, ...], ...]) -> Spent:
        """Run commands, one after the other, in a course directory without feedback pages where they may be written."""
        if commands != (GRADE,):
            shutil.rmtree(self.course / "feedback", ignore_errors=True)
        each = [run(*command, cwd=self.course, package=self.package) for command in commands]
        return Spent(sum(e.clock for e in each), sum(e.processor for e in each), max(e.memory for e in each))


def checked_out(commit: str, folder: Path) -> str:
    """Check a commit out into `folder`, and record what torch says of its cases; return why not, or an empty text."""
    git = subprocess.run(
        ["git", "-C", str(ROOT), "worktree", "add", "--detach", str(folder), commit],
        capture_output=True,
        text=True,
        check=False,
    )
    if git.returncode:
        why = (git.stderr.strip().splitlines() or ["git does not say why"])[-1]
        return (
            f"The commit {commit[:7]} is not in this copy of the repository ({why}): `git fetch --unshallow` gets it."
        )
    run("python", "-m", "autograder", "record", cwd=folder, package=folder)
    return ""


def graders(folder: Path, base: str) -> Iterator[Grader]:
    """Make a course directory for each grader."""
    ours = Grader(NOW, folder / "now")
    make_course(ours.course)
    if base:
        then = folder / "then-code"
        why = checked_out(base, then)
        if why:
            Console(stderr=True).print(f"{why} So it is not measured.", highlight=False, soft_wrap=True)
        else:
            make_course(folder / "then", then)
            yield Grader(THEN, folder / "then", then)
    make_stock_course(folder / "stock", ours.course)
    yield Grader(STOCK, folder / "stock")
    yield ours


def compare(all_graders: list[Grader], submissions: int, rounds: int, *, plots: bool) -> Found:
    """Grade the same class with every grader, in turn."""
    for grader in all_graders:
        hand_in(grader.course, submissions, plots=plots)
        if grader.name != STOCK:  # figures are recorded once for a course, and the sandbox tried once for a boot
            run(*OURS["one submission"], cwd=grader.course, package=grader.package)
    found: Found = {what: {} for what in OURS}
    for _ in range(rounds):
        for grader in all_graders:
            for what, commands in grader.commands():
                spent = grader.spend(commands)
                found[what].setdefault(grader.name, []).append(spent)
                print(f"{what}, {grader.name}: {spent.processor:.1f} s ({spent.clock:.1f} s)", file=sys.stderr)
    return found


def larger(course: Path, count: int, *, plots: bool) -> dict[str, Spent]:
    """Grade a larger class, and then once more with nothing to do."""
    hand_in(course, count, plots=plots)
    again = run(*GRADE, "--jobs", "2", cwd=course)
    return {"two workers, with feedback": again, "nothing changed": run(*GRADE, cwd=course)}


def rows(found: Found, submissions: int) -> list[dict]:
    """Medians for each thing that is done: seconds for a submission, or for all where one is graded; and ratios."""
    lines = []
    for what, by_grader in found.items():
        count = 1 if what == "one submission" else submissions
        row: dict = {"what": what, "submissions": count}
        for name, each in by_grader.items():
            row[name] = {
                "clock": statistics.median(spent.clock for spent in each) / count,
                "processor": statistics.median(spent.processor for spent in each) / count,
                "MiB": max(spent.memory for spent in each),
            }
        lines.append(row)
    stock = next((row[STOCK] for row in lines if row["what"] == "one worker" and STOCK in row), None)
    for row in lines:
        against = row.get(STOCK, stock) if row["what"] in ("one worker", "two workers", *STOCKS) else row.get(THEN)
        if against and NOW in row:
            row["times"] = {clock: against[clock] / row[NOW][clock] for clock in ("clock", "processor")}
    return lines


def show(lines: list[dict], title: str) -> None:
    """Print the table."""
    table = Table(title=title)
    table.add_column("what")
    names = [name for name in (STOCK, THEN, NOW) if any(name in row for row in lines)]
    for heading in (*names, "times stock, or times then", *(f"MiB {name}" for name in names)):
        table.add_column(heading, justify="right")
    for row in lines:
        cells = [f"{row[n]['processor']:.3f} ({row[n]['clock']:.3f})" if n in row else "" for n in names]
        times = row.get("times")
        cells.append(f"{times['processor']:.1f} ({times['clock']:.1f})" if times else "")
        table.add_row(row["what"], *cells, *(f"{row[name]['MiB']:.0f}" if name in row else "" for name in names))
    Console().print(table)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=WHOLE)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=500, help="submissions of a larger class; 0 leaves it out")
    parser.add_argument("--base", default=BASE, help="the commit to compare with; an empty text leaves it out")
    parser.add_argument("--no-stock", action="store_true", help="leave stock nbgrader out")
    parser.add_argument("--no-plots", action="store_true", help="leave out the cells that only show pictures")
    parser.add_argument("--to", type=Path, help="folder for the numbers; else those of a whole run go beside this file")
    options = parser.parse_args()
    plots = not options.no_plots
    more = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            taking_part = [g for g in graders(folder, options.base) if not (options.no_stock and g.name == STOCK)]
            found = compare(taking_part, options.submissions, options.rounds, plots=plots)
            if options.many:
                more = larger(folder / "now", options.many, plots=plots)
        finally:
            shutil.rmtree(folder / "then-code", ignore_errors=True)
            subprocess.run(["git", "-C", str(ROOT), "worktree", "prune"], capture_output=True, check=False)
    lines = rows(found, options.submissions)
    show(
        lines,
        f"Seconds of the processor (and on the clock) for a submission; {options.submissions} submissions of "
        f"{len(KINDS)} kinds, {options.rounds} rounds in turn, whole commands with their start",
    )
    for what, spent in more.items():
        each = f"{spent.processor / options.many:.4f} seconds of the processor each, {spent.memory:.0f} MiB"
        Console().print(f"{options.many} submissions, {what}: {each}", highlight=False)
    whole = options.submissions >= WHOLE and not (options.no_stock or options.no_plots)
    if to := options.to or (Path(__file__).parent if whole else None):
        to.mkdir(parents=True, exist_ok=True)
        about = {"environment": machine(), "submissions": options.submissions, "rounds": options.rounds, "rows": lines}
        about |= {"larger": {"submissions": options.many} | {what: asdict(spent) for what, spent in more.items()}}
        (to / "grading.json").write_text(json.dumps(about, indent=1))  # for the book


if __name__ == "__main__":
    main()

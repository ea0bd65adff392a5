"""Seconds a submission: stock nbgrader with torch in the notebook, against our judge and sandbox, in one run.

Both grade the same notebooks with `nbgrader autograde`, command against command, in turn. The stock course is what an
instructor would write without us: default preprocessors, a kernel, and test cells that import torch and compare.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, cells_of, fill, functions_of, without_plots
from autograder.notebook.cells import HIDDEN, VISIBLE, exercise_name

BENCH = Path(__file__).resolve().parent.parent / "_build" / "bench"
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
STYLES: tuple[tuple[dict, list], ...] = (  # functions, and the cells that they need
    ({}, []),
    (functions_of("typical"), cells_of("typical")),
    (functions_of("other_style"), cells_of("other_style")),
)
OURS = ("autograder", "grade", ASSIGNMENT, "--no-feedback")
GRADERS = {  # in which course, by which command
    "stock": ("stock", ("nbgrader", "autograde", ASSIGNMENT, "--force")),
    "one worker": ("ours", (*OURS, "--again", "--jobs", "1")),
    "two workers": ("ours", (*OURS, "--again", "--jobs", "2")),
    "unchanged": ("ours", OURS),
}
TEST = """import numpy as np, torch
from autograder import judge
assert judge("{slug}/{name}", {name}, hidden={hidden}, seed=7).score == 1
"""


def run(*command: str, cwd: Path) -> tuple[float, float]:
    """Run a command: its seconds, and the MiB of its largest process. Its words are shown only if it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=cwd, env=ENVIRONMENT, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read().decode()}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def make_courses(folder: Path) -> dict[str, Path]:
    """Our course directory, and one for stock nbgrader with torch in its test cells."""
    ours, stock = folder / "ours", folder / "stock"
    run("autograder", "init", str(ours), "--bare", cwd=folder)
    run("autograder", "build", cwd=ours)
    shutil.copytree(ours / "source", stock / "source")
    (stock / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "stock"\n')
    path = stock / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.endswith((VISIBLE, HIDDEN)):
            cell.source = TEST.format(slug=NOTEBOOK, name=exercise_name(name), hidden=name.endswith(HIDDEN))
    nbformat.write(notebook, path)
    for course in (ours, stock):
        run("nbgrader", "generate_assignment", ASSIGNMENT, cwd=course)
    return {"stock": stock, "ours": ours}


def hand_in(course: Path, count: int, plots: bool) -> None:
    """Fill `submitted/` with `count` real submissions in several styles, no two the same."""
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    shutil.rmtree(course / "submitted", ignore_errors=True)
    for number in range(count):
        folder = course / "submitted" / f"student{number:03}" / ASSIGNMENT
        folder.mkdir(parents=True)
        functions, cells = STYLES[number % len(STYLES)]
        notebook = fill(released, functions, first=[f"number = {number}", *cells])
        nbformat.write(notebook if plots else without_plots(notebook), folder / f"{NOTEBOOK}.ipynb")


def compare(courses: dict[str, Path], submissions: int, rounds: int, plots: bool) -> dict[str, dict[str, float]]:
    """Grade the same class with every grader, in turn: seconds a submission and MiB, by grader."""
    for course in courses.values():
        hand_in(course, submissions, plots)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in GRADERS}
    for _ in range(rounds):
        for name, (course, command) in GRADERS.items():
            taken[name].append(run(*command, cwd=courses[course]))
    return {
        name: {
            "median": statistics.median(seconds for seconds, _ in each) / submissions,
            "least": min(seconds for seconds, _ in each) / submissions,
            "most": max(seconds for seconds, _ in each) / submissions,
            "memory": max(memory for _, memory in each),
        }
        for name, each in taken.items()
    }


def slope(course: Path, few: int, many: int, plots: bool) -> tuple[float, float, float]:
    """Seconds that one more submission costs with two workers, and MiB with few and with many submissions."""
    found = []
    for count in (few, many):
        hand_in(course, count, plots)
        found.append(run(*GRADERS["two workers"][1], cwd=course))
    (short, small), (long, large) = found
    return (long - short) / (many - few), small, large


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=500, help="submissions for the slope; 0 leaves it out")
    parser.add_argument("--no-plots", action="store_true", help="leave out the cells that only show pictures")
    parser.add_argument("--to", type=Path, default=BENCH, help="folder for the numbers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        courses = make_courses(Path(folder))
        plots = not options.no_plots
        found = compare(courses, options.submissions, options.rounds, plots)
        more = slope(courses["ours"], options.submissions, options.many, plots) if options.many else None
    title = f"{options.submissions} submissions, {options.rounds} rounds in turn, whole commands with their start"
    title += "" if plots else ", without the notebook's plots"
    table = Table(title=title)
    for heading in ("grader", "seconds a submission: median", "least", "most", "MiB of the largest process"):
        table.add_column(heading)
    for name, numbers in found.items():
        table.add_row(name, *(f"{numbers[key]:.2f}" for key in ("median", "least", "most")), f"{numbers['memory']:.0f}")
    console = Console()
    console.print(table)
    ratios = {
        "one worker, times stock's throughput": found["stock"]["median"] / found["one worker"]["median"],
        "two workers, times one": found["one worker"]["median"] / found["two workers"]["median"],
    }
    for name, ratio in ratios.items():
        console.print(f"{name}: {ratio:.1f}", highlight=False)
    about = {"submissions": options.submissions, "rounds": options.rounds, "seconds": found, "ratios": ratios}
    if more:
        about["slope"] = dict(zip(("seconds", "MiB of few", "MiB of many"), more, strict=True))
        console.print(
            f"from {options.submissions} to {options.many} submissions: {more[0]:.2f} seconds each; "
            f"the largest process grows from {more[1]:.0f} to {more[2]:.0f} MiB",
            highlight=False,
        )
    options.to.mkdir(parents=True, exist_ok=True)
    (options.to / "grading.json").write_text(json.dumps(about, indent=1))  # for the book


if __name__ == "__main__":
    main()

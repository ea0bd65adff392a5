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

from autograder.cells import HIDDEN, VISIBLE, exercise_name
from autograder.sample_class import ASSIGNMENT, NOTEBOOK, fill, functions_of

BENCH = Path(__file__).resolve().parent.parent / "_build" / "bench"
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
STYLES = ({}, functions_of("typical"), functions_of("other_style"))
TEST = """import numpy as np, torch
from autograder import judge
assert judge("{slug}/{name}", {name}, hidden={hidden}, seed=7).score == 1
"""


def run(*command: str, cwd: Path) -> float:
    """Run a command and return its seconds; its words are shown only if it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def make_courses(folder: Path) -> dict[str, Path]:
    """Our course directory, and one for stock nbgrader with torch in its test cells."""
    ours, stock = folder / "ours", folder / "stock"
    run("autograder", "init", str(ours), cwd=folder)
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


def hand_in(course: Path, count: int) -> None:
    """Fill `submitted/` with `count` real submissions in several styles."""
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    for number in range(count):
        folder = course / "submitted" / f"student{number:03}" / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(fill(released, STYLES[number % len(STYLES)]), folder / f"{NOTEBOOK}.ipynb")


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--to", type=Path, default=BENCH, help="folder for the numbers")
    options = parser.parse_args()
    seconds: dict[str, list[float]] = {"stock": [], "ours": []}
    with tempfile.TemporaryDirectory() as folder:
        courses = make_courses(Path(folder))
        for course in courses.values():
            hand_in(course, options.submissions)
        for _ in range(options.rounds):
            for name, course in courses.items():
                seconds[name].append(run("nbgrader", "autograde", ASSIGNMENT, "--force", cwd=course))
    table = Table(title=f"nbgrader autograde, {options.submissions} submissions, {options.rounds} rounds in turn")
    for heading in ("grader", "seconds a submission: median", "least", "most"):
        table.add_column(heading)
    each = {name: [second / options.submissions for second in taken] for name, taken in seconds.items()}
    seconds_each = {
        name: {"median": statistics.median(taken), "least": min(taken), "most": max(taken)}
        for name, taken in each.items()
    }
    for name, taken in seconds_each.items():
        table.add_row(name, *(f"{second:.2f}" for second in taken.values()))
    console = Console()
    console.print(table)
    ratio = statistics.median(slow / fast for slow, fast in zip(each["stock"], each["ours"], strict=True))
    options.to.mkdir(parents=True, exist_ok=True)
    about = {"submissions": options.submissions, "rounds": options.rounds, "ratio": ratio, "seconds": seconds_each}
    (options.to / "grading.json").write_text(json.dumps(about, indent=1))  # for the book
    console.print(f"stock / ours, pair by pair: {ratio:.1f} (whole commands, start-up included)")


if __name__ == "__main__":
    main()

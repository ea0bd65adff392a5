"""Classes to grade in a benchmark: courses of both kinds, and submissions of six kinds, a third with a wrong figure."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, cells_of, fill, functions_of, without_plots
from autograder.notebook.cells import HIDDEN, VISIBLE, exercise_name

ROOT = Path(__file__).resolve().parent.parent
CGROUP = Path("/sys/fs/cgroup/cpuacct")  # counts also those processes that nobody has waited for
ONE_PER_TAP = """def correlate2d(image, kernel):
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    out = np.zeros((rows, columns))
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            out += kernel[a, b] * image[a : a + rows, b : b + columns]
    return out
"""
COUNTS_NOTHING = "def count_parameters(in_channels, out_channels, kernel_size, bias=True):\n    return 0\n"
KINDS: tuple[tuple[dict[str, str], list[str]], ...] = (  # functions, and the cells that they need; the rest is right
    ({}, []),
    (
        functions_of("typical"),
        cells_of("typical"),
    ),  # a kernel that is flipped, a bias that is forgotten: a wrong figure
    (functions_of("other_style"), cells_of("other_style")),
    ({"correlate2d": ONE_PER_TAP}, []),
    ({"correlate2d": ONE_PER_TAP.replace("out +=", "out -=")}, []),  # wrong, and so is its figure
    ({"count_parameters": COUNTS_NOTHING}, []),
)
TEST = """import numpy as np, torch
from autograder import judge
assert judge("{slug}/{name}", {name}, hidden={hidden}, seed=7).score == 1
"""


@dataclass(frozen=True)
class Spent:
    """What a command has taken: seconds on the clock and of the processor, and the MiB of its largest process."""

    clock: float
    processor: float
    memory: float


def run(*command: str, cwd: Path, package: Path = ROOT) -> Spent:
    """Run a command with the code of `package`; its words are shown only if it fails, and end the benchmark."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(package)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second command finds the first one's bytecode
    group = _group()
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            ["sh", "-c", 'test -z "$0" || echo $$ >"$0/cgroup.procs"; exec "$@"', group and str(group), *command],
            cwd=cwd,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read().decode()}")
    processor = usage.ru_utime + usage.ru_stime
    if group:
        processor = int((group / "cpuacct.usage").read_text()) / 1e9
        _remove(group)
    return Spent(seconds, processor, usage.ru_maxrss / 1024)


def _group() -> Path | str:
    """Make a control group that counts the processor's time; nothing where the machine lets us make none."""
    group = CGROUP / f"benchmark-{os.getpid()}"
    try:
        group.mkdir(exist_ok=True)
        (group / "cpuacct.usage").write_text("0")
    except OSError:
        return ""
    return group


def _remove(group: Path) -> None:
    for _ in range(100):
        try:
            group.rmdir()
        except OSError:
            time.sleep(0.02)  # its last processes are ending
        else:
            return


def make_course(course: Path, package: Path = ROOT) -> None:
    """Make one of our courses, with the code of `package`, and release its first assignment."""
    course.parent.mkdir(parents=True, exist_ok=True)
    run("python", "-m", "autograder", "init", str(course), "--bare", cwd=course.parent, package=package)
    run("python", "-m", "autograder", "build", cwd=course, package=package)
    run("nbgrader", "generate_assignment", ASSIGNMENT, cwd=course, package=package)


def make_stock_course(course: Path, ours: Path) -> None:
    """Make of the same notebook a course for stock nbgrader, with torch in its test cells."""
    shutil.copytree(ours / "source" / ASSIGNMENT, course / "source" / ASSIGNMENT)
    (course / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "stock"\n')
    path = course / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.endswith((VISIBLE, HIDDEN)):
            cell.source = TEST.format(slug=NOTEBOOK, name=exercise_name(name), hidden=name.endswith(HIDDEN))
    nbformat.write(notebook, path)
    run("nbgrader", "generate_assignment", ASSIGNMENT, cwd=course)


def hand_in(course: Path, count: int, *, plots: bool = True) -> None:
    """Fill `submitted/` with `count` real submissions of all kinds, no two the same."""
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    shutil.rmtree(course / "submitted", ignore_errors=True)
    for number in range(count):
        folder = course / "submitted" / f"student{number:05}" / ASSIGNMENT
        folder.mkdir(parents=True)
        functions, cells = KINDS[number % len(KINDS)]
        notebook = fill(released, functions, first=[*cells, f"number = {number}"])
        nbformat.write(notebook if plots else without_plots(notebook), folder / f"{NOTEBOOK}.ipynb")

"""What the benchmarks measured: the full tables where `make bench` has made them, else a short run on the spot."""

import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

from asides import table
from figures.grids import TIMES

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "_build" / "bench"
FORM = {
    True: "**The full measurement**, as `make bench` made it.",
    False: "**The short form:** one round of one workload for each group, measured while this page was built. Take it "
    "for a rough sketch. `make bench`, and then `make book`, puts the full tables here.",
}


def operations():
    """The newest full measurement, or that of one workload of each group; and whether it is the full one."""
    full = BENCH / "operations.json"
    if full.exists():
        return json.loads(full.read_text()), True
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.operations", "--short", "--to", folder]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return json.loads((Path(folder) / full.name).read_text()), False


def grading():
    """Seconds a submission of stock nbgrader and of ours, if `make bench` has measured them."""
    path = BENCH / "grading.json"
    return json.loads(path.read_text()) if path.exists() else None


def ratio(row):
    return row["ours"] / row["torch"]


def mean(rows):
    """The geometric mean of our time over torch's: the mean for ratios, in which twice and half cancel."""
    return math.exp(sum(math.log(ratio(row)) for row in rows) / len(rows))


def groups(rows):
    """The rows of every group, in the order of measuring."""
    return {name: [row for row in rows if row["group"] == name] for name in {row["group"]: 0 for row in rows}}


def by_group(rows):
    """A line for every group."""
    lines = []
    for name, here in groups(rows).items():
        ratios = sorted(map(ratio, here))
        lines.append([name, len(here), f"{mean(here):.2f}", f"{ratios[0]:.2f}", f"{ratios[-1]:.2f}"])
    return table(["group", "workloads", "mean", "fastest", "slowest"], lines, "Our time in times of torch's")


def all_of(rows):
    """Every workload."""
    lines = [
        [
            f"{row['group']}: {row['name']}",
            f" {TIMES} ".join(map(str, row["shape"])),
            f"{row['torch'] * 1e3:.2f}",
            f"{ratio(row):.2f}",
            f"{row['limit'] / row['torch']:.2f}",
            learners(row),
        ]
        for row in rows
    ]
    head = ["workload", "input", "torch, ms", "ours", "limit", "what a learner may write, in times of ours"]
    return table(head, lines, "The least of all rounds; ours and the limit in times of torch's time")


def learners(row):
    times = {name: taken / row["ours"] for name, taken in row.get("learners", {}).items()}
    return ", ".join(f"{name} {times[name]:.1f}" for name in sorted(times, key=times.get)) or "not measured"


def machine(result):
    """Where it was measured, in a sentence."""
    about = result["environment"]
    threads = "one thread" if about["threads"] == 1 else f"{about['threads']} threads"
    return (
        f"NumPy {about['numpy']} with OpenBLAS kernels for {about['blas kernels']}, PyTorch {about['torch']} with "
        f"{about['torch kernels']} kernels, {threads} each"
    )


def graded(result):
    """The table of seconds a submission."""
    names = [name for name in ("stock", "ours now") if any(name in row for row in result["rows"])]
    rows = [row for row in result["rows"] if "ours now" in row]

    def cells(row, what, digits):
        return [f"{row[name][what]:.{digits}f}" if name in row else "" for name in names]

    lines = [[row["what"], *cells(row, "processor", 2), *cells(row, "clock", 2), *cells(row, "MiB", 0)] for row in rows]
    head = ["", *(f"{what}: {name}" for what in ("processor", "clock", "MiB of the largest process") for name in names)]
    return table(head, lines, "Seconds for one submission of chapter 1, whole commands with their start")

"""What the benchmarks measured: `make bench` writes it beside them."""

import json
import math
from datetime import date
from pathlib import Path

from asides import table
from figures.grids import TIMES

BENCH = Path(__file__).resolve().parents[2] / "benchmarks"
WORST = 2


def operations(threads=1):
    """The times of every workload, of ours and of torch's."""
    return read("operations" if threads == 1 else f"operations-{threads}-threads")


def grading():
    """Seconds a submission, of stock nbgrader and of ours."""
    return read("grading")


def read(name):
    return json.loads((BENCH / f"{name}.json").read_text())


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
        f"NumPy {about['numpy']} with OpenBLAS kernels for {about['blas kernels']} and PyTorch {about['torch']} with "
        f"{about['torch kernels']} kernels, {threads} each, {where(result)}"
    )


def where(result):
    """The machine and the day, in words."""
    about = result["environment"]
    day = date.fromisoformat(about["day"])
    return f"on {about['cores']} cores of a virtual machine ({about['processor']}), {day.day} {day:%B %Y}"


def slowest(rows):
    """The workloads that take more than twice torch's time, in words."""
    slow = sorted((row for row in rows if ratio(row) > WORST), key=ratio, reverse=True)
    return ", ".join(f"{row['group']}: {row['name']} ({ratio(row):.1f})" for row in slow) or "none"


# Grading --------------------------------------------------------------------------------------------------------------

COMPARED = "one worker", "two workers", "two workers, with feedback"


def row_of(result, what):
    return next(row for row in result["rows"] if row["what"] == what)


def stock_of(result, what):
    """Stock nbgrader's row: it has one worker, and is measured with feedback pages and without."""
    row = row_of(result, what)
    return row.get("stock") or row_of(result, "one worker")["stock"]


def bars(result):
    """Seconds on the clock for a submission, by what is done: of stock nbgrader, and of ours."""
    return {what: (stock_of(result, what)["clock"], row_of(result, what)["ours now"]["clock"]) for what in COMPARED}


def graded(result):
    """The table of seconds a submission."""
    lines = []
    for what in COMPARED:
        theirs, ours = stock_of(result, what), row_of(result, what)["ours now"]
        times = theirs["clock"] / ours["clock"]
        seconds = [f"{side[clock]:.2f}" for clock in ("clock", "processor") for side in (theirs, ours)]
        lines.append([what, *seconds, f"{times:.1f}", f"{ours['MiB']:.0f}"])
    head = [
        "",
        "stock, on the clock",
        "ours",
        "stock, of the processor",
        "ours",
        "times as fast, by the clock",
        "MiB of our largest process",
    ]
    return table(head, lines, "Seconds for one submission of chapter 1: whole commands, with their start, for a class")


def alone(result):
    """What else is worth knowing, by name: seconds of a command for one submission, and of one with nothing to do."""
    larger = result["larger"]
    one, nothing = (row_of(result, what)["ours now"] for what in ("one submission", "nothing changed"))
    return {
        "one": f"{one['clock']:.1f}",
        "nothing": f"{1e3 * nothing['clock']:.0f}",
        "many": larger["submissions"],
        "many_seconds": f"{larger['two workers, with feedback']['clock'] / larger['submissions']:.2f}",
        "many_nothing": f"{1e3 * larger['nothing changed']['clock'] / larger['submissions']:.0f}",
        "many_memory": f"{larger['two workers, with feedback']['memory']:.0f}",
        "class": result["submissions"],
        "rounds": result["rounds"],
    }

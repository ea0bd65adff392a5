"""How fast the general operations are: our time over torch's, and over what a learner would otherwise write.

    python -m benchmarks.operations [--group GROUP ...] [--threads N] [--rounds N] [--short]

Every time is the least of rounds in which torch, ours and the limit take turns. The limit is the matrix product that a
convolution cannot do without, or a copy of the data. Where OpenBLAS uses narrower vectors than torch on this processor,
the convolutions are measured a second time with AVX-512 kernels. The table is printed; all of it is also written beside
this file, as `operations.json` or `operations-N-threads.json`, which the book shows.

Where a target is missed, this is what is left. Depthwise layers: NumPy passes over memory once for each tap, whether it
copies windows or multiplies and adds, and torch once for all. 5 x 5 with few channels: the limit itself. Padding: the
rows are copied in half of torch's time, but every column takes a tenth of it, and the arguments a half. With several
threads: every product waits for the slowest thread, and products of 20 microseconds, of which Winograd's way makes
many, wait longer than they take where a core has other work; NumPy cannot be told to make small ones with one thread.
"""

import argparse
import json
import math
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from solutions.general.blocks import BLOCK

ROOT = Path(__file__).resolve().parent.parent
FORWARD = ("convolution", "transposed", "padding", "pooling", "adaptive pooling", "upsampling", "shuffling")
BACK = ("convolution gradients", "other gradients")
GROUPS = FORWARD + BACK
PRODUCTS = ("convolution", "transposed", "convolution gradients")
LIGHT = ("pooling", "adaptive pooling", "upsampling", "shuffling")
WIDE_KERNELS = "SkylakeX"  # OpenBLAS's name for its AVX-512 kernels
NARROW_KERNELS = ("Haswell", "Zen")
ERROR = 2e-6
TARGETS = {  # the groups, and their geometric mean with one thread and with more
    "convolution": (("convolution",), 1.1, 1.15),
    "transposed": (("transposed",), 1.2, 1.2),
    "padding": (("padding",), 1.0, 1.0),
    "pools, upsampling and shuffles": (LIGHT, 0.4, 0.55),
    "convolution gradients": (BACK[:1], 1.3, 1.3),
    "other gradients": (BACK[1:], 1.0, 1.0),
}
WORST = 1.5, 2.0  # of any workload, with one thread and with more
MEMORY = 2.0  # times torch's, and a block


def measured(groups, threads, rounds, *, first=None, learners=True, kernels=None) -> dict:
    """Measure in a process of its own: OpenBLAS reads its settings when NumPy is imported."""
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    environment |= {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    # torch's threads wait for work by spinning, and would keep a core from ours for some milliseconds after each call
    environment["OMP_WAIT_POLICY"] = "passive"
    if kernels:
        environment["OPENBLAS_CORETYPE"] = kernels
    command = [sys.executable, "-m", "benchmarks.measuring", "--rounds", str(rounds), "--threads", str(threads)]
    command += ["--groups", *groups]
    command += ["--first", str(first)] if first else []
    command += [] if learners else ["--no-learners"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def ratio(row: dict) -> float:
    return row["ours"] / row["torch"]


def geometric_mean(numbers: list[float]) -> float:
    return math.exp(sum(map(math.log, numbers)) / len(numbers))


def summary(rows: list[dict], threads: int = 1) -> list[str]:
    """The targets, and what became of them."""
    lines, more = [], int(threads > 1)
    for name, (groups, *targets) in TARGETS.items():
        ratios = [ratio(row) for row in rows if row["group"] in groups]
        if ratios:
            mean, target = geometric_mean(ratios), targets[more]
            verdict = "met" if mean <= target else "missed"
            lines.append(f"{name}: geometric mean {mean:.2f} over {len(ratios)} (target {target}, {verdict})")
    slow = sorted((row for row in rows if ratio(row) > WORST[more]), key=ratio, reverse=True)
    names = ", ".join(f"{row['group']}: {row['name']} {ratio(row):.2f}" for row in slow) or "none"
    lines.append(f"above {WORST[more]} times torch: {names}")
    error, torchs = (max(row.get(what, math.nan) for row in rows) for what in ("error", "torch's error"))
    lines.append(
        f"largest error: {error:.0e} of the largest output (target {ERROR:.0e}; torch's own is up to {torchs:.0e})"
    )
    lines.append(f"more memory than {MEMORY:g} times torch's and a block of {BLOCK >> 20} MiB: {hungry(rows)}")
    return lines


def hungry(rows: list[dict]) -> str:
    """The workloads that take too much memory."""
    peaks = {f"{row['group']}: {row['name']}": row["peak"] for row in rows if "peak" in row}
    if None in [number for peak in peaks.values() for number in peak.values()]:
        return "not measured here"
    names = [name for name, peak in peaks.items() if peak["ours"] > MEMORY * peak["torch"] + BLOCK]
    return ", ".join(names) or "none"


def mebibytes(row: dict) -> str:
    """The peaks of torch's memory and of ours."""
    return ", ".join("" if size is None else f"{size / 2**20:.1f}" for size in row["peak"].values())


def learners(row: dict) -> str:
    """A learner's answers, as times of ours."""
    times = {name: taken / row["ours"] for name, taken in row.get("learners", {}).items()}
    return ", ".join(f"{name} {number(times[name])}" for name in sorted(times, key=times.__getitem__))


def number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def cells(row: dict, wide: dict) -> list[str]:
    again = wide.get((row["group"], row["name"]))
    return [
        row["group"],
        row["name"],
        f"{row['torch'] * 1e3:.3f}",
        f"{ratio(row):.2f}",
        f"{ratio(again):.2f}" if again else "",
        f"{row['limit'] / row['torch']:.2f}",
        mebibytes(row),
        learners(row),
    ]


def headings() -> list[str]:
    return [
        "group",
        "workload",
        "torch, ms",
        "ours",
        "ours, AVX-512",
        "limit",
        "MiB, torch and ours",
        "a learner's, in times of ours",
    ]


def report(result: dict) -> list[str]:
    """Where this was measured, and how it stands with the targets."""
    about = result["environment"]
    lines = [
        f"numpy {about['numpy']} with {about['blas kernels']} kernels, torch {about['torch']} with "
        f"{about['torch kernels']} kernels, threads: {about['threads']}; ours and limit in times of torch's",
        *summary(result["rows"], about["threads"]),
    ]
    if result.get("wide"):
        lines += [f"with AVX-512 kernels in numpy too: {line}" for line in summary(result["wide"], about["threads"])]
    return lines


def show(result: dict) -> None:
    table = Table(title="The general operations, in times of torch's time")
    for heading in headings():
        table.add_column(heading, overflow="fold")
    wide = {(row["group"], row["name"]): row for row in result.get("wide", [])}
    for row in result["rows"]:
        table.add_row(*cells(row, wide))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    for line in report(result):
        console.print(line, highlight=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", nargs="+", choices=GROUPS, default=list(GROUPS), help="only these groups")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--short", action="store_true", help="one round of one workload a group, to see that it runs")
    parser.add_argument("--to", type=Path, help="folder for the numbers; a part of them is else only printed")
    options = parser.parse_args()
    rounds, first = (1, 1) if options.short else (options.rounds, None)
    result = measured(options.group, options.threads, rounds, first=first)
    products = [group for group in options.group if group in PRODUCTS]
    about = result["environment"]
    if products and about["torch kernels"] == "AVX512" and about["blas kernels"] in NARROW_KERNELS:
        wide = measured(products, options.threads, rounds, first=first, learners=False, kernels=WIDE_KERNELS)
        result["wide"] = wide["rows"]

    show(result)
    whole = options.group == list(GROUPS) and not options.short
    to = options.to or (Path(__file__).parent if whole else None)
    if to:
        to.mkdir(parents=True, exist_ok=True)
        name = "operations" if options.threads == 1 else f"operations-{options.threads}-threads"
        (to / f"{name}.json").write_text(json.dumps(result, indent=1))
        print(f"written to {to / name}.json")


if __name__ == "__main__":
    main()

"""The benchmark runs, its learners' answers are right, and its table says what it should. Times are never looked at."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

import solutions
from benchmarks import learners, operations
from benchmarks.gradients import GRADIENTS
from benchmarks.workloads import WORKLOADS

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.share(3)
@pytest.mark.parametrize("work", [*WORKLOADS, *GRADIENTS], ids=lambda work: f"{work.group}: {work.name}")
def test_ours_is_right_on_every_workload(work):
    arrays = work.arrays()
    single, exact = torchs(work, arrays), torchs(work, [array.astype(np.float64) for array in arrays])
    got = work.call(solutions, arrays)()
    if isinstance(got, tuple):
        assert np.array_equal(got[1], single[1].numpy())
        got, single, exact = got[0], single[0], exact[0]
    wanted = exact.numpy()
    assert got.shape == wanted.shape
    assert got.dtype == np.float32
    # rounding is measured from exact sums: torch's own float32 is as far from them as ours, on some machines farther
    torch_is_off = np.abs(single.numpy() - wanted).max()
    assert np.abs(got - wanted).max() <= max(2e-6 * np.abs(wanted).max(), 2 * torch_is_off)


def torchs(work, arrays):
    return work.call(torch.nn.functional, [torch.from_numpy(array) for array in arrays])()


QUICK = [work for work in WORKLOADS if work.group != "convolution" or np.prod(work.shapes[0]) < 20000]


@pytest.mark.parametrize("work", QUICK, ids=lambda work: f"{work.group}: {work.name}")
def test_what_learners_would_write_is_right(work):
    arrays = work.arrays()
    wanted = torchs(work, arrays)
    wanted = (wanted[0] if isinstance(wanted, tuple) else wanted).numpy()
    for name, (call, _) in learners.answers(work, arrays).items():
        if name == "loops" and wanted.size > 2e6:
            continue
        got = call()  # loops only make a part of it
        part = tuple(slice(size) for size in got.shape)
        np.testing.assert_allclose(got, wanted[part], atol=2e-5 * abs(wanted).max())


def test_a_short_run_prints_and_writes_the_table(tmp_path):
    command = [sys.executable, "-m", "benchmarks.operations", "--short", "--to", str(tmp_path)]
    command += ["--group", "shuffling", "padding"]
    environment = os.environ | {"COLUMNS": "200"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "pixel shuffle by 2" in done.stdout
    assert "geometric mean" in done.stdout
    (data,) = tmp_path.glob("*.json")
    rows = json.loads(data.read_text())["rows"]
    assert [row["group"] for row in rows] == ["padding", "shuffling"]
    assert all(row["error"] <= operations.ERROR for row in rows)


def test_the_summary_says_which_target_is_missed():
    row = {
        "group": "convolution",
        "name": "a layer",
        "torch": 1.0,
        "ours": 2.5,
        "limit": 1.0,
        "error": 1e-7,
        "torch's error": 3e-6,
    }
    lines = operations.summary([row])
    assert "geometric mean 2.50 over 1 (target 1.1, missed)" in lines[0]
    assert "convolution: a layer 2.50" in lines[1]
    assert "largest error: 1e-07 of the largest output (target 2e-06; torch's own is up to 3e-06)" in lines[2]


def test_the_summary_says_what_takes_too_much_memory():
    row = {"group": "padding", "name": "an edge", "torch": 1.0, "ours": 1.0, "limit": 1.0, "error": 0.0}
    peaks = [{"torch": 1 << 20, "ours": size << 20} for size in (3, 5)] + [{"torch": None, "ours": None}]
    last = [operations.summary([row | {"peak": peak}])[-1] for peak in peaks]
    assert [line.split(": ", 1)[1] for line in last] == ["none", "padding: an edge", "not measured here"]

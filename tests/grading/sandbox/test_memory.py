"""The kernel says how much memory a call took at most; what the submission's own process says of it is not asked."""

import pytest

from autograder.grading.jobs.job import RANDOMNESS, Job
from autograder.grading.jobs.run import run
from autograder.grading.sandbox.session import Session
from autograder.reports.findings import Outcome

TAKING = """
import os
import tracemalloc
import numpy as np
def take(count):
    return np.ones(count, np.float32)[:3].copy()
def lie(count):
    tracemalloc.get_traced_memory = lambda: (0, 0)
    return take(count)
def last():
    os._exit(0)
"""
BLOCKED = "as-fast-as-torch/conv2d_blocked"
COLUMNS = """
import numpy as np
def conv2d_blocked(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
    pair = lambda value: tuple(value) if isinstance(value, (tuple, list)) else (value, value)
    (sh, sw), (ph, pw), (dh, dw), (kh, kw) = pair(stride), pair(padding), pair(dilation), weight.shape[2:]
    x = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    reach = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    view = np.lib.stride_tricks.sliding_window_view(x, reach, (2, 3))[:, :, ::sh, ::sw, ::dh, ::dw]
    parts = [np.tensordot(view[:, :, ROWS], weight, ([1, 4, 5], [1, 2, 3])) for top in range(0, view.shape[2], rows)]
    out = np.concatenate(parts, axis=1)[:, : view.shape[2]].transpose(0, 3, 1, 2)
    out = out if bias is None else out + bias[:, None, None]
    return out, weight[0].size * min(rows, out.shape[2]) * out.shape[3]
"""


@pytest.fixture
def taking():
    with Session() as session:
        assert session.run_cell(TAKING).limit is None
        yield session


@pytest.mark.parametrize("name", ["take", "lie"])
@pytest.mark.parametrize("megabytes", [200, 100])
def test_what_a_call_takes_at_most(taking, name, megabytes):
    answer = taking.call(name, (megabytes * 250_000,), measured=True)
    assert answer.value.tolist() == [1, 1, 1]
    assert megabytes - 5 < answer.most_bytes / 1e6 < megabytes + 20


def test_a_small_call_takes_little_after_a_large_one(taking):
    taking.call("take", (50_000_000,))
    assert taking.call("take", (10,), measured=True).most_bytes < 5e6


def test_where_nobody_asks_nothing_is_said(taking):
    assert taking.call("take", (10,)).most_bytes is None


def test_a_call_that_ends_python_has_no_memory(taking):
    answer = taking.call("last", (), measured=True)
    assert (answer.limit, answer.most_bytes) == ("ended the Python process", None)


@pytest.mark.parametrize(
    ("rows", "outcome"), [("top : top + rows", Outcome.PASSED), (":", Outcome.OUT_OF_LIMITS)], ids=["blocks", "whole"]
)
def test_graded_blocks_have_their_points_and_all_columns_at_once_lose_the_large_case(rows, outcome):
    """Both give the right result, and say that they made blocks."""
    seeds = {BLOCKED: 1, f"as-fast-as-torch: {RANDOMNESS}": 3}
    verdict = run(Job(((False, COLUMNS.replace("ROWS", rows)), (True, BLOCKED)), seeds)).verdict(BLOCKED)
    assert verdict.outcome == outcome
    assert verdict.failed == (() if outcome is Outcome.PASSED else ("large, with a bound on the memory",))

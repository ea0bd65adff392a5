"""Padding against torch: four modes, any number of axes, amounts that cut."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from solutions import pad
from tests.solutions.general._agreement import agree, assert_same, brief, numbers, rarely, thorough

MODES = ("constant", "reflect", "replicate", "circular")


@st.composite
def paddings(draw, mode=None):
    """(x, padding, mode), mostly acceptable."""
    mode = mode or draw(st.sampled_from(MODES))
    axes = draw(st.integers(1, 3))
    rank = draw(st.integers(axes, 5) if mode == "constant" else st.integers(axes + 1, axes + 2))
    rank = rarely(draw, st.integers(1, 5), st.just(rank))
    x = numbers(draw, *draw(st.tuples(*[st.integers(1, 6)] * rank)), dtype=draw(st.sampled_from("fd")))
    least = -3 if draw(st.integers(0, 3)) == 0 else 0
    amounts = draw(st.lists(st.integers(least, 4), min_size=2 * axes, max_size=2 * axes))
    amounts = amounts + [1] if draw(st.integers(0, 19)) == 0 else amounts
    if mode == "circular":
        for size, before, after in zip(x.shape[::-1], amounts[::2], amounts[1::2], strict=False):
            # where it cuts and wraps more around than is left, torch reads memory that it has not written
            assume(min(before, after) >= 0 or max(before, after) <= size + min(0, before) + min(0, after))
    return x, tuple(amounts), mode


@given(paddings())
@thorough
def test_padding_is_torchs(case):
    agree(pad, torch.nn.functional.pad, *case, check=assert_same)


@given(paddings(mode="constant"), st.one_of(st.none(), st.floats(-9, 9, width=16)))
@brief
def test_the_constant_is_torchs(case, value):
    agree(pad, torch.nn.functional.pad, *case, value, check=assert_same)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.complex64])
def test_any_kind_of_number_is_padded(dtype):
    x = np.arange(12).reshape(1, 3, 4).astype(dtype)
    agree(pad, torch.nn.functional.pad, x, (1, 0, -1, 2), check=assert_same)


@pytest.mark.parametrize("mode", MODES)
def test_wide_edges_of_a_long_signal_are_torchs(mode):
    x = np.random.default_rng(0).standard_normal((1, 2, 900))
    agree(pad, torch.nn.functional.pad, x, (700, 890), mode, check=assert_same)


def test_a_circular_padding_that_reads_what_it_cuts_off_is_refused():
    with pytest.raises(ValueError, match=r"pad: mode 'circular' needs amounts of at most their axes"):
        pad(np.ones((5, 2)), (2, -1), "circular")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((1,), r"two amounts for each of at most 3 axes, got \(1,\)"),
        ((1, 0.5), "whole numbers"),
        ((1, 2, -4, 0), r"\(1, 2, -4, 0\) cuts off more than there is, and needs a larger input, got \(2, 3, 4\)"),
    ],
)
def test_errors_say_what_was_given_and_what_fits(arguments, words):
    with pytest.raises(ValueError, match=f"pad: .*{words}"):
        pad(np.ones((2, 3, 4)), arguments)
    with pytest.raises(ValueError, match=r"mode 'reflect' needs amounts smaller than their axes, got \(4, 0\) for"):
        pad(np.ones((2, 3, 4)), (4, 0), "reflect")
    with pytest.raises(ValueError, match=r"mode needs one of .*got 'mirror'"):
        pad(np.ones((2, 3, 4)), (1, 0), "mirror")

"""Adaptive pooling against torch: sizes that grow and shrink, `None` sizes, indices, values that are not numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import solutions
from tests.solutions.general._agreement import DTYPES, agree, assert_close, assert_same, numbers, rarely, thorough
from tests.solutions.general.test_pooling import pair, with_ties_and_nans


@st.composite
def adaptives(draw):
    """(x, output_size), mostly acceptable."""
    axes, dtype = draw(st.integers(1, 3)), draw(DTYPES)
    batch = draw(st.sampled_from([(), (0,), (1,), (2,)]))
    shape = draw(st.tuples(*[st.integers(1, 12)] * axes))
    x = numbers(draw, *batch, draw(st.integers(1, 3)), *shape, dtype=dtype)
    each = st.integers(0, 15)
    usual = st.one_of(each, st.tuples(*[st.one_of(each, st.none())] * axes))
    odd = st.sampled_from([None, -1, (2,) * (axes + 1), 1.5, (-1,) * axes])
    return axes, x, rarely(draw, odd, usual)


@given(adaptives())
@thorough
def test_adaptive_averages_are_torchs(case):
    axes, x, size = case
    agree(*pair("adaptive_avg_pool", axes), x, size)


@given(st.data(), adaptives())
@thorough
def test_adaptive_maxima_and_their_indices_are_torchs(data, case):
    axes, x, size = case
    x = data.draw(with_ties_and_nans(x))
    agree(*pair("adaptive_max_pool", axes), x, size, check=assert_same)
    agree(*pair("adaptive_max_pool", axes), x, size, True, check=assert_same)


def test_an_infinity_is_averaged_by_its_own_windows_only():
    x = np.ones((1, 2, 7, 9), np.float32)
    x[0, 1, 3, 4], x[0, 0, 0, 0] = np.inf, np.nan
    agree(*pair("adaptive_avg_pool", 2), x, (5, 20))


def test_a_global_average_is_the_mean():
    x = np.random.default_rng(0).standard_normal((2, 3, 20, 31))
    assert_close(solutions.adaptive_avg_pool2d(x, 1), x.mean((2, 3), keepdims=True))


@pytest.mark.parametrize("size", [-1, (2,), (1, 2, 3), 1.5, None])
def test_errors_say_what_was_given_and_what_fits(size):
    words = r"adaptive_avg_pool2d: output_size needs one whole number, or 2 of them \(height, width; None keeps"
    with pytest.raises(ValueError, match=words):
        solutions.adaptive_avg_pool2d(np.ones((1, 2, 4, 5)), size)

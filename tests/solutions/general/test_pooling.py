"""Pooling against torch: maxima and their places, averages, norms; windows that hang over, values that are nan."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import solutions
from tests.solutions.general._agreement import (
    DTYPES,
    agree,
    assert_close,
    assert_same,
    brief,
    numbers,
    rarely,
    sizes,
    thorough,
)


def pair(name, axes):
    return getattr(solutions, f"{name}{axes}d"), getattr(torch.nn.functional, f"{name}{axes}d")


@st.composite
def poolings(draw):
    """(axes, x, kernel_size, stride, padding, ceil_mode), mostly acceptable."""
    axes, dtype = draw(st.integers(1, 3)), draw(DTYPES)
    shape = draw(st.tuples(*[st.integers(1, 10)] * axes))
    batch = draw(st.sampled_from([(), (0,), (1,), (2,)]))
    x = numbers(draw, *batch, draw(st.integers(1, 3)), *shape, dtype=dtype)
    kernel = rarely(draw, st.integers(-1, 0), sizes(axes, 1, 4))
    stride = rarely(draw, st.integers(-1, 0), st.one_of(st.sampled_from([None, (), []]), sizes(axes, 1, 4)))
    most = np.min(kernel) // 2
    padding = rarely(draw, st.integers(-1, 3), sizes(axes, 0, max(0, most)))
    return axes, x, kernel, stride, padding, draw(st.booleans())


@st.composite
def with_ties_and_nans(draw, x):
    """The same array with equal values, zeros of both signs among them, and some that are infinite or no numbers."""
    x = np.round(x * draw(st.sampled_from([0.3, 1.0])), draw(st.integers(0, 1))).astype(x.dtype)
    for odd in draw(st.lists(st.sampled_from([np.nan, -np.inf, np.inf]), max_size=2)):
        x[numbers(draw, *x.shape) > draw(st.sampled_from([0.0, 1.0]))] = odd
    return x


@given(st.data(), poolings())
@thorough
def test_max_pooling_and_its_indices_are_torchs(data, case):
    axes, x, kernel, stride, padding, ceil_mode = case
    dilation = rarely(data.draw, st.integers(-1, 0), sizes(axes, 1, 3))
    x = data.draw(with_ties_and_nans(x))
    ours, torchs = pair("max_pool", axes)
    agree(ours, torchs, x, kernel, stride, padding, dilation, ceil_mode, check=assert_same)

    agree(ours, torchs, x, kernel, stride, padding, dilation, ceil_mode, True, check=assert_same)


@given(st.data(), poolings(), st.booleans())
@thorough
def test_average_pooling_is_torchs(data, case, count_include_pad):
    axes, x, *arguments = case
    arguments.append(count_include_pad)
    if axes > 1:
        arguments.append(data.draw(st.one_of(st.none(), st.integers(-3, 9))))
    agree(*pair("avg_pool", axes), x, *arguments)


@given(poolings(), st.sampled_from([1, 2, 3, 4, 1.5, 0.5, -1, 2.0, 0]))
@thorough
def test_lp_pooling_is_torchs_where_values_are_positive(case, norm):
    axes, x, kernel, stride, _, ceil_mode = case
    agree(*pair("lp_pool", axes), np.abs(x) + x.dtype.type(0.1), norm, kernel, stride, ceil_mode)


@pytest.mark.parametrize("norm", [1, 2, 3, 4, 1.5])
def test_lp_pooling_keeps_the_signs_of_powers_as_torch_does(norm):
    x = np.random.default_rng(1).standard_normal((2, 3, 7, 6))
    ours, torchs = pair("lp_pool", 2)
    agree(ours, torchs, x, norm, (3, 2), 2)
    got = ours(x, norm, (3, 2), 2)
    if norm == 1:
        assert (got < 0).any()  # a signed sum, and not the sum of sizes
    assert np.isnan(got).any() == (norm in (3, 1.5))  # no root of a negative sum, no power of a negative value


def test_lp_pooling_scales_a_partial_window_up_as_torch_does():
    x = np.ones((1, 1, 5))
    assert_close(solutions.lp_pool1d(x, 1, 3, ceil_mode=True), np.array([[[3.0, 3.0]]]))
    agree(*pair("lp_pool", 1), x, 1, 3, None, True)


@given(poolings(), st.sampled_from([np.inf, -np.inf]))
@brief
def test_infinite_norms_are_torchs(case, norm):
    axes, x, kernel, stride, _, ceil_mode = case
    agree(*pair("lp_pool", axes), x, norm, kernel, stride, ceil_mode, check=assert_same)


def test_the_infinite_norm_is_the_limit_of_the_norms():
    x = np.array([[[1.0, -3.0, 2.0, 0.5]]])
    assert_same(solutions.lp_pool1d(x, np.inf, 2), np.array([[[3.0, 2.0]]]))
    assert_close(solutions.lp_pool1d(x, 300, 2), np.array([[[3.0, 2.0]]]))


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("max_pool2d", (3, 1, 2), "padding 2 needs to be at most half of the kernel, got kernel_size 3"),
        ("max_pool2d", (9,), r"kernel \(9, 9\) .* needs a larger input, got \(8, 5\)"),
        ("max_pool2d", (0,), r"kernel_size needs a whole number of at least 1, or 2 of them \(height, width\), got 0"),
        ("avg_pool2d", (2, 2, 0, False, True, 0), "divisor_override needs a whole number that is not 0, got 0"),
        ("lp_pool2d", (0, 2), "norm_type needs a number that is not 0, got 0"),
    ],
)
def test_errors_say_what_was_given_and_what_fits(name, arguments, words):
    with pytest.raises(ValueError, match=f"{name}: {words}"):
        getattr(solutions, name)(np.ones((2, 3, 8, 5)), *arguments)


def test_an_average_of_volumes_needs_the_kernel_inside_of_them():
    x = np.ones((1, 1, 2, 5, 5))
    agree(*pair("avg_pool", 3), x, (4, 2, 2), None, (1, 0, 0))
    with pytest.raises(ValueError, match=r"avg_pool3d: kernel_size \(4, 2, 2\) needs an input at least as large"):
        solutions.avg_pool3d(x, (4, 2, 2), None, (1, 0, 0))

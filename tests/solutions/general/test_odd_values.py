"""Infinities, nans, zeros of both signs and empty arrays against torch; and that none of them makes a warning."""

import itertools
import warnings

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

import solutions
from tests.solutions.general._agreement import DTYPES, agree, assert_close, assert_same, brief, numbers
from tests.solutions.general.test_convolution import convolutions
from tests.solutions.general.test_interpolation import MODES, resizings
from tests.solutions.general.test_pooling import poolings, with_ties_and_nans
from tests.solutions.general.test_transposed import transposed

F = torch.nn.functional
NORMS = [1, 2, 3, 0.5, 1.5, -0.5, -1, -2, np.inf, -np.inf, True, np.int64(2), np.float64(2), np.float32(1.5)]


def pair(name):
    return getattr(solutions, name), getattr(F, name)


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield


def in_torchs_plain_way(function):
    """torch's function without oneDNN, which may multiply zeros around the input by weights that are not finite."""

    def plain(*arguments, **options):
        with torch.backends.mkldnn.flags(enabled=False):
            return function(*arguments, **options)

    return plain


@st.composite
def odd(draw, x):
    """The same array with some values that are infinite or nan."""
    x = x.copy()
    for value in draw(st.lists(st.sampled_from([np.nan, np.inf, -np.inf]), max_size=3)):
        x[numbers(draw, *x.shape) > draw(st.sampled_from([1.0, 2.0]))] = value
    return x


@given(st.data(), transposed())
@brief
def test_transposed_convolution_spreads_a_weight_where_its_tap_reaches(data, case):
    x, weight, bias, *options = case
    x, weight = data.draw(odd(x)), data.draw(odd(weight))
    name = f"conv_transpose{weight.ndim - 2}d"
    agree(getattr(solutions, name), in_torchs_plain_way(getattr(F, name)), x, weight, bias, *options)


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_an_output_that_no_bad_weight_reaches_stays_a_number(axes, value):
    weight = np.ones((1, 1, *[1] * (axes - 1), 2), np.float32)
    weight[..., 1] = value
    agree(*pair(f"conv_transpose{axes}d"), np.ones((1, 1, *[1] * (axes - 1), 3), np.float32), weight)


@given(st.data(), convolutions(modes=["zeros"]))
@brief
def test_convolution_of_values_that_are_not_finite(data, case):
    x, weight, bias, *options, _ = case
    x, weight = data.draw(odd(x)), data.draw(odd(weight))
    name = f"conv{weight.ndim - 2}d"
    agree(getattr(solutions, name), in_torchs_plain_way(getattr(F, name)), x, weight, bias, *options)


@pytest.mark.parametrize(("x", "bias"), [(3e38, 3e38), (np.inf, -np.inf)])
@pytest.mark.parametrize("name", ["conv1d", "conv_transpose1d"])
def test_a_bias_that_overflows_makes_no_warning(name, x, bias):
    arrays = [np.full(shape, value, np.float32) for shape, value in (((1, 1, 1), x), ((1, 1, 1), 1), ((1,), bias))]
    agree(*pair(name), *arrays)


def is_whole_but_for_rounding(x, size, scale_factor, mode, align_corners, recompute):
    """Whether an output lies on a sample but for the last bit: a neighbour's weight is then 0 or nearly 0."""
    if mode not in ("linear", "bilinear", "bicubic", "trilinear"):
        return False
    try:
        sizes = solutions.interpolate(x, size, scale_factor, mode, align_corners, recompute).shape[2:]
    except ValueError:
        return False
    factors = np.broadcast_to(1.0 if scale_factor is None else scale_factor, len(sizes))
    for old, new, factor in zip(x.shape[2:], sizes, factors, strict=True):
        for step in (old / new, 1 / factor, (old - 1) / max(new - 1, 1)):
            for position in (np.arange(new) * step, (np.arange(new) + 0.5) * step - 0.5):
                off = np.abs(position - np.round(position))
                if ((off < 1e-4) & ((off > 0) | (float(np.float32(step)) != step))).any():
                    return True
    return False


@given(st.data(), resizings())
@brief
def test_resizing_of_values_that_are_not_finite(data, case):
    """But where the last bit of a place decides whether 0 * inf comes up: that differs between torch's own loops."""
    assume(not is_whole_but_for_rounding(*case))
    x, *options = case
    agree(*pair("interpolate"), data.draw(odd(x)), *options)


def test_samples_in_float64_lie_where_torch_rounds_them_to():
    agree(*pair("interpolate"), np.arange(3262.0)[None, None], 6231, None, "linear")


@given(st.data(), poolings(), st.sampled_from(NORMS))
@brief
def test_norms_of_values_that_are_not_finite(data, case, norm):
    axes, x, kernel, stride, _, ceil_mode = case
    agree(*pair(f"lp_pool{axes}d"), data.draw(with_ties_and_nans(x)), norm, kernel, stride, ceil_mode)


@pytest.mark.parametrize("norm", [1e300, 1e-50, -1e300, -1e-50])
def test_norms_that_float32_has_no_room_for(norm):
    x = np.array([[[0.5, 0.5, 1, 1, 2, 2, 0]]], np.float32)  # fewer than torch computes at once
    agree(*pair("lp_pool1d"), x, norm, 2)


@given(st.data(), poolings(), st.booleans())
@brief
def test_averages_of_values_that_are_not_finite(data, case, count_include_pad):
    axes, x, *options = case
    agree(*pair(f"avg_pool{axes}d"), data.draw(with_ties_and_nans(x)), *options, count_include_pad)


@pytest.mark.parametrize("zeros", [[0.0, -0.0], [-0.0, 0.0]])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_the_first_of_two_zeros_is_the_largest(axes, dtype, zeros):
    x = np.resize(np.array(zeros, dtype), (2, 3, *[33, 5, 4][:axes]))
    for kernel in (2, 3):
        agree(*pair(f"max_pool{axes}d"), x, kernel, check=assert_same)
        agree(*pair(f"max_pool{axes}d"), x, kernel, return_indices=True, check=assert_same)
        agree(*pair(f"adaptive_max_pool{axes}d"), x, kernel, check=assert_same)


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_a_window_beside_the_input_has_the_place_that_torch_gives_it(axes):
    x = np.arange(2.0**axes).reshape(1, 1, *[2] * axes)
    agree(*pair(f"max_pool{axes}d"), x, 2, 5, 1, 3, return_indices=True, check=assert_same)
    agree(*pair(f"max_pool{axes}d"), x, 2, 1, 1, 3, return_indices=True, check=assert_same)


def empties(axes):
    """Shapes with a 0 in them, with a batch and without."""
    rest = itertools.product((0, 4), repeat=axes + 1)
    return [shape for tail in rest for shape in (tail, (0, *tail), (2, *tail)) if 0 in shape]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_empty_arrays_are_pooled_resized_and_padded_as_torch_does(axes, dtype):
    for shape in empties(axes):
        x = np.ones(shape, dtype)
        for name in ("max_pool", "avg_pool"):
            agree(*pair(f"{name}{axes}d"), x, 2)
            agree(*pair(f"{name}{axes}d"), x, 2, 1, 1)
        for norm in (2, np.inf):
            agree(*pair(f"lp_pool{axes}d"), x, norm, 2)
        for size in (0, 1, 2):
            agree(*pair(f"adaptive_avg_pool{axes}d"), x, size)
            agree(*pair(f"adaptive_max_pool{axes}d"), x, size)
        for mode in MODES[axes]:
            for size in (0, 1, 2):
                agree(*pair("interpolate"), x, size, None, mode)
            agree(*pair("interpolate"), x, None, 2, mode)
        for mode in ("constant", "reflect", "replicate", "circular"):
            for amounts in ((1, 1), (0, 0), (-1, 0)):
                agree(*pair("pad"), x, amounts * axes, mode)
        agree(*pair("pixel_shuffle"), x, 2)


@given(st.data(), DTYPES)
@brief
def test_a_global_average_of_values_that_are_not_finite(data, dtype):
    x = data.draw(odd(numbers(data.draw, 1, 2, 3, 4, dtype=dtype)))
    agree(*pair("adaptive_avg_pool2d"), x, data.draw(st.sampled_from([1, 2, (1, 2), 5])), check=assert_close)

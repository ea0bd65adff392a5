"""Transposed convolution against torch, and as the adjoint of convolution."""

from unittest import mock

import numpy as np
import pytest
import torch
from hypothesis import assume, example, given
from hypothesis import strategies as st

import solutions
from tests.solutions.general._agreement import DTYPES, agree, brief, numbers, rarely, sizes, thorough

OURS = {1: solutions.conv_transpose1d, 2: solutions.conv_transpose2d, 3: solutions.conv_transpose3d}
CONVOLUTION = {1: solutions.conv1d, 2: solutions.conv2d, 3: solutions.conv3d}


def per_axis(value, axes):
    return value if isinstance(value, tuple) else (value,) * axes


@st.composite
def transposed(draw):
    """(x, weight, bias, stride, padding, output_padding, groups, dilation), mostly acceptable."""
    axes, dtype = draw(st.integers(1, 3)), draw(DTYPES)
    groups, channels, filters = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    least = rarely(draw, st.just(0), st.just(1))
    kernel = draw(st.tuples(*[st.integers(least, 4)] * axes))
    shape = draw(st.tuples(*[st.integers(1, 6)] * axes))
    batch = draw(st.sampled_from([(), (1,), (2,)]))
    x = numbers(draw, *batch, channels * groups + rarely(draw, st.just(1), st.just(0)), *shape, dtype=dtype)
    weight = numbers(draw, channels * groups, filters, *kernel, dtype=dtype)
    bias = numbers(draw, filters * groups + rarely(draw, st.just(1), st.just(0)), dtype=dtype)
    stride = rarely(draw, st.integers(-1, 0), sizes(axes, 1, 4))
    padding = rarely(draw, st.just(-1), sizes(axes, 0, 3))
    dilation = rarely(draw, st.just(-1), sizes(axes, 1, 4))
    output_padding = draw(sizes(axes, 0, 2))
    geometry = [per_axis(value, axes) for value in (stride, padding, output_padding, dilation)]
    for n, k, s, p, extra, d in zip(shape, kernel, *geometry, strict=True):
        # an output of size 0 is an error in torch or not, as the machine will have it; in ours it always is
        assume((n - 1) * s - 2 * p + d * (k - 1) + extra + 1 != 0)
    return x, weight, bias if draw(st.booleans()) else None, stride, padding, output_padding, groups, dilation


@given(transposed())
@thorough
def test_transposed_convolution_is_torchs(case):
    axes = case[1].ndim - 2
    agree(OURS[axes], getattr(torch.nn.functional, f"conv_transpose{axes}d"), *case)


NOTHING_READ = np.ones((1, 1), np.float32), np.ones((1, 1, 2), np.float32), None, 3, 2, 1, 1, 4  # of x, nothing


@pytest.mark.parametrize("by_products", [True, False])
@example(case=NOTHING_READ)
@given(case=transposed())
@thorough
def test_both_ways_to_compute_it_are_right_for_every_shape(by_products, case):
    axes = case[1].ndim - 2
    with mock.patch("solutions.general.transposed._few_products", return_value=by_products):
        agree(OURS[axes], getattr(torch.nn.functional, f"conv_transpose{axes}d"), *case)


@given(transposed())
@brief
def test_transposed_convolution_is_the_adjoint(case):
    x, weight, _, stride, padding, output_padding, groups, dilation = case
    axes = weight.ndim - 2
    x, weight = x.astype(float), weight.astype(float)
    try:
        spread = OURS[axes](x, weight, None, stride, padding, output_padding, groups, dilation)
    except ValueError:
        return
    y = np.random.default_rng(0).standard_normal(spread.shape)
    gathered = CONVOLUTION[axes](y, weight, None, stride, padding, dilation, groups)
    gathered = gathered[(..., *[slice(size) for size in x.shape[-axes:]])]  # a wide output padding has room for more
    np.testing.assert_allclose(np.vdot(gathered, x), np.vdot(y, spread), atol=1e-9)


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("images", [0, 1, 2])
@pytest.mark.parametrize("shape", [(90, 400), (6, 7)])
def test_few_filters_of_many_channels_are_torchs_in_blocks_of_rows_too(shape, images, groups):
    rng = np.random.default_rng(6)
    x = rng.standard_normal((images, 5 * groups, *shape))
    weight, bias = rng.standard_normal((5 * groups, 1, 5, 3)), rng.standard_normal(groups)
    arguments = ((2, 3), (1, 2), (1, 0), groups, (2, 1))
    got = solutions.conv_transpose2d(x, weight, bias, *arguments)
    wanted = torch.nn.functional.conv_transpose2d(*map(torch.from_numpy, (x, weight, bias)), *arguments)
    np.testing.assert_allclose(got, wanted.numpy(), atol=1e-10)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"x": np.ones((2, 5, 4, 3))}, r"weight \(3, 2, 3, 2\) needs an input of 3 channels, got \(2, 5, 4, 3\)"),
        ({"groups": 2}, r"groups 2 needs a number of input channels that it divides, got weight \(3, 2, 3, 2\)"),
        ({"bias": np.ones(3)}, r"bias needs shape \(2,\), one number for each filter, got \(3,\)"),
        ({"output_padding": 2, "stride": 2}, "output_padding needs to be less than stride 2 or dilation 1, got 2"),
        ({"padding": 4}, r"padding 4 needs to leave something of the output, got a size of \(-2, -4\)"),
    ],
)
def test_errors_say_what_was_given_and_what_fits(change, words):
    arguments = {"x": np.ones((2, 3, 4, 3)), "weight": np.ones((3, 2, 3, 2))} | change
    with pytest.raises(ValueError, match=f"conv_transpose2d: .*{words}"):
        solutions.conv_transpose2d(**arguments)

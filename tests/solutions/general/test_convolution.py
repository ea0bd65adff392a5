"""Convolution against torch over its whole domain: dimensions, options, kinds of numbers, refusals."""

import warnings
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import solutions
from solutions.general import blocks, correlation, scratch, windows, winograd
from tests.solutions.general._agreement import DTYPES, agree, assert_close, brief, numbers, rarely, sizes, thorough

MODES = ("zeros", "reflect", "replicate", "circular")
OURS = {1: solutions.conv1d, 2: solutions.conv2d, 3: solutions.conv3d}
LAYERS = {1: torch.nn.Conv1d, 2: torch.nn.Conv2d, 3: torch.nn.Conv3d}


def torchs(axes):
    """torch's convolution, with `padding_mode` as its layers have it."""
    function = getattr(torch.nn.functional, f"conv{axes}d")

    def convolve(x, weight, bias, stride, padding, dilation, groups, padding_mode):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch tells of copies that it makes, and of empty weights
            if padding_mode == "zeros":
                return function(x, weight, bias, stride, padding, dilation, groups)
            channels, kernel = (weight.shape[1] * groups, weight.shape[0]), tuple(weight.shape[2:])
            options = (stride, padding, dilation, groups, bias is not None, padding_mode)
            layer = LAYERS[axes](*channels, kernel, *options, dtype=weight.dtype)
            layer.weight.copy_(weight)
            if bias is not None:
                layer.bias.copy_(bias)
            return layer(x)

    return convolve


@st.composite
def convolutions(draw, axes=None, modes=MODES):
    """(x, weight, bias, stride, padding, dilation, groups, padding_mode), mostly acceptable."""
    axes = axes or draw(st.integers(1, 3))
    dtype = draw(DTYPES)
    groups, channels, filters = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    least = rarely(draw, st.just(0), st.just(1))
    kernel = draw(st.tuples(*[st.integers(least, 4)] * axes))
    shape = draw(st.tuples(*[st.integers(1, 9)] * axes))
    batch = draw(st.sampled_from([(), (1,), (2,), (3,)]))
    odd = rarely(draw, st.integers(0, 1), st.just(0))
    x = numbers(draw, *batch, channels * groups, *shape, dtype=dtype)
    weight = numbers(draw, filters * groups + odd, channels, *kernel, dtype=dtype)
    bias = numbers(draw, len(weight) + rarely(draw, st.just(1), st.just(0)), dtype=dtype)
    stride = rarely(draw, st.integers(-1, 0), sizes(axes, 1, 3))
    padding = draw(st.one_of(sizes(axes, 0, 3), st.sampled_from(["same", "valid"])))
    padding = rarely(draw, st.sampled_from([-1, "full"]), st.just(padding))
    dilation = rarely(draw, st.integers(-1, 0), sizes(axes, 1, 3))
    stride = 1 if padding == "same" and draw(st.booleans()) else stride
    bias = bias if draw(st.booleans()) else None
    return x, weight, bias, stride, padding, dilation, groups, draw(st.sampled_from(modes))


@given(convolutions())
@thorough
def test_convolution_is_torchs(case):
    axes = case[1].ndim - 2
    agree(OURS[axes], torchs(axes), *case)


@given(convolutions(), st.integers(1, 4000), st.sampled_from([0, 1.3, 1e9]))
@thorough
def test_any_cut_into_blocks_and_runs_gives_the_same(case, block, waste):
    axes = case[1].ndim - 2
    with (
        mock.patch.object(correlation, "SMALL", 0),
        mock.patch.object(blocks, "BLOCK", block),
        mock.patch.object(windows, "MAX_WASTE", waste),
    ):
        agree(OURS[axes], torchs(axes), *case)


@given(convolutions(modes=["zeros"]), st.integers(1, 4000))
@brief
def test_nothing_depends_on_memory_that_is_kept(case, block):
    axes = case[1].ndim - 2
    with (
        mock.patch.object(correlation, "SMALL", 0),
        mock.patch.object(blocks, "BLOCK", block),
        mock.patch.object(scratch, "KEPT", 0),
    ):
        agree(OURS[axes], torchs(axes), *case)


@given(convolutions(axes=2, modes=["zeros"]), st.integers(1, 4000))
@thorough
def test_winograds_tiles_make_the_same(case, block):
    x, weight, bias, _, *options = case
    weight = np.resize(weight, (*weight.shape[:2], 3, 3))

    def fits(channels, filters, kernel, stride, places):
        return kernel == (3, 3) and stride == (1, 1)

    with mock.patch.object(winograd, "pays", fits), mock.patch.object(blocks, "BLOCK", block):
        agree(solutions.conv2d, torchs(2), x, weight, bias, 1, *options)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("where", ["input", "weight"])
def test_a_large_layer_keeps_infinities_and_nans_in_their_places(where, value):
    rng = np.random.default_rng(0)
    x, weight = (rng.standard_normal(shape, np.float32) for shape in ((1, 32, 24, 22), (16, 32, 3, 3)))
    assert winograd.pays(32, 16, (3, 3), (1, 1), 24 * 22)
    (x if where == "input" else weight)[0, 3, 2, 1] = value
    agree(solutions.conv2d, torchs(2), x, weight, None, 1, 1, 1, 1, "zeros")


def test_winograds_error_is_within_two_millionths_of_the_largest_output():
    rng = np.random.default_rng(1)
    for x in (rng.standard_normal((2, 256, 33, 40), np.float32), rng.random((2, 256, 33, 40), np.float32)):
        weight = rng.standard_normal((64, 256, 3, 3), np.float32)
        assert winograd.pays(256, 64, (3, 3), (1, 1), 33 * 40)
        wanted = torch.nn.functional.conv2d(*(torch.from_numpy(a.astype(np.float64)) for a in (x, weight))).numpy()
        assert abs(solutions.conv2d(x, weight) - wanted).max() <= 2e-6 * abs(wanted).max()


@given(convolutions(modes=["zeros"]))
@brief
def test_results_do_not_share_memory_that_is_used_again(case):
    axes = case[1].ndim - 2
    try:
        first = OURS[axes](*case)
    except ValueError:
        return
    kept = first.copy()
    OURS[axes](np.full_like(case[0], 1e3), *case[1:])
    assert np.array_equal(first, kept)


@pytest.mark.parametrize("mode", MODES)
def test_negative_padding_crops_where_torch_lets_it(mode):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((2, 3, 8, 7)), rng.standard_normal((4, 3, 3, 2))
    agree(solutions.conv2d, torchs(2), x, weight, None, 1, (-1, 2), 1, 1, mode)


def test_threads_do_not_share_memory():
    x = np.random.default_rng(0).standard_normal((8, 1, 16, 40, 50)).astype(np.float32)
    weight = np.random.default_rng(1).standard_normal((16, 16, 3, 3)).astype(np.float32)
    wanted = [solutions.conv2d(image, weight, padding=1) for image in x]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            got = list(pool.map(lambda image: solutions.conv2d(image, weight, padding=1), x))
            assert all(np.array_equal(one, other) for one, other in zip(got, wanted, strict=True))


@pytest.mark.parametrize("order", ["C", "F"])
def test_memory_order_does_not_matter(order):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((2, 3, 8, 7)), rng.standard_normal((4, 3, 3, 2))
    wanted = torch.nn.functional.conv2d(torch.from_numpy(x), torch.from_numpy(weight), None, (2, 1)).numpy()
    flipped = np.asarray(x[:, :, ::-1], order=order)[:, :, ::-1]
    assert_close(solutions.conv2d(flipped, np.asarray(weight, order=order), None, (2, 1)), wanted)


def test_an_infinity_spoils_its_own_windows_only():
    x = np.ones((1, 1, 6, 7), np.float32)
    x[0, 0, 2, 3], x[0, 0, 5, 0] = np.inf, np.nan
    weight = np.ones((1, 1, 2, 2), np.float32)
    wanted = torch.nn.functional.conv2d(torch.from_numpy(x), torch.from_numpy(weight), padding=1).numpy()
    assert_close(solutions.conv2d(x, weight, padding=1), wanted)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"x": np.ones((2, 3))}, r"conv2d: x needs shape \(N, C, H, W\), or \(C, H, W\) without a batch, got \(2, 3\)"),
        ({"x": np.ones((2, 3, 8, 7), int)}, "conv2d: needs arrays of float32, or all of float64, got int64"),
        ({"bias": np.ones(4, np.float32)}, "needs arrays of float32, or all of float64, got float32 and float64"),
        ({"stride": (1, 2, 3)}, r"stride needs a whole number of at least 1, or 2 of them \(height, width\), got \(1,"),
        ({"stride": 1.5}, "stride needs a whole number of at least 1.*got 1.5"),
        ({"groups": 3}, r"groups 3 needs a number of filters that it divides, got weight \(4, 3, 3, 2\)"),
        ({"groups": 2}, r"with groups 2 needs 6 input channels, got \(2, 3, 8, 7\)"),
        (
            {"weight": np.ones((4, 3, 9, 2))},
            r"kernel \(9, 2\).*needs a padded input of at least \(9, 2\), got \(8, 7\)",
        ),
        ({"bias": np.ones(3)}, r"bias needs shape \(4,\), one number for each filter, got \(3,\)"),
        ({"padding": "full"}, """padding needs numbers, "same" or "valid", got 'full'"""),
        ({"padding": "same", "stride": 2}, 'padding "same" needs a stride of 1, got'),
        ({"padding_mode": "mirror"}, "padding_mode needs one of .*got 'mirror'"),
        ({"padding": 8, "padding_mode": "reflect"}, "conv2d: mode 'reflect' needs amounts smaller than their axes"),
    ],
)
def test_errors_say_what_was_given_and_what_fits(change, words):
    arguments = {"x": np.ones((2, 3, 8, 7)), "weight": np.ones((4, 3, 3, 2))} | change
    with pytest.raises(ValueError, match=words):
        solutions.conv2d(**arguments)

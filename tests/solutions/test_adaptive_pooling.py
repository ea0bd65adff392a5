"""The reference's adaptive pools against torch over sizes drawn at random, and by properties that need no torch."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import adaptive_pooling as reference
from solutions import pooling_layers

F = torch.nn.functional
SIZES = st.integers(1, 15)


@st.composite
def images(draw):
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    shape = draw(st.tuples(st.integers(0, 3), st.integers(1, 3), SIZES, SIZES))
    return np.random.default_rng(draw(st.integers(0, 2**32))).standard_normal(shape).astype(dtype)


OUTPUT_SIZES = st.one_of(
    st.integers(0, 12),
    st.tuples(*[st.one_of(st.none(), st.integers(0, 12))] * 2),
    st.lists(SIZES, min_size=2, max_size=2),
)


def assert_torchs(wanted, got):
    wanted = wanted.numpy()
    assert got.shape == wanted.shape
    assert got.dtype == wanted.dtype
    error = 2e-6 if got.dtype == np.float32 else 1e-13
    np.testing.assert_allclose(got, wanted, rtol=0, atol=error * np.abs(wanted).max(initial=1))


def windows_of_torch(input_size, output_size):
    """Where a single one in the input shows in the output of torch's pool."""
    reached = F.adaptive_avg_pool1d(torch.eye(input_size)[None], output_size)[0].numpy() > 0
    return [(int(np.argmax(column)), input_size - int(np.argmax(column[::-1]))) for column in reached.T]


@given(SIZES, st.integers(0, 30))
@settings(deadline=None)
def test_windows_are_torchs(input_size, output_size):
    got = reference.adaptive_windows(input_size, output_size)
    assert got == windows_of_torch(input_size, output_size)
    assert all(type(number) is int for window in got for number in window)


@given(images(), OUTPUT_SIZES)
@settings(deadline=None)
def test_adaptive_pools_are_torchs(x, output_size):
    tensor = torch.from_numpy(x)
    assert_torchs(F.adaptive_avg_pool2d(tensor, output_size), reference.adaptive_avg_pool2d(x, output_size))
    assert_torchs(F.adaptive_max_pool2d(tensor, output_size), reference.adaptive_max_pool2d(x, output_size))


@given(images(), OUTPUT_SIZES, st.booleans())
@settings(deadline=None)
def test_the_places_of_the_largest_are_torchs_where_numbers_are_equal_too(x, output_size, rounded):
    x = np.round(x) if rounded else x
    values, indices = reference.adaptive_max_pool2d_with_indices(x, output_size)
    wanted = F.adaptive_max_pool2d(torch.from_numpy(x), output_size, return_indices=True)
    assert_torchs(wanted[0], values)
    np.testing.assert_array_equal(indices, wanted[1].numpy(), strict=True)
    found = np.take_along_axis(x.reshape(*x.shape[:2], -1), indices.reshape(*x.shape[:2], -1), axis=2) if x.size else x
    np.testing.assert_array_equal(found.ravel(), values.ravel())


@given(images())
@settings(deadline=None)
def test_global_pooling_is_an_adaptive_pool_to_one_pixel(x):
    assert_torchs(F.adaptive_avg_pool2d(torch.from_numpy(x), 1), reference.global_avg_pool2d(x))


# What needs no torch --------------------------------------------------------------------------------------------------


@given(st.integers(1, 200), st.integers(1, 200))
def test_windows_cover_everything_in_order_and_overlap_by_one_pixel_at_most(input_size, output_size):
    windows = reference.adaptive_windows(input_size, output_size)
    assert len(windows) == output_size
    assert windows[0][0] == 0
    assert windows[-1][1] == input_size
    for (start, end), (next_start, next_end) in pairwise(windows):
        assert start <= next_start
        assert end - next_start in (0, 1)
        assert end <= next_end
    lengths = [end - start for start, end in windows]
    assert max(lengths) - min(lengths) <= 1
    assert windows == [(input_size - end, input_size - start) for start, end in reversed(windows)]


@given(images(), st.integers(1, 4), st.integers(1, 4))
@settings(deadline=None, max_examples=40)
def test_where_the_output_divides_the_input_it_is_an_ordinary_pool(x, height, width):
    x = np.repeat(np.repeat(x, height, axis=2), width, axis=3)
    kernel = x.shape[2] // height, x.shape[3] // width
    ordinary = pooling_layers.avg_pool2d(x, kernel), pooling_layers.max_pool2d(x, kernel)
    np.testing.assert_allclose(reference.adaptive_avg_pool2d(x, (height, width)), ordinary[0], atol=1e-5)
    np.testing.assert_array_equal(reference.adaptive_max_pool2d(x, (height, width)), ordinary[1])


@given(images(), OUTPUT_SIZES)
@settings(deadline=None, max_examples=40)
def test_a_pool_of_a_level_image_is_level_and_the_input_is_left_alone(x, output_size):
    before = x.copy()
    for pool in (reference.adaptive_avg_pool2d, reference.adaptive_max_pool2d):
        np.testing.assert_allclose(pool(np.full_like(x, -2.5), output_size), -2.5, rtol=1e-6)
        pool(x, output_size)
    assert np.array_equal(x, before)


@given(images())
@settings(deadline=None, max_examples=20)
def test_an_image_pooled_to_its_own_size_is_itself(x):
    np.testing.assert_array_equal(reference.adaptive_max_pool2d(x, (None, None)), x)
    np.testing.assert_array_equal(reference.adaptive_avg_pool2d(x, x.shape[2:]), x)


POOLS = ["adaptive_avg_pool2d", "adaptive_max_pool2d", "adaptive_max_pool2d_with_indices"]


@pytest.mark.parametrize("name", POOLS)
@pytest.mark.parametrize("output_size", [-1, (2, -1), None, (2,), (1, 2, 3), 2.0, (2.0, 1)])
def test_sizes_that_torch_rejects_are_rejected_in_words(name, output_size):
    x = np.ones((2, 3, 5, 4))
    with pytest.raises(ValueError, match=f"{name}: output_size is .*got "):
        getattr(reference, name)(x, output_size)
    with pytest.raises((RuntimeError, TypeError)):
        getattr(F, name)(torch.from_numpy(x), output_size)


@pytest.mark.parametrize("name", POOLS)
@pytest.mark.parametrize("shape", [(2, 3, 0, 5), (2, 3, 5, 0), (5, 4)])
def test_images_that_torch_rejects_are_rejected_in_words(name, shape):
    x = np.ones(shape)
    with pytest.raises(ValueError, match=rf"{name}: needs x of shape \(N, C, H, W\).*got"):
        getattr(reference, name)(x, 2)
    with pytest.raises(RuntimeError):
        getattr(F, name)(torch.from_numpy(x), 2)


def test_means_of_whole_numbers_are_refused_as_in_torch():
    x = np.ones((2, 3, 4, 5), np.uint8)
    with pytest.raises(ValueError, match="needs floats, got uint8"):
        reference.adaptive_avg_pool2d(x, 2)
    with pytest.raises(ValueError, match="needs floats, got uint8"):
        reference.global_avg_pool2d(x)
    with pytest.raises((RuntimeError, NotImplementedError)):
        F.adaptive_avg_pool2d(torch.from_numpy(x), 2)


@pytest.mark.parametrize("sizes", [(0, 2), (3, -1), (3.0, 2), (3, 2.0)])
def test_impossible_windows_are_refused(sizes):
    with pytest.raises(ValueError, match="adaptive_windows: needs an input_size of 1 or more"):
        reference.adaptive_windows(*sizes)

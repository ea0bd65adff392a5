"""Pixel shuffle and unshuffle against torch and against each other."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from solutions import pixel_shuffle, pixel_unshuffle
from tests.solutions.general._agreement import agree, assert_same, brief, rarely, thorough


@st.composite
def images(draw):
    """(x, factor), mostly acceptable: any number of axes, any kind of number."""
    factor = rarely(draw, st.integers(-1, 0), st.integers(1, 3))
    batch = draw(st.lists(st.integers(1, 3), max_size=2))
    channels = draw(st.integers(1, 3)) * rarely(draw, st.just(1), st.just(max(1, factor) ** 2))
    sides = [draw(st.integers(1, 4)) * rarely(draw, st.just(1), st.just(max(1, factor))) for _ in range(2)]
    shape = (*batch, channels, *sides)
    shape = rarely(draw, st.just(tuple(sides)), st.just(shape))
    return np.arange(np.prod(shape)).reshape(shape).astype(draw(st.sampled_from("fdil"))), factor


@given(images())
@thorough
def test_pixel_shuffle_is_torchs(case):
    agree(pixel_shuffle, torch.nn.functional.pixel_shuffle, *case, check=assert_same)


@given(images())
@thorough
def test_pixel_unshuffle_is_torchs(case):
    agree(pixel_unshuffle, torch.nn.functional.pixel_unshuffle, *case, check=assert_same)


@given(st.integers(1, 3), st.tuples(*[st.integers(1, 4)] * 4))
@brief
def test_unshuffling_undoes_shuffling(factor, shape):
    n, c, h, w = shape
    x = np.random.default_rng(0).standard_normal((n, c * factor * factor, h, w))
    assert_same(pixel_unshuffle(pixel_shuffle(x, factor), factor), x)


@pytest.mark.parametrize(
    ("operation", "factor", "words"),
    [
        (pixel_shuffle, 3, r"upscale_factor 3 needs a multiple of 9 channels, got \(2, 8, 4, 6\)"),
        (pixel_shuffle, 0, "upscale_factor needs a positive whole number, got 0"),
        (pixel_unshuffle, 4, r"downscale_factor 4 needs a height and a width that are multiples of it, got \(2, 8, 4"),
        (pixel_unshuffle, 1.5, "downscale_factor needs a positive whole number, got 1.5"),
    ],
)
def test_errors_say_what_was_given_and_what_fits(operation, factor, words):
    with pytest.raises(ValueError, match=f"{operation.__name__}: {words}"):
        operation(np.ones((2, 8, 4, 6)), factor)

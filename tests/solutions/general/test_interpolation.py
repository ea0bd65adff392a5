"""Resizing against torch: every mode, by size and by factor, with torch's rounding; and what resizing has to keep."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from solutions import interpolate
from tests.solutions.general._agreement import DTYPES, agree, assert_same, brief, numbers, rarely, thorough

torchs = torch.nn.functional.interpolate
MODES = {
    1: ("nearest", "nearest-exact", "linear", "area"),
    2: ("nearest", "nearest-exact", "bilinear", "bicubic", "area"),
    3: ("nearest", "nearest-exact", "trilinear", "area"),
}


@st.composite
def resizings(draw):
    """(x, size, scale_factor, mode, align_corners, recompute_scale_factor), mostly acceptable."""
    axes = draw(st.integers(1, 3))
    most = (60, 90) if axes < 3 else (8, 12)
    each = st.integers(1, most[1])
    shape = draw(st.tuples(*[st.integers(1, most[0])] * axes))
    x = numbers(draw, draw(st.integers(0, 2)), draw(st.integers(1, 2)), *shape, dtype=draw(DTYPES))
    factor = st.one_of(st.sampled_from([2, 3, 0.5, 1.5, 1.0, 1.01]), st.floats(0.05, 3))
    size = draw(st.one_of(each, st.tuples(*[each] * axes)))
    scale = draw(st.one_of(factor, st.tuples(*[factor] * axes)))
    given_both = draw(st.integers(0, 19))
    by_size = draw(st.booleans())
    size, scale = {0: (size, scale), 1: (None, None)}.get(given_both, (size, None) if by_size else (None, scale))
    mode = rarely(draw, st.sampled_from(sum(MODES.values(), ())), st.sampled_from(MODES[axes]))
    smooth = mode not in ("nearest", "nearest-exact", "area")
    align = draw(st.sampled_from([None, None, True, False])) if smooth else rarely(draw, st.booleans(), st.none())
    recompute = draw(st.booleans()) if scale is not None else rarely(draw, st.just(True), st.none())
    return x, size, scale, mode, align, recompute


@given(resizings())
@thorough
def test_resizing_is_torchs(case):
    agree(interpolate, torchs, *case)


@given(
    st.integers(1, 3), st.integers(1, 60), st.integers(1, 140), st.sampled_from(["nearest", "nearest-exact"]), DTYPES
)
@thorough
def test_the_nearest_places_are_torchs_to_the_last_one(axes, old, new, mode, dtype):
    x = np.broadcast_to(np.arange(old, dtype=dtype), (1, 1, *[2] * (axes - 1), old)).copy()
    agree(interpolate, torchs, x, (*[2] * (axes - 1), new), None, mode, check=assert_same)
    agree(interpolate, torchs, x, None, (*[1.0] * (axes - 1), new / old + 1e-3), mode, check=assert_same)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("old", "new", "mode"), [(26, 22, "nearest"), (26, 44, "nearest"), (2, 41, "nearest-exact")])
def test_sizes_where_torchs_rounding_differs_from_exact_arithmetic(old, new, mode, dtype):
    for x in (np.arange(old, dtype=dtype)[None, None], np.arange(old, dtype=dtype).reshape(1, 1, old, 1)):
        size = new if x.ndim == 3 else (new, 1)
        agree(interpolate, torchs, x, size, None, mode, check=assert_same)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("mode", ["nearest", "nearest-exact"])
@pytest.mark.parametrize("height", [46, 47])
def test_images_of_up_to_128_rows_and_columns_are_rounded_in_their_own_way(height, mode, dtype):
    x = np.broadcast_to(np.arange(2, dtype=dtype), (1, 1, 3, 2)).copy()
    agree(interpolate, torchs, x, (height, 82), None, mode, check=assert_same)


@pytest.mark.parametrize("axes", [1, 2, 3])
@pytest.mark.parametrize("factor", [1.01, 2.003])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_factors_that_are_nearly_whole_are_torchs(axes, factor, dtype):
    x = np.random.default_rng(0).standard_normal((1, 2, *[19, 18, 17][:axes])).astype(dtype)
    for mode in MODES[axes]:
        agree(interpolate, torchs, x, None, factor, mode)


@given(resizings())
@brief
def test_a_constant_stays_what_it_is(case):
    x, *arguments = case
    assume(x.size)
    try:
        got = interpolate(np.full_like(x, 3.25), *arguments)
    except ValueError:
        return
    np.testing.assert_allclose(got, 3.25, rtol=1e-5)


def test_an_infinity_reaches_its_neighbours_only():
    x = np.random.default_rng(0).standard_normal((1, 2, 9, 11)).astype(np.float32)
    x[0, 0, 4, 5], x[0, 1, 8, 0] = np.inf, np.nan
    for mode in ("bilinear", "bicubic", "area"):
        agree(interpolate, torchs, x, (25, 40), None, mode)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "needs either size or scale_factor, got None and None"),
        ({"size": 3, "scale_factor": 2}, "needs either size or scale_factor, got 3 and 2"),
        ({"size": (3, 4, 5)}, r"needs one number or 2 of them for 4 axes, got \(3, 4, 5\)"),
        ({"size": 0}, r"needs sizes of at least 1, got \(0, 0\)"),
        ({"size": 2.5}, "size needs whole numbers, got 2.5"),
        ({"size": 3, "mode": "trilinear"}, r"mode 'trilinear' resizes 3 axes after \(N, C\), got \(1, 2, 4, 5\)"),
        ({"size": 3, "mode": "cubic"}, "mode needs one of .*got 'cubic'"),
        ({"size": 3, "align_corners": True}, "align_corners needs one of the modes .*got 'nearest'"),
        ({"size": 3, "recompute_scale_factor": True}, "recompute_scale_factor needs a scale_factor, got size 3"),
    ],
)
def test_errors_say_what_was_given_and_what_fits(options, words):
    with pytest.raises(ValueError, match=f"interpolate: {words}"):
        interpolate(np.ones((1, 2, 4, 5)), **options)

"""The reference module's upsampling against torch, over sizes drawn at random, and what needs no reference."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solutions import upsampling_and_pixelshuffle as reference

DTYPES = st.sampled_from([np.float32, np.float64])
SIZES = st.tuples(st.integers(1, 40), st.integers(1, 40))
ONE_SIZE = st.one_of(st.integers(1, 30), SIZES)
FACTORS = st.floats(0.2, 5).map(lambda factor: round(factor, 2))


@st.composite
def pictures(draw, dtype=DTYPES):
    """A batch of pictures, (N, C, H, W)."""
    shape = [draw(st.integers(*limits)) for limits in ((0, 3), (1, 4), (1, 12), (1, 12))]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return rng.standard_normal(shape).astype(draw(dtype))


def assert_same(got, wanted):
    wanted = wanted.numpy()
    assert got.shape == wanted.shape
    assert got.dtype == wanted.dtype
    # positions are rounded too: an error of 1e-7 of a position near 12 moves the weights by 1e-6
    error = 2e-5 if got.dtype == np.float32 else 1e-12
    np.testing.assert_allclose(got, wanted, rtol=0, atol=error * max(1.0, np.abs(wanted).max(initial=0)))


@given(pictures(), ONE_SIZE)
@settings(deadline=None)
def test_nearest_copies_the_pixels_that_torch_copies(x, size):
    wanted = torch.nn.functional.interpolate(torch.from_numpy(x), size=size, mode="nearest").numpy()
    got = reference.upsample_nearest2d(x, size)
    assert got.dtype == wanted.dtype
    assert np.array_equal(got, wanted)


@given(st.integers(1, 300), st.integers(1, 600))
@settings(deadline=None)
def test_nearest_is_torchs_for_every_length_in_float32(old, new):
    x = np.arange(old, dtype=np.float32).reshape(1, 1, old, 1)
    wanted = torch.nn.functional.interpolate(torch.from_numpy(x), size=(new, 1), mode="nearest").numpy()
    assert np.array_equal(reference.upsample_nearest2d(x, (new, 1)), wanted)


@pytest.mark.parametrize(("old", "new"), [(26, 22), (26, 44), (2, 82)])
def test_where_float32_rounds_to_the_pixel_before_so_do_we(old, new):
    x = np.arange(old, dtype=np.float32).reshape(1, 1, old, 1)
    wanted = torch.nn.functional.interpolate(torch.from_numpy(x), size=(new, 1), mode="nearest").numpy()
    exact = np.arange(new) * old // new
    assert np.array_equal(reference.upsample_nearest2d(x, (new, 1)), wanted)
    assert not np.array_equal(wanted.ravel(), exact)


@given(st.integers(1, 30), st.integers(1, 60), st.booleans())
@settings(deadline=None)
def test_linear_weights_are_what_torch_does_to_single_pixels(in_size, out_size, align_corners):
    pixels = torch.eye(in_size, dtype=torch.float64)[None]
    wanted = torch.nn.functional.interpolate(pixels, size=out_size, mode="linear", align_corners=align_corners)
    got = reference.linear_weights(in_size, out_size, align_corners)
    assert got.shape == (out_size, in_size)
    np.testing.assert_allclose(got, wanted[0].T.numpy(), atol=1e-13)
    np.testing.assert_allclose(got.sum(axis=1), 1)
    assert (got >= 0).all()
    assert ((got > 0).sum(axis=1) <= 2).all()


@pytest.mark.parametrize("mode", ["bilinear", "bicubic"])
@given(pictures(), ONE_SIZE, st.booleans())
@settings(deadline=None, max_examples=60)
def test_blending_is_torchs(mode, x, size, align_corners):
    wanted = torch.nn.functional.interpolate(torch.from_numpy(x), size=size, mode=mode, align_corners=align_corners)
    assert_same(getattr(reference, f"upsample_{mode}2d")(x, size, align_corners), wanted)


def by_a_rule_of_its_own(x, factors, mode):
    """Whether torch leaves its rule: a fractional factor that gives the old size, or for nearest twice the old size."""
    new = [int(old * factor) for old, factor in zip(x.shape[2:], factors, strict=True)]
    special = (1, 2) if mode == "nearest" else (1,)
    return any(
        n == times * old and factor != times
        for n, old, factor in zip(new, x.shape[2:], factors, strict=True)
        for times in special
    )


@given(
    pictures(st.just(np.float32)),
    st.one_of(FACTORS, st.tuples(FACTORS, FACTORS), st.integers(1, 4)),
    st.sampled_from(["nearest", "bilinear", "bicubic"]),
    st.sampled_from([None, False, True]),
)
@settings(deadline=None, max_examples=150)
def test_interpolating_by_a_factor_is_torchs(x, factor, mode, align_corners):
    factors = np.broadcast_to(factor, 2)
    assume((np.multiply(x.shape[2:], factors) >= 1).all())
    assume(not by_a_rule_of_its_own(x, factors, mode))
    corners = None if mode == "nearest" else align_corners
    wanted = torch.nn.functional.interpolate(torch.from_numpy(x), scale_factor=factor, mode=mode, align_corners=corners)
    assert_same(reference.interpolate(x, None, factor, mode, corners), wanted)


@given(pictures(), ONE_SIZE, st.booleans())
@settings(deadline=None, max_examples=40)
def test_interpolating_to_a_size_is_each_mode_alone(x, size, align_corners):
    for mode in ("bilinear", "bicubic"):
        alone = getattr(reference, f"upsample_{mode}2d")(x, size, align_corners)
        np.testing.assert_allclose(reference.interpolate(x, size, None, mode, align_corners), alone, atol=1e-6)
    assert np.array_equal(reference.interpolate(x, size), reference.upsample_nearest2d(x, size))


def test_a_factor_is_the_step_even_where_the_size_was_rounded_down():
    row = np.arange(5.0).reshape(1, 1, 1, 5)
    by_factor = reference.interpolate(row, None, (1, 2.5), "bilinear")
    by_size = reference.interpolate(row, (1, 12), None, "bilinear")
    assert by_factor.shape == by_size.shape
    assert not np.allclose(by_factor, by_size)


# The cubic kernel -----------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=20))
@settings(deadline=None)
def test_the_cubic_kernel_is_what_torch_makes_of_one_bright_pixel(distances):
    t = np.array(distances)
    bright = torch.zeros(1, 1, 1, 11, dtype=torch.float64)
    bright[..., 5] = 1
    across = torch.from_numpy(t / 5)  # grid_sample counts from -1 at the first pixel to 1 at the last
    grid = torch.stack([across, torch.zeros_like(across)], -1)[None, None]
    wanted = torch.nn.functional.grid_sample(bright, grid, "bicubic", "zeros", align_corners=True)
    np.testing.assert_allclose(reference.cubic_kernel(t), wanted.ravel().numpy(), atol=1e-12)


def test_the_cubic_kernel_with_another_slope_is_what_torch_uses_against_aliasing():
    """With `antialias=True` torch takes a = -0.5; when it enlarges, its weights are the kernel's."""
    size, factor = 12, 7
    bright = torch.zeros(1, 1, 1, size, dtype=torch.float64)
    bright[..., size // 2] = 1
    wanted = torch.nn.functional.interpolate(bright, size=(1, size * factor), mode="bicubic", antialias=True)
    t = (np.arange(size * factor) + 0.5) / factor - 0.5 - size // 2
    np.testing.assert_allclose(reference.cubic_kernel(t, -0.5), wanted.ravel().numpy(), atol=1e-12)


@given(st.floats(-1, 0), st.floats(0, 1))
def test_the_four_cubic_weights_of_any_place_sum_to_one(a, part):
    np.testing.assert_allclose(reference.cubic_kernel(part - np.arange(-1, 3), a).sum(), 1)


@given(st.floats(-3, 3), DTYPES)
def test_the_cubic_kernel_takes_numbers_and_arrays_and_keeps_their_type(t, dtype):
    row = reference.cubic_kernel(np.array([t, t], dtype))
    assert row.dtype == dtype
    assert float(reference.cubic_kernel(t)) == pytest.approx(row[1], abs=1e-5)
    assert reference.cubic_kernel(1) == 0
    assert reference.cubic_kernel(0) == 1


# What holds whatever torch says ---------------------------------------------------------------------------------------

ENLARGEMENTS = [reference.upsample_nearest2d, reference.upsample_bilinear2d, reference.upsample_bicubic2d]


@pytest.mark.parametrize("enlarge", ENLARGEMENTS, ids=lambda function: function.__name__)
@given(st.tuples(st.integers(1, 9), st.integers(1, 9)), SIZES)
@settings(deadline=None, max_examples=30)
def test_a_plain_picture_stays_plain(enlarge, old, new):
    np.testing.assert_allclose(enlarge(np.full((1, 2, *old), 3.5), new), np.full((1, 2, *new), 3.5))


@pytest.mark.parametrize("enlarge", ENLARGEMENTS, ids=lambda function: function.__name__)
@given(pictures(st.just(np.float64)), SIZES)
@settings(deadline=None, max_examples=30)
def test_the_same_size_changes_nothing_and_turning_the_picture_turns_the_result(enlarge, x, size):
    before = x.copy()
    np.testing.assert_allclose(enlarge(x, x.shape[2:]), x, atol=1e-13)
    np.testing.assert_allclose(enlarge(x.swapaxes(2, 3), size[::-1]), enlarge(x, size).swapaxes(2, 3), atol=1e-12)
    assert np.array_equal(x, before)


def test_bilinear_stays_in_range_and_bicubic_does_not():
    edge = np.repeat([0.0, 1.0], 4).reshape(1, 1, 1, 8) * np.ones((1, 1, 5, 1))
    blended, curved = (enlarge(edge, (10, 24)) for enlarge in ENLARGEMENTS[1:])
    assert blended.min() == 0
    assert blended.max() == 1
    assert curved.min() < -0.05
    assert curved.max() > 1.05


# Shuffling ------------------------------------------------------------------------------------------------------------


@st.composite
def shuffled(draw):
    """A factor, a picture that `pixel_shuffle` takes, and what torch makes of it."""
    r = draw(st.integers(1, 4))
    # torch 2.13 gives an empty batch back unshuffled, in its old shape: ours does not copy that
    batch, channels, height, width = (draw(st.integers(1, 4)) for _ in range(4))
    x = np.arange(batch * channels * r * r * height * width, dtype=draw(DTYPES))
    x = x.reshape(batch, channels * r * r, height, width)
    return r, x, torch.nn.functional.pixel_shuffle(torch.from_numpy(x), r).numpy()


@given(shuffled())
@settings(deadline=None)
def test_shuffling_is_torchs_and_unshuffling_undoes_it(drawn):
    r, small, large = drawn
    assert np.array_equal(reference.pixel_shuffle(small, r), large)
    assert np.array_equal(reference.pixel_unshuffle(large, r), small)
    assert np.array_equal(torch.nn.functional.pixel_unshuffle(torch.from_numpy(large), r).numpy(), small)
    assert reference.pixel_shuffle(small, r).dtype == reference.pixel_unshuffle(large, r).dtype == small.dtype


def test_the_sixteen_letters_of_the_source_document():
    letters = np.array([list("ABCD"), list("EFGH"), list("IJKL"), list("MNOP")]).reshape(1, 4, 2, 2)
    assert ["".join(row) for row in reference.pixel_shuffle(letters, 2)[0, 0]] == ["AEBF", "IMJN", "CGDH", "KOLP"]


# What torch rejects ---------------------------------------------------------------------------------------------------

X = np.ones((2, 8, 6, 5))


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("upsample_nearest2d", (X[0, 0], 4), r"upsample_nearest2d: needs x of shape \(N, C, H, W\), got \(6, 5\)"),
        ("upsample_nearest2d", (X, (0, 4)), r"needs a size of at least 1, got \(0, 4\)"),
        ("upsample_nearest2d", (X, (4, 3, 2)), r"size is a whole number or \(height, width\), got \(4, 3, 2\)"),
        ("upsample_nearest2d", (X, (4,)), r"size is a whole number or \(height, width\), got \(4,\)"),
        ("upsample_nearest2d", (X[:, :0], 4), "needs at least one channel, one row and one column"),
        ("upsample_nearest2d", (X[..., :0], 4), "needs at least one channel, one row and one column"),
        ("upsample_bilinear2d", (X, -1), "upsample_bilinear2d: needs a size of at least 1, got -1"),
        ("upsample_bilinear2d", (X.astype(int), 4), "needs float32 or float64 values, got int64"),
        ("upsample_bicubic2d", (X, 2.5), "size is a whole number"),
        ("interpolate", (X,), "interpolate: needs either size or scale_factor, got size=None and scale_factor=None"),
        ("interpolate", (X, 4, 2), "needs either size or scale_factor, got size=4 and scale_factor=2"),
        ("interpolate", (X, 4, None, "cubic"), "mode is 'nearest', 'bilinear' or 'bicubic', got 'cubic'"),
        ("interpolate", (X, 4, None, "nearest", False), "align_corners has no meaning in mode 'nearest'"),
        ("interpolate", (X, None, (2, 2, 2)), r"scale_factor is a number or \(height, width\), got \(2, 2, 2\)"),
        ("interpolate", (X, None, 0.1), r"scale_factor 0.1 leaves nothing of \(6, 5\)"),
        ("interpolate", (X, None, -2, "bilinear"), r"scale_factor -2 leaves nothing of \(6, 5\)"),
        (
            "pixel_shuffle",
            (X, 3),
            r"pixel_shuffle: upscale_factor 3 needs a multiple of 9 channels, got \(2, 8, 6, 5\)",
        ),
        ("pixel_shuffle", (X, 0), "needs a factor that is a positive whole number, got 0"),
        ("pixel_shuffle", (X[0, 0], 1), r"needs x of shape \(N, C, H, W\), got \(6, 5\)"),
        (
            "pixel_unshuffle",
            (X, 2),
            r"downscale_factor 2 needs a height and a width that it divides, got \(2, 8, 6, 5\)",
        ),
        ("pixel_unshuffle", (X, -1), "needs a factor that is a positive whole number, got -1"),
    ],
)
def test_what_torch_rejects_is_rejected_in_words(name, args, words):
    with pytest.raises(ValueError, match=words):
        getattr(reference, name)(*args)
    x, *rest = args
    with pytest.raises((RuntimeError, ValueError, TypeError)):
        in_torch(name)(torch.from_numpy(x), *rest)


def in_torch(name):
    functional = torch.nn.functional
    if name.startswith("upsample"):
        mode = name.removeprefix("upsample_").removesuffix("2d")
        return lambda x, size: functional.interpolate(x, size=size, mode=mode)
    return getattr(functional, name)


@pytest.mark.parametrize("sizes", [(0, 3), (3, 0), (4, -1)])
def test_weights_of_no_pixels_are_refused(sizes):
    with pytest.raises(ValueError, match="linear_weights: needs sizes of at least 1"):
        reference.linear_weights(*sizes)

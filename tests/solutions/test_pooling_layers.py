"""The reference's pools against torch, over geometries drawn at random, and by properties that need no reference."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import pooling_layers as reference

F = torch.nn.functional
MOST = 12


@st.composite
def axes(draw, dilation=3, padding=True):
    """One axis of a pool that torch accepts: (size, kernel, stride, padding, dilation, ceil mode)."""
    kernel, stride, gap = draw(st.integers(1, 4)), draw(st.integers(1, 5)), draw(st.integers(1, dilation))
    pad = draw(st.integers(0, kernel // 2)) if padding else 0
    ceil = draw(st.booleans())
    smallest = gap * (kernel - 1) + 1 - 2 * pad - (stride - 1 if ceil else 0)
    return draw(st.integers(max(1, smallest), MOST)), kernel, stride, pad, gap, ceil


@st.composite
def pools(draw, **kinds):
    """Images and the settings of a 2-D pool that torch accepts: (x, kernel, stride, padding, dilation, ceil mode)."""
    rows = draw(axes(**kinds))
    columns = draw(axes(**kinds).filter(lambda axis: axis[-1] == rows[-1]))
    height, width = rows[0], columns[0]
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = rng.standard_normal((draw(st.integers(0, 3)), draw(st.integers(1, 3)), height, width)).astype(dtype)
    kernel, stride, padding, dilation = zip(rows[1:5], columns[1:5], strict=True)
    return x, kernel, stride, padding, dilation, rows[-1]


def assert_torchs(wanted, got, scale=1.0):
    wanted = wanted.numpy()
    assert got.shape == wanted.shape
    assert got.dtype == wanted.dtype
    error = 2e-6 if got.dtype == np.float32 else 1e-13
    finite = np.abs(wanted[np.isfinite(wanted)]).max(initial=scale)
    np.testing.assert_allclose(got, wanted, rtol=0, atol=error * finite)


@given(axes())
@settings(deadline=None)
def test_windows_are_counted_as_torch_counts_them(axis):
    size, *settings_of_the_pool = axis
    wanted = F.max_pool1d(torch.zeros(1, 1, size), *settings_of_the_pool).shape[2]
    got = reference.pool_output_size(*axis)
    assert got == wanted
    assert type(got) is int


@given(st.integers(1, MOST), st.integers(1, 9))
def test_the_stride_is_the_kernel_where_none_is_given(size, kernel):
    if kernel <= size:
        assert reference.pool_output_size(size, kernel) == size // kernel


@given(axes(dilation=1, padding=False), st.integers(0, 3), st.booleans())
@settings(deadline=None)
def test_max_pool1d_is_torchs(axis, batch, with_stride):
    size, kernel, stride, *_ = axis
    x = np.random.default_rng(size).standard_normal((batch, 2, max(size, kernel))).astype(np.float32)
    stride = stride if with_stride else None
    assert_torchs(F.max_pool1d(torch.from_numpy(x), kernel, stride), reference.max_pool1d(x, kernel, stride))


@given(pools())
@settings(deadline=None)
def test_max_pool2d_is_torchs(pool):
    x, *rest = pool
    assert_torchs(F.max_pool2d(torch.from_numpy(x), *rest), reference.max_pool2d(x, *rest))


@given(pools(dilation=1), st.booleans())
@settings(deadline=None)
def test_avg_pool2d_is_torchs(pool, count_include_pad):
    x, kernel, stride, padding, _, ceil_mode = pool
    rest = kernel, stride, padding, ceil_mode, count_include_pad
    assert_torchs(F.avg_pool2d(torch.from_numpy(x), *rest), reference.avg_pool2d(x, *rest))


@given(
    pools(dilation=1, padding=False),
    st.sampled_from([1, 2, 3, 4, 0.5, 1.5, -1, -2.5, float("inf"), -float("inf")]),
)
@settings(deadline=None)
def test_lp_pool2d_is_torchs(pool, norm_type):
    x, kernel, stride, _, _, ceil_mode = pool
    if norm_type not in (1, 2, 4):
        x = np.abs(x) + x.dtype.type(0.1)
    rest = norm_type, kernel, stride, ceil_mode
    assert_torchs(F.lp_pool2d(torch.from_numpy(x), *rest), reference.lp_pool2d(x, *rest))


@pytest.mark.parametrize("norm_type", [1, 2, 4, float("inf"), -float("inf")])
def test_lp_pooling_of_negative_numbers_is_torchs(norm_type):
    x = np.random.default_rng(0).standard_normal((2, 3, 7, 8)) - 0.5
    assert_torchs(F.lp_pool2d(torch.from_numpy(x), norm_type, 2), reference.lp_pool2d(x, norm_type, 2))


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("norm_type", [3, 2.5])
def test_where_torch_finds_no_root_of_a_negative_sum_neither_do_we(norm_type):
    x = -np.abs(np.random.default_rng(0).standard_normal((2, 3, 4, 6)))
    wanted = F.lp_pool2d(torch.from_numpy(x), norm_type, 2)
    assert wanted.isnan().all()
    assert np.isnan(reference.lp_pool2d(x, norm_type, 2)).all()


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))
@settings(deadline=None, max_examples=20)
def test_ints_are_pairs_and_a_missing_stride_is_the_kernel(kernel, stride, half):
    x = np.random.default_rng(kernel).standard_normal((2, 2, 9, 8))
    padding = min(half, kernel // 2)
    for name, args in [
        ("max_pool2d", (kernel, stride, padding, 2)),
        ("max_pool2d", ((kernel, 3),)),
        ("avg_pool2d", (kernel, stride, padding)),
        ("avg_pool2d", ((3, kernel),)),
        ("lp_pool2d", (2, (kernel, 3))),
        ("lp_pool2d", (2, kernel, stride)),
    ]:
        assert_torchs(getattr(F, name)(torch.from_numpy(x), *args), getattr(reference, name)(x, *args))


# What needs no torch --------------------------------------------------------------------------------------------------


@given(pools(dilation=1, padding=False))
@settings(deadline=None, max_examples=40)
def test_the_norms_rise_from_the_mean_to_the_largest(pool):
    x, kernel, stride, _, _, ceil_mode = pool
    x = np.abs(x.astype(np.float64))
    pixels = kernel[0] * kernel[1]
    means = [reference.lp_pool2d(x, p, kernel, stride, ceil_mode) / pixels ** (1 / p) for p in (1, 2, 3, 8)]
    np.testing.assert_allclose(means[0], reference.avg_pool2d(x, kernel, stride, 0, ceil_mode), atol=1e-12)
    largest = reference.max_pool2d(x, kernel, stride, 0, 1, ceil_mode)
    for smaller, larger in zip(means, [*means[1:], largest], strict=True):
        assert (smaller <= larger + 1e-12).all()


@given(pools())
@settings(deadline=None, max_examples=40)
def test_max_pooling_goes_along_with_every_rising_function_and_keeps_its_input(pool):
    x, *rest = pool
    before = x.copy()
    np.testing.assert_array_equal(reference.max_pool2d(2 * x + 1, *rest), 2 * reference.max_pool2d(x, *rest) + 1)
    assert np.array_equal(x, before)


@given(pools(dilation=1))
@settings(deadline=None, max_examples=40)
def test_a_mean_of_ones_is_one_unless_zeros_are_counted(pool):
    x, kernel, stride, padding, _, ceil_mode = pool
    ones = np.ones_like(x)
    np.testing.assert_allclose(reference.avg_pool2d(ones, kernel, stride, padding, ceil_mode, False), 1, atol=1e-6)
    counted = reference.avg_pool2d(ones, kernel, stride, padding, ceil_mode, True)
    assert (counted <= 1 + 1e-6).all()


def test_a_window_that_sees_nothing_but_padding_gives_minus_infinity():
    x = np.ones((1, 1, 2, 3))
    assert_torchs(F.max_pool2d(torch.from_numpy(x), 2, 3, 1, 3), reference.max_pool2d(x, 2, 3, 1, 3))
    assert reference.max_pool2d(x, 2, 3, 1, 3).tolist() == [[[[-np.inf]]]]


def images(*shape):
    return np.ones(shape)


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("max_pool1d", (images(2, 3, 5), 0), "max_pool1d: needs size, kernel_size.* of 1 or more, got 5, 0, 0 and 1"),
        ("max_pool1d", (images(2, 3, 5), 2, 0), "got 5, 2, 0 and 1"),
        ("max_pool1d", (images(2, 3, 5), 6), "a window that reaches over 6 needs an axis longer than 5"),
        ("max_pool1d", (images(2, 0, 5), 2), r"needs x of shape \(N, C, L\).*got \(2, 0, 5\)"),
        ("max_pool1d", (images(5), 2), r"got \(5,\)"),
        ("max_pool1d", (images(2, 3, 5), 2.0), "needs whole numbers, .*kernel_size 2.0"),
        ("max_pool2d", (images(5, 5), 2), r"needs x of shape \(N, C, H, W\).*got \(5, 5\)"),
        ("max_pool2d", (images(2, 3, 0, 5), 2), r"got \(2, 3, 0, 5\)"),
        ("max_pool2d", (images(2, 3, 9, 9), 3, 1, 2), "a kernel of 3 takes padding from 0 to 1, got 2"),
        ("max_pool2d", (images(2, 3, 9, 9), 3, 1, 2, 2), "a kernel of 3 takes padding from 0 to 1, got 2"),
        ("max_pool2d", (images(2, 3, 9, 9), 3, 1, -1), "got -1"),
        ("max_pool2d", (images(2, 3, 9, 9), 3, 1, 0, 0), "dilation of 1 or more"),
        ("max_pool2d", (images(2, 3, 4, 9), (5, 2), 1, 0, 1, True), "reaches over 5"),
        ("max_pool2d", (images(2, 3, 4, 9), (1, 2, 3)), r"kernel_size is an int or \(height, width\), got \(1, 2, 3\)"),
        ("avg_pool2d", (images(2, 3, 4, 9), (5, 2)), "avg_pool2d: a window that reaches over 5"),
        ("avg_pool2d", (images(2, 3, 4, 9), 2, (1, 0)), "got 9, 2, 0 and 1"),
        ("avg_pool2d", (images(2, 3, 4, 9), 2, 2, 2), "padding from 0 to 1, got 2"),
        ("lp_pool2d", (images(2, 3, 4, 9), 2, (5, 2)), "lp_pool2d: a window that reaches over 5"),
        ("lp_pool2d", (images(2, 3, 4, 9), 0, 2), "norm_type may be any number but 0"),
    ],
)
def test_what_torch_rejects_is_rejected_in_words(name, args, words):
    with pytest.raises(ValueError, match=words):
        getattr(reference, name)(*args)
    x, *rest = args
    with pytest.raises((RuntimeError, TypeError, ZeroDivisionError)):
        getattr(F, name)(torch.from_numpy(x), *rest)


@pytest.mark.parametrize("axis", [(0, 2), (5, 0), (5, 2, 0), (5, 2, 1, 2), (5, 2, 1, -1), (5, 2, 1, 0, 0), (5, 6)])
def test_windows_that_torch_would_not_count_are_not_counted(axis):
    with pytest.raises(ValueError, match="pool_output_size: "):
        reference.pool_output_size(*axis)
    size, *rest = axis
    with pytest.raises(RuntimeError):
        F.max_pool1d(torch.zeros(1, 1, size), *rest)

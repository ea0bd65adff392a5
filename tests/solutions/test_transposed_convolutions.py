"""Chapter 6 of the reference against torch over random geometries, and against what a transpose must be."""

import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import transposed_convolutions as reference

F = torch.nn.functional


def tensors(*arrays):
    return [None if array is None else torch.from_numpy(array) for array in arrays]


def assert_torchs(got, wanted):
    assert got.shape == wanted.shape
    assert got.dtype == wanted.dtype
    error = 2e-6 if got.dtype == np.float32 else 1e-13
    np.testing.assert_allclose(got, wanted, rtol=0, atol=error * max(1.0, np.abs(wanted).max(initial=0)))


@st.composite
def axis(draw):
    """Size, kernel, stride, padding, output padding and dilation of one axis, of which something is left."""
    size, kernel, stride, dilation = (draw(st.integers(1, most)) for most in (6, 4, 4, 3))
    output_padding = draw(st.integers(0, max(stride, dilation) - 1))
    reach = (size - 1) * stride + dilation * (kernel - 1) + 1 + output_padding
    return size, kernel, stride, draw(st.integers(0, (reach - 1) // 2)), output_padding, dilation


@st.composite
def layers(draw, dimensions, dtype=None):
    """A transposed convolution that torch accepts: (x, weight, bias) and the options by name."""
    sizes, kernel, stride, padding, output_padding, dilation = zip(
        *[draw(axis()) for _ in range(dimensions)], strict=True
    )
    if dimensions == 1:
        padding, output_padding, dilation = (0,), (0,), (1,)
    groups, block, filters = (draw(st.integers(1, 3)) for _ in range(3))
    dtype = dtype or draw(st.sampled_from([np.float32, np.float64]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    groups = groups if dimensions == 2 else 1
    x = rng.standard_normal((draw(st.integers(0, 3)), groups * block, *sizes)).astype(dtype)
    weight = rng.standard_normal((groups * block, filters, *kernel)).astype(dtype)
    bias = rng.standard_normal(groups * filters).astype(dtype) if draw(st.booleans()) else None
    options = {"stride": stride, "padding": padding, "output_padding": output_padding, "dilation": dilation}
    options = {name: pair[0] if len(set(pair)) == 1 and draw(st.booleans()) else pair for name, pair in options.items()}
    return (x, weight, bias), {**options, "groups": groups}


@given(layers(1))
@settings(deadline=None)
def test_conv_transpose1d_is_torchs(layer):
    arrays, options = layer
    wanted = F.conv_transpose1d(*tensors(*arrays), stride=options["stride"]).numpy()
    assert_torchs(reference.conv_transpose1d(*arrays, stride=options["stride"]), wanted)


@given(layers(2))
@settings(deadline=None, max_examples=200)
def test_conv_transpose2d_is_torchs(layer):
    arrays, options = layer
    wanted = F.conv_transpose2d(*tensors(*arrays), **options).numpy()
    assert_torchs(reference.conv_transpose2d(*arrays, **options), wanted)


@given(layers(2, np.float64))
@settings(deadline=None)
def test_conv_transpose2d_takes_its_arguments_in_torchs_order(layer):
    arrays, options = layer
    order = ("stride", "padding", "output_padding", "groups", "dilation")
    by_place = reference.conv_transpose2d(*arrays, *[options[name] for name in order])
    assert np.array_equal(by_place, reference.conv_transpose2d(*arrays, **options))


@given(axis())
@settings(deadline=None, max_examples=200)
def test_the_output_size_is_torchs(numbers):
    size, kernel, stride, padding, output_padding, dilation = numbers
    x, weight = torch.zeros(1, 1, size), torch.zeros(1, 1, kernel)
    wanted = F.conv_transpose1d(x, weight, None, stride, padding, output_padding, 1, dilation).shape[-1]
    assert reference.conv_transpose_output_size(*numbers) == wanted


@st.composite
def resized(draw):
    kernel, sizes = (draw(st.tuples(st.integers(1, most), st.integers(1, most))) for most in (6, 5))
    batch, channels, filters = draw(st.integers(0, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    arrays = [
        rng.standard_normal(shape) for shape in [(batch, channels, *sizes), (filters, channels, *kernel), filters]
    ]
    x, weight, bias = (array.astype(dtype) for array in arrays)
    factor = draw(st.one_of(st.integers(1, 4), st.tuples(st.integers(1, 4), st.integers(1, 4))))
    return x, weight, bias if draw(st.booleans()) else None, factor


@given(resized())
@settings(deadline=None)
def test_resize_conv2d_is_torchs_upsample_and_its_same_convolution(layer):
    *arrays, factor = layer
    x, weight, bias = tensors(*arrays)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch says that even kernels cost a copy
        wanted = F.conv2d(torch.nn.Upsample(scale_factor=factor)(x), weight, bias, padding="same").numpy()
    assert_torchs(reference.resize_conv2d(*arrays, factor), wanted)


# Properties that need no reference ------------------------------------------------------------------------------------


@given(layers(2, np.float64))
@settings(deadline=None)
def test_it_is_the_adjoint_of_convolution(layer):
    """<conv(x), y> = <x, conv_transpose(y)>: what the kernel gathers from a place, it prints on that place."""
    (y, weight, _), options = layer
    printed = reference.conv_transpose2d(y, weight, **options)
    x = np.random.default_rng(y.size).standard_normal(printed.shape)
    forward = {name: options[name] for name in ("stride", "padding", "dilation", "groups")}
    gathered = F.conv2d(*tensors(x, weight), **forward).numpy()
    # too much output padding makes room for one more stop of the window, which y does not know
    gathered = gathered[(..., *map(slice, y.shape[2:]))]
    np.testing.assert_allclose(np.vdot(gathered, y), np.vdot(x, printed), atol=1e-9)


@given(layers(2, np.float64), st.integers(1, 3), st.integers(1, 3))
@settings(deadline=None, max_examples=50)
def test_at_stride_one_it_is_a_full_correlation_with_the_flipped_kernel(layer, kh, kw):
    (x, _, _), _ = layer
    weight = np.random.default_rng(kh).standard_normal((x.shape[1], 2, kh, kw))
    around = np.pad(x, [(0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)])
    flipped = weight[:, :, ::-1, ::-1].swapaxes(0, 1).copy()
    wanted = F.conv2d(*tensors(around, flipped)).numpy()
    np.testing.assert_allclose(reference.conv_transpose2d(x, weight), wanted, atol=1e-10)


@given(layers(2, np.float64))
@settings(deadline=None, max_examples=50)
def test_it_is_linear_in_its_input_and_leaves_it_alone(layer):
    (x, weight, _), options = layer
    before = x.copy(), weight.copy()
    twice = reference.conv_transpose2d(2 * x, weight, **options) + reference.conv_transpose2d(x, weight, **options)
    np.testing.assert_allclose(twice, reference.conv_transpose2d(3 * x, weight, **options), atol=1e-10)
    assert np.array_equal(x, before[0])
    assert np.array_equal(weight, before[1])


@given(st.integers(1, 6), st.integers(1, 5), st.data())
def test_a_spike_prints_the_kernel(size, stride, data):
    place = data.draw(st.integers(0, size - 1))
    kernel = np.random.default_rng(size).standard_normal((1, 1, data.draw(st.integers(1, 5))))
    out = reference.conv_transpose1d(np.eye(size)[place][None, None], kernel, None, stride)[0, 0]
    assert np.array_equal(out[place * stride :][: kernel.size], kernel[0, 0])
    assert np.count_nonzero(out) == kernel.size


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 5))
def test_overlaps_are_counted_by_printing_ones_with_ones(size, kernel_size, stride):
    got = reference.overlap_count(size, kernel_size, stride)
    ones = reference.conv_transpose1d(np.ones((1, 1, size)), np.ones((1, 1, kernel_size)), None, stride)[0, 0]
    torchs = F.conv_transpose1d(torch.ones(1, 1, size), torch.ones(1, 1, kernel_size), stride=stride)[0, 0].numpy()
    assert np.array_equal(got, ones)
    assert np.array_equal(got, torchs)
    assert got.sum() == size * kernel_size
    assert len(got) == reference.conv_transpose_output_size(size, kernel_size, stride)


@given(st.integers(1, 9), st.integers(1, 5))
def test_the_overlap_is_even_in_the_middle_where_the_stride_divides_the_kernel_and_nowhere_else(kernel_size, stride):
    count = reference.overlap_count(20, kernel_size, stride)
    middle = count[kernel_size + stride : -kernel_size - stride]
    assert (np.ptp(middle) == 0) == (kernel_size % stride == 0)


@given(st.tuples(st.integers(1, 3), st.integers(1, 3)), st.integers(0, 2**32))
@settings(deadline=None)
def test_resizing_before_a_convolution_keeps_a_flat_picture_flat(factor, seed):
    weight = np.random.default_rng(seed).standard_normal((2, 3, 3, 4))
    out = reference.resize_conv2d(np.ones((1, 3, 6, 7)), weight, None, factor)
    assert np.ptp(out[:, :, 2:-2, 2:-2], axis=(2, 3)).max() < 1e-12


def test_the_ripple_of_a_checkerboard():
    board = 3 + np.indices((6, 8)).sum(axis=0) % 2
    assert reference.ripple(board, 2) == pytest.approx(1 / 3.5)
    assert reference.ripple(np.ones((6, 8)), 2) == 0
    assert reference.ripple(reference.overlap_count(40, 3, 2)[None, 4:-4].repeat(6, axis=0), 2) == pytest.approx(2 / 3)


# What does not fit ----------------------------------------------------------------------------------------------------


def array(*shape):
    return np.ones(shape)


X, W = array(2, 4, 5, 6), array(4, 3, 3, 2)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"stride": 0}, r"stride needs a whole number from 1 up, or one for each axis, got 0"),
        ({"stride": (1, 2, 3)}, r"stride needs a whole number .* got \(1, 2, 3\)"),
        ({"padding": -1}, r"padding needs a whole number from 0 up"),
        ({"dilation": (1, 0)}, r"dilation needs a whole number from 1 up"),
        ({"output_padding": -1}, r"output_padding needs a whole number from 0 up"),
        ({"output_padding": 1}, r"output_padding 1 needs to be smaller than stride 1 or dilation 1"),
        ({"stride": (3, 1), "output_padding": (2, 1)}, r"output_padding \(2, 1\) needs to be smaller"),
        ({"stride": 2, "dilation": 3, "output_padding": 3}, r"smaller than stride 2 or dilation 3"),
        ({"padding": (4, 1)}, r"padding \(4, 1\), taken off both ends, leaves nothing of a sheet of \(7, 7\)"),
        ({"groups": 3}, r"groups needs to divide the 4 channels of weight \(4, 3, 3, 2\), got 3"),
        ({"groups": 0}, r"groups needs to divide"),
        ({"bias": array(4)}, r"bias needs shape \(3,\), one number for each output channel, got \(4,\)"),
        ({"bias": array(3), "groups": 2}, r"bias needs shape \(6,\)"),
        ({"x": array(2, 3, 5, 6)}, r"needs an input of 4 channels, one or more, got \(2, 3, 5, 6\)"),
        ({"x": array(2, 4, 5)}, r"needs x and weight with 4 axes, got shapes \(2, 4, 5\) and \(4, 3, 3, 2\)"),
        ({"x": array(2, 4, 0, 6)}, r"at least one number along each axis, got \(3, 2\) and \(0, 6\)"),
        ({"weight": array(4, 3, 0, 2)}, r"at least one number along each axis"),
        ({"weight": array(4, 0, 3, 2)}, r"groups needs to divide"),
    ],
)
def test_what_torch_rejects_is_rejected_in_words(options, words):
    arguments = {"x": X, "weight": W, **options}
    with pytest.raises(ValueError, match=f"^conv_transpose2d: .*{words}"):
        reference.conv_transpose2d(**arguments)
    names = {"x": "input"}
    given_torch = {
        names.get(name, name): torch.from_numpy(value) if isinstance(value, np.ndarray) else value
        for name, value in arguments.items()
    }
    with pytest.raises((RuntimeError, TypeError)):
        F.conv_transpose2d(**given_torch)


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("conv_transpose1d", (array(2, 3, 4), array(2, 3, 4)), "needs an input of 2 channels"),
        ("conv_transpose1d", (array(2, 3, 4), array(3, 3, 4), None, 0), "stride needs a whole number from 1 up"),
        ("conv_transpose1d", (array(2, 3, 4), array(3, 3, 4), None, 1.5), "stride needs a whole number"),
        ("conv_transpose1d", (array(2, 3, 4, 4), array(3, 3, 4, 4)), "needs x and weight with 3 axes"),
        ("overlap_count", (0, 3, 2), "at least one number along each axis"),
        ("overlap_count", (4, 3, 0), "stride needs a whole number from 1 up"),
        ("conv_transpose_output_size", (4, 0), "at least one number along each axis"),
        ("conv_transpose_output_size", (4, 3, 2, 0, 2), "output_padding 2 needs to be smaller than stride 2"),
        ("conv_transpose_output_size", (1, 3, 2, 2), r"padding 2, .*leaves nothing of a sheet of \(3,\)"),
        ("conv_transpose_output_size", (1, 4, 2, 2), r"padding 2, .*leaves nothing of a sheet of \(4,\)"),
        ("resize_conv2d", (array(1, 2, 3, 4), array(3, 1, 2, 2)), "weight .* needs an input of 1 channels"),
        ("resize_conv2d", (array(1, 2, 3, 4), array(3, 2, 2, 2), array(2)), r"bias needs shape \(3,\)"),
        ("resize_conv2d", (array(1, 2, 3, 4), array(3, 2, 2, 2), None, 0), "scale_factor needs a whole number from 1"),
        ("resize_conv2d", (array(1, 2, 3, 4), array(3, 2, 2, 2), None, 1.5), "scale_factor needs a whole number"),
        ("resize_conv2d", (array(2, 3, 4), array(3, 2, 2, 2)), "needs x and weight with 4 axes"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(name, args, words):
    with pytest.raises(ValueError, match=f"^{name}: .*{words}"):
        getattr(reference, name)(*args)

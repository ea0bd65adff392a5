"""The reference module's second chapter against torch, over geometries drawn at random."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import convolution_parameters as reference


def int_or_pair(low, high):
    number = st.integers(low, high)
    return st.one_of(number, st.tuples(number, number))


def both(value):
    return np.broadcast_to(value, 2)


@st.composite
def layers(draw, dtype=None, stride=True, padding=True, dilation=True, groups=True):
    """A convolution that torch accepts: (x, weight, bias) and the options that are asked for."""
    options = {
        "stride": draw(int_or_pair(1, 4)) if stride else 1,
        "padding": draw(int_or_pair(0, 3)) if padding else 0,
        "dilation": draw(int_or_pair(1, 3)) if dilation else 1,
        "groups": draw(st.integers(1, 3)) if groups else 1,
    }
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    least = both(options["dilation"]) * np.subtract(kernel, 1) + 1 - 2 * both(options["padding"])
    sizes = [max(1, int(size)) + draw(st.integers(0, 5)) for size in least]
    batch = draw(st.integers(0, 3))
    channels, filters = draw(st.integers(1, 3)), draw(st.integers(1, 3)) * options["groups"]
    dtype = dtype or draw(st.sampled_from([np.float32, np.float64]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = rng.standard_normal((batch, channels * options["groups"], *sizes)).astype(dtype)
    weight = rng.standard_normal((filters, channels, *kernel)).astype(dtype)
    bias = rng.standard_normal(filters).astype(dtype) if draw(st.booleans()) else None
    return (x, weight, bias), options


def torch_layer(arrays, options):
    tensors = [None if array is None else torch.from_numpy(array) for array in arrays]
    return torch.nn.functional.conv2d(*tensors, **options).numpy()


def assert_same(got, wanted):
    assert got.shape == wanted.shape
    assert got.dtype == wanted.dtype
    error = 2e-6 if got.dtype == np.float32 else 1e-13
    np.testing.assert_allclose(got, wanted, rtol=0, atol=error * max(1.0, np.abs(wanted).max(initial=0)))


@given(layers())
@settings(deadline=None)
def test_convolution_is_torchs(layer):
    arrays, options = layer
    assert_same(reference.conv2d(*arrays, **options), torch_layer(arrays, options))


@pytest.mark.parametrize("option", ["stride", "dilation", "groups"])
@given(data=st.data())
@settings(deadline=None)
def test_convolution_with_one_option_is_torchs(option, data):
    named = {"stride": "strided_conv2d", "dilation": "dilated_conv2d", "groups": "grouped_conv2d"}[option]
    only = dict.fromkeys(["stride", "padding", "dilation", "groups"], False) | {option: True}
    arrays, options = data.draw(layers(**only))
    got = getattr(reference, named)(*arrays, options[option])
    assert_same(got, torch_layer(arrays, options))


@given(layers(dtype=np.float64))
@settings(deadline=None, max_examples=30)
def test_convolution_leaves_its_inputs_alone_and_is_linear_in_the_input(layer):
    (x, weight, _), options = layer
    before = x.copy(), weight.copy()
    other = np.cos(x)
    together = reference.conv2d(2 * x - other, weight, **options)
    apart = 2 * reference.conv2d(x, weight, **options) - reference.conv2d(other, weight, **options)
    np.testing.assert_allclose(together, apart, atol=1e-10)
    assert np.array_equal(x, before[0])
    assert np.array_equal(weight, before[1])


@given(layers(dtype=np.float64, stride=False))
@settings(deadline=None, max_examples=30)
def test_a_stride_keeps_every_so_manieth_stop(layer):
    (x, weight, bias), options = layer
    every = reference.conv2d(x, weight, bias, **options)
    some = reference.conv2d(x, weight, bias, **options | {"stride": (2, 3)})
    np.testing.assert_allclose(some, every[:, :, ::2, ::3], atol=1e-12)


@given(layers(dtype=np.float64, groups=False), st.integers(2, 3))
@settings(deadline=None, max_examples=30)
def test_groups_are_layers_side_by_side(layer, groups):
    (x, weight, bias), options = layer
    once = reference.conv2d(x, weight, bias, **options)
    many = reference.conv2d(
        np.concatenate([x] * groups, axis=1),
        np.concatenate([weight] * groups),
        None if bias is None else np.concatenate([bias] * groups),
        **options | {"groups": groups},
    )
    np.testing.assert_allclose(many, np.concatenate([once] * groups, axis=1), atol=1e-12)


@given(st.tuples(*[st.integers(1, 4)] * 4), int_or_pair(1, 4), st.sampled_from([np.float32, np.float64]))
@settings(deadline=None)
def test_a_spot_is_stamped_with_the_dilated_kernel(shape, dilation, dtype):
    weight = np.random.default_rng(shape).standard_normal(shape).astype(dtype)
    spots = torch.eye(shape[0], dtype=torch.from_numpy(weight).dtype)[:, :, None, None]
    wanted = torch.nn.functional.conv_transpose2d(spots, torch.from_numpy(weight), dilation=dilation).numpy()
    got = reference.dilate_kernel(weight, dilation)
    assert got.dtype == dtype
    np.testing.assert_array_equal(got, wanted)


@given(st.integers(1, 60), st.integers(1, 7), st.integers(1, 5), st.integers(0, 6), st.integers(1, 4))
@settings(deadline=None)
def test_sizes_are_torchs_and_impossible_ones_are_refused_as_there(size, kernel_size, stride, padding, dilation):
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    try:
        wanted = torch.nn.functional.conv1d(torch.zeros(1, 1, size), torch.zeros(1, 1, kernel_size), **options)
    except RuntimeError:
        with pytest.raises(ValueError, match="output_size: a kernel of"):
            reference.output_size(size, kernel_size, **options)
    else:
        got = reference.output_size(size, kernel_size, **options)
        assert got == wanted.shape[-1]
        assert type(got) is int


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3), st.integers(1, 3)), max_size=4))
@settings(deadline=None)
def test_the_receptive_field_is_what_the_gradient_reaches(stack):
    length = 1
    for kernel_size, stride, dilation in reversed(stack):
        length = 3 + length * stride + dilation * (kernel_size - 1)  # room to spare
    x = torch.zeros(1, 1, length, dtype=torch.float64, requires_grad=True)
    out = x
    for kernel_size, stride, dilation in stack:
        ones = torch.ones(1, 1, kernel_size, dtype=torch.float64)
        out = torch.nn.functional.conv1d(out, ones, stride=stride, dilation=dilation)
    out[0, 0, out.shape[-1] // 2].backward()
    reached = x.grad[0, 0].nonzero()
    assert reference.receptive_field(stack) == int(reached.max() - reached.min()) + 1


def array(*shape):
    return np.ones(shape)


GOOD = array(2, 4, 5, 7), array(6, 2, 2, 3)


@pytest.mark.parametrize(
    ("arrays", "options", "words"),
    [
        (GOOD, {"groups": 3}, r"weight \(6, 2, 2, 3\) in 3 group\(s\) needs an input of 6 channels"),
        ((GOOD[0], array(5, 2, 2, 3)), {"groups": 2}, r"2 group\(s\) need a number of filters that 2 divides"),
        (GOOD, {"groups": 0}, "groups needs a whole number from 1 on, got 0"),
        (GOOD, {"groups": 2, "stride": 0}, r"stride needs an int or \(height, width\), from 1 on, got 0"),
        (GOOD, {"groups": 2, "stride": (1, 2, 1)}, r"stride needs .* got \(1, 2, 1\)"),
        (GOOD, {"groups": 2, "padding": -1}, r"padding needs an int or \(height, width\), from 0 on, got -1"),
        (GOOD, {"groups": 2, "dilation": (1, 0)}, r"dilation needs .* from 1 on, got \(1, 0\)"),
        (GOOD, {"groups": 2, "dilation": (2, 4)}, r"kernel \(2, 3\) with dilation \(2, 4\) spans \(3, 9\) and needs"),
        ((GOOD[0], array(6, 2, 0, 3)), {"groups": 2}, r"kernel \(0, 3\)"),
        ((array(2, 4, 0, 7), GOOD[1]), {"groups": 2, "padding": 1}, r"got \(0, 7\) with padding 1"),
        ((*GOOD, array(5)), {"groups": 2}, r"bias needs shape \(6,\), one number for each filter, got \(5,\)"),
        ((GOOD[0], array(2, 2, 3)), {"groups": 2}, "needs x and weight with 4 axes"),
        ((GOOD[0], array(0, 4, 2, 3)), {}, r"got weight \(0, 4, 2, 3\)"),
    ],
)
def test_what_torch_rejects_is_rejected_in_words(arrays, options, words):
    with pytest.raises(ValueError, match="conv2d: .*" + words):
        reference.conv2d(*arrays, **options)
    with pytest.raises(RuntimeError):
        torch.nn.functional.conv2d(*map(torch.from_numpy, arrays), **options)


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("strided_conv2d", (*GOOD, None, 2), "strided_conv2d: weight .* needs an input of 2 channels"),
        ("dilated_conv2d", (array(1, 2, 4, 7), GOOD[1], None, 4), r"dilated_conv2d: .* spans \(5, 9\)"),
        ("grouped_conv2d", (*GOOD, None, 4), "grouped_conv2d: weight .* needs an input of 8 channels"),
        ("dilate_kernel", (array(3, 2, 2), 2), r"dilate_kernel: weight needs 4 axes, got shape \(3, 2, 2\)"),
        ("dilate_kernel", (array(3, 2, 0, 2), 2), "dilate_kernel: weight needs at least one number"),
        ("dilate_kernel", (GOOD[1], 0), "dilate_kernel: dilation needs"),
        ("output_size", (5, 2, 1.5), "output_size: stride needs a whole number from 1 on, got 1.5"),
        ("output_size", (5, 2, 1, -1), "output_size: padding needs a whole number from 0 on, got -1"),
        ("receptive_field", ([(3, 1, 1), (3, 0, 1)],), r"receptive_field: layer 1 needs .* got \(3, 0, 1\)"),
        ("receptive_field", ([(3, 1)],), r"receptive_field: layer 0 needs .* got \(3, 1\)"),
    ],
)
def test_the_other_operations_refuse_in_words_too(name, args, words):
    with pytest.raises(ValueError, match=words):
        getattr(reference, name)(*args)

"""The reference module's first chapter against torch, over geometries drawn at random."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import convolutional_layers as reference

FUNCTIONS = {1: "conv1d", 2: "conv2d", 3: "conv3d"}


@st.composite
def layers(draw, dtype=None):
    """A convolution that torch accepts: (x, weight, bias) in one to three dimensions."""
    dimensions = draw(st.integers(1, 3))
    kernel = draw(st.tuples(*[st.integers(1, 4)] * dimensions))
    sizes = [k + draw(st.integers(0, 5)) for k in kernel]
    batch, channels, filters = draw(st.integers(0, 3)), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    dtype = dtype or draw(st.sampled_from([np.float32, np.float64]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = rng.standard_normal((batch, channels, *sizes)).astype(dtype)
    weight = rng.standard_normal((filters, channels, *kernel)).astype(dtype)
    bias = rng.standard_normal(filters).astype(dtype) if draw(st.booleans()) else None
    return x, weight, bias


def torch_layer(x, weight, bias=None):
    function = getattr(torch.nn.functional, FUNCTIONS[x.ndim - 2])
    tensors = [None if array is None else torch.from_numpy(array) for array in (x, weight, bias)]
    return function(*tensors).numpy()


def ours(x, weight, bias=None):
    return getattr(reference, FUNCTIONS[x.ndim - 2])(x, weight, bias)


@given(layers())
@settings(deadline=None)
def test_convolution_is_torchs(layer):
    wanted = torch_layer(*layer)
    got = ours(*layer)
    assert got.shape == wanted.shape
    assert got.dtype == wanted.dtype
    error = 2e-6 if got.dtype == np.float32 else 1e-13
    np.testing.assert_allclose(got, wanted, rtol=0, atol=error * max(1.0, np.abs(wanted).max(initial=0)))


@given(layers(dtype=np.float64))
@settings(deadline=None, max_examples=30)
def test_convolution_leaves_its_inputs_alone_and_is_linear_in_the_weight(layer):
    x, weight, _ = layer
    before = x.copy(), weight.copy()
    np.testing.assert_allclose(ours(x, 3 * weight), 3 * ours(x, weight), atol=1e-10)
    assert np.array_equal(x, before[0])
    assert np.array_equal(weight, before[1])


@given(st.integers(1, 30), st.data())
def test_correlate1d_is_torchs(length, data):
    size = data.draw(st.integers(1, length))
    rng = np.random.default_rng(length)
    signal, kernel = rng.standard_normal(length), rng.standard_normal(size)
    wanted = torch_layer(signal[None, None], kernel[None, None])[0, 0]
    np.testing.assert_allclose(reference.correlate1d(signal, kernel), wanted, atol=1e-12)


@given(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.data())
def test_correlate2d_is_torchs(shape, data):
    kernel_shape = [data.draw(st.integers(1, size)) for size in shape]
    rng = np.random.default_rng(shape)
    image, kernel = rng.standard_normal(shape), rng.standard_normal(kernel_shape)
    wanted = torch_layer(image[None, None], kernel[None, None])[0, 0]
    np.testing.assert_allclose(reference.correlate2d(image, kernel), wanted, atol=1e-12)


@given(
    st.integers(1, 40),
    st.integers(1, 40),
    st.one_of(st.integers(1, 9), st.tuples(st.integers(1, 9), st.integers(1, 9))),
    st.booleans(),
)
@settings(deadline=None)
def test_parameters_are_counted_as_torch_has_them(in_channels, out_channels, kernel_size, bias):
    layer = torch.nn.Conv2d(in_channels, out_channels, kernel_size, bias=bias)
    wanted = sum(parameter.numel() for parameter in layer.parameters())
    got = reference.count_parameters(in_channels, out_channels, kernel_size, bias)
    assert got == wanted
    assert type(got) is int


def array(*shape):
    return np.ones(shape)


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        (
            "correlate1d",
            (array(3), array(4)),
            r"correlate1d: kernel \(4,\) needs an input at least as large, got \(3,\)",
        ),
        ("correlate1d", (array(3, 3), array(2)), r"needs two 1-D arrays, got shapes \(3, 3\) and \(2,\)"),
        ("correlate1d", (array(3), array(0)), r"kernel \(0,\)"),
        ("correlate2d", (array(4, 3), array(2, 4)), r"kernel \(2, 4\) needs an input at least as large, got \(4, 3\)"),
        (
            "conv1d",
            (array(1, 2, 9), array(4, 3, 2)),
            r"weight \(4, 3, 2\) needs an input of 3 channels, got \(1, 2, 9\)",
        ),
        ("conv2d", (array(1, 2, 3, 9), array(4, 2, 4, 2)), r"kernel \(4, 2\) needs an input at least as large"),
        ("conv2d", (array(1, 2, 5, 9), array(4, 2, 3, 3), array(3)), r"bias needs shape \(4,\).*got \(3,\)"),
        ("conv3d", (array(1, 2, 5, 9), array(4, 2, 3, 3)), "needs x and weight with 5 axes"),
    ],
)
def test_what_torch_rejects_is_rejected_in_words(name, args, words):
    with pytest.raises(ValueError, match=words):
        getattr(reference, name)(*args)
    operation = getattr(torch.nn.functional, name.replace("correlate", "conv"))
    tensors = [torch.from_numpy(arg) for arg in args]
    if name.startswith("correlate"):
        tensors = [tensor[None, None] for tensor in tensors]
    with pytest.raises(RuntimeError):
        operation(*tensors)


@pytest.mark.parametrize("sizes", [(0, 4, 3), (3, -1, 3), (3, 4, 0), (3, 4, (2, 0)), (3, 4, (1, 2, 3))])
def test_counts_of_impossible_layers_are_refused(sizes):
    with pytest.raises(ValueError, match="count_parameters"):
        reference.count_parameters(*sizes)

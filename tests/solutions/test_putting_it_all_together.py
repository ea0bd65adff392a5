"""The networks of the last chapter against torch modules with the same state, and by what must hold for any weights."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from solutions import putting_it_all_together as reference


class MiniNet(nn.Module):
    """The source document's, with any numbers of channels; its `forward` leaves `up` out, so both ways are spelled."""

    def __init__(self, channels, filters, maps):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.adaptive = nn.AdaptiveAvgPool2d(1)
        self.up = nn.ConvTranspose2d(filters, maps, 4, stride=2, padding=1)

    def mininet_features(self, x):
        return self.adaptive(self.pool(self.conv1(x)))

    def mininet_upsample(self, x):
        return self.up(self.pool(self.conv1(x)))


class SuperResolution(nn.Module):
    def __init__(self, channels, filters, factor):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, padding=1)
        self.conv2 = nn.Conv2d(filters, channels * factor**2, 3, padding=1)
        self.shuffle = nn.PixelShuffle(factor)

    def super_resolve(self, x):
        return self.shuffle(self.conv2(torch.relu(self.conv1(x))))


class Classifier(nn.Module):
    def __init__(self, channels, filters, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, filters, 3, padding=1)
        self.fc = nn.Linear(filters, classes)

    def classify(self, x):
        pooled = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        return self.fc(nn.functional.adaptive_avg_pool2d(pooled, 1).flatten(1))


NETWORKS = {
    "mininet_features": MiniNet,
    "mininet_upsample": MiniNet,
    "super_resolve": SuperResolution,
    "classify": Classifier,
}


def state_of(network):
    return {name: parameter.numpy() for name, parameter in network.state_dict().items()}


def network(name, channels=3, filters=5, last=2, dtype=torch.float64):
    """A network of these sizes, its weights drawn by torch."""
    return NETWORKS[name](channels, filters, last).to(dtype)


def pictures(*shape, dtype=np.float64):
    return np.random.default_rng(shape).standard_normal(shape).astype(dtype)


names = pytest.mark.parametrize("name", NETWORKS)


@names
@given(
    sizes=st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(1, 4)),
    batch=st.integers(0, 3),
    height=st.integers(2, 9),
    width=st.integers(2, 9),
    dtype=st.sampled_from([np.float32, np.float64]),
)
@settings(deadline=None, max_examples=60)
def test_a_network_is_torchs(name, sizes, batch, height, width, dtype):
    x = pictures(batch, sizes[0], height, width, dtype=dtype)
    theirs = network(name, *sizes, dtype=torch.from_numpy(x).dtype)
    with torch.no_grad():
        wanted = getattr(theirs, name)(torch.from_numpy(x)).numpy()
    got = getattr(reference, name)(x, state_of(theirs))
    assert got.shape == wanted.shape
    assert got.dtype == wanted.dtype == dtype
    error = 4e-6 if dtype == np.float32 else 1e-13
    np.testing.assert_allclose(got, wanted, rtol=0, atol=error * max(1.0, np.abs(wanted).max(initial=0)))


def test_super_resolution_takes_pictures_of_a_single_pixel_as_torch_does():
    theirs = network("super_resolve", last=3)
    x = pictures(2, 3, 1, 1)
    with torch.no_grad():
        wanted = theirs.super_resolve(torch.from_numpy(x)).numpy()
    np.testing.assert_allclose(reference.super_resolve(x, state_of(theirs)), wanted, atol=1e-13)


@names
def test_inputs_are_left_alone_and_pictures_do_not_know_of_each_other(name):
    x, state = pictures(3, 3, 6, 7), state_of(network(name))
    before = x.copy(), {key: value.copy() for key, value in state.items()}
    together = getattr(reference, name)(x, state)
    apart = [getattr(reference, name)(x[i : i + 1], state) for i in range(3)]
    np.testing.assert_allclose(together, np.concatenate(apart), atol=1e-13)
    assert np.array_equal(x, before[0])
    assert all(np.array_equal(state[key], before[1][key]) for key in state)


# Properties that need no torch ----------------------------------------------------------------------------------------


def test_features_move_with_the_bias_of_their_filter():
    """Without a ReLU a bias goes through the maximum and the average as it is."""
    x, state = pictures(2, 3, 7, 6), state_of(network("mininet_features"))
    step = np.arange(5.0) - 2
    moved = reference.mininet_features(x, state | {"conv1.bias": state["conv1.bias"] + step})
    np.testing.assert_allclose(
        moved - reference.mininet_features(x, state), step.reshape(1, 5, 1, 1) + np.zeros((2, 1, 1, 1))
    )


def test_a_plain_picture_comes_back_with_a_pattern_of_two_by_two():
    """What the notebook shows: away from the border every second row and column of `up`'s answer is the same."""
    out = reference.mininet_upsample(np.full((1, 3, 14, 12), 0.7), state_of(network("mininet_upsample")))
    inside = out[:, :, 4:-4, 4:-4]
    np.testing.assert_allclose(inside[:, :, 2:], inside[:, :, :-2], atol=1e-13)
    np.testing.assert_allclose(inside[..., 2:], inside[..., :-2], atol=1e-13)
    assert np.ptp(inside, axis=(2, 3)).min() > 1e-3


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_weights_that_only_copy_enlarge_by_repeating_pixels(factor):
    x = np.abs(pictures(2, 3, 4, 5))
    copy = np.zeros((3, 3, 3, 3))
    copy[range(3), range(3), 1, 1] = 1
    state = {
        "conv1.weight": copy,
        "conv1.bias": np.zeros(3),
        "conv2.weight": copy.repeat(factor**2, axis=0),
        "conv2.bias": np.zeros(3 * factor**2),
    }
    np.testing.assert_array_equal(reference.super_resolve(x, state), x.repeat(factor, axis=2).repeat(factor, axis=3))


def test_what_conv1_is_scaled_up_fc_may_be_scaled_down():
    """A ReLU, a maximum and an average all let a positive factor through."""
    x, state = pictures(2, 3, 7, 6), state_of(network("classify"))
    factors = np.array([0.5, 2.0, 3.0, 0.1, 7.0])
    scaled = state | {
        "conv1.weight": state["conv1.weight"] * factors.reshape(5, 1, 1, 1),
        "conv1.bias": state["conv1.bias"] * factors,
        "fc.weight": state["fc.weight"] / factors,
    }
    np.testing.assert_allclose(reference.classify(x, scaled), reference.classify(x, state), atol=1e-13)


# The given helpers, on their own --------------------------------------------------------------------------------------


@given(
    sizes=st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(1, 5), st.integers(1, 5)),
    filters=st.integers(1, 4),
    kernel=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    stride=st.integers(1, 3),
)
@settings(deadline=None, max_examples=40)
def test_the_given_transposed_convolution_is_torchs(sizes, filters, kernel, stride):
    x, weight, bias = pictures(*sizes), pictures(sizes[1], filters, *kernel), pictures(filters)
    padding = (min(kernel) - 1) // 2
    wanted = nn.functional.conv_transpose2d(*map(torch.from_numpy, (x, weight, bias)), stride, padding).numpy()
    got = reference.conv_transpose2d(x, weight, bias, stride, padding)
    np.testing.assert_allclose(got, wanted, atol=1e-12)


@given(
    sizes=st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(1, 6), st.integers(1, 6)),
    size=st.tuples(st.integers(1, 13), st.integers(1, 13)),
)
@settings(deadline=None, max_examples=40)
def test_the_given_bilinear_enlargement_is_torchs(sizes, size):
    x = pictures(*sizes)
    wanted = nn.functional.interpolate(torch.from_numpy(x), size, mode="bilinear").numpy()
    np.testing.assert_allclose(reference.upsample_bilinear2d(x, size), wanted, atol=1e-6)


@given(
    kernel=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    padding=st.integers(0, 2),
    factor=st.integers(1, 3),
)
@settings(deadline=None, max_examples=40)
def test_the_other_given_layers_are_torchs(kernel, padding, factor):
    x, weight, bias = pictures(2, 3, 7, 5), pictures(4, 3, *kernel), pictures(4)
    tensors = [torch.from_numpy(array) for array in (x, weight, bias)]
    wanted = nn.functional.conv2d(*tensors, padding=padding).numpy()
    np.testing.assert_allclose(reference.conv2d(x, weight, bias, padding), wanted, atol=1e-12)
    np.testing.assert_array_equal(reference.max_pool2d(x, factor), nn.functional.max_pool2d(tensors[0], factor))
    many = pictures(2, 3 * factor**2, 4, 5)
    np.testing.assert_array_equal(
        reference.pixel_shuffle(many, factor), nn.functional.pixel_shuffle(torch.from_numpy(many), factor)
    )


# What does not fit ----------------------------------------------------------------------------------------------------


def without(key):
    return lambda state: {name: value for name, value in state.items() if name != key}


def with_shape(key, *shape):
    return lambda state: state | {key: np.ones(shape)}


def as_it_is(state):
    return state


@pytest.mark.parametrize(
    ("name", "shape", "change", "words"),
    [
        ("mininet_features", (2, 3, 4, 5), without("up.bias"), "state needs exactly the keys .*up.bias, got conv1.w"),
        ("mininet_upsample", (2, 3, 4, 5), with_shape("fc.bias", 4), "state needs exactly the keys conv1.weight"),
        ("classify", (2, 3, 4, 5), without("fc.weight"), "state needs exactly the keys .*fc.weight"),
        ("mininet_features", (2, 3, 4, 5), with_shape("conv1.bias", 4), r"conv1.bias needs shape \(5,\), got \(4,\)"),
        (
            "mininet_upsample",
            (2, 3, 4, 5),
            with_shape("up.weight", 2, 5, 4, 4),
            r"up.weight needs shape \(5, maps, 4, 4\)",
        ),
        ("super_resolve", (2, 3, 4, 5), with_shape("conv2.weight", 12, 3, 3, 3), r"needs shape \(outputs, 5, 3, 3\)"),
        ("classify", (2, 3, 4, 5), with_shape("fc.weight", 5), r"fc.weight needs shape \(classes, 5\), got \(5,\)"),
        ("mininet_features", (2, 4, 6, 5), as_it_is, r"needs pictures of 3 channels, got \(2, 4, 6, 5\)"),
        ("mininet_upsample", (2, 3, 1, 5), as_it_is, r"at least 2x2 pixels, got \(2, 3, 1, 5\)"),
        ("classify", (2, 3, 6, 1), as_it_is, "at least 2x2 pixels"),
        ("super_resolve", (2, 3, 0, 4), as_it_is, "at least 1x1 pixels"),
        ("classify", (3, 5), as_it_is, r"needs x with 4 axes \(N, C, H, W\), got shape \(3, 5\)"),
    ],
)
def test_what_torch_rejects_is_rejected_in_words(name, shape, change, words):
    state = change(state_of(network(name)))
    with pytest.raises(ValueError, match=f"{name}: .*{words}"):
        getattr(reference, name)(np.ones(shape), state)
    with pytest.raises(RuntimeError):
        load_and_run(network(name), name, state, shape)


def load_and_run(theirs, name, state, shape):
    theirs.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})
    return getattr(theirs, name)(torch.ones(shape, dtype=torch.float64))


@pytest.mark.parametrize("outputs", [2, 6, 9, 11])
def test_channels_that_make_no_enlargement_are_refused(outputs):
    state = state_of(network("super_resolve"))
    state |= {"conv2.weight": np.ones((outputs, 5, 3, 3)), "conv2.bias": np.ones(outputs)}
    with pytest.raises(ValueError, match=f"conv2 needs 3 times a square number of filters .* got {outputs}"):
        reference.super_resolve(np.ones((1, 3, 4, 5)), state)

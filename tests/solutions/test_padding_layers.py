"""The reference module's third chapter against torch: sizes and amounts drawn at random, negative ones included."""

import contextlib
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import padding_layers as reference

MODULES = {
    "reflection_pad1d": torch.nn.ReflectionPad1d,
    "zero_pad2d": torch.nn.ZeroPad2d,
    "reflection_pad2d": torch.nn.ReflectionPad2d,
    "replication_pad2d": torch.nn.ReplicationPad2d,
    "circular_pad2d": torch.nn.CircularPad2d,
}


@st.composite
def inputs(draw, name, least=-7):
    """(x, padding), whether torch takes them or not."""
    axes = int(name[-2])
    sizes = draw(st.tuples(*[st.integers(0, 6)] * axes))
    lead = draw(st.sampled_from([(2, 3), (3,), (0, 2), (1, 0)]))
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    amount = st.one_of(st.integers(0, 4), st.integers(least, 8))
    padding = draw(st.one_of(amount, st.tuples(*[amount] * (2 * axes))))
    return np.arange(1, 1 + np.prod((*lead, *sizes)), dtype=dtype).reshape(*lead, *sizes), padding


def torch_reads_unwritten_memory(name, x, padding):
    """Circular padding of nothing, or of less than is to be added after a crop: torch refuses or returns anything."""
    if name != "circular_pad2d":
        return False
    left, right, top, bottom = reference.four_sides(padding)
    wide, tall = x.shape[-1] + min(left, 0) + min(right, 0), x.shape[-2] + min(top, 0) + min(bottom, 0)
    return x.size == 0 or min(wide, tall) <= 0 or max(left, right) > wide or max(top, bottom) > tall


@pytest.mark.parametrize("name", MODULES)
@given(data=st.data())
@settings(deadline=None, max_examples=300)
def test_padding_is_torchs_and_what_torch_rejects_is_rejected(name, data):
    x, padding = data.draw(inputs(name))
    operation = getattr(reference, name)
    if torch_reads_unwritten_memory(name, x, padding):  # ours refuses, or there is nothing to return
        with contextlib.suppress(ValueError):
            assert operation(x, padding).size == 0
        return
    try:
        wanted = MODULES[name](padding)(torch.from_numpy(x)).numpy()
    except (RuntimeError, ValueError):
        with pytest.raises(ValueError, match=f"{name}: "):
            operation(x, padding)
    else:
        got = operation(x, padding)
        assert got.dtype == wanted.dtype
        np.testing.assert_array_equal(got, wanted, strict=True)


@pytest.mark.parametrize("name", MODULES)
def test_the_input_stands_unchanged_in_the_middle_and_is_not_shared(name):
    x = np.random.default_rng(0).standard_normal((2, 3, 5, 6) if name.endswith("2d") else (2, 3, 6))
    padding = (2, 1, 4, 3) if name.endswith("2d") else (2, 1)
    out = getattr(reference, name)(x, padding)
    middle = out[..., 2:-1] if x.ndim == 3 else out[..., 4:-3, 2:-1]
    np.testing.assert_array_equal(middle, x)
    assert not np.shares_memory(out, x)


@pytest.mark.parametrize("mode", ["reflection", "replication", "circular"])
def test_padding_step_by_step_is_padding_at_once(mode):
    """Rows first and columns later, or the other way round: the corners are the same."""
    pad = getattr(reference, mode + "_pad2d")
    x = np.random.default_rng(1).standard_normal((1, 2, 5, 6))
    at_once = pad(x, (3, 1, 2, 4))
    np.testing.assert_array_equal(pad(pad(x, (3, 1, 0, 0)), (0, 0, 2, 4)), at_once)
    np.testing.assert_array_equal(pad(pad(x, (0, 0, 2, 4)), (3, 1, 0, 0)), at_once)


@given(st.integers(1, 6), st.integers(1, 6))
def test_going_round_commutes_with_rolling(shift_down, shift_right):
    x = np.random.default_rng(2).standard_normal((1, 1, 6, 7))
    rolled = np.roll(x, (shift_down, shift_right), (2, 3))
    far = reference.circular_pad2d(x, (7, 0, 6, 0))
    np.testing.assert_array_equal(
        rolled, far[:, :, 6 - shift_down : 12 - shift_down, 7 - shift_right : 14 - shift_right]
    )


@given(st.integers(1, 12), st.integers(1, 6))
@settings(deadline=None)
def test_same_padding_is_torchs_and_keeps_the_size(kernel_size, dilation):
    before, after = reference.same_padding(kernel_size, dilation)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch says that an even kernel costs it a copy
        layer = torch.nn.Conv1d(1, 1, kernel_size, dilation=dilation, padding="same", bias=False).double()
        x = torch.arange(40, dtype=torch.float64)[None, None].sin()
        padded = torch.nn.functional.pad(x, (before, after))
        by_hand = torch.nn.functional.conv1d(padded, layer.weight, dilation=dilation)
        assert by_hand.shape == x.shape
        torch.testing.assert_close(layer(x), by_hand)


MODES = ("constant", "reflect", "replicate", "circular")


@given(data=st.data(), mode=st.sampled_from(MODES), axes=st.integers(1, 3), lead=st.sampled_from([(2, 3), (3,)]))
@settings(deadline=None, max_examples=300)
def test_any_axes_are_padded_as_torch_does_or_refused(data, mode, axes, lead):
    sizes = data.draw(st.tuples(*[st.integers(1, 5)] * axes))
    pairs = data.draw(st.integers(0, axes + len(lead))) if mode == "constant" else axes
    padding = data.draw(st.tuples(*[st.integers(-2, 5)] * (2 * pairs)))
    x = np.arange(1, 1 + np.prod((*lead, *sizes)), dtype=np.float32).reshape(*lead, *sizes)
    how = (mode, 0.5) if mode == "constant" else (mode,)
    try:
        got = reference.pad_nd(x, padding, *how)
    except ValueError:  # torch refuses too, but for what leaves nothing, and for circles that are cut
        sizes_left = [size + b + a for size, b, a in zip(x.shape[::-1], padding[::2], padding[1::2], strict=False)]
        if min(sizes_left) < 1 or (mode == "circular" and min(padding) < 0):
            return
        with pytest.raises(RuntimeError):
            torch.nn.functional.pad(torch.from_numpy(x), padding, *how)
    else:
        wanted = torch.nn.functional.pad(torch.from_numpy(x), padding, *how).numpy()
        np.testing.assert_array_equal(got, wanted, strict=True)
        assert not np.shares_memory(got, x)


@given(amounts=st.lists(st.integers(0, 3), min_size=2, max_size=8), mode=st.sampled_from(MODES))
def test_what_was_added_can_be_taken_away_again(amounts, mode):
    padding = amounts[: len(amounts) // 2 * 2]
    x = np.random.default_rng(3).standard_normal((4, 5, 4, 6))
    there = reference.pad_nd(x, padding, mode)
    np.testing.assert_array_equal(reference.pad_nd(there, [-amount for amount in padding], mode), x)


@pytest.mark.parametrize("mode", MODES)
def test_images_are_padded_as_by_the_functions_for_images(mode):
    names = dict(zip(MODES, ("zero_pad2d", "reflection_pad2d", "replication_pad2d", "circular_pad2d"), strict=True))
    x, padding = np.random.default_rng(4).standard_normal((2, 3, 5, 6)), (3, 1, 0, 4)
    for_images = getattr(reference, names[mode])
    np.testing.assert_array_equal(reference.pad_nd(x, padding, mode), for_images(x, padding))


def array(*shape):
    return np.ones(shape)


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        (
            "reflection_pad2d",
            (array(2, 3, 4, 9), (0, 0, 4, 1)),
            r"reflection_pad2d: padding \(0, 0, 4, 1\) needs an input taller than 4, got \(2, 3, 4, 9\)",
        ),
        ("reflection_pad1d", (array(2, 3, 4), 4), r"padding 4 needs an input wider than 4, got \(2, 3, 4\)"),
        ("reflection_pad1d", (array(2, 3, 4), (1, 2, 0, 0)), r"padding needs an int or \(left, right\), got \(1, 2, 0"),
        ("circular_pad2d", (array(2, 3, 4, 9), (10, 0, 0, 0)), r"padding \(10, 0, 0, 0\) goes round more than once"),
        ("circular_pad2d", (array(2, 3, 4, 9), (0, 0, 3, -2)), "at least 3, got .*, cropped"),
        ("replication_pad2d", (array(2, 3, 0, 9), 1), r"needs channels and sizes from 1 on, got \(2, 3, 0, 9\)"),
        ("replication_pad2d", (array(9, 4), 1), "needs x with 4 axes, or 3 without the batch"),
        ("zero_pad2d", (array(2, 3, 4, 9), (0, 0, -3, -2)), "takes away more than there is"),
        ("zero_pad2d", (array(2, 3, 4, 9), (1, 2)), r"needs an int or \(left, right, top, bottom\), got \(1, 2\)"),
        ("zero_pad2d", (array(2, 3, 4, 9), 1.5), "got 1.5"),
        ("same_padding", (0,), "same_padding: kernel_size needs a whole number from 1 on, got 0"),
        ("pad_nd", (array(3, 4), (1, 2, 3)), r"pad_nd: padding needs \(before, after\) for at most 2 axes"),
        ("pad_nd", (array(4), (1, 2, 0, 0)), "at most 1 axes"),
        ("pad_nd", (array(4), (1.5, 2)), "needs whole numbers"),
        ("pad_nd", (array(2, 4), (1, 4), "reflect"), "needs a mirror of more than 4 places"),
        ("pad_nd", (array(2, 4), (5, 0), "circular"), "goes round more than once"),
        ("pad_nd", (array(2, 4), (-1, 2), "circular"), "cuts and goes round"),
        ("pad_nd", (array(2, 4), (1, 1), "wrap"), "mode needs one of constant, reflect"),
        ("pad_nd", (array(2, 4), (1, 1), "reflect", 2.0), "needs no value, got 2.0"),
        ("same_padding", (3, 0), "same_padding: dilation needs a whole number from 1 on, got 0"),
    ],
)
def test_a_refusal_says_what_was_given_and_what_fits(name, args, words):
    with pytest.raises(ValueError, match=words):
        getattr(reference, name)(*args)

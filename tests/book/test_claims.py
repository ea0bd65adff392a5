"""What the pages claim of "only", "never" and "the same" is searched for over many small sizes, or run."""

import inspect
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from figures.putting_it_all_together import released, training
from scipy import ndimage
from torch.nn import functional as F
from workings import padding_layers, putting_it_all_together
from workings import upsampling_and_pixelshuffle as upsampling

from solutions.adaptive_pooling import adaptive_windows
from tests.book._building import BOOK
from tests.book._reading import prose_of

SIZES = [(n, m) for n in range(1, 21) for m in range(1, n + 1)]


def mean_of_means_is_the_mean(n, m):
    weights = [Fraction(0)] * n
    for start, end in adaptive_windows(n, m):
        for i in range(start, end):
            weights[i] += Fraction(1, (end - start) * m)
    return set(weights) == {Fraction(1, n)}


def test_among_outputs_no_larger_only_a_divisor_keeps_the_mean():
    assert [size for size in SIZES if mean_of_means_is_the_mean(*size)] == [(n, m) for n, m in SIZES if n % m == 0]
    assert mean_of_means_is_the_mean(3, 6)


def test_area_takes_whole_pixels_where_box_resampling_cuts_them():
    lone = torch.zeros(1, 1, 1, 8)
    lone[..., 2] = 1
    taken = F.interpolate(lone, (1, 3), mode="area").flatten()
    exact = 3 / 8 * torch.tensor([2 / 3, 1 / 3, 0])  # box resampling: the cut at 8/3 runs through pixel 2
    assert torch.allclose(taken, torch.tensor([1 / 3, 1 / 4, 0]))
    assert not torch.allclose(taken, exact)


def test_pixel_unshuffle_is_a_strided_convolution_that_loses_nothing():
    x = torch.rand(2, 1, 6, 8)
    assert torch.equal(F.conv2d(x, torch.eye(4).reshape(4, 1, 2, 2), stride=2), F.pixel_unshuffle(x, 2))


@pytest.mark.parametrize(("axes", "copied"), [(1, 13), (2, 12), (3, 13)])
def test_only_pictures_are_floored_in_32_bits(axes, copied):
    names = torch.arange(26, dtype=torch.float64).reshape(1, 1, *[1] * (axes - 1), 26)
    assert F.interpolate(names, size=(*[1] * (axes - 1), 22), mode="nearest").flatten()[11] == copied
    assert 11 * 26 // 22 == 13


def test_flat_ground_is_a_peak_everywhere():
    flat = torch.full((1, 1, 3, 3), 2.0)
    assert torch.equal(F.max_pool2d(flat, 3, 1, 1), flat)


def test_the_table_of_modes_has_every_mode_of_torch():
    documented = inspect.getdoc(F.interpolate)
    for mode in upsampling.MODES:
        assert f"``'{mode}'``" in documented or f"``{mode}``" in documented or f"'{mode}'" in documented, mode
    with pytest.raises(NotImplementedError):
        F.interpolate(torch.zeros(1, 1, 4), 5, mode="cubic")


@pytest.mark.parametrize("rule", padding_layers.ELSEWHERE)
def test_the_names_elsewhere_mean_the_same(rule):
    row = np.arange(1, 6)
    in_numpy, in_scipy, _ = padding_layers.ELSEWHERE[rule]
    wanted = np.pad(row, 2, mode=in_numpy)
    read = [ndimage.correlate1d(row, tap, mode=in_scipy) for tap in np.eye(5, dtype=int)]  # two before, ..., two after
    assert [*(read[0][:2]), *row, *(read[4][-2:])] == wanted.tolist()
    if rule in padding_layers.MODES:
        torchs = F.pad(torch.arange(1.0, 6)[None, None], (2, 2), padding_layers.MODES[rule])
        assert torchs.flatten().tolist() == wanted.tolist()


def test_the_other_order_of_channels_is_the_usual_one_with_two_axes_exchanged():
    x = torch.rand(1, 12, 2, 3)
    n, c, h, w = x.shape
    plain = x.reshape(n, 2, 2, c // 4, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c // 4, 2 * h, 2 * w)  # ONNX's words
    by_colour = x.reshape(n, 4, c // 4, h, w).transpose(1, 2).reshape(n, c, h, w)
    assert torch.equal(F.pixel_shuffle(by_colour, 2), plain)


def test_the_shapes_of_the_u_net_are_those_that_torch_gives():
    given = {}
    x = torch.zeros(1, 1, 572, 572)
    for where, channels, made, before, after, _ in putting_it_all_together.u_net():
        assert x.shape[-1] == before, where
        if "3 x 3" in where:
            x = F.conv2d(F.conv2d(x[:, :1], torch.zeros(1, 1, 3, 3)), torch.zeros(1, 1, 3, 3))
        elif "pool" in where:
            x = F.max_pool2d(x, 2)
        elif "transposed" in where:
            x = F.conv_transpose2d(x, torch.zeros(1, 1, 2, 2), stride=2)
        assert x.shape[-1] == after, where
        assert channels in given.values() or not given or "decoder" in where
        given[where] = made


@pytest.mark.turn(3)
def test_the_loss_that_is_drawn_is_that_of_the_networks_which_are_shown():
    for (network, losses), name in zip(training.trained(), ("digit_network", "face_network"), strict=True):
        state = released.state(name)
        for key, values in network.state_dict().items():
            np.testing.assert_array_equal(values.numpy(), state[key].astype(np.float32))
        assert np.mean(losses[-20:]) < np.mean(losses[:20])


def test_the_silent_filters_answer_none_of_all_digits(site):
    quiet, digits = putting_it_all_together.silent_on_all()
    prose_of(site, "putting-it-all-together").says(
        f"{len(quiet)} of the 64 have gone silent: whichever of all {digits}"
    )


def test_what_the_pages_print_of_shifts_and_of_same(site):
    prose_of(site, "convolution-parameters").says("moved by 2: the same map, one place further: True")
    prose_of(site, "convolution-parameters").says("moved by 1: the same map, one place further: False")
    prose_of(site, "convolution-parameters").says("pixels 11 to 29")
    prose_of(site, "padding-layers").says("padding=1: [0, 2, 4, 6] like SAME, by hand: [1, 3, 5, 7]")
    prose_of(site, "upsampling-and-pixelshuffle").says("colours: 1 DCR and CRD are the same: True")
    prose_of(site, "upsampling-and-pixelshuffle").says("colours: 3 DCR and CRD are the same: False")


def test_no_page_says_what_was_found_to_be_too_much():
    """Sentences that were mended must not come back with an old copy of a page."""
    gone = [
        "whatever one does",
        "what image editors call *box*",
        "It is the cheapest way to see far.\n",
        "throw of dice",
    ]
    for page in Path(BOOK).glob("*.md"):
        assert not [words for words in gone if words in page.read_text()], page.name

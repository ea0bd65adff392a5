"""The figures of chapter 2 hold the numbers that torch and `solutions` give."""

import numpy as np
import pytest
import torch
from figures import cones, jumps, stones, teams
from figures.grids import number
from torch import nn

from tests.book.examples.convolution_parameters import IMAGE, KERNEL, STACK
from tests.book.reading import texts


@pytest.mark.parametrize("setting", [(9, 3, 2, 0, 1), (10, 3, 2, 0, 1), (9, 3, 3, 1, 2), (7, 2, 1, 2, 3)])
def test_a_row_has_a_line_for_every_stop(setting):
    written = texts(stones.stops(*setting))
    layer = nn.Conv1d(1, 1, *setting[1:])
    assert sum(text.startswith("stop ") for text in written) == layer(torch.zeros(1, 1, setting[0])).shape[-1]
    assert written[: setting[0] + 2 * setting[3]].count("0") == 1 + 2 * setting[3]


def test_the_film_writes_the_strided_answers():
    sheet = jumps.answers(IMAGE, KERNEL, (2, 1))
    x, weight = (torch.tensor(a, dtype=torch.float64)[None, None] for a in (IMAGE, KERNEL))
    np.testing.assert_array_equal(sheet, torch.nn.functional.conv2d(x, weight, stride=(2, 1))[0, 0])
    frames = jumps.film(IMAGE, KERNEL, (2, 1), "film").pictures
    assert len(frames) == sheet.size
    written = [text for text in texts(frames[-1]) if text]
    assert written[-sheet.size :] == [number(value) for value in sheet.ravel()]


def test_a_dilated_window_covers_what_the_sum_is_made_of():
    for stop in ((0, 0), (1, 1)):
        under = jumps.covered(stop, KERNEL, dilation=(2, 3))
        total = sum(IMAGE[place] * factor for place, factor in under.items())
        assert total == jumps.answers(IMAGE, KERNEL, dilation=(2, 3))[stop]


def test_teams_are_contiguous_blocks_as_in_torch():
    joined = teams.connections(4, 6, 2)
    layer = nn.Conv2d(4, 6, 1, groups=2, bias=False)
    nn.init.ones_(layer.weight)
    seen = layer(torch.eye(4).reshape(4, 4, 1, 1))[:, :, 0, 0].T.detach().numpy()
    np.testing.assert_array_equal(joined, seen != 0)
    assert joined[:3, :2].all()
    assert not joined[:3, 2:].any()


def test_the_cone_counts_what_the_gradient_reaches():
    x = torch.zeros(1, 1, 40, requires_grad=True)
    out = x
    for kernel_size, stride, dilation in STACK:
        out = torch.nn.functional.conv1d(out, torch.ones(1, 1, kernel_size), stride=stride, dilation=dilation)
    out[0, 0, 0].backward()
    seen = x.grad[0, 0].nonzero()
    assert cones.seen(STACK)[0] == int(seen.max() - seen.min()) + 1
    np.testing.assert_array_equal(cones.paths(STACK), x.grad[0, 0, : cones.seen(STACK)[0]])
    assert f"input: {cones.seen(STACK)[0]}" in texts(cones.cone(STACK))


def test_shares_add_up_to_one_and_are_largest_in_the_middle():
    for depth in (1, 4, 10):
        share = cones.share(depth)
        assert share.sum() == pytest.approx(1)
        assert share.argmax() in {len(share) // 2, 0}


def test_gaps_are_left_where_dilations_are_the_same():
    assert "7 of 13" in texts(cones.looked_at((2, 2, 2)))[0]
    assert "15 of 15" in texts(cones.looked_at((1, 2, 4)))[0]


def test_thin_bars_survive_the_mean_and_not_the_picking():
    """The caption says so: neighbouring rows of the picked thumbnail are much less alike."""
    whole = jumps.tower()
    picked = jumps.answers(whole, [[1.0]], stride=4)
    meant = jumps.answers(whole, np.full((4, 4), 1 / 16), stride=4)
    assert picked.shape == meant.shape
    roughness = [np.abs(np.diff(values, axis=0)).mean() for values in (picked, meant)]
    assert roughness[0] > 1.5 * roughness[1]

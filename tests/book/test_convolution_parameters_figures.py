"""The figures of chapter 2 hold the numbers that torch and `solutions` give."""

import numpy as np
import pytest
import torch
from figures.convolution_parameters import cones, jumps, sight, six_channels, stones, teams, wall, wide_views
from figures.grids import number
from torch import nn

from tests.book._reading import texts
from tests.book.examples.convolution_parameters import IMAGE, KERNEL, STACK


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


def test_a_strided_kernel_of_one_takes_the_fence_for_dark_or_bright():
    for row, seen in ((wall.FENCE, 0), (9 - wall.FENCE, 9)):
        x = torch.tensor(row, dtype=torch.float64)[None, None]
        assert (x[..., ::2] == seen).all()
        weight = torch.tensor(wall.SOFT)[None, None]
        assert (nn.functional.conv2d(x, weight, stride=(1, 2)) == 4.5).all()
    written = [texts(picture) for picture in wall.fences().pictures]
    assert written[1].count("4.5") == 8
    assert written[0].count("0") == 2 * 5 + 5
    assert written[0].count("9") == 2 * 5 + 5


def test_the_wall_is_restless_when_pixels_are_picked():
    whole = torch.tensor(wall.wall())[None, None]
    mixed = nn.functional.avg_pool2d(whole, wall.JUMP)[0, 0].numpy()
    np.testing.assert_allclose(wall.mixed(wall.wall()), mixed)
    np.testing.assert_array_equal(wall.picked(wall.wall()), wall.wall()[:: wall.JUMP, :: wall.JUMP])
    assert wall.unrest(wall.picked) > 2.5 * wall.unrest(wall.mixed)


def pixels_with_a_gradient(dilations):
    side = 1 + 2 * sum(dilations)
    x = torch.zeros(1, 1, side, side, requires_grad=True)
    out = x
    for dilation in dilations:
        out = nn.functional.conv2d(out, torch.ones(1, 1, 3, 3), dilation=dilation)
    out.sum().backward()
    return x.grad[0, 0].numpy()


@pytest.mark.parametrize("dilations", [(2, 2, 2), (1, 2, 4), wide_views.SAME, wide_views.MIXED])
def test_ways_are_the_gradient_when_all_weights_are_one(dilations):
    np.testing.assert_array_equal(wide_views.ways(dilations), pixels_with_a_gradient(dilations))


def test_a_sieve_draws_what_is_looked_at():
    same, growing = wide_views.sieves().pictures
    assert "looks at 49 of 169" in texts(same)
    assert "looks at 225 of 225" in texts(growing)


def test_equal_dilations_leave_a_lattice_of_the_galaxies():
    """Pixels four apart come from the same kernel places: they are far more alike than neighbours."""
    seen = wide_views.softened(wide_views.SAME)
    other = wide_views.softened(wide_views.MIXED)
    assert seen.shape == other.shape == (wide_views.SIDE, wide_views.SIDE)

    def unlike(values, distance):
        return np.abs(values[:, distance:] - values[:, :-distance]).mean()

    assert unlike(seen, 1) > unlike(seen, 4)
    assert unlike(other, 1) < unlike(other, 4)


def test_a_wide_dilated_kernel_draws_bars_that_the_large_kernel_has_lost():
    def fine(values):
        return np.abs(np.diff(values, axis=1)).mean()

    dilated = jumps.answers(jumps.tower(), jumps.upright(3), dilation=10)
    large = jumps.answers(jumps.tower(), jumps.upright(21))
    assert dilated.shape == large.shape
    assert fine(dilated) > 5 * fine(large)


def test_two_photographs_stay_apart_in_blocks_and_mix_when_dealt():
    cat, rocket = six_channels.stacked()[0].reshape(2, 3, 224, 224).mean(axis=1)
    np.testing.assert_allclose(six_channels.blocks(), [cat, rocket])
    layer = nn.Conv2d(6, 2, 1, groups=2, bias=False, dtype=torch.float64)
    nn.init.constant_(layer.weight, 1 / 3)
    theirs = layer(torch.tensor(six_channels.stacked()))[0].detach().numpy()
    np.testing.assert_allclose(six_channels.blocks(), theirs)
    for mixture in six_channels.dealt():
        alike = [np.corrcoef(mixture.ravel(), photograph.ravel())[0, 1] for photograph in (cat, rocket)]
        assert min(alike) > 0.2


def test_a_separable_layer_is_drawn_with_all_its_kernels():
    written = texts(teams.separable(4, 6))
    depthwise, pointwise = nn.Conv2d(4, 4, 3, groups=4), nn.Conv2d(4, 6, 1)
    for layer in (depthwise, pointwise):
        assert f"{layer.weight.shape[0] * layer.weight.shape[1]} kernels" in written


def test_the_fields_on_the_face_are_those_of_the_gradient():
    x = torch.zeros(1, 1, 400, requires_grad=True)
    out, fields = x, []
    for stage in sight.STAGES:
        for kernel_size, stride, _ in stage:
            out = nn.functional.conv1d(out, torch.ones(1, 1, kernel_size), stride=stride)
        (gradient,) = torch.autograd.grad(out[0, 0, 0], x, retain_graph=True)
        fields.append(int((gradient != 0).sum()))
    assert sight.fields() == fields == [6, 16, 44, 100, 212]
    written = texts(sight.growing())
    assert all(any(str(field) in text for text in written) for field in fields)


def test_the_heart_of_the_field_holds_what_it_says():
    weights = sight.counts(20)
    assert weights.shape == (41, 41)
    assert weights.sum() == pytest.approx(1)
    side = sight.heart(20)
    edge = (41 - side) // 2
    assert weights[edge:-edge, edge:-edge].sum() >= 0.95 > weights[edge + 1 : -edge - 1, edge + 1 : -edge - 1].sum()

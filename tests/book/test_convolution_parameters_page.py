"""What the page of chapter 2 states is so: its numbers, its tables, its quiz."""

import numpy as np
import pytest
import torch
from asides import thousands
from figures.convolution_parameters import cones, jumps, sight, wall, wide_views
from figures.grids import TIMES
from torch import nn
from workings.convolution_parameters import breakages, separable

from solutions.convolution_parameters import output_size, receptive_field

PAGE = "convolution-parameters"
FOUR = np.array([[1, 2, 8, 9], [0, 3, 9, 8], [1, 2, 7, 9], [2, 1, 8, 7]])
TWO = np.array([[1, -1], [1, 2]])


def test_the_prediction(prose):
    assert output_size(9, 3, 2) == output_size(10, 3, 2) == 4
    prose.says("4 times. And with ten pixels")
    prose.says("Still 4 times: the next jump would leave the row. 1 pixel at the end is never looked at")


@pytest.mark.parametrize(
    ("stop", "options", "terms"),
    [
        ((0, 0), {"stride": 2}, "1 · 1 - 1 · 2 + 1 · 0 + 2 · 3"),
        ((1, 1), {"stride": 2}, "1 · 7 - 1 · 9 + 1 · 8 + 2 · 7"),
        ((0, 0), {"dilation": 2}, "1 · 1 - 1 · 8 + 1 · 1 + 2 · 7"),
    ],
)
def test_sums_by_hand(prose, stop, options, terms):
    answer = jumps.answers(FOUR, TWO, **options)[stop]
    assert eval(terms.replace("·", "*")) == answer
    prose.says(terms.replace("·", r"\cdot") + f" =\\) {answer:.0f}")


def test_the_four_answers_differ():
    for options in ({"stride": 2}, {"dilation": 2}):
        assert len(set(jumps.answers(FOUR, TWO, **options).ravel())) == 4


@pytest.mark.parametrize("setting", [(9, 3, 3, 1, 2), (32, 5, 2, 2, 1), (56, 3, 2, 1, 1), (28, 7, 1, 0, 3)])
def test_the_formula_is_torchs(setting):
    size, kernel_size, stride, padding, dilation = setting
    layer = nn.Conv1d(1, 1, kernel_size, stride, padding, dilation)
    room = size + 2 * padding - dilation * (kernel_size - 1) - 1
    assert room // stride + 1 == layer(torch.zeros(1, 1, size)).shape[-1] == output_size(*setting)


def test_all_dials_at_once(prose):
    prose.says(rf"\lfloor (9 + 2 - 4 - 1) / 3 \rfloor + 1 =\) {output_size(9, 3, 3, 1, 2)}")


def test_dilation_in_numbers(prose):
    prose.says(f"With dilation 3 a 3 {TIMES} 3 kernel reaches over 7 {TIMES} 7 pixels and still has only 9 weights")
    same, growing = ([(3, 1, d) for d in dilations] for dilations in ((2, 2, 2), (1, 2, 4)))
    assert np.count_nonzero(cones.paths(growing)) == receptive_field(growing)
    prose.says(
        f"With 2, 2, 2 an output looks at {np.count_nonzero(cones.paths(same))} of {receptive_field(same)} pixels. "
        f"With 1, 2, 4 it looks at all {receptive_field(growing)} of {receptive_field(growing)}"
    )


def test_groups_in_numbers(prose):
    for groups in (1, 4, 32):
        weight = nn.Conv2d(32, 64, 3, groups=groups, bias=False).weight
        prose.says(f"groups={groups:2}: {tuple(weight.shape)}, {weight.numel()} numbers")
    full, depthwise, pointwise = separable(128, 128, 3)
    assert (full, depthwise, pointwise) == (128 * 128 * 9, 128 * 9, 128 * 128)
    prose.says(f"{thousands(full)} weights against {thousands(depthwise)} + {thousands(pointwise)}: ")
    prose.says(f"{full / (depthwise + pointwise):.2f} times fewer")


def test_costs_in_the_tables(prose):
    for kernel_size in (1, 3, 5, 7):
        weights = 64 * 64 * kernel_size**2
        prose.says(f"64 {TIMES} 56 {TIMES} 56 {thousands(weights)} {thousands(weights * 56 * 56)}")


def test_receptive_fields(prose):
    prose.says(f"One output sees {receptive_field([(3, 1, 1), (3, 2, 1), (3, 1, 1)])} pixels")
    assert receptive_field([(7, 1, 1)]) == receptive_field([(3, 1, 1)] * 3) == 7
    assert 3 * 9 / 49 < 0.6  # "about half the weights"
    share = cones.share(10)
    assert len(share) == 21
    prose.says(
        f"Ten layers see 21 pixels along an axis, but the eleven in the middle make up {100 * share[5:16].sum():.2f} %"
    )


def test_the_effective_field_grows_with_the_square_root():
    def spread(depth):
        share = cones.share(depth)
        places = np.arange(len(share)) - len(share) // 2
        return np.sqrt((share * places**2).sum())

    assert spread(40) / spread(10) == pytest.approx(2, rel=1e-9)


def test_a_stride_leaves_answers_out_and_changes_none(prose):
    prose.says("every second row and column of (1, 8, 39, 50) -> True")


def test_the_restless_wall(prose):
    picked, mixed = (f"{wall.unrest(shrink):.1f}" for shrink in (wall.picked, wall.mixed))
    prose.says(f"change by {picked} greys on average, those on the right by {mixed}")
    prose.says(f"a jump of {wall.JUMP} pixels")
    prose.says(f"mean of all {wall.JUMP**2} pixels")


def test_the_sieve_in_two_dimensions(prose):
    ways = wide_views.ways((2, 2, 2))
    seen = np.count_nonzero(ways)
    prose.says(f"On the left {seen} of {ways.size} pixels remain, {100 * seen / ways.size:.0f} %")
    assert not (ways[:, 1:] * ways[:, :-1]).any()  # neighbouring outputs have no pixel in common
    reaches = {len(wide_views.ways(dilations)) for dilations in (wide_views.SAME, wide_views.MIXED)}
    assert reaches == {25}
    prose.says(f"Both stacks reach over 25 {TIMES} 25 pixels, and both have {3 * 9} weights")


def test_the_share_of_a_separable_pair():
    full, depthwise, pointwise = separable(128, 256, 5)
    assert (depthwise + pointwise) / full == pytest.approx(1 / 256 + 1 / 25)


def test_fields_on_the_face(prose):
    first, *_, fourth, last = sight.fields()
    prose.says(f"a number knows {first} {TIMES} {first} pixels")
    prose.says(f"tell a nose, with {fourth} {TIMES} {fourth}; after the fifth, with {last}, a cat.")
    side, heart = len(sight.counts(sight.DEPTH)), sight.heart(sight.DEPTH)
    assert side == receptive_field([(3, 1, 1)] * sight.DEPTH)
    prose.says(f"After {sight.DEPTH} layers a number can see")
    prose.says(f"whole eye, {side} {TIMES} {side} pixels")
    prose.says(f"95 % of the weight lies on {heart} {TIMES} {heart} of them")


def test_every_breakage_shows_here_and_hides_there():
    rng = np.random.default_rng(2)
    rows = breakages(rng.normal(size=(2, 4, 17, 20)), rng.normal(size=(6, 4, 2, 3)), rng.normal(size=6))
    assert len(rows) == 5
    for name, shown, _, hidden in rows:
        assert shown != "nothing at all", name
        assert hidden == "nothing at all", name


def test_the_reference_agrees_with_torch(prose):
    assert prose.count(") yes ") == 6
    assert ") no " not in prose
    prose.says("torch.Size([2, 8, 10, 30]) torch.Size([8, 2, 3, 5])")


def test_the_quiz_answers(prose):
    prose.says(f"{output_size(32, 5, 2, 2)} Yes. The room is 32 + 4")
    prose.says(f"9 pixels, 9 {TIMES} 9 Yes.")
    prose.says(f"{thousands(64 * 8 * 9)} Yes.")
    prose.says(f"{receptive_field([(3, 2, 1), (3, 1, 1)])} pixels Yes.")
    assert receptive_field([(3, 2, 1), (3, 1, 1)]) not in {receptive_field([(3, 1, 1)] * 2), 6, 9}

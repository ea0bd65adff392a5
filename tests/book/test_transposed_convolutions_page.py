"""What the page of chapter 6 states is so: its numbers, its tables, its quiz."""

import re

import numpy as np
import pytest
import torch
from figures.grids import number, sizes
from figures.transposed_convolutions import checkerboard, cures, overlap, prints, there_and_back
from torch import nn
from torch.nn import functional as F
from workings import transposed_convolutions as workings

from solutions import conv_transpose2d
from solutions.convolution_parameters import output_size
from solutions.transposed_convolutions import overlap_count
from tests.book.examples.transposed_convolutions import HAND, HAND_STAMP, INK, LINE, STAMP, TAPS

PAGE = "transposed-convolutions"


@pytest.fixture(scope="module")
def shares():
    return {row[0]: row[1:] for row in workings.shares()}


def test_the_prediction(prose):
    sheet = prints.line(LINE, TAPS, 2)
    twice = np.flatnonzero(overlap_count(3, 3, 2) == 2)
    prose.says(f"{len(sheet)} places. The last print begins at place 4")
    prose.says(f"Places {twice[0]} and {twice[1]} are printed twice; on place {twice[0]}")
    prose.says(f"{LINE[0] * TAPS[2]} + {LINE[1] * TAPS[0]} = {number(sheet[twice[0]])}")


def test_the_film_as_text_has_every_print():
    html = workings.every_print(INK, STAMP, 2).data
    assert html.count("<tr>") == 1 + INK.size
    for (i, j), value in np.ndenumerate(INK):
        assert "; ".join(" ".join(number(v) for v in row) for row in value * STAMP) in html
        assert f"rows {2 * i} to {2 * i + 2}, columns {2 * j} to {2 * j + 2}" in html


def test_every_sum_by_hand(prose):
    sheet = prints.sheet(HAND, HAND_STAMP)
    assert sheet.shape == (4, 4)
    for place, value in np.ndenumerate(sheet):
        line = workings.sums(HAND, HAND_STAMP, place).data
        terms = re.findall(r"(\d+) \\cdot (\d+)", line)
        assert len(terms) == overlap_count(2, 3, 1)[place[0]] * overlap_count(2, 3, 1)[place[1]]
        assert sum(int(x) * int(k) for x, k in terms) == value
        assert f"\\mathbf{{{number(value)}}}" in line
    for place in ((0, 0), (0, 2), (1, 1), (2, 2)):
        prose.says(rf"\mathbf{{{number(sheet[place])}}}")


def test_sums_know_the_stride():
    sheet = prints.sheet(INK, STAMP, 2)
    for place, value in np.ndenumerate(sheet):
        reached = workings.reaching(INK, STAMP, 2, place)
        assert sum(INK[pixel] * STAMP[tap] for pixel, tap in reached) == value


def test_the_last_print_by_hand(prose):
    paper = np.zeros((4, 4), int)
    paper[1:4, 1:4] += 3 * HAND_STAMP
    prose.says(str(paper))


def test_there_and_back(prose):
    rows = workings.there_and_back(range(5, 11), 3, 2, 1)
    for size, small, back, missing, mended in rows:
        assert F.conv1d(torch.zeros(1, 1, size), torch.zeros(1, 1, 3), stride=2, padding=1).shape[2] == small
        ones = torch.zeros(1, 1, small), torch.zeros(1, 1, 3)
        assert F.conv_transpose1d(*ones, stride=2, padding=1).shape[2] == back
        assert F.conv_transpose1d(*ones, stride=2, padding=1, output_padding=missing).shape[2] == mended == size
    prose.says("Both 7 and 8 places shrink to 4. On the way back, 4 has to become one of the two")
    prose.says("always gives the smaller: 7.")


@pytest.mark.parametrize(("stride", "dilation"), [(2, 1), (3, 1), (1, 3), (3, 2), (2, 3)])
def test_output_padding_is_smaller_than_the_stride_or_the_dilation(stride, dilation):
    x, weight = torch.zeros(1, 1, 5), torch.zeros(1, 1, 3)
    options = {"stride": stride, "dilation": dilation}
    most = max(stride, dilation) - 1
    F.conv_transpose1d(x, weight, output_padding=most, **options)
    with pytest.raises(RuntimeError, match="output padding must be smaller"):
        F.conv_transpose1d(x, weight, output_padding=most + 1, **options)


@pytest.mark.parametrize(("kernel_size", "stride", "padding"), [(3, 2, 1), (5, 3, 2), (4, 4, 0)])
def test_as_many_sizes_shrink_to_the_same_as_the_stride_says(kernel_size, stride, padding):
    smalls = [output_size(size, kernel_size, stride, padding) for size in range(kernel_size, 80)]
    assert all(smalls.count(small) == stride for small in set(smalls[stride:-stride]) - {smalls[-1], smalls[0]})


def test_output_padding_leaves_prints_on(prose):
    x, kernel = torch.tensor([[[1.0, 2.0]]]), torch.tensor([[[1.0, 10.0, 100.0]]])
    without, left_on = (
        F.conv_transpose1d(x, kernel, stride=2, padding=1, output_padding=extra).flatten().int().tolist()
        for extra in (0, 1)
    )
    assert left_on[:-1] == without
    assert left_on[-1] == 2 * 100
    prose.says(f"PyTorch gives {' '.join(map(str, without))}, and with an output padding of 1")
    prose.says(f"it gives {' '.join(map(str, left_on))}: the {left_on[-1]} at the end")


def test_bare_paper_gets_the_bias():
    layer = nn.ConvTranspose1d(1, 1, 2, stride=3, output_padding=2)
    out = layer(torch.ones(1, 1, 2)).flatten()
    np.testing.assert_allclose(out[-2:].detach(), layer.bias.detach().repeat(2))


def test_shapes_and_torchs_agreement(prose):
    prose.says("weight (64, 32, 4, 4) bias (32,) output (1, 32, 32, 32)")
    prose.says("Conv2d (32, 64, 4, 4) ConvTranspose2d (64, 32, 4, 4) the same, in 2 groups (64, 16, 4, 4)")
    assert prose.count("same as PyTorch: True") == 3
    prose.says("same as PyTorch's gradient: True")
    prose.says("printed and multiplied: True printed and slid: True")
    assert "PyTorch: False" not in prose
    assert "slid: False" not in prose


def test_the_order_of_torchs_options():
    """Said on the page: output_padding and groups come before dilation, and conv2d's dilation before its groups."""
    x, weight = torch.ones(1, 2, 6, 7), torch.ones(2, 1, 3, 3)
    named = F.conv_transpose2d(x, weight, None, stride=3, padding=1, output_padding=2, groups=2, dilation=1)
    assert torch.equal(F.conv_transpose2d(x, weight, None, 3, 1, 2, 2, 1), named)
    named = F.conv2d(x, weight, None, stride=1, padding=1, dilation=2, groups=2)
    assert torch.equal(F.conv2d(x, weight, None, 1, 1, 2, 2), named)


def test_what_the_three_ways_cost(prose):
    prose.says(f"Prints take {INK.size * STAMP.size} multiplications here.")
    sheet = prints.sheet(INK, STAMP, 2)
    prose.says(f"takes {sheet.size * STAMP.size}, nearly all of them by zero: {7 * 9 - INK.size} of the {7 * 9} cells")
    prose.says(f"The matrix takes {sheet.size * INK.size}.")


def test_the_adjoint_identity_holds_on_the_page(prose):
    small, large = re.findall(r"(?:A x, y|x, Aᵀy)> = (-?[\d.]+)", prose)
    assert float(small) == pytest.approx(float(large))


def test_without_output_padding_ten_rows_come_back_as_nine(prose):
    small = output_size(10, 3, 2, 1)
    back = F.conv_transpose1d(torch.zeros(1, 1, small), torch.zeros(1, 1, 3), stride=2, padding=1).shape[2]
    prose.says(f"the 10 rows would have come back as {back}")


def test_how_far_what_comes_back_is_off(prose):
    prose.says(f"the first is {there_and_back.distance('average'):.0f} % off")
    prose.says(f"the second {there_and_back.distance('edges'):.0f} % (root mean square")
    prose.says("16 384 numbers went through a gate that is 4 096 numbers wide")
    assert (128 * 128, 64 * 64) == (16384, 4096)


def test_four_prints_or_one(prose):
    counts = set(overlap.middle(6, 3, 2) ** 2) | {0}
    assert max(counts) == 4
    prose.says("one place in four gets 4 prints and another only 1")
    middle = overlap.map_of(9, 3, 2)[4:14, 4:14]
    assert (middle == 4).mean() == 0.25


def test_some_pixels_hear_from_four_answers_and_others_from_one(prose):
    x = torch.zeros(1, 1, 15, 15, requires_grad=True)
    F.conv2d(x, torch.ones(1, 1, 3, 3), stride=2).sum().backward()
    assert set(x.grad[0, 0, 2:-2, 2:-2].unique().tolist()) == {1, 2, 4}
    prose.says("some pixels hear from four answers and others from only one")


def test_flat_stamps_obey_the_rule(shares):
    for press, (_, flat, _, _) in shares.items():
        numbers = [int(n) for n in re.findall(r"\d+", press)]
        divisible = press.startswith("enlarged") or numbers[0] % numbers[1] == 0
        assert (flat == "0 %") == divisible, press
        assert float(flat.split()[0]) < 22


def test_more_taps_make_less_pattern(shares, prose):
    two, four, six = (shares[f"kernel {k}, stride 2"][2] for k in (2, 4, 6))
    assert float(two.split()[0]) > float(four.split()[0]) > float(six.split()[0]) > 0
    prose.says(f"{two} for kernel 2, {four} for kernel 4, {six} for kernel 6")
    flat, more = shares["kernel 3, stride 2"][1], shares["kernel 4, stride 3"][1]
    assert 0 < float(more.split()[0]) - float(flat.split()[0]) < 4
    prose.says(f"({flat} for kernel 3, stride 2; a little more for kernel 4, stride 3)")


def test_fresh_stamps_do_not_care(shares, prose):
    for press, (*_, fresh) in shares.items():
        if not press.startswith("enlarged"):
            stride = int(press[-1])
            assert float(fresh.split()[0]) == pytest.approx(100 * (1 - 1 / stride**2), abs=4), press
    three, four = (shares[f"kernel {k}, stride 2"][3] for k in (3, 4))
    prose.says(f"{three} for kernel 3 and {four} for kernel 4")
    prose.says("75 % of pattern for a stride of 2, and 89 % for a stride of 3")
    prose.says(f"for {len(checkerboard.kernels('fresh', 3))} stamps of each kind")


def test_the_last_row_is_zero(shares):
    assert shares["enlarged by 2, then kernel 3"][1:] == ["0 %"] * 3


def test_sub_pixel_is_a_transposed_convolution(prose):
    rng = np.random.default_rng(2)
    for x, filters in ((rng.normal(size=(7, 10)), rng.normal(size=(4, 3, 3))) for _ in range(5)):
        stamp = workings.one_stamp(filters)
        printed = conv_transpose2d(x[None, None], stamp[None, None], stride=2, padding=2)[0, 0]
        np.testing.assert_allclose(printed, cures.lay_side_by_side(x, filters), atol=1e-12)
    prose.says(f"one stamp of {sizes(stamp)} that prints the same with stride 2 and padding 2")


def test_filters_alike_copy_every_pixel_into_a_block():
    """What ICNR begins with: convolve, then copy."""
    rng = np.random.default_rng(2)
    x, one = rng.normal(size=(6, 9)), rng.normal(size=(1, 3, 3))
    blocks = cures.lay_side_by_side(x, np.repeat(one, 4, axis=0))
    convolved = F.conv2d(torch.tensor(x)[None, None], torch.tensor(one)[None], padding=1)[0, 0].numpy()
    np.testing.assert_allclose(blocks, convolved.repeat(2, 0).repeat(2, 1), atol=1e-12)


def test_costs_and_ripple(prose):
    for name, weights, multiplications, ripple in workings.costs():
        prose.says(f"{name} {weights} {multiplications} {ripple}")


def test_what_the_lessons_say(prose):
    three, four, enlarged = (cures.lesson(name)[0] for name in cures.SHAPES)
    prose.says(f"the ripple is {workings.percent(three[0])} for kernel 3, {workings.percent(four[0])} for kernel 4")
    prose.says(f"and {workings.percent(enlarged[0])} for enlarging first")
    prose.says(f"kernel 4 is down to {workings.percent(four[50])}, kernel 3 only to {workings.percent(three[50])}")
    prose.says(f"After {len(three) - 1} all are below or at {workings.percent(max(three[-1], four[-1], enlarged[-1]))}")
    assert three[50] > 5 * four[50]


def test_every_breakage_shows_here_and_hides_there():
    rng = np.random.default_rng(1)
    rows = workings.breakages(rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(3, 4, 3, 4)), rng.normal(size=4))
    assert rows
    for name, shown, _, hidden in rows:
        assert shown != "nothing at all", name
        assert hidden == "nothing at all", name
    assert sum(case == "kernel and stride are the same" for *_, case, _ in rows) == 2  # "Twice the culprit is ..."


def test_from_a_list_of_noise_to_a_picture(prose):
    prose.says("(100, 1, 1) (512, 4, 4)")
    for shape in ("(256, 8, 8)", "(128, 16, 16)", "(64, 32, 32)", "(3, 64, 64)"):
        prose.says(f"{shape} kernel 4, stride 2, padding 1")


def test_the_quiz_answers(prose):
    height, width = nn.ConvTranspose2d(1, 1, 5, 3, 1, 1)(torch.zeros(1, 1, 10, 14)).shape[2:]
    prose.says(f"{height} rows and {width} columns Yes.")
    assert (height, width) == (9 * 3 - 2 + 4 + 1 + 1, 13 * 3 + 4)
    prose.says(f"{tuple(nn.ConvTranspose2d(64, 32, 4, groups=2).weight.shape)} Yes.")
    prose.says(f"{tuple(nn.Conv2d(64, 32, 4, groups=2).weight.shape)} Not this one. That is nn.Conv2d's")
    prose.says("kernel 6, stride 3 Yes.")
    assert [overlap.even(9, k, s) for k, s in ((3, 2), (4, 3), (6, 3), (5, 3))] == [False, False, True, False]
    small = nn.Conv2d(1, 1, 3, 2)(torch.zeros(1, 1, 33, 33))
    back = nn.ConvTranspose2d(1, 1, 3, 2)(small)
    prose.says(f"A picture of {sizes(back[0, 0])}, but not the old one Yes.")
    prose.says(f"there are only {sizes(small[0, 0])} numbers")


@pytest.mark.parametrize(
    ("kernel_size", "stride", "says"), [(3, 2, [1, 2]), (4, 3, [2, 1, 1]), (5, 3, [2, 2, 1]), (6, 3, [2, 2, 2])]
)
def test_how_deep_the_prints_lie_in_the_quiz(kernel_size, stride, says):
    middle = overlap.middle(9, kernel_size, stride).astype(int).tolist()
    assert any(middle[at : at + stride] == says for at in range(stride))

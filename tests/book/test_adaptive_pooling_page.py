"""What the page of chapter 5 states is so: its numbers, its tables, its quiz."""

import re

import numpy as np
import pytest
import torch
from figures.adaptive_pooling import album, sizes
from figures.grids import TIMES, number
from torch import nn
from torch.nn import functional as F
from workings.adaptive_pooling import breakages, friends, means, through_resnet, uses

from tests.book.test_adaptive_pooling_figures import tensor, touched

PAGE = "adaptive-pooling"
FOUR = np.array([[2, 4, 5, 0], [1, 1, 9, 2], [8, 2, 1, 0], [0, 6, 7, 8]])


def test_the_prediction(prose):
    windows = touched(8, 3)
    first, second, third = windows.sum(axis=1)
    prose.says(f"is {number(8 / 3)} pixels wide")
    prose.says(f"The windows have {first}, {second} and {third} pixels")
    shared = " and ".join(map(str, np.flatnonzero(windows.sum(axis=0) == 2)))
    prose.says(f"and pixels {shared} are in two of them")


def test_the_film(prose):
    rows, columns = touched(5, 2), touched(8, 3)
    assert rows.sum(axis=0).tolist() == [1, 1, 2, 1, 1]
    tall, (narrow, wide, _) = rows.sum(axis=1)[0], columns.sum(axis=1)
    prose.says(f"are wider: {tall} {TIMES} {wide} where their neighbours are {tall} {TIMES} {narrow}.")


def test_every_mean_by_hand(prose):
    sheet = F.adaptive_avg_pool2d(tensor(FOUR)[None, None], (3, 2))[0, 0].numpy()
    for place, value in np.ndenumerate(sheet):
        line = means(FOUR, (3, 2), place).data
        terms, count = re.search(r"\(([\d +]+)\) / (\d+)", line).groups()
        assert sum(map(int, terms.split(" + "))) / int(count) == value
        assert f"\\mathbf{{{number(value)}}}" in line
        prose.says(line.partition("{aligned}")[2].partition(r"\end")[0])
    prose.says("5 0, 9 2, 1 0, 7 8")
    assert FOUR[:, 2:].tolist() == [[5, 0], [9, 2], [1, 0], [7, 8]]


def test_torch_and_the_reference_agree(prose):
    assert prose.count("same as PyTorch: True") == 12
    assert "same as PyTorch: False" not in prose
    for size in ("28, 28", "224, 224", "100, 150"):
        prose.says(f"(1, 64, {size}) -> (1, 64, 1, 1)")
    prose.says("(None, 7) -> (2, 64, 30, 7)")
    prose.says("(1, None) -> (2, 64, 1, 45)")


def test_how_the_cuts_fall(prose):
    ten, five = touched(10, 4), touched(3, 5)
    assert set(ten.sum(axis=1)) == {3}
    prose.says(f"All windows have 3 pixels. And still it is no ordinary pool, because they start at "
               f"{', '.join(map(str, ten.argmax(axis=1)))},")  # fmt: skip
    prose.says(f"From 3 to 5 the windows have {', '.join(map(str, five.sum(axis=1)))} pixels")
    assert touched(3, 6).sum(axis=1).tolist() == [1] * 6


def test_weights(prose):
    lone = torch.tensor([[[0, 0, 8.0, 0, 0, 0, 0, 0]]])
    three = F.adaptive_avg_pool1d(lone, 3)
    prose.says(f"it counts {number(three.mean().item())} times its fair share. Its neighbour, pixel 3, counts 0.67.")
    assert number(8 * (1 / 4) / 3) == "0.67"
    prose.says(f"The mean of the row is {number(lone.mean().item())}. Pooled to three it is ")
    pooled = ", ".join(number(value) for value in three.ravel())
    prose.says(f"Pooled to three it is {pooled}, and the mean of these is {number(three.mean().item())}.")
    heat = album.heat((17, 24), (7, 7))
    prose.says(f"how much each pixel counts: from {number(heat.min())} to {number(heat.max())}.")
    prose.says(f"corrected {number(heat.max() / heat.min(), 1)} times as strongly")


def test_the_mean_of_means_is_the_mean_only_where_the_output_divides_the_input():
    for size in range(1, 25):
        for wanted in range(1, size + 1):
            assert np.allclose(sizes.weights(size, wanted), 1) == (size % wanted == 0)


def test_the_chart(prose):
    pairs = [(n, m) for n in range(1, 21) for m in range(1, n + 1)]
    even = [(n, m) for n, m in pairs if n % m <= 1]
    assert [pair for pair in pairs if sizes.named(*pair) in sizes.KINDS[:2]] == even
    prose.says(f"Of the {len(pairs)} pairs in the chart that shrink, or keep the size, {len(even)} can be replaced.")
    found = friends([(12, 4, 3, 3), (13, 4, 4, 3), (9, 8, 2, 1), (10, 4, 3, 2), (14, 4, 4, 3)])
    assert [row[3] for row in found] == ["the same"] * 3 + ["not the same"] * 2


def test_any_size_and_one_size(prose):
    assert prose.count("any_size gives (1, 5)") == 3
    assert prose.count("one_size gives (1, 5)") == 1
    assert prose.count("cannot be multiplied") == 2
    assert nn.Conv2d(3, 16, 3, stride=2)(torch.zeros(1, 3, 224, 224)).shape[2:] == (111, 111)
    prose.says(f"has {16 * 111 * 111 * 5} weights, that of any_size has {16 * 5}.")


def test_resnet(prose):
    for size in (224, 320, 161):
        x, heights = torch.zeros(1, 1, size, 8), [size]
        for kernel, padding in [(7, 3), *[(3, 1)] * 4]:
            x = nn.Conv2d(1, 1, kernel, stride=2, padding=padding)(x)
            heights.append(x.shape[2])
        assert through_resnet(size) == heights
        prose.says(" → ".join(map(str, heights)))
    prose.says(f"with 320 they are {through_resnet(320)[-1]} {TIMES} {through_resnet(320)[-1]}.")
    assert through_resnet(224)[-1] == 7


def test_what_a_global_pool_forgets(prose):
    whole, pieces = (tensor(album.channels_first(p)) for p in (album.square_cat(), album.scrambled()))
    one, two = ((F.adaptive_avg_pool2d(whole, n) - F.adaptive_avg_pool2d(pieces, n)).abs().max().item() for n in (1, 2))
    prose.says(f"The largest difference is {number(one)} with one window, and {number(two, 0)} with 2 {TIMES} 2.")


def test_the_class_map(prose):
    _, sheet, bias, score = album.class_map(3)
    prose.says(f"{number(sheet.mean(), 3)} for the mean, {number(bias, 3)} for the bias")
    prose.says(f"together the score of {number(score, 3)}.")
    assert sheet.mean() + bias == pytest.approx(score)


def test_the_pool_from_a_division(prose):
    out = F.avg_pool2d(torch.zeros(1, 1, 23, 37), (23 // 8, 37 // 12))
    assert out.shape[3] == 12
    prose.says(
        f"{out.shape[2]} instead of 8. The columns do, 12 as wanted, but {37 - 12 * 3} of the 37 is in no window"
    )


def test_every_breakage_shows_here_and_hides_there():
    rows = breakages(np.random.default_rng(5).normal(size=(2, 3, 9, 13)))
    assert rows
    for name, shown, _, hidden in rows:
        assert shown != "nothing at all", name
        assert hidden == "nothing at all", name
    assert sum(case == "the output divides the input" for _, _, case, _ in rows) == 3


def test_uses(prose):
    for wanted, purpose, before, after in uses():
        prose.says(f"{wanted} {purpose} {before} {after}")


def test_the_quiz_answers(prose):
    both = touched(7, 2).all(axis=0)
    assert np.flatnonzero(both).tolist() == [3]
    prose.says("Pixel 3 Yes. The even cut at 3.5")
    prose.says(f"{tuple(nn.AdaptiveMaxPool2d((None, 7))(torch.zeros(2, 64, 30, 45)).shape)} Yes.")
    row = torch.rand(1, 1, 13)
    torch.testing.assert_close(F.adaptive_avg_pool1d(row, 4), F.avg_pool1d(row, 4, 3))
    prose.says("13 pixels to 4 Yes.")
    assert set(touched(12, 5).sum(axis=1)) == {3, 4}

"""What the page of chapter 4 states is so: its numbers, its tables, its quiz."""

import re

import numpy as np
import pytest
import torch
from figures.grids import number
from figures.pooling_layers import cat, norms, pools
from torch import nn
from torch.nn import functional as F
from workings.pooling_layers import breakages, in_networks, negatives, one_window, overhanging

PAGE = "pooling-layers"
NARROW = "\N{NO-BREAK SPACE}"
STEPPED = [
    [1, 4, 2, 0, 3, 3, 1],
    [0, 2, 6, 1, 1, 8, 0],
    [5, 5, 5, 5, 5, 5, 2],
    [5, 5, 5, 5, 5, 5, 9],
    [7, 1, 0, 2, 9, 0, 1],
]
STRIP = [[1, 2, 0, 3, 1, 0, 1], [2, 1, 9, 1, 0, 2, 4], [5, 5, 5, 5, 8, 1, 0], [5, 5, 5, 5, 0, 0, 6]]
FOUR = np.array([[1, 2, 3, 1], [2, 4, 5, 1], [8, 2, 2, 4], [4, 4, 5, 2]])


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)[None, None]


def test_the_prediction(prose):
    x = tensor(STEPPED).requires_grad_()
    y = F.max_pool2d(x, (2, 3))
    F.avg_pool2d(x, (2, 3)).sum().backward()
    prose.says(f"{y.shape[2]} rows and {y.shape[3]} columns. Two windows of three")
    prose.says(f"at the bottom, {(x.grad == 0).sum()} pixels, is in no window")
    prose.says(f"on the card is {number(y.max().item())}, though the picture holds a {number(x.max().item())}.")
    assert (x.grad[x == 9] == 0).all()


def test_the_film(prose):
    x = tensor(STRIP)
    largest = F.max_pool2d(x, (2, 3), 2)[0, 0]
    assert (largest == 9).sum() == 2
    prose.says(f"Watch the {number(largest[0, 1].item())}")
    prose.says("max and average agree on 5")
    assert F.max_pool2d(x, (2, 3), 2)[0, 0, 1, 0] == F.avg_pool2d(x, (2, 3), 2)[0, 0, 1, 0] == 5
    prose.says(f"LP says {number(F.lp_pool2d(x, 2, (2, 3), 2)[0, 0, 1, 0].item())}.")


@pytest.mark.parametrize("corner", [(0, 0), (0, 2), (2, 0), (2, 2)])
def test_every_window_by_hand(prose, corner):
    window = FOUR[corner[0] : corner[0] + 2, corner[1] : corner[1] + 2]
    lines = one_window(window).data
    norm = number(np.sqrt((window**2).sum()))
    assert re.findall(r"\\mathbf\{([\d.]+)\}", lines) == [number(window.max()), number(window.mean()), norm]
    if corner != (0, 2):
        prose.says(rf"\mathbf{{{norm}}}")


def test_torch_and_the_reference_agree_nine_times(prose):
    assert prose.count("same as PyTorch: True") == 9
    assert "same as PyTorch: False" not in prose
    assert prose.count("numbers to learn: 0") == 3


def test_the_line_and_the_patch(prose):
    line, patch = np.diag([9, 9]), np.full((2, 2), 5)
    answers = [pools.pooled(window, (2, 2)) for window in (line, patch)]
    for name, sentence in [("max", "{} against {}. For the average"), ("average", "{} against {}, because half"),
                           ("LP, p = 2", "by {} to {}, but by less")]:  # fmt: skip
        prose.says(sentence.format(*(number(answer[name].item()) for answer in answers)))
    assert 12.73 / 10 < 9 / 5
    prose.says("The lone dot stays at 8 or sinks to 2.")


def test_what_the_cat_keeps(prose):
    photograph, edges = cat.sources().values()
    pools_of_8 = F.max_pool2d, F.avg_pool2d
    mean = number(photograph.mean(), 0)
    largest, average = (number(pool(torch.tensor(photograph), 8).mean(), 0) for pool in pools_of_8)
    prose.says(f"{mean} before, {average} after. Max pooling brightens the picture to {largest}")
    tops = [number(y.max(), 0) for y in (edges, *(pool(torch.tensor(edges), 8) for pool in pools_of_8))]
    prose.says(f"its mean is {number(edges.mean(), 0)}, its largest answer {tops[0]}.")
    prose.says(f"passes that on, {tops[1]} at most")
    prose.says(f"is above {tops[2]}.")


def test_padding(prose):
    row = tensor([-5, -2, -7, -4, -3])[0]
    right, wrong = F.max_pool1d(row, 3, 2, 1), F.max_pool1d(F.pad(row, (1, 1)), 3, 2)
    prose.says("never wins: " + ", ".join(number(v) for v in right.ravel()) + ".")
    prose.says("With zeros it would be " + ", ".join(number(v) for v in wrong.ravel()) + ", numbers")
    prose.says("kernel 3, padding 1, dilation 1 gives (1, 1, 9, 9)")
    prose.says("kernel 3, padding 2, dilation 1 pad should be at most half of effective kernel size")
    prose.says("kernel 3, padding 2, dilation 3 pad should be smaller than or equal to half of kernel size")
    assert F.max_pool2d(torch.zeros(1, 1, 9, 9), 4, 1, 2, 3).shape[2] > 0
    assert F.max_pool2d(torch.ones(1, 1, 1, 1), 2, padding=1, dilation=2).item() == -torch.inf
    prose.says("finds nothing, and gives −inf.")  # noqa: RUF001


def test_ceil_mode(prose):
    first, second, third = ((8, 3, 3, 0), (10, 2, 5, 0), (6, 4, 4, 2))
    counts = [
        [nn.MaxPool1d(k, s, p, ceil_mode=ceil)(torch.zeros(1, 1, size)).shape[2] for ceil in (False, True)]
        for size, k, s, p in (first, second, third)
    ]
    assert [b - a for a, b in counts] == [1, 0, 0]
    prose.says(f"gains a window, {counts[0][1]} instead of {counts[0][0]}.")
    prose.says("On the second it would start at 10, after the last pixel. On the third it would start at 6")


def test_what_a_mean_counts(prose):
    row = tensor([[12] * 6])[0]
    with_, without = (F.avg_pool1d(row, 3, 2, 1, True, include).ravel() for include in (True, False))
    prose.says("becomes darker: " + ", ".join(map(number, with_)))
    prose.says("it stays uniform: " + ", ".join(map(number, without)))


def test_the_dial(prose):
    window = (1, 3, 2, 4)
    one, two, four, infinite = (number(F.lp_pool1d(tensor(window)[0], p, 4).item()) for p in (1, 2, 4, float("inf")))
    prose.says(f"goes from {one}, which is the sum, by way of {two} and {four} down to {infinite}, the maximum")
    prose.says(f"the pixel of 4 makes up {100 * 4 / 10:.0f} % of the sum")
    prose.says(f"already {100 * 4**4 / (1 + 3**4 + 2**4 + 4**4):.0f} %")
    prose.says(f"Four ones give {number(norms.norm([1] * 4, 1))}")
    prose.says(f"four threes give {number(np.sqrt(4 * 9))}")


def test_torch_and_the_textbook(prose):
    rows = {
        name.replace(NARROW, " "): (torchs, textbook) for name, torchs, textbook in negatives([2, -5], (1, 2, 3, 4))
    }
    assert rows["p = 1"] == (number(2 - 5), number(2 + 5))
    assert rows["p = 3"] == ("nan", number((8 + 125) ** (1 / 3)))
    assert rows["p = 2"][0] == rows["p = 2"][1]
    prose.says("p = 3 nan")
    lonely = overhanging([3, 4, 0, 5, 5], 4, (1, 2, float("inf")))
    assert [row[1].split(", ")[1] for row in lonely] == ["20", "10", "5"]
    prose.says("that five counts 20")
    with pytest.raises(ZeroDivisionError):
        F.lp_pool2d(torch.ones(1, 1, 2, 2), 0, 2)


def test_shifts(prose):
    stripes = [0, 0, 9, 9, 0, 0, 9, 9]
    still, moved, back = (
        " ".join(map(number, F.max_pool1d(tensor(np.roll(stripes, s))[0], 2).ravel())) for s in range(3)
    )
    prose.says(f"{still} becomes {moved}")
    assert moved == "9 9 9 9"
    assert back == "9 0 9 0"
    alike = {name: [number(cat.likeness(name, s)) for s in (2, 16)] for name in cat.WAYS}
    itself, every, mean, largest = alike.values()
    prose.says(f"the map itself down to {itself[0]}, and keeping every eighth pixel does not help: {every[0]}")
    prose.says(f"After an average it is {mean[0]}, after max pooling {largest[0]}")
    prose.says(f"even the max pool is down to {largest[1]}")


def test_indices(prose):
    prose.says("[[5, 6], [8, 14]]")
    assert F.max_pool2d(tensor(FOUR), 2, return_indices=True)[1][0, 0].tolist() == [[5, 6], [8, 14]]
    assert F.max_pool2d(torch.ones(1, 1, 2, 2), 2, return_indices=True)[1].item() == 0


def test_every_breakage_shows_here_and_hides_there():
    rows = breakages(np.random.default_rng(4).normal(size=(2, 3, 9, 13)))
    assert rows
    for name, shown, _, hidden in rows:
        assert shown != "nothing at all", name
        assert hidden == "nothing at all", name


def test_the_corner_of_the_frame(prose):
    framed, fair = (y[0, 0] for y in cat.averaged_frames().values())
    prose.says(f"The corner of the first is {number(framed, 0)} where it should be {number(fair, 0)}")
    assert framed / fair == pytest.approx(1 / 4)


def test_networks(prose):
    for name, call, sizes, _ in in_networks():
        prose.says(f"{name} {call} {sizes}")
    assert nn.MaxPool2d(3, 2)(torch.zeros(1, 1, 112, 1 + 112)).shape[2] == 55
    prose.says("there would be one row less")


def test_the_quiz_answers(prose):
    height, width = nn.MaxPool2d((2, 3))(torch.zeros(1, 1, 9, 13)).shape[2:]
    prose.says(f"{height} rows and {width} columns Yes.")
    assert nn.AvgPool2d(3, 1, 1)(torch.ones(1, 1, 5, 5))[0, 0, 0, 0].item() == pytest.approx(4 / 9)
    assert nn.AvgPool2d(3, 1, 1)(torch.ones(1, 1, 5, 5))[0, 0, 0, 1].item() == pytest.approx(2 / 3)
    prose.says("4/9 Yes.")
    prose.says(f"{number(nn.LPPool2d(2, 2)(torch.full((1, 1, 2, 2), 5.0)).item())} Yes.")
    below = -torch.ones(1, 1, 4, 4)
    rim = nn.MaxPool2d(3, 1)(F.pad(below, (1, 1, 1, 1)))[0, 0]
    assert (rim[0] == 0).all()
    assert (rim[1:-1, 1:-1] == -1).all()

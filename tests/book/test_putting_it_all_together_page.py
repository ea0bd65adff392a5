"""What the page of chapter 8 states is so: its shapes, costs and shares, and what it says of the networks."""

import re

import numpy as np
import pytest
import torch
from asides import thousands
from figures.grids import TIMES, number, sizes
from figures.putting_it_all_together import enlarging, handwriting, released, tiny
from figures.putting_it_all_together.networks import digit_stages
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from workings import putting_it_all_together as worked
from workings.costs import bill

from solutions.putting_it_all_together import classify
from tests.book._building import ROOT

PAGE = "putting-it-all-together"


def mininet():
    up = nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1)
    return {
        "conv1": (nn.Conv2d(3, 32, 3, padding=1), "picture"),
        "pool": (nn.MaxPool2d(2), "conv1"),
        "adaptive": (nn.AdaptiveAvgPool2d(1), "pool"),
        "up": (up, "pool"),
    }


LAYERS = [
    (nn.Conv2d(3, 32, 3, padding=1), (1, 3, 15, 22)),
    (nn.Conv2d(4, 6, (3, 5), stride=(2, 1), groups=2), (1, 4, 15, 22)),
    (nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1), (1, 32, 7, 11)),
    (nn.Linear(64, 10), (1, 64)),
]


@pytest.mark.parametrize(("layer", "shape"), LAYERS, ids=lambda value: str(value))
def test_multiply_adds_are_half_of_what_torch_counts(layer, shape):
    with FlopCounterMode(display=False) as counter:
        layer(torch.zeros(shape))
    ((_, _, _, _, work),) = bill({"layer": (layer, "picture")}, torch.zeros(shape))
    assert 2 * work == counter.get_total_flops() > 0


def test_the_costs_of_mininet(prose):
    rows = bill(mininet(), torch.zeros(1, 3, 150, 224))
    for name, given, made, learned, work in rows:
        shapes = " → ".join(sizes(part) for part in (given, made))
        prose.says(f"{name} {shapes} {thousands(learned)} {thousands(work) if work else 'none'}")
    learned, work = ({name: row[k] for name, *row in rows} for k in (2, 3))
    prose.says(f"conv1 holds {learned['conv1']} numbers and up {thousands(learned['up'])}:")
    prose.says(f"{100 * learned['up'] / sum(learned.values()):.1f} % of all")
    prose.says(f"it would do {100 * work['up'] / sum(work.values()):.1f} % of the multiplications")
    assert max(learned, key=learned.get) == max(work, key=work.get) == "up"


def test_both_roads_agree_with_torch(prose):
    assert prose.count("same as PyTorch: True") == 2
    assert "same as PyTorch: False" not in prose
    prose.says("down (1, 32, 1, 1) up (1, 16, 150, 224)")


def test_a_parameter_that_was_not_called_has_no_gradient():
    layers = {name: layer for name, (layer, _) in mininet().items()}
    layers["adaptive"](layers["pool"](layers["conv1"](torch.ones(1, 3, 8, 8)))).sum().backward()
    assert layers["conv1"].weight.grad is not None
    assert layers["up"].weight.grad is None


def test_every_difference_by_hand(prose):
    answers = tiny.chain()["conv1"]
    for i in range(4):
        found = re.findall(r"(\d) - (\d) = (-?\d+)", worked.differences(i).data)
        assert [int(a) - int(b) for a, b, _ in found] == [int(c) for *_, c in found] == answers[i].tolist()
    prose.says("the largest is 7. The upper right block has 3")
    assert tiny.chain()["pool"][0].tolist() == [7, 3]
    prose.says(r"\frac{7 + 3 + 7 + 8}{4} = \mathbf{6.25}")
    prose.says(
        "The corner belongs to one stamp: 7. Its neighbour lies under two, 10 in all,"
        " and the middle under all four: 25."
    )
    assert [tiny.chain()["up"][place] for place in ((0, 0), (0, 1), (1, 1))] == [7, 10, 25]


def test_an_odd_row_does_not_come_back(prose):
    layers = {name: layer for name, (layer, _) in mininet().items()}
    found = layers["up"](layers["pool"](layers["conv1"](torch.zeros(1, 3, 75, 101))))
    assert found.shape == (1, 16, 74, 100)
    prose.says(f"16 maps of 74 {TIMES} 100 Yes.")


def test_how_many_digits_are_read(prose):
    x, labels = released.digits()
    guesses = classify(x, released.state("digit_network")).argmax(axis=1)
    read = int((guesses == labels).sum())
    prose.says(f"Of {len(labels)} others, which it had never seen, it reads {read}: {100 * read / len(labels):.1f} %")
    assert read / len(labels) > 0.85
    assert worked.accuracy() == read / len(labels)
    counts = handwriting.confusion_table() * (1 - np.eye(10, dtype=int))
    prose.says(f"Of the {counts.sum()} mistakes,")
    prose.says(f"Most often, {counts.max()} times out of")


def test_the_page_and_the_notebooks_data_agree_on_what_was_trained_on(prose):
    source = (ROOT / "exercises/08-putting-it-all-together/data.py").read_text()
    assert f"FIRST_HELD_OUT = {released.FIRST_HELD_OUT} " in source
    prose.says(f"learned from {thousands(released.FIRST_HELD_OUT)} digits")
    everything = load_digits()
    np.testing.assert_array_equal(released.array("digits")[:, 0], everything.images[released.FIRST_HELD_OUT :])


def test_silent_filters_are_silent_for_the_digits_they_learned_from_too(prose):
    every = load_digits().images[:, None] / 16
    answers = digit_stages(every, released.state("digit_network"))["conv1"].max(axis=(0, 2, 3))
    assert set(np.flatnonzero(answers <= 0)) == set(handwriting.silent())
    prose.says(f"{len(handwriting.silent())} of the 64 have gone silent")


def test_a_whole_block_matters_less_than_one_pixel(prose):
    left, middle, right = (worked.accuracy(worked.on_wider_sheets(before)) for before in range(3))
    assert max(abs(left - right), 0.02) < min(left, right) - middle
    assert max(left, middle, right) < worked.accuracy()
    for share, where in ((left, "when the digits"), (middle, "in the middle"), (right, "on the right")):
        prose.says(f"{100 * share:.1f} % {where}")


def test_the_network_beats_bicubic(prose):
    quality = {name: enlarging.psnr(picture) for name, picture in enlarging.ways().items()}
    assert list(quality.values()) == sorted(quality.values())
    gain = quality["the network"] - quality["bicubic"]
    assert gain > 0.3
    prose.says(f"{number(gain)} dB more")
    whole = released.face()[0]
    left = np.mean((enlarging.ways()["the network"] - whole) ** 2) / np.mean((enlarging.ways()["bicubic"] - whole) ** 2)
    prose.says(
        f"leaves {100 * left:.1f} % of bicubic's mean squared error".replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    )


def test_wrong_wires_are_quiet_and_costly(prose):
    right, *wrong = worked.wrong_wires().items()
    assert right == ("as it should be", worked.accuracy())
    for name, share in wrong:
        assert share < right[1] - 0.1, name
        prose.says(f"{name} {100 * share:.1f} %")
    shares = dict(wrong)
    assert shares["fc.weight is reshaped instead of transposed"] < 0.2
    assert 0.35 < shares["the ReLU is left out"] < 0.65


def test_every_breakage_shows_here_and_hides_there():
    rows = worked.breakages()
    assert rows
    for name, shown, _, hidden in rows:
        assert shown != "nothing at all", name
        assert hidden == "nothing at all", name


def test_the_quiz_answers(prose):
    prose.says(f"{nn.PixelUnshuffle(3)(torch.zeros(1, 3, 6, 6)).shape[1]} Yes.")
    prose.says("4 times as much Yes.")
    state = {key: values.astype(np.float32) for key, values in released.state("digit_network").items()}
    x, _ = released.digits()
    in_float32 = classify(x.astype(np.float32), state).argmax(axis=1)
    assert (in_float32 != handwriting.verdicts()[0]).mean() < 0.01

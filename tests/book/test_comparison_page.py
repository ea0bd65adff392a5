"""The comparison page is true: every row is what PyTorch and the reference give, and every sentence about it holds."""

import itertools
import warnings

import numpy as np
import pytest
import torch
from asides import thousands
from figures.grids import TIMES, sizes
from figures.other_pages import comparison as drawings
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from workings import comparison
from workings.comparison import ENTRIES

from tests.book._reading import texts

PAGE = "comparison"
BY_NAME = {entry.name: entry for entry in ENTRIES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_reference_agrees_with_torch(entry):
    theirs, ours = comparison.both(entry)
    assert theirs.shape == ours.shape
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_the_row_states_shape_and_cost(entry, prose):
    with torch.no_grad():
        y = entry.layer()(comparison.example())
    learned = sum(values.numel() for values in entry.layer().parameters())
    size = comparison.change(comparison.example(), y)
    prose.says(f"{entry.name} {entry.call} {entry.best} {sizes(y[0])} {size}")
    prose.says(f"{size} {thousands(learned) if learned else 'nothing'} {comparison.short(entry.cost())} {entry.work}")


@pytest.mark.parametrize(
    ("count", "said"), [(999, "999"), (71680, "71.7\xa0k"), (36_421_632, "36.4\xa0M"), (10**6, "1\xa0M")]
)
def test_a_large_count_is_said_in_three_digits(count, said):
    assert comparison.short(count) == said


@pytest.mark.parametrize("entry", [e for e in ENTRIES if "Conv" in e.call], ids=lambda entry: entry.name)
def test_the_cost_of_what_learns_is_what_torch_counts(entry):
    with FlopCounterMode(display=False) as counter:
        entry.layer()(comparison.example())
    assert 2 * entry.cost() == counter.get_total_flops()


def reads(entry):
    """How many numbers of the input each number of the output depends on, added up for one channel; by gradient."""
    layer = entry.layer()
    x = comparison.example(torch.float64)[:, :1].clone().requires_grad_()
    total = 0
    y = layer(x)
    for i, j in itertools.product(range(y.shape[2]), range(y.shape[3])):
        (gradient,) = torch.autograd.grad(y[0, 0, i, j], x, retain_graph=True)
        total += int((gradient != 0).sum())
    return total


@pytest.mark.parametrize("name", ["average pooling", "global average"])
def test_the_additions_of_averages_are_the_numbers_they_read(name):
    assert comparison.CHANNELS * reads(BY_NAME[name]) == BY_NAME[name].cost()


def test_the_comparisons_of_the_adaptive_pool_are_those_of_its_windows():
    average = comparison.Entry("", "", "nn.AdaptiveAvgPool2d(7)", None, "")
    assert comparison.CHANNELS * reads(average) == BY_NAME["adaptive max pooling"].cost()


@pytest.mark.parametrize(("name", "taps"), [("upsampling, bilinear", 4), ("upsampling, bicubic", 16)])
def test_resizing_mixes_as_many_numbers_as_it_says(name, taps):
    """In the middle, where no edge is near and no weight is zero."""
    x = comparison.example(torch.float64)[:, :1].clone().requires_grad_()
    (gradient,) = torch.autograd.grad(BY_NAME[name].layer()(x)[0, 0, 21, 33], x)
    assert int((gradient != 0).sum()) == taps == BY_NAME[name].taps


def test_all_agree_on_the_page(prose):
    prose.says(f"agree in {len(ENTRIES)} of the {len(ENTRIES)} rows")
    ratio = BY_NAME["… with padding"].cost() / BY_NAME["… depthwise"].cost()
    assert ratio == 64
    prose.says("Depthwise multiplies 64 times less")


def test_looking_at_all_channels_is_what_costs():
    learning = [entry.cost() for entry in ENTRIES if list(entry.layer().parameters())]
    others = [entry.cost() for entry in ENTRIES if not list(entry.layer().parameters())]
    cheapest, *others_that_learn = sorted(learning)
    assert cheapest == BY_NAME["… depthwise"].cost()
    assert max(others) == BY_NAME["upsampling, bicubic"].cost() == min(others_that_learn)
    assert BY_NAME[f"… with a 1 {TIMES} 1 window"].cost() == min(others_that_learn)


def test_every_kind_of_change_is_what_the_table_says(prose):
    found = comparison.changes()
    assert found["Conv2d"]["grows"][1].replace("\N{NO-BREAK SPACE}", " ") == f"30 {TIMES} 42"
    assert set(found["PixelShuffle"]) == {"grows"}
    assert set(found["PixelUnshuffle"]) == {"shrinks"}
    assert set(found["LPPool2d"]) == {"shrinks", "stays"}
    whole = {"shrinks", "stays", "grows"}
    assert all(
        set(by) == whole for name, by in found.items() if name not in {"PixelShuffle", "PixelUnshuffle", "LPPool2d"}
    )
    assert prose.count("never") == 1 + 2 + 2


def test_never_means_never():
    """All settings of a small grid: LP pooling does not grow, shuffling always grows, unshuffling always shrinks."""
    x = torch.ones(1, 144, 12, 24)
    for kernel, stride, ceil in itertools.product(range(1, 6), range(1, 6), (False, True)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            y = nn.LPPool2d(2, kernel, stride, ceil)(x)
        assert comparison.change(x, y) != "grows"
    for factor in (2, 3, 4, 6, 12):
        assert comparison.change(x, nn.PixelShuffle(factor)(x)) == "grows"
        assert comparison.change(x, nn.PixelUnshuffle(factor)(x)) == "shrinks"


def test_the_character_of_each_operation(prose):
    found = {entry.name: comparison.character(entry) for entry in ENTRIES}
    curved = {name for name, answers in found.items() if not answers["linear"]}
    assert curved == {"max pooling", "adaptive max pooling", "LP pooling"}
    mixing = {name for name, answers in found.items() if answers["mixes channels"]}
    learning = {entry.name for entry in ENTRIES if list(entry.layer().parameters())}
    assert mixing == learning - {"… depthwise"}
    assert not found["upsampling, bicubic"]["stays in range"]
    for name in ("upsampling, nearest", "upsampling, bilinear", "average pooling", "max pooling", "pixel shuffle"):
        assert found[name]["stays in range"], name
    for name in ("max pooling", "pixel shuffle", "upsampling, bicubic"):
        prose.says(f"{name} {' '.join('yes' if answer else 'no' for answer in found[name].values())}")


def test_places_and_numbers_of_a_pixel_shuffle(prose):
    values = comparison.example()[0].numel()
    prose.says("It has 4 times as many places")
    prose.says(f"{thousands(values)} before, {thousands(values)} after")
    assert nn.PixelShuffle(2)(comparison.example()).numel() == values


def test_the_picture_states_every_size():
    shapes = {"one": np.zeros((64, 1, 1)), "two": np.zeros((16, 56, 80))}
    written = texts(drawings.drawn_to_scale(shapes, np.zeros((64, 28, 40))))
    assert written == ["one", sizes(shapes["one"]), "two", sizes(shapes["two"])]

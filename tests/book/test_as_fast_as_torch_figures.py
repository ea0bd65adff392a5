"""The figures of chapter 10 show what torch and the reference give, and what was measured."""

import numpy as np
import pytest
import torch
from figures.as_fast_as_torch import columns, fewer, memory, times

from tests.book._reading import pictures_of, read, texts

F = torch.nn.functional


def tensor(values):
    return torch.from_numpy(1.0 * np.asarray(values))


def test_the_matrix_is_torchs_unfold_and_the_product_its_convolution():
    x = tensor(columns.X)[None, None]
    np.testing.assert_array_equal(columns.matrix(), F.unfold(x, 2)[0])
    np.testing.assert_array_equal(columns.product(), F.conv2d(x, tensor(columns.FILTERS)[:, None])[0].flatten(1))
    assert (columns.matrix()[columns.is_copy()] == columns.X[columns.PIXEL]).all()


def test_the_answer_writes_the_whole_matrix():
    written = [int(text) for text in texts(columns.answer()) if text.isdigit()]
    assert sorted(written) == sorted(columns.matrix().ravel())


def test_the_film_ends_with_the_whole_product():
    last = [text.replace("\N{MINUS SIGN}", "-") for text in texts(columns.film().pictures[-1])]
    wanted = [f"{value:g}" for value in columns.product().ravel()]
    assert last[-len(wanted) :] == wanted


@pytest.mark.parametrize(("kernel", "stride"), columns.GEOMETRIES)
def test_copies_are_counted_as_torch_folds_them(kernel, stride):
    count = (9 - kernel) // stride + 1
    ones = torch.ones(1, kernel * kernel, count * count)
    np.testing.assert_array_equal(columns.copied(kernel, stride), F.fold(ones, (9, 9), kernel, stride=stride)[0, 0])


def test_copies_come_near_to_the_kernel_over_the_stride():
    for kernel, stride in columns.GEOMETRIES:
        assert columns.copied(kernel, stride, 200).mean() == pytest.approx((kernel / stride) ** 2, rel=0.05)


def test_the_marked_places_in_memory_are_those_of_the_window():
    lying = columns.X.astype(np.float32).ravel()
    for i, j in np.ndindex(2, 3):
        assert lying[memory.places(i, j)].tolist() == columns.X[i : i + 2, j : j + 2].ravel().tolist()
    assert "so its strides are (16, 4)" in texts(memory.strides())


@pytest.mark.parametrize("block", [1, 2, 4])
def test_a_product_in_blocks_fetches_as_many_numbers_as_is_said(block):
    """Count them: for each block of the product, a band of both matrices, block by block."""
    side, count = 8, 0
    steps = side // block
    for _ in np.ndindex(steps, steps, steps):
        count += 2 * block * block
    assert memory.fetched(side, block) == count


def test_winograds_tile_makes_four_products_for_an_output():
    assert fewer.winograd() == 16 / 4
    assert fewer.winograd(4) == 36 / 16
    assert fewer.direct(3) * 4 == 36


def test_frequencies_take_fewer_multiplications_from_the_crossing_on():
    ahead = [size for size in fewer.SIZES if fewer.frequencies(size) < fewer.direct(size)]
    assert ahead == [size for size in fewer.SIZES if size >= fewer.crossing()]
    assert 1 < fewer.crossing() < 21


def test_every_rung_stands_on_the_ladder_with_its_ratio():
    written = read(times.ladder())
    for name, ratio in times.ratios().items():
        assert times.SAID[name] in written
        assert times.times(ratio) in written
    assert list(times.ratios())[-1] == "torch"
    assert times.ratios()["torch"] == 1


def test_ratios_are_written_with_two_digits():
    assert [times.times(value) for value in (0.97, 6.89, 98.6, 101.8, 14467)] == [
        "1.0",
        "6.9",
        "99",
        "100",
        "14\N{NO-BREAK SPACE}000",
    ]


def test_the_roof_is_the_lower_of_memory_and_arithmetic():
    peak, bandwidth = times.roofs()
    assert times.attainable(1e6) == peak
    assert times.attainable(1e-3) == pytest.approx(1e-3 * bandwidth)
    assert times.attainable(times.ridge()) == pytest.approx(peak)


def test_every_layer_is_named_under_the_roof():
    (picture,) = pictures_of(times.roofline())
    for row in times.measured()["roofline"]["layers"]:
        assert times.named(row["name"]) in texts(picture)


def test_operations_and_bytes_of_the_layers_are_those_of_their_sizes():
    rows = {row["name"]: row for row in times.measured()["roofline"]["layers"]}
    maps = 8 * 64 * 112 * 112
    assert rows["3x3"]["operations"] == 2 * maps * 64 * 9
    assert rows["3x3"]["bytes"] == 4 * (2 * maps + 64 * 64 * 9)
    assert rows["depthwise"]["operations"] == 2 * maps * 9
    assert rows["1x1"]["operations"] == 2 * maps * 64
    assert rows["first layer"]["operations"] == 2 * maps * 3 * 49
    assert rows["ReLU"]["bytes"] == 8 * maps
    assert rows["dense, 1 row"]["operations"] == 2 * 4096**2
    assert rows["dense, 256 rows"]["bytes"] == 4 * (256 * 4096 * 2 + 4096**2)

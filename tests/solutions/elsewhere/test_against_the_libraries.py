"""The conventions of other libraries, over grids of settings, against what each library gave when it was measured."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from other_libraries.answering import answer
from other_libraries.grids import GRIDS
from other_libraries.libraries.magic_window import Conventions
from solutions import elsewhere

MEASURED = json.loads((Path(__file__).parents[3] / "other_libraries" / "measured.json").read_text(encoding="utf-8"))
RECORDED = [
    (row, grid, answers)
    for rows in MEASURED.values()
    for row, library in rows.items()
    for grid, answers in library.get("grids", {}).items()
]


@pytest.mark.parametrize(("row", "grid", "recorded"), RECORDED, ids=[f"{grid}-{row}" for row, grid, _ in RECORDED])
def test_every_setting_gives_what_the_library_gave(row, grid, recorded):
    for arguments, theirs in zip(GRIDS[grid](), recorded, strict=True):
        if theirs is not None:
            ours = answer(Conventions(), grid, arguments)
            assert len(ours) == len(theirs), (arguments, ours, theirs)
            np.testing.assert_allclose(ours, theirs, rtol=1.5e-4, atol=3e-5, err_msg=str(arguments))


def test_every_grid_was_answered_by_a_library():
    assert {grid for _, grid, _ in RECORDED} == set(GRIDS)
    assert all(sum(theirs is not None for theirs in answers) >= 2 for _, _, answers in RECORDED)


@pytest.mark.parametrize(("kind", "mode"), [("linear", "bilinear"), ("cubic", "bicubic")])
def test_pillows_resizing_of_pictures_is_torchs_antialias(kind, mode):
    x = np.random.default_rng(0).standard_normal((2, 3, 9, 7))
    for size in itertools.product([1, 4, 9, 20], [2, 7, 11]):
        wanted = torch.nn.functional.interpolate(torch.from_numpy(x), size, mode=mode, antialias=True).numpy()
        np.testing.assert_allclose(
            elsewhere.resize_antialiased(x, size, kind), wanted, atol=1e-6
        )  # its weights: float32


def test_shuffling_there_and_back_is_nothing():
    x = np.arange(2 * 18 * 3 * 2.0).reshape(2, 18, 3, 2)
    np.testing.assert_array_equal(elsewhere.space_to_depth(elsewhere.depth_to_space(x, 3), 3), x)


def test_same_padding_is_what_keeps_the_size_divided_by_the_stride():
    for size, kernel, stride, dilation in itertools.product(range(1, 12), range(1, 6), range(1, 4), range(1, 4)):
        before, after = elsewhere.same_padding(size, kernel, stride, dilation)
        stops = (size + before + after - dilation * (kernel - 1) - 1) // stride + 1
        assert stops == -(-size // stride)
        assert after - before in (0, 1)


SIGNAL, PICTURE = np.ones((1, 2, 5), np.float32), np.ones((1, 4, 3, 5), np.float32)
WEIGHT = np.ones((2, 2, 3), np.float32)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: elsewhere.same_padding(5, 0), "same_padding: kernel_size needs a whole number of at least 1, got 0"),
        (lambda: elsewhere.same_conv(np.ones((2, 2)), WEIGHT), "same_conv: needs arrays of float32, or all of float64"),
        (lambda: elsewhere.same_conv(SIGNAL[0], WEIGHT), r"same_conv: x needs 3, 4 or 5 axes.*got \(2, 5\)"),
        (lambda: elsewhere.same_conv(PICTURE, WEIGHT), r"same_conv: weight needs 4 axes.*got \(2, 2, 3\)"),
        (lambda: elsewhere.same_conv_transpose(SIGNAL, WEIGHT, stride=0), "stride needs a whole number of at least 1"),
        (lambda: elsewhere.unflipped_conv_transpose(SIGNAL, WEIGHT, padding="same"), "needs SAME, VALID or pairs"),
        (lambda: elsewhere.unflipped_conv_transpose(SIGNAL, WEIGHT, padding=[(1, 1)] * 2), "padding needs 1 pairs"),
        (lambda: elsewhere.centred_convolve(np.ones(3), np.ones((2, 2))), r"got \(3,\) and \(2, 2\)"),
        (lambda: elsewhere.same_avg_pool(SIGNAL, (2, 2)), "same_avg_pool: kernel_size needs a whole number"),
        (lambda: elsewhere.lp_pool(SIGNAL, 0, 2), "lp_pool: norm_type needs a number larger than 0, got 0"),
        (lambda: elsewhere.lp_pool(SIGNAL, 2, 9), "lp_pool: kernel_size 9 needs a larger input"),
        (lambda: elsewhere.lp_pool(SIGNAL, 2, 2, padding=[(1, 1), (1, 1)]), "lp_pool: padding needs 1 pairs"),
        (lambda: elsewhere.resize_antialiased(SIGNAL, 3, "lanczos"), "kind needs one of .*got 'lanczos'"),
        (lambda: elsewhere.resize_nearest(SIGNAL, 3, "middle"), "needs 'corners' or 'centres', got 'middle'"),
        (lambda: elsewhere.resize_by_shares(SIGNAL, 0), "resize_by_shares: size needs a whole number of at least 1"),
        (lambda: elsewhere.depth_to_space(PICTURE, 3), r"depth_to_space: x needs shape \(N, C \* 9, H, W\)"),
        (lambda: elsewhere.space_to_depth(PICTURE, 2), r"space_to_depth: x needs shape \(N, C, H \* 2, W \* 2\)"),
    ],
)  # fmt: skip
def test_errors_say_what_was_given_and_what_fits(call, words):
    with pytest.raises(ValueError, match=words):
        call()

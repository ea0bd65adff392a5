"""What the page of chapter 7 states is so: its numbers, its tables, its quiz."""

import re

import numpy as np
import pytest
import torch
from asides import thousands
from figures.grids import TIMES, number, sizes
from figures.upsampling_and_pixelshuffle import cat_eye, curves, resizing, shuffling, subpixel
from torch.nn import functional
from workings import upsampling_and_pixelshuffle as worked

from solutions import interpolate, pixel_shuffle, pixel_unshuffle
from solutions.upsampling_and_pixelshuffle import cubic_kernel

PAGE = "upsampling-and-pixelshuffle"


def torch_row(values, size, **options):
    row = torch.tensor([[[values]]], dtype=torch.float64)
    return functional.interpolate(row, size=(1, size), **options).ravel().numpy()


def written(values):
    return " ".join(map(number, values))


def test_the_prediction(prose):
    prose.says(f"blend to {written(torch_row([0, 8], 4, mode='bilinear', align_corners=True))}, in even steps")
    prose.says(f"Unasked it gives {written(torch_row([0, 8], 4, mode='bilinear'))}:")
    bent = torch_row([0, 8], 4, mode="bicubic")
    prose.says(f"bicubic gives {number(bent.min())} and {number(bent.max())} (orange)")


def test_the_film_as_text(prose):
    values = torch_row([4, 8, 0], 6, mode="bilinear")
    for i, value in enumerate(values):
        place = (i + 0.5) * 3 / 6 - 0.5
        assert re.search(rf"\b{i} {re.escape(number(place))} [^A-Z]*? {re.escape(number(value))}\b", prose)
    prose.says(f"lies at {number(-0.25)}: a quarter of a pixel before")


def test_by_hand(prose):
    old = torch.tensor([[0, 16], [48, 64.0]])
    new = functional.interpolate(old[None, None], scale_factor=2, mode="bilinear")[0, 0].numpy()
    prose.says(f"0 16 , becomes {written(new[0])} .")
    for place in ((0, 1), (1, 1)):
        line = worked.blend_sum(old.numpy(), place).data
        terms = re.findall(r"\\tfrac\{(\d+)\}\{16\} \\cdot (\d+)", line)
        assert sum(int(share) for share, _ in terms) == 16
        assert sum(int(share) * int(value) for share, value in terms) / 16 == new[place]
        prose.says(rf"\mathbf{{{number(new[place])}}}")
    assert len(terms) == 4
    prose.says(f"That makes {number(new[1, 1])}:")


def test_where_the_centres_lie(prose):
    prose.says(f"lie at {number(-0.2)}, 0.4, 1, 1.6, 2.2 by the first rule and at 0, 0.5, 1, 1.5, 2 by the second")
    np.testing.assert_allclose([(i + 0.5) * 3 / 5 - 0.5 for i in range(5)], [-0.2, 0.4, 1, 1.6, 2.2])
    np.testing.assert_allclose([i * 2 / 4 for i in range(5)], [0, 0.5, 1, 1.5, 2])


def test_how_many_inputs_an_output_takes(prose):
    most = {mode: (np.abs(resizing.weights(9, 13, mode)) > 1e-9).sum(axis=1).max() for mode in cat_eye.SHOWS}
    assert most == {"nearest": 1, "bilinear": 2, "bicubic": 4}
    prose.says("nearest copies one input, bilinear mixes at most two, bicubic up to 4")
    prose.says("Every row adds up to 1, so")


def test_the_two_matrices_do_both_axes():
    picture = np.random.default_rng(0).normal(size=(5, 7))
    for mode in cat_eye.SHOWS:
        ours = resizing.weights(5, 8, mode) @ picture @ resizing.weights(7, 4, mode).T
        theirs = functional.interpolate(torch.tensor(picture)[None, None], size=(8, 4), mode=mode)
        np.testing.assert_allclose(ours, theirs[0, 0].numpy(), atol=1e-6)


def test_the_cubic_curve(prose):
    at = [number(cubic_kernel(t)) for t in (0, 1, 0.5, 1.5)]
    prose.says(f"The weight is {at[0]} at distance 0 and {at[1]} at distance 1")
    prose.says(f"Halfway, at 0.5, it is {at[2]}; at 1.5 it is {at[3]}.")


def test_nearest_and_nearest_exact(prose):
    edge, centre = (torch_row([0, 1, 2], 5, mode=mode) for mode in ("nearest", "nearest-exact"))
    assert np.flatnonzero(edge != centre).tolist() == [3]
    prose.says("The two differ at output 3 here.")
    for times in (1, 2, 3, 7):
        row = list(range(4))
        same = torch_row(row, 4 * times, mode="nearest") == torch_row(row, 4 * times, mode="nearest-exact")
        assert same.all()


def test_torch_and_the_reference_agree_on_the_page(prose):
    assert prose.count("same as PyTorch: True") == 7
    assert "same as PyTorch: False" not in prose
    prose.says("the same as the function: True")
    prose.says("learned numbers: 0")
    prose.says("(1, 64, 8, 8) -> (1, 16, 16, 16)")
    prose.says("(1, 3, 8, 8) -> (1, 12, 4, 4)")


def test_a_size_and_a_factor(prose):
    five = torch.tensor([[[[3.0, 1.0, 4.0, 1.0, 5.0]]]])
    by_factor = functional.interpolate(five, scale_factor=(1, 2.5), mode="bilinear")
    by_size = functional.interpolate(five, size=(1, 12), mode="bilinear")
    prose.says(f"Both give {by_factor.shape[3]} pixels.")
    prose.says(f"differ by up to {number(float((by_factor - by_size).abs().max()))}.")
    ours = interpolate(five.numpy(), scale_factor=(1, 2.5), mode="bilinear")
    np.testing.assert_allclose(ours, by_factor.numpy(), atol=1e-6)


@pytest.mark.parametrize(("before", "after", "row"), [(26, 22, 11), (26, 44, 22)])
def test_where_float32_falls_short(prose, before, after, row):
    assert worked.rounded_down(before, after) == [(row, 13, 12)]
    prose.says(f"{before} → {after} {row} floor({row} * {before} / {after}) = 13 12")
    for kind in (np.float32, np.float64):  # the page says: even if your picture holds 64-bit numbers
        names = np.broadcast_to(np.arange(before, dtype=kind), (1, 1, 3, before)).copy()
        theirs = functional.interpolate(torch.tensor(names), size=(3, after), mode="nearest").numpy()
        assert theirs[0, 0, 0, row] == 12
        np.testing.assert_array_equal(interpolate(names, (3, after)), theirs)


def test_where_float32_does_not_fall_short():
    assert worked.rounded_down(26, 52) == worked.rounded_down(3, 5) == []


def test_the_real_picture(prose):
    eye, large = cat_eye.eye(), cat_eye.enlarged("bicubic")
    prose.says(f"{sizes(eye[0])} numbers have become {sizes(large[0])}, {large.size // eye.size} times as many")
    prose.says("Forty by forty pixels")
    assert eye.shape[2:] == (40, 40)
    count = len(np.unique(eye))
    prose.says(f"there are {count} different values in it, the {count} of the original and no other")


def test_the_swing(prose):
    low, high, _ = curves.overshoot()
    prose.says(f"It goes from {number(low)} to {number(high)}, {100 * (high - 1):.0f} % of the step")
    prose.says(f"of the step, which is {number(4 / 27 * 0.75)} for")
    prose.says(f"and would be {number(4 / 27 * 0.5)} for")
    step = torch.tensor([[[curves.STEP]]], dtype=torch.float32)
    half = functional.interpolate(step, size=(1, 1024), mode="bicubic", antialias=True)
    assert float(half.max()) == pytest.approx(1 + 4 / 27 * 0.5, abs=1e-4)
    prose.says(f"the same step then reaches {number(float(half.max()))}")


def test_shrinking_skips_pixels():
    """At most two pixels along each axis, however many there are."""
    assert (np.abs(resizing.weights(50, 5)) > 1e-9).sum(axis=1).max() <= 2


def test_the_letters(prose):
    square = shuffling.spelled(shuffling.shuffled())
    prose.says(square.replace(" /", ""))
    for row in ("A E I M", "B F J N"):
        assert row in shuffling.spelled(shuffling.a_row_for_each_place())


def test_positions_and_values(prose):
    small, large = np.zeros((1, 64, 8, 8)), pixel_shuffle(np.zeros((1, 64, 8, 8)), 2)
    prose.says(f"{small[0, 0].size} positions became {large[0, 0].size}")
    prose.says(f"{thousands(small.size)} values are still {thousands(large.size)}")
    prose.says("shuffle(unshuffle(x)) is x: True")
    prose.says("unshuffle(shuffle(x)) is x: True")


def test_subpixel_is_transposed(prose):
    prose.says("convolve, then shuffle: (12, 2, 3, 3) -> (1, 3, 18, 14)")
    prose.says("transposed convolution: (2, 3, 6, 6) -> (1, 3, 18, 14)")
    prose.says("the same numbers: True")
    prose.says("the same weights, sorted: True")


def test_the_start(prose):
    starts = subpixel.beginnings()
    uneven = [100 * subpixel.unevenness(starts[name]) for name in ("four kernels", "one kernel, four times")]
    prose.says(f"differ by {uneven[0]:.0f} % of what")
    prose.says(f"with one kernel, four times, by {uneven[1]:.0f} %.")


def test_the_costs(prose):
    early, late = worked.network_costs(120, 160, 3)
    places = 120 * 160
    weights = (25 * 64, 9 * 64 * 32, 9 * 32)
    assert early == [9 * places * count for count in weights]
    assert late == [places * weights[0], places * weights[1], places * weights[2] * 9]
    prose.says("cost 9 times as much")
    prose.says(f"takes {sum(early) / sum(late):.1f} times as many")
    prose.says(thousands(sum(early)))


def test_a_convolution_can_grow(prose):
    grown = torch.nn.Conv2d(4, 4, 3, padding=3)(torch.zeros(1, 4, 8, 8))
    prose.says(f"nn.Conv2d(4, 4, 3, padding=3) 4 {TIMES} 8 {TIMES} 8 {sizes(grown[0])}")


def test_the_byte_that_wraps(prose):
    values, _, around = cat_eye.bytes_two_ways()
    highest = round(values.max())
    assert around.ravel()[values.argmax()] == highest - 256
    prose.says(f"highest value is {highest}, and as a byte that is {highest - 256}.")


def test_every_breakage_shows_here_and_hides_there():
    rng = np.random.default_rng(2)
    rows = worked.breakages(rng.normal(size=(2, 3, 5, 7)), (8, 13), rng.normal(size=(2, 12, 4, 5)))
    assert len(rows) == 7
    for name, shown, _, hidden in rows:
        assert shown != "nothing at all", name
        assert hidden == "nothing at all", name


def test_the_tidy_example_lets_four_of_seven_through(prose):
    step = np.zeros((2, 1, 6, 6))
    step[..., 3:] = 1
    rows = worked.breakages(step, (12, 12), np.random.default_rng(3).normal(size=(2, 4, 4, 4)), scale=2)
    assert [name for name, shown, *_ in rows if shown == "nothing at all"] == [
        "copied by the centre, not by the edge",
        "a size where a factor was meant",
        "height and width change places",
        "the colours take turns",
    ]
    assert len(rows) == 7
    prose.says("lets four of these seven through")


def test_yolos_focus_is_an_unshuffle_with_the_channels_in_another_order():
    x = np.random.default_rng(4).normal(size=(1, 3, 6, 8))
    focus = np.concatenate([x[..., i::2, j::2] for j in (0, 1) for i in (0, 1)], axis=1)
    parts = pixel_unshuffle(x, 2)
    assert focus.shape == parts.shape == (1, 12, 3, 4)
    assert not np.array_equal(focus, parts)
    assert sorted(focus.sum(axis=(0, 2, 3))) == pytest.approx(sorted(parts.sum(axis=(0, 2, 3))))


def test_the_quiz_answers(prose):
    row = [0, 12]
    right = written(torch_row(row, 4, mode="bilinear"))
    prose.says(f"{right} Yes. The new centres")
    wrong = {
        "That is align_corners=True": {"mode": "bilinear", "align_corners": True},
        "That is nearest": {"mode": "nearest"},
        "That is bicubic": {"mode": "bicubic"},
    }
    for words, options in wrong.items():
        prose.says(f"{written(torch_row(row, 4, **options))} Not this one. {words}")
        assert written(torch_row(row, 4, **options)) != right
    shape = pixel_shuffle(np.zeros((1, 36, 10, 15)), 3).shape
    prose.says(f"{shape[1]} maps of {shape[2]} {TIMES} {shape[3]} Yes.")
    second = shuffling.spelled(shuffling.shuffled()).split(" / ")[1]
    prose.says(f"{second} Yes.")
    by_columns = pixel_shuffle(worked.columns_first(shuffling.codes()), 2)[0, 0].astype(int)
    prose.says(f"{shuffling.spelled(by_columns).split(' / ')[1]} Not this one. That is what you get")
    prose.says("A coloured mesh over the picture Yes.")

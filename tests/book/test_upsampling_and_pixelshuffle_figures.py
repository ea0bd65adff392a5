"""The figures of chapter 7 hold what `solutions` and torch give."""

import numpy as np
import pytest
import torch
from figures.grids import number
from figures.upsampling_and_pixelshuffle import cat_eye, curves, resizing, rulers, shuffling, subpixel
from torch.nn import functional

from solutions import pixel_unshuffle
from solutions.upsampling_and_pixelshuffle import cubic_kernel, linear_weights
from tests.book._reading import texts
from tests.book.examples.upsampling_and_pixelshuffle import FOUR, ROW

SQUARE = "A E B F / I M J N / C G D H / K O L P"


@pytest.mark.parametrize("aligned", [False, True])
def test_the_rulers_places_give_the_weights(aligned):
    """A tent around each place, held inside the row, is what `linear_weights` says."""
    for before, after in ((3, 5), (5, 3), (4, 8)):
        held = np.clip(resizing.places(before, after, aligned), 0, before - 1)
        tent = np.maximum(0, 1 - np.abs(held[:, None] - np.arange(before)))
        np.testing.assert_allclose(linear_weights(before, after, aligned), tent, atol=1e-12)


@pytest.mark.parametrize("name", resizing.MODES)
def test_the_matrices_resize_as_torch_does_and_their_rows_add_up_to_one(name):
    options = resizing.MODES[name]
    share = resizing.weights(4, 8, **options)
    np.testing.assert_allclose(share.sum(axis=1), 1)
    theirs = functional.interpolate(torch.tensor(ROW[None, None, None] * 1.0), size=(1, 8), **options)
    np.testing.assert_allclose(share @ ROW, theirs.ravel().numpy(), atol=1e-5)
    written = texts(resizing.matrix(name, share))
    for weight in share.ravel():
        assert abs(weight) < 1e-9 or number(weight) in written


def test_the_film_shows_every_output_and_its_sum():
    film, values = resizing.film(ROW, 6), resizing.resized(ROW, 6)
    assert len(film.pictures) == len(values)
    for i, (frame, value) in enumerate(zip(film.pictures, values, strict=True)):
        written = texts(frame)
        assert written[-1] == number(value)
        assert eval(written[-2].rstrip("= ").replace("·", "*")) == pytest.approx(value)
        assert f"output {i} lies at {number(resizing.places(len(ROW), 6)[i])}" in written


def test_what_lies_outside_of_the_old_row_is_marked_in_bicubic_only():
    low, high = 0, 8
    for name, options in resizing.MODES.items():
        values = resizing.resized([low, high], 4, **options)
        assert (values.min() < low and values.max() > high) == (name == "bicubic")


def test_the_open_place_is_hidden_and_then_shown():
    whole = functional.interpolate(torch.tensor(FOUR)[None, None], scale_factor=2, mode="bilinear")[0, 0].numpy()
    asked, told = texts(resizing.two_passes(FOUR, hide=[(1, 1)])), texts(resizing.two_passes(FOUR))
    assert asked.count("?") == 1
    assert "?" not in told
    assert told[-16:] == [number(value) for value in whole.ravel()]


@pytest.mark.parametrize("mode", ["nearest", "nearest-exact"])
def test_the_rulers_arrows_point_at_what_torch_copies(mode):
    names = torch.arange(3.0)[None, None, None]
    theirs = functional.interpolate(names, size=(1, 5), mode=mode).ravel().int().tolist()
    assert rulers.copied(3, 5, mode).tolist() == theirs
    picture = rulers.nearest().pictures[mode == "nearest-exact"]
    assert f"{mode}:" in picture.alt
    assert ", ".join(map(str, theirs)) in picture.alt
    part = 0.5 if mode == "nearest-exact" else 0
    assert [int((i + part) * 3 / 5) for i in range(5)] == theirs


def test_by_a_factor_the_row_is_not_used_up():
    by_size, by_factor = rulers.factor().pictures
    assert "ends at 4.8" in texts(by_factor)
    assert not [text for text in texts(by_size) if "ends" in text]
    assert 12 / 2.5 == 4.8


@pytest.mark.parametrize("mode", ["nearest", "bilinear", "bicubic"])
def test_one_bright_pixel_draws_the_curve_of_weights(mode):
    xs, values = curves.impulse(mode)
    curve = {
        "nearest": lambda t: (np.abs(t) < 0.5) * 1.0,
        "bilinear": lambda t: np.maximum(0, 1 - np.abs(t)),
        "bicubic": cubic_kernel,
    }[mode]
    inside = np.abs(xs) < 2.5
    np.testing.assert_allclose(values[inside], curve(xs[inside]), atol=1e-9)


def test_bicubic_swings_by_four_27ths_of_a():
    low, high, at = curves.overshoot(999)
    assert high == pytest.approx(1 + 4 / 27 * 0.75, abs=1e-5)
    assert low == pytest.approx(-4 / 27 * 0.75, abs=1e-5)
    assert at == pytest.approx(4 + 1 / 3, abs=2e-3)
    step = torch.tensor([[[curves.STEP]]], dtype=torch.float32)
    theirs = functional.interpolate(step, size=(1, 8 * curves.FINE), mode="bicubic")
    assert float(theirs.max()) == pytest.approx(curves.overshoot()[1], abs=1e-5)


def test_nearest_invents_no_value_and_bicubic_is_the_crisper_one():
    eye = cat_eye.eye()
    assert set(np.unique(cat_eye.enlarged("nearest"))) == set(np.unique(eye))
    steepest = {mode: np.abs(np.diff(cat_eye.enlarged(mode), axis=3)).max() for mode in ("bilinear", "bicubic")}
    assert steepest["bicubic"] > steepest["bilinear"]


def test_bytes_that_are_not_cut_off_wrap_round():
    values, cut, around = cat_eye.bytes_two_ways()
    assert values.min() < 0
    assert values.max() > 255
    beyond = (values < -1) | (values > 256)
    assert (cut[beyond] != around[beyond]).all()
    inside = (values >= 0) & (values <= 255)
    np.testing.assert_array_equal(cut[inside], around[inside])


def test_only_the_right_shuffle_gives_the_eye_back():
    found = cat_eye.shuffles()
    np.testing.assert_array_equal(found.pop("as it should be"), cat_eye.face())
    for wrong in found.values():
        assert not np.array_equal(wrong, cat_eye.face())
        assert sorted(wrong.ravel()) == sorted(cat_eye.face().ravel())
    np.testing.assert_array_equal(found["columns before rows"][..., ::2, ::2], cat_eye.face()[..., ::2, ::2])


def test_the_quarters_say_the_way_back_is_exact():
    assert "shuffled again: the same numbers" in cat_eye.quarters().alt


def test_the_letters_are_torchs_and_the_wrong_picture_is_wrong():
    theirs = torch.nn.PixelShuffle(2)(torch.tensor(shuffling.codes()))[0, 0].int().numpy()
    np.testing.assert_array_equal(shuffling.shuffled(), theirs)
    assert shuffling.spelled(theirs) == SQUARE
    assert shuffling.spelled(shuffling.a_row_for_each_place()) == "A E I M / B F J N / C G K O / D H L P"
    right, wrong = shuffling.right_and_wrong().pictures
    assert SQUARE in right.alt
    assert SQUARE not in wrong.alt
    assert texts(right)[1:17] == SQUARE.replace(" /", "").split()
    assert texts(wrong)[1:17] == list("AEIMBFJNCGKODHLP")


def test_the_last_frame_of_the_shuffle_holds_the_whole_square():
    frames = shuffling.film().pictures
    assert texts(frames[-1])[-16:] == SQUARE.replace(" /", "").split()
    assert [len(texts(frame)) - len(texts(frames[0])) for frame in frames] == [0, 4, 8, 12]


def test_stack_and_square_hold_as_many_numbers():
    written = texts(shuffling.stack_and_square(np.zeros((1, 64, 8, 8)), 2))
    assert sum("= 4096 numbers" in text for text in written) == 2 == sum(text.endswith("numbers") for text in written)


@pytest.mark.parametrize(("r", "kernel"), [(2, 3), (3, 3), (2, 5), (2, 1)])
def test_a_stamp_does_what_convolving_and_shuffling_do(r, kernel):
    rng = np.random.default_rng(r)
    x, weight = rng.normal(size=(2, 2, 5, 7)), rng.normal(size=(3 * r * r, 2, kernel, kernel))
    first, second = subpixel.two_ways(x, weight, r)
    np.testing.assert_allclose(first, second, atol=1e-12)
    theirs = functional.conv2d(torch.tensor(x), torch.tensor(weight), padding=kernel // 2)
    np.testing.assert_allclose(first, functional.pixel_shuffle(theirs, r).numpy(), atol=1e-12)


def test_the_drawn_stamp_is_the_working_one():
    stamp = subpixel.stamp_of(subpixel.NUMBERED, 2)[0, 0]
    assert texts(subpixel.rearranged())[-36:] == [number(value) for value in stamp.ravel()]
    assert sorted(stamp.ravel()) == list(range(1, 37))


def test_alike_kernels_make_no_checkerboard_and_random_ones_do():
    alike, drawn = (subpixel.beginnings()[name] for name in ("one kernel, four times", "four kernels"))
    parts = pixel_unshuffle(alike, 2)
    assert np.ptp(parts, axis=1).max() < 1e-12
    assert subpixel.unevenness(alike) < 1e-12
    assert subpixel.unevenness(drawn) > 0.3

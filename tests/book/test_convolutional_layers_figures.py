"""The figures of chapter 1 hold the numbers that `solutions` gives."""

import numpy as np
import pytest
from figures import photograph, stamps
from figures.convolutional_layers import elevation, layers, volume
from figures.grids import number, table

from solutions.convolutional_layers import conv2d, correlate1d, correlate2d
from tests.book._reading import texts
from tests.book.examples.convolutional_layers import BIAS, IMAGE, KERNEL, WEIGHT, WINDOW


def test_the_film_has_a_frame_for_every_stop_and_shows_its_answer():
    answers = correlate2d(IMAGE, KERNEL)
    film = stamps.film(IMAGE, KERNEL)
    assert len(film.pictures) == answers.size
    for frame, answer in zip(film.pictures, answers.ravel(), strict=True):
        assert f"= {number(answer)}" in texts(frame)


def test_the_last_frame_holds_the_whole_sheet():
    answers = correlate2d(IMAGE, KERNEL)
    frames = stamps.film(IMAGE, KERNEL).pictures
    written = texts(frames[-1])
    first = 1 + IMAGE.size + KERNEL.size  # after the title, the pixels and the factors
    assert written[first : first + answers.size] == [number(answer) for answer in answers.ravel()]


def test_the_sum_written_under_a_frame_is_right():
    for frame, answer in zip(stamps.film(IMAGE, KERNEL).pictures, correlate2d(IMAGE, KERNEL).ravel(), strict=True):
        terms = [text for text in texts(frame) if "·" in text]
        sum_ = " ".join(terms).replace("\N{MINUS SIGN}", "-").replace("·", "*")
        assert eval(sum_) == answer


def test_one_stop_shows_its_products_and_their_sum():
    picture = stamps.one_stop(IMAGE, KERNEL, (1, 2))
    products = IMAGE[1:3, 2:5] * KERNEL
    assert table(products) in picture.alt
    assert texts(picture)[-1] == number(correlate2d(IMAGE, KERNEL)[1, 2]) == number(products.sum())


def test_one_filter_adds_three_sums_and_a_bias():
    weight = np.round(3 * WEIGHT[0])
    answer = conv2d(WINDOW[None], weight[None], np.array([10.0])).item()
    assert answer == (WINDOW * weight).sum() + 10
    assert texts(layers.one_filter(WINDOW, weight, 10))[-1] == number(answer)


def test_the_magic_window_shows_what_it_sees_and_answers():
    seen = photograph.grey(photograph.cat())[254:257, 271:274]
    written = texts(photograph.magic_window())
    assert {number(value) for value in seen.ravel()} <= set(written)
    assert number((seen * photograph.UPRIGHT).sum()) in written


def test_the_pipeline_states_the_shapes_of_its_layer():
    written = " ".join(texts(layers.pipeline(WEIGHT, BIAS)))
    for shape in ((3, 224, 224), WEIGHT.shape, layers.maps_of(WEIGHT, BIAS).shape):
        assert " \N{MULTIPLICATION SIGN} ".join(map(str, shape)) in written


def test_a_still_post_leaves_no_trace_and_the_ball_does():
    film, change = volume.ball_film(), volume.changes()
    np.testing.assert_array_equal(change, film[1:] - film[:-1])
    assert (film[0, :, 12:14] == 5).any()
    assert not change[0, :, 12:14].any()
    assert {np.sign(change.min()), np.sign(change.max())} == {-1, 1}


def test_the_steepest_place_is_the_largest_difference_of_neighbours():
    heights = elevation.heights()
    at, most = elevation.steepest(heights)
    assert most == heights[at + 1] - heights[at - 1]
    assert abs(most) == np.abs(heights[2:] - heights[:-2]).max()
    assert 70 < elevation.step() < 80
    assert np.ptp(correlate1d(heights, elevation.MEAN)) < np.ptp(heights)


@pytest.mark.parametrize(("name", "total"), [("blur", 1), ("sharpen", 1), ("vertical edges", 0), ("emboss", 1)])
def test_a_kernel_answers_even_ground_with_the_sum_of_its_numbers(name, total):
    flat = np.full((3, 3), 120)
    assert correlate2d(flat, photograph.KERNELS[name])[0, 0] == pytest.approx(120 * total)


def test_whiskers_are_found_by_the_lying_kernel():
    """The page says so: compare the two on the lower left, where the whiskers are."""
    cat = photograph.grey(photograph.square_cat())
    upright, lying = (
        np.abs(correlate2d(cat, kernel))[160:, :80].mean() for kernel in (photograph.UPRIGHT, photograph.LYING)
    )
    assert lying > 1.3 * upright

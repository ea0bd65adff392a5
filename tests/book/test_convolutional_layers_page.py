"""What the page of chapter 1 states is so: its numbers, its tables, its quiz."""

import re

import numpy as np
from asides import thousands
from figures import photograph
from figures.convolutional_layers import elevation
from figures.grids import sizes
from workings.convolutional_layers import breakages, sums
from workings.terms import off

from solutions.convolutional_layers import conv2d, correlate1d, correlate2d, count_parameters

PAGE = "convolutional-layers"


def test_the_prediction(prose):
    halves = np.array([[0, 0, 0, 9, 9, 9, 9]] * 4)
    answers = correlate2d(halves, np.array([[-1, 0, 1]] * 3))
    prose.says(f"{answers.shape[0]} rows and {answers.shape[1]} columns: smaller")
    prose.says(f"The large numbers, {answers.max()}, stand")
    assert np.count_nonzero(answers[0]) == 2


def test_every_sum_by_hand(prose):
    four = np.array([[1, 2, 8, 9], [0, 3, 9, 8], [1, 2, 7, 9], [2, 1, 8, 7]])
    answers = correlate2d(four, photograph.UPRIGHT)
    prose.says(f"fits in {answers.size} places")
    for place, answer in np.ndenumerate(answers):
        lines = sums(four, photograph.UPRIGHT, place).data
        written, _, result = lines.rpartition("={}")
        terms = re.findall(r"\(?(-?\d+)\)? \\cdot (\d+)", written)
        assert len(terms) == photograph.UPRIGHT.size
        assert sum(int(k) * int(x) for k, x in terms) == answer
        assert f"\\mathbf{{{answer}}}" in result
        prose.says(rf"\mathbf{{{answer}}}")


def test_cross_correlation_beside_convolution(prose):
    blip, ramp = np.array([0, 0, 1, 0, 0, 0]), np.array([1, 2, 3])
    prose.says(f"answer is {' '.join(map(str, correlate1d(blip, ramp)))}: the kernel comes out backwards")
    prose.says(f"gives {' '.join(map(str, np.convolve(blip, ramp, mode='valid')))}.")


def test_shapes_of_the_layer(prose):
    maps = conv2d(np.zeros((1, 3, 224, 224)), np.zeros((16, 3, 3, 3)))
    prose.says(f"turns {sizes(np.zeros((3, 224, 224)))} into 16 maps")
    prose.says(f"than the picture: {sizes(maps[0])}")
    prose.says(f"output {maps.shape}")
    assert prose.count("same as PyTorch: True") == 3
    assert "same as PyTorch: False" not in prose


def test_a_bright_patch_beats_a_faint_pattern(prose):
    plus = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])
    faint, bright = correlate2d(3 * plus, plus)[0, 0], correlate2d(np.full((3, 3), 8), plus)[0, 0]
    assert faint < bright
    prose.says(f"The plus gets {faint}, the plain patch {bright}.")
    balanced = 9 * plus - plus.sum()
    assert balanced.sum() == 0
    prose.says(f"The faint plus gets {correlate2d(3 * plus, balanced)[0, 0]} and the plain patch 0.")


def test_words_for_numbers_in_the_one_dimensional_example(prose):
    assert len(elevation.MEAN) == 15
    prose.says("A kernel of fifteen equal numbers")
    heights = elevation.heights()
    stops = len(correlate1d(heights, elevation.MEAN))
    prose.says(f"{len(heights)} heights leave room for {stops} stops of a window of 15")


def test_parameters(prose):
    total = count_parameters(3, 16, 3)
    prose.says(f"That is {total - 16} + 16 = {total} numbers.")
    prose.says(f"you need {thousands(3 * 224 * 224 * 16 * 222 * 222)} weights")


def test_every_breakage_shows_here_and_hides_there():
    rng = np.random.default_rng(1)
    rows = breakages(rng.normal(size=(2, 3, 9, 13)), rng.normal(size=(4, 3, 2, 5)), rng.normal(size=4))
    assert rows
    for name, shown, _, hidden in rows:
        assert shown != "nothing at all", name
        assert hidden == "nothing at all", name


def test_off_tells_a_shape_from_a_value():
    assert off(np.zeros((2, 3)), np.zeros((3, 2))) == "shape (2, 3) instead of (3, 2)"
    assert off(np.zeros(2), np.array([0, 1.5])) == "values, by up to 1.5"
    assert off(np.ones(2), np.ones(2)) == "nothing at all"


def test_the_quiz_answers(prose):
    height, width = correlate2d(np.zeros((28, 40)), np.zeros((5, 3))).shape
    prose.says(f"{height} rows and {width} columns Yes.")
    prose.says(f"from 0 to 23 there are {len(range(24))}")
    prose.says(f"{count_parameters(3, 16, 3)} Yes.")
    prose.says(f"{count_parameters(1, 16, 3)} Not this one. That is the count for one input channel")
    prose.says(f"{count_parameters(3, 16, 3, bias=False)} Not this one. Those are the weights")


def test_a_one_at_the_right_moves_the_picture_to_the_left():
    image = np.arange(20).reshape(4, 5)
    shift = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])
    np.testing.assert_array_equal(correlate2d(image, shift), image[1:-1, 2:])

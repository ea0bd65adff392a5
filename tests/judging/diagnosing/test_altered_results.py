"""What an answer did to the right result is said in one sentence, and nothing is said of what no sentence explains."""

import time

import numpy as np
import pytest

import solutions
from autograder import judge
from autograder.bank import EXERCISES, find
from autograder.bank.mistakes.right_answers import right_answer
from autograder.judging.diagnosing.altered_results import find_alteration
from autograder.judging.diagnosing.wrong_places import find_wrong_places
from autograder.judging.tried_case import TriedCase
from autograder.runner.calls import call

CONV2D, CONV3D = "convolutional-layers/conv2d", "convolutional-layers/conv3d"
SHUFFLE, LINES = "upsampling-and-pixelshuffle/pixel_shuffle", "convolutional-layers/correlate1d"
PRINTS = "transposed-convolutions/conv_transpose2d"


def put(out, place, value):
    out = out.copy()
    out[place] = value
    return out


def spoiled_border(out):
    inner = out[:, :, 1:-1, 1:-1].copy()
    out = out + 1 + np.arange(out.size).reshape(out.shape)
    out[:, :, 1:-1, 1:-1] = inner
    return out


BENT = [
    (
        CONV3D,
        lambda out: out.transpose(0, 1, 3, 4, 2),
        "returns the axes in the order (N, C, H, W, D) and not (N, C, D, H, W)",
    ),
    (CONV2D, lambda out: out.transpose(0, 2, 3, 1), "returns the axes in the order (N, H, W, C) and not (N, C, H, W)"),
    (LINES, lambda out: out[:, None], "returns the right numbers with an axis too many"),
    (CONV2D, np.ravel, "puts the right numbers into an array of another shape"),
    (CONV2D, lambda out: out[:, :, :-1, 1:], "leaves out the last row and the first column"),
    (CONV2D, lambda out: out[:, :, : out.shape[2] - out.shape[2] // 2], "leaves out some of the last rows"),
    (
        LINES,
        lambda out: np.append(out, np.zeros(1 + out.size % 3)),
        "returns the right result with places too many at the end",
    ),
    (
        SHUFFLE,
        lambda out: np.pad(out, [(0, 0), (0, 0), (2, 2), (2, 2)]),
        "returns the right result with a border of width 2 around it",
    ),
    (LINES, lambda out: np.append(out, 0), "returns the right result with a place too many at the end"),
    (CONV2D, lambda out: 1.5 * out, "multiplies the right result by 1.5"),
    (CONV2D, lambda out: out / 6, "divides the right result by 6"),
    (CONV2D, np.negative, "has every sign the wrong way round"),
    (
        CONV2D,
        lambda out: out * len(out) * out.shape[1],
        "multiplies the right result by a factor that differs from case to case",
    ),
    (CONV2D, lambda out: out - 0.25, "takes 0.25 away from the right result"),
    (CONV2D, np.floor, "rounds down to whole numbers"),
    (CONV2D, lambda out: np.round(out, 1), "rounds to 1 decimal"),
    (CONV2D, lambda out: out[:, :, ::-1], "returns the rows in reverse order"),
    (SHUFFLE, lambda out: np.roll(out, 1, axis=1), "puts the channels into another order"),
    (SHUFFLE, lambda out: out[::-1], "puts the inputs of the batch into another order"),
    (CONV2D, lambda out: np.roll(out, -1, axis=3), "puts its numbers 1 column too far to the beginning"),
    (CONV2D, lambda out: out.cumsum().reshape(out.shape), "goes on adding from one number of the result to the next"),
    (CONV2D, lambda out: put(out, (..., 0, slice(None)), 77), "is right everywhere but in the first row"),
    (CONV2D, lambda out: put(out, (..., -1), 0), "leaves zeros in the last column"),
    (CONV2D, lambda out: put(out, (slice(None), slice(1, None)), 77), "is right for the first channel only"),
    (CONV2D, spoiled_border, "is right everywhere but at the border"),
    (CONV2D, lambda out: out * (np.indices(out.shape).sum(axis=0) % 2), "leaves a part of the result at zero"),
]


@pytest.mark.share(3)
@pytest.mark.parametrize(("exercise_id", "bend", "name"), BENT, ids=[name for _, _, name in BENT])
@pytest.mark.parametrize("hidden", [False, True])
def test_what_was_done_to_the_right_result_is_said(exercise_id, bend, name, hidden):
    right = right_answer(find(exercise_id))
    report = judge(exercise_id, lambda *args: bend(right(*args)), hidden=hidden, seed=3)
    assert report.mistake == name
    assert f"This is what you get when the answer {name}." in str(report)
    assert "?" in report.diagnosis.hint


def test_numbers_are_told_by_how_much_they_are_off():
    exercise = find("convolution-parameters/receptive_field")
    tried = [TriedCase(case, call(lambda wanted=n: wanted + 4, ()), n, 1) for n, case in enumerate(exercise.cases, 3)]
    assert find_alteration(exercise, tried).name == "adds 4 to the right result"


def test_places_where_two_prints_meet():
    def overwriting(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
        options = stride, padding, output_padding, groups, dilation
        ones = solutions.conv_transpose2d(np.ones_like(x), np.full_like(weight, groups / len(weight)), None, *options)
        return np.where(np.round(ones) > 1, 50, solutions.conv_transpose2d(x, weight, bias, *options))

    assert judge(PRINTS, overwriting).mistake == "is right everywhere but where two prints meet"


WITH_ARRAYS = [
    name
    for name, exercise in EXERCISES.items()
    if (right := right_answer(exercise)) and isinstance(right(*exercise.cases[0].args), np.ndarray)
]


def squared_and_sorted(out):
    numbers = np.asarray(out, dtype=float)
    return np.sort(numbers.ravel()).reshape(numbers.shape) ** 2 + numbers**3


def noisy(out):
    return np.asarray(out) + np.random.default_rng(np.size(out)).standard_normal(np.shape(out))


@pytest.mark.parametrize("bend", [squared_and_sorted, noisy])
@pytest.mark.parametrize("exercise_id", WITH_ARRAYS)
def test_what_no_sentence_explains_gets_none_and_costs_little_time(exercise_id, bend):
    exercise = find(exercise_id)
    right = right_answer(exercise)
    tried = [
        TriedCase(case, call(lambda *args: bend(right(*args)), case.args), right(*case.args), 9)
        for case in [*exercise.cases, *exercise.draw(2)]
    ]
    start = time.process_time()
    assert find_alteration(exercise, tried) is None
    assert find_wrong_places(exercise, tried) is None
    assert time.process_time() - start < 1  # a few milliseconds


def test_a_passing_case_must_fit_too():
    right = right_answer(find(CONV2D))
    assert judge(CONV2D, lambda x, weight, bias=None: right(x, weight, bias) * (1.5 if len(x) > 1 else 1)).mistake == (
        "multiplies the right result by a factor that differs from case to case"
    )
    assert (
        judge(CONV2D, lambda x, weight, bias=None: right(x, weight, bias) + (1.5 if len(x) > 1 else 0)).mistake is None
    )


@pytest.mark.parametrize("dtype", [np.float16, object, complex])
def test_nothing_is_said_of_an_array_of_the_wrong_type(dtype):
    right = right_answer(find(CONV2D))
    assert judge(CONV2D, lambda *args: right(*args).astype(dtype)).mistake is None

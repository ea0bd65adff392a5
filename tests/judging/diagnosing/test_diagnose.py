"""Two mistakes at once get both their names; three, or one that nobody knows, get none."""

import numpy as np
import pytest

import solutions
from autograder import judge
from autograder.bank import EXERCISES
from autograder.judging import oracle
from solutions.convolution_parameters import conv2d as general
from solutions.convolutional_layers import conv2d

PLAIN, GENERAL = "convolutional-layers/conv2d", "convolution-parameters/conv2d"


def swapped(value):
    return value if isinstance(value, int) else value[::-1]


def both(report, *names):
    assert report.score < 1
    assert report.mistake is not None
    assert report.mistake in {" and ".join(names), " and ".join(reversed(names))}
    assert str(report).count("?") >= 2  # both hints


def test_a_flipped_kernel_and_a_forgotten_bias():
    report = judge(PLAIN, lambda x, weight, bias=None: conv2d(x, weight[:, :, ::-1, ::-1]), hidden=True, seed=3)
    both(report, "flips the kernel", "forgets the bias")


def test_stride_and_padding_both_swapped():
    def answer(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        return general(x, weight, bias, swapped(stride), swapped(padding), dilation, groups)

    both(
        judge(GENERAL, answer, hidden=True, seed=3),
        "reads the stride as (width, height)",
        "reads the padding as (width, height)",
    )


def avg_pool(x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    stride = kernel_size if stride is None else stride
    return solutions.avg_pool2d(x, kernel_size, swapped(stride), padding, False, count_include_pad)


def replication(x, padding):
    left, right, top, bottom = (padding,) * 4 if isinstance(padding, int) else padding
    return solutions.pad(x, (right, left, bottom, top), "replicate")


def transposed(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    options = stride, swapped(padding), output_padding, groups, dilation
    return solutions.conv_transpose2d(x, weight[:, :, ::-1, ::-1], bias, *options)


def transposed_signal(x, weight, bias=None, stride=1):
    return solutions.conv_transpose1d(x, weight[..., ::-1], None, stride)


def resized(x, size=None, scale_factor=None, mode="nearest", align_corners=None):
    size = size if size is None else swapped(size)
    factor = scale_factor if scale_factor is None or np.ndim(scale_factor) == 0 else scale_factor[::-1]
    return solutions.interpolate(x, size, factor, mode, align_corners)


@pytest.mark.parametrize(
    ("exercise", "answer", "names"),
    [
        ("pooling-layers/avg_pool2d", avg_pool, ["swaps the two strides", "leaves out the windows that stick out"]),
        ("padding-layers/replication_pad2d", replication, ["swaps left and right", "swaps top and bottom"]),
        (
            "transposed-convolutions/conv_transpose2d",
            transposed,
            ["flips the kernel", "reads the padding as (width, height)"],
        ),
        ("transposed-convolutions/conv_transpose1d", transposed_signal, ["flips the kernel", "forgets the bias"]),
        (
            "upsampling-and-pixelshuffle/interpolate",
            resized,
            ["reads size as (width, height)", "reads scale_factor as (width, height)"],
        ),
    ],
)
def test_two_misreadings_at_once(exercise, answer, names):
    both(judge(exercise, answer, hidden=True, seed=3), *names)


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, weight, bias=None: 1.5 * conv2d(x, weight[:, :, ::-1, ::-1]),
        lambda x, weight, bias=None: np.sort(conv2d(x, weight, bias)),
    ],
)
def test_an_unknown_error_beside_known_ones_gets_no_name(answer):
    assert judge(PLAIN, answer).mistake is None


def arrays(value):
    """The arrays in an argument that can be changed in place."""
    items = value.values() if isinstance(value, dict) else [value]
    return [item for item in items if isinstance(item, np.ndarray)]


def doubles_first(answer, args):
    for array in [array for arg in args for array in arrays(arg)]:
        array *= 2
    return answer(*args)


def clears_afterwards(answer, args):
    out = answer(*args)
    for array in [array for arg in args for array in arrays(arg)]:
        array[...] = 0
    return out


def squares_the_first_array(answer, args):
    array = next(array for arg in args for array in arrays(arg))
    array **= 2
    return answer(*args)


WITH_ARRAYS = [name for name, exercise in EXERCISES.items() if any(map(arrays, exercise.cases[0].args))]


@pytest.mark.parametrize("change", [doubles_first, clears_afterwards, squares_the_first_array])
@pytest.mark.parametrize("exercise_id", WITH_ARRAYS)
def test_a_right_answer_that_changes_its_inputs_gets_no_name(exercise_id, change):
    right = oracle.honest_answers(EXERCISES[exercise_id])["the reference"]
    report = judge(exercise_id, lambda *args: change(right, args))
    assert report.score < 1
    assert report.mistake is None


def test_powers_taken_in_place_are_not_taken_for_swapped_sides():
    def answer(x, norm_type, kernel_size, stride=None, ceil_mode=False):
        x **= norm_type
        height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        sums = height * width * solutions.avg_pool2d(x, kernel_size, stride, 0, ceil_mode)
        return sums ** (1 / norm_type)

    assert judge("pooling-layers/lp_pool2d", answer).mistake is None

"""Two mistakes at once get both their names; three, or one that nobody knows, get none."""

import numpy as np
import pytest

from autograder import judge
from solutions.convolution_parameters import conv2d as general
from solutions.convolutional_layers import conv2d

PLAIN, GENERAL = "convolutional-layers/conv2d", "convolution-parameters/conv2d"


def swapped(value):
    return value if isinstance(value, int) else value[::-1]


def both(report, *names):
    assert report.score < 1
    assert report.mistake is not None
    assert sorted(report.mistake.split(" and ")) == sorted(names)
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


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, weight, bias=None: 1.5 * conv2d(x, weight[:, :, ::-1, ::-1]),
        lambda x, weight, bias=None: np.sort(conv2d(x, weight, bias)),
    ],
)
def test_an_unknown_error_beside_known_ones_gets_no_name(answer):
    assert judge(PLAIN, answer).mistake is None

"""A mistake where shapes do not fit has its name whatever NumPy says of it: blocks without the rows that they share."""

import numpy as np
import pytest

from autograder import judge
from autograder.bank import find
from autograder.judging.tried_case import TriedCase
from autograder.runner.values import Answer, Failure
from solutions.as_fast_as_torch import im2col, pair, stops

EXERCISE = "as-fast-as-torch/conv2d_blocked"
MISSING = "forgets the rows that neighbouring blocks share"
FROM_THE_NEXT = "forgets the rows that a block shares with the next one"


def blocks(x, weight, stride, padding, dilation, rows, cut):
    """The result of each block of an image, from its own rows of x alone."""
    height, width = stops(x.shape[2:], weight.shape[2:], stride, padding, dilation)
    step, (ph, pw) = pair(stride)[0], pair(padding)
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    for image in range(len(x)):
        for top in range(0, height, rows):
            bottom = min(top + rows, height) if cut else top + rows
            band = padded[image : image + 1, :, top * step : bottom * step]
            columns = im2col(band, weight.shape[2:], stride, 0, dilation)[0]
            yield image, top, weight.reshape(len(weight), -1) @ columns, columns.size, (height, width)


def assigned(cut):
    def conv2d_blocked(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
        out, largest = None, 0
        for image, top, product, size, (height, width) in blocks(x, weight, stride, padding, dilation, rows, cut):
            out = np.zeros((len(x), len(weight), height, width), x.dtype) if out is None else out
            out[image, :, top : top + rows] = product.reshape(len(weight), -1, width)
            largest = max(largest, size)
        return (out if bias is None else out + bias[:, None, None]), largest

    return conv2d_blocked


def joined(cut):
    def conv2d_blocked(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
        images, largest = [[] for _ in x], 0
        for image, _, product, size, (_, width) in blocks(x, weight, stride, padding, dilation, rows, cut):
            images[image].append(product.reshape(len(weight), -1, width))
            largest = max(largest, size)
        out = np.stack([np.concatenate(parts, axis=1) for parts in images])
        return (out if bias is None else out + bias[:, None, None]), largest

    return conv2d_blocked


@pytest.mark.share(4)
@pytest.mark.parametrize(("cut", "name"), [(True, MISSING), (False, FROM_THE_NEXT)])
@pytest.mark.parametrize("way", [assigned, joined])
@pytest.mark.parametrize("seed", range(5))
def test_a_missing_halo_is_named_whatever_comes_of_it(way, cut, name, seed):
    report = judge(EXERCISE, way(cut), hidden=True, seed=seed)
    assert report.mistake == name
    assert f"This is what you get when the answer {name}." in str(report)


def test_another_answer_that_stops_everywhere_gets_no_name():
    def conv2d_blocked(x, weight, bias=None, stride=1, padding=0, dilation=1, rows=8):
        raise ValueError("could not broadcast input array from shape (3,6,3) into shape (3,8,3)")

    assert judge(EXERCISE, conv2d_blocked).mistake is None


@pytest.mark.parametrize(
    ("answer", "is_one"),
    [
        (Answer(failure=Failure("ValueError", "cannot reshape")), True),
        (Answer(failure=Failure("IndexError", "out of bounds")), True),
        (Answer(failure=Failure("NameError", "name 'x' is not defined")), False),
        (Answer((np.zeros((2, 3)), 4)), True),
        (Answer((np.zeros((2, 2)), 5)), False),
        (Answer(np.zeros((2, 3))), False),
    ],
)
def test_what_a_misfit_stands_for(answer, is_one):
    case = TriedCase(find(EXERCISE).cases[0], answer, (np.ones((2, 2)), 4), 1)
    assert case.came_of(Answer(failure=Failure("Misfit", ""))) is is_one

"""The figures of chapter 9 show what torch's autograd and the reference give."""

import numpy as np
import pytest
import torch
from figures.the_way_back import blame, maps, training

from tests.book._reading import read, texts

F = torch.nn.functional


def autograd(x, weight, grad, **options):
    leaves = [torch.from_numpy(1.0 * array[None, None]).requires_grad_() for array in (x, weight)]
    return [
        found.numpy()[0, 0]
        for found in torch.autograd.grad(F.conv2d(*leaves, **options), leaves, torch.from_numpy(1.0 * grad[None, None]))
    ]


def test_the_small_numbers_are_autograds():
    pixels, kernel = autograd(blame.X, blame.K, blame.BLAME)
    np.testing.assert_array_equal(blame.to_input(), pixels)
    np.testing.assert_array_equal(blame.to_weight(), kernel)
    np.testing.assert_array_equal(blame.up_to(blame.BLAME.size - 1), pixels)


def test_the_answer_writes_them():
    written = [text.replace("\N{MINUS SIGN}", "-") for text in read(blame.answer())]
    numbers = sorted(int(text) for text in written if text.lstrip("-").isdigit())
    assert numbers == sorted([*blame.to_input().ravel(), *blame.to_weight().ravel()])


def test_the_film_ends_with_the_answer():
    last = blame.film().pictures[-1]
    wanted = [f"{value:g}".replace("-", "\N{MINUS SIGN}") for value in blame.to_input().ravel()]
    assert texts(last)[-len(wanted) :] == wanted


@pytest.mark.parametrize(("kernel", "stride"), [(3, 1), (3, 2), (2, 2)])
def test_pixels_are_counted_as_autograd_counts_them(kernel, stride):
    ones = np.ones((kernel, kernel))
    count = (13 - kernel) // stride + 1
    pixels, _ = autograd(np.zeros((13, 13)), ones, np.ones((count, count)), stride=stride)
    np.testing.assert_array_equal(maps.counted(13, kernel, stride), pixels)
    (picture,) = maps.checkerboards([(kernel, stride)]).pictures
    assert ("1 to 4 times" in texts(picture)[-1]) == (kernel % stride != 0)


def test_the_field_is_no_wider_than_it_may_be_and_denser_in_the_middle():
    for depth in (2, 6, 14):
        values = maps.field(depth, draws=3)
        middle = len(values) // 2
        inside = values[middle - depth : middle + depth + 1, middle - depth : middle + depth + 1]
        assert inside.sum() == pytest.approx(values.sum())
        assert maps.half_of(values) < 1 + 2 * depth


def test_a_digit_becomes_surer_along_its_gradient():
    state, _ = training.run()
    x, y = (part[:6] for part in training.released.digits("kept_back"))

    def scores(pictures):
        maps_ = np.maximum(training.answers_of(state, pictures), 0)
        features = training.max_pool2d(maps_, 2).reshape(len(pictures), -1)
        return (features @ state["fc.weight"].T + state["fc.bias"])[np.arange(len(y)), y]

    step = 1e-3 * training.to_pixels(state, x.astype(float), y)
    assert (scores(x + step) > scores(x.astype(float))).all()

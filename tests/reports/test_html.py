"""A report in a notebook: nothing of a learner's becomes a part of the page, and its picture is told in words."""

import re

import numpy as np
import pytest

from autograder import judge

CONV2D, ZERO_PAD = "convolutional-layers/conv2d", "padding-layers/zero_pad2d"
TAG = "<img src=x onerror=alert(1)>"


def raises(*args):
    raise ValueError(TAG)


def prints(*args):
    print(TAG)
    return np.zeros(3)


def answers_in_words(*args):
    return TAG


class Named(type):
    def __repr__(cls):
        return TAG

    __str__ = __repr__


class Odd(Exception, metaclass=Named):
    pass


Odd.__name__ = Odd.__qualname__ = TAG


def raises_an_oddly_named_error(*args):
    raise Odd(TAG)


@pytest.mark.parametrize("answer", [raises, prints, answers_in_words, raises_an_oddly_named_error])
def test_what_comes_from_a_learner_is_escaped(answer):
    page = judge(CONV2D, answer)._repr_html_()
    assert [tag for tag in re.findall(r"<[^>]*>", page) if "onerror" in tag] == []
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_the_picture_says_where_the_output_differs():
    def last_column_wrong(x, padding):
        left, right, top, bottom = (padding,) * 4 if np.ndim(padding) == 0 else padding
        out = np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)))
        out[..., -1] += 1
        return out

    page = judge(ZERO_PAD, last_column_wrong)._repr_html_()
    (label,) = re.findall(r'<svg role="img" aria-label="([^"]*)"', page)
    caption = re.search(r"<figcaption>(.*?)</figcaption>", page)[1]
    assert label == caption
    assert re.search(r"Where the output of \[0, 0\] differs: in (\d+) of \d+ places: every row, column \d+\.$", label)
    crosses, wrong = page.count("<path"), int(re.search(r"in (\d+) of", label)[1])
    assert crosses == wrong


def test_an_unanswered_exercise_has_no_picture():
    def untouched(*args):
        raise NotImplementedError

    page = judge(CONV2D, untouched)._repr_html_()
    assert "<svg" not in page
    assert "raise NotImplementedError()" in page

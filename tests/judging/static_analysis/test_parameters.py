"""What a function takes is read as Python writes it, and only what it never reads is said to be unused."""

import functools

import pytest

from autograder.judging.static_analysis.parameters import Parameters, never_read, of_function, of_text


def test_text_and_function_give_the_same():
    def conv1d(x, weight: list, bias=None, *, stride=1) -> None: ...

    assert of_function(conv1d) == Parameters(
        ("x", "weight", "bias", "stride"), {"bias": None, "stride": 1}, "x, weight, bias=None, *, stride=1"
    )
    assert of_text("x, weight, bias=None") == Parameters(
        ("x", "weight", "bias"), {"bias": None}, "x, weight, bias=None"
    )
    assert of_text("x, low=-1, high=inf, sizes=(2, 3)").defaults == {"low": -1, "sizes": (2, 3)}
    assert of_text("x, weight, bias=None, stride=1").none_by_default == {"bias"}
    assert of_function(lambda *args: args).names == ()


def reads_both(x, weight):
    return x @ weight


def reads_inside(x, weight):
    return [row * weight for row in x] + [(lambda: weight)()]


def reads_unseen(x, weight):
    return locals()["x"] + locals()["weight"]


@functools.wraps(reads_both)
def passes_on(*args):
    return reads_both(*args)


def leaves_one_out(x, weight):
    return x


def needs_no_option(x, weight=None):
    return x


@pytest.mark.parametrize("function", [reads_both, reads_inside, reads_unseen, passes_on, needs_no_option, max])
def test_what_is_read_or_may_be_is_not_said_to_be_unused(function):
    assert never_read(function) == []


def test_what_is_never_read_is_named():
    assert never_read(leaves_one_out) == ["weight"]

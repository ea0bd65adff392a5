"""A single number may be a number or an array without axes, and is given the tolerance of arrays."""

import numpy as np
import pytest

from autograder.judging.compare import difference, whole_float


@pytest.mark.parametrize("wanted", [0.5, np.array(0.5), np.float64(0.5)])
@pytest.mark.parametrize("got", [0.5, np.array(0.5), np.array(0.5, np.float32), 0.5000001])
def test_a_number_is_a_number_however_it_is_wrapped(wanted, got):
    assert difference(wanted, got) is None


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (0.25, "wanted 0.5, got 0.25"),
        (np.array(0.25), "wanted 0.5, got 0.25"),
        (None, "wanted the number 0.5, got None"),
        (np.array([0.5]), "got an array of shape (1,)"),
        (True, "got the bool True"),
        (float("nan"), "wanted 0.5, got nan"),
    ],
)
def test_another_number_is_wrong_and_the_report_says_why(got, words):
    assert words in difference(0.5, got).message


def test_infinity_and_nan_equal_themselves():
    assert difference(np.inf, np.inf) is None
    assert difference(np.nan, np.nan) is None
    assert difference(np.inf, -np.inf)


def test_a_float32_sum_that_runs_over_a_large_window_is_right():
    numbers = np.random.default_rng(3).standard_normal(62 * 62).astype(np.float32)
    for wanted_of in (numbers, np.abs(numbers)):
        running = np.float32(0)
        for number in wanted_of:
            running += number
        wanted = np.array(wanted_of, np.float64).sum()
        assert running != np.float32(wanted)  # it has rounded on the way
        assert difference(np.array([[wanted]]), np.array([[running]]), terms=wanted_of.size) is None


def test_whole_numbers_stay_exact():
    assert difference(3, 4)
    assert difference(3, 3) is None


@pytest.mark.parametrize(("wanted", "got"), [(448, 448.0), ([(1, 2), (3, 4)], [(1, 2.0), (3, 4)]), (0, -0.0)])
def test_a_whole_float_for_a_whole_number_is_accepted_with_a_hint(wanted, got):
    assert difference(wanted, got) is None
    assert "is a float: `//` or `int(...)` gives the whole number" in whole_float(wanted, got)
    assert whole_float(wanted, wanted) == ""


@pytest.mark.parametrize("got", [448.5, 449.0, float("inf"), float("nan"), "448.0", True])
def test_no_other_number_is(got):
    assert difference(448, got) is not None


def test_a_dict_is_compared_name_by_name():
    wanted = {"weight": np.ones((2, 3)), "bias": np.zeros(2)}
    assert difference(wanted, {"bias": np.zeros(2), "weight": np.ones((2, 3))}) is None
    assert difference(wanted, {"weight": np.ones((2, 3))}).message == "wanted the keys weight, bias, got weight"
    assert (
        difference(wanted, np.ones(2)).message == "wanted a dict with the keys weight, bias, got an array of shape (2,)"
    )
    off = {"weight": np.ones((2, 3)), "bias": np.array([0.0, 1.0])}
    assert difference(wanted, off).message.startswith("bias: first difference at [1]: wanted 0, got 1")


def test_a_tuple_of_arrays_is_compared_item_by_item():
    wanted = (2.5, np.ones((2, 3)))
    assert difference(wanted, [2.5, np.ones((2, 3))]) is None
    assert difference(wanted, np.ones(2)).message == "wanted 2 things, got an array of shape (2,)"
    assert difference(wanted, (2.5, np.ones(3))).message == "item 1: shape: wanted (2, 3), got (3,)"

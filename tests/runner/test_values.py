"""What a function returns is copied into plain values, and what does not fit is named for what it is."""

import numpy as np
import pytest

from autograder.runner.values import MAX_NESTING, Unknown, plain


def holding_itself(kind):
    inner = []
    value = kind([1, inner])
    inner.append(value)
    return value


def nested(depth):
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


@pytest.mark.parametrize("code", [code for code in "hiqefdFD" if np.dtype(code).itemsize > 1])
def test_an_array_of_another_byte_order_keeps_its_numbers(code):
    array = np.arange(6).reshape(2, 3).astype(code)
    (copied,) = plain([array.astype(array.dtype.newbyteorder())])
    assert copied.dtype == array.dtype
    assert copied.dtype.isnative
    np.testing.assert_array_equal(copied, array)


def test_what_holds_itself_is_named():
    assert plain(holding_itself(list)) == Unknown("a list that holds itself")
    assert plain((1, holding_itself(tuple))) == Unknown("a tuple that holds itself")
    loop = {}
    loop["a"] = [loop]
    assert plain(loop) == Unknown("a dict that holds itself")


def test_what_stands_in_a_list_twice_does_not_hold_itself():
    pair = [1, 2]
    assert plain([pair, pair, (pair,)]) == [pair, pair, (pair,)]


def test_nesting_has_a_limit():
    assert plain(nested(MAX_NESTING)) == nested(MAX_NESTING)
    for depth in (MAX_NESTING + 1, 100_000):
        assert plain(nested(depth)) == Unknown(f"a list nested more than {MAX_NESTING} deep")


@pytest.mark.parametrize("dtype", [np.dtypes.StringDType(), "U3", "S3", object, [("a", ">f8")], "m8[s]", "g"], ids=str)
def test_other_arrays_are_only_named(dtype):
    array = np.zeros(2, dtype)
    assert plain(array) == Unknown(f"array of {array.dtype.name}")

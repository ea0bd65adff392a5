"""Where torch counts, a learner may count in whole numbers or in floats, and a mistake has the same name in both."""

import numpy as np
import pytest

from autograder import judge
from autograder.bank import find

COUNT = find("transposed-convolutions/overlap_count")


def as_type(function, dtype):
    return lambda *args: function(*args).astype(dtype)


def right(size, kernel_size, stride):
    starts = np.arange(size) * stride
    places = np.arange((size - 1) * stride + kernel_size)[:, None] - starts
    return ((places >= 0) & (places < kernel_size)).sum(axis=1)


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64, np.float32, np.float64])
def test_a_count_may_have_any_type_that_holds_it(dtype):
    assert judge(COUNT.id, as_type(right, dtype), hidden=True, seed=2).score == 1


@pytest.mark.parametrize("dtype", [np.float16, complex, bool])
def test_but_not_a_type_that_no_layer_has(dtype):
    assert judge(COUNT.id, as_type(right, dtype)).score == 0


@pytest.mark.parametrize("mistake", COUNT.mistakes, ids=lambda mistake: mistake.name)
@pytest.mark.parametrize("dtype", [np.int32, np.float32, np.float64])
def test_a_mistake_in_counting_is_named_in_every_type(mistake, dtype):
    assert judge(COUNT.id, as_type(mistake.function, dtype), hidden=True, seed=3).mistake == mistake.name

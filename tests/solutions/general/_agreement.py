"""What every test of the general operations asks: torch and ours accept the same arguments and give the same numbers.

Set GENERAL_EXAMPLES for a longer run, as in `GENERAL_EXAMPLES=5000 pytest tests/solutions/general`.
"""

import os
import warnings

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("GENERAL_EXAMPLES", "250"))
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
brief = settings(thorough, max_examples=max(10, EXAMPLES // 4))

REFUSALS = (RuntimeError, ValueError, TypeError, ZeroDivisionError, IndexError, OverflowError)
DTYPES = st.sampled_from([np.float32, np.float64])


def tensors(*arguments):
    """The same arguments for torch."""
    return [torch.from_numpy(value) if isinstance(value, np.ndarray) else value for value in arguments]


def numbers(draw, *shape, dtype=np.float32):
    """Normal numbers of a shape: what Hypothesis varies is the geometry."""
    return np.random.default_rng(draw(st.integers(0, 2**32))).standard_normal(shape).astype(dtype)


def sizes(axes, least, most):
    """An int, or one for each axis."""
    each = st.integers(least, most)
    return st.one_of(each, st.tuples(*[each] * axes))


def rarely(draw, odd, usual):
    """Draw from `odd` one time in ten, to see it refused."""
    return draw(odd if draw(st.integers(0, 9)) == 0 else usual)


def assert_close(got, wanted):
    """Equal up to rounding, relative to the largest output."""
    assert got.shape == wanted.shape
    assert got.dtype == wanted.dtype
    error = 2e-6 if got.dtype == np.float32 else 1e-13
    largest = np.abs(wanted[np.isfinite(wanted)]).max(initial=0)
    np.testing.assert_allclose(got, wanted, rtol=0, atol=error * max(1.0, largest))


def assert_same(got, wanted):
    """Equal to the last bit, the sign of a zero included; one nan is as good as another."""
    assert got.dtype == wanted.dtype
    np.testing.assert_array_equal(got, wanted)
    if got.dtype.kind == "f":
        number = ~np.isnan(wanted)
        np.testing.assert_array_equal(np.signbit(got[number]), np.signbit(wanted[number]))


def agree(ours, torchs, *arguments, check=assert_close, **options):
    """Compare one call: the values, or that both refuse it."""
    given = [value.copy() if isinstance(value, np.ndarray) else value for value in arguments]
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch tells of copies that it makes, and of empty arrays
            wanted = torchs(*tensors(*given), **options)
    except REFUSALS:
        with pytest.raises(ValueError, match=f"^{ours.__name__}: "):
            ours(*arguments, **options)
        return
    got = ours(*arguments, **options)
    if isinstance(wanted, tuple):
        assert len(got) == len(wanted)
        for one, other in zip(got, wanted, strict=True):
            check(one, other.numpy())
    else:
        check(got, wanted.numpy())
    for before, after in zip(given, arguments, strict=True):
        if isinstance(before, np.ndarray):
            assert np.array_equal(before, after, equal_nan=True), "the input was modified"

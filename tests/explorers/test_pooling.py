"""The pooling explorer's arithmetic and limits are torch's: compared with `solutions` over random settings."""

import numpy as np
import pytest

import solutions
from solutions.adaptive_pooling import adaptive_windows
from tests.explorers._drawing import Draw
from tests.explorers._limits import assert_limits_agree
from tests.explorers._node import array, ask

SETTINGS = 400


def wanted(draw):
    return {
        "dims": 2,
        "kind": draw.one_of("max", "average", "lp"),
        "norm": draw.one_of(1, 2, 4, float("inf")),
        "size": draw.pair(1, 9),
        "kernel": draw.pair(1, 4),
        "stride": draw.pair(1, 4),
        "padding": draw.one_of([0, 0], draw.pair(0, 2)),
        "dilation": draw.one_of([1, 1], [1, 1], draw.pair(1, 3)),
        "ceil": draw.one_of(True, False),
        "countPadding": draw.one_of(True, False),
    }


def reference(s, x):
    kernel, stride, padding, dilation = (tuple(s[key]) for key in ("kernel", "stride", "padding", "dilation"))
    if s["kind"] == "max":
        return solutions.max_pool2d(x, kernel, stride, padding, dilation, s["ceil"])
    if dilation != (1, 1) or (s["kind"] == "lp" and padding != (0, 0)):
        raise ValueError("torch has no such argument")
    if s["kind"] == "average":
        return solutions.avg_pool2d(x, kernel, stride, padding, s["ceil"], s["countPadding"])
    return solutions.lp_pool2d(x, s["norm"], kernel, stride, s["ceil"])


@pytest.fixture(scope="module")
def limited():
    draw = Draw(10)
    every = [wanted(draw) for _ in range(SETTINGS)]
    results = ask([("limitPool", settings) for settings in every])
    return [
        (settings, {**result["value"], "norm": settings["norm"]}, result["reasons"])
        for settings, result in zip(every, results, strict=True)
    ]


def test_every_number_is_that_of_solutions(limited):
    draw = Draw(11)
    every = [(settings, draw.array(*settings["size"])) for _, settings, _ in limited]
    results = ask([("pool", x, settings) for settings, x in every])
    for (settings, x), result in zip(every, results, strict=True):
        with np.errstate(invalid="ignore"):
            expected = reference(settings, x[None, None])[0, 0]
        np.testing.assert_allclose(array(result["out"]), expected, rtol=1e-12, err_msg=str(settings))


def test_what_torch_takes_is_left_alone_and_the_rest_has_a_reason(limited):
    assert_limits_agree(limited, lambda settings: reference(settings, np.ones((1, 1, *settings["size"]))))


def test_adaptive_windows_and_pools_are_those_of_solutions():
    draw = Draw(12)
    every = [(draw.array(*draw.pair(1, 9)), draw.pair(1, 9), draw.one_of("max", "average")) for _ in range(200)]
    results = ask([("adaptivePool", *given) for given in every])
    for (x, counts, kind), result in zip(every, results, strict=True):
        operation = solutions.adaptive_max_pool2d if kind == "max" else solutions.adaptive_avg_pool2d
        np.testing.assert_allclose(array(result["out"]), operation(x[None, None], tuple(counts))[0, 0], atol=1e-12)
        windows = [[list(window) for window in adaptive_windows(*axis)] for axis in zip(x.shape, counts, strict=True)]
        assert result["windows"] == windows

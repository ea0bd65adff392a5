"""The transposed-convolution explorer's arithmetic and limits are torch's: compared with `solutions`."""

import numpy as np
import pytest

import solutions
from solutions.transposed_convolutions import overlap_count
from tests.explorers._drawing import Draw
from tests.explorers._limits import assert_limits_agree
from tests.explorers._node import array, ask

SETTINGS = 300


def wanted(draw):
    return {
        "dims": 2,
        "size": draw.pair(1, 5),
        "kernel": draw.pair(1, 5),
        "stride": draw.pair(1, 4),
        "padding": draw.pair(0, 3),
        "outputPadding": draw.pair(0, 3),
        "dilation": draw.pair(1, 3),
        "groups": draw.one_of(1, 2),
    }


def reference(s, x, weight):
    pairs = [tuple(s[key]) for key in ("stride", "padding", "outputPadding")]
    return solutions.conv_transpose2d(x, weight, None, *pairs, s["groups"], tuple(s["dilation"]))


@pytest.fixture(scope="module")
def limited():
    draw = Draw(20)
    every = [wanted(draw) for _ in range(SETTINGS)]
    results = ask([("limitTransposed", settings) for settings in every])
    return [(settings, result["value"], result["reasons"]) for settings, result in zip(every, results, strict=True)]


def arrays(draw, settings):
    groups = settings["groups"]
    return draw.array(1, 2 * groups, *settings["size"]), draw.array(2 * groups, draw.number(1, 2), *settings["kernel"])


def test_every_number_is_that_of_solutions(limited):
    draw = Draw(21)
    every = [(settings, *arrays(draw, settings)) for _, settings, _ in limited]
    results = ask([("transpose", x[0], weight, settings) for settings, x, weight in every])
    for (settings, x, weight), result in zip(every, results, strict=True):
        assert array(result["out"]).tolist() == reference(settings, x, weight)[0].tolist(), settings


def test_what_torch_takes_is_left_alone_and_the_rest_has_a_reason(limited):
    assert_limits_agree(limited, lambda settings: reference(settings, *arrays(Draw(22), settings)))


def test_prints_overlap_as_solutions_counts_them():
    draw = Draw(23)
    every = [(draw.pair(1, 5), draw.pair(1, 5), draw.pair(1, 4)) for _ in range(100)]
    calls = [("transpose", [np.ones(size)], [[np.ones(kernel)]], {"stride": stride}) for size, kernel, stride in every]
    for axes, result in zip(every, ask(calls), strict=True):
        rows, columns = (overlap_count(*axis) for axis in zip(*axes, strict=True))
        assert array(result["overlap"]).tolist() == np.outer(rows, columns).tolist()

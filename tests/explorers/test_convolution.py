"""The convolution explorer's arithmetic and limits are torch's: compared with `solutions` over random settings."""

import numpy as np
import pytest

import solutions
from tests.explorers._drawing import Draw
from tests.explorers._limits import assert_limits_agree
from tests.explorers._node import array, ask

SETTINGS = 500


def wanted(draw):
    return {
        "dims": draw.number(1, 2),
        "size": draw.pair(1, 8),
        "kernel": draw.pair(1, 5),
        "stride": draw.pair(1, 4),
        "padding": draw.pair(0, 3),
        "dilation": draw.pair(1, 3),
        "same": draw.number(1, 6) == 1,
        "mode": draw.one_of("zeros", "reflect", "replicate", "circular"),
        "channels": draw.number(1, 4),
        "filters": draw.number(1, 4),
        "groups": draw.one_of(1, 1, 1, 2, 3, 4),
    }


def reference(settings, x, weight):
    """What `solutions` makes of it; `ValueError` where torch refuses."""
    (x, weight), axes = (x[:, :, 0], weight[:, :, 0]) if settings["dims"] == 1 else (x, weight), 3 - settings["dims"]
    operation = solutions.conv1d if settings["dims"] == 1 else solutions.conv2d
    pair = {key: tuple(settings[key][axes - 1 :]) for key in ("stride", "padding", "dilation")}
    padding = "same" if settings["same"] else pair["padding"]
    return operation(
        x, weight, None, pair["stride"], padding, pair["dilation"], settings["groups"], padding_mode=settings["mode"]
    )


def flat(settings):
    """The settings as the arithmetic takes them: a signal is a picture of one row."""
    if settings["dims"] == 2:
        return settings
    none = {"size": 1, "kernel": 1, "stride": 1, "padding": 0, "dilation": 1}
    return {**settings, **{key: [value, settings[key][1]] for key, value in none.items()}}


@pytest.fixture(scope="module")
def limited():
    """(wanted, allowed, reasons) of many settings."""
    draw = Draw(0)
    every = [wanted(draw) for _ in range(SETTINGS)]
    results = ask([("limitConvolution", settings) for settings in every])
    return [(settings, result["value"], result["reasons"]) for settings, result in zip(every, results, strict=True)]


@pytest.fixture(scope="module")
def convolved(limited):
    """(settings, x, weight, what the arithmetic says) of the same settings."""
    draw = Draw(1)
    every = []
    for _, settings, _ in limited:
        shape = flat(settings)
        x = draw.array(1, shape["channels"], *shape["size"])
        weight = draw.array(shape["filters"], shape["channels"] // shape["groups"], *shape["kernel"])
        every.append((settings, x, weight))
    results = ask([("convolve", x[0], weight, flat(settings)) for settings, x, weight in every])
    return [(*given, result) for given, result in zip(every, results, strict=True)]


def test_every_number_is_that_of_solutions(convolved):
    for settings, x, weight, result in convolved:
        expected = reference(settings, x, weight)[0]
        found = array(result["out"])
        assert (found[:, 0] if settings["dims"] == 1 else found).tolist() == expected.tolist(), settings


def test_the_settings_are_of_all_kinds(convolved):
    kinds = [
        lambda s: s["dims"] == 1,
        lambda s: s["same"] and s["mode"] != "zeros" and max(s["kernel"]) > 1,
        lambda s: s["groups"] > 1 and s["groups"] == s["channels"] < s["filters"],
        lambda s: max(s["padding"]) > 1 and s["mode"] == "reflect",
        lambda s: max(s["padding"]) > 1 and s["mode"] == "circular",
        lambda s: min(s["dilation"]) > 1 and s["stride"][0] != s["stride"][1] and min(s["kernel"]) > 1,
    ]
    for number, kind in enumerate(kinds):
        assert sum(kind(settings) for settings, *_ in convolved) >= 5, number


def test_what_torch_takes_is_left_alone_and_the_rest_has_a_reason(limited):
    def on_zeros(settings):
        if settings["channels"] % settings["groups"]:
            raise ValueError("channels that the groups do not share out evenly")
        shape = flat(settings)
        x = np.zeros((1, shape["channels"], *shape["size"]))
        weight = np.zeros((shape["filters"], shape["channels"] // shape["groups"], *shape["kernel"]))
        return reference(settings, x, weight)

    assert_limits_agree(limited, on_zeros)


def test_a_turned_kernel_makes_a_convolution_in_the_strict_sense():
    draw = Draw(2)
    signal, kernel = draw.array(7), draw.array(3)
    (kernel_turned,) = ask([("turned", [[[kernel]]])])
    (result,) = ask([("convolve", [[signal]], kernel_turned)])
    assert result["out"][0][0] == np.convolve(signal, kernel, mode="valid").tolist()

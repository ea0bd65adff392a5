"""The arithmetic of resizing and of pixel shuffle is torch's: compared with `solutions`."""

import numpy as np
import pytest

import solutions
from solutions import elsewhere
from solutions.upsampling_and_pixelshuffle import cubic_kernel
from tests.explorers._drawing import Draw
from tests.explorers._node import array, ask

BLENDS = ["bilinear", "bicubic"]
MODES = ["nearest", "nearest-exact", "area", *BLENDS]


def test_every_resized_number_is_that_of_solutions():
    draw = Draw(30)
    every = []
    for _ in range(400):
        mode = draw.one_of(*MODES)
        options = {"mode": mode, "alignCorners": mode in BLENDS and draw.one_of(True, False)}
        every.append((draw.array(*draw.pair(1, 8)), draw.pair(1, 16), options))
    results = ask([("resize", *given) for given in every])
    for (x, size, options), result in zip(every, results, strict=True):
        corners = options["alignCorners"] if options["mode"] in BLENDS else None
        expected = solutions.interpolate(x[None, None], tuple(size), mode=options["mode"], align_corners=corners)
        np.testing.assert_allclose(
            array(result["out"]), expected[0, 0], atol=1e-9, err_msg=f"{x.shape} {size} {options}"
        )


def test_every_number_with_antialias_is_that_of_solutions():
    draw = Draw(33)
    kinds = {"bilinear": "linear", "bicubic": "cubic"}
    every = [(draw.array(*draw.pair(1, 9)), draw.pair(1, 12), draw.one_of(*kinds)) for _ in range(200)]
    results = ask([("resize", x, size, {"mode": mode, "antialias": True}) for x, size, mode in every])
    for (x, size, mode), result in zip(every, results, strict=True):
        expected = elsewhere.resize_antialiased(x[None, None], tuple(size), kinds[mode])[0, 0]
        np.testing.assert_allclose(array(result["out"]), expected, atol=1e-9, err_msg=f"{x.shape} {size} {mode}")


def test_antialias_is_taken_where_torch_takes_it_and_then_from_centres():
    every = [{"mode": mode, "alignCorners": corners, "antialias": True} for mode in MODES for corners in (True, False)]
    for settings, result in zip(every, ask([("limitResize", settings) for settings in every]), strict=True):
        blends = settings["mode"] in BLENDS
        assert result["value"] == {**settings, "alignCorners": False, "antialias": blends}
        assert len(result["reasons"]) == settings["alignCorners"] + (not blends)


@pytest.mark.parametrize("mode", ["nearest", "nearest-exact"])
def test_nearest_rounds_as_torch_does(mode):
    """26 to 22 and 26 to 44 differ from exact arithmetic, because torch's places are float32."""
    sizes = [(size, count) for size in range(1, 40) for count in range(1, 60)]
    results = ask([("resize", [np.arange(size)], [1, count], {"mode": mode}) for size, count in sizes])
    for (size, count), result in zip(sizes, results, strict=True):
        expected = solutions.interpolate(np.arange(size, dtype=float)[None, None, None], (1, count), mode=mode)[0, 0, 0]
        assert result["out"][0] == expected.tolist(), (size, count)


def test_the_cubic_kernel_is_that_of_solutions():
    places = np.linspace(-2.5, 2.5, 101)
    found = ask([("cubic", place) for place in places])
    np.testing.assert_allclose(found, cubic_kernel(places), atol=1e-12)


def test_weights_add_up_to_one():
    given = [
        {"size": 5, "count": 13, "mode": mode, "alignCorners": corners} for mode in MODES for corners in (True, False)
    ]
    for result in ask([("resized", i, options) for options in given for i in range(13)]):
        assert abs(sum(tap["weight"] for tap in result["taps"]) - 1) < 1e-12


def test_pixel_shuffle_and_its_inverse_are_those_of_solutions():
    draw = Draw(31)
    every = [(draw.number(1, 4), draw.number(1, 3), draw.pair(1, 4)) for _ in range(60)]
    narrow = [draw.array(channels * r * r, *size) for r, channels, size in every]
    wide = [draw.array(channels, size[0] * r, size[1] * r) for r, channels, size in every]
    factors = [r for r, *_ in every]
    shuffled = ask([("pixelShuffle", x, r) for x, r in zip(narrow, factors, strict=True)])
    unshuffled = ask([("pixelUnshuffle", x, r) for x, r in zip(wide, factors, strict=True)])
    for x, r, found in zip(narrow, factors, shuffled, strict=True):
        assert found == solutions.pixel_shuffle(x[None], r)[0].tolist()
    for x, r, found in zip(wide, factors, unshuffled, strict=True):
        assert found == solutions.pixel_unshuffle(x[None], r)[0].tolist()


def test_shuffling_is_limited_to_what_torch_takes():
    draw = Draw(32)
    every = [
        {
            "direction": draw.one_of("shuffle", "unshuffle"),
            "factor": draw.number(1, 4),
            "channels": draw.number(1, 16),
            "size": draw.pair(1, 8),
        }
        for _ in range(100)
    ]
    for settings, result in zip(every, ask([("limitShuffle", settings) for settings in every]), strict=True):
        operation = getattr(solutions, f"pixel_{settings['direction']}")
        allowed = result["value"]
        operation(np.ones((1, allowed["channels"], *allowed["size"])), allowed["factor"])
        try:
            operation(np.ones((1, settings["channels"], *settings["size"])), settings["factor"])
        except ValueError:
            assert result["reasons"], settings
        else:
            assert (allowed, result["reasons"]) == (settings, [])


def test_corners_are_aligned_in_the_modes_that_torch_aligns():
    every = [{"mode": mode, "alignCorners": on} for mode in MODES for on in (True, False)]
    for settings, result in zip(every, ask([("limitResize", settings) for settings in every]), strict=True):
        x = np.ones((1, 1, 2, 2))
        allowed = result["value"]
        solutions.interpolate(x, 4, mode=allowed["mode"], align_corners=allowed["alignCorners"] or None)
        try:
            solutions.interpolate(x, 4, mode=settings["mode"], align_corners=settings["alignCorners"] or None)
        except ValueError:
            assert len(result["reasons"]) == 1, settings
        else:
            assert (allowed, result["reasons"]) == (settings, [])

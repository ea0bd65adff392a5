"""The resize explorer: driven by keyboard to known states, its numbers are those of `solutions` and of torch."""

import re
from contextlib import ExitStack

import numpy as np
import pytest

import solutions
from solutions.upsampling_and_pixelshuffle import linear_weights
from tests.browser._explorers import number, opening, product

pytestmark = pytest.mark.turn(3)

CHAPTER = "upsampling-and-pixelshuffle.html"
BY_HAND = np.array([[0, 16], [48, 64.0]])
STEP = np.array([[0, 0, 0, 8, 8, 8.0]] * 3)
TAKES = re.compile(r"([\d./\N{MINUS SIGN}]+) of column (\N{MINUS SIGN}?\d+)(?: \(there is none, so (\d+) again\))?")
BUSY = "mode=bicubic&picture=step&size=3x6&output=6x10"


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="", **options: stack.enter_context(
            opening(browser, address, CHAPTER, "resize", settings, **options)
        )


def resized(x, size, mode="bilinear", corners=None):
    return solutions.interpolate(x[None, None], size, mode=mode, align_corners=corners)[0, 0]


def walk(explorer, stops):
    for stop in range(stops):
        assert explorer.text("status").startswith(f"Position {stop + 1} of {stops}: ")
        yield stop
        explorer.press(".player button:last-of-type", "Enter")


def test_it_starts_with_the_picture_that_is_resized_by_hand(opened):
    explorer = opened()
    assert explorer.outputs()[0].tolist() == resized(BY_HAND, 4).tolist()
    assert explorer.text("status").startswith("Position 1 of 16: y[0, 0] is 0.")
    assert "none lies outside" in explorer.text("lines")


def test_settings_made_with_the_keyboard_give_the_numbers_of_solutions(opened):
    explorer = opened()
    explorer.set("corners", True)
    np.testing.assert_allclose(explorer.outputs()[0], resized(BY_HAND, 4, corners=True), atol=0.005)
    explorer.set("mode", "bicubic")
    np.testing.assert_allclose(explorer.outputs()[0], resized(BY_HAND, 4, "bicubic", True), atol=0.005)
    explorer.set("corners", False)
    for key, value in {"picture": "step", "size": (3, 6), "output": (6, 10)}.items():
        explorer.set(key, value)
    np.testing.assert_allclose(explorer.outputs()[0], resized(STEP, (6, 10), "bicubic"), atol=0.005)
    explorer.set("mode", "nearest")
    assert explorer.outputs()[0].tolist() == resized(STEP, (6, 10), "nearest").tolist()


def test_what_leaves_the_old_range_is_marked(opened):
    explorer = opened(BUSY + "&at=13")
    values = resized(STEP, (6, 10), "bicubic")
    expected = [["over" if value > 8 + 1e-9 else "under" if value < -1e-9 else "" for value in row] for row in values]
    notes = explorer.find("[role=gridcell]").evaluate_all(
        "cells => cells.map(c => c.querySelector('.note')?.textContent ?? '')"
    )
    assert np.reshape(notes, (6, 10)).tolist() == expected
    outside = sum(map(bool, notes))
    assert explorer.text("lines").endswith(f"{outside} of 60 lie outside of the old range.")
    assert explorer.text("status").endswith("It undershoots: the old pixels go from 0 to 8.")
    assert (
        explorer.find('[data-at="1,3"]').get_attribute("aria-label").startswith("row 1, column 3, under the old range")
    )


@pytest.mark.share(6)
@pytest.mark.parametrize(
    "settings",
    [
        "",
        "corners=1&size=3&output=2x5&picture=mixed",
        "antialias=1&size=5x7&output=2x3&picture=edge",
        BUSY,
        "mode=bicubic&corners=1&size=1x2&output=1x7&picture=step",
    ],
)
def test_the_sum_written_out_is_the_output_at_every_stop(opened, settings):
    explorer = opened(settings)
    values = explorer.outputs()
    for stop in walk(explorer, values.size):
        written, result = explorer.text("workings").split("y[", 1)[1].split(" = ", 1)[1].rsplit("\n= ", 1)
        assert abs(product(written) - values.flat[stop]) < 0.01, stop
        assert number(result) == values.flat[stop]


@pytest.mark.parametrize("corners", [False, True])
def test_an_output_takes_from_the_places_and_with_the_weights_of_solutions(opened, corners):
    explorer = opened(f"size=1x3&output=1x6&picture=mixed&corners={int(corners)}")
    weights = linear_weights(3, 6, corners)
    for stop in walk(explorer, 6):
        alt = explorer.find(".column [role=img]").get_attribute("aria-label")
        found = np.zeros(3)
        for share, place, instead in TAKES.findall(alt):
            found[int(instead or place)] += product(share)
        np.testing.assert_allclose(found, weights[stop], atol=1e-4)


def test_nearest_names_the_pixel_that_it_copies(opened):
    explorer = opened("mode=nearest&picture=mixed&size=3x5&output=4x7")
    values = explorer.outputs()[0]
    shown = explorer.find(".stage > .panel [role=img]").get_attribute("aria-label").split(": ")[1]
    x = np.array([row.split() for row in shown.split(", ")], dtype=float)
    for stop in walk(explorer, 28):
        row, column = explorer.text("status").rsplit("x[", 1)[1].rstrip("].").split(", ")
        assert x[int(row), int(column)] == values.flat[stop]


@pytest.mark.share(6)
@pytest.mark.parametrize(
    "settings",
    ["", BUSY, "mode=nearest&size=3x7&output=5x9&picture=mixed", "corners=1&size=5&output=3x1&picture=edge",
     "mode=bicubic&corners=1&picture=dot&size=4x3&output=7x8", "size=8&output=3x5&picture=edge",
     "antialias=1&size=8x7&output=3x9&picture=mixed", "mode=bicubic&antialias=1&size=8x3&output=3x2&picture=mixed",
     "mode=area&size=5x7&output=3x9&picture=mixed", "mode=nearest-exact&size=3x7&output=5x4&picture=mixed"],
)  # fmt: skip
def test_the_torch_code_gives_what_is_shown(opened, settings):
    explorer = opened(settings)
    names = {}
    exec(explorer.find(".code").text_content(), names)
    np.testing.assert_allclose(explorer.outputs(), names["y"][0].numpy(), atol=0.006)


def test_corners_are_not_aligned_where_pixels_are_copied_and_are_again_when_they_are_blended(opened):
    explorer = opened("corners=1")
    explorer.set("mode", "nearest")
    assert explorer.text("reasons").startswith("align_corners: off. torch refuses it")
    assert not explorer.find("#set-corners").is_checked()
    assert "align_corners" not in explorer.find(".code").text_content()
    explorer.set("mode", "bilinear")
    assert explorer.find("#set-corners").is_checked()
    assert explorer.text("reasons") == ""


def test_a_size_beyond_the_controls_is_mended_with_a_reason(opened):
    assert opened("output=4x40").text("reasons").startswith("New size: 10 instead of 40.")


def test_the_address_carries_the_state(opened):
    explorer = opened("at=5")
    explorer.set("mode", "bicubic")
    explorer.press('[role=gridcell][tabindex="0"]', "ArrowDown")
    explorer.page.wait_for_url("**/*resize.at=9*")
    before = explorer.text("explorer")
    explorer.page.reload()
    assert explorer.text("explorer") == before

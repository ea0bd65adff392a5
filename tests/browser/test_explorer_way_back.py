"""The way-back explorer: driven by keyboard to known states, its numbers are those of torch's own backward pass."""

from contextlib import ExitStack

import numpy as np
import pytest

import solutions
from tests.browser._explorers import number, opening, product

pytestmark = pytest.mark.turn(3)

CHAPTER = "the-way-back.html"
WALL = np.array([[1, 1, 6, 0, 0, 4], [0, 2, 6, 1, 1, 5], [9, 0, 2, 3, 6, 6], [8, 7, 0, 1, 2, 7]], dtype=float)
BUSY = "mode=convolution&size=7&kernel=4x3&stride=1x2&padding=2&picture=negative&blamed=counting&weights=counting&at=5"
STATES = [
    "",
    BUSY,
    "kernel=3&stride=1&padding=1&blamed=counting",
    "picture=loud&size=4x7&kernel=2x4&stride=2x3&blamed=signs",
    "mode=average&kernel=3x2&stride=1x2&padding=1&blamed=counting",
    "mode=convolution&kernel=3&stride=2&padding=1&weights=upright",
    "mode=average&size=2x3&kernel=1x2&stride=3x2",
]


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="", **options: stack.enter_context(
            opening(browser, address, CHAPTER, "way-back", settings, **options)
        )


def blame_of(explorer):
    """The blame of the pixels, as its alt text says it."""
    drawn = explorer.find('[role=img][aria-label^="Blame of the pixels"]')
    text = drawn.get_attribute("aria-label").split(": ")[1]
    return np.array([[number(each) for each in row.split()] for row in text.split(", ")])


def test_it_starts_with_the_first_winner_and_steps_to_all_of_them(opened):
    explorer = opened()
    assert explorer.text("status") == "Position 1 of 6: y[0, 0] is blamed with 1. All of it goes to row 1, column 1."
    explorer.press('[role=gridcell][tabindex="0"]', "Control+End")
    wanted = solutions.max_pool2d_backward(np.ones((1, 1, 2, 3)), WALL[None, None], 2)[0, 0]
    assert blame_of(explorer).tolist() == wanted.tolist()


def test_settings_made_with_the_keyboard_give_the_numbers_of_solutions(opened):
    explorer = opened()
    explorer.unfold()
    explorer.set("kernel", (3, 2))
    explorer.set("stride", (1, 2))
    explorer.set("padding", (1, 0))
    explorer.set("blamed", "counting")
    for mode, back in (("max", solutions.max_pool2d_backward), ("average", solutions.avg_pool2d_backward)):
        explorer.set("mode", mode)
        explorer.press('[role=gridcell][tabindex="0"]', "Control+End")
        grad = np.arange(1.0, 13).reshape(1, 1, 4, 3)
        np.testing.assert_allclose(
            blame_of(explorer), back(grad, WALL[None, None], (3, 2), (1, 2), (1, 0))[0, 0], atol=0.006
        )


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", STATES)
def test_the_torch_code_gives_the_blame_that_is_shown(opened, settings):
    explorer = opened(settings)
    explorer.press('[role=gridcell][tabindex="0"]', "Control+End")
    names = {}
    exec(explorer.find(".code").text_content(), names)
    np.testing.assert_allclose(blame_of(explorer), names["x"].grad[0, 0].numpy(), atol=0.006)
    assert explorer.visit.errors == []


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", STATES)
def test_what_is_written_out_adds_up_to_what_is_shown(opened, settings):
    explorer = opened(settings)
    explorer.press('[role=gridcell][tabindex="0"]', "Control+End")
    shown = blame_of(explorer)
    for line in explorer.find(".workings .sums > span").all_inner_texts():
        at, written, result = line.split(" = ")
        row, column = map(int, at.removeprefix("blame[").removesuffix("]").split(", "))
        assert number(result) == shown[row, column]
        assert product(written) == pytest.approx(number(result), abs=0.05)


def test_ties_overlaps_and_what_is_lost_are_told(opened):
    assert "the first of 4 equals" in opened("picture=loud&size=4x7&kernel=2&stride=2&at=3").text("status")
    assert "blamed before: it adds up." in opened("kernel=3&stride=1&at=2").text("status")
    assert "fall on the padding, and are lost." in opened("mode=average&kernel=3&padding=1&stride=2").text("status")


def test_the_blame_of_one_output_alone_can_be_seen(opened):
    explorer = opened("kernel=2&stride=1&mode=average&at=7")
    explorer.unfold()
    explorer.set("all", False)
    assert np.count_nonzero(blame_of(explorer)) == 4


def test_what_torch_refuses_is_mended_with_a_reason(opened):
    explorer = opened("kernel=1&padding=2")
    assert "torch allows half of the kernel (1) at most." in explorer.text("reasons")

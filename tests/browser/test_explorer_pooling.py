"""The pooling explorer: driven by keyboard to known states, its numbers are those of `solutions` and of torch."""

import re
from contextlib import ExitStack

import numpy as np
import pytest

import solutions
from tests.browser._explorers import MINUS, TIMES, number, opening

pytestmark = pytest.mark.turn(3)

CHAPTER = "pooling-layers.html"
PICTURE = np.array([[1, 2, 0, 3, 1, 0, 1], [2, 1, 9, 1, 0, 2, 4], [5, 5, 5, 5, 8, 1, 0], [5, 5, 5, 5, 0, 0, 6]], float)
BUSY = "size=8&picture=negative&kernel=3x4&stride=3x4&padding=1x2&dilation=1x2&ceil=1&at=2"
STATES = [
    "",
    BUSY,
    "mode=average&kernel=3&stride=2&padding=1&ceil=1",
    "mode=average&kernel=3&stride=2&padding=1&ceil=1&pad=0&picture=negative",
    "mode=lp&norm=1&picture=negative&ceil=1&kernel=3",
    "mode=lp&norm=2&ceil=1&kernel=3x2&picture=mixed",
    "mode=lp&norm=3&picture=negative",
    "mode=lp&norm=4&kernel=2&ceil=1",
    "mode=lp&norm=inf&picture=negative&ceil=1&kernel=3",
    "mode=adaptive-max&output=3x4",
    "mode=adaptive-average&output=6x9&picture=mixed&size=5",
    "size=2x2&kernel=2&dilation=3&padding=1",
]


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="", **options: stack.enter_context(
            opening(browser, address, CHAPTER, "pooling", settings, **options)
        )


def valued(text):
    """The value of what is written out, a maximum, a mean, or a root of powers."""
    for sign, plain in {MINUS: "-", TIMES: "*", "∞": "inf", "²": "**2", "³": "**3", "⁴": "**4", "^": "**"}.items():
        text = text.replace(sign, plain)
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text.replace("\n", " "))
    assert set(re.sub(r"max|abs|inf", "", text)) <= set("0123456789.,+-*/() "), text
    value = eval(text, {"max": lambda *numbers: max(numbers), "abs": abs, "inf": np.inf})
    return np.nan if isinstance(value, complex) else value  # torch and NumPy know no cube root of a negative number


def test_it_starts_where_the_film_does(opened):
    explorer = opened()
    assert explorer.outputs()[0].tolist() == solutions.max_pool2d(PICTURE[None, None], (2, 3), 2)[0, 0].tolist()
    expected = "Position 1 of 6: y[0, 0] is 9, the largest of 6 numbers; it stands in row 1, column 2."
    assert explorer.text("status").startswith(expected)


def test_settings_made_with_the_keyboard_give_the_numbers_of_solutions(opened):
    explorer = opened()
    explorer.unfold()
    x = PICTURE[None, None]
    for key, value in {"kernel": (3, 2), "stride": (2, 3), "padding": (1, 1), "dilation": (1, 2), "ceil": True}.items():
        explorer.set(key, value)
    expected = solutions.max_pool2d(x, (3, 2), (2, 3), 1, (1, 2), ceil_mode=True)
    assert explorer.outputs().tolist() == expected[0].tolist()
    explorer.set("dilation", (1, 1))
    explorer.set("mode", "average")
    for counting in (True, False):
        explorer.set("pad", counting)
        expected = solutions.avg_pool2d(x, (3, 2), (2, 3), 1, ceil_mode=True, count_include_pad=counting)
        np.testing.assert_allclose(explorer.outputs(), expected[0], atol=0.006)
    explorer.set("mode", "lp")
    for norm in ("1", "4", "inf"):
        explorer.set("norm", norm)
        expected = solutions.lp_pool2d(x, float(norm), (3, 2), (2, 3), ceil_mode=True)
        np.testing.assert_allclose(explorer.outputs(), expected[0], atol=0.006)


def test_on_the_page_on_adaptive_pools_it_starts_with_the_second_window_of_the_film(browser, address):
    wall = [[1, 1, 6, 0, 0, 4, 9, 2], [0, 2, 6, 1, 1, 5, 2, 2], [9, 0, 2, 3, 6, 6, 0, 3], [8, 7, 0, 1, 2, 7, 1, 1]]
    wall = np.array([*wall, [8, 5, 3, 1, 0, 0, 0, 1]], dtype=float)
    with opening(browser, address, "adaptive-pooling.html", "pooling") as explorer:
        expected = solutions.adaptive_avg_pool2d(wall[None, None], (2, 3))[0]
        np.testing.assert_allclose(explorer.outputs(), expected, atol=0.006)
        assert explorer.text("status").startswith("Position 2 of 6: y[0, 1] is")
        assert "The window covers rows 0 to 2, columns 2 to 5." in explorer.text("status")
        assert explorer.visit.errors == []


@pytest.mark.parametrize("mode", ["adaptive-max", "adaptive-average"])
def test_an_adaptive_pool_cuts_as_solutions_do(opened, mode):
    explorer = opened()
    explorer.set("mode", mode)
    explorer.set("output", (3, 5))
    operation = solutions.adaptive_max_pool2d if mode == "adaptive-max" else solutions.adaptive_avg_pool2d
    np.testing.assert_allclose(explorer.outputs(), operation(PICTURE[None, None], (3, 5))[0], atol=0.006)
    assert not explorer.find("#set-kernel-rows").is_visible()
    assert not explorer.find("summary", has_text="How it moves").is_visible()
    assert "⌉: 0 to 1; 1 to 2; 2 to 4; 4 to 5; 5 to 6" in explorer.text("lines")


def test_the_status_says_where_the_window_lies_and_what_stands_beside_the_picture(opened):
    explorer = opened("kernel=3&padding=1&stride=3&ceil=1")
    explorer.press('[role=gridcell][tabindex="0"]', "ArrowDown", "End")
    expected = (
        "Position 6 of 6: y[1, 2] is 6, the largest of 9 numbers; it stands in row 3, column 6. "
        "The window covers rows 2 to 4, columns 5 to 7; of its 9 places, 5 are in the padding."
    )
    assert explorer.text("status") == expected


def test_pixels_in_no_window_are_counted(opened):
    assert "4 pixels are in no window at all." in opened("kernel=2x3&stride=2x3").text("lines")


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", STATES)
def test_the_torch_code_and_what_is_written_out_are_the_outputs(opened, settings):
    explorer = opened(settings)
    shown = np.array([text_value(cell) for cell in explorer.find("[role=gridcell]").all()])
    names = {}
    exec(explorer.find(".code").text_content(), names)
    np.testing.assert_allclose(shown, names["y"].numpy().ravel(), atol=0.006)
    explorer.press('[role=gridcell][tabindex="0"]', "Control+Home")
    for stop, value in enumerate(shown):
        *written, result = explorer.text("workings").split(" = ", 1)[1].split("\n= ")
        for each in written:
            assert np.isclose(valued(each), value, atol=0.006, equal_nan=True), (stop, each)
        assert np.isclose(parsed(result), value, equal_nan=True)
        explorer.press(".player button:last-of-type", "Enter")


def text_value(cell):
    return parsed(cell.get_attribute("aria-label").split(": ")[-1])


def parsed(text):
    return number(text.replace("∞", "inf"))


def test_what_torch_refuses_is_mended_with_a_reason_and_comes_back(opened):
    explorer = opened("dilation=2x1")
    explorer.unfold()
    explorer.set("padding", (2, 0))
    assert explorer.find("#set-padding-rows").input_value() == "1"
    assert (
        explorer.text("reasons").strip()
        == "Padding, rows: 1 instead of 2. torch allows half of the kernel (2) at most."
    )
    explorer.set("mode", "lp")
    assert "Dilation, rows: 1 instead of 2. Only max pooling has it." in explorer.text("reasons")
    assert "LP pooling has none." in explorer.text("reasons")
    explorer.set("mode", "max")
    assert explorer.find("#set-dilation-rows").input_value() == "2"

"""The columns explorer: driven by keyboard and mouse to known states, its numbers are those of torch."""

from contextlib import ExitStack

import numpy as np
import pytest

from solutions.as_fast_as_torch import im2col
from tests.browser._explorers import TIMES, number, opening, product

pytestmark = pytest.mark.turn(3)

CHAPTER = "as-fast-as-torch.html"
BUSY = "picture=edge&size=6&channels=2&kernel=3x2&filters=3&stride=1x2&padding=1x2&dilation=2x1&at=11&pixel=2x3"
STATES = ["", BUSY, "kernel=3&padding=1", "stride=2x3&size=5x6", "channels=2&kernel=1&weights=upright&pixel=0x0"]
MIXED = np.array([[(7 * i + 3 * j + 2 * i * j) % 10 for j in range(5)] for i in range(4)], dtype=float)
PRODUCT = '[role=grid][aria-label="Product"] [role=gridcell][tabindex="0"]'
MARKED = '[role=grid][aria-label^="Input"] [role=gridcell][tabindex="0"]'


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="", **options: stack.enter_context(
            opening(browser, address, CHAPTER, "columns", settings, **options)
        )


def matrix_of(explorer):
    """The windows as columns, as the alt text says them."""
    text = explorer.find('[role=img][aria-label^="Windows as columns"]').get_attribute("aria-label").split(": ")[1]
    return np.array([[number(each) for each in row.split()] for row in text.split(", ")])


def product_of(explorer):
    """The product, a row for each filter, as its cells are read out."""
    cells = explorer.find('[role=grid][aria-label="Product"] [role=gridcell]')
    labels = cells.evaluate_all("cells => cells.map(c => [c.dataset.at, c.ariaLabel.split(': ')[1]])")
    rows = 1 + max(int(at.split(",")[0]) for at, _ in labels)
    return np.array([number(value) for _, value in labels]).reshape(rows, -1)


def test_it_starts_with_the_first_window_and_a_pixel_with_all_its_copies(opened):
    explorer = opened()
    assert explorer.text("status") == (
        f"Position 1 of 24: row 0 of the filters times column 0, the window at row 0, column 0, is "
        f"{int(MIXED[0, 0] + 2 * MIXED[0, 1] + 3 * MIXED[1, 0] + 4 * MIXED[1, 1])}. "
        "The marked pixel is copied 4 times, in columns 1, 2, 5, 6."
    )
    np.testing.assert_array_equal(matrix_of(explorer), im2col(MIXED[None, None], 2)[0])


def test_settings_made_with_the_keyboard_give_the_matrix_of_solutions(opened):
    explorer = opened()
    explorer.unfold()
    explorer.set("kernel", (2, 3))
    explorer.set("stride", (2, 1))
    explorer.set("padding", (0, 1))
    explorer.set("dilation", (1, 2))
    wanted = im2col(MIXED[None, None], (2, 3), (2, 1), (0, 1), (1, 2))[0]
    np.testing.assert_array_equal(matrix_of(explorer), wanted)


def test_arrow_keys_walk_over_the_product_and_over_the_pixels_each_in_its_grid(opened):
    explorer = opened()
    explorer.press(PRODUCT, "ArrowRight", "ArrowDown")
    assert explorer.text("status").startswith("Position 14 of 24: row 1 of the filters times column 1,")
    assert explorer.focused().startswith("filter 1, column 1:")
    explorer.press(PRODUCT, "Home")
    assert explorer.focused().startswith("filter 1, column 0:")
    explorer.press(MARKED, "ArrowUp", "ArrowLeft")
    assert explorer.focused() == f"row 0, column 1: {MIXED[0, 1]:g}"
    assert explorer.text("status").endswith("The marked pixel is copied 2 times, in columns 0, 1.")
    explorer.press(MARKED, "ArrowUp")  # there is nothing above
    assert explorer.focused() == f"row 0, column 1: {MIXED[0, 1]:g}"


def test_a_click_chooses_a_column_or_marks_a_pixel(opened):
    explorer = opened()
    explorer.find('[role=img] [data-stop="7"]').first.click()
    assert "times column 7, the window at row 1, column 3," in explorer.text("status")
    explorer.find('[data-plane="10"][data-at="0,0"]').click()
    assert explorer.text("status").endswith("The marked pixel is copied 1 time, in column 0.")
    assert "times column 7" in explorer.text("status")
    framed = opened("padding=1&at=3")  # what is no pixel can be clicked, and nothing happens
    said = framed.text("status")
    framed.find('[aria-label="padding: 0"]').first.click()
    assert framed.text("status") == said


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", STATES)
def test_the_torch_code_gives_what_is_shown(opened, settings):
    explorer = opened(settings)
    names = {}
    exec(explorer.find(".code").text_content(), names)
    np.testing.assert_allclose(matrix_of(explorer), names["columns"].numpy(), atol=0.006)
    np.testing.assert_allclose(product_of(explorer), names["product"].numpy(), atol=0.006)
    np.testing.assert_allclose(names["product"], names["y"].flatten(1))
    assert explorer.visit.errors == []


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", STATES)
def test_what_is_written_out_adds_up_to_what_is_shown(opened, settings):
    explorer = opened(settings)
    explorer.press(PRODUCT, "Control+End")
    (written,) = explorer.find(".workings p").all_inner_texts()
    _, terms, result = written.split(" = ")
    assert product(terms) == pytest.approx(number(result), abs=0.05)
    assert number(result) == product_of(explorer)[-1, -1]


def test_a_pixel_that_no_window_sees_is_told(opened):
    explorer = opened("kernel=1&stride=2&pixel=1x1")
    assert explorer.text("status").endswith("The marked pixel is copied 0 times.")
    assert "14 places are in no window." in explorer.text("lines")


def test_a_mark_outside_of_the_picture_is_moved_with_a_reason(opened):
    explorer = opened("size=2x3&pixel=5x1")
    assert f"Marked pixel: row 1, column 1. The input has 2 {TIMES} 3." in explorer.text("reasons")

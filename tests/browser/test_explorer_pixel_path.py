"""The pixel-path explorer: what a pixel is said to have seen is what its gradient in torch reaches."""

import re
from contextlib import ExitStack

import numpy as np
import pytest

from tests.browser._explorers import opening

pytestmark = pytest.mark.turn(3)

CHAPTER = "putting-it-all-together.html"
BUSY = "stack=padded&size=13&at=400"
SAID = re.compile(
    r"saw (\d+) pixels? of the picture's (\d+): rows? (\d+)(?: to (\d+))?, columns? (\d+)(?: to (\d+))?\."
)


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="": stack.enter_context(opening(browser, address, CHAPTER, "pixel-path", settings))


@pytest.mark.share(6)
@pytest.mark.parametrize(
    "settings",
    ["", "at=70", "at=83", "stack=three&at=60", "stack=strided&at=0", "stack=dilated&size=13&at=225", BUSY],
)
def test_what_a_pixel_saw_is_where_its_gradient_is_not_zero(opened, settings):
    explorer = opened(settings)
    names = {}
    exec(explorer.find(".code").text_content(), names)
    ways = names["x"].grad[0, 0].numpy()
    rows, columns = np.nonzero(ways)
    pixels, whole, top, bottom, left, right = SAID.search(explorer.text("status")).groups()
    assert (int(pixels), int(whole)) == (np.count_nonzero(ways), ways.size)
    assert (int(top), int(bottom or top)) == (rows.min(), rows.max())
    assert (int(left), int(right or left)) == (columns.min(), columns.max())
    alt = explorer.find('[role=img][aria-label^="Ways"]').get_attribute("aria-label")
    drawn = np.array([row.split() for row in alt.split(": ")[1].split(", ")], dtype=float)
    np.testing.assert_allclose(drawn / drawn.sum(), ways / ways.sum(), atol=1e-6)  # a pool divides by four


def test_keys_and_the_mouse_lead_from_map_to_map(opened):
    explorer = opened()
    explorer.find('[role=gridcell][tabindex="0"]').focus()
    for key, where in {
        "ArrowRight": "layer 1 in row 0, column 1",
        "ArrowDown": "layer 1 in row 1, column 1",
        "PageDown": "layer 2 in row 1, column 1",
        "PageUp": "layer 1 in row 1, column 1",
    }.items():
        explorer.page.keyboard.press(key)
        assert where in explorer.text("status")
    explorer.find('[aria-label="layer 3, row 1, column 0"]').hover()
    assert "layer 3 in row 1, column 0" in explorer.text("status")
    assert explorer.visit.errors == []


def test_a_picture_too_small_for_its_layers_is_made_larger_and_says_so(opened):
    explorer = opened("stack=dilated&size=5")
    assert explorer.text("reasons").strip() == "Picture: 13 instead of 5. These layers need as much."
    assert explorer.find("#set-size").input_value() == "13"

"""Every explorer in its busiest states: axe finds nothing, and it fits a phone and a desk."""

import pytest

from tests.browser import (
    test_explorer_columns,
    test_explorer_convolution,
    test_explorer_pixel_path,
    test_explorer_pixelshuffle,
    test_explorer_pooling,
    test_explorer_receptive_field,
    test_explorer_resize,
    test_explorer_transposed,
    test_explorer_way_back,
)
from tests.browser._accessibility import complaints, complaints_of_colours
from tests.browser._explorers import opening

pytestmark = pytest.mark.turn(3)

BUSY = {
    "columns": (test_explorer_columns, "&kernel=9"),
    "convolution": (test_explorer_convolution, "&kernel=9"),
    "pixel-path": (test_explorer_pixel_path, ""),
    "pixelshuffle": (test_explorer_pixelshuffle, ""),
    "pooling": (test_explorer_pooling, "&kernel=9"),
    "receptive-field": (test_explorer_receptive_field, ""),
    "resize": (test_explorer_resize, ""),
    "transposed": (test_explorer_transposed, "&kernel=9"),
    "way-back": (test_explorer_way_back, "&kernel=9"),
}
STATES = [(name, module.CHAPTER, module.BUSY + more) for name, (module, more) in BUSY.items()]
STATES += [
    ("pooling", test_explorer_pooling.CHAPTER, settings)
    for settings in ("mode=lp&norm=4&ceil=1&kernel=4&size=8", "mode=adaptive-average&output=9&size=8")
]
everywhere = pytest.mark.parametrize("state", STATES, ids=lambda state: f"{state[0]}: {state[2]}")


@pytest.mark.share(6)
@everywhere
def test_a_busy_state_is_accessible(browser, address, state):
    name, page, settings = state
    with opening(browser, address, page, name, settings) as explorer:
        explorer.unfold()
        assert complaints(explorer.page, f"mw-{name}") == []
        explorer.page.emulate_media(color_scheme="dark")
        explorer.page.wait_for_function("document.documentElement.dataset.theme == 'dark'")
        assert complaints_of_colours(explorer.page, f"mw-{name}") == []
        assert explorer.visit.errors == []


@pytest.mark.share(6)
@everywhere
def test_a_busy_state_fits_its_page(browser, address, state):
    name, page, settings = state
    with opening(browser, address, page, name, settings, whole=True) as explorer:
        explorer.unfold()
        for width in (1300, 390):
            explorer.page.set_viewport_size({"width": width, "height": 900})
            assert explorer.page.evaluate("document.documentElement.scrollWidth") <= width
        assert explorer.visit.errors == []

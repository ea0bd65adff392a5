"""The pixelshuffle explorer: driven by keyboard, its letters stand where `solutions` and torch put them."""

import re
from contextlib import ExitStack

import numpy as np
import pytest

import solutions
from tests.browser._explorers import TIMES, opening

pytestmark = pytest.mark.turn(3)

CHAPTER = "pixelshuffle.html"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BUSY = "direction=unshuffle&factor=3&channels=2&size=5&at=14"


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="", **options: stack.enter_context(
            opening(browser, address, CHAPTER, "pixelshuffle", settings, **options)
        )


def input_of(channels, *size):
    return np.arange(float(channels * np.prod(size))).reshape(channels, *size)


def moved(direction, x, factor):
    return getattr(solutions, f"pixel_{direction}")(x[None], factor)[0]


def shown(explorer):
    """The outputs, [channel, row, column]: letters as their places in the alphabet."""
    cells = explorer.find("[role=gridcell]").evaluate_all(
        "cells => cells.map(c => [c.dataset.plane, ...c.dataset.at.split(','), c.ariaLabel.split(': ').pop()])"
    )
    places = np.array([list(map(int, cell[:3])) for cell in cells])
    values = np.full(places.max(axis=0) + 1, np.nan)
    for place, (*_, text) in zip(places, cells, strict=True):
        values[tuple(place)] = LETTERS.index(text) if text in LETTERS else int(text)
    return values


def indices(text):
    """What stands in the brackets of y[...] and x[...]."""
    return [tuple(map(int, each.split(", "))) for each in re.findall(r"[xy]\[([^]]+)\]", text)]


def value_of(explorer, key):
    return int(explorer.find(f"#set-{key}").input_value())


def test_it_starts_with_the_chapters_letters_and_its_second_place(opened):
    explorer = opened()
    assert shown(explorer).tolist() == moved("shuffle", input_of(4, 2, 2), 2).tolist()
    assert explorer.text("status").startswith(
        "Position 3 of 16: y[0, 0, 2] is B. It comes from channel 0, row 0, column 1"
    )


def test_settings_made_with_the_keyboard_give_the_places_of_solutions(opened):
    explorer = opened()
    explorer.set("size", (1, 3))
    explorer.press("#set-channels", "ArrowUp")
    assert shown(explorer).tolist() == moved("shuffle", input_of(8, 1, 3), 2).tolist()
    explorer.set("direction", "unshuffle")
    assert shown(explorer).tolist() == moved("unshuffle", input_of(2, 2, 6), 2).tolist()
    explorer.set("write", "numbers")
    explorer.set("factor", 1)
    assert shown(explorer).tolist() == input_of(2, 2, 6).tolist()


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", ["", "channels=8&size=1x2", "direction=unshuffle&channels=2&size=4x2", "factor=3"])
def test_the_place_that_is_named_holds_the_number_and_the_formula_leads_there(opened, settings):
    explorer = opened(f"{settings}&at=0" if settings else "at=0")
    values = shown(explorer)
    planes = explorer.find(".stage [role=img]").evaluate_all(
        "images => images.map(i => i.ariaLabel.split(': ')[1].split(', ').map(row => row.split(' ')))"
    )
    for place in np.ndindex(values.shape):
        status, workings = explorer.text("status"), explorer.text("workings")
        (chosen, source), letter = indices(status), re.search(r"\] is (\w+)\.", status)[1]
        assert chosen == place
        assert LETTERS.index(letter) == values[place]
        channel, row, column = source
        assert planes[channel][row][column] == letter
        assert f"from channel {channel}, row {row}, column {column} of" in status
        sums = re.findall(rf"= ([\d {TIMES} +]+)(?: = (\d+)|(?=: channel))", workings)
        assert len(sums) == 3
        for left, right in sums:
            total = eval(left.replace(TIMES, "*"))
            assert total == int(right or re.search(r"channel (\d+)", workings)[1])
        assert indices(workings) == [chosen, source]
        explorer.press(".player button:last-of-type", "Enter")


def test_a_click_on_a_cell_shows_where_it_comes_from(opened):
    explorer = opened()
    explorer.find('[data-at="3,1"]').click()
    assert "y[0, 3, 1] is O. It comes from channel 3, row 1, column 0 of the input: x[3, 1, 0]." in explorer.text(
        "status"
    )


@pytest.mark.share(6)
@pytest.mark.parametrize(
    "settings",
    [
        "",
        BUSY,
        "factor=4&channels=16&size=3",
        "factor=1&channels=3&size=2x4",
        "direction=unshuffle&factor=2&size=4x6&channels=1",
    ],
)
def test_the_torch_code_gives_what_is_shown(opened, settings):
    explorer = opened(settings)
    names = {}
    exec(explorer.find(".code").text_content(), names)
    assert shown(explorer).tolist() == names["y"][0].tolist()


def test_channels_that_do_not_fill_a_block_are_mended_with_a_reason_both_ways(opened):
    explorer = opened()
    explorer.press("#set-channels", "ArrowUp")
    assert value_of(explorer, "channels") == 8
    assert explorer.text("reasons") == f"Channels: 8 instead of 5. A block of 2 {TIMES} 2 pixels takes 4 channels."
    explorer.press("#set-channels", "ArrowDown")
    assert value_of(explorer, "channels") == 4
    assert explorer.text("reasons") == "Channels: 4 instead of 7. They come in multiples of 4."


def test_sizes_that_cannot_be_cut_into_blocks_are_mended_with_a_reason_both_ways(opened):
    explorer = opened("direction=unshuffle&channels=1&size=4")
    explorer.press("#set-size-rows", "ArrowUp")
    assert value_of(explorer, "size-rows") == 6
    assert explorer.text("reasons") == f"Size, rows: 6 instead of 5. It is cut into blocks of 2 {TIMES} 2 pixels."
    explorer.press("#set-size-rows", "ArrowDown")
    assert value_of(explorer, "size-rows") == 4
    assert explorer.text("reasons").startswith("Size, rows: 4 instead of 5.")


def test_what_there_is_no_room_for_and_no_letters_is_said(opened):
    explorer = opened("factor=3&channels=12&size=8")
    assert (value_of(explorer, "channels"), value_of(explorer, "size-rows")) == (9, 4)
    reasons = explorer.text("reasons")
    assert "Channels: 9 instead of 18." in reasons
    assert "Size, rows: 4 instead of 8." in reasons
    assert "Write: numbers instead of letters. There are 52 letters" in reasons


def test_the_other_direction_takes_up_what_came_out(opened):
    explorer = opened("channels=8&size=2x1")
    explorer.set("direction", "unshuffle")
    assert (value_of(explorer, "channels"), value_of(explorer, "size-rows"), value_of(explorer, "size-columns")) == (
        2,
        4,
        2,
    )
    explorer.set("direction", "shuffle")
    assert (value_of(explorer, "channels"), value_of(explorer, "size-rows"), value_of(explorer, "size-columns")) == (
        8,
        2,
        1,
    )

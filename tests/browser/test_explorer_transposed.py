"""The transposed-convolution explorer: driven by keyboard to known states, its numbers are those of `solutions`."""

from contextlib import ExitStack

import numpy as np
import pytest

import solutions
from solutions.transposed_convolutions import overlap_count
from tests.browser._explorers import number, opening, product

pytestmark = pytest.mark.turn(3)

CHAPTER = "transposed-convolutions.html"
INK = np.array([[2, 1, 3], [1, 0, 2]], dtype=float)
STAMP = np.array([[1, 2, 0], [0, 3, 1], [2, 0, 1]], dtype=float)
BUSY = "size=4&picture=negative&weights=mean&kernel=4x3&stride=3x2&padding=2x1&output_padding=2x1&dilation=2x1&at=6"
STATES = [
    "at=0",
    BUSY,
    "size=3&kernel=2x1&stride=1&padding=1x0&at=0&weights=counting",
    "size=2&stride=3&kernel=2&dilation=2x1&output_padding=2x0&picture=mixed&at=0",
    "dims=1&size=4&padding=1&output_padding=1&picture=ramp&at=0",
    "dims=1&size=3&kernel=4&stride=1&dilation=2&padding=2&weights=upright&picture=negative&at=0",
]


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="", **options: stack.enter_context(
            opening(browser, address, CHAPTER, "transposed", settings, **options)
        )


def grid_of(explorer, name):
    """The numbers of a drawing, as its alt text says them."""
    text = explorer.find(f'[role=img][aria-label^="{name}"]').get_attribute("aria-label").split(": ")[1]
    return np.array([[number(each) for each in row.split()] for row in text.split(", ")])


def output_of(explorer):
    return grid_of(explorer, "Output")


def by_prints(x, weight, stop, **options):
    """The output when the inputs up to a stop have been printed."""
    first = np.where(np.arange(x.size).reshape(x.shape) <= stop, x, 0)
    return solutions.conv_transpose2d(first[None, None], weight[None, None], **options)[0, 0]


def test_it_starts_with_the_first_print_and_steps_to_the_finished_sheet(opened):
    explorer = opened()
    assert output_of(explorer).tolist() == by_prints(INK, STAMP, 0, stride=2).tolist()
    assert explorer.text("status").startswith("Position 1 of 6: x[0, 0] is")
    for _ in range(5):
        explorer.find("button", has_text="Step").click()
    assert output_of(explorer).tolist() == by_prints(INK, STAMP, 5, stride=2).tolist()
    assert explorer.text("status").startswith(
        "Position 6 of 6: x[1, 2] is 2. Its print falls on rows 2 to 4, columns 4 to 6"
    )


def test_back_and_step_say_where_the_ends_are(opened):
    explorer = opened()

    def ends():
        return [
            explorer.find("button", has_text=name).get_attribute("aria-disabled") == "true" for name in ("Back", "Step")
        ]

    assert ends() == [True, False]
    explorer.find("button", has_text="Step").click()
    assert ends() == [False, False]
    for _ in range(4):
        explorer.find("button", has_text="Step").click()
    assert ends() == [False, True]


def test_arrow_keys_walk_over_the_inputs_and_each_adds_its_print(opened):
    explorer = opened("at=0")
    explorer.find('[role=gridcell][tabindex="0"]').focus()
    for key, stop in [
        ("ArrowRight", 1),
        ("End", 2),
        ("ArrowDown", 5),
        ("Home", 3),
        ("Control+Home", 0),
        ("ArrowLeft", 0),
    ]:
        explorer.page.keyboard.press(key)
        assert explorer.text("status").startswith(
            f"Position {stop + 1} of 6: x[{stop // 3}, {stop % 3}] is {INK.flat[stop]:g}"
        )
        assert output_of(explorer).tolist() == by_prints(INK, STAMP, stop, stride=2).tolist(), key
        assert grid_of(explorer, f"{INK.flat[stop]:g} ").tolist() == (INK.flat[stop] * STAMP).tolist()


def test_settings_made_with_the_keyboard_give_the_numbers_of_solutions(opened):
    explorer = opened("at=5")
    explorer.unfold()
    options = {"stride": (2, 3), "padding": (1, 2), "output_padding": (1, 2), "dilation": (2, 1)}
    for key, value in options.items():
        explorer.set(key, value)
    assert explorer.text("reasons") == ""
    assert output_of(explorer).tolist() == by_prints(INK, STAMP, 5, **options).tolist()
    explorer.set("weights", "ones")
    explorer.set("kernel", (2, 3))
    assert output_of(explorer).tolist() == by_prints(INK, np.ones((2, 3)), 5, **options).tolist()


def test_a_signal_is_spread_along_its_one_axis(opened):
    explorer = opened("at=2")
    explorer.set("dims", "1")
    assert not explorer.find("#set-stride-rows").is_visible()
    expected = solutions.conv_transpose1d(INK[None, :1], STAMP[None, :1], stride=2)
    assert output_of(explorer).tolist() == expected[0].tolist()
    assert explorer.text("status").startswith(
        "Position 3 of 3: x[2] is 3. Its print falls on columns 4 to 6 of the output"
    )


@pytest.mark.share(6)
@pytest.mark.parametrize(("kernel", "stride"), [((3, 3), (2, 2)), ((4, 2), (2, 2)), ((1, 4), (3, 1))])
def test_the_heat_map_counts_the_prints_as_solutions_do(opened, kernel, stride):
    explorer = opened("size=4")
    explorer.unfold()
    explorer.set("kernel", kernel)
    explorer.set("stride", stride)
    counts = [overlap_count(4, *axis) for axis in zip(kernel, stride, strict=True)]
    assert grid_of(explorer, "How many").tolist() == np.outer(*counts).tolist()
    for axis, words in enumerate(["down a column", "along a row"]):
        even = kernel[axis] % stride[axis] == 0
        assert f"deep {words} ({'even' if even else 'uneven'})" in explorer.text("lines")
    explorer.set("overlap", False)
    assert explorer.find('[aria-label^="How many"]').count() == 0


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", STATES)
def test_every_print_is_written_out_and_the_torch_code_gives_the_last_sheet(opened, settings):
    explorer = opened(settings)
    explorer.press('[role=gridcell][tabindex="0"]', "Control+Home")
    before = np.zeros_like(output_of(explorer))
    for stop in range(explorer.find("[role=gridcell]").count()):
        after = output_of(explorer)
        written = set()
        for line in explorer.find(".sums > span").all_inner_texts():
            place, added, result = line.split(" = ")
            at = (0, *eval(f"[{place[2:-1]}]"))[-2:]
            assert np.isclose(product(added), number(result), atol=0.02), line
            assert (number(added.split(" + ")[0]), number(result)) == (before[at], after[at])
            written.add(at)
        assert all(at in written for at in zip(*np.nonzero(before != after), strict=True)), stop
        before = after
        explorer.press(".player button:last-of-type", "Enter")
    names = {}
    exec(explorer.find(".code").text_content(), names)
    np.testing.assert_allclose(before, names["y"][0].numpy().reshape(before.shape), atol=0.006)


def test_what_padding_cuts_off_is_said(opened):
    explorer = opened("size=3&kernel=2x1&stride=1&padding=1x0&at=0")
    assert "1 of its 2 numbers is cut off by the padding. No earlier print has come there." in explorer.text("status")


def test_an_impossible_setting_is_mended_with_a_reason_and_comes_back_when_it_fits(opened):
    explorer = opened("output_padding=2x0&stride=3")
    explorer.set("stride", (1, 3))
    assert explorer.find("#set-output_padding-rows").input_value() == "0"
    assert explorer.text("reasons").startswith(
        "Output padding, rows: 0 instead of 2. It has to be less than the stride"
    )
    explorer.set("stride", (3, 3))
    assert explorer.find("#set-output_padding-rows").input_value() == "2"
    assert explorer.text("reasons") == ""

"""The receptive-field explorer: driven by keyboard, its fields are those of `solutions` and of torch."""

import re
from contextlib import ExitStack

import numpy as np
import pytest

import solutions
from solutions.convolution_parameters import receptive_field
from tests.browser._explorers import TIMES, opening, product

pytestmark = pytest.mark.turn(3)

CHAPTER = "putting-it-all-together.html"
MININET = [(3, 1, 1), (2, 2, 1)]
HOLES = "size=20&layers=2&kernel1=3&dilation1=3&kernel2=2&stride2=2&dilation2=1"
BUSY = "size=24&layers=4&dilation2=2&kernel3=3&stride3=2&kernel4=7"


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="", **options: stack.enter_context(
            opening(browser, address, CHAPTER, "receptive-field", settings, **options)
        )


def stack_of(explorer):
    """Layers (kernel, stride, dilation) and the input's size, as the controls show them."""
    value = lambda key: int(explorer.find(f"#set-{key}").input_value())  # noqa: E731
    layers = [tuple(value(f"{key}{n + 1}") for key in ("kernel", "stride", "dilation")) for n in range(value("layers"))]
    return layers, value("size")


def responses(layers, size):
    """How much each output changes when one input does (outputs, inputs), if all weights are 1: found by trying."""
    x = np.eye(size)[:, None]
    for kernel, stride, dilation in layers:
        x = solutions.conv1d(x, np.ones((1, 1, kernel)), stride=stride, dilation=dilation)
    return x[:, 0].T


def places(text):
    first, *last = text.split(" to ")
    return list(range(int(first), int(last[0]) + 1)) if last else list(map(int, text.split(", ")))


def check(explorer):
    """Everything that is said of this stack, at every stop."""
    layers, size = stack_of(explorer)
    expected = responses(layers, size)
    field = receptive_field(layers)
    fields = re.findall(r"field = (.+?) = (\d+), step = (.+?) = (\d+)", explorer.text("workings"))
    assert [int(found) for _, found, *_ in fields] == [receptive_field(layers[: n + 1]) for n in range(len(layers))]
    assert [int(step) for *_, step in fields] == np.cumprod([stride for _, stride, _ in layers]).tolist()
    assert all(product(a) == int(b) and product(c) == int(d) for a, b, c, d in fields)
    counts = [size, *(len(responses(layers[: n + 1], size)) for n in range(len(layers)))]
    assert f"without padding: {' → '.join(map(str, counts))}." in explorer.text("lines")
    assert f"{field} {TIMES} {field} pixels" in explorer.text("lines")
    explorer.press("input[type=range]", "Home")
    for stop, row in enumerate(expected):
        status = explorer.text("status")
        assert status.startswith(
            f"Position {stop + 1} of {len(expected)}: output {stop} sees a field of {field} of the"
        )
        seen = np.flatnonzero(row).tolist()
        assert places(re.search(r"input places?: ([\d, to]+)\.", status)[1]) == seen
        assert explorer.find(".stage text.note").all_text_contents()[1:] == [f"{row[place]:.0f}" for place in seen]
        holes = re.search(r"(\d+) places? (?:is|are) left out", status)
        assert (int(holes[1]) if holes else 0) == field - len(seen)
        label = explorer.find('[role=gridcell][aria-selected="true"]').get_attribute("aria-label")
        assert places(label.split("sees input ")[1]) == seen
        explorer.press(".player button:last-of-type", "Enter")


def test_it_starts_with_mininets_road_down(opened):
    explorer = opened()
    assert stack_of(explorer) == (MININET, 12)
    assert explorer.text("status").startswith(
        "Position 1 of 5: output 0 sees a field of 4 of the 12 input places: 0 to 3."
    )
    check(explorer)


def test_layers_are_added_changed_and_removed_with_the_keyboard(opened):
    explorer = opened()
    explorer.set("size", 20)
    explorer.set("layers", 3)
    for key, value in {"kernel3": 2, "dilation3": 2, "dilation1": 2, "stride1": 2, "stride2": 1}.items():
        explorer.set(key, value)
    assert stack_of(explorer) == ([(3, 2, 2), (2, 1, 1), (2, 1, 2)], 20)
    check(explorer)
    explorer.set("layers", 1)
    assert not explorer.find("#set-kernel2").is_visible()
    assert stack_of(explorer) == ([(3, 2, 2)], 20)
    check(explorer)


def test_a_named_stack_is_taken_with_the_keyboard_and_can_be_left_again(opened):
    explorer = opened("layers=1&kernel1=5")
    named = explorer.find('[aria-label="Begin from"] button').all_text_contents()
    assert named == ["VGG's first blocks", "ResNet's beginning", "WaveNet's first layers"]
    for k, (layers, field) in enumerate([
        ([(3, 1, 1), (3, 1, 1), (2, 2, 1), (3, 1, 1), (3, 1, 1)], 14),
        ([(7, 2, 1), (3, 2, 1), (3, 1, 1)], 19),
        ([(2, 1, 1), (2, 1, 2), (2, 1, 4)], 8),
    ]):  # fmt: skip
        explorer.press(f'[aria-label="Begin from"] button:nth-of-type({k + 1})', "Enter")
        assert stack_of(explorer)[0] == layers
        assert receptive_field(layers) == field
        check(explorer)


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", [HOLES, BUSY, "size=1&layers=5", "layers=5&kernel2=3&stride2=1&size=24"])
def test_what_an_output_sees_is_what_changes_it(opened, settings):
    check(opened(settings))


def test_the_levels_in_between_are_told(opened):
    explorer = opened("at=1")
    assert "layer 2: 1; layer 1: 2 to 3; the input: 2 to 5." in explorer.text("workings")
    alts = explorer.find(".stage [role=img]").evaluate_all("images => images.map(image => image.ariaLabel)")
    assert alts == ["Input, 12 places: seen are 2 to 5.", "Layer 1, 10 places: seen are 2 to 3."]


def test_arrow_keys_and_clicks_choose_the_output(opened):
    explorer = opened()
    explorer.press('[role=gridcell][tabindex="0"]', "ArrowRight", "ArrowRight")
    assert explorer.focused() == "output 2, sees input 4 to 7"
    explorer.page.keyboard.press("End")
    assert explorer.text("status").startswith("Position 5 of 5")
    explorer.find('[data-at="0,1"]').click()
    assert explorer.text("status").startswith("Position 2 of 5")


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", ["", HOLES + "&at=3", BUSY, "layers=3&at=1"])
def test_the_torch_code_counts_the_same_ways(opened, settings):
    explorer = opened(settings)
    names = {}
    exec(explorer.find(".code").text_content(), names)
    ways = names["x"].grad[0, 0].numpy()
    assert explorer.find(".stage text.note").all_text_contents()[1:] == [f"{way:.0f}" for way in ways if way]
    assert explorer.find("[role=gridcell]").count() == names["y"].shape[-1]


def test_a_kernel_that_reaches_too_far_is_mended_with_a_reason_and_comes_back_when_it_fits(opened):
    explorer = opened("size=7&kernel1=7&layers=1")
    explorer.press("#set-size", "ArrowDown")
    assert explorer.text("reasons") == "Layer 1, kernel: 6 instead of 7. Only 6 places are left."
    explorer.press("#set-size", "ArrowUp")
    assert explorer.find("#set-kernel1").input_value() == "7"
    assert explorer.text("reasons") == ""


def test_the_address_carries_the_stack(opened):
    explorer = opened()
    explorer.set("layers", 3)
    explorer.set("kernel3", 2)
    explorer.press('[role=gridcell][tabindex="0"]', "ArrowRight")
    explorer.page.wait_for_url("**/*receptive-field.at=1*")
    before = explorer.text("explorer")
    explorer.page.reload()
    assert explorer.text("explorer") == before

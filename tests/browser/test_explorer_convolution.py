"""The convolution explorer: driven by keyboard to known states, its numbers are those of `solutions` and of torch."""

from contextlib import ExitStack

import matplotlib.pyplot as plt
import numpy as np
import pytest

import solutions
from tests.browser._explorers import TIMES, address_of, alone, number, opening, product

pytestmark = pytest.mark.turn(3)

CHAPTER = "convolutional-layers.html"
ALONE = alone("convolution", CHAPTER)
PICTURE = np.array([[1, 1, 7, 8, 8], [1, 2, 8, 9, 8], [0, 1, 8, 8, 7], [1, 1, 7, 9, 9]], dtype=float)
EDGE = np.array([[-1, 0, 1], [-1, 0, 1]], dtype=float)
BUSY = (
    "size=5x8&kernel=3&padding=1x2&mode=reflect&stride=2x1&dilation=1x2&channels=2&filters=4&groups=2&weights=counting"
)


@pytest.fixture
def opened(browser, address):
    """Open the chapter with some settings in its address."""
    with ExitStack() as stack:
        yield lambda settings="", **options: stack.enter_context(
            opening(browser, address, CHAPTER, "convolution", settings, **options)
        )


def query(settings):
    return address_of("convolution", settings)


def test_it_starts_where_the_film_does(opened):
    explorer = opened()
    assert explorer.outputs().tolist() == [solutions.conv2d(PICTURE[None, None], EDGE[None, None])[0, 0].tolist()]
    assert explorer.text("status").startswith("Position 1 of 9: y[0, 0] is 13.")


def test_settings_made_with_the_keyboard_give_the_numbers_of_solutions(opened):
    explorer = opened()
    explorer.unfold()
    changes = {"weights": "counting", "padding": (1, 2), "mode": "replicate", "stride": (2, 1), "dilation": (1, 2)}
    for key, value in changes.items():
        explorer.set(key, value)
    counting = np.arange(1.0, 7).reshape(1, 1, 2, 3)
    expected = solutions.conv2d(PICTURE[None, None], counting, None, (2, 1), (1, 2), (1, 2), padding_mode="replicate")
    assert explorer.outputs().tolist() == expected[0].tolist()
    explorer.set("flip", True)
    turned = counting[:, :, ::-1, ::-1]
    expected = solutions.conv2d(PICTURE[None, None], turned, None, (2, 1), (1, 2), (1, 2), padding_mode="replicate")
    assert explorer.outputs().tolist() == expected[0].tolist()


def test_a_signal_is_convolved_along_its_one_axis(opened):
    explorer = opened()
    explorer.set("dims", "1")
    assert not explorer.find("#set-kernel-rows").is_visible()
    explorer.press("#set-kernel-columns", "ArrowDown")
    expected = solutions.conv1d(PICTURE[None, :1], np.array([[[-1.0, 1]]]))
    assert explorer.outputs()[:, 0].tolist() == expected[0].tolist()
    assert explorer.text("status").startswith("Position 1 of 4: y[0] is 0.")


def test_arrow_keys_walk_over_the_outputs(opened):
    explorer = opened("filters=2")
    walks = [
        ("ArrowRight", "y[0, 0, 1]"), ("ArrowDown", "y[0, 1, 1]"), ("End", "y[0, 1, 2]"), ("ArrowRight", "y[0, 1, 2]"),
        ("PageDown", "y[1, 1, 2]"), ("Control+End", "y[1, 2, 2]"), ("ArrowUp", "y[1, 1, 2]"), ("Home", "y[1, 1, 0]"),
        ("ArrowLeft", "y[1, 1, 0]"), ("PageUp", "y[0, 1, 0]"), ("Control+Home", "y[0, 0, 0]"),
    ]  # fmt: skip
    explorer.find('[role=gridcell][tabindex="0"]').focus()
    for key, place in walks:
        explorer.page.keyboard.press(key)
        assert f": {place} is" in explorer.text("status"), key
        chosen = explorer.find('[role=gridcell][aria-selected="true"]')
        assert chosen.get_attribute("aria-label") == explorer.focused()


def test_a_click_on_an_output_shows_its_inputs(opened):
    explorer = opened()
    explorer.find('[data-at="2,1"]').click()
    assert "y[2, 1] is 15. The window covers rows 2 to 3, columns 1 to 3." in explorer.text("status")


@pytest.mark.share(6)
@pytest.mark.parametrize("settings", ["", "weights=mean&padding=1&dilation=2x1", BUSY])
def test_the_sum_written_out_is_the_output_at_every_stop(opened, settings):
    explorer = opened(settings)
    values = explorer.outputs()
    for stop, value in enumerate(values.flat):
        written, result = explorer.text("workings").split(" = ", 1)[1].rsplit("\n= ", 1)
        assert abs(product(written) - value) < 0.006, stop
        assert number(result) == value
        explorer.press(".player button:last-of-type", "Enter")


@pytest.mark.share(6)
@pytest.mark.parametrize(
    "settings",
    [
        "", BUSY, BUSY.replace("reflect", "circular") + "&flip=1", "same=1&kernel=2x4&dilation=2x1&weights=mean",
        "same=1&kernel=2x4&mode=reflect&weights=counting", "dims=1&kernel=4&padding=2&mode=circular&size=7&flip=1",
        "dims=1&channels=4&filters=4&groups=4&picture=mixed&stride=2", "padding=2x1&stride=3&picture=ramp",
    ],
)  # fmt: skip
def test_the_torch_code_gives_what_is_shown(opened, settings):
    explorer = opened(settings)
    names = {}
    exec(explorer.find(".code").text_content(), names)
    shown, found = explorer.outputs(), names["y"][0].numpy()
    np.testing.assert_allclose(shown[:, 0] if "dims=1" in settings else shown, found, atol=0.006)


def test_an_impossible_setting_is_mended_with_a_reason_and_comes_back_when_it_fits(opened):
    explorer = opened("kernel=2x5")
    explorer.press("#set-size-columns", "ArrowDown")
    assert explorer.find("#set-kernel-columns").input_value() == "4"
    expected = "Kernel, columns: 4 instead of 5. The window would reach over 5, and the input with its padding has 4."
    assert explorer.text("reasons").strip() == expected
    explorer.press("#set-size-columns", "ArrowUp")
    assert explorer.find("#set-kernel-columns").input_value() == "5"
    assert explorer.text("reasons") == ""


def test_a_number_beyond_the_controls_is_mended_with_a_reason(opened):
    explorer = opened("kernel=2x9")
    assert explorer.text("reasons").startswith("Kernel size: 5 instead of 9.")


def test_the_address_carries_the_state(opened, browser, address):
    explorer = opened("stride=2")
    explorer.unfold()
    explorer.set("padding", (1, 0))
    explorer.press('[role=gridcell][tabindex="0"]', "ArrowDown")
    explorer.page.wait_for_url("**/*convolution.at=2*")
    assert explorer.page.url == address + ALONE + query("stride=2&padding=1x0&at=2")
    whole_picture = explorer.find("*:not(:has(*))", has_text="pixels in").first  # it is the last to be drawn
    whole_picture.wait_for()
    before = explorer.text("explorer")
    explorer.page.reload()
    explorer.unfold()
    whole_picture.wait_for()
    assert explorer.text("explorer") == before
    explorer.find("button", has_text="Start again").press("Enter")
    explorer.page.wait_for_url(address + ALONE)
    assert explorer.text("status").startswith("Position 1 of 9")


def test_the_link_is_copied(opened, address):
    explorer = opened("stride=2&at=1", permissions=["clipboard-read", "clipboard-write"])
    explorer.find("button", has_text="Copy link").press("Enter")
    explorer.find("button", has_text="Copied").wait_for()
    copied = explorer.page.evaluate("navigator.clipboard.readText()")
    assert copied == address + ALONE + query("stride=2&at=1") + "#explorer-convolution"


def test_it_plays_from_stop_to_stop_and_stays_at_the_last(opened):
    explorer = opened("at=6")
    explorer.page.clock.install()
    explorer.page.clock.pause_at(explorer.page.evaluate("Date.now()") + 1000)
    explorer.find("button", has_text="Play").press("Enter")
    shown = explorer.find("[role=gridcell] text")
    assert [text for text in shown.all_text_contents() if not text] == ["", ""]
    explorer.page.clock.run_for(800)
    assert explorer.text("status").startswith("Position 8 of 9")
    assert explorer.find(".status").get_attribute("aria-live") == "off"
    explorer.page.clock.run_for(5000)
    assert explorer.text("status").startswith("Position 9 of 9")
    assert explorer.find(".status").get_attribute("aria-live") == "polite"
    explorer.find("button", has_text="Play").press("Enter")
    assert explorer.text("status").startswith("Position 1 of 9")


def test_nothing_plays_for_those_who_want_no_motion(opened):
    explorer = opened(reduced_motion="reduce")
    assert not explorer.find("button", has_text="Play").is_visible()
    explorer.find("button", has_text="Step").press("Enter")
    assert explorer.text("status").startswith("Position 2 of 9")


def test_the_slider_scrubs(opened):
    explorer = opened()
    explorer.press("input[type=range]", "ArrowRight", "ArrowRight")
    assert explorer.text("status").startswith("Position 3 of 9")
    assert explorer.find("input[type=range]").get_attribute("aria-valuetext") == "3 of 9"


def test_everything_can_be_reached_with_tab(opened):
    explorer = opened()
    explorer.unfold()
    explorer.find("summary").first.focus()
    wanted = explorer.find(
        "input, select, summary, button:not([tabindex]), [role=gridcell][tabindex='0'], pre, .workings"
    ).evaluate_all("nodes => nodes.filter(n => n.checkVisibility()).length")
    reached = set()
    for _ in range(wanted):
        reached.add(explorer.root.evaluate(
            """e => { const root = e.shadowRoot, all = [...root.querySelectorAll('*')];
                return all.indexOf(root.activeElement) }"""
        ))  # fmt: skip
        explorer.page.keyboard.press("Tab")
    assert len(reached) == wanted
    assert explorer.focused() is None


def test_without_scripts_there_is_a_picture_and_a_text(opened):
    context = opened(java_script_enabled=False)
    still = context.page.locator("mw-convolution")
    assert still.locator("svg[aria-label]").is_visible()
    assert "upper left corner" in still.inner_text()


def test_own_numbers_are_typed_and_give_the_numbers_of_solutions(opened):
    explorer = opened()
    explorer.press(".own summary", "Enter")
    for label, text in {"Input, row 0, column 1": "-12,5", "Kernel, row 1, column 2": "1/9"}.items():
        explorer.find(f'input[aria-label="{label}"]').fill(text)
    picture, kernel = PICTURE.copy(), EDGE.copy()
    picture[0, 1], kernel[1, 2] = -12.5, 1 / 9
    expected = solutions.conv2d(picture[None, None], kernel[None, None])[0]
    np.testing.assert_allclose(explorer.outputs(), expected, atol=0.006)
    names = {}
    exec(explorer.find(".code").text_content(), names)
    np.testing.assert_allclose(names["y"][0].numpy(), expected, atol=1e-5)
    # Smaller and larger again, and another picture and back: nothing that was typed is lost.
    explorer.press("#set-size-columns", "ArrowDown", "ArrowUp")
    for choice in ("ramp", "own"):
        explorer.find("#set-picture").select_option(choice)
    np.testing.assert_allclose(explorer.outputs(), expected, atol=0.006)


def test_own_numbers_stand_in_the_address(opened):
    explorer = opened("picture=own&pixels=1,2;3,4.5&size=2&weights=own&taps=1/3,-2&kernel=1x2")
    expected = solutions.conv2d(np.array([[[[1, 2], [3, 4.5]]]]), np.array([[[[1 / 3, -2]]]]))[0]
    np.testing.assert_allclose(explorer.outputs(), expected, atol=0.006)
    explorer.page.wait_for_function("location.search.includes('taps')")
    assert explorer.visit.errors == []


def test_what_is_no_number_is_said_and_changes_nothing(opened):
    explorer = opened()
    before = explorer.outputs().tolist()
    explorer.press(".own summary", "Enter")
    field = explorer.find('input[aria-label="Input, row 0, column 0"]')
    for text in ("abc", "1/0", "1000", "1e9", "--1"):
        field.fill(text)
        assert field.get_attribute("aria-invalid") == "true"
        assert f"“{text}” is no number" in explorer.find(".said").first.inner_text()
        assert explorer.outputs().tolist() == before
    field.blur()
    assert field.input_value() == "1"


def test_a_pasted_table_fills_the_fields_from_the_one_it_is_pasted_into(opened):
    explorer = opened()
    explorer.press(".own summary", "Enter")
    explorer.find('input[aria-label="Input, row 1, column 1"]').evaluate(
        """(field, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", text);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        "[[1.5, 2, x],\n [3, 4, 5]]",
    )
    picture = PICTURE.copy()
    picture[1, 1:3], picture[2, 1:4] = [1.5, 2], [3, 4, 5]
    expected = solutions.conv2d(picture[None, None], EDGE[None, None])[0]
    np.testing.assert_allclose(explorer.outputs(), expected, atol=0.006)


def test_a_click_on_a_number_leads_to_its_field(opened):
    explorer = opened("flip=1")
    explorer.find('[data-edit="taps,0,0,2"]').click()  # drawn turned, it is the last one of the lower row
    assert explorer.focused() == "Kernel, row 0, column 2"
    assert explorer.find(":focus").input_value() == "1"


def test_a_whole_picture_goes_through_the_same_kernel(opened):
    explorer = opened("weights=sobel&kernel=3&padding=1&mode=reflect&stride=2x1")
    explorer.press(".photo summary", "Enter")
    explorer.page.wait_for_function(
        "e => e.shadowRoot.querySelectorAll('canvas')[1].width === 112", arg=explorer.root.element_handle()
    )
    cat = np.array(explorer.root.evaluate("e => e.photo.plane"), dtype=float)
    out = explorer.root.evaluate("e => e.whole(e.photo.plane).out")
    sobel = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    expected = solutions.conv2d(cat[None, None], sobel[None, None], None, (2, 1), 1, padding_mode="reflect")[0, 0]
    np.testing.assert_allclose(out, expected, atol=1e-9)
    said = explorer.find(".photo .said").inner_text().replace(TIMES, "x")
    assert "112 x 112 pixels in, 56 x 112 out: a kernel of 3 x 3, stride 2 x 1." in said


def test_a_picture_of_ones_own_is_opened_and_another_file_is_refused(opened, tmp_path):
    explorer = opened()
    explorer.press(".photo summary", "Enter")
    half = np.zeros((40, 60, 3), dtype=np.uint8)
    half[:, 30:] = 255
    plt.imsave(tmp_path / "half.png", half)
    (tmp_path / "words.png").write_text("no picture")
    chooser = explorer.find('input[type="file"]')
    chooser.set_input_files(tmp_path / "words.png")
    explorer.find(".photo .said", has_text="cannot read this as a picture").wait_for()
    chooser.set_input_files(tmp_path / "half.png")
    explorer.find('canvas[aria-label^="Your picture"]').wait_for()
    plane = np.array(explorer.root.evaluate("e => e.photo.plane"))
    assert (plane.shape, plane[:, :50].max(), plane[:, -50:].min()) == ((112, 112), 0, 255)
    explorer.find("button", has_text="Draw one").click()
    assert explorer.root.evaluate("e => e.photo.plane.flat().every(value => value === 0)")
    explorer.find(".photo canvas").first.click(position={"x": 50, "y": 50})
    assert explorer.root.evaluate("e => Math.max(...e.photo.plane.flat())") == 255

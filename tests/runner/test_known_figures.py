"""A figure is shown by the picture of a known one only if it is that figure, but for rounding."""

import io
import warnings
from base64 import b64decode, b64encode

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core import pylabtools
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from autograder.runner.inside.drawing import Drawing, describe, in_few_colours
from autograder.runner.inside.figures import fonts_in, read, to_bytes

DATA = np.random.default_rng(0).standard_normal((12, 16))
PIXEL = np.zeros(DATA.shape, bool)
PIXEL[3, 3] = True


def figure(data=DATA, change=lambda figure: None):
    """A figure such as the notebooks draw, with `change` made to it."""
    made, (left, right) = plt.subplots(1, 2, figsize=(5, 2))
    left.plot(data[0], alpha=0.4, label="first")
    left.legend()
    left.set(xlabel="sample", ylabel="height in m")
    right.imshow(data, cmap="RdBu", vmin=-2, vmax=2)
    right.set_title(f"a title, {data.shape}")
    right.axis("off")
    change(made)
    plt.close(made)
    return made


def same(one, other):
    described = describe(one, {}), describe(other, {})
    assert described[1] is not None
    return described[0] is not None and described[0].shows_the_same_as(described[1])


@pytest.mark.parametrize(
    "data",
    [DATA.copy(), np.asfortranarray(DATA), DATA.astype(np.float32), DATA * (1 + 3e-6), np.ma.array(DATA)],
    ids=["the same", "in another order", "float32", "rounding", "masked nowhere"],
)
def test_the_same_numbers_make_the_same_figure(data):
    assert same(figure(data), figure())


CHANGES = {
    "a pixel": lambda figure: figure.axes[1].images[0].set_data(np.where(PIXEL, DATA + 1e-3, DATA)),
    "a masked pixel": lambda figure: figure.axes[1].images[0].set_data(np.ma.array(DATA, mask=PIXEL)),
    "no number": lambda figure: figure.axes[1].images[0].set_data(np.where(PIXEL, np.nan, DATA)),
    "turned": lambda figure: figure.axes[1].images[0].set_data(DATA[::-1]),
    "a colour map": lambda figure: figure.axes[1].images[0].set_cmap("gray"),
    "a range of colours": lambda figure: figure.axes[1].images[0].set_clim(-2, 2.1),
    "pixels that are smoothed": lambda figure: figure.axes[1].images[0].set_interpolation("bicubic"),
    "a title": lambda figure: figure.axes[1].set_title("a title, (12, 61)"),
    "the place of a title": lambda figure: figure.axes[1].title.set_y(1.1),
    "a colour": lambda figure: figure.axes[0].lines[0].set_color("C1"),
    "a width": lambda figure: figure.axes[0].lines[0].set_linewidth(1.6),
    "a dash": lambda figure: figure.axes[0].lines[0].set_linestyle("--"),
    "a marker": lambda figure: figure.axes[0].lines[0].set_marker("o"),
    "a limit": lambda figure: figure.axes[0].set_xlim(0, 9),
    "a scale": lambda figure: figure.axes[0].set_xscale("symlog"),
    "ticks": lambda figure: figure.axes[0].set_xticks([0, 3, 9]),
    "a grid": lambda figure: figure.axes[0].grid(visible=True),
    "one line more": lambda figure: figure.axes[0].axhline(0.5),
    "one line less": lambda figure: figure.axes[0].lines[0].remove(),
    "a hidden line": lambda figure: figure.axes[0].lines[0].set_visible(False),
    "another order": lambda figure: figure.axes[0].lines[0].set_zorder(9),
    "no legend": lambda figure: figure.axes[0].get_legend().remove(),
    "a font": lambda figure: figure.axes[0].xaxis.label.set_fontsize(7),
    "axes on": lambda figure: figure.axes[1].axis("on"),
    "a size": lambda figure: figure.set_size_inches(5, 2.2),
    "more dots": lambda figure: figure.set_dpi(200),
    "a place": lambda figure: figure.axes[0].set_position([0.1, 0.1, 0.3, 0.8]),
    "a layout": lambda figure: figure.set_layout_engine("constrained"),
    "a transform": lambda figure: figure.axes[0].lines[0].set_transform(figure.axes[1].transData),
    "a text": lambda figure: figure.text(0.5, 0.5, "mine"),
    "a ground": lambda figure: figure.set_facecolor("0.9"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_can_be_seen_makes_another_figure(change):
    assert not same(figure(change=change), figure())


def test_settings_that_are_read_only_when_a_figure_is_drawn_count_too():
    before = describe(figure(), {})
    with plt.rc_context({"savefig.transparent": True}):
        assert not describe(figure(), {}).shows_the_same_as(before)
    assert not describe(figure(), {"bbox_inches": None}).shows_the_same_as(before)


class Mine(plt.Line2D):
    """An artist that no library knows."""


def test_a_figure_with_something_that_is_not_known_has_no_description():
    assert describe(figure(change=lambda figure: figure.axes[0].add_artist(Mine([0, 1], [0, 1]))), {}) is None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formatted = figure(change=lambda figure: figure.axes[0].xaxis.set_major_formatter(lambda x, _: f"{x:.1f} s"))
    assert describe(formatted, {}) is None


@pytest.fixture
def drawings(monkeypatch):
    """How often something was drawn: a list that grows."""
    drawn = []
    draw = pylabtools.print_figure
    monkeypatch.setattr(pylabtools, "print_figure", lambda *args, **how: drawn.append(0) or draw(*args, **how))
    return drawn


def test_a_known_figure_is_not_drawn_again_and_any_other_is(drawings, tmp_path):
    recording = Drawing()
    recording.record()
    recording.install()
    picture = pylabtools.print_figure(figure(), fmt="png", base64=True)
    recorded = recording.drawn()
    assert [one.picture for one in recorded] == [picture]
    assert recording.drawn() == []
    (tmp_path / "figures.npz").write_bytes(to_bytes(recorded))

    drawings.clear()
    Drawing(read(tmp_path / "figures.npz")).install()
    assert pylabtools.print_figure(figure(), fmt="png", base64=True) == picture
    assert not drawings
    assert pylabtools.print_figure(figure(DATA + 0.1), fmt="png", base64=True) != picture
    assert isinstance(pylabtools.print_figure(figure(), fmt="png"), bytes)
    assert pylabtools.print_figure(figure(), fmt="svg").startswith("<?xml")
    assert len(drawings) == 3


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half of it", to_bytes([])])
def test_a_damaged_file_knows_no_figures(content, tmp_path):
    (tmp_path / "figures.npz").write_bytes(content)
    assert read(tmp_path / "figures.npz") == []
    assert fonts_in(tmp_path / "figures.npz") == ""


def test_infinities_and_what_is_no_number_are_compared():
    data = DATA.copy()
    data[0, 0], data[0, 1] = np.inf, np.nan
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert same(figure(data), figure(data))
        assert not same(figure(data), figure(np.where(np.isinf(data), 1e6, data)))


def test_a_recorded_picture_has_few_colours_the_same_size_and_its_words():
    pixels = np.random.default_rng(0).integers(0, 256, (60, 90, 3), dtype=np.uint8)
    about = PngInfo()
    about.add_text("Description", "what it shows")
    small = Image.open(io.BytesIO(b64decode(in_few_colours(png(pixels, pnginfo=about, dpi=(72, 72))))))
    assert (small.mode, small.size) == ("P", (90, 60))
    assert small.text == {"Description": "what it shows"}
    assert small.info["dpi"] == pytest.approx((72, 72), abs=0.1)


def test_a_picture_that_shows_what_is_below_it_stays_as_it_is():
    pixels = np.random.default_rng(0).integers(0, 256, (60, 90, 4), dtype=np.uint8)
    assert in_few_colours(png(pixels)) == png(pixels)


def png(pixels, **options):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", **options)
    return b64encode(file.getvalue()).decode()

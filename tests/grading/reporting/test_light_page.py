"""Feedback pages that are light: small pictures with words, formulas as MathML, no word to any server."""

import base64
import io
import re

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, PngImagePlugin
from traitlets.config import Config

from autograder.grading.reporting.light_page import POLICY, LightPage, mathml
from autograder.grading.reporting.pictures import LONGEST, MOST_BYTES, NOTHING_SAID, lighten
from autograder.runner.inside.drawing import words_of

NAMES = {"nbgrader": {"notebook": "a-notebook", "score": 1.0, "max_score": 2.0, "late_penalty": 0}}


def png(width, height, words="", seed=0):
    """A picture of noise, which no form of PNG makes small."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    about = PngImagePlugin.PngInfo()
    if words:
        about.add_text("Description", words)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", pnginfo=about)
    return base64.b64encode(file.getvalue()).decode()


def shown(picture, **metadata):
    return new_output("display_data", {"image/png": picture, "text/plain": "<Figure>"}, metadata=metadata)


def page_of(*cells):
    config = Config()
    config.HTMLExporter.template_name = "feedback"  # as nbgrader's converter says
    return LightPage(config=config).from_notebook_node(new_notebook(cells=[*cells]), NAMES)[0]


def pictures(page):
    return [
        (*re.search(r'src="data:(image/[a-z]+);base64,([^"]*)"', tag).groups(), tag)
        for tag in re.findall(r"<img[^>]*>", page)
    ]


@pytest.mark.parametrize(("width", "height"), [(300, 200), (1200, 900), (4000, 50), (3, 2000)])
def test_a_picture_becomes_small_and_keeps_its_size_on_the_screen(width, height):
    page = page_of(new_code_cell("plot()", outputs=[shown(png(width, height))]))
    ((_, data, attributes),) = pictures(page)
    assert len(data) <= MOST_BYTES
    assert f"\nwidth={width}\n" in attributes
    assert f"\nheight={height}\n" in attributes
    Image.open(io.BytesIO(base64.b64decode(data))).verify()


def test_a_small_picture_stays_as_it_is():
    small = png(20, 10)
    ((kind, data, _),) = pictures(page_of(new_code_cell("plot()", outputs=[shown(small)])))
    assert (kind, data) == ("image/png", small)


def test_what_a_picture_shows_is_said_by_the_learner_or_else_by_the_figure_or_else_that_nothing_is():
    said = [
        shown(png(20, 10, "A title; x: time"), **{"image/png": {"alt": "My own words"}}),
        shown(png(20, 10, "A <title>; x: time")),
        shown(png(20, 10)),
        shown(png(20, 10, "w" * 5000)),
    ]
    alts = re.findall(r'alt="([^"]*)"', page_of(new_code_cell("plot()", outputs=said)))
    assert alts == ["My own words", "A &lt;title&gt;; x: time", NOTHING_SAID, "w" * LONGEST]


@pytest.mark.parametrize("broken", ["", "no base64!", base64.b64encode(b"\x89PNG\r\n\x1a\nno picture").decode()])
def test_a_picture_that_cannot_be_read_is_said_to_be_so(broken):
    outputs = [shown(broken)]
    lighten(outputs)
    assert outputs[0]["data"] == {"text/plain": "A picture that cannot be read."}


def test_words_of_a_figure_are_its_titles_axes_and_legends():
    figure = Figure()
    left, right = figure.subplots(1, 2)
    left.set(title="A walk", xlabel="step", ylabel="height")
    right.plot([1, 2], label="a line")
    right.legend()
    figure.suptitle("Hills")
    assert words_of(figure) == "Hills; A walk, x: step, y: height; a line"
    assert words_of(Figure()) == ""
    assert matplotlib.get_backend()


def test_nothing_is_asked_of_a_server_also_where_a_cell_raised_an_error():
    error = new_output("error", ename="ValueError", evalue="<b>", traceback=["\x1b[0;31mValueError\x1b[0m: <b>"])
    page = page_of(new_code_cell("1 / 0", outputs=[error]), new_markdown_cell("# Text"))
    assert not re.findall(r"""(?:src|href)=["']?https?:""", page)
    assert "<script" not in page
    assert POLICY in page
    assert "<b>" not in page.partition("ValueError</span>")[2].partition("</pre>")[0]


def test_formulas_become_mathml_and_what_is_none_stays_text():
    page = page_of(new_markdown_cell("So $x_{i+1}^2$ is it.\n\n$$\\sum_{a} k_a$$"))
    assert page.count("<math") == 2
    assert 'display="block"' in page
    assert mathml("\\begin{aligned} a & b <c>", "block").count("<c>") == 0


def test_a_page_without_pictures_is_small_and_has_each_style_once():
    report = new_output("display_data", {"text/html": "<style>.magic-window { color: red }</style><p>ok</p>"})
    cells = [new_code_cell("check()", outputs=[report]) for _ in range(9)]
    page = page_of(*cells)
    assert page.count(".magic-window { color: red }") == 1
    assert page.count("<p>ok</p>") == 9
    assert len(page) < 40_000


def test_the_notebook_is_left_as_it_was():
    cell = new_code_cell("plot()", outputs=[shown(png(600, 500))])
    before = cell.outputs[0]["data"]["image/png"]
    page_of(cell)
    assert cell.outputs[0]["data"]["image/png"] == before


def test_a_course_may_name_a_template_of_its_own():
    config = Config()
    config.HTMLExporter.template_name = "classic"
    assert LightPage(config=config).template_name == "classic"

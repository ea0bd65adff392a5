"""A submission that draws what the reference draws is shown with its pictures; no verdict depends on that."""

import base64
import io
import json
from dataclasses import replace

import nbformat
import numpy as np
import pytest
from PIL import Image

from autograder.grading.assignment import Assignment
from autograder.grading.jobs.reference_figures import record
from autograder.grading.jobs.run import run
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, cells_of, fill, functions_of
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.session import Session
from autograder.runner.inside.figures import fonts_in, read, to_bytes

STYLES = {  # and how many of its five figures show what the reference's show
    "reference": ({}, [], 5),
    "other_style": (functions_of("other_style"), cells_of("other_style"), 5),
    "typical": (functions_of("typical"), cells_of("typical"), 4),
}


@pytest.fixture(scope="module", params=STYLES)
def judged(request, release, tmp_path_factory):
    """The job of a style, what came of it without known figures and with them, and how many of them it draws."""
    course = release(tmp_path_factory.mktemp("figures") / "course")
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    functions, cells, known = STYLES[request.param]
    folder = course / "submitted" / request.param / ASSIGNMENT
    folder.mkdir(parents=True)
    nbformat.write(fill(released, functions, first=cells), folder / f"{NOTEBOOK}.ipynb")
    assignment = Assignment(course, ASSIGNMENT)
    submission = assignment.prepare(request.param)
    assignment.record_figures(submission)
    job = submission.jobs[NOTEBOOK]
    return job, run(replace(job, figures=None)), run(job), known


def pictures(result):
    return [
        output.data["image/png"]
        for cell in result.cell_outputs
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB"), dtype=int)


@pytest.mark.share(3)
def test_the_verdicts_are_the_same_byte_for_byte(judged):
    _, drawn, shown, _ = judged
    assert shown.verdicts_json() == drawn.verdicts_json()
    assert shown.notes == drawn.notes


@pytest.mark.share(3)
def test_what_a_notebook_shows_is_the_same_to_the_eye(judged):
    job, drawn, shown, known = judged
    reference = {figure.picture for figure in read(job.figures)}
    assert sum(picture in reference for picture in pictures(shown)) == known
    for one, other in zip(pictures(drawn), pictures(shown), strict=True):
        difference = np.abs(pixels(one) - pixels(other))
        assert np.percentile(difference, 99) <= 16  # of 255: known ones have 256 colours
        assert difference.mean() < 2
        assert other not in reference or len(other) < 0.7 * len(one)


def test_a_fork_server_takes_the_list_of_fonts_that_is_kept_with_the_figures(tmp_path):
    kept, known = tmp_path / "kept.npz", tmp_path / "known.npz"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    record(kept, notebook, None, Limits(), sandboxed=True)
    listed = fonts_in(kept)
    assert json.loads(listed.partition("\n")[2])["ttflist"]
    known.write_bytes(to_bytes([], listed.replace('"ttf": "DejaVu Sans"', '"ttf": "taken from the file"')))
    ask = "from matplotlib import font_manager as fonts\nprint(fonts.fontManager.defaultFamily['ttf'])"
    for figures, said in ((None, "DejaVu Sans"), (kept, "DejaVu Sans"), (known, "taken from the file")):
        with Session(figures=figures) as session:
            assert session.run_cell(ask).outputs[0].text.strip() == said


@pytest.mark.parametrize("fonts", ["", "3.11.0\n{ half of it", "no list at all"])
def test_a_damaged_list_of_fonts_is_made_anew(fonts, tmp_path):
    (tmp_path / "figures.npz").write_bytes(to_bytes([], fonts))
    with Session(figures=tmp_path / "figures.npz") as session:
        shown = session.run_cell("import matplotlib.pyplot as plt\nplt.title('a')\nplt.show()")
    assert "image/png" in shown.outputs[0].data

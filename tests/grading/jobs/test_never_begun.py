"""An exercise that was never begun stays open, whatever else is defined, and one that was begun is told why."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.jobs.job import job_of
from autograder.grading.jobs.restoration import restore
from autograder.grading.jobs.run import run
from autograder.grading.sandbox.limits import Limits
from autograder.notebook.cells import grade_id, new_metadata
from tests.attacks.harness import answer

SLUG = "convolutional-layers"
STUB = "def {name}(x, weight, bias=None):\n    raise NotImplementedError()"
RENAMED = "def solution(x, weight, bias=None):\n    return x"


def named(source, name, **about):
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = new_metadata(name, **about)
    return cell


def exercise(name):
    return [
        named(STUB.format(name=name), name, solution=True),
        named(f"check({name}, '{SLUG}/{name}')", f"{name}-check", grade=True, points=1.0),
        named("# hidden", f"{name}-hidden", grade=True, points=1.0),
    ]


ORIGINAL = [
    new_code_cell("import numpy as np"),
    *exercise("correlate1d"),
    named("def sliding_windows(x, weight):\n    return x", "sliding_windows-given"),
    *exercise("conv1d"),
    new_code_cell("def in_a_row(frames):\n    return frames"),
    *exercise("conv2d"),
]
RELEASED = {grade_id(cell): cell for cell in ORIGINAL if grade_id(cell)}


def handed_in(*names, **sources):
    """The cells of these names, and the nameless ones, with other sources in the place of some."""
    cells = [copy.deepcopy(cell) for cell in ORIGINAL if not grade_id(cell) or not names or grade_id(cell) in names]
    for cell in cells:
        cell.source = sources.get(grade_id(cell), cell.source)
    return cells


def nameless(cells):
    for cell in cells:
        cell.metadata.clear()
    return cells


def outcomes(cells):
    notebook = new_notebook(cells=cells)
    restore(notebook, copy.deepcopy(RELEASED), copy.deepcopy(ORIGINAL))
    result = run(job_of(notebook, SLUG, "ada", key=b"key", limits=Limits(), files=None, sandboxed=True))
    names = ("correlate1d", "conv1d", "conv2d")
    return {name: result.verdict(f"{SLUG}/{name}").outcome for name in names}, result


def other_chapter():
    given = named("def places(size):\n    return size", "places-given")
    asked = named("def reflection_pad1d(x, padding):\n    return x", "reflection_pad1d", solution=True)
    return [given, asked, named("# check", "reflection_pad1d-check", grade=True, points=1.0)]


ONE = {"correlate1d": answer(f"{SLUG}/correlate1d")}


@pytest.mark.parametrize(
    ("cells", "of_correlate1d"),
    [
        (handed_in("correlate1d", "sliding_windows-given", **ONE), "passed"),
        (nameless(handed_in("correlate1d", "sliding_windows-given", **ONE)), "passed"),
        (handed_in(*(RELEASED.keys() - {"conv1d", "conv2d"}), **ONE), "passed"),
        (nameless(handed_in(*(RELEASED.keys() - {"conv1d", "conv2d"}), **ONE)), "passed"),
        (other_chapter(), "not attempted"),
        (nameless(other_chapter()), "not attempted"),
    ],
    ids=["one", "one, nameless", "answers deleted", "answers deleted, nameless", "chapter 3", "chapter 3, nameless"],
)
def test_what_was_never_begun_is_open(cells, of_correlate1d):
    found, result = outcomes(cells)
    assert found == {"correlate1d": of_correlate1d, "conv1d": "not attempted", "conv2d": "not attempted"}
    assert "the exercise needs" not in "".join(verdict.html for verdict in result.verdicts)


@pytest.mark.parametrize("change", [list, nameless], ids=["named", "nameless"])
def test_an_answer_under_another_name_is_still_told(change):
    found, result = outcomes(change(handed_in(conv2d=RENAMED)))
    assert found == {"correlate1d": "not attempted", "conv1d": "not attempted", "conv2d": "crashed"}
    assert "The notebook defines solution; the exercise needs conv2d." in result.verdict(f"{SLUG}/conv2d").html

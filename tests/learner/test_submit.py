"""What `autograder submit` finds in a notebook, and the zip that it makes."""

import json
import re
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from autograder.bank import EXERCISES
from autograder.errors import UserError
from autograder.learner.packing import assignment_name, pack
from autograder.learner.preflight import checksum, preflight_notes
from autograder.notebook import file
from autograder.notebook.cells import HIDDEN, VISIBLE
from tests.learner._chapter import ASSIGNMENT, SLUG, TORCH, answered, cell_of, code, released, save, shell, workspace


@pytest.fixture(scope="module")
def stubs():
    return released()


@pytest.fixture(scope="module")
def solved(stubs):
    return answered(stubs)


@pytest.fixture
def notebook(solved):
    """A notebook in which all is well, to spoil."""
    return json.loads(json.dumps(solved))


@pytest.fixture
def root(tmp_path, stubs):
    return workspace(tmp_path / "w", stubs)


def found(root, notebook, name=f"{SLUG}.ipynb"):
    return preflight_notes(save(root / ASSIGNMENT / name, notebook))


def test_a_notebook_in_which_all_is_well_gets_no_remark(root, notebook):
    assert found(root, notebook) == []


def test_the_checksum_is_nbgraders(stubs):
    cells = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in stubs["cells"] if "nbgrader" in cell["metadata"]
    }
    names = [exercise.name for exercise in EXERCISES.values() if exercise.chapter == SLUG]
    assert {f"{name}{kind}" for name in names for kind in ("", VISIBLE, HIDDEN)} <= cells.keys()
    for cell in cells.values():
        assert checksum(cell) == compute_checksum(nbformat.from_dict(cell))


def drop(notebook, name):
    notebook["cells"].remove(cell_of(notebook, name))


def double(notebook, name):
    notebook["cells"].append(json.loads(json.dumps(cell_of(notebook, name))))


def rewrite(notebook, name, source, **more):
    cell_of(notebook, name).update(source=source, **more)


def unmark(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {}


SPOILED = {
    "a check is missing": (
        lambda nb: drop(nb, "zero_pad2d-check"),
        [
            "The cell zero_pad2d-check is missing. It is put back when the notebook is graded. "
            "Until then its points are not counted."
        ],
    ),
    "a function has another name": (
        lambda nb: rewrite(nb, "zero_pad2d", "def zero_pad_2d(x, padding):\n    return x"),
        ["The notebook defines zero_pad_2d; the exercise needs zero_pad2d."],
    ),
    "an answer is missing": (
        lambda nb: drop(nb, "zero_pad2d"),
        ["The cell of zero_pad2d is missing, and the function with it: there is nothing to grade."],
    ),
    "an answer stands in another cell": (
        lambda nb: (drop(nb, "zero_pad2d"), nb["cells"].insert(1, code("def zero_pad2d(x, padding): ..."))),
        [],
    ),
    "the written answer is missing": (
        lambda nb: drop(nb, "three-worlds-written"),
        ["The cell of the written question (three-worlds-written) is missing, and with it the answer."],
    ),
    "the question is open": (
        lambda nb: rewrite(nb, "three-worlds-written", "YOUR ANSWER HERE"),
        ["The written question has no answer."],
    ),
    "a cell is doubled": (
        lambda nb: double(nb, "zero_pad2d"),
        ["The cell zero_pad2d is there 2 times. The last one counts."],
    ),
    "a check was changed": (
        lambda nb: rewrite(nb, "zero_pad2d-check", "pass  # was a check"),
        ["The cell zero_pad2d-check (`pass  # was a check`) was changed. It counts as it was released."],
    ),
    "a given helper was changed": (
        lambda nb: rewrite(nb, "four_sides-given", "four_sides = 4"),
        ["The cell four_sides-given (`four_sides = 4`) was changed. It counts as it was released."],
    ),
    "an answer never ran": (
        lambda nb: rewrite(nb, "same_padding", "def same_padding(k, d=1): ...", execution_count=None),
        ["This answer has not been run since the notebook was opened or cleared: same_padding."],
    ),
    "torch is imported": (
        lambda nb: rewrite(nb, "same_padding", TORCH),
        [
            "Where notebooks are graded there is no torch: a line that needs it fails there, and so does everything "
            "that builds on that line. Do without it, or put the import into `try: ... except ImportError: pass`.",
            "same_padding: This does not count: it uses torch. Write same_padding with NumPy alone; "
            "that is the exercise.",
        ],
    ),
    "a forbidden helper is used": (
        lambda nb: rewrite(nb, "zero_pad2d", "def zero_pad2d(x, padding):\n    return np.pad(x, padding)"),
        ["zero_pad2d: This does not count: `np.pad` is the whole exercise. Please write what it does yourself."],
    ),
    "all marks are lost": (
        unmark,
        [
            "All cells have lost nbgrader's metadata. Your functions are still found when the notebook is graded. "
            "The answer in words is looked for below its heading; to be sure, copy it into a fresh notebook."
        ],
    ),
    "an answer is cut in two": (
        lambda nb: nb["cells"].insert(1 + nb["cells"].index(cell_of(nb, "zero_pad2d")), code("    return out")),
        ["The cell below that of zero_pad2d begins indented: was the answer cut in two? Put both into one cell."],
    ),
    "a merge left its markers": (
        lambda nb: nb["cells"].append(code("<<<<<<< local\nx = 1\n=======\nx = 2\n>>>>>>> remote")),
        ["A cell has the conflict markers of a merge (`<<<<<<< local`): choose one side."],
    ),
    "a check names another function": (
        lambda nb: (
            nb["cells"].append(code("def zero_pad2d_1(x, padding): ...")),
            nb["cells"].append(code('check(zero_pad2d_1, "padding-layers/zero_pad2d")')),
        ),
        [
            "The notebook calls the check of zero_pad2d with zero_pad2d_1. When it is graded, zero_pad2d_1 counts only "
            "if zero_pad2d is not right. Better give your function the name zero_pad2d."
        ],
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_wrong_is_said_and_nothing_else(root, notebook, name):
    spoil, wanted = SPOILED[name]
    spoil(notebook)
    assert found(root, notebook) == wanted


def test_the_written_question_is_found_by_its_heading(root):
    lines = found(root, answered(released(slim=False), leave=["three-worlds-written"]))
    assert 'The written question under "In your own words" has no answer.' in lines


def test_another_chapters_notebook_is_noticed(root, tmp_path, notebook):
    (line,) = preflight_notes(save(tmp_path / "04-pooling-layers" / "pooling-layers.ipynb", notebook))
    assert (
        line
        == "This is the notebook of padding-layers, and it lies where pooling-layers should be. Is it the right one?"
    )
    assert found(root, notebook, "padding-layers (1).ipynb") == []


def test_the_zip_holds_the_notebook_as_it_is_and_none_is_overwritten(root, tmp_path, notebook):
    path = save(root / ASSIGNMENT / "padding-layers (1).ipynb", notebook)
    to = tmp_path / "out"
    first = pack(path, to)
    save(path, answered(notebook))
    second = pack(path, to)
    assert [first.name, second.name] == [f"{ASSIGNMENT}.zip", f"{ASSIGNMENT}-2.zip"]
    with zipfile.ZipFile(second) as archive:
        assert archive.namelist() == [f"{ASSIGNMENT}/{SLUG}.ipynb"]
        assert archive.read(archive.namelist()[0]) == path.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert json.loads(archive.read(archive.namelist()[0])) == notebook


def test_the_assignment_is_the_folders_name_or_the_chapters_place(tmp_path):
    assert assignment_name(tmp_path / "07-padding-layers" / "a.ipynb", SLUG) == "07-padding-layers"
    assert assignment_name(tmp_path / "Downloads" / "a.ipynb", SLUG) == ASSIGNMENT


def test_what_is_found_and_the_score_are_said_and_the_zip_is_made_all_the_same(root, notebook):
    double(notebook, "zero_pad2d-check")
    rewrite(notebook, "same_padding", "def same_padding(kernel_size, dilation=1):\n    return (0, 0)")
    path = save(root / ASSIGNMENT / f"{SLUG}.ipynb", notebook)
    before = path.read_bytes()
    said = shell("submit", path, "--to", "out", cwd=root).stdout
    assert "- The cell zero_pad2d-check is there 2 times. The last one counts." in said
    assert re.search(r"^6\.\d+ of 7 visible points, as it stands$", said, re.MULTILINE)
    assert "hand in this file. Mend what is listed above first" in said
    assert (root / "out" / f"{ASSIGNMENT}.zip").exists()
    assert path.read_bytes() == before


def test_a_notebook_without_metadata_loses_no_exercise_also_where_a_program_renamed_one(root, notebook):
    answer = cell_of(notebook, "zero_pad2d")
    answer["source"] = answer["source"].replace("def zero_pad2d(", "def zero_pad2d_1(")
    cell_of(notebook, "zero_pad2d-check")["source"] = 'check(zero_pad2d_1, "padding-layers/zero_pad2d")'
    notebook["cells"].insert(1, code("def zero_pad2d(x, padding): return x"))
    unmark(notebook)
    path = save(root / ASSIGNMENT / f"{SLUG}.ipynb", notebook)
    said = shell("submit", path, "--to", "out", cwd=root).stdout
    assert re.search(r"zero_pad2d +ok", said)
    assert re.search(r"^(\d) of \1 exercises pass; their points are not in the notebook any more", said, re.MULTILINE)


@pytest.mark.parametrize(
    ("content", "words"),
    [("no notebook", "is not a notebook that can be read"), ('{"cells": []}', "has no exercise of the course")],
)
def test_what_nobody_could_grade_is_refused(tmp_path, content, words):
    (tmp_path / "a.ipynb").write_text(content)
    said = shell("submit", "a.ipynb", cwd=tmp_path, status=1).stderr
    assert words in said
    assert len(said.splitlines()) == 1
    assert list(tmp_path.glob("*.zip")) == []


def test_a_notebook_that_is_too_large_for_the_graders_is_refused(root, notebook, monkeypatch):
    monkeypatch.setattr(file, "MAX_NOTEBOOK_BYTES", 0)
    with pytest.raises(UserError, match="larger than 0 MiB: in Jupyter, clear the outputs"):
        found(root, notebook)


def test_a_zip_cannot_go_where_a_file_lies(root, notebook):
    path = save(root / ASSIGNMENT / f"{SLUG}.ipynb", notebook)
    (root / "out").write_text("")
    with pytest.raises(UserError, match="is a file, and the zip needs a folder"):
        pack(path, root / "out")


def test_where_no_zip_can_be_written_another_folder_is_asked_for(root, notebook, monkeypatch):
    path = save(root / ASSIGNMENT / f"{SLUG}.ipynb", notebook)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UserError, match=r"cannot write the zip into .*: Permission denied. Choose another.* --to"):
        pack(path, root)

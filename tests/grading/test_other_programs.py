"""Notebooks that went through other programs: what is honest in them is judged, and a line says what was found."""

import copy
import json
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, WRITTEN, fill, without_plots
from autograder.notebook.cells import grade_id, is_judged
from tests.grading._classes import run, scores

pytestmark = pytest.mark.turn(4, 2)

FILE, QUESTION = f"{NOTEBOOK}.ipynb", "similarity-written"


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def without_metadata(notebook):
    for cell in notebook.cells:
        cell.metadata.clear()


def without_metadata_or_answer(notebook):
    cell_of(notebook, QUESTION).source = "YOUR ANSWER HERE"
    without_metadata(notebook)


def answer_in_a_new_cell(notebook):
    cell_of(notebook, QUESTION).source = "YOUR ANSWER HERE"
    notebook.cells.append(new_markdown_cell(WRITTEN))


def question_deleted(notebook):
    notebook.cells.remove(cell_of(notebook, QUESTION))


def renamed(notebook):
    """A program that allows no name twice kept an earlier attempt, and called the last one conv2d_1."""
    answer, check = cell_of(notebook, "conv2d"), cell_of(notebook, "conv2d-check")
    answer.source = answer.source.replace("def conv2d(", "def conv2d_1(")
    check.source = check.source.replace("check(conv2d,", "check(conv2d_1,")
    notebook.cells.insert(0, new_code_cell("def conv2d(x, weight, bias=None):\n    return None"))


def renamed_without_metadata(notebook):
    renamed(notebook)
    without_metadata(notebook)


def marimo(notebook):
    """What marimo 0.25.2 makes of it: `marimo convert`, then `marimo export ipynb`."""
    renamed_without_metadata(notebook)
    notebook.metadata = {"marimo": {"app_config": {}}}
    notebook.cells.insert(0, new_code_cell("import marimo as mo"))
    for cell in notebook.cells:
        cell.metadata["marimo"] = {"config": {"hide_code": cell.cell_type == "markdown"}}


def colab(notebook):
    """Google Colab writes format 4.0, with ids in the metadata, and settings of its own."""
    notebook.nbformat_minor = 0
    notebook.metadata = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    for number, cell in enumerate(notebook.cells):
        del cell["id"]
        cell.metadata |= {"id": f"Zx{number}", "colab": {"base_uri": "https://localhost:8080/"}}


def vs_code(notebook):
    for cell in notebook.cells:
        cell.metadata["vscode"] = {"languageId": "python"}


def deepnote(notebook):
    notebook.metadata = {"deepnote": {}, "deepnote_execution_queue": [], "deepnote_notebook_id": "0f"}
    for cell in notebook.cells:
        cell.metadata |= {"cell_id": "00001-0f", "deepnote_cell_type": cell.cell_type, "source_hash": "9a"}


def renamed_detour(notebook):
    cell_of(notebook, "correlate1d").source = "def mine(a, b):\n    return np.correlate(a, b)"
    cell_of(notebook, "correlate1d-check").source = f'check(mine, "{NOTEBOOK}/correlate1d")'


def same_ids(notebook):
    for cell in notebook.cells:
        cell.id = "same"


def half_a_character(notebook):
    notebook.cells.append(new_markdown_cell("half \ud800"))


def merged(notebook):
    cell = cell_of(notebook, "conv2d")
    cell.source = f"<<<<<<< local\n{cell.source}\n=======\n{cell.source}\n>>>>>>> remote"


def cut(notebook):
    """Jupytext takes `# %%` in a function for a new cell."""
    cell = cell_of(notebook, "conv2d")
    pieces = cell.source.rsplit("\n", 2)
    cell.source = pieces[0]
    place = notebook.cells.index(cell) + 1
    notebook.cells[place:place] = map(new_code_cell, pieces[1:])


def cut_without_metadata(notebook):
    cut(notebook)
    without_metadata(notebook)


def cut_and_overwritten(notebook):
    """What goes on in the cell below is no Python any more."""
    cut(notebook)
    place = notebook.cells.index(cell_of(notebook, "conv2d"))
    notebook.cells[place].source = notebook.cells[place].source.partition("\n")[0]
    notebook.cells[place + 1].source += "\n   )"


def checks_changed(notebook):
    for cell in filter(is_judged, notebook.cells):
        cell.source = "pass"


def every_source(change):
    """Change the text of every cell, locked ones too, as an editor of text files does."""

    def done(notebook):
        for cell in notebook.cells:
            cell.source = change(cell.source)

    return done


def lines_of_windows(notebook):
    every_source(lambda source: source.replace("\n", "\r\n"))(notebook)


def a_final_newline(notebook):
    every_source(lambda source: source + "\n")(notebook)


def trimmed_lines(notebook):
    every_source(lambda source: "\n".join(map(str.rstrip, source.split("\n"))))(notebook)


def tabs(notebook):
    every_source(lambda source: source.replace("    ", "\t"))(notebook)


def no_break_spaces(notebook):
    """What pasting from a web page makes: Python cannot read it, in Jupyter either."""
    cell = cell_of(notebook, "conv2d")
    cell.source = cell.source.replace("    ", "\u00a0" * 4)


LOST = "All cells had lost nbgrader's metadata."
FOUND = f"The answer to {QUESTION} did not stand in its cell. It was found by its place."
ASKED = "was missing; it was put back. Is the answer elsewhere in the notebook?"
CALLED = "The notebook calls the check of conv2d with conv2d_1, so conv2d_1 is tried too."
JOINED = "The answer to conv2d was cut into 3 cells; they were put together."
# what was done: the points for functions, whether the answer in words waits for a person, and the lines
PROGRAMS = {
    without_metadata: (17, True, [LOST, FOUND]),
    without_metadata_or_answer: (17, False, [LOST]),
    answer_in_a_new_cell: (17, True, [FOUND]),
    question_deleted: (17, True, [ASKED]),
    renamed: (17, True, [CALLED, "Changed, and counted as released: conv2d-check."]),
    renamed_without_metadata: (17, True, [CALLED, LOST, FOUND]),
    marimo: (17, True, [CALLED, LOST, FOUND, "Cell 1: no module named marimo. The rest of it was run."]),
    colab: (17, True, []),
    vs_code: (17, True, []),
    deepnote: (17, True, []),
    renamed_detour: (15, True, ["The notebook calls the check of correlate1d with mine", "Changed, and counted as"]),
    same_ids: (17, True, ["Several cells had the same id"]),
    half_a_character: (17, True, []),
    merged: (13, True, ["The answer to conv2d holds the conflict markers of a merge."]),
    cut: (17, True, [JOINED]),
    cut_without_metadata: (17, True, [JOINED, LOST, FOUND]),
    cut_and_overwritten: (13, True, []),
    lines_of_windows: (17, True, []),
    a_final_newline: (17, True, []),
    trimmed_lines: (17, True, []),
    tabs: (17, True, []),
    no_break_spaces: (13, True, []),
    checks_changed: (17, True, ["Changed, and counted as released: correlate1d-check, "]),
}
NAMES = ("convolutional-layers (1)", "Untitled3")
UNREADABLE = {
    "conflict": "it has the conflict markers of a merge (line 3): choose one side",
    "latin-1": "it was saved in another encoding than UTF-8: open it in Jupyter and save it again",
    "deep": "it is nested too deeply",
    "null-cells": "it has not the cells of a notebook",
    "no-bytes": "it is empty",
    "another-name-and-chapter": f"there is no {FILE}, only hw1.ipynb: rename it if it is the same notebook",
}


def name_of(done):
    return done.__name__.replace("_", "-")


@pytest.fixture(scope="module")
def graded(release, tmp_path_factory):
    """The course directory, and the table."""
    course = release(tmp_path_factory.mktemp("programs") / "course")
    released = nbformat.read(course / "release" / ASSIGNMENT / FILE, as_version=4)
    perfect = without_plots(fill(released, {}, written=WRITTEN))
    files = {}
    for done in PROGRAMS:
        notebook = copy.deepcopy(perfect)
        done(notebook)
        files[name_of(done)] = FILE, json.dumps(notebook).encode()
    text = nbformat.writes(perfect)
    files |= {f"renamed{number}": (f"{name}.ipynb", text.encode()) for number, name in enumerate(NAMES)}
    deep = json.loads(text)
    deep["cells"][0]["metadata"]["deep"] = json.loads("[" * 900 + "]" * 900)
    conflict = text.replace("\n", "\n<<<<<<< HEAD\n", 2).replace("<<<<<<< HEAD\n", "", 1)
    files |= {
        "conflict": (FILE, conflict.encode()),
        "latin-1": (FILE, text.replace("A convolution", "\u00fc A convolution").encode("latin-1", "replace")),
        "deep": (FILE, json.dumps(deep).encode()),
        "null-cells": (FILE, json.dumps({**json.loads(text), "cells": None}).encode()),
        "no-bytes": (FILE, b""),
        "another-name-and-chapter": ("hw1.ipynb", text.replace("convolutional-layers/", "padding-layers/").encode()),
        "two": (FILE, text.encode()),
        "file-of-windows": (FILE, text.replace("\n", "\r\n").encode()),
    }
    for student, (name, content) in files.items():
        folder = course / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
    two = course / "submitted" / "two" / ASSIGNMENT
    shutil.copy(two / FILE, two / "hw.ipynb")
    (two / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (two / ".ipynb_checkpoints").mkdir()
    (two / ".ipynb_checkpoints" / f"{NOTEBOOK}-checkpoint.ipynb").write_text('{"cells": [')
    return course, run("autograder", "grade", ASSIGNMENT, "--no-feedback", cwd=course, status=1)


def lines(said, student):
    start = f"{student}: "
    return [line.strip().removeprefix(start) for line in said.splitlines() if line.strip().startswith(start)]


@pytest.mark.parametrize("done", PROGRAMS, ids=name_of)
def test_what_is_right_counts_and_is_found(graded, done):
    course, said = graded
    points, waits, wanted = PROGRAMS[done]
    given = scores(course)[name_of(done)]
    assert sum(filter(None, given.values())) == points
    assert (given[QUESTION] is None) == waits
    found = lines(said, name_of(done))
    assert len(found) == len(wanted), found
    assert all(line in text for line, text in zip(wanted, found, strict=True)), found


@pytest.mark.parametrize("student", ["without-metadata", "renamed-without-metadata", "answer-in-a-new-cell"])
def test_the_person_who_gives_points_reads_the_answer_below_its_heading(graded, student):
    cells = nbformat.read(graded[0] / "autograded" / student / ASSIGNMENT / FILE, as_version=4).cells
    (place,) = [place for place, cell in enumerate(cells) if grade_id(cell) == QUESTION]
    assert cells[place].source == WRITTEN
    assert cells[place - 1].source.startswith("## In your own words")
    assert [cell.source for cell in cells].count(WRITTEN) == 1


def test_a_question_that_was_put_back_stands_below_its_heading(graded):
    cells = nbformat.read(graded[0] / "autograded" / "question-deleted" / ASSIGNMENT / FILE, as_version=4).cells
    (place,) = [place for place, cell in enumerate(cells) if grade_id(cell) == QUESTION]
    assert cells[place - 1].source.startswith("## In your own words")


@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("merged", "stopped at the conflict markers of a merge"),
        ("no-break-spaces", "invalid non-printable character U+00A0"),
        ("cut-and-overwritten", "and the cell below goes on: put the two together"),
    ],
)
def test_a_torn_answer_is_told_what_tore_it(graded, student, words):
    notebook = nbformat.read(graded[0] / "autograded" / student / ASSIGNMENT / FILE, as_version=4)
    assert words in cell_of(notebook, "conv2d-check").outputs[0].data["text/html"]


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_renamed_notebook_is_graded_under_its_own_name(graded, number):
    course, said = graded
    assert sum(filter(None, scores(course)[f"renamed{number}"].values())) == 17
    assert lines(said, f"renamed{number}") == [f"{NAMES[number]}.ipynb was taken for {FILE}."]
    assert [path.name for path in (course / "submitted" / f"renamed{number}" / ASSIGNMENT).iterdir()] == [
        f"{NAMES[number]}.ipynb"
    ]


def test_a_file_with_the_line_ends_of_windows_counts(graded):
    assert sum(filter(None, scores(graded[0])["file-of-windows"].values())) == 17
    assert lines(graded[1], "file-of-windows") == []


def test_a_second_notebook_is_named_and_what_programs_leave_beside_it_is_not(graded):
    assert sum(filter(None, scores(graded[0])["two"].values())) == 17
    assert lines(graded[1], "two") == ["hw.ipynb lies beside it and was not looked at."]


@pytest.mark.parametrize("student", UNREADABLE)
def test_what_cannot_be_read_is_said_in_words(graded, student):
    (line,) = lines(graded[1], student)
    assert line.startswith("not graded: ")
    assert UNREADABLE[student] in line


def test_no_warning_of_a_library_buries_the_table(graded):
    assert "Warning" not in graded[1]
    assert "Traceback" not in graded[1]


def test_nothing_is_left_to_do(graded):
    said = run("autograder", "grade", ASSIGNMENT, "--dry-run", cwd=graded[0], status=1)
    assert "Nothing would change" in said

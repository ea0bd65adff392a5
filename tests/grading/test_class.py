"""A class graded as an instructor does it: with our command, with nbgrader's own, and with bad files among the good."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, REFERENCE, fill
from tests.building._answers import code_lines
from tests.grading._classes import BIN, run, scores


@pytest.fixture(scope="module")
def released(release, tmp_path_factory):
    """A course directory with the assignment released and nothing handed in."""
    return release(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """The sample class, graded by our command: the course directory and what the command said."""
    course = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(released, course)
    run("autograder", "sample", cwd=course)
    return course, run("autograder", "grade", ASSIGNMENT, cwd=course)


@pytest.fixture(scope="module")
def stock(released, graded, tmp_path_factory):
    """The same class, graded by nbgrader's own commands in a copy of the course directory."""
    course = tmp_path_factory.mktemp("stock") / "course"
    shutil.copytree(graded[0], course, ignore=shutil.ignore_patterns("autograded", "feedback", "gradebook.db"))
    shutil.copy(released / "gradebook.db", course)
    saved_by_an_editor = course / "submitted" / "perfect" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    saved_by_an_editor.write_bytes(saved_by_an_editor.read_text(encoding="utf-8").encode("utf-16"))
    run("nbgrader", "autograde", ASSIGNMENT, cwd=course)
    run("nbgrader", "generate_feedback", ASSIGNMENT, cwd=course)
    run("nbgrader", "export", cwd=course)
    return course


def totals(course):
    return {student: sum(filter(None, cells.values())) for student, cells in scores(course).items()}


def autograded(course, student):
    return nbformat.read(course / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)


def feedback(course, student):
    return (course / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html").read_text()


def test_the_honest_get_what_they_earned_and_the_hostile_no_more_than_that(graded):
    earned = totals(graded[0])
    assert 10 < earned.pop("typical") < 17  # all of four exercises, and the simple cases of the two others
    assert earned == {"perfect": 17, "other-style": 17, "late": 17, "empty": 0, "hostile": 4}


def test_the_table_says_what_came_of_each(graded):
    said = graded[1]
    assert "perfect" in said
    assert "17/17" in said
    assert "100 %" in said
    assert "late: late by 1 d 7 h" in said
    assert re.search(r"perfect +17/17 +100 % +waits", said)
    assert re.search(r"\d of 6 submissions; nobody has read the written answer as it is now", said)
    assert "typical: conv1d forgets the bias" in said
    assert "typical: conv2d flips the kernel" in said
    empty = next(line for line in said.splitlines() if line.strip().startswith("empty"))
    assert empty.split()[1:] == ["0/17", "0", "%", "0/3", *["open"] * 6]


def test_the_written_question_waits_for_a_person(graded):
    cells = scores(graded[0])
    assert cells["perfect"]["similarity-written"] is None
    assert cells["empty"]["similarity-written"] == 0


@pytest.mark.long  # test_writing.py and test_feedback.py compare both for a few
def test_nbgraders_own_command_gives_the_same_scores(graded, stock):
    # the key came along, so the hidden cases are the same ones
    assert scores(stock) == scores(graded[0])
    assert "perfect" in (stock / "grades.csv").read_text()
    assert "recognised" not in feedback(stock, "perfect")


def test_the_hostile_submission_finds_nothing_and_reaches_nothing(graded):
    cells = autograded(graded[0], "hostile").cells
    texts = [output.text for cell in cells if cell.cell_type == "code" for output in cell.outputs if "text" in output]
    assert any("loot: []" in text for text in texts)


def test_forged_outputs_do_not_survive(graded):
    for cell in autograded(graded[0], "hostile").cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith(("-check", "-hidden")):
            (output,) = cell.outputs
            assert output.output_type == "execute_result"
            assert output.metadata.autograder.sandboxed is True


def test_feedback_names_the_mistake_and_shows_no_hidden_case(graded):
    page = feedback(graded[0], "typical")
    assert "This is what you get when the answer flips the kernel." in page
    assert "hidden case 1" in page
    hidden = [
        cell.outputs[0].data["text/html"]
        for cell in autograded(graded[0], "typical").cells
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith("-hidden")
    ]
    assert len(hidden) == 6
    for html in hidden:
        assert "first difference" not in html
        assert "weight[" not in html


def test_no_answer_stands_in_the_release_or_in_feedback(graded):
    course = graded[0]
    release = (course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text()
    notebook = nbformat.reads(release, as_version=4)
    given = "\n".join(cell.source for cell in notebook.cells if "-given" in str(cell.metadata))
    telling = [line for line in code_lines(REFERENCE) if line not in given and len(line) > 20]
    assert len(telling) > 10
    for line in telling:
        assert line not in "\n".join(cell.source for cell in notebook.cells), line
        assert json.dumps(line)[1:-1] not in release, line
        assert line not in feedback(course, "empty"), line
    assert "BEGIN SOLUTION" not in release


# Bad input -----------------------------------------------------------------------------------------------------------


def with_answer(perfect, name, source):
    """The perfect notebook with another answer to one exercise."""
    notebook = copy.deepcopy(perfect)
    cell_of(notebook, name).source = source
    return notebook


def cell_of(notebook, grade_id):
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def without(perfect, *grade_ids):
    notebook = copy.deepcopy(perfect)
    notebook.cells = [
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") not in grade_ids
    ]
    return notebook


def duplicated(perfect, grade_id):
    notebook = copy.deepcopy(perfect)
    twin = copy.deepcopy(cell_of(notebook, grade_id))
    twin.id = "twin"
    notebook.cells.append(twin)
    return notebook


def tampered(perfect):
    """Grade cells that say they are something else, and points that say they are more."""
    notebook = copy.deepcopy(perfect)
    cell_of(notebook, "conv2d-hidden").metadata.nbgrader["points"] = 1000
    cell_of(notebook, "conv2d-check").metadata.nbgrader["grade"] = False
    cell_of(notebook, "conv1d-check").metadata.nbgrader["solution"] = True
    cell_of(notebook, "conv3d-check").metadata.nbgrader["locked"] = False
    cell_of(notebook, "conv3d-hidden").cell_type = "raw"  # with the outputs of a code cell: not even valid
    cell_of(notebook, "correlate1d-check").source = "1.0"
    cell_of(notebook, "correlate1d").source = "def correlate1d(signal, kernel):\n    return 0"
    cell_of(notebook, "conv1d-hidden").metadata["nbgrader"] = "nothing to see"
    return notebook


def moved_below(perfect):
    """An answer that stands at the end of the notebook, below its own check."""
    notebook = copy.deepcopy(perfect)
    cell = cell_of(notebook, "conv3d")
    notebook.cells.remove(cell)
    notebook.cells.append(cell)
    return notebook


CONV2D = "def conv2d(x, weight, bias=None):\n    "
BAD = {
    "loops-in-answer": lambda perfect: with_answer(perfect, "conv2d", CONV2D + "while True: pass"),
    "loops-in-cell": lambda perfect: with_answer(perfect, "conv2d", "while True: pass"),
    "prints-a-gigabyte": lambda perfect: with_answer(
        perfect, "conv2d", CONV2D + "print('x' * 2**30)\n    return x\nfor _ in range(1000): print('y' * 2**20)"
    ),
    "takes-all-memory": lambda perfect: with_answer(
        perfect, "conv2d", CONV2D + "return [bytearray(2**28) for _ in range(1000)]"
    ),
    "kills-python": lambda perfect: with_answer(perfect, "conv2d", CONV2D + "import os; os._exit(0)"),
    "check-deleted": lambda perfect: without(perfect, "conv2d-check", "conv2d-hidden"),
    "nearly-all-deleted": lambda perfect: without(
        perfect, *[f"{name}{part}" for name in ("conv1d", "conv2d", "conv3d") for part in ("", "-check", "-hidden")]
    ),
    "answer-deleted": lambda perfect: without(perfect, "conv2d"),
    "check-duplicated": lambda perfect: duplicated(perfect, "conv2d-hidden"),
    "answer-duplicated": lambda perfect: duplicated(perfect, "conv2d"),
    "tampered": tampered,
    "moved-below": moved_below,
    "another-chapter": lambda perfect: new_notebook(cells=[new_code_cell("print('padding')")]),
}
UNREADABLE = {
    "torn": lambda perfect: nbformat.writes(perfect)[:5000].encode(),
    "not-a-notebook": lambda perfect: b"%PDF-1.7 this is my homework",
    "not-utf8": lambda perfect: b'{"cells": "\xff\xfe"}',
    "empty-file": lambda perfect: b"",
    "json-but-no-notebook": lambda perfect: b'{"hello": 1}',
    "no-cells": lambda perfect: b'{"cells": 3, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "huge": lambda perfect: b'{"cells": [' + b" " * (51 * 2**20) + b"]}",
}

ENCODED = {"with-a-byte-order-mark": "utf-8-sig", "in-utf-16": "utf-16"}


@pytest.fixture(scope="module")
def bad(released, tmp_path_factory):
    """A class of bad files around one good one, graded with short limits."""
    course = tmp_path_factory.mktemp("bad") / "course"
    shutil.copytree(released, course)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.JudgeSubmission.cell_seconds = 2\nc.JudgeSubmission.call_seconds = 1\n")
        config.write("c.JudgeSubmission.exercise_seconds = 3\nc.JudgeSubmission.memory_bytes = 1024**3\n")
    perfect = fill(nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4), {})
    files = {name: nbformat.writes(make(perfect)).encode() for name, make in BAD.items()}
    files |= {name: make(perfect) for name, make in UNREADABLE.items()}
    files |= {name: nbformat.writes(perfect).encode(encoding) for name, encoding in ENCODED.items()}
    files["a-good-one"] = nbformat.writes(perfect).encode()
    for name, content in files.items():
        folder = course / "submitted" / name / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / f"{NOTEBOOK}.ipynb").write_bytes(content)
    said = run("autograder", "grade", ASSIGNMENT, cwd=course, status=1)
    return course, said


def test_the_rest_of_the_class_is_graded_whatever_is_among_it(bad):
    assert totals(bad[0])["a-good-one"] == 17


@pytest.mark.parametrize("student", ENCODED)
def test_a_notebook_counts_in_whichever_encoding_an_editor_saved_it(bad, student):
    assert totals(bad[0])[student] == 17


@pytest.mark.parametrize(
    ("student", "points", "line"),
    [
        ("loops-in-answer", 13, "limit"),
        ("loops-in-cell", 13, "was stopped: it took longer than 2 seconds"),
        ("prints-a-gigabyte", 13, ""),
        ("takes-all-memory", 13, ""),
        ("kills-python", 13, "limit"),
        ("check-deleted", 17, "The cell conv2d-check was missing; it was put back."),
        ("nearly-all-deleted", 7, "The cell conv3d-hidden was missing; it was put back."),
        ("answer-deleted", 13, "open"),
        ("check-duplicated", 17, "The cell conv2d-hidden was there 2 times; the last one counts."),
        ("answer-duplicated", 17, "The cell conv2d was there 2 times; the last one counts."),
        ("tampered", 15, "The cell conv3d-hidden was made raw; it is code again."),
        ("moved-below", 17, ""),
        ("another-chapter", 0, "Is it the notebook of another chapter?"),
    ],
)
def test_what_still_counts_counts_and_a_plain_line_says_what_was_wrong(bad, student, points, line):
    course, said = bad
    assert totals(course)[student] == points
    lines = [text for text in said.splitlines() if text.strip().startswith(student)]
    assert any(line in text for text in lines), lines
    assert feedback(course, student)


@pytest.mark.parametrize("student", UNREADABLE)
def test_an_unreadable_file_is_not_graded_not_zero_and_not_lost(bad, student):
    course, said = bad
    (line,) = [text for text in said.splitlines() if text.strip().startswith(f"{student}: not graded")]
    assert f"{NOTEBOOK}.ipynb" in line
    assert student not in scores(course) or set(scores(course)[student].values()) == {None}
    assert (course / "submitted" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb").exists()


def test_the_command_says_how_many_were_not_graded(bad):
    assert f"Not graded: {len(UNREADABLE)} of {len(UNREADABLE) + len(BAD) + len(ENCODED) + 1} submissions." in bad[1]


def test_without_bwrap_grading_refuses_and_says_what_to_install(graded, tmp_path, monkeypatch):
    shutil.copytree(graded[0], tmp_path / "course")
    command = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT]
    done = subprocess.run(
        command,
        cwd=tmp_path / "course",
        env=os.environ | {"PATH": str(BIN)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "bubblewrap" in done.stderr
    assert "nothing was graded" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.long
def test_nbgraders_own_command_writes_the_same_page(graded, stock):
    for student in ("perfect", "typical", "empty"):
        ours, theirs = (re.sub("cell-id=[0-9a-f]+", "", feedback(course, student)) for course in (graded[0], stock))
        assert theirs == ours
    assert "not read yet" in feedback(stock, "perfect")


def test_the_data_of_the_assignment_is_kept_once(graded):
    course = graded[0]
    for original in (course / "source" / ASSIGNMENT / "data").iterdir():
        copies = [course / stage / student / ASSIGNMENT / "data" / original.name
                  for stage in ("autograded", "feedback") for student in ("perfect", "typical")]  # fmt: skip
        assert {path.read_bytes() for path in copies} == {original.read_bytes()}
        assert len({path.stat().st_ino for path in copies}) == 1

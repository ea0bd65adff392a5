"""Tampered notebooks, strange files and hostile names: what is honest in them counts, and the class is graded."""

import copy
import json
import os
import re
from collections import Counter

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter

from autograder.grading.assignment import Assignment
from autograder.grading.jobs.clean_cells import inert
from autograder.grading.jobs.run import run
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, fill, without_plots
from autograder.notebook.file import MAX_NOTEBOOK_BYTES

GRADED = ("correlate1d", "correlate2d", "conv1d", "conv2d", "conv3d", "count_parameters")
WRONG = "def conv2d(x, weight, bias=None):\n    return None"


@pytest.fixture(scope="module")
def assignment(release, tmp_path_factory):
    return Assignment(release(tmp_path_factory.mktemp("tampered") / "course"), ASSIGNMENT)


@pytest.fixture(scope="module")
def perfect(assignment):
    path = assignment.course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    return without_plots(fill(nbformat.read(path, as_version=4), {}))


def folder_of(assignment, student):
    folder = assignment.course / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    return folder


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def hand_in(assignment, student, content):
    (folder_of(assignment, student) / f"{NOTEBOOK}.ipynb").write_bytes(content)
    return assignment.prepare(student)


def points(submission):
    """By exercise: the shares of its visible and its hidden cases, added up."""
    shares = Counter()
    for verdict in run(submission.jobs[NOTEBOOK]).verdicts:
        shares[verdict.exercise.split("/")[1]] += verdict.score
    return shares


def every_check_is_markdown(notebook):
    for name in GRADED:
        for kind in ("-check", "-hidden"):
            cell = cell_of(notebook, name + kind)
            cell.cell_type = "markdown"
            del cell["outputs"], cell["execution_count"]


def checks_first(notebook):
    checks = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    notebook.cells = checks + [cell for cell in notebook.cells if cell not in checks]


def reversed_cells(notebook):
    notebook.cells.reverse()


def forged_metadata(notebook):
    notebook.metadata["autograder"] = {"notes": [], "job": "0" * 64, "seconds": 0, "verdicts": {"score": 1.0}}
    notebook.metadata["kernelspec"] = {"name": "bash", "display_name": "</title><script>", "language": "bash"}
    for cell in notebook.cells:
        cell.metadata["autograder"] = {"score": 1.0, "points": 1000}
        if "outputs" in cell:
            cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "1000"})]


def a_thousand_claims(notebook):
    """The same answer a thousand times; the last copy counts."""
    answer = cell_of(notebook, "conv2d")
    for number in range(1000):
        twin = copy.deepcopy(answer)
        twin.id, twin.source = f"twin-{number}", WRONG
        notebook.cells.insert(0, twin)


def raised_points(notebook):
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader |= {"points": 1e9, "grade": True, "solution": True, "locked": False, "task": True}


def odd_claims(notebook):
    claims = [None, 7, [], {"grade_id": 7}, {"grade_id": ["conv2d"]}, {"grade_id": "__class__"}, {"grade_id": "x" * 99}]
    for number, claim in enumerate(claims):
        cell = nbformat.v4.new_code_cell("1.0", id=f"odd-{number}")
        cell.metadata["nbgrader"] = claim
        notebook.cells.append(cell)


TAMPERED = [
    *(every_check_is_markdown, checks_first, reversed_cells, forged_metadata, a_thousand_claims, raised_points),
    odd_claims,
]


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
def test_whatever_is_done_to_the_cells_the_answers_are_judged_as_they_are(assignment, perfect, tamper):
    notebook = copy.deepcopy(perfect)
    cell_of(notebook, "conv2d").source = WRONG
    if tamper is a_thousand_claims:
        cell_of(notebook, "conv2d").source = cell_of(perfect, "conv2d").source
    tamper(notebook)
    submission = hand_in(assignment, tamper.__name__, json.dumps(notebook).encode())
    assert submission.fault == ""
    gained = 2 if tamper is a_thousand_claims else 0
    assert points(submission) == dict.fromkeys(GRADED, 2) | {"conv2d": gained}


def test_notebooks_of_old_formats_are_read(assignment, perfect):
    older = nbformat.writes(copy.deepcopy(perfect), version=3)  # nbformat converts the notebook itself
    submission = hand_in(assignment, "version-3", older.encode())
    assert submission.fault == ""
    assert points(submission) == dict.fromkeys(GRADED, 2)


NOT_GRADED = {
    "version-1": b'{"nbformat": 1, "cells": [["code", "conv2d = 1"]]}',
    "version-99": b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}',
    "version-inf": b'{"nbformat": 1e999, "nbformat_minor": 0, "metadata": {}, "cells": []}',
    "deep": b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "long-number": b'{"nbformat": 4, "nbformat_minor": ' + b"9" * 100_000 + b', "metadata": {}, "cells": []}',
    "utf-32": '{"cells": []}'.encode("utf-32"),
    "invalid-utf-8": b'{"cells": [], "metadata": {"a": "\xff"}, "nbformat": 4, "nbformat_minor": 5}',
    "null": b"null",
    "text-for-cells": b'{"cells": "conv2d", "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "numbers-for-cells": b'{"cells": [1, 2], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "list-for-metadata": b'{"cells": [], "metadata": [], "nbformat": 4, "nbformat_minor": 5}',
}


@pytest.mark.parametrize("student", NOT_GRADED)
def test_what_is_no_notebook_is_not_graded_and_says_so_in_one_line(assignment, student):
    submission = hand_in(assignment, student, NOT_GRADED[student])
    assert NOTEBOOK in submission.fault
    assert "\n" not in submission.fault
    assert submission.jobs == {}


def test_two_hundred_megabytes_are_not_even_read(assignment):
    folder = folder_of(assignment, "large")
    with open(folder / f"{NOTEBOOK}.ipynb", "wb") as file:
        file.truncate(200 << 20)
    assert str(MAX_NOTEBOOK_BYTES >> 20) in assignment.prepare("large").fault


LINKS = {
    "another-students": lambda path: path.symlink_to(path.parents[2] / "victim" / ASSIGNMENT / path.name),
    "without-an-end": lambda path: path.symlink_to("/dev/zero"),
    "of-the-machine": lambda path: path.symlink_to("/etc/passwd"),
    "pipe": os.mkfifo,
    "folder": os.mkdir,
}


@pytest.mark.parametrize("student", LINKS)
def test_a_notebook_that_is_a_link_or_a_pipe_is_not_followed(assignment, perfect, student):
    if not (assignment.course / "submitted" / "victim").exists():
        assert hand_in(assignment, "victim", nbformat.writes(perfect).encode()).fault == ""
    LINKS[student](folder_of(assignment, student) / f"{NOTEBOOK}.ipynb")
    submission = assignment.prepare(student)
    assert submission.fault
    assert submission.jobs == {}


def test_a_file_beside_the_notebook_that_leads_elsewhere_is_not_copied(assignment, perfect):
    folder = folder_of(assignment, "beside")
    (folder / f"{NOTEBOOK}.ipynb").write_bytes(nbformat.writes(perfect).encode())
    assert assignment.prepare("beside").fault == ""
    (folder / "data").mkdir()
    (folder / "data" / "x").symlink_to("/etc/passwd")
    assert "data/x is a link" in assignment.prepare("beside").fault


def test_a_submission_that_is_a_link_to_another_is_not_followed(assignment, perfect):
    assert hand_in(assignment, "friend", nbformat.writes(perfect).encode()).fault == ""
    (assignment.course / "submitted" / "copycat").symlink_to("friend")
    assert "copycat" in assignment.prepare("copycat").fault


HOSTILE_MARKDOWN = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "<svg/onload=alert(1)>"),
    *("[x](  JaVaScRiPt:alert(1))", "[x][y]\n\n[y]: javascript:alert(1)", "<javascript:alert(1)>", "![x](data:x,y)"),
    *("[x](\njavascript:alert(1))", "[x](<javascript:alert(1)>)", "[x](java&#115;cript:alert(1))", "<!-- --><b"),
    *("<a\nhref=javascript:alert(1)>x</a>", "[y]:\njavascript:alert(1)\n\n[y]", "`<b>`<script>alert(1)</script>"),
    *("[x](\\javascript:alert(1))", "[x](javascript&colon;alert(1))", "<iframe srcdoc='<script>'>", "</div></body>"),
]


@pytest.mark.parametrize("text", HOSTILE_MARKDOWN)
@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_what_a_student_writes_between_the_code_cannot_act(assignment, perfect, kind, text):
    notebook = nbformat.v4.new_notebook(cells=[getattr(nbformat.v4, f"new_{kind}_cell")(f"before {text} after")])
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(_restored(assignment, notebook))
    html = re.sub(r"<style.*?</style>", "", html, flags=re.DOTALL)
    assert "before" in html
    tags = re.findall(r"<[a-zA-Z][^>]*>", html)
    assert [tag for tag in tags if re.match(r"<(script|img|svg|iframe|b\b)|.*\bon\w+=", tag)] == []
    hrefs = re.findall(r"""(?:href|src)\s*=\s*["']?([^"' >]*)""", " ".join(tags))
    assert [href for href in hrefs if not href.startswith(("http", "#"))] == []


def _restored(assignment, notebook):
    from autograder.grading.jobs.restoration import restore

    restore(notebook, {})
    return notebook


@pytest.mark.parametrize(
    "text",
    [
        "If $a < b$ then $x_{[i]} <= y$, see [torch](https://pytorch.org/docs), [above](#top), [a file](data/x.png).",
        "# Title\n\n- one\n- two\n\n```python\nif a < 3: pass\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "![a picture](attachment:image.png) **bold** _italic_ `code` > quote",
    ],
)
def test_what_honest_students_write_stays_as_it_is(text):
    assert inert(text) == text


STUDENTS = ["--help", "$(touch owned)", "a'; drop table grade; --", "=cmd|' /C calc'!A1", "<script>alert(1)<script>"]
STUDENTS += ["[red]x[\\red]", "\x1b[31mred", "naïve 学生", "..hidden", "a b", "%2e%2e%2fetc", "{{ 7 * 7 }}"]


@pytest.mark.parametrize("student", STUDENTS)
def test_a_hostile_student_id_is_only_a_name(assignment, perfect, student):
    submission = hand_in(assignment, student, nbformat.writes(perfect).encode())
    assert submission.fault == ""
    assert submission.jobs[NOTEBOOK].seeds != hand_in_plain(assignment, perfect).jobs[NOTEBOOK].seeds
    assert not (assignment.course / "owned").exists()


def hand_in_plain(assignment, perfect):
    folder = assignment.course / "submitted" / "plain" / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NOTEBOOK}.ipynb").write_bytes(nbformat.writes(perfect).encode())
    return assignment.prepare("plain")


@pytest.mark.parametrize(
    "name", ["\x1b[31mred", "\x1b]0;owned\x07", "\u202eevil", "a\nb\r", "\x9b2J", "[bold]x[/bold]"]
)
def test_nothing_of_a_student_commands_the_terminal(capsys, name):
    from autograder.cli.teaching.table import show
    from autograder.grading.results import Result

    show(ASSIGNMENT, [Result(name, fault=f"{name}.ipynb is a link")])
    said = capsys.readouterr().out
    assert "is a link" in said
    assert not set(said) & set("\x1b\x07\x9b\r\u202e")
    assert ("[bold]" in said) == ("[bold]" in name)

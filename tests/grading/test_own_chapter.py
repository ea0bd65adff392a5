"""An instructor's own chapter, as CONTRIBUTING shows one: added to a copy of the checkout, it works like ours."""

import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from tests.grading._classes import BIN, ENVIRONMENT
from tests.grading.test_all_chapters import ROOT

NAME, SLUG = "11-smoothing", "smoothing"
FILE = re.compile(r"^`([\w/.-]+)`, the \w+:\n\n(`{3,})\w*\n(.*?)\n\2$", re.MULTILINE | re.DOTALL)
SUM = "def box_blur(signal, width):\n    return np.convolve(signal, np.ones(width, signal.dtype), mode='valid')"
OTHER_WAY = (
    "def box_blur(signal, width):\n"
    "    total = np.cumsum(np.concatenate([[0], signal.astype(float)]))\n"
    "    return (total[width:] - total[:-width]) / width"
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what builds and grades, with the files of CONTRIBUTING added and nothing else changed."""
    copy = tmp_path_factory.mktemp("checkout")
    ignore = shutil.ignore_patterns("__pycache__", "released")
    for name in ("autograder", "solutions", "exercises/05-adaptive-pooling"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignore)
    shown = FILE.findall((ROOT / "CONTRIBUTING.md").read_text())
    assert len(shown) == 4
    for name, _, text in shown:
        assert not (copy / name).exists(), name
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text(text + "\n")
    return copy


@pytest.fixture(scope="module")
def run(checkout):
    """Run a command of the copy."""

    def run(*command, cwd):
        done = subprocess.run(
            [sys.executable, *command] if command[0] == "-m" else [BIN / command[0], *command[1:]],
            cwd=cwd,
            env=ENVIRONMENT | {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="module")
def course(run, tmp_path_factory):
    """A course directory with this chapter alone, built by us and released by nbgrader's own command."""
    course = tmp_path_factory.mktemp("own") / "course"
    run("-m", "autograder", "init", str(course), "--bare", cwd=course.parent)
    (course / "course.toml").write_text(f'assignments = ["{NAME}"]\n[{NAME}.points]\nbox_blur = [2, 6]\n')
    run("-m", "autograder", "build", cwd=course)
    run("nbgrader", "generate_assignment", NAME, cwd=course)
    return course


def hand_in(course, student, answer):
    notebook = nbformat.read(course / "release" / NAME / f"{SLUG}.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "box_blur")
    assert "raise NotImplementedError" in cell.source
    assert "mean()" not in nbformat.writes(notebook)
    cell.source = answer or cell.source
    folder = course / "submitted" / student / NAME
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{SLUG}.ipynb")


@pytest.mark.long
def test_right_wrong_and_open_answers_are_graded_like_those_of_our_chapters(course, run):
    source = nbformat.read(course / "source" / NAME / f"{SLUG}.ipynb", as_version=4)
    reference = next(cell for cell in source.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "box_blur")
    answers = {"right": reference.source, "other-way": OTHER_WAY, "sum": SUM, "open": ""}
    for student, answer in answers.items():
        hand_in(course, student, answer)
    said = json.loads(run("-m", "autograder", "grade", NAME, "--json", "--no-feedback", "--jobs", "1", cwd=course))
    assert {one["student"]: one["earned"] for one in said} == {"right": 8, "other-way": 8, "sum": 0, "open": 0}
    assert {one["possible"] for one in said} == {8}
    assert {one["by_hand"] for one in said} == {2}
    mistakes = {one["student"]: one["mistakes"] for one in said if one["mistakes"]}
    assert mistakes == {"sum": {"smoothing/box_blur": "adds up and does not divide"}}


def test_its_mistakes_are_caught_and_named(run, checkout):
    said = run("-m", "autograder", "matrix", SLUG, cwd=checkout)
    assert "1 exercises, 2 mistakes" in said
    assert "0 not as they should be" in said


def test_a_learners_hints_do_not_send_to_a_page_that_is_not_there(run, checkout):
    code = (
        "import numpy as np; from autograder import check\n"
        "wrong = lambda signal, width: signal[: len(signal) - width + 1] ** 2\n"
        "for _ in range(3): report = check(wrong, 'smoothing/box_blur')\n"
        "print(report)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": str(checkout)},
    ).stdout  # fmt: skip
    assert "what the notebook says before the exercise" in said
    assert "smoothing.html" not in said

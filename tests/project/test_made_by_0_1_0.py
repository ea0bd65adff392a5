"""A course directory and a workspace that version 0.1.0 made work on unchanged, and nothing in them is lost.

`made_by_0_1_0/made.zip` has both, with chapter 6. In `class/`, ada's submission was graded; by hand the written answer
got 2.5 points and the visible cases of conv_transpose1d 0.5 in the place of 0. In `workspace/` three of her answers
stand, two of them with a bug, and all were checked once.
"""

import csv
import json
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.grading.course.private_folder import read_key
from autograder.grading.jobs.seeds import seed
from tests.grading._classes import run

pytestmark = pytest.mark.turn(2, 0)

ZIP = Path(__file__).parent / "made_by_0_1_0" / "made.zip"
CHAPTER = "06-transposed-convolutions"
NOTEBOOK = f"{CHAPTER}/transposed-convolutions.ipynb"
BY_HAND = {"conv_transpose1d-check": 0.5, "deconvolution-written": 2.5}
STAYS = ("exercise", "hidden", "outcome", "score", "points", "mistake", "failed", "sandboxed")
ANSWERS = ("conv_transpose1d", "overlap_count", "conv_transpose_output_size", "deconvolution-written")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder into which all of it was unpacked."""
    folder = tmp_path_factory.mktemp("made by 0.1.0")
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def course(made):
    return made / "class"


@pytest.fixture(scope="module")
def regraded(course):
    """What `autograder grade` says today of the submission that was graded then."""
    said = run("autograder", "grade", CHAPTER, "--no-feedback", "--json", cwd=course)
    (result,) = json.loads(said)
    return result


def test_it_is_graded_again_and_gets_the_same_points(regraded):
    assert (regraded["student"], regraded["earned"], regraded["possible"]) == (
        "ada",
        3.25 + BY_HAND["conv_transpose1d-check"],
        17,
    )


def test_seeds_outcomes_mistakes_and_failed_cases_are_the_same(regraded, course):
    with zipfile.ZipFile(ZIP) as archive:
        before = verdicts(archive.read(f"class/autograded/ada/{NOTEBOOK}").decode())
    assert len(before) == 10
    assert [{name: verdict[name] for name in STAYS} for verdict in regraded["verdicts"]] == [
        {name: verdict[name] for name in STAYS} for verdict in before
    ]
    key = read_key(course)
    assert [seed(key, "ada", verdict["exercise"]) for verdict in before] == [one["seed"] for one in before]


def verdicts(notebook):
    """The verdicts that an autograded notebook shows, in order."""
    outputs = [output for cell in nbformat.reads(notebook, 4).cells for output in cell.get("outputs", ())]
    return [output.metadata["autograder"] for output in outputs if "autograder" in output.get("metadata", {})]


def test_points_given_by_hand_stay(regraded, course):
    run("autograder", "export", CHAPTER, cwd=course)
    (table,) = (course / "exports").iterdir()
    with table.open(newline="") as file:
        (ada,) = csv.DictReader(file)
    assert float(ada["raw_score"]) == regraded["earned"] + BY_HAND["deconvolution-written"] == 6.25
    assert (float(ada["max_score"]), ada["status"]) == (20, "graded")


def test_a_replay_and_the_report_find_what_was_graded_again(regraded, course):
    assert "the same verdicts as those that were kept" in run("autograder", "replay", "ada", CHAPTER, cwd=course)
    said = run("autograder", "report", CHAPTER, cwd=course)
    assert "1 graded, 0 not graded" in said
    assert "conv_transpose1d flips the kernel" in said


def test_in_the_workspace_no_answer_and_no_progress_is_lost(made):
    place = made / "workspace"
    progress, notebook = place / ".magic-window" / "progress.json", place / NOTEBOOK
    known, written = exercises(progress), answers(notebook)
    assert len(written) == len(ANSWERS)
    assert "flips the kernel" in run("autograder", "check", CHAPTER, cwd=place, status=1)
    assert "overlap_count" in run("autograder", "progress", cwd=place)
    for options in ((), ("--update",)):
        run("autograder", "start", "--no-browser", *options, cwd=place)
    assert "up to date" in run("autograder", "start", "--no-browser", "--update", cwd=place)
    assert answers(notebook) == written
    now = exercises(progress)
    assert {name: {key: now[name][key] for key in status} for name, status in known.items()} == known


def exercises(progress):
    """How every exercise stands, by its id: a newer version may note more."""
    return json.loads(progress.read_text(encoding="utf-8"))["exercises"]


def answers(notebook):
    """The cells in which she wrote, by their names."""
    cells = nbformat.read(notebook, 4).cells
    names = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in cells}
    return {name: names[name] for name in ANSWERS if "YOUR" not in names[name]}

"""`nbgrader autograde` in a course directory of ours: it grades what `autograder grade` does, or says why not."""

import nbformat
import pytest

from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, WRITTEN, fill, without_plots
from tests.grading._classes import run, scores

pytestmark = pytest.mark.turn(4, 3)

FILES = {  # by student: the name of the notebook, and the time it was handed in
    "renamed": ("Copy of homework (1).ipynb", "2026-10-10 12:00 UTC"),
    "yesterday": (f"{NOTEBOOK}.ipynb", "gestern"),
    "ada": (f"{NOTEBOOK}.ipynb", "2026-10-11 12:00 UTC"),
    "bob": (f"{NOTEBOOK}.ipynb", "2026-10-10 12:00 UTC"),
}
REASONS = {
    "yesterday": 'yesterday: not graded: timestamp.txt holds "gestern", which nbgrader cannot read',
    "bob": "bob: not graded: ada has handed in for the group, and nbgrader knows no groups",
    "ada": f"ada: nbgrader knows no groups: run `autograder grade {ASSIGNMENT}`, which gives bob the same grade",
    "renamed": f"renamed: Copy of homework (1).ipynb is taken for {NOTEBOOK}.ipynb",
}


@pytest.fixture(scope="module")
def graded(release, tmp_path_factory):
    """The course directory, and what `nbgrader autograde` said."""
    course = release(tmp_path_factory.mktemp("stock") / "course")
    with (course / "course.toml").open("a") as plan:
        plan.write(f'[groups.{ASSIGNMENT}]\nteam = ["ada", "bob"]\n')
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    filled = without_plots(fill(released, {}, written=WRITTEN))
    for student, (name, time) in FILES.items():
        folder = course / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text(time)
        nbformat.write(filled, folder / name)
    return course, run("nbgrader", "autograde", ASSIGNMENT, cwd=course, status=1)


def points(course):
    return {student: sum(filter(None, cells.values())) for student, cells in scores(course).items()}


@pytest.mark.parametrize("student", FILES)
def test_what_nbgrader_does_not_know_is_said_in_words(graded, student):
    assert REASONS[student] in graded[1]


def test_a_renamed_notebook_is_graded_and_nothing_is_left_beside_it(graded):
    course, _ = graded
    assert points(course)["renamed"] == points(course)["ada"] == 17
    assert {path.name for path in (course / "submitted" / "renamed" / ASSIGNMENT).iterdir()} == {
        FILES["renamed"][0],
        "timestamp.txt",
    }
    assert (course / "autograded" / "renamed" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").exists()


def test_our_command_goes_on_from_there(graded):
    course, _ = graded
    said = run("autograder", "grade", ASSIGNMENT, "--no-feedback", cwd=course, status=1)
    assert points(course) == {"renamed": 17, "ada": 17, "bob": 17}
    assert "yesterday" in said
    assert "Nothing would change" in run("autograder", "grade", ASSIGNMENT, "--dry-run", cwd=course, status=1)

"""What a person should look at is said to the instructor, and to nobody else: it is no verdict."""

import shutil
import zipfile

import nbformat
import pytest

from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, fill, without_plots
from tests.grading._classes import run, scores

pytestmark = pytest.mark.turn(2, 1)

HIDES = "def correlate1d(signal, kernel):\n    return vars(np)['corre' + 'late'](signal, kernel)"
HONEST = "exec('helper = 1')\nassert np.correlate([1], [2]) == 2"
SUSPICIONS = ("person should look", "does not show")
FORMATS = (["csv"], ["csv", "--by", "exercise"], ["canvas", "--with-waiting"], ["moodle", "--with-waiting"])


@pytest.fixture(scope="module")
def graded(release, tmp_path_factory):
    """A class of two, handed in on Canvas: the course directory, and the table."""
    course = release(tmp_path_factory.mktemp("suspicion") / "course")
    released = nbformat.read(course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    download = course / "download"
    download.mkdir()
    answers = {
        "hides": fill(released, {"correlate1d": HIDES}),
        "honest": fill(released, {}, first=["import numpy as np", HONEST]),
    }
    for number, (student, filled) in enumerate(answers.items()):
        nbformat.write(without_plots(filled), download / f"{student}_{100 + number}_{200 + number}_{NOTEBOOK}.ipynb")
    run("autograder", "collect", "--assignment", ASSIGNMENT, download, cwd=course)
    return course, run("autograder", "grade", ASSIGNMENT, cwd=course)


def test_the_instructor_reads_it_and_it_costs_nothing(graded):
    course, said = graded
    notes = [line.strip() for line in said.splitlines() if "should look" in line]
    assert len(notes) == 2
    assert all(line.startswith("hides") and "correlate1d" in line for line in notes)
    assert any("called np.correlate when it ran" in line for line in notes)
    assert {sum(filter(None, cells.values())) for cells in scores(course).values()} == {17}


def test_it_is_in_nothing_that_a_student_gets(graded):
    course = graded[0]
    given = {
        path: path.read_text() for path in [*course.glob("feedback/**/*.html"), *course.glob("release/**/*.ipynb")]
    }
    assert len(given) >= 3
    for number, words in enumerate(FORMATS):
        to = course / f"export{number}"
        run("autograder", "export", ASSIGNMENT, "--format", *words, "--to", to, cwd=course)
        given[to] = to.read_text()
    to = course / "feedback.zip"
    run("autograder", "export", ASSIGNMENT, "--format", "canvas-feedback", "--to", to, cwd=course)
    with zipfile.ZipFile(to) as archive:
        given |= {name: archive.read(name).decode() for name in archive.namelist()}
    assert len(given) >= 3 + len(FORMATS) + 2
    for place, text in given.items():
        assert [word for word in SUSPICIONS if word in text] == [], place


def test_the_graded_notebook_and_nbgraders_own_page_may_be_given_to_the_student(graded, tmp_path):
    course = shutil.copytree(graded[0], tmp_path / "course")
    stock = "--GenerateFeedback.exporter_class=nbconvert.exporters.HTMLExporter"
    run("nbgrader", "generate_feedback", ASSIGNMENT, "--force", stock, cwd=course)
    given = [*course.glob("autograded/*/*/*.ipynb"), *course.glob("feedback/*/*/*.html")]
    assert len(given) == 4
    for path in given:
        text = path.read_text()
        assert [word for word in SUSPICIONS if word in text] == [], path
        assert '"seed"' not in text  # with it the hidden cases could be drawn

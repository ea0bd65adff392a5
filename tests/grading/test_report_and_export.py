"""A class graded, then reported on and exported with our commands: the counts are those that were handed in."""

import csv
import re
import shutil

import nbformat
import pytest

from autograder.grading.jobs.kept_results import Store
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK
from tests.grading._classes import ENVIRONMENT, run
from tests.grading._misconceptions import hand_in
from tests.grading._platforms import rows

pytestmark = pytest.mark.turn(4, 1)

COUNT = 9


@pytest.fixture(scope="module")
def course(release, tmp_path_factory):
    """Nine students of every kind, one torn file and one who handed in nothing; graded."""
    course = release(tmp_path_factory.mktemp("class") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", ENVIRONMENT["PATH"])
        hand_in(course, COUNT)
    run("autograder", "grade", ASSIGNMENT, "--no-feedback", cwd=course, status=1)
    return course


@pytest.fixture(scope="module")
def said(course):
    return run("autograder", "report", ASSIGNMENT, cwd=course)


@pytest.fixture(scope="module")
def page(course, said):
    return (course / "reports" / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")


def test_the_report_counts_what_was_handed_in(said):
    assert "9 graded, 2 not graded" in said
    assert "3 of 9: conv2d flips the kernel" in said
    assert "2 of 9: conv1d forgets the bias" in said
    assert f"reports/{ASSIGNMENT}.html" in said


def test_the_page_says_who_was_not_graded_and_why(page):
    assert "is not a notebook that can be read" in page
    assert "nothing was handed in" in page
    assert "handed in something else since" not in page


def test_copies_with_other_names_are_found_in_the_notebooks(course, page):
    assert page.count('<code>conv2d</code></th><td class="number">182</td>') == 1
    assert "<script" not in page


def test_no_hidden_case_and_no_seed_is_in_the_page_or_in_an_export(course, page):
    texts = [page]
    for kind in ("canvas", "moodle", "csv"):
        run("autograder", "export", ASSIGNMENT, "--format", kind, "--to", f"{kind}.csv", cwd=course)
        texts.append((course / f"{kind}.csv").read_text())
    texts.append((course / "reports" / f"{ASSIGNMENT}.csv").read_text())
    notebook = (course / "autograded" / "student000" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_text()
    assert "hidden case 1" in notebook  # where the instructor's own record is
    for text in texts:
        assert "hidden case 1" not in text
        assert "seed" not in text


def test_the_tables_list_the_same_students(course, said):
    with (course / "reports" / f"{ASSIGNMENT}.csv").open(encoding="utf-8", newline="") as file:
        report = {line["student"]: line for line in csv.DictReader(file)}
    run("autograder", "export", ASSIGNMENT, "--to", "all.csv", cwd=course)
    heading, *lines = rows((course / "all.csv").read_text())
    exported = {line["student_id"]: line for line in (dict(zip(heading, line, strict=True)) for line in lines)}
    assert set(report) == set(exported)
    graded = {student: line for student, line in report.items() if line["points"]}
    assert len(graded) == COUNT
    for student, line in graded.items():
        assert float(line["points"]) == pytest.approx(float(exported[student]["score"]), abs=2e-3)
    assert exported["torn"]["status"] == "not graded"
    assert exported["absent"]["status"] == "not handed in"


def test_who_hands_in_again_is_said_to_have_changed(course, tmp_path):
    changed = shutil.copytree(course, tmp_path / "course")
    path = changed / "submitted" / "student002" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 + 1"))
    nbformat.write(notebook, path)
    before = len(list(Store(changed).folder.rglob("*.gz")))
    run("autograder", "report", ASSIGNMENT, cwd=changed)
    assert "1 of 9 have handed in something else since" in (changed / "reports" / f"{ASSIGNMENT}.html").read_text()
    assert len(list(Store(changed).folder.rglob("*.gz"))) == before  # nothing was judged


@pytest.mark.parametrize(
    "command", [["report"], ["export", "--format", "canvas"], ["export", "--format", "gradescope"]]
)
def test_an_unknown_assignment_is_refused_in_plain_words(course, command):
    said = run("autograder", *command, "99-nothing", cwd=course, status=1)
    assert re.search("no assignment 99-nothing in this course|generate_assignment 99-nothing", " ".join(said.split()))
    assert "Traceback" not in said


@pytest.mark.parametrize("command", [["report"], ["export", "--format", "csv"]])
def test_where_nobody_has_handed_in_there_is_nothing_to_tell(release, tmp_path, command):
    course = release(tmp_path / "course")
    said = run("autograder", *command, ASSIGNMENT, cwd=course, status=1)
    assert f"nobody has handed in {ASSIGNMENT}: there is nothing to {command[0]}" in said
    assert not (course / "reports").exists()


def test_an_export_names_those_whose_written_answer_waits(course, tmp_path):
    said = run("autograder", "export", ASSIGNMENT, "--to", tmp_path / "all.csv", cwd=course)
    assert re.search(r"4 students have .* waits for points in formgrader; .*: (student\d+, ){3}student\d+$", said, re.M)


def test_a_title_is_for_platforms_only(course):
    said = run("autograder", "export", ASSIGNMENT, "--title", "Homework", cwd=course, status=1)
    assert "--title is for Canvas and Moodle" in said

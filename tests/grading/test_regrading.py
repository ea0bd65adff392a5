"""What changes between two gradings: answers that were read, deadlines, penalties, and the pages that students get."""

import json
import os
import shutil
import time
import zipfile
from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.grading.platforms.download_names import DownloadName, remember
from autograder.grading.platforms.filenames import Platform
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK
from tests.grading._classes import hand_in, run
from tests.grading._platforms import feedback_to_canvas, feedback_to_moodle, rows

pytestmark = pytest.mark.turn(4, 2)

ADA, BOB = "student000", "student001"
WRITTEN = "similarity-written"
OLD_DUE = datetime(2026, 10, 12)
IN_TEN_YEARS = time.time() + 10 * 365 * 86_400


@pytest.fixture(scope="module")
def first(release, tmp_path_factory):
    """Two students, graded for the first time: the course directory and the table."""
    course = hand_in(release(tmp_path_factory.mktemp("class") / "course"), 2)
    for number, student in enumerate((ADA, BOB)):
        answer(course, student, f"Both slide a window. {number}")
        folder = course / "submitted" / student / ASSIGNMENT
        (folder / f"{NOTEBOOK}.html").write_text("a page of the student's own")  # where the feedback will lie
        stamp = folder / "timestamp.txt"
        stamp.write_text("2026-10-13 09:30 UTC" if student == BOB else "2026-10-10 09:30 UTC")
    return course, run("autograder", "grade", ASSIGNMENT, cwd=course)


@pytest.fixture
def graded(first, tmp_path):
    """A copy, to grade again."""
    return shutil.copytree(first[0], tmp_path / "course")


def answer(course, student, text, cell=WRITTEN):
    path = course / "submitted" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for each in notebook.cells:
        if each.metadata.get("nbgrader", {}).get("grade_id") == cell:
            each.source = text
    notebook.cells.append(nbformat.v4.new_code_cell(repr(text)))  # another submission, whatever the answer
    nbformat.write(notebook, path)


def with_gradebook(course, change):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        change(gradebook)
        gradebook.db.commit()


def read_all(gradebook):
    """Read every answer, as formgrader notes it down."""
    for student in (ADA, BOB):
        grade = gradebook.find_grade(WRITTEN, NOTEBOOK, ASSIGNMENT, student)
        grade.manual_score, grade.needs_manual_grade = 2.0, False


def page(course, student):
    return (course / "feedback" / student / ASSIGNMENT / f"{NOTEBOOK}.html").read_text()


def test_a_replay_says_whether_the_gradebook_has_the_points(graded):
    replay = "autograder", "replay", ADA, ASSIGNMENT
    same = "the same verdicts as those that were kept when this notebook was last judged."
    said = run(*replay, cwd=graded)
    assert same in said
    assert "the gradebook has the points of these verdicts." in said
    answer(graded, ADA, "def correlate1d(signal, kernel):\n    return signal", cell="correlate1d")
    before = f"{with_score(graded, 'correlate1d-check'):g}"
    other = f"the gradebook has other points than these verdicts (correlate1d-check {before}, here 0; "
    for command in ([], ["autograder", "grade", ASSIGNMENT, "--dry-run"]):
        if command:
            run(*command, cwd=graded)
        said = run(*replay, cwd=graded)
        assert (same in said) == bool(command)
        assert ("there are no verdicts to compare with" in said) != bool(command)
        assert other in said
        assert f"`autograder grade {ASSIGNMENT}` writes these" in said
    run("autograder", "grade", ASSIGNMENT, cwd=graded)
    assert "the gradebook has the points of these verdicts." in run(*replay, cwd=graded)


def with_score(course, cell):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return gradebook.find_grade(cell, NOTEBOOK, ASSIGNMENT, ADA).auto_score


def exported(course):
    run("autograder", "export", ASSIGNMENT, "--to", "all.csv", cwd=course)
    heading, *lines = rows((course / "all.csv").read_text())
    return {line["student_id"]: line for line in (dict(zip(heading, line, strict=True)) for line in lines)}


def dry_run(course):
    return run("autograder", "grade", ASSIGNMENT, "--dry-run", cwd=course)


def test_an_answer_that_nobody_has_read_waits_in_the_table_and_on_the_page(first):
    course, table = first
    assert "2 of 2 submissions; nobody has read the written answer" in table
    shown = page(course, ADA)
    assert "Score so far: 17.0 / 17.0; 3 more points wait to be given" in shown
    assert shown.count("not read yet: 3 points") == 2  # in the contents, and over the answer
    assert "0.0 / 3.0" not in shown


def test_only_an_answer_that_changed_waits_again_and_no_older_page_stays(graded):
    with_gradebook(graded, read_all)
    run("autograder", "grade", ASSIGNMENT, cwd=graded)
    assert "(Score: 19.0 / 20.0)" in page(graded, ADA)
    for path in (graded / "feedback").rglob("*.html"):
        os.utime(path, (IN_TEN_YEARS, IN_TEN_YEARS))
    answer(graded, ADA, "Both slide a window. 0")
    answer(graded, BOB, "Something else.")
    said = run("autograder", "grade", ASSIGNMENT, cwd=graded)
    assert "waiting in formgrader: 1 of 2 submissions" in said
    assert {student: line["status"] for student, line in exported(graded).items()} == {
        ADA: "graded",
        BOB: "waits for points by hand",
    }
    assert "(Score: 19.0 / 20.0)" in page(graded, ADA)
    assert "Something else." in page(graded, BOB)
    assert "more points wait to be given" in page(graded, BOB)


def test_what_a_person_gave_for_a_judged_cell_stays_and_every_door_has_it(graded):
    def give(gradebook):
        grade = gradebook.find_grade("conv2d-check", NOTEBOOK, ASSIGNMENT, BOB)
        grade.manual_score = grade.auto_score + 0.5
        gradebook.find_comment("conv2d", NOTEBOOK, ASSIGNMENT, BOB).manual_comment = "Seen with you."

    before = earned(graded)
    with_gradebook(graded, read_all)
    with_gradebook(graded, give)
    answer(graded, BOB, "pass", cell="no such cell")  # the notebook is another one, and no answer is
    for _ in range(2):
        said = run("autograder", "grade", ASSIGNMENT, cwd=graded)
        assert f"{BOB}: conv2d-check: " in said
        assert earned(graded) == {ADA: before[ADA], BOB: before[BOB] + 0.5}
        assert float(exported(graded)[BOB]["score"]) == before[BOB] + 0.5 + 2
        assert f"Score: {round(before[BOB] + 2.5, 2)} /" in page(graded, BOB)
        assert "Seen with you." in page(graded, BOB)
        assert "Nothing would change" in dry_run(graded)


def earned(course):
    said = run("autograder", "grade", ASSIGNMENT, "--json", "--no-feedback", cwd=course)
    return {one["student"]: one["earned"] for one in json.loads(said[said.index("[") : said.rindex("]") + 1])}


def test_pages_that_show_what_they_should_are_left_as_they_are(graded):
    with_gradebook(graded, read_all)
    run("autograder", "grade", ASSIGNMENT, cwd=graded)
    before = {path: path.stat().st_mtime_ns for path in (graded / "feedback").rglob("*.html")}
    run("autograder", "grade", ASSIGNMENT, cwd=graded)
    assert {path: path.stat().st_mtime_ns for path in (graded / "feedback").rglob("*.html")} == before


def test_deadlines_and_penalties_that_change_after_grading_are_applied_to_everybody(graded):
    with_gradebook(graded, read_all)
    run("autograder", "grade", ASSIGNMENT, cwd=graded)
    full = float(exported(graded)[BOB]["score"])
    assert full > 0
    assert "Nothing would change" in dry_run(graded)

    with (graded / "nbgrader_config.py").open("a") as config:
        config.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    with_gradebook(graded, lambda gradebook: gradebook.update_or_create_assignment(ASSIGNMENT, duedate=OLD_DUE))
    (line,) = [line for line in dry_run(graded).splitlines() if "penalty for lateness" in line]
    assert line.split()[0] == BOB
    assert line.split()[-2:] == ["0", f"{full:g}"]
    said = run("autograder", "grade", ASSIGNMENT, cwd=graded)
    assert f"which costs {full:g} points" in said
    assert exported(graded)[BOB]["score"] == "0"
    assert exported(graded)[ADA]["score"] == "19"
    assert "Nothing would change" in dry_run(graded)

    later = datetime(2026, 10, 20)
    with_gradebook(graded, lambda gradebook: gradebook.update_or_create_assignment(ASSIGNMENT, duedate=later))
    (line,) = [line for line in dry_run(graded).splitlines() if "penalty for lateness" in line]
    assert line.split()[-2:] == [f"{full:g}", "0"]
    run("autograder", "grade", ASSIGNMENT, cwd=graded)
    assert float(exported(graded)[BOB]["score"]) == full
    assert "Nothing would change" in dry_run(graded)


@pytest.mark.parametrize(
    ("platform", "labels", "read", "keys"),
    [
        (
            Platform.CANVAS,
            (f"lovelaceada_LATE_4711_90301_{NOTEBOOK}-1.ipynb", "hoppergrace_4712_90302_hw 2.zip"),
            feedback_to_canvas,
            [("4711", "90301"), ("4712", "90302")],
        ),
        (
            Platform.MOODLE,
            ("Ada_L Lovelace_812_assignsubmission_file_", "Zoë M_813_assignsubmission_file_hw.ipynb"),
            feedback_to_moodle,
            ["812", "813"],
        ),
    ],
)
def test_feedback_goes_back_by_the_names_that_collect_saw(graded, platform, labels, read, keys):
    names = {student: DownloadName(platform, "", label) for student, label in zip((ADA, BOB), labels, strict=True)}
    remember(graded, ASSIGNMENT, names)
    run("autograder", "export", ASSIGNMENT, "-f", f"{platform}-feedback", "--to", "back.zip", cwd=graded)
    with zipfile.ZipFile(graded / "back.zip") as archive:
        found = read(archive.namelist())
        assert list(found) == keys
        assert [archive.read(name).decode() for name in found.values()] == [page(graded, ADA), page(graded, BOB)]


def test_no_older_page_and_no_unknown_students_page_goes_back(graded):
    with_gradebook(graded, read_all)  # the pages say still that nobody has read the answers
    remember(graded, ASSIGNMENT, {ADA: DownloadName(Platform.CANVAS, "4711", "a_4711_9_x.ipynb")})
    said = run("autograder", "export", ASSIGNMENT, "-f", "canvas-feedback", "--to", "back.zip", cwd=graded)
    assert "feedback for 0 students" in said
    assert f"{ADA} is left out: the page is older than the grades: run `autograder grade` first" in said
    assert f"{BOB} is left out: `autograder collect` has seen no file of theirs from canvas" in said

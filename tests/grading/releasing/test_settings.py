"""`course.toml`: the instructor's choice of chapters, dates and points; what cannot be followed is said in a line."""

import re
from datetime import UTC, datetime

import pytest

from autograder.building.notebooks import chapters, source_notebook
from autograder.grading.course.course_toml import WrongPlan
from autograder.grading.course.directory import init
from autograder.grading.course.schedule import read_schedule
from autograder.grading.releasing.settings import read
from tests.grading.test_all_chapters import ROOT

CHAPTERS = chapters(ROOT / "exercises", ROOT / "solutions")
NAME = "05-adaptive-pooling"


def plan(folder, text):
    (folder / "course.toml").write_text(text)
    return read(folder, CHAPTERS)


def points(chapter):
    cells = (cell.metadata.get("nbgrader", {}) for cell in source_notebook(chapter).cells)
    return {about["grade_id"]: about["points"] for about in cells if "points" in about}


def test_without_a_word_all_is_as_the_course_has_it(tmp_path):
    assert read(tmp_path, CHAPTERS).chapters == CHAPTERS
    init(tmp_path)  # writes one with everything commented out
    said = read(tmp_path, CHAPTERS)
    assert (said.chapters, said.due) == (CHAPTERS, {})


def test_the_examples_of_the_template_can_be_followed(tmp_path):
    init(tmp_path)
    lines = (tmp_path / "course.toml").read_text().splitlines()
    said = plan(tmp_path, "\n".join(line[2:] for line in lines if re.match(r"# (\[|[\w-]+ = )", line)))
    assert [chapter.assignment for chapter in said.chapters] == ["01-convolutional-layers", "03-padding-layers"]
    assert list(said.due) == ["01-convolutional-layers"]
    assert said.chapters[0].points == {"conv2d": [2, 4], "similarity": 5}
    schedule = said.schedules["01-convolutional-layers"]
    assert schedule.due < schedule.extended("ada") < schedule.answers_from
    assert schedule.peers("cleo") == ("bob", "cleo")
    assert schedule.peers("ada") == ("ada",)
    assert read_schedule(tmp_path, "01-convolutional-layers") == schedule


def test_a_subset_keeps_the_order_of_the_course(tmp_path):
    said = plan(tmp_path, f'assignments = ["{NAME}", "02-convolution-parameters"]')
    assert [chapter.assignment for chapter in said.chapters] == ["02-convolution-parameters", NAME]


def test_points_reach_the_notebook_and_leave_the_others_alone(tmp_path):
    said = plan(tmp_path, f"[{NAME}.points]\nadaptive_windows = [0, 7.5]\nnothing-new = 9\n")
    chapter, before = (next(one for one in of if one.assignment == NAME) for of in (said.chapters, CHAPTERS))
    mine = {"adaptive_windows-check": 0, "adaptive_windows-hidden": 7.5, "nothing-new-written": 9}
    assert points(chapter) == points(before) | mine


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-12 23:59:00+02:00", datetime(2026, 10, 12, 21, 59)),
        ("2026-10-12 23:59:00", datetime(2026, 10, 12, 23, 59).astimezone(UTC).replace(tzinfo=None)),
        ("2026-10-12", datetime(2026, 10, 12, 23, 59, 59).astimezone(UTC).replace(tzinfo=None)),
    ],
)
def test_a_date_is_local_unless_it_says_where(tmp_path, text, utc):
    assert plan(tmp_path, f"[{NAME}]\ndue = {text}").due == {NAME: utc}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'assignments = ["05-adaptive-poling"]',
            "'05-adaptive-poling'; the nearest is 05-adaptive-pooling",
        ),
        ('assignments = "all"', "assignments is a list of names"),
        ("assignments = []", "assignments is an empty list"),
        ("assignmnts = []", "no assignment or setting 'assignmnts'; the nearest is assignments"),
        (f"[{NAME}]\ndew = 1", "no setting 'dew'; the nearest is due"),
        (f'[{NAME}]\ndue = "soon"', "due is a date and a time without quotes"),
        (f"{NAME} = 3", f"{NAME} is a section, which begins with"),
        (f"[{NAME}]\npoints = 7", "points are a table"),
        (f"[{NAME}.points]\nadaptive_window = [1, 2]", "'adaptive_window'; the nearest is adaptive_windows"),
        (f"[{NAME}.points]\nadaptive_windows = 3", "adaptive_windows needs two numbers"),
        (f"[{NAME}.points]\nadaptive_windows = [1, -2]", "adaptive_windows needs two numbers"),
        (f"[{NAME}.points]\nnothing-new = [1, 2]", "nothing-new is a written question and needs one number"),
        (f"[{NAME}]\ndue = 2026-10-12\nanswers_from = 'now'", f"{NAME}: answers_from is a date and a time without"),
        (f"[{NAME}]\ndue = 2026-10-12\nanswers_from = 2026-10-12", "answers_from, 2026-10-12"),
        ("extensions = 3", "extensions is a section, which begins with [extensions.STUDENT]"),
        ("[extensions]\nada = 2026-10-19", "ada is a section, which begins with [extensions.ada]"),
        (f"[extensions.ada]\n{NAME} = 2026-10-19", f"ada: {NAME} has no `due` in this file"),
        (f"[{NAME}]\ndue = 2026-10-12\n[extensions.ada]\n{NAME} = 2026-10-11", f"is before {NAME} is due, 2026-10-1"),
        (f"[{NAME}]\ndue = 2026-10-12\n[extensions.ada]\n{NAME} = 7", f"ada: {NAME} is a date and a time without"),
        ("[extensions.ada]\n05-adaptive = 2026-10-11", f"no assignment '05-adaptive'; the nearest is {NAME}"),
        ("groups = []", "groups is a section"),
        ("[groups]\nteam = ['ada', 'bob']", "no assignment 'team'"),
        (f"[groups.{NAME}]\nteam = 'ada'", "team is a list of students, such as"),
        (f"[groups.{NAME}]\nteam = ['ada', '../bob']", "'../bob' of team cannot be the name of a student's folder"),
        (f"[groups.{NAME}]\none = ['ada', 'bob']\ntwo = ['bob']", "bob stands twice, in one and in two"),
        ("x = = 3", "is not TOML"),
        (f"[{NAME}]\ndue = 2026-13-12", "(at line 2, column 11): due = 2026-13-12"),
    ],
)
def test_what_cannot_be_followed_is_said_in_a_line(tmp_path, text, words):
    with pytest.raises(WrongPlan) as caught:
        plan(tmp_path, text)
    assert words in str(caught.value)
    assert str(tmp_path / "course.toml") in str(caught.value)
    assert "\n" not in str(caught.value)

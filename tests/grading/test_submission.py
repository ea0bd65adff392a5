"""A submission that cannot be graded as it is: one line says what is there, what is missing, and what would do."""

from datetime import datetime

import pytest

from autograder.grading.assignment import Assignment
from autograder.grading.course.timestamps import is_read_rightly, parse_time
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK


@pytest.fixture(scope="module")
def assignment(release, tmp_path_factory):
    return Assignment(release(tmp_path_factory.mktemp("submissions") / "course"), ASSIGNMENT)


@pytest.fixture
def folder(assignment, request):
    folder = assignment.course / "submitted" / request.node.originalname / ASSIGNMENT
    folder.mkdir(parents=True)
    yield folder
    for path in folder.glob("*"):
        path.unlink()
    folder.rmdir()


def fault(assignment, folder):
    submission = assignment.prepare(folder.parent.name)
    assert submission.jobs == {}
    return submission.fault


def hand_in(assignment, folder):
    released = assignment.course / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    (folder / f"{NOTEBOOK}.ipynb").write_bytes(released.read_bytes())


def test_an_empty_folder(assignment, folder):
    (folder / "timestamp.txt").write_text("2026-10-12 09:30 UTC")
    assert fault(assignment, folder) == f"there is no {NOTEBOOK}.ipynb: the folder is empty"


def test_a_renamed_notebook(assignment, folder):
    (folder / "hw1.ipynb").write_text("{}")
    (folder / "readme.txt").write_text("hello")
    assert f"there is no {NOTEBOOK}.ipynb, only hw1.ipynb: rename it" in fault(assignment, folder)


def test_no_notebook_at_all(assignment, folder):
    (folder / "readme.txt").write_text("hello")
    assert fault(assignment, folder) == f"there is no {NOTEBOOK}.ipynb, only readme.txt"


@pytest.mark.parametrize("text", ["gestern", "2026-13-40 25:00", "2026-10-12 09:30 NOWHERE", "2026-10-12 09:30 +0200"])
def test_a_time_that_nbgrader_does_not_read_rightly(assignment, folder, text):
    hand_in(assignment, folder)
    (folder / "timestamp.txt").write_text(text + "\n")
    assert fault(assignment, folder).startswith(f'timestamp.txt holds "{text}", which nbgrader cannot read: write')


@pytest.mark.parametrize("text", ["", "2026-10-12 09:30:00.5 UTC", "2026-10-12T09:30:00+02:00", "2026-10-12 09:30"])
def test_a_time_that_nbgrader_reads(assignment, folder, text):
    hand_in(assignment, folder)
    (folder / "timestamp.txt").write_text(text)
    assert assignment.prepare(folder.parent.name).fault == ""


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-10-12 09:30 UTC", 9),
        ("2026-10-12 09:30", 9),
        ("2026-10-12 09:30+0200", 7),
        ("2026-10-12 09:30 +0200", 7),
        ("2026-10-12 09:30 +02:00", 7),
        ("2026-10-12 09:30 +08", 1),
        ("2026-10-12 09:30 Europe/Berlin", 7),
        ("2026-10-12 09:30 PM", None),
        ("2026-10-12 09:30 NOWHERE", None),
        ("", None),
    ],
)
def test_a_time_zone_is_heeded_or_the_time_is_none(text, hour):
    assert parse_time(text) == (hour and datetime(2026, 10, 12, hour, 30))


def test_an_offset_behind_a_blank_is_what_nbgrader_takes_for_seconds():
    assert is_read_rightly("2026-10-12 09:30+0200")
    assert not is_read_rightly("2026-10-12 09:30 +0200")

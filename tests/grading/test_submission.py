"""A submission that cannot be graded as it is: one line says what is there, what is missing, and what would do."""

import pytest

from autograder.grading.assignment import Assignment
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK
from autograder.grading.submission import UnreadableSubmission, who_handed_in

PEERS = ("ada", "bob", "cleo")


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


def hand_in_at(folder, student, time=None):
    (folder / student / ASSIGNMENT).mkdir(parents=True)
    (folder / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb").touch()
    if time:
        (folder / student / ASSIGNMENT / "timestamp.txt").write_text(time)


def test_the_newest_submission_of_a_group_counts(tmp_path):
    assert who_handed_in(tmp_path, ASSIGNMENT, PEERS) == "ada"
    hand_in_at(tmp_path, "cleo")
    assert who_handed_in(tmp_path, ASSIGNMENT, PEERS) == "cleo"
    (tmp_path / "cleo" / ASSIGNMENT / "timestamp.txt").write_text("2026-10-10 09:00 UTC")
    hand_in_at(tmp_path, "bob", "2026-10-10 12:00 +0200")
    assert who_handed_in(tmp_path, ASSIGNMENT, PEERS) == "bob"


def test_two_submissions_of_a_group_without_times_are_refused_in_words(tmp_path):
    hand_in_at(tmp_path, "ada", "2026-10-10 09:00 UTC")
    hand_in_at(tmp_path, "bob")
    with pytest.raises(UnreadableSubmission, match=r"ada and bob are one group, .* timestamp.txt of bob does not say"):
        who_handed_in(tmp_path, ASSIGNMENT, PEERS)

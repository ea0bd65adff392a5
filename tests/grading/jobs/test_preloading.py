"""Whether PyTorch is loaded ahead is a guess from the times of folders; and what is loaded for it, and what not."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading.jobs.preloading import importing, seems_to_have_work

ASSIGNMENT = "01-convolutional-layers"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for number, kind in enumerate(("submitted", "autograded"), start=1):
        for student in ("ada", "bob"):
            folder = tmp_path / kind / student / ASSIGNMENT
            folder.mkdir(parents=True)
            os.utime(folder, (number, number))
    return tmp_path


def test_nothing_is_to_be_done_for_a_class_that_was_graded_after_it_handed_in(course: Path) -> None:
    assert not seems_to_have_work(course, ASSIGNMENT)


def test_a_first_and_a_later_hand_in_are_work(course: Path) -> None:
    (course / "submitted" / "eve" / ASSIGNMENT).mkdir(parents=True)
    assert seems_to_have_work(course, ASSIGNMENT)
    os.utime(course / "submitted" / "bob" / ASSIGNMENT, (3, 3))
    assert seems_to_have_work(course, ASSIGNMENT, ["bob"])
    assert not seems_to_have_work(course, ASSIGNMENT, ["ada"])


def test_an_empty_directory_and_another_assignment_are_no_work(course: Path, tmp_path: Path) -> None:
    assert not seems_to_have_work(tmp_path / "empty", ASSIGNMENT)
    assert not seems_to_have_work(course, "02-convolution-parameters")


def test_what_is_imported_is_frozen_and_garbage_is_looked_for_again() -> None:
    before = gc.get_freeze_count()
    try:
        with importing():
            enabled = gc.isenabled()
        assert not enabled
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()


def test_a_worker_that_loads_the_command_again_loads_nothing_of_it() -> None:
    program = "import sys\nimport autograder.__main__\nprint('typer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

"""The page for instructors: its commands are run in the order in which they stand there, and print what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from workings.assignments import FOLDERS, exercises, points

from autograder.bank import EXERCISES
from autograder.grading.sandbox.limits import Limits
from tests.book._building import BOOK

PAGE = "for-instructors"
TEXT = "".join((BOOK / f"{page}.md").read_text() for page in (PAGE, "what-a-grade-means"))
COMMANDS = re.findall(r"^```bash\n(.*?)^```", TEXT, re.M | re.S)
PRINTED = re.search(r"own hidden cases\.\)\n\n```text\n(.*?)^```", TEXT, re.M | re.S).group(1).splitlines()


def words(line):
    """A line without its spacing and its numbers: a course's key draws hidden cases of its own."""
    return re.sub(r"[\d.]+", "0", " ".join(line.split()))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The directory in which the page's commands were run, and all that they printed."""
    folder = tmp_path_factory.mktemp("instructor")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "120"}
    script = "set -e\n" + "".join(COMMANDS)
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, text=True, check=False, timeout=540,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return folder / "my-course", done.stdout


@pytest.mark.turn(4, 1)
def test_the_commands_lead_from_an_empty_directory_to_grades(course):
    folder, _ = course
    grades = (folder / "grades.csv").read_text()
    assert "01-convolutional-layers" in grades
    assert "typical" in grades
    assert list(folder.glob("feedback/*/01-convolutional-layers/*.html"))


@pytest.mark.turn(4, 1)
def test_they_print_what_the_page_shows(course):
    said = {words(line) for line in course[1].splitlines()}
    shown = [words(line) for line in PRINTED]
    assert len(shown) == 11
    assert [line for line in shown if line not in said] == []


@pytest.mark.turn(4, 1)
def test_the_course_directory_holds_what_the_page_lists(course):
    folder, _ = course
    for path in re.findall(r"^\| `([^`]+)` \| \S", TEXT, re.M):
        assert (folder / path).exists(), path


def test_the_page_promises_no_command_that_is_not_there():
    named = set(re.findall(r"`?autograder ([a-z]+)\b", " ".join(COMMANDS) + " ".join(re.findall(r"`[^`]+`", TEXT))))
    listed = subprocess.run(
        [Path(sys.executable).with_name("autograder"), "--help"], text=True, capture_output=True, check=True
    ).stdout
    assert named
    assert [name for name in named if not re.search(rf"\b{name}\b", listed)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_assignment_adds_up_to_twenty_points(folder):
    assert sum(points(folder)) == 20
    visible, hidden, _, by_hand = points(folder)
    assert min(visible, hidden, by_hand) > 0
    assert exercises(folder)


def test_all_exercises_are_in_the_table():
    assert sum(len(exercises(folder)) for folder in FOLDERS) == len(EXERCISES)


def test_the_tables_stand_on_the_page(prose):
    for folder in FOLDERS:
        prose.says(f"{folder.name} {len(exercises(folder))} {' '.join(map(str, points(folder)))} 20")
    prose.says(f"one call of a function {Limits.call_seconds:g} s call_seconds")

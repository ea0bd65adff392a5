"""nbgrader's exchange between users of one machine, walked with the commands and settings of our page about it."""

import functools
import re
import stat
from pathlib import Path

import nbformat
import pytest

from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, cells_of, fill, functions_of
from tests.grading._users import Users

pytestmark = pytest.mark.turn(4, 2)

PAGE = (Path(__file__).parents[3] / "book" / "for-instructors.md").read_text(encoding="utf-8")
SECTION = re.search(r"^## The exchange.*?(?=^## )", PAGE, re.M | re.S)[0]
MAKE, RELEASE, HAND_IN, GRADE, FETCH = re.findall(r"^```sh\n(.*?)^```", SECTION, re.M | re.S)
(THEIRS,) = re.findall(r"^```python\n(.*?)^```", SECTION, re.M | re.S)
ROOT = "/srv/nbgrader/exchange"
SETTING = '# c.Exchange.root = "/srv/nbgrader/exchange"'
FILE = f"{ASSIGNMENT}/{NOTEBOOK}.ipynb"


@pytest.fixture(scope="module")
def users():
    with Users("teacher", "ada", "bob") as users:
        yield users


@pytest.fixture(scope="module")
def course(users, release):
    """The teacher's course directory, with the exchange set where our configuration says it is set."""
    course = release(users.place / "course")
    path = course / "nbgrader_config.py"
    setting = f'c.Exchange.root = "{users.shared}"'
    assert SETTING in path.read_text()
    path.write_text(path.read_text().replace(SETTING, setting))
    users.give("teacher", course)
    for student in ("ada", "bob"):
        users.run(student, "mkdir", ".jupyter")
        users.run(student, "tee", ".jupyter/nbgrader_config.py", given=THEIRS.replace(ROOT, str(users.shared)))
    walk(users, "teacher", RELEASE, course)
    return course


def walk(users, who, commands, cwd=None, before=None):
    """Run the page's lines; `before` is done before the one that has its word. What each said, by its second word."""
    said = {}
    for words in map(str.split, commands.splitlines()):
        for step in [step for name, step in (before or {}).items() if name == words[1]]:
            step()
        said[words[1]] = users.run(who, *words, cwd=cwd)
    return said


def solve(users, student, answers, cells):
    released = nbformat.reads(users.run(student, "cat", FILE), as_version=4)
    users.run(student, "tee", FILE, given=nbformat.writes(fill(released, answers, first=cells)))


@pytest.fixture(scope="module")
def handed_in(users, course):
    """Both students have fetched, solved and submitted."""
    for student, answers in {"ada": ({}, []), "bob": (functions_of("typical"), cells_of("typical"))}.items():
        said = walk(users, student, HAND_IN, before={"submit": functools.partial(solve, users, student, *answers)})
        assert f"magic-window {ASSIGNMENT}" in said["list"]
        assert "Submitted as" in said["submit"]


@pytest.fixture(scope="module")
def graded(users, course, handed_in):
    """The teacher has collected, graded and given feedback: what grading said."""
    return walk(users, "teacher", GRADE, course)["grade"]


def test_what_two_students_handed_in_is_collected_and_graded(users, course, graded):
    assert "17/17" in graded
    assert "bob: conv2d flips the kernel" in graded
    assert "late by" not in graded


def test_each_student_fetches_their_own_feedback(users, graded):
    for student, words in {"ada": "17.0 / 20.0", "bob": "flips the kernel"}.items():
        walk(users, student, FETCH)
        pages = users.run(student, "find", f"{ASSIGNMENT}/feedback", "-name", "*.html").splitlines()
        assert len(pages) == 1
        assert words in users.run(student, "cat", pages[0])


def test_the_folder_is_made_as_the_page_makes_it(users):
    assert f"chmod 777 {ROOT}\n" in MAKE
    assert stat.S_IMODE(users.shared.stat().st_mode) == 0o777


@pytest.mark.parametrize("what", ["{course}", "{course}/source", "{course}/.magic-window/key", "{course}/gradebook.db"])
def test_a_student_cannot_look_into_the_course_directory(users, course, what):
    assert "Permission denied" in users.run("bob", "cat", what.format(course=course), status=1)


def test_a_student_cannot_find_what_others_handed_in_nor_change_what_is_handed_out(users, handed_in):
    inbound, outbound = (users.shared / "magic-window" / name for name in ("inbound", "outbound"))
    assert len(users.run("teacher", "ls", inbound).splitlines()) == 2
    assert "Permission denied" in users.run("bob", "ls", inbound, status=2)  # names there cannot be guessed
    assert "Permission denied" in users.run("bob", "cat", users.home("ada") / FILE, status=1)
    assert "Permission denied" in users.run("bob", "tee", outbound / FILE, status=1)
    assert "Permission denied" in users.run("bob", "touch", outbound / ASSIGNMENT / "mine", status=1)

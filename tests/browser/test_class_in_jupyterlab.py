"""A class in real JupyterLab: a student and a teacher walk one assignment through nbgrader's panels, in Chromium."""

import os
import pwd
import re

import pytest
from playwright.sync_api import TimeoutError

from autograder.building.answers import read_operation
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK, REFERENCE, WRITTEN
from tests.browser._lab import LabPage, Person

pytestmark = pytest.mark.turn(4, 0)

NAMES = ("correlate1d", "correlate2d", "conv1d", "conv2d", "conv3d", "count_parameters")
ANSWERS = {name: read_operation(REFERENCE, name).source for name in NAMES} | {"similarity-written": WRITTEN}
WRONG = ANSWERS | {"conv2d": "def conv2d(x, weight, bias=None):\n    return conv1d(x[0], weight[0])"}
STUDENT = pwd.getpwuid(os.getuid()).pw_name  # nbgrader asks the system who somebody is
QUICK = 20  # seconds that Validate may compute; it is about 5
COMMENT = "Brightness is well seen."


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exchange")
    folder.chmod(0o777)
    return folder


@pytest.fixture(scope="module")
def course(release, exchange, tmp_path_factory):
    course = release(tmp_path_factory.mktemp("lab") / "course")
    path = course / "nbgrader_config.py"
    path.write_text(re.sub(r'# (c\.Exchange\.root = )".*"', rf'\1"{exchange}"', path.read_text()))
    return course


@pytest.fixture(scope="module")
def student(browser, exchange, course, tmp_path_factory):
    """The student's JupyterLab. It runs all the time: that costs less than to start it again."""
    home = tmp_path_factory.mktemp("student")
    work = home / "work"
    person = Person(home, exchange)
    work.mkdir()
    with person.lab(work) as server:
        yield LabPage(browser, server)


@pytest.fixture(scope="module")
def teacher(browser, exchange, course, tmp_path_factory):
    """The teacher's JupyterLab, in the course directory, with formgrader open."""
    with Person(tmp_path_factory.mktemp("teacher"), exchange).lab(course) as server:
        lab = LabPage(browser, server)
        lab.panel("Formgrader")
        yield lab.page.frame_locator("iframe")


def told(frame):
    """What formgrader's dialog says, closed again."""
    dialog = frame.locator(".modal.in")
    dialog.locator(".modal-title").wait_for()
    said = dialog.inner_text()
    dialog.locator(".modal-footer").get_by_role("button").last.click()
    dialog.wait_for(state="hidden")
    return said


def follow(frame, name):
    """Follow a link beside formgrader's pages, and wait until its page is there.

    Playwright does not wait for the page of a frame. What is pressed before it comes is pressed in the page that goes,
    and the answer is never shown.
    """
    frame.locator("body").evaluate("body => body.dataset.left = ''")
    frame.get_by_role("link", name=name).first.click()
    frame.locator("body:not([data-left])").wait_for()


def press(frame, action):
    """Press one of the signs in the assignment's line of formgrader's first page."""
    follow(frame, "Manage Assignments")
    frame.locator("#main-table tr").filter(has_text=ASSIGNMENT).locator(f".{action} a").click()


def fill_in(frame, what, where, text):
    """Fill in a box beside a submission, until formgrader has saved it: it listens once it has asked for the points."""

    def is_saved(answer):
        return f"/formgrader/api/{what}/" in answer.url and answer.ok

    for _ in range(9):
        try:
            with frame.owner.page.expect_response(is_saved, timeout=10_000):
                frame.locator(where).fill("")
                frame.locator(where).fill(text)
                frame.locator(where).press("Tab")
        except TimeoutError:
            continue
        return
    raise AssertionError(f"formgrader has not saved {where}")


def test_a_class_walks_an_assignment_through_nbgraders_panels(teacher, student):
    press(teacher, "release")
    assert f"Successfully released '{ASSIGNMENT}'" in told(teacher)

    fetched, submitted = (student.page.locator(f"#{which}_assignments_list") for which in ("fetched", "submitted"))
    student.panel("Assignment List")
    student.page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    fetched.get_by_text(ASSIGNMENT).click()
    fetched.get_by_text(NOTEBOOK, exact=True).click()
    student.write(WRONG)
    said, seconds = student.validated()
    assert re.search(r"failed:\s+check\(conv2d", said)
    assert "convolutional-layers/conv2d: 0 of 8 cases" in said
    assert said.count("failed") == 1  # the others are right
    assert "Traceback" not in said
    assert seconds < QUICK
    student.write(ANSWERS)
    said, seconds = student.validated()
    assert "Success! Your notebook passes all the tests." in said
    assert seconds < QUICK
    student.tab("Assignments")
    fetched.get_by_role("button", name="Submit").click()
    submitted.get_by_text(ASSIGNMENT).wait_for()

    press(teacher, "collect")
    assert "Successfully collected" in told(teacher)
    press(teacher, "num-submissions")
    teacher.locator("#main-table .autograde a").click()
    assert f"Successfully autograded '{ASSIGNMENT}' for student '{STUDENT}'" in told(teacher)
    follow(teacher, "Manual Grading")
    for name in (ASSIGNMENT, NOTEBOOK, "Submission #1"):
        teacher.locator("#main-table").get_by_text(name, exact=True).click()
    fill_in(teacher, "grade", "#similarity-written", "2.5")
    fill_in(teacher, "comment", "#similarity-written-comment", COMMENT)
    follow(teacher, "Manual Grading")
    press(teacher, "generate-feedback")
    assert "Successfully generated feedback" in told(teacher)
    press(teacher, "release-feedback")
    assert "Successfully released feedback" in told(teacher)

    student.tab("Assignments")
    submitted.get_by_role("button", name="Fetch Feedback").click()
    submitted.get_by_text("view feedback").click()
    student.page.locator(".jp-DirListing-item").get_by_text(f"{NOTEBOOK}.html").dblclick()
    page = student.page.frame_locator("iframe").locator("body")
    page.get_by_text("Score: 19.5 / 20.0").wait_for()
    said = page.inner_text()
    assert "Written response (Score: 2.5 / 3.0)" in said
    assert COMMENT in said
    assert "convolutional-layers/conv2d: 8 of 8 cases" in said

"""Feedback pages that cost little are those that nbgrader's own command writes, and that nbconvert would write."""

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.grading.assignment import Assignment
from autograder.grading.grade import Grader
from autograder.grading.reporting.feedback import Pages
from autograder.grading.reporting.light_page import LightPage
from autograder.grading.sample_class import ASSIGNMENT, NOTEBOOK
from tests.grading._classes import hand_in

STUDENTS = [f"student{number:03}" for number in range(4)]
NAMES = {"nbgrader": {"notebook": "a-notebook", "score": 1.0, "max_score": 2.0, "late_penalty": 0}}


@pytest.fixture(scope="module")
def graded(release, tmp_path_factory):
    """A class with a late submission, and points and a comment by hand."""
    course = hand_in(release(tmp_path_factory.mktemp("graded") / "course"), 4)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-10-01 12:00:00 UTC")
    (course / "submitted" / STUDENTS[1] / ASSIGNMENT / "timestamp.txt").write_text("2026-10-02 12:00:00 UTC")
    assert all(result.graded for result in Grader(Assignment(course, ASSIGNMENT), 1).grade(STUDENTS))
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, STUDENTS[2])
        by_hand = next(grade for grade in submission.grades if grade.cell.name == "correlate1d-check")
        by_hand.manual_score, by_hand.extra_credit = 1.1, 0.3
        submission.comments[0].manual_comment = "Well *done*"
        gradebook.db.commit()
    return course


def pages(course):
    return {path.relative_to(course): path.read_bytes() for path in (course / "feedback").rglob("*") if path.is_file()}


@pytest.mark.turn(2)
def test_a_page_is_byte_for_byte_that_of_nbgraders_own_command(graded):
    assignment = Assignment(graded, ASSIGNMENT)
    ours = Pages(assignment)
    with assignment.reading_once():
        for student in STUDENTS:
            ours.bring_up_to_date(student)
    ours.require_all()
    written = pages(graded)
    for student in STUDENTS:
        assert assignment.api.generate_feedback(ASSIGNMENT, student, force=True)["success"]
    assert pages(graded) == written
    told = [written[page.relative_to(graded)].decode() for page in sorted(graded.glob("feedback/*/*/*.html"))]
    assert [text.count("Well <em>done</em>") for text in told] == [0, 0, 1, 0]
    assert [text.count("(Score: 0.0 / ") for text in told][1] > 0


def test_a_page_that_is_current_is_not_written_again(graded):
    for _ in range(2):
        first = Pages(Assignment(graded, ASSIGNMENT))
        first.bring_up_to_date(STUDENTS[0])
    page = graded / "feedback" / STUDENTS[0] / ASSIGNMENT / f"{NOTEBOOK}.html"
    before = page.stat().st_mtime_ns
    first.bring_up_to_date(STUDENTS[0])
    assert page.stat().st_mtime_ns == before


def read(page):
    return str(BeautifulSoup(page, features="html.parser"))


@pytest.fixture
def by_nbconvert(monkeypatch):
    """Write pages as nbconvert does: it reads each page once more, and writes what it has understood."""
    own = HTMLExporter.from_notebook_node
    return lambda: monkeypatch.setattr(LightPage, "_render", lambda self, *args, **options: own(self, *args, **options))


def test_a_page_is_what_nbconvert_makes_of_it_by_reading_it_again(by_nbconvert):
    cells = [
        new_markdown_cell("# Text\n\n*so* & $x_1 < 2$, <b>bold</b>, <img src='x.png' alt='a picture'> and <br> more"),
        new_markdown_cell("A list:\n\n- one\n- [two](https://example.org/?a=1&b=2)\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        new_code_cell(
            "for i in range(3):\n    print('<b>', i, \"&\")", outputs=[new_output("stream", text="<b> 0 &\n")]
        ),
        new_code_cell("%%bash\necho 1", metadata={"magics_language": "bash"}),
        new_code_cell(
            "1 / 0", outputs=[new_output("error", ename="E", evalue="<i>", traceback=["\x1b[31mE\x1b[0m: <i>"])]
        ),
        new_raw_cell("as it is <i>typed</i>"),
    ]
    config = Config()
    config.HTMLExporter.template_name = "feedback"
    exporter = LightPage(config=config)
    ours = [exporter.from_notebook_node(new_notebook(cells=cells), NAMES)[0] for _ in range(2)]
    by_nbconvert()
    theirs, _ = LightPage(config=config).from_notebook_node(new_notebook(cells=cells), NAMES)
    assert {read(page) for page in ours} == {read(theirs)}


@pytest.mark.parametrize("make", [new_markdown_cell, new_raw_cell])
@pytest.mark.parametrize("text", ["<div><b>open", "</div></div></body></html>", "<!-- open", "<a href='", "<style>p {"])
def test_what_a_learner_leaves_open_does_not_reach_the_next_cell(make, text):
    config = Config()
    config.HTMLExporter.template_name = "feedback"
    cells = [make(text), new_markdown_cell("The next cell")]
    page, _ = LightPage(config=config).from_notebook_node(new_notebook(cells=cells), NAMES)
    tree = BeautifulSoup(page, features="html.parser")
    (after,) = (node for node in tree.find_all("p") if node.get_text().strip() == "The next cell")
    above = [node.name for node in after.parents if node.name not in ("div", "[document]")]
    assert above == ["main", "body", "html"]
    (empty,) = (LightPage(config=config).from_notebook_node(new_notebook(cells=c), NAMES)[0] for c in [cells[1:]])
    (alone,) = BeautifulSoup(empty, features="html.parser").find_all("p", string="The next cell")
    assert len(list(after.parents)) == len(list(alone.parents))

"""Every chapter's notebook in the real sandbox: with its answers it earns everything, as released it earns nothing."""

from pathlib import Path

import nbformat
import pytest
from nbgrader.preprocessors import ClearSolutions

from autograder.building.notebooks import build, chapters
from autograder.grading.course.directory import init
from autograder.grading.jobs.trusted_output import verdicts_in
from autograder.grading.preprocessor import JudgeSubmission

ROOT = Path(__file__).parents[2]
CHAPTERS = chapters(ROOT / "exercises", ROOT / "solutions")


@pytest.fixture(scope="module", params=CHAPTERS, ids=lambda chapter: chapter.assignment)
def built(request, tmp_path_factory):
    """A course directory with one chapter built, and the path of its source notebook."""
    course = tmp_path_factory.mktemp("course")
    init(course)
    return request.param, course, build(request.param, course / "source")


def judged(built, notebook, monkeypatch):
    chapter, course, _ = built
    monkeypatch.chdir(course)
    about = {"student": "somebody", "assignment": chapter.assignment, "notebook": chapter.slug}
    notebook, _ = JudgeSubmission().preprocess(notebook, {"nbgrader": about})
    return notebook


@pytest.mark.share(5)
def test_the_answers_run_in_the_sandbox_and_score_everything(built, monkeypatch):
    notebook = judged(built, nbformat.read(built[2], as_version=4), monkeypatch)
    verdicts = verdicts_in(notebook)
    assert verdicts
    assert [verdict for verdict in verdicts if verdict.score < 1] == []
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    assert any("image/png" in output.get("data", {}) for output in outputs)  # the plots were drawn


@pytest.mark.share(5)
def test_the_release_is_not_attempted_and_worth_nothing(built, monkeypatch):
    notebook, _ = ClearSolutions().preprocess(nbformat.read(built[2], as_version=4), {})
    verdicts = verdicts_in(judged(built, notebook, monkeypatch))
    assert verdicts
    assert {(verdict.outcome, verdict.score) for verdict in verdicts} == {("not attempted", 0.0)}

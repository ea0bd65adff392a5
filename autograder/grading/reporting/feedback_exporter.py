"""Export feedback pages with what nbgrader's own lack: which answer nobody has read yet, and which grades they show.

The course's configuration names `FeedbackExporter`, so that `nbgrader generate_feedback`, formgrader and
`autograder grade` write the same page.
"""

import copy
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from ...bank import EXERCISES
from ...language import speaking
from ...notebook.cells import exercise_name, grade_id, is_judged
from ..course.course_language import course_language
from ..course.schedule import read_schedule
from ..gradebook.records import RecordedSubmission, read_records
from ..jobs.trusted_output import METADATA
from .answers import shown_answers
from .feedback_page import completed, page_states
from .feedback_writer import RECORDED
from .light_page import LightPage
from .template_words import translated


class FeedbackExporter(LightPage):
    """Stand in for the exporter with which nbgrader writes feedback."""

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own does
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Write the page of an autograded notebook."""
        course = Path.cwd()  # nbgrader's converters work in the course directory
        with speaking(course_language(course)):
            return self._of_course(nb, resources or {}, course, **options)

    def _of_course(
        self, nb: NotebookNode, resources: dict[str, Any], course: Path, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        names = resources["nbgrader"]
        schedule = read_schedule(course, names["assignment"])
        job = nb.metadata.get(METADATA, {}).get("job", "")
        if schedule.shows_answers:
            nb = with_answers(nb, names["notebook"])
        page, resources = super().from_notebook_node(nb, resources, **options)
        recorded = names.get(RECORDED) or _read(names)
        states = page_states(recorded, {names["notebook"]: job}, with_answers=schedule.shows_answers)
        return translated(completed(page, states[names["notebook"]])), resources


def _read(names: dict[str, Any]) -> RecordedSubmission:
    with Gradebook(names["db_url"]) as gradebook:
        return read_records(gradebook, names["assignment"], names["student"])[names["student"]]


def with_answers(notebook: NotebookNode, slug: str) -> NotebookNode:
    """Copy a notebook, with the course's answers below the last check of each exercise."""
    notebook = copy.copy(notebook)
    cells: list[NotebookNode] = []
    last = {exercise_name(grade_id(cell)): grade_id(cell) for cell in notebook.cells if is_judged(cell)}
    for cell in notebook.cells:
        cells.append(cell)
        name = exercise_name(grade_id(cell))
        exercise = EXERCISES.get(f"{slug}/{name}")
        if exercise and is_judged(cell) and grade_id(cell) == last[name]:
            for answer in shown_answers(exercise):
                cells += [new_markdown_cell(f"**{answer.title}**"), new_code_cell(answer.source)]
    notebook.cells = cells
    return notebook

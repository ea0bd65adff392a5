"""nbgrader's way of writing feedback, with what takes its time done once: the exporter made, and the gradebook read."""

import os
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.writers.files import FilesWriter
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets.config import Config

from ...notebook.cells import grade_id
from ..assignment import Assignment
from ..gradebook.records import RecordedSubmission

RECORDED = "recorded"  # among nbgrader's resources: what the gradebook holds of the submission


class FeedbackWriter(GenerateFeedback):
    """nbgrader's converter for feedback, kept for all the pages of an assignment."""

    def __init__(self, assignment: Assignment) -> None:
        api = assignment.api
        super().__init__(coursedir=api.coursedir, parent=api)
        own = Config()
        own.HTMLExporter.template_name = "feedback"  # as nbgrader's own API says
        self.update_config(own)
        self.force = True
        self._assignment = assignment
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        for step in self.preprocessors:
            self.exporter.register_preprocessor(RecordedGrades if step is GetGrades else step)

    def write(self, student: str) -> dict[str, Any]:
        """Write the pages of a student; answer as `NbGraderAPI.generate_feedback` does."""
        with utils.temp_attrs(self.coursedir, assignment_id=self._assignment.name, student_id=student):
            answer: dict[str, Any] = utils.capture_log(self)
        return answer

    def start(self) -> None:
        """Write what `coursedir` names."""
        self.init_notebooks()
        self.convert_notebooks()

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        """Add what the gradebook holds to what nbgrader gives to the exporter."""
        resources: dict[str, Any] = super().init_single_notebook_resources(os.path.normpath(notebook_filename))
        names = resources["nbgrader"]
        names[RECORDED] = self._assignment.recorded(names["student"])
        return resources


class RecordedGrades(NbGraderPreprocessor):
    """Do what nbgrader's `GetGrades` does, without asking the gradebook for each cell."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Put scores and comments into the notebook's cells."""
        names = resources["nbgrader"]
        recorded: RecordedSubmission = names[RECORDED]
        name = names["notebook"]
        for cell in nb.cells:
            place = name, grade_id(cell)
            if utils.is_solution(cell) or utils.is_task(cell):
                cell.metadata.nbgrader["comment"] = recorded.comments.get(place)
            if utils.is_grade(cell) or utils.is_task(cell):
                cell.metadata.nbgrader["score"] = recorded.grades[place].score
                cell.metadata.nbgrader["points"] = recorded.grades[place].max_score
        grades = [grade for (notebook, _), grade in recorded.grades.items() if notebook == name]
        names["late_penalty"] = recorded.penalties[name]
        names["score"] = sum(grade.score for grade in grades) - recorded.penalties[name]
        names["max_score"] = sum(grade.max_score for grade in grades)
        return nb, resources

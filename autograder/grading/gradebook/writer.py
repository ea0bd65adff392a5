"""Write a judged submission into `autograded/` and the gradebook, as nbgrader's autograder does, but in one go.

nbgrader converts a notebook twice and opens the gradebook anew for every step, which took longer than to judge it. What
comes of it here is the same, file by file and row by row. Where a course's configuration asks for steps that are not
those of `autograder init`, `SubmissionWriter.fits` says no, and nbgrader does the work.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import writes_json
from nbgrader import utils
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.preprocessors import ClearOutput, IgnorePattern, LimitOutput
from traitlets.config import Config

from ...language import noted
from ...notebook.cells import grade_id, is_graded_by_hand, source_text
from ..course.data_files import link_data
from ..course.directory import template_config
from ..jobs.job import Job, JobResult, NotGraded
from ..jobs.judged_notebook import write_verdicts
from .late_penalties import Penalties
from .open_gradebook import one_transaction
from .records import CellKey

# Sections of the configuration that change what nbgrader writes, and nothing that is written here.
_NOT_FOLLOWED = (
    *("BaseConverter", "NbConvertBase", "NbGraderPreprocessor", "Preprocessor", "Exporter", "NotebookExporter"),
    *("SubmissionReader", "FilesWriter", "RestoreCells", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells"),
    *("ClearOutput", "ClearOutputPreprocessor", "CheckCellMetadata", "SaveAutoGrades"),
)


class SubmissionWriter:
    """Writes the submissions of one assignment.

    Parameters
    ----------
    api : NbGraderAPI
        nbgrader's commands, for the course directory.
    assignment : str
    penalties : Penalties
    """

    def __init__(self, api: NbGraderAPI, assignment: str, penalties: Penalties) -> None:
        self._assignment, self._penalties = assignment, penalties
        self._course = api.coursedir
        self._converter = Autograde(coursedir=api.coursedir, parent=api)
        self._clear = ClearOutput(config=api.config)
        self._limit = IgnorePattern(config=api.config), LimitOutput(config=api.config)

    @staticmethod
    def fits(config: Config) -> bool:
        """Tell whether a course's configuration asks for no other steps than those that are taken here."""
        theirs, ours = config.Autograde, template_config().Autograde
        return theirs == ours and not any(config.get(section) for section in _NOT_FOLLOWED)

    def judged_notebook(self, restored: NotebookNode, name: str, job: Job, result: JobResult | None) -> NotebookNode:
        """Make of a restored notebook the one that is written: with the verdicts, and outputs cut as configured.

        Raises
        ------
        NotGraded
            If there is no result.
        """
        if result is None:
            raise NotGraded(
                noted("it was judged, but the verdicts were lost before they could be written; grade it again")
            )
        _take(self._clear, restored)
        write_verdicts(restored, name, job, result)
        for step in self._limit:
            _take(step, restored)
        return restored

    def write(
        self, gradebook: Gradebook, student: str, notebooks: Mapping[str, NotebookNode], read: Mapping[CellKey, str]
    ) -> None:
        """Write a judged submission: its notebooks with their verdicts, the files beside them, and its grades.

        Parameters
        ----------
        gradebook : Gradebook
        student : str
        notebooks : mapping of str to NotebookNode
            Those of `judged_notebook`, by their names.
        read : mapping of (str, str) to str
            The answers that a person has read, as they stood: the points of those that are the same stay.

        Raises
        ------
        DBAPIError
            If the gradebook cannot be used. Then nothing is in it, and nothing in `autograded/`.
        OSError
            If a file cannot be read or written.
        """
        texts = {name: writes_json(notebook) + "\n" for name, notebook in notebooks.items()}
        to = Path(self._converter._format_dest(self._assignment, student))
        try:
            with one_transaction(gradebook) as session:
                self._write_grades(gradebook, student, notebooks, read)
                session.flush()
                self._write_files(student, to, texts)
        except BaseException:
            if to.is_dir():
                utils.rmtree(str(to))
            raise

    def _write_grades(
        self, gradebook: Gradebook, student: str, notebooks: Mapping[str, NotebookNode], read: Mapping[CellKey, str]
    ) -> None:
        submission = self._submission(gradebook, student)
        names = dict(gradebook.db.query(BaseCell.id, BaseCell.name).all())
        for notebook in submission.notebooks:
            if notebook.name not in notebooks:
                _grade_missing(notebook)
                continue
            _grade(notebook, notebooks[notebook.name], names, read)
            late = submission.total_seconds_late
            notebook.late_submission_penalty = self._penalties.of_notebook(student, late, _score(notebook))

    def _submission(self, gradebook: Gradebook, student: str) -> SubmittedAssignment:
        gradebook.update_or_create_student(student)
        handed_in = self._course.get_existing_timestamp(self._converter._format_source(self._assignment, student))
        when: dict[str, Any] = {"timestamp": handed_in} if handed_in else {}
        return gradebook.update_or_create_submission(self._assignment, student, **when)

    def _write_files(self, student: str, to: Path, texts: Mapping[str, str]) -> None:
        """Write the notebooks, and beside them what was handed in with them and what lies in the course's folder."""
        if to.is_dir():
            utils.rmtree(str(to))
        to.mkdir(parents=True)
        BaseConverter.init_assignment(self._converter, self._assignment, student)
        own = self._course.format_path(self._course.source_directory, ".", self._assignment)
        for path in utils.find_all_files(own, [*self._course.ignore, "*.ipynb"]):
            copy = to / os.path.relpath(path, own)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.unlink(missing_ok=True)
            shutil.copy(path, copy)
        for name, text in texts.items():
            (to / f"{name}.ipynb").write_text(text, encoding="utf-8")
        self._converter.set_permissions(self._assignment, student)
        link_data(Path(self._course.root), "autograded", self._assignment, student)


def _take(step: Any, notebook: NotebookNode) -> None:
    """Take one of nbgrader's steps, cell by cell: its own way of doing so copies the whole notebook first."""
    if step.enabled:
        for number, cell in enumerate(notebook.cells):
            notebook.cells[number], _ = step.preprocess_cell(cell, {}, number)


def _grade(
    notebook: SubmittedNotebook, judged: NotebookNode, names: Mapping[str, str], read: Mapping[CellKey, str]
) -> None:
    """Do what `SaveAutoGrades` does, and leave alone what a person has given for an answer that is as it was."""
    grades: dict[str, Grade] = {names[grade.cell_id]: grade for grade in notebook.grades}
    comments: dict[str, Comment] = {names[comment.cell_id]: comment for comment in notebook.comments}
    for cell in judged.cells:
        name = grade_id(cell)
        if utils.is_grade(cell):
            grade = grades[name]
            grade.auto_score, _ = utils.determine_grade(cell)
            as_it_was = is_graded_by_hand(cell) and read.get((notebook.name, name)) == source_text(cell)
            open_question = grade.manual_score is not None or grade.auto_score is None
            grade.needs_manual_grade = open_question and not as_it_was
        if utils.is_solution(cell) or utils.is_task(cell):
            same = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell) and not utils.is_task(cell)
            comments[name].auto_comment = "No response." if same else None


def _grade_missing(notebook: SubmittedNotebook) -> None:
    for grade in notebook.grades:
        grade.auto_score, grade.needs_manual_grade = 0, False


def _score(notebook: SubmittedNotebook) -> float:
    """Sum up the grades as they are now: the gradebook counts what was written before."""
    return sum(
        (grade.auto_score or 0.0 if grade.manual_score is None else grade.manual_score) + (grade.extra_credit or 0.0)
        for grade in notebook.grades
    )

"""Stand in for nbgrader's `Execute`: run a submission in a sandbox, and judge its functions from outside.

Nothing that the student's process prints, raises or returns is a verdict. It can only answer questions.

How `Grader` and nbgrader meet: `Grader` makes the job of a submission, has a worker run it, and keeps what came of it
in the store, under the job's digest. Then it calls nbgrader's autograder, which runs this preprocessor. It makes the
same job of the same notebook, finds the verdicts in the store, and only writes them down. Where they are not there, as
under `nbgrader autograde`, the submission is judged here, one after the other. So the two must make the same job:
both call `JudgeSubmission.job` on a notebook that `restore` has put right, and `Grader` logs a warning where they did
not.
"""

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Int

from ..errors import BrokenNotebook
from ..language import gettext as _
from ..language import words_of
from ..notebook.file import read_notebook_node
from .course.course_language import course_language
from .course.full_disk import refuse_full_disk
from .course.private_folder import read_key
from .jobs import reference_figures
from .jobs.job import Job, job_of
from .jobs.judged_notebook import write_verdicts
from .jobs.kept_results import Store
from .jobs.run import run
from .sandbox.forkserver import SandboxFault
from .sandbox.limits import Limits

log = logging.getLogger(__name__)


class JudgeSubmission(NbGraderPreprocessor):
    """Run the notebook's cells in a sandbox and write one trusted output into every grade cell."""

    cell_seconds = Float(Limits.cell_seconds, help="How long one cell may run.").tag(config=True)
    call_seconds = Float(Limits.call_seconds, help="How long one call of a student's function may take.").tag(
        config=True
    )
    exercise_seconds = Float(
        Limits.exercise_seconds, help="How long all the calls of one exercise may take together."
    ).tag(config=True)
    submission_seconds = Float(
        Limits.submission_seconds, help="How long a whole submission may take, by the clock on the wall."
    ).tag(config=True)
    memory_bytes = Int(Limits.memory_bytes, help="How much memory a process of a submission may use.").tag(config=True)
    processes = Int(Limits.processes, help="How many processes and threads a submission may have.").tag(config=True)
    tmp_bytes = Int(Limits.tmp_bytes, help="How much a submission may write to temporary files.").tag(config=True)
    output_chars = Int(Limits.output_chars, help="How many characters of one cell's output are kept.").tag(config=True)
    without_sandbox = Bool(
        False,
        help="Run students' code with all the rights of this user. Only for code you would run yourself; every verdict "
        "says so.",
    ).tag(config=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._places: dict[tuple[str, str], Path | None] = {}

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Judge `nb`, or write the verdicts that are kept of the same submission."""
        names = resources["nbgrader"]
        course = Path.cwd()  # nbgrader's converters work in the course directory
        store = Store(course)
        job = self.job(nb, course, names["student"], names["assignment"], names["notebook"])
        result = store.get(job.digest)
        if result is None:
            self.record_figures(course, names["assignment"], names["notebook"])
            result = run(job)
            store.put(job.digest, result)
        write_verdicts(nb, names["notebook"], job, result)
        return nb, resources

    def job(self, nb: NotebookNode, course: Path, student: str, assignment: str, notebook: str) -> Job:
        """Make the job of a restored notebook of this course."""
        files = self._files(course, assignment)
        job = job_of(
            nb,
            notebook,
            student,
            key=read_key(course),
            limits=self.limits(),
            files=files,
            sandboxed=not self.without_sandbox,
        )
        figures = self._figures(course, assignment, notebook)
        return replace(job, figures=figures, language=course_language(course))

    def record_figures(self, course: Path, assignment: str, notebook: str) -> None:
        """Record what the course's own notebook draws, if that has not been done."""
        path = self._figures(course, assignment, notebook)
        if path is None or path.exists():
            return
        files = self._files(course, assignment)
        own = read_notebook_node(self._own(course, assignment, notebook))
        try:
            reference_figures.record(path, own, files, self.limits(), sandboxed=not self.without_sandbox)
        except (SandboxFault, OSError) as fault:  # they are drawn for each submission then; no points depend on them
            refuse_full_disk(course, str(fault))
            why = f"{fault.strerror}: {fault.filename}" if isinstance(fault, OSError) else words_of(fault)
            words = _(
                "the pictures of {name} are not kept, and each submission takes longer: {why}", name=notebook, why=why
            )
            log.warning(words)  # nbgrader's own log is not shown by our command
            self._places[assignment, notebook] = None

    def _figures(self, course: Path, assignment: str, notebook: str) -> Path | None:
        """The file with the figures of the course's own notebook; None where there is no such notebook."""
        if (assignment, notebook) not in self._places:
            try:
                own = read_notebook_node(self._own(course, assignment, notebook))
            except (OSError, BrokenNotebook):
                self._places[assignment, notebook] = None
            else:
                files = self._files(course, assignment)
                self._places[assignment, notebook] = reference_figures.place(course, assignment, notebook, own, files)
        return self._places[assignment, notebook]

    def _files(self, course: Path, assignment: str) -> Path | None:
        folder = course / self.source_directory / assignment
        return folder if folder.is_dir() else None

    def _own(self, course: Path, assignment: str, notebook: str) -> Path:
        return course / self.source_directory / assignment / f"{notebook}.ipynb"

    @property
    def source_directory(self) -> str:
        """The folder of assignments with their data files, relative to the course directory."""
        return self.parent.coursedir.source_directory if hasattr(self.parent, "coursedir") else "source"

    def limits(self) -> Limits:
        """Return the limits as configured."""
        return Limits(**{name: getattr(self, name) for name in self.class_own_traits() if hasattr(Limits, name)})

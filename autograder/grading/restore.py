"""Put a submission's nbgrader cells back as they were released, before anything is run or read.

nbgrader restores the text of locked cells, but a cell whose metadata was changed stops the whole submission, and a
deleted one is never graded. Here the gradebook's record of each cell wins, whatever the student's file says.
"""

from pathlib import Path

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from ..language import speaking, to_json
from .course.course_language import course_language
from .jobs.released import original_cells, released_cells
from .jobs.restoration import restore
from .jobs.trusted_output import METADATA
from .reading import handed_in_for
from .submission import note_on_ids


class RestoreCells(NbGraderPreprocessor):
    """Restore what nbgrader needs of every released cell: one of each, with its own metadata, in a sensible place."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Restore the cells of `nb`, and leave a plain line for each thing that had to be put right."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            released = released_cells(gradebook.find_notebook(names["notebook"], names["assignment"]))
        release = Path("release", names["assignment"], f"{names['notebook']}.ipynb")  # in the course directory
        submitted = Path("submitted", names["student"], names["assignment"], release.name)
        with speaking(course_language(Path.cwd())):
            notes = note_on_ids(handed_in_for(submitted)) + restore(nb, released, original_cells(release))
        for note in notes:
            self.log.warning("%s: %s", names["student"], note)
        nb.metadata[METADATA]["notes"] = list(map(to_json, notes))
        return nb, resources

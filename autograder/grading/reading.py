"""Read submissions in the encodings that editors save, where nbgrader reads only UTF-8 without a byte order mark."""

from pathlib import Path
from typing import Any, TextIO

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode

from ..notebook.file import read_notebook_node


class SubmissionReader(NotebookExporter):
    """Stand in for the exporter with which nbgrader's autograder reads and writes notebooks."""

    def from_file(
        self, file_stream: TextIO, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Read the notebook again, from its bytes, and export it."""
        notebook = read_notebook_node(Path(file_stream.name))
        return self.from_notebook_node(notebook, resources=resources, **options)

"""Help `nbgrader autograde` to read what students hand in: encodings, file names, reasons in words."""

from pathlib import Path
from typing import Any, TextIO

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from traitlets.log import get_logger

from ..errors import UserError
from ..language import noted
from ..notebook.file import read_notebook_node
from .course.directory import STAMP
from .course.schedule import read_schedule
from .submission import UnreadableSubmission, find_notebooks, refuse_misread_time, refuse_strange_files, who_handed_in


class SubmissionReader(NotebookExporter):
    """Stand in for the exporter with which nbgrader's autograder reads and writes notebooks."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Read the file that was handed in for this one."""
        return super().from_filename(str(handed_in_for(Path(filename))), resources, **options)

    def from_file(
        self, file_stream: TextIO, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Read the notebook again, from its bytes, and export it."""
        notebook = read_notebook_node(Path(file_stream.name))
        exported: tuple[NotebookNode, ResourcesDict] = self.from_notebook_node(notebook, resources=resources, **options)
        return exported


def handed_in_for(path: Path) -> Path:
    """Return the notebook that was handed in for a released one: under its name, or the only one there under another.

    Works in the course directory, as nbgrader's converters do.
    """
    return path if path.exists() else find_notebooks(path.parent, _released(path.parent.name))[path.stem]


def find_submission(assignment: str, student: str, notebooks: list[str]) -> None:
    """Name a submission's notebooks as they were released, or none if it cannot be graded, and say why.

    nbgrader calls this before it converts `notebooks`, which it has found in one folder of `submitted/`; `student` may
    be its pattern for everybody.
    """
    log, names = get_logger(), _released(assignment)
    if not names:
        return  # the gradebook alone knows the release
    folder = Path(notebooks[0]).parent
    submitted, who = folder.parents[1], folder.parent.name
    command = f"`autograder grade {assignment}`"
    try:
        refuse_strange_files(submitted, folder)
        refuse_misread_time(folder / STAMP)
        found = find_notebooks(folder, names)
        peers = read_schedule(Path.cwd(), assignment).peers(who)
        author = who_handed_in(submitted, assignment, peers)
        if author != who:
            raise UnreadableSubmission(
                noted("{author} has handed in for the group, and nbgrader knows no groups", author=author)
            )
    except (UnreadableSubmission, UserError) as fault:
        log.error("%s: not graded: %s. %s says the same of everybody in a table", who, fault, command)
        notebooks.clear()
        return
    for name, path in found.items():
        if path.stem != name:
            log.warning("%s: %s is taken for %s.ipynb", who, path.name, name)
    if len(peers) > 1:
        others = ", ".join(peer for peer in peers if peer != who)
        log.warning("%s: nbgrader knows no groups: run %s, which gives %s the same grade", who, command, others)
    notebooks[:] = [str(folder / f"{name}.ipynb") for name in found]


def _released(assignment: str) -> list[str]:
    return sorted(path.stem for path in Path("release", assignment).glob("*.ipynb"))

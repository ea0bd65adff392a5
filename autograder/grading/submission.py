"""Read a submission where it lies in `submitted/`, without trusting it, and say why it cannot be graded."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from ..errors import BrokenNotebook
from ..notebook.file import MAX_NOTEBOOK_BYTES, damage_is_broken_notebook, read_notebook_node
from .jobs.job import Job


class UnreadableNotebook(Exception):
    """A notebook that cannot be graded as it is; the message names it and says what is wrong."""


@dataclass(eq=False)
class Submission:
    """One student's notebooks, each as a job to judge, or the reason why they cannot be graded.

    Attributes
    ----------
    student : str
    jobs : dict of str to Job
        By the name of the notebook.
    fault : str
        Why it cannot be graded; empty where it can.
    """

    student: str
    jobs: dict[str, Job] = field(default_factory=dict)
    fault: str = ""


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook that a student wrote.

    Raises
    ------
    UnreadableNotebook
        If it is too large, or damaged.
    """
    if path.stat().st_size > MAX_NOTEBOOK_BYTES:
        raise UnreadableNotebook(f"{path.name} is larger than {MAX_NOTEBOOK_BYTES // 1024**2} MiB")
    with refusing_damage(path):
        return read_notebook_node(path)


@contextlib.contextmanager
def refusing_damage(path: Path) -> Iterator[None]:
    """Raise `UnreadableNotebook` for whatever a damaged notebook makes this block raise."""
    try:
        with damage_is_broken_notebook(path):
            yield
    except (OSError, BrokenNotebook) as error:
        reason = error.reason if isinstance(error, BrokenNotebook) else str(error)
        raise UnreadableNotebook(f"{path.name} is not a notebook that can be read: {reason}") from error


def strange_file(submitted: Path, folder: Path) -> str:
    """Return what in a submission is neither a file nor a folder, or lies elsewhere; empty where nothing is.

    nbgrader would copy all that a link leads to.
    """
    if folder.resolve() != submitted.resolve() / folder.relative_to(submitted):
        return str(folder.relative_to(submitted))
    for place, folders, files in os.walk(folder):
        for path in (Path(place, name) for name in (*folders, *files)):
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                return str(path.relative_to(folder))
    return ""

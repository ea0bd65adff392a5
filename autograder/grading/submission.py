"""Read a submission where it lies in `submitted/`, without trusting it, and say why it cannot be graded."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from ..errors import BrokenNotebook
from ..notebook.file import MAX_NOTEBOOK_BYTES, damage_is_broken_notebook, read_notebook_node
from .course.directory import STAMP
from .course.timestamps import is_read_rightly
from .jobs.job import Job


class UnreadableSubmission(Exception):
    """A submission that cannot be graded as it is; the message names the file and says what is wrong with it."""


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
    UnreadableSubmission
        If it is too large, or damaged.
    """
    if path.stat().st_size > MAX_NOTEBOOK_BYTES:
        raise UnreadableSubmission(f"{path.name} is larger than {MAX_NOTEBOOK_BYTES // 1024**2} MiB")
    with refusing_damage(path):
        return read_notebook_node(path)


@contextlib.contextmanager
def refusing_damage(path: Path) -> Iterator[None]:
    """Raise `UnreadableSubmission` for whatever a damaged notebook makes this block raise."""
    try:
        with damage_is_broken_notebook(path):
            yield
    except (OSError, BrokenNotebook) as error:
        reason = error.reason if isinstance(error, BrokenNotebook) else str(error)
        raise UnreadableSubmission(f"{path.name} is not a notebook that can be read: {reason}") from error


def refuse_strange_files(submitted: Path, folder: Path) -> None:
    """Refuse a submission with something that is neither a file nor a folder, or lies elsewhere.

    nbgrader would copy all that a link leads to.
    """
    strange = _strange_file(submitted, folder)
    if strange:
        raise UnreadableSubmission(f"{strange} is a link or no plain file, and nothing is read through it")


def _strange_file(submitted: Path, folder: Path) -> str:
    if folder.resolve() != submitted.resolve() / folder.relative_to(submitted):
        return str(folder.relative_to(submitted))
    for place, folders, files in os.walk(folder):
        for path in (Path(place, name) for name in (*folders, *files)):
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                return str(path.relative_to(folder))
    return ""


def refuse_misread_time(path: Path) -> None:
    """Refuse a submission whose timestamp nbgrader would not read, or take for another time."""
    text = path.read_text(errors="replace").strip() if path.is_file() else ""
    if text and not is_read_rightly(text):
        raise UnreadableSubmission(
            f'{path.name} holds "{text[:80]}", which nbgrader cannot read: write a time such as 2026-10-13 09:30 UTC'
        )


def refuse_without_notebooks(folder: Path, names: Sequence[str]) -> None:
    """Refuse a submission in which there is no notebook of the released names; say what there is instead."""
    if any((folder / f"{name}.ipynb").exists() for name in names):
        return
    missing = " and ".join(f"{name}.ipynb" for name in names)
    others = sorted(path.name for path in folder.glob("*") if path.name != STAMP)
    notebooks = [name for name in others if name.endswith(".ipynb")]
    if notebooks:
        raise UnreadableSubmission(
            f"there is no {missing}, only {', '.join(notebooks[:3])}: rename it if it is the same notebook"
        )
    if others:
        raise UnreadableSubmission(f"there is no {missing}, only {', '.join(others[:3])}")
    raise UnreadableSubmission(f"there is no {missing}: the folder is empty")

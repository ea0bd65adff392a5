"""Read a notebook that was graded: it is nbgrader's own file and ours, and is read several times in a row."""

import functools
from pathlib import Path

from nbformat import NotebookNode, from_dict

from ..errors import BrokenNotebook
from ..notebook.file import damage_is_broken_notebook, parse_notebook
from .jobs.trusted_output import METADATA


def read_graded(path: Path) -> NotebookNode:
    """Read an autograded notebook. It is not to be changed: the next reader gets the same.

    Raises
    ------
    BrokenNotebook
        If it is damaged.
    """
    about = path.stat()
    return _read(path, about.st_mtime_ns, about.st_size)


@functools.lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> NotebookNode:
    with damage_is_broken_notebook(path):
        notebook: NotebookNode = from_dict(parse_notebook(path.read_bytes(), path))
        return notebook


def job_in(path: Path) -> str:
    """Return the digest of the job whose verdicts an autograded notebook holds; empty where there is none."""
    try:
        notebook = read_graded(path)
        with damage_is_broken_notebook(path):
            digest: str = notebook["metadata"].get(METADATA, {}).get("job", "")
            return digest
    except (OSError, BrokenNotebook):
        return ""

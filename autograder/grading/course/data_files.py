"""Keep the data files of an assignment once: nbgrader copies them beside every graded notebook and feedback page.

The copies become hard links to one file in `.magic-window/`. Where a file system has no links they stay copies.
"""

import contextlib
import filecmp
import hashlib
import os
from pathlib import Path

from ...files import write_whole
from .directory import STAMP
from .private_folder import private_folder

_OUR_OWN = {".ipynb", ".html"}  # what is another for every student


def link_data(course: Path, stage: str, assignment: str, student: str) -> None:
    """Link the files below a folder of nbgrader's that are the assignment's own; `student` may be a pattern."""
    source = course / "source" / assignment
    for folder in (course / stage).glob(f"{student}/{assignment}"):
        for path in folder.rglob("*"):
            original = source / path.relative_to(folder)
            if path.suffix not in _OUR_OWN and path.name != STAMP and path.is_file() and original.is_file():
                _link(course, original, path)


def _link(course: Path, original: Path, copy: Path) -> None:
    if not filecmp.cmp(original, copy, shallow=False):
        return
    content = original.read_bytes()
    kept = private_folder(course) / "files" / hashlib.sha256(content).hexdigest()
    if not kept.exists() or not filecmp.cmp(original, kept, shallow=False):
        write_whole(kept, content)
        kept.chmod(0o444)
    if kept.samefile(copy):
        return
    draft = copy.with_name(f".{copy.name}-{os.getpid()}")
    with contextlib.suppress(OSError):
        draft.hardlink_to(kept)
        draft.replace(copy)

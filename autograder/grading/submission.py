"""Read a submission where it lies in `submitted/`, without trusting it, and say why it cannot be graded."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from ..errors import BrokenNotebook, UserError
from ..language import listed, noted
from ..notebook.contents import contents_of
from ..notebook.file import MAX_NOTEBOOK_BYTES, damage_is_broken_notebook, read_notebook, read_notebook_node
from .course.directory import STAMP
from .course.timestamps import is_read_rightly, parse_time
from .jobs.job import Job


class UnreadableSubmission(Exception):
    """A submission that cannot be graded as it is; the message names the file and says what is wrong with it."""


@dataclass(eq=False)
class Submission:
    """One student's notebooks, each as a job to judge, or the reason why they cannot be graded.

    Attributes
    ----------
    student : str
    author : str
        Who has handed in: the student, or another one of the same group.
    jobs : dict of str to Job
        By the name of the notebook.
    fault : str
        Why it cannot be graded; empty where it can.
    notebooks : dict of str to Path
        Where each notebook lies, by its released name.
    """

    student: str
    author: str = ""
    jobs: dict[str, Job] = field(default_factory=dict)
    fault: str = ""
    notebooks: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the student for the author where nobody else is named."""
        self.author = self.author or self.student


def read_submitted_notebook(path: Path) -> NotebookNode:
    """Read a notebook that a student wrote.

    Raises
    ------
    UnreadableSubmission
        If it is too large, or damaged.
    """
    if path.stat().st_size > MAX_NOTEBOOK_BYTES:
        size = MAX_NOTEBOOK_BYTES // 1024**2
        raise UnreadableSubmission(noted("{file} is larger than {size} MiB", file=path.name, size=size))
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
        words = noted("{file} is not a notebook that can be read: {reason}", file=path.name, reason=reason)
        raise UnreadableSubmission(words) from error


def refuse_strange_files(submitted: Path, folder: Path) -> None:
    """Refuse a submission with something that is neither a file nor a folder, or lies elsewhere.

    nbgrader would copy all that a link leads to.
    """
    strange = _strange_file(submitted, folder)
    if strange:
        raise UnreadableSubmission(
            noted("{file} is a link or no plain file, and nothing is read through it", file=strange)
        )


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
            noted(
                '{file} holds "{text}", which nbgrader cannot read: write a time such as 2026-10-13 09:30 UTC',
                file=path.name,
                text=text[:80],
            )
        )


def who_handed_in(submitted: Path, assignment: str, peers: Sequence[str]) -> str:
    """Return the member of a group whose submission counts: the newest.

    Raises
    ------
    UnreadableSubmission
        If there are several, and nothing says which is the newest.
    """
    there = [peer for peer in peers if any((submitted / peer / assignment).glob("*"))]
    if len(there) < 2:
        return (there or list(peers))[0]
    stamps = {peer: submitted / peer / assignment / STAMP for peer in there}
    times = {peer: parse_time(path.read_text(errors="replace")) for peer, path in stamps.items() if path.is_file()}
    known = {peer: time for peer, time in times.items() if time}
    if len(known) < len(there):
        undated = ", ".join(peer for peer in there if peer not in known)
        raise UnreadableSubmission(
            noted(
                "{students} are one group, and more than one of them has handed in. {file} of {undated} does not "
                "say when: write the time into it, or move the older submission away",
                students=listed(there),
                file=STAMP,
                undated=undated,
            )
        )
    return max(there, key=lambda peer: known[peer])


def find_notebooks(folder: Path, names: Sequence[str]) -> dict[str, Path]:
    """Find the notebooks of the released names in a submission.

    Where one is asked for and a single one of another name is there, it is taken for it if its checks are the same.

    Raises
    ------
    UnreadableSubmission
        If there is none; the message says what there is instead.
    """
    found = {name: path for name in names if (path := folder / f"{name}.ipynb").exists()}
    others = sorted(path.name for path in folder.glob("*") if path.name != STAMP)
    notebooks = [name for name in others if name.endswith(".ipynb")]
    if found:
        return found
    if len(names) == len(notebooks) == 1 and _is_of(folder / notebooks[0], names[0]):
        return {names[0]: folder / notebooks[0]}
    missing = listed([f"{name}.ipynb" for name in names])
    if notebooks:
        raise UnreadableSubmission(
            noted(
                "there is no {missing}, only {there}: rename it if it is the same notebook",
                missing=missing,
                there=", ".join(notebooks[:3]),
            )
        )
    if others:
        raise UnreadableSubmission(
            noted("there is no {missing}, only {there}", missing=missing, there=", ".join(others[:3]))
        )
    raise UnreadableSubmission(noted("there is no {missing}: the folder is empty", missing=missing))


def _is_of(path: Path, chapter: str) -> bool:
    """Tell whether a notebook of another name has checks, and those of this chapter."""
    try:
        contents = contents_of(read_notebook(path))
    except (OSError, UserError):
        return False
    return contents.slug == chapter and bool(contents.exercises)


def notes_on_files(folder: Path, names: Sequence[str]) -> list[str]:
    """Say which file was taken for the released notebook, and which notebooks beside it nobody looked at."""
    try:
        found = find_notebooks(folder, names)
    except UnreadableSubmission:
        return []
    notes = [
        noted("{file} was taken for {released}.", file=path.name, released=f"{name}.ipynb")
        for name, path in found.items()
        if path.stem != name
    ]
    beside = sorted(path.name for path in folder.glob("*.ipynb") if path not in found.values())
    return [*notes, *(noted("{file} lies beside it and was not looked at.", file=name) for name in beside[:3])]


def note_on_ids(path: Path) -> list[str]:
    """Say once that cells share an id: nbformat gives them new ones, and warns of every cell."""
    try:
        ids = [cell["id"] for cell in read_notebook(path)["cells"] if isinstance(cell.get("id"), str)]
    except UserError:
        return []
    same = len(set(ids)) < len(ids)
    return [noted("Several cells had the same id; now each has one of its own.")] if same else []

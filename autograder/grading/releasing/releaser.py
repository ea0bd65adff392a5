"""Build and release a course directory's assignments, and bring them up to date without touching what counts.

What was built last is noted by its digest. So what the instructor has edited since, and what students have handed in
already, is known and left as it is.
"""

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from ...building.notebooks import Chapter, build
from ...errors import UserError
from ...files import write_whole
from ...language import gettext as _
from ...language import noted
from ..course.directory import configuring, load_config
from ..course.nbgrader_log import database_message_in, log_lines, raised_in
from ..course.private_folder import private_folder
from ..gradebook.database_errors import UnusableGradebook, explanation, translating_database_errors
from ..jobs.interrupts import uninterrupted
from ..sandbox.leftovers import prefix

BUILT = "built.json"
DATA = "data.json"
PACKAGES = ("matplotlib", "numpy", "scikit-image", "scikit-learn", "torch")  # pictures, digits, trained networks


class State(StrEnum):
    """The outcome of `Releaser.release` for an assignment; the words are for the instructor to read."""

    NEW = noted("released")
    UPDATED = noted("released again, for it has changed: hand out the new one")
    POINTS = noted(
        "released again, for its points have changed: the next `autograder grade` counts the new ones "
        "for what was handed in already"
    )
    SAME = noted("as it was")
    EDITED = noted("left as it is: source/ holds your own version")
    HANDED_IN = noted("left as it is, although it has changed: work was handed in already")


class Releaser:
    """Build and release assignments in `course`, one after the other, with nbgrader's own machinery."""

    def __init__(self, course: Path) -> None:
        from nbgrader.apps import NbGraderAPI  # nbgrader takes seconds to import

        self.course = course.resolve()
        self._private = private_folder(self.course)
        with configuring(self.course), contextlib.chdir(self.course):
            self._nbgrader = NbGraderAPI(config=load_config(self.course))

    def release(self, chapter: Chapter) -> State:
        """Build `chapter`, and release it unless that would touch the instructor's or the students' work.

        Raises
        ------
        UserError
            If nbgrader cannot release it; the message is its own.
        """
        name = chapter.assignment
        source = self.course / "source" / name
        with tempfile.TemporaryDirectory(dir=self._private, prefix=prefix("release")) as folder:
            data_from = _what_makes_data(chapter)
            build(chapter, Path(folder), self._kept_data(name, data_from))
            built = Path(folder) / name
            digest = _digest(built)
            state = self._state(name, digest, built)
            if state in (State.EDITED, State.HANDED_IN):
                return state
            known = self._known().get(name) == digest  # noted when it was released
            if state is State.SAME and known and (self.course / "release" / name).is_dir():
                self._note(DATA, name, data_from)
                return state
            source.parent.mkdir(exist_ok=True)
            if source.exists():
                shutil.rmtree(source)
            built.rename(source)  # whole or not at all, also where the disk is full
        self._generate(name)
        self._note(DATA, name, data_from)
        self._note(BUILT, name, digest)
        return State.NEW if state is State.SAME else state

    def set_due(self, name: str, when: datetime) -> bool:
        """Tell the gradebook when an assignment is due; return whether that is new to it.

        nbgrader reckons lateness from it.
        """
        with translating_database_errors(), self._nbgrader.gradebook as gradebook:
            if gradebook.find_assignment(name).duedate == when:
                return False
            gradebook.update_or_create_assignment(name, duedate=when)
        return True

    def others(self, names: Collection[str]) -> list[str]:
        """List the released assignments that are not among `names`, and that we have built."""
        return sorted(name for name in self._known() if name not in names and (self.course / "release" / name).is_dir())

    def _state(self, name: str, digest: str, built: Path) -> State:
        source = self.course / "source" / name
        if not source.exists():
            return State.NEW
        present = _digest(source)
        if present == digest:
            return State.SAME
        if present != self._known().get(name):
            return State.EDITED
        if not any(self.course.glob(f"submitted/*/{name}")):
            return State.UPDATED
        return State.POINTS if _digest(built, points=False) == _digest(source, points=False) else State.HANDED_IN

    def _generate(self, name: str) -> None:
        with contextlib.chdir(self.course), uninterrupted():
            answer: dict[str, Any] = self._nbgrader.generate_assignment(name)
        if not answer["success"]:
            if trouble := database_message_in(answer):
                raise UnusableGradebook(explanation(trouble))
            reason = raised_in(answer) or (log_lines(answer) or [_("no reason was given")])[-1]
            raise UserError(_("nbgrader could not release {name}: {why}", name=name, why=reason))

    def _kept_data(self, name: str, data_from: str) -> Path | None:
        """Return the folder of the assignment's data, if they are those that would be made again."""
        source = self.course / "source" / name
        data = source / "data"
        if not data.is_dir() or self._known(DATA).get(name) != data_from:
            return None
        return data if _digest(source) == self._known().get(name) else None

    def _known(self, notes: str = BUILT) -> dict[str, str]:
        path = self._private / notes
        return json.loads(path.read_text()) if path.exists() else {}

    def _note(self, notes: str, name: str, digest: str) -> None:
        known = self._known(notes)
        if known.get(name) != digest:
            content = json.dumps(known | {name: digest}, indent=1) + "\n"
            write_whole(self._private / notes, content.encode())


def _what_makes_data(chapter: Chapter) -> str:
    """Say what a chapter's data are made from: a digest of its files, but for the text, and the packages' versions."""
    versions = [each.version for name in PACKAGES for each in Distribution.discover(name=name)]
    return " ".join([_digest(chapter.folder, but=[chapter.text]), *versions])


def _digest(folder: Path, *, points: bool = True, but: Collection[Path] = ()) -> str:
    """Return a digest of all files but some, of which notebooks may be read without what their cells are worth."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path in but or path.parent.name == "__pycache__":
            continue
        content = path.read_bytes()
        if path.suffix == ".ipynb" and not points:
            content = _without_points(content)
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _without_points(notebook: bytes) -> bytes:
    content = json.loads(notebook)
    for cell in content["cells"]:
        cell["metadata"].get("nbgrader", {}).pop("points", None)
    return json.dumps(content).encode()

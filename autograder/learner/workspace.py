"""A learner's workspace: the folder that `autograder start` makes, and the course's own files in it."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .. import language
from ..errors import UserError
from ..language import gettext as _
from ..language import listed
from .installation import released_folder

PRIVATE = ".magic-window"


@dataclass(frozen=True)
class WorkspaceChapter:
    """A chapter of a workspace: the name of its folder, and its notebook."""

    name: str  # such as 01-convolutional-layers
    notebook: Path

    @property
    def slug(self) -> str:
        """The chapter's slug, with which the ids of its exercises begin."""
        return self.name.partition("-")[2]


@dataclass
class Record:
    """The record of what was released into a workspace: the course's version, and each file's digest by its path."""

    version: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Workspace:
    """A folder with the notebooks `NN-slug/slug.ipynb`, their data, and the course's own files in `.magic-window`."""

    root: Path

    @property
    def private(self) -> Path:
        """The folder `.magic-window`: the course's own files in the workspace."""
        return self.root / PRIVATE

    @property
    def progress_file(self) -> Path:
        """The file in which `check` keeps the learner's progress."""
        return self.private / "progress.json"

    @property
    def record_file(self) -> Path:
        """The file that records what was released."""
        return self.private / "released.json"

    @property
    def language_file(self) -> Path:
        """The file with the language that was chosen for the workspace; there is none where none was chosen."""
        return self.private / "language"

    @property
    def language(self) -> str | None:
        """The language that was chosen for the workspace; None where none was, or where it is not known here."""
        try:
            return language.known(self.language_file.read_text(encoding="utf-8").strip())
        except (OSError, ValueError, UserError):
            return None

    def released(self, relative: str) -> Path:
        """The file that keeps a released notebook as it was, so that what the learner wrote can be told from it."""
        return self.private / "released" / relative

    def chapters(self) -> list[WorkspaceChapter]:
        """The chapters whose notebooks are there, in order: one that the learner has removed is left out."""
        record = self.read_record()
        names = sorted({path.partition("/")[0] for path in record.files} if record else ())
        found = [WorkspaceChapter(name, self.root / name / f"{name.partition('-')[2]}.ipynb") for name in names]
        return [chapter for chapter in found if chapter.notebook.exists()]

    def read_record(self) -> Record | None:
        """Read the record of what was released here; None where there is none that can be read."""
        try:
            content = json.loads(self.record_file.read_text(encoding="utf-8"))
            return Record(str(content["version"]), dict(content["files"]))
        except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
            return None


def find_workspace(path: Path = Path()) -> Workspace:
    """The workspace that `path` is, or lies in.

    Raises
    ------
    UserError
        If there is none; the message names those that lie right below `path`.
    """
    found = workspace_around(path)
    if found:
        return found
    here = path.absolute()
    near = [workspace.root.name for workspace in workspaces_below(here)]
    if near:
        raise UserError(
            _(
                "{folder} is in no workspace of the course. Right below it lies {near}: "
                "go there with `cd {first}`, or name it",
                folder=here,
                near=listed(near),
                first=near[0],
            )
        )
    raise UserError(_("{folder} is in no workspace of the course: make one with `autograder start`", folder=here))


def workspace_around(path: Path) -> Workspace | None:
    """The workspace that `path` is, or lies in; None where it lies in none."""
    here = path.absolute()
    return next((Workspace(one) for one in (here, *here.parents) if Workspace(one).record_file.exists()), None)


def speak_as_in(path: Path = Path()) -> None:
    """Speak from now on the language that was chosen for the workspace around `path`, if one was.

    Raises
    ------
    UnknownLanguage
        If the environment's setting names a language that is not known here. It is raised now, not inside a report.
    """
    with suppress(OSError):  # of a folder that is gone
        workspace = workspace_around(path)
        if workspace and workspace.language:
            language.settle(workspace.language)
    language.language()


def workspaces_below(folder: Path) -> list[Workspace]:
    """The workspaces that lie right below `folder`."""
    return [Workspace(record.parents[1]) for record in sorted(folder.glob(f"*/{PRIVATE}/released.json"))]


def folder_without_record(path: Path = Path()) -> Path | None:
    """The folder with notebooks of the course around `path` that has no record of them; None where there is none."""
    here = path.absolute()
    names = [file.relative_to(released_folder()) for file in released_folder().glob("[0-9][0-9]-*/*.ipynb")]
    return next((folder for folder in (here, *here.parents) if any((folder / name).exists() for name in names)), None)

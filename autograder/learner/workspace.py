"""A learner's workspace: the folder that `autograder start` made, and what is known of it."""

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
class Assignment:
    """One chapter of a workspace."""

    name: str  # such as 01-convolutional-layers
    notebook: Path

    @property
    def slug(self) -> str:
        """The chapter's slug, with which the ids of its exercises begin."""
        return self.name.partition("-")[2]


@dataclass
class Record:
    """What was released into a workspace: the course's version, and the digest of every file by its path."""

    version: str
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Workspace:
    """A folder with `NN-slug/slug.ipynb`, their data, and what we remember in `.magic-window`."""

    root: Path

    @property
    def private(self) -> Path:
        """Where we keep what is ours."""
        return self.root / PRIVATE

    @property
    def progress_file(self) -> Path:
        """Where `check` writes how the exercises stand."""
        return self.private / "progress.json"

    @property
    def record_file(self) -> Path:
        """Where it says what was released."""
        return self.private / "released.json"

    @property
    def language_file(self) -> Path:
        """Where it says which language the workspace speaks, if that was chosen."""
        return self.private / "language"

    @property
    def language(self) -> str | None:
        """The language that was chosen for the workspace; None where none was, or none that there is."""
        try:
            return language.known(self.language_file.read_text(encoding="utf-8").strip())
        except (OSError, ValueError, UserError):
            return None

    def released(self, relative: str) -> Path:
        """A released notebook as it was, to tell from it what the learner wrote."""
        return self.private / "released" / relative

    def assignments(self) -> list[Assignment]:
        """The chapters, in order, with their notebooks; one that the learner has removed is left out."""
        record = self.read()
        names = sorted({path.partition("/")[0] for path in record.files} if record else ())
        found = [Assignment(name, self.root / name / f"{name.partition('-')[2]}.ipynb") for name in names]
        return [assignment for assignment in found if assignment.notebook.exists()]

    def read(self) -> Record | None:
        """What was released here, or None where nothing is known of it."""
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
    near = [workspace.root.name for workspace in below(here)]
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
    """Speak from now on what was chosen for the workspace around `path`, where that was done.

    Raises
    ------
    UnknownLanguage
        If the environment's setting is none: here, and not in the middle of a report.
    """
    with suppress(OSError):  # of a folder that is gone
        workspace = workspace_around(path)
        if workspace and workspace.language:
            language.settle(workspace.language)
    language.language()


def below(folder: Path) -> list[Workspace]:
    """The workspaces that lie right below `folder`."""
    return [Workspace(record.parents[1]) for record in sorted(folder.glob(f"*/{PRIVATE}/released.json"))]


def forgotten(path: Path = Path()) -> Path | None:
    """The folder with chapters of the course that `path` is, or lies in, where nothing is remembered of them."""
    here = path.absolute()
    names = [file.relative_to(released_folder()) for file in released_folder().glob("[0-9][0-9]-*/*.ipynb")]
    return next((folder for folder in (here, *here.parents) if any((folder / name).exists() for name in names)), None)

"""Make a learner's workspace, complete one, and bring one up to date. Nothing that the learner wrote is lost."""

import errno
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..errors import BrokenNotebook, UserError
from ..files import write_whole
from ..language import gettext as _
from ..notebook.file import read_notebook
from . import progress_store
from .installation import installed_version, is_newer, released_folder
from .workspace import Record, Workspace, workspace_around

BACKUPS = "backups"
README = Path(__file__).with_name("workspace_readme.md")


@dataclass
class StartResult:
    """The result of `start`: what was made, brought up to date or left alone, in lines for each chapter."""

    workspace: Workspace
    fresh: bool  # whether the workspace is a new one
    before: str  # the version of the course that the workspace had
    made: list[Path] = field(default_factory=list)
    waiting: dict[str, list[str]] = field(
        default_factory=dict
    )  # what the course has changed, where `update` was not asked for
    updated: dict[str, list[str]] = field(default_factory=dict)  # what was brought up to date
    broken: dict[str, str] = field(default_factory=dict)  # files that are no notebooks any more, and why
    backups: Path | None = None  # the folder with copies of the learner's files from before the update
    note: str = ""  # a sentence on the learner's progress, if its file could not be read


def start(root: Path, *, update: bool = False, language: str | None = None) -> StartResult:
    """Write what is missing below `root`; with `update`, bring what is there up to date too.

    With a `language`, that is what the workspace speaks from then on.

    Raises
    ------
    UserError
        If there are no notebooks to hand out, if `root` cannot be a workspace, or has no room.
    """
    source = released_folder()
    _require_usable_folder(root)
    workspace = Workspace(root)
    record = workspace.read_record()
    version = installed_version()
    if record and is_newer(record.version, version):
        raise UserError(
            _(
                "{folder} is of version {newer} of the course, and {older} is installed here: "
                "install the newer one, or name another folder",
                folder=root,
                newer=record.version,
                older=version,
            )
        )
    result = StartResult(workspace, record is None, record.version if record else version)
    record = record or Record(version)
    with _explaining_disk_errors(root):
        for path in sorted(path for path in source.glob("[0-9][0-9]-*/**/*") if path.is_file()):
            _bring_file(path, path.relative_to(source).as_posix(), result, record, update)
        _write_readme(workspace, record)
        if not result.waiting and not result.broken:
            record.version = version
        content = json.dumps({"version": record.version, "files": record.files}, indent=1)
        _write(workspace.record_file, content.encode())
        if language:
            _write(workspace.language_file, f"{language}\n".encode())
        result.note = progress_store.redraw(workspace)
    return result


def _bring_file(path: Path, name: str, result: StartResult, record: Record, update: bool) -> None:
    """Bring one released file into the workspace."""
    workspace = result.workspace
    target, released, digest = workspace.root / name, workspace.released(name), _digest(path)
    chapter = name.partition("/")[0]
    is_notebook = target.suffix == ".ipynb"
    if not target.exists():
        _write(target, path.read_bytes())
        result.made.append(target)
    elif is_notebook and (why := _why_broken(target)):
        result.broken[name] = why
        return
    elif record.files.get(name, digest) != digest:
        if not update:
            result.waiting.setdefault(chapter, []).extend(_what_changed(path, released))
            return
        try:
            result.updated.setdefault(chapter, []).extend(_update(path, target, released, result))
        except BrokenNotebook as fault:
            result.broken[name] = fault.reason
            return
    if is_notebook and (not released.exists() or record.files.get(name) != digest):
        _write(released, path.read_bytes())
    record.files[name] = digest


def _why_broken(target: Path) -> str:
    """Say why a notebook cannot be read; an empty text where it can."""
    try:
        read_notebook(target)
    except BrokenNotebook as fault:
        return fault.reason
    except UserError:  # too large to hand in, which is said where it is handed in
        return ""
    return ""


def _what_changed(path: Path, released: Path) -> list[str]:
    if path.suffix != ".ipynb":
        return [_("{file} changed", file=path.name)]
    from .merging import what_changed  # nbformat takes seconds to import, and most starts do without

    return what_changed(released, path)


def _update(path: Path, target: Path, released: Path, result: StartResult) -> list[str]:
    """Bring the file `target` up to date, and say in a few words what was done."""
    if target.suffix != ".ipynb":
        _back_up(target, result)
        _write(target, path.read_bytes())
        return [target.relative_to(target.parents[1]).as_posix()]
    from .merging import update

    content, notes = update(target, released, path)
    _back_up(target, result)
    _write(target, content)
    return notes


def _back_up(target: Path, result: StartResult) -> None:
    if result.backups is None:
        folder = result.workspace.root / BACKUPS
        name = datetime.now().strftime("%Y-%m-%d-%H%M%S")
        result.backups = folder / name
    copy = result.backups / target.relative_to(result.workspace.root)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(target, copy)


def _write_readme(workspace: Workspace, record: Record) -> None:
    """Write the README in the language that is spoken, unless the learner has made it another."""
    target = workspace.root / "README.md"
    ours = "\n\n".join(map(_, readme_paragraphs())).encode() + b"\n"
    if not target.exists() or _digest(target) == record.files.get("README.md"):
        _write(target, ours)
        record.files["README.md"] = hashlib.sha256(ours).hexdigest()


def readme_paragraphs() -> list[str]:
    """List the paragraphs of a workspace's README, in English: each is translated by itself."""
    return README.read_text(encoding="utf-8").strip().split("\n\n")


def _require_usable_folder(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise UserError(_("{path} is a file: name a folder for the workspace", path=root))
    if (root / "nbgrader_config.py").exists():
        raise UserError(
            _("{folder} is an instructor's course directory: name another folder for the workspace", folder=root)
        )
    around = workspace_around(root.absolute().parent)
    if around and Workspace(root).read_record() is None:
        raise UserError(
            _(
                "{folder} would lie inside the workspace {other}: run `autograder start {other}`",
                folder=root,
                other=around.root,
            )
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write `content` unless it is there already: a workspace that cannot be written to can still be opened."""
    if not path.exists() or path.read_bytes() != content:
        write_whole(path, content)


@contextmanager
def _explaining_disk_errors(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise UserError(
                _(
                    "there is no room for {path}: the disk is full. Make some (the workspace needs "
                    "about 4 MB), then the same command again; what is there already is whole.",
                    path=error.filename or root,
                )
            ) from error
        raise UserError(
            _(
                "cannot write {path}: {why}. Name a folder that is yours, such as `autograder start ~/magic-window`",
                path=error.filename or root,
                why=error.strerror,
            )
        ) from error

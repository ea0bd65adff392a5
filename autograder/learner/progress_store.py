"""Keep a learner's progress in their workspace, or in this process. Nothing is sent anywhere."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..files import write_whole
from ..language import gettext as _
from ..reports.report import Report
from .progress import ExerciseStatus, Progress
from .progress_page import page
from .workspace import Workspace, workspace_around

PAGE = "progress.html"
IN_THIS_PROCESS = Progress()  # for a notebook that lies in no workspace


def record(report: Report, answer: str = "", folder: Path | None = None) -> tuple[ExerciseStatus, str]:
    """Record the outcome of a check, in the workspace around `folder` if there is one, else in this process.

    Returns
    -------
    ExerciseStatus
    str
        A sentence for the learner if it could not be written or read; empty if it could.
    """
    workspace = _workspace(folder)
    if workspace is None:
        return IN_THIS_PROCESS.record(report, answer), ""
    try:
        progress = read(workspace)
        status = progress.record(report, answer)
        write(workspace, progress)
    except OSError as error:  # a check is worth more than its bookkeeping
        note = _("Your progress was not saved: {why}.", why=error.strerror or error)
        return IN_THIS_PROCESS.record(report, answer), note
    return status, progress.note


def read(workspace: Workspace) -> Progress:
    """Read the progress kept in `workspace`. A file that cannot be read is renamed, and `note` says so."""
    path = workspace.progress_file
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Progress({str(name): _status(entry) for name, entry in content["exercises"].items()})
    except FileNotFoundError:
        return Progress()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        kept = _free_name(path)
        path.replace(kept)
        return Progress(
            note=_(
                "{file} could not be read, and your progress begins anew; what was there is in {kept}.",
                file=path.name,
                kept=kept,
            )
        )


def write(workspace: Workspace, progress: Progress) -> None:
    """Write the progress into `workspace`, and the page that shows it: each whole or not at all."""
    content = {"version": 1, "exercises": {name: asdict(status) for name, status in progress.exercises.items()}}
    write_whole(workspace.progress_file, json.dumps(content, indent=1).encode())
    write_whole(workspace.root / PAGE, page(workspace, progress).encode())


def redraw(workspace: Workspace) -> str:
    """Write the page again, if there is one, in the language that is spoken; return a note for the learner, or ""."""
    path = workspace.root / PAGE
    if not path.exists():
        return ""
    progress = read(workspace)
    drawn = page(workspace, progress).encode()
    if path.read_bytes() != drawn:
        write_whole(path, drawn)
    return progress.note


def _workspace(folder: Path | None) -> Workspace | None:
    try:
        return workspace_around(folder or Path.cwd())
    except OSError:
        return None


def _status(entry: dict[str, Any]) -> ExerciseStatus:
    status, default = ExerciseStatus(**entry), ExerciseStatus()
    for name, value in asdict(status).items():
        if type(value) is not type(getattr(default, name)):
            raise TypeError(name)
    return status


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem}.broken{number}{path.suffix}") for number in ("", *map(str, range(2, 1000))))
    return next(name for name in names if not name.exists())

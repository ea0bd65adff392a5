"""`autograder start`: make a workspace, or complete it, and open it."""

import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from ... import language as languages
from ...errors import UserError
from ...language import gettext as _
from ...language import noted
from ...learner import starting
from ...learner.installation import changes_file, installed_version
from ...learner.workspace import (
    PRIVATE,
    Workspace,
    find_workspace,
    folder_without_record,
    speak_as_in,
    workspaces_below,
)
from ..console import errors, say

FOLDER = "magic-window"


def start(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help=noted("The workspace."),
            show_default=noted("the workspace you are in, else the one in this folder, else a new folder magic-window"),
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help=noted("Open the workspace in JupyterLab, or only make it."))
    ] = True,
    update: Annotated[
        bool,
        typer.Option(
            "--update", help=noted("Bring notebooks and data up to date; your answers and your own cells are kept.")
        ),
    ] = False,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="LANGUAGE",
            help=noted("The language of the workspace's reports, hints and commands from now on: en, de or zh_CN."),
            show_default=noted("that of the system"),
        ),
    ] = None,
) -> None:
    """Make a folder with all notebooks and their data, and open it in JupyterLab.

    Can be run again, and should be: it opens the workspace where you left it. What you wrote is never overwritten.
    When the course has changed since, it says so; --update takes the changes over.
    """
    chosen = languages.known(language) if language else None
    root = folder or _default_folder()
    speak_as_in(root)
    if chosen:
        languages.settle(chosen)
    result = starting.start(root, update=update, language=chosen)
    for line in [*_result_lines(result, root, update), *_language_lines(chosen)]:
        say(line, markup=False)
    if result.note:
        say(result.note, to=errors, markup=False)
    for name, why in result.broken.items():
        words = _(
            "{path} was left alone, for it is not a notebook that can be read: {why}. Mend it; or move it away, and "
            "`autograder start` brings a fresh one.",
            path=root / name,
            why=_(why),
        )
        say(words, to=errors, markup=False)
    if result.broken:
        raise typer.Exit(1)
    if browser:
        _open(result.workspace, result.fresh)
    elif result.fresh:
        say(_("Begin with {notebook}", notebook=_first(result.workspace)), markup=False)


def _result_lines(result: starting.StartResult, root: Path, update: bool) -> Iterator[str]:
    """Say in lines what was made, brought up to date, or has changed."""
    news = _("What else is new: {file}", file=changes_file())
    if result.fresh:
        number = len(result.workspace.chapters())
        yield _("Made the workspace {folder}, with {number} chapters.", folder=root, number=number)
    elif result.made:
        files = ", ".join(str(path.relative_to(root)) for path in result.made)
        yield _("Added what was missing: {files}", files=files)
    yield from _by_chapter(result.updated)
    if result.backups:
        yield _(
            "Your files as they were: {folder}. If one is open in JupyterLab, reload it from disk.",
            folder=result.backups,
        )
        yield news
    elif update and not result.fresh and not result.broken:
        version = installed_version()
        yield _("{folder} is up to date with version {version} of the course.", folder=root, version=version)
    if result.waiting:
        yield _heading_of_changes(result.before)
        yield from _by_chapter(result.waiting)
        yield _("`autograder start --update` takes that over. Your answers and your own cells are kept.")
        yield news


def _by_chapter(notes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    return (f"  {name}: {'; '.join(lines)}" for name, lines in notes.items())


def _language_lines(chosen: str | None) -> Iterator[str]:
    """Say which language was chosen, and which setting goes before it, where there is one."""
    if not chosen:
        return
    yield _("From now on this workspace speaks {language}.", language=languages.LANGUAGES[chosen])
    if languages.language() != chosen:
        yield _(
            "The environment variable {variable} names another language, and it goes before what was chosen here.",
            variable=languages.SETTING,
        )


def _default_folder() -> Path:
    """Choose the workspace that this folder lies in, or the one right below it, or else a new one."""
    try:
        root = find_workspace().root
    except UserError:
        return _workspace_below() or _new_folder()
    return Path() if root == Path().absolute() else root


def _workspace_below() -> Path | None:
    names = [workspace.root.name for workspace in workspaces_below(Path())]
    if len(names) > 1:
        raise UserError(
            _("there are {number} workspaces here: name one of {names}", number=len(names), names=", ".join(names))
        )
    return Path(names[0]) if names else None


def _new_folder() -> Path:
    lost = folder_without_record()
    if lost:
        raise UserError(
            _(
                "{folder} has notebooks of the course, but not the folder {private} that remembers what was released. "
                "`autograder start {folder}` makes it anew; your notebooks stay as they are.",
                folder=lost,
                private=PRIVATE,
            )
        )
    return Path(FOLDER)


def _heading_of_changes(before: str) -> str:
    now = installed_version()
    if now == before:
        return _("The course has changed (still called version {version}):", version=now)
    return _("The course has changed (version {before} to {now}):", before=before, now=now)


def _first(workspace: Workspace) -> Path:
    return workspace.chapters()[0].notebook


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0  # Windows has no such number


def _open(workspace: Workspace, fresh: bool) -> None:
    if importlib.util.find_spec("jupyterlab") is None:
        say(_("JupyterLab is not installed here, so nothing was opened. To install it, and to open the workspace:"))
        say("  python -m pip install jupyterlab", markup=False)
        say(f"  autograder start {workspace.root}", markup=False)
        first = _first(workspace)
        say(_("Any other program for notebooks will do: begin with {notebook}", notebook=first), markup=False)
        return
    if _is_root():
        say(_("You are root, as is usual in a container. JupyterLab starts for root only with --allow-root:"))
        say(f"  cd {workspace.root}", "  jupyter lab --allow-root", markup=False)
        return
    import subprocess

    notebooks = [chapter.notebook for chapter in workspace.chapters()]
    latest = notebooks[0] if fresh else max(notebooks, key=lambda path: path.stat().st_mtime)
    say(_("Opening JupyterLab. It runs until you press Ctrl-C here."))
    options = ["--ServerApp.root_dir=.", "--log-level=WARN"]
    command = [sys.executable, "-m", "jupyterlab", *options, str(latest.relative_to(workspace.root))]
    lab = subprocess.Popen(command, cwd=workspace.root)
    while True:
        try:
            status = lab.wait()
            break
        except KeyboardInterrupt:  # JupyterLab's own: it asks whether to stop
            continue
    if status:
        raise typer.Exit(status)

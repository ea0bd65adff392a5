"""`autograder start`: make a workspace, or complete it, and open it."""

import importlib.util
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ...errors import UserError
from ...learner import starting
from ...learner.workspace import PRIVATE, Workspace, below, changes_file, find_workspace, forgotten, installed_version
from ..console import errors, say

FOLDER = "magic-window"


def start(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            help="The workspace.",
            show_default=f"the one you are in, or that lies right here, else {FOLDER}",
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open it in JupyterLab, or only make it.")
    ] = True,
    update: Annotated[
        bool,
        typer.Option("--update", help="Bring notebooks and data up to date; your answers and your own cells are kept."),
    ] = False,
) -> None:
    """Make a folder with all notebooks and their data, and open it in JupyterLab.

    Can be run again, and should be: it opens the workspace where you left it. What you wrote is never overwritten.
    When the course has changed since, it says so; --update takes the changes over.
    """
    root = folder or _here()
    started = starting.start(root, update=update)
    if started.fresh:
        say(f"Made the workspace {root}, with {len(started.workspace.assignments())} chapters.", markup=False)
    elif started.made:
        say("Added what was missing: " + ", ".join(str(path.relative_to(root)) for path in started.made), markup=False)
    for name, notes in started.updated.items():
        say(f"  {name}: {'; '.join(notes)}", markup=False)
    if started.backups:
        say(
            f"Your files as they were: {started.backups}. If one is open in JupyterLab, reload it from disk.",
            markup=False,
        )
        say(f"What else is new: {changes_file()}", markup=False)
    elif update and not started.fresh and not started.broken:
        say(f"{root} is up to date with version {installed_version()} of the course.", markup=False)
    if started.waiting:
        say(f"The course has changed ({_from_to(started.before)}):", markup=False)
        for name, notes in started.waiting.items():
            say(f"  {name}: {'; '.join(notes)}", markup=False)
        say("`autograder start --update` takes that over. Your answers and your own cells are kept.", markup=False)
        say(f"What else is new: {changes_file()}", markup=False)
    for name in started.broken:
        words = f"{root / name} is not a notebook any more and was left alone. Move it away, and "
        say(words + "`autograder start` brings a fresh one.", to=errors, markup=False)
    if started.broken:
        raise typer.Exit(1)
    if browser:
        _open(started.workspace, started.fresh)
    elif started.fresh:
        say(f"Begin with {_first(started.workspace)}", markup=False)


def _here() -> Path:
    """The workspace that this folder lies in, or that lies right here, or a new one."""
    try:
        root = find_workspace().root
    except UserError:
        return _below() or _new()
    return Path() if root == Path().absolute() else root


def _below() -> Path | None:
    names = [workspace.root.name for workspace in below(Path())]
    if len(names) > 1:
        raise UserError(f"there are {len(names)} workspaces here: name one of {', '.join(names)}")
    return Path(names[0]) if names else None


def _new() -> Path:
    lost = forgotten()
    if lost:
        raise UserError(
            f"{lost} has notebooks of the course, but not the folder {PRIVATE} that remembers what was released. "
            f"`autograder start {lost}` makes it anew; your notebooks stay as they are."
        )
    return Path(FOLDER)


def _from_to(before: str) -> str:
    now = installed_version()
    return f"version {before} to {now}" if now != before else f"still called version {now}"


def _first(workspace: Workspace) -> Path:
    return workspace.assignments()[0].notebook


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0  # Windows has no such number


def _open(workspace: Workspace, fresh: bool) -> None:
    if importlib.util.find_spec("jupyterlab") is None:
        say("JupyterLab is not installed here, so nothing was opened. To install it, and to come back:", markup=False)
        say("  python -m pip install jupyterlab", markup=False)
        say(f"  autograder start {workspace.root}", markup=False)
        say(f"Any other program for notebooks will do: begin with {_first(workspace)}", markup=False)
        return
    if _is_root():
        say("You are root, as in a container, and JupyterLab starts for root only where it is told to:", markup=False)
        say(f"  cd {workspace.root}", "  jupyter lab --allow-root", markup=False)
        return
    import subprocess

    notebooks = [assignment.notebook for assignment in workspace.assignments()]
    latest = notebooks[0] if fresh else max(notebooks, key=lambda path: path.stat().st_mtime)
    say("Opening JupyterLab. It runs until you press Ctrl-C here.", markup=False)
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

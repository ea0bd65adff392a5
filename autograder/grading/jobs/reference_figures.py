"""The figures that the course's own notebook draws: a submission that draws the same is shown with their pictures.

They are recorded once for a notebook, in a sandbox, when its first submission is graded. Nothing that a student has
written ever comes into them.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from ...files import write_whole
from ...notebook.cells import is_judged, source_text
from ...runner.inside import fonts
from ...runner.inside.figures import Description, DrawnFigure, to_bytes
from ...runner.inside.wire import WireError
from ..course.private_folder import private_folder
from ..sandbox.limits import Limits
from ..sandbox.sandbox import Sandbox
from .digests import digest_of_files, source_digest
from .job import code_cells

_DRAWN_BY = ("matplotlib", "matplotlib-inline", "ipython", "numpy")


def place(course: Path, assignment: str, name: str, notebook: NotebookNode, files: Path | None) -> Path:
    """Return the file for the figures of a notebook: another one whenever something changes that they depend on."""
    content = [list(_sources(notebook)), digest_of_files(files), source_digest(), *map(version, _DRAWN_BY)]
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return private_folder(course) / "figures" / assignment / name / f"{digest}.npz"


def record(path: Path, notebook: NotebookNode, files: Path | None, limits: Limits, *, sandboxed: bool) -> None:
    """Run a notebook of the course's own and keep what it draws in `path`, which `place` gave.

    Raises
    ------
    SandboxFault
        If no sandbox starts.
    """
    sandbox = Sandbox(limits, files, sandboxed=sandboxed, recording=True)
    try:
        listed = _fonts(sandbox, limits) if sandboxed else ""
        figures = list(_drawn(sandbox, notebook, limits))
    finally:
        sandbox.stop()
    write_whole(path, to_bytes(figures, listed))
    path.chmod(0o644)  # the user of the sandbox reads it
    for old in path.parent.glob("*.npz"):
        if old != path:
            old.unlink(missing_ok=True)


def _drawn(sandbox: Sandbox, notebook: NotebookNode, limits: Limits) -> Iterator[DrawnFigure]:
    """Run the cells, as far as they run: what is not recorded is drawn."""
    for source in _sources(notebook):
        try:
            figures: Any = _run(sandbox, source, limits).get("figures", ())
            yield from (DrawnFigure(Description(*description), picture) for description, picture in figures)
        except (WireError, EOFError, TimeoutError):
            return


def _fonts(sandbox: Sandbox, limits: Limits) -> str:
    """Ask for the list of fonts, see `runner.inside.fonts`; empty where that fails."""
    try:
        (output,) = _run(sandbox, fonts.ASK, limits)["outputs"]
        return str(output["text"])
    except (WireError, EOFError, TimeoutError, KeyError, ValueError):
        return ""


def _run(sandbox: Sandbox, source: str, limits: Limits) -> dict[str, Any]:
    deadline = time.monotonic() + limits.cell_seconds + limits.grace_seconds
    return sandbox.ask({"source": source, "seconds": limits.cell_seconds}, deadline)


def _sources(notebook: NotebookNode) -> Iterator[str]:
    return (source_text(cell) for cell in code_cells(notebook) if not is_judged(cell))

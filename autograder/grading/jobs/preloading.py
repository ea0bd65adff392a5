"""The process that workers are forked from, which loads PyTorch: for seconds, while the command loads nbgrader."""

import contextlib
import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

from .interrupts import starting_workers

_PRELOADED = ["__main__", "autograder.grading.jobs.ending_with_command", "autograder.grading.jobs.preloaded"]


@contextlib.contextmanager
def importing() -> Iterator[None]:
    """Import much in this block: all of it stays, and garbage is not looked for among it, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def context() -> ForkServerContext:
    """Return what starts workers, each forked from the process that has loaded what they all need."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(_PRELOADED)
    return forking


def start_ahead() -> None:
    """Start that process now. Nothing waits for it before the first worker is forked."""
    context()
    with starting_workers():
        forkserver.ensure_running()


def seems_to_have_work(course: Path, assignment: str, students: Sequence[str] = ()) -> bool:
    """Guess, without loading anything, whether something was handed in after it was last graded.

    Only times of folders are looked at, so that this takes milliseconds for thousands of students. Where the guess is
    wrong, workers start later, or a process was started that is not needed.

    Parameters
    ----------
    course : Path
    assignment : str
    students : sequence of str
        Look only at these; where none is named, at all of them.
    """
    names = students or [folder.name for folder in course.glob("submitted/*")]
    return any(
        _time(course / "submitted" / name / assignment) > _time(course / "autograded" / name / assignment)
        for name in names
    )


def _time(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0

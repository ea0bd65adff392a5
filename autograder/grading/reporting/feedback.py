"""Write the feedback pages, as `nbgrader generate_feedback` does: side by side, and only those that are old."""

import contextlib
import functools
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from ..assignment import Assignment, CannotGrade
from ..course.directory import load_config
from ..course.nbgrader_log import raised_in
from ..jobs.interrupts import exit_on_sigint, starting_workers, uninterrupted
from .feedback_page import is_current

if TYPE_CHECKING:
    from nbgrader.apps.api import NbGraderAPI

WORTH_A_POOL = 12  # pages; a process that writes them takes seconds to start


def write(assignment: Assignment, students: Sequence[str], workers: int) -> Iterator[str]:
    """Write the pages of `students` where there is none of today's grades; give each student when it is done.

    Parameters
    ----------
    assignment : Assignment
    students : sequence of str
        Whose submissions are graded.
    workers : int
        Processes that write, where there are many pages.

    Raises
    ------
    CannotGrade
        If a page cannot be written.
    """
    with assignment.reading_once():
        current = {student for student in students if is_current(assignment, student)}
    yield from (student for student in students if student in current)
    old = [student for student in students if student not in current]
    if min(workers, len(old) // WORTH_A_POOL) < 2:
        yield from _refusing((student, _write_here(assignment, student)) for student in old)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, exit_on_sigint) as pool:
        with starting_workers():
            write_page = functools.partial(_write_in_a_worker, assignment.course, assignment.name)
            faults = pool.map(write_page, old)
        try:
            yield from _refusing(zip(old, faults, strict=True))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _refusing(faults: Iterable[tuple[str, str]]) -> Iterator[str]:
    for student, fault in faults:
        if fault:
            raise CannotGrade(f"graded, but the feedback of {student} could not be written: {fault}")
        yield student


def _write_here(assignment: Assignment, student: str) -> str:
    with uninterrupted():
        return _write(assignment.api, assignment.course, assignment.name, student)


def _write_in_a_worker(course: Path, assignment: str, student: str) -> str:
    return _write(_nbgrader(course), course, assignment, student)


@functools.cache  # once in each worker: it takes as long as a page
def _nbgrader(course: Path) -> "NbGraderAPI":
    from nbgrader.apps.api import NbGraderAPI

    config = load_config(course)
    with contextlib.chdir(course):
        return NbGraderAPI(config=config)


def _write(api: "NbGraderAPI", course: Path, assignment: str, student: str) -> str:
    """Write one student's pages; return why they could not be, or an empty text."""
    with contextlib.chdir(course):
        answer = api.generate_feedback(assignment, student, force=True)
    return "" if answer["success"] else raised_in(answer) or "`nbgrader generate_feedback` shows why in its log"

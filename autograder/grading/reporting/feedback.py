"""Write the feedback pages, as `nbgrader generate_feedback` does: side by side, and only those that are old."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ..course.directory import load_config, working_in
from ..grade import CannotGrade, Grader, reason
from ..jobs.interrupts import quiet_at_the_end, starting_workers, uninterrupted

WORTH_A_POOL = 12  # pages; a process that writes them takes seconds to start


def write(grader: Grader, students: Sequence[str]) -> Iterator[str]:
    """Write the pages of `students` where there is none of today's grades; give each student when it is done.

    Raises
    ------
    CannotGrade
        If a page cannot be written.
    """
    old = [student for student in students if not _is_current(grader, student)]
    yield from [student for student in students if student not in old]
    if min(grader.workers, len(old) // WORTH_A_POOL) < 2:
        yield from _told((student, _write_here_and_now(grader, student)) for student in old)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(grader.workers, context, _open, (grader.course,)) as pool:
        with starting_workers():
            said = pool.map(_write_in_a_worker, [(grader.assignment, student) for student in old])
        try:
            yield from _told(zip(old, said, strict=True))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _told(said: Iterator[tuple[str, str]]) -> Iterator[str]:
    for student, fault in said:
        if fault:
            raise CannotGrade(f"graded, but the feedback of {student} could not be written: {fault}")
        yield student


def _is_current(grader: Grader, student: str) -> bool:
    """Whether the pages are newer than the grades. What a person has given may have changed at any time."""
    for name in grader.released:
        page = grader.course / "feedback" / student / grader.assignment / f"{name}.html"
        graded = grader.course / "autograded" / student / grader.assignment / f"{name}.ipynb"
        if graded.exists() and not (page.exists() and page.stat().st_mtime >= graded.stat().st_mtime):
            return False
    with grader.gradebook() as gradebook:
        notebooks = gradebook.find_submission(grader.assignment, student).notebooks
        touched = [grade.manual_score is not None or bool(grade.extra_credit) for n in notebooks for grade in n.grades]
        said = [comment.manual_comment for n in notebooks for comment in n.comments]
        return not any(touched) and not any(said)


def _write(api, course: Path, assignment: str, student: str) -> str:
    """Write one student's pages; say why not if it cannot be done."""
    with working_in(course):
        said = api.generate_feedback(assignment, student, force=True)
    return "" if said["success"] else reason(said)


def _write_here_and_now(grader: Grader, student: str) -> str:
    with uninterrupted():
        return _write(grader.api, grader.course, grader.assignment, student)


_here: dict = {}


def _open(course: Path) -> None:
    """Make a worker ready to write."""
    quiet_at_the_end()
    from nbgrader.apps.api import NbGraderAPI

    config = load_config(course)
    with working_in(course):
        _here.update(course=course, api=NbGraderAPI(config=config))


def _write_in_a_worker(job: tuple[str, str]) -> str:
    return _write(_here["api"], _here["course"], *job)

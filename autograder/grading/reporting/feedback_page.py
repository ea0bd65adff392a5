"""Put into nbgrader's feedback page what it lacks: which answer nobody has read yet, and which grades it shows."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...files import write_whole
from ..assignment import Assignment, job_in
from ..by_hand import points_by_hand

if TYPE_CHECKING:
    from nbgrader.api import SubmittedNotebook

_SHOWN = '<meta name="autograder-shows" content="{}">'
_FORM = 1  # of what is put in: pages of another one are written again


@dataclass(frozen=True)
class Shown:
    """What a page has to show of one notebook.

    Attributes
    ----------
    digest : str
        Of the submission, its grades and its comments: another page is an old one.
    waiting : dict of str to float
        The points of the answers that nobody has read as they are now, by cell.
    stale : float
        What the gradebook counts for them, from an earlier answer.
    """

    digest: str
    waiting: Mapping[str, float]
    stale: float


def pages(assignment: Assignment, student: str) -> dict[str, Path]:
    """Return where the feedback pages of a graded submission lie, by notebook; they need not be there."""
    folder = assignment.course / "feedback" / student / assignment.name
    return {name: folder / f"{name}.html" for name, path in assignment.autograded(student).items() if path.exists()}


def is_current(assignment: Assignment, student: str) -> bool:
    """Tell whether the pages show the submission and its grades as they are now, whatever any clock says."""
    shown = _shown(assignment, student)
    return all(
        path.exists() and _SHOWN.format(shown[name].digest) in path.read_text(encoding="utf-8", errors="replace")
        for name, path in pages(assignment, student).items()
    )


def complete(assignment: Assignment, student: str) -> None:
    """Complete the pages that nbgrader has written."""
    shown = _shown(assignment, student)
    for name, path in pages(assignment, student).items():
        write_whole(path, completed(path.read_text(encoding="utf-8"), shown[name]).encode())


def completed(page: str, shown: Shown) -> str:
    """Return a page that says what waits, and carries the digest of what it shows."""
    for cell, points in shown.waiting.items():
        name, words = re.escape(cell), f"not read yet: {points:g} points"
        page = re.sub(rf'(<a href="#{name}">[^<]*</a> )\(Score: [^)]*\)', rf"\1({words})", page)
        page = re.sub(rf'(<a name="{name}"></a>.*?)Score: [\d.]+ / [\d.]+', rf"\1{words}", page, count=1, flags=re.S)
    if shown.waiting:
        page = re.sub(r"\(Score: ([-\d.]+) / ([\d.]+)\)</h4>", lambda sums: _so_far(sums, shown), page, count=1)
    return page.replace("<head>", f"<head>\n{_SHOWN.format(shown.digest)}", 1)


def _so_far(sums: re.Match[str], shown: Shown) -> str:
    waiting = sum(shown.waiting.values())
    score, possible = max(0.0, float(sums[1]) - shown.stale), float(sums[2]) - waiting
    return f"(Score so far: {round(score, 2)} / {round(possible, 2)}; {waiting:g} more points wait to be given)</h4>"


def _shown(assignment: Assignment, student: str) -> dict[str, Shown]:
    paths = assignment.autograded(student)
    with assignment.gradebook() as gradebook:
        submission = gradebook.find_submission(assignment.name, student)
        waiting = points_by_hand(submission).waiting
        return {
            notebook.name: _shown_of(notebook, waiting, job_in(paths[notebook.name]))
            for notebook in submission.notebooks
            if notebook.name in paths and paths[notebook.name].exists()
        }


def _shown_of(notebook: "SubmittedNotebook", waiting: tuple[str, ...], job: str) -> Shown:
    grades = sorted(
        (grade.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.max_score, grade.name in waiting)
        for grade in notebook.grades
    )
    comments = sorted((comment.name, comment.comment or "") for comment in notebook.comments)
    everything = [_FORM, job, grades, comments, notebook.late_submission_penalty]
    unread = [grade for grade in notebook.grades if grade.name in waiting]
    return Shown(
        hashlib.sha256(json.dumps(everything).encode()).hexdigest(),
        {grade.name: grade.max_score for grade in unread},
        sum(grade.score for grade in unread),
    )

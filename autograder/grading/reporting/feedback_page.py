"""Tell what a feedback page has to show, and put into nbgrader's page what it lacks of that."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...language import gettext as _
from ..assignment import Assignment
from ..gradebook.records import RecordedSubmission
from ..graded_notebook import job_in

STATE_TAG = '<meta name="autograder-shows" content="{}">'
_HEAD = 1000  # bytes
_FORM = 2  # of what is put in: pages of another one are written again


@dataclass(frozen=True)
class PageState:
    """The state of a notebook's feedback page.

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
    wanted = digests(assignment, student)
    return all(
        path.exists() and name in wanted and STATE_TAG.format(wanted[name]) in _beginning(path)
        for name, path in pages(assignment, student).items()
    )


def completed(page: str, state: PageState) -> str:
    """Complete a page of nbgrader's: say what waits, and carry the digest of what it shows."""
    for cell, points in state.waiting.items():
        name, words = re.escape(cell), _("not read yet: {points} points", points=f"{points:g}")
        page = re.sub(rf'(<a href="#{name}">[^<]*</a> )\(Score: [^)]*\)', rf"\1({words})", page)
        page = re.sub(rf'(<a name="{name}"></a>.*?)Score: [\d.]+ / [\d.]+', rf"\1{words}", page, count=1, flags=re.S)
    if state.waiting:
        page = re.sub(r"\(Score: ([-\d.]+) / ([\d.]+)\)</h4>", lambda sums: _so_far(sums, state), page, count=1)
    return page.replace("<head>", f"<head>\n{STATE_TAG.format(state.digest)}", 1)


def _so_far(sums: re.Match[str], state: PageState) -> str:
    waiting = sum(state.waiting.values())
    score, possible = max(0.0, float(sums[1]) - state.stale), float(sums[2]) - waiting
    words = _(
        "(Score so far: {score} / {possible}; {waiting} more points wait to be given)",
        score=round(score, 2),
        possible=round(possible, 2),
        waiting=f"{waiting:g}",
    )
    return f"{words}</h4>"


def _beginning(page: Path) -> str:
    """Read what stands before a page's styles and pictures."""
    with page.open("rb") as file:
        return file.read(_HEAD).decode("utf-8", errors="replace")


def digests(assignment: Assignment, student: str) -> dict[str, str]:
    """Return what the pages of a graded submission have to carry, by notebook."""
    recorded = assignment.recorded(student)
    if recorded is None:
        return {}
    jobs = {name: job_in(path) for name, path in assignment.autograded(student).items() if path.exists()}
    states = page_states(recorded, jobs, with_answers=assignment.schedule.shows_answers)
    return {name: state.digest for name, state in states.items()}


def page_states(recorded: RecordedSubmission, jobs: Mapping[str, str], *, with_answers: bool) -> dict[str, PageState]:
    """Tell what the pages of a submission have to show, by notebook; `jobs` has the digests of what was graded."""
    return {
        notebook: _page_state(recorded, notebook, job, with_answers=with_answers)
        for notebook, job in jobs.items()
        if notebook in recorded.penalties
    }


def _page_state(recorded: RecordedSubmission, notebook: str, job: str, *, with_answers: bool) -> PageState:
    grades = {cell: grade for (name, cell), grade in recorded.grades.items() if name == notebook}
    scores = sorted(
        (cell, grade.auto_score, grade.manual_score, grade.extra_credit, grade.max_score, grade.waits)
        for cell, grade in grades.items()
    )
    comments = sorted((cell, comment) for (name, cell), comment in recorded.comments.items() if name == notebook)
    everything = [_FORM, job, scores, comments, recorded.penalties[notebook], with_answers]
    unread = {cell: grade for cell, grade in grades.items() if grade.waits}
    return PageState(
        hashlib.sha256(json.dumps(everything).encode()).hexdigest(),
        {cell: grade.max_score for cell, grade in unread.items()},
        sum(grade.score for grade in unread.values()),
    )

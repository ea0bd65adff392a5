"""Compare with the gradebook: what grading would change, and whether a submission is written there already."""

import math
from collections.abc import Sequence
from pathlib import Path

from nbformat import NotebookNode

from ..language import noted
from ..notebook.cells import grade_id, is_judged, points
from .assignment import Assignment
from .course.directory import STAMP
from .course.timestamps import parse_time
from .gradebook.late_penalties import PENALTY, scores_of_notebooks
from .gradebook.records import CellKey, RecordedSubmission
from .graded_notebook import job_in, read_graded
from .jobs.job import Job, JobResult, part_of
from .jobs.trusted_output import verdicts_in
from .results import Change
from .submission import Submission

NBGRADERS_DIGITS = 1e-5  # a relative difference: the points that nbgrader reads have six digits


def is_written(assignment: Assignment, submission: Submission) -> bool:
    """Tell whether the gradebook and `autograded/` hold the verdicts on this very submission already."""
    written = assignment.course / "autograded" / submission.student / assignment.name
    handed_in = assignment.course / "submitted" / submission.author / assignment.name
    if not submission.jobs or _stamp(written) != _stamp(handed_in):
        return False
    for name, job in submission.jobs.items():
        if not _holds_verdicts(written / f"{name}.ipynb", job, assignment.released[name]):
            return False
    return assignment.recorded(submission.student) is not None and not changes(assignment, submission)


def changes(assignment: Assignment, submission: Submission) -> list[Change]:
    """List what writing a judged submission would change in the gradebook: points, and the penalty for lateness."""
    student = submission.student
    before, after = assignment.recorded(student), _judged_scores(assignment, submission)
    found = _changes_of_verdicts(student, before, after)
    for cell, (_member, given) in assignment.points_by_hand(submission).items():
        grade = before.grades.get(cell) if before else None
        if grade is None or grade.waits or not _same_points(grade.score, given.score):
            old = grade.score if grade and not grade.waits else None
            found.append(Change(student, cell[1], old, given.score))
    return [*found, *_change_of_penalty(assignment, submission, after)]


def changes_of_notebook(assignment: Assignment, student: str, name: str, result: JobResult) -> list[Change]:
    """List what writing these verdicts on the notebook `name` would change in the gradebook."""
    return _changes_of_verdicts(student, assignment.recorded(student), _points_of(assignment, name, result))


def changes_of_worth(assignment: Assignment, students: Sequence[str]) -> list[str]:
    """Say which exercises are worth other points now than when these students were graded."""
    worth = {
        grade_id(cell): points(cell)
        for cells in assignment.released.values()
        for cell in filter(is_judged, cells.values())
    }
    before: dict[str, set[float]] = {}
    for path in (path for student in students for path in assignment.autograded(student).values() if path.exists()):
        for cell in filter(is_judged, read_graded(path).cells):
            if points(cell) != worth.get(grade_id(cell), points(cell)):
                before.setdefault(grade_id(cell), set()).add(points(cell))
    return [
        noted("{cell} is worth {now} now; until now: {before}", cell=cell, now=f"{worth[cell]:g}", before=before)
        for cell, before in ((cell, ", ".join(f"{old:g}" for old in sorted(olds))) for cell, olds in before.items())
    ]


def _judged_scores(assignment: Assignment, submission: Submission) -> dict[CellKey, float]:
    """Return the points of the kept verdicts, out of what the cells are worth now."""
    scores: dict[CellKey, float] = {}
    for name, job in submission.jobs.items():
        result = assignment.store.get(job.digest, pictures=False)
        scores |= _points_of(assignment, name, result) if result else {}
    return scores


def _points_of(assignment: Assignment, name: str, result: JobResult) -> dict[CellKey, float]:
    """Return the points of the verdicts on the notebook `name`, out of what its cells are worth now."""
    judged = filter(is_judged, assignment.released[name].values())
    return {(name, grade_id(cell)): result.verdict_on(cell, name).earned for cell in judged}


def _changes_of_verdicts(student: str, before: RecordedSubmission | None, after: dict[CellKey, float]) -> list[Change]:
    found = []
    for cell, new in after.items():
        grade = before.grades.get(cell) if before else None
        old = grade.auto_score if grade else None
        if old is None or not _same_points(old, new):
            found.append(Change(student, cell[1], old, new))
    return found


def _change_of_penalty(assignment: Assignment, submission: Submission, scores: dict[CellKey, float]) -> list[Change]:
    """Compare the penalty that was given before with what it would be now."""
    student, author = submission.student, submission.author
    before, of_author = assignment.recorded(student), assignment.recorded(author)
    handed_in = parse_time(_stamp(assignment.course / "submitted" / author / assignment.name))
    late = assignment.dates.seconds_late(author, handed_in or (of_author.timestamp if of_author else None), of_author)
    new = assignment.penalties.of(author, late, scores_of_notebooks(of_author, scores))
    old = before.penalty if before else None
    return [] if _same_points(old or 0.0, new) else [Change(student, PENALTY, old, new)]


def _holds_verdicts(path: Path, job: Job, released: dict[str, NotebookNode]) -> bool:
    """Tell whether an autograded notebook holds the verdicts of `job`, out of the points that the cells have now."""
    if job_in(path) != job.digest:
        return False
    worth = {verdict.part: verdict.points for verdict in verdicts_in(read_graded(path))}
    return all(worth.get(part_of(cell, path.stem)) == points(cell) for cell in filter(is_judged, released.values()))


def _same_points(old: float, new: float) -> bool:
    return math.isclose(old, new, rel_tol=NBGRADERS_DIGITS, abs_tol=1e-9)


def _stamp(folder: Path) -> str:
    """Read when a submission was handed in; empty where it does not say."""
    path = folder / STAMP
    return path.read_text(errors="replace") if path.is_file() else ""

"""Grade a class: nbgrader's own autograde, one submission after the other, and what came of each."""

import time
import warnings
from collections.abc import Sequence
from pathlib import Path

import nbformat

from ..errors import UserError
from .course import load_config, working_in
from .results import Result
from .sandbox import missing_layers
from .trusted import METADATA, verdicts_in

MAX_NOTEBOOK_BYTES = 50 * 1024**2


class CannotGrade(UserError):
    """Nothing can be graded; the message says why and what to do."""


class Grader:
    """Grade the submissions of one assignment.

    Parameters
    ----------
    course : Path
        The course directory.
    assignment : str
        nbgrader's name of the assignment.

    Raises
    ------
    CannotGrade
        If the assignment is unknown, or a layer of the sandbox is missing.
    """

    def __init__(self, course: Path, assignment: str) -> None:
        from nbgrader.apps.api import NbGraderAPI
        from sqlalchemy.exc import SAWarning

        # nbgrader's own sessions warn on every submission; there is nothing a user could do about it
        warnings.simplefilter("ignore", SAWarning)
        self.course, self.assignment = course, assignment
        self.config = load_config(course)
        if not self.config.JudgeSubmission.get("without_sandbox"):
            missing = missing_layers()
            if missing:
                raise CannotGrade("nothing was graded, because the sandbox is not whole: " + "; ".join(missing))
        with working_in(course):
            self.api = NbGraderAPI(config=self.config)
        self.notebooks = self._notebooks()

    def _notebooks(self) -> list[str]:
        from nbgrader.api import MissingEntry

        try:
            with self.api.gradebook as gradebook:
                return [notebook.name for notebook in gradebook.find_assignment(self.assignment).notebooks]
        except MissingEntry:
            known = ", ".join(sorted(self.api.get_source_assignments())) or "none"
            raise CannotGrade(
                f"there is no assignment {self.assignment} in this course (it has: {known}); "
                f"was it released with `nbgrader generate_assignment {self.assignment}`?"
            ) from None

    def students(self) -> list[str]:
        """Who has handed something in, in order."""
        with working_in(self.course):
            return sorted(self.api.get_submitted_students(self.assignment))

    def choose(self, wanted: Sequence[str] = ()) -> list[str]:
        """The students named in `wanted`, or all; refuses names that have handed in nothing."""
        students = self.students()
        unknown = sorted(set(wanted) - set(students))
        if unknown or not students:
            who = f"no submission of {', '.join(unknown)}" if unknown else "no submissions"
            raise CannotGrade(
                f"{who} in {self.course / 'submitted'}: they belong into submitted/STUDENT/{self.assignment}/"
            )
        return list(wanted) or students

    def grade(self, student: str) -> Result:
        """Grade one submission and write it into the gradebook."""
        start = time.perf_counter()
        fault = self._unreadable(student)
        if not fault:
            with working_in(self.course):
                said = self.api.autograde(self.assignment, student, force=True)
            fault = "" if said["success"] else _reason(said)
        if fault:
            return Result(student, fault=fault, seconds=time.perf_counter() - start)
        return self.result(student, seconds=time.perf_counter() - start)

    def result(self, student: str, seconds: float = 0.0) -> Result:
        """What the autograded notebooks and the gradebook say of one student."""
        verdicts, notes = [], []
        for name in self.notebooks:
            path = self.course / "autograded" / student / self.assignment / f"{name}.ipynb"
            if path.exists():
                notebook = nbformat.read(path, as_version=4)
                verdicts += verdicts_in(notebook)
                notes += notebook.metadata.get(METADATA, {}).get("notes", [])
            else:
                notes.append(f"{name}.ipynb was not handed in.")
        with self.api.gradebook as gradebook:
            submission = gradebook.find_submission(self.assignment, student)
            late = submission.total_seconds_late
            by_hand = submission.max_score - sum(verdict.points for verdict in verdicts)
        return Result(student, tuple(verdicts), tuple(notes), by_hand, late, seconds=seconds)

    def write_feedback(self, students: list[str]) -> None:
        """Write the feedback pages of `students`, as `nbgrader generate_feedback` does."""
        with working_in(self.course):
            for student in students:
                said = self.api.generate_feedback(self.assignment, student, force=True)
                if not said["success"]:
                    raise CannotGrade(f"graded, but the feedback of {student} could not be written: {_reason(said)}")

    def _unreadable(self, student: str) -> str:
        folder = self.course / "submitted" / student / self.assignment
        for path in sorted(folder.glob("*.ipynb")):
            if path.stat().st_size > MAX_NOTEBOOK_BYTES:
                return f"{path.name} is larger than {MAX_NOTEBOOK_BYTES // 1024**2} MiB"
            try:
                nbformat.read(path, as_version=4)
            except (ValueError, KeyError, AttributeError, TypeError, RecursionError, nbformat.ValidationError) as error:
                return f"{path.name} is not a notebook that can be read: {_first_line(error)}"
        return ""


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]


def _reason(said: dict) -> str:
    """The last line of nbgrader's own traceback: an exception's words."""
    lines = [
        line for line in said.get("log", said.get("error", "")).splitlines() if "Error" in line or "NotGraded" in line
    ]
    return (lines[-1] if lines else "nbgrader could not grade it; `nbgrader autograde` shows its log").strip()

"""Write the feedback pages, as `nbgrader generate_feedback` does: only those that are old, and each at little cost."""

import contextlib
from typing import TYPE_CHECKING, Any

from ...language import gettext as _
from ..assignment import Assignment, CannotGrade
from ..course.nbgrader_log import raised_in
from ..jobs.interrupts import uninterrupted
from .feedback_page import is_current

if TYPE_CHECKING:
    from .feedback_writer import FeedbackWriter


class Pages:
    """The feedback pages of an assignment.

    Parameters
    ----------
    assignment : Assignment

    Attributes
    ----------
    fault : str
        Why a page could not be written; after that, none is tried. Empty where all could.
    """

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._writer: FeedbackWriter | None = None
        self.fault = ""

    def bring_up_to_date(self, student: str) -> None:
        """Write the pages of a graded submission, where there is none of today's grades."""
        if not self.fault and not is_current(self._assignment, student):
            why = self._write(student)
            words = _("graded, but the feedback of {student} could not be written: {why}", student=student, why=why)
            self.fault = words if why else ""

    def require_all(self) -> None:
        """Raise `CannotGrade` if a page could not be written."""
        if self.fault:
            raise CannotGrade(self.fault)

    def _write(self, student: str) -> str:
        """Write one student's pages; return why they could not be, or an empty text."""
        from .feedback_writer import FeedbackWriter  # what it needs takes a second to import

        with uninterrupted(), contextlib.chdir(self._assignment.course):
            if self._writer is None:
                self._writer = FeedbackWriter(self._assignment)
            answer: dict[str, Any] = self._writer.write(student)
        if answer["success"]:
            return ""
        return raised_in(answer) or _("`nbgrader generate_feedback` shows why in its log")

"""The check, the judge and the grading of the course's exercises.

`check` is for a notebook, `judge` for a program. Both need NumPy, and torch only for what they compare with.
"""

from .check import check
from .judge import judge
from .report import Outcome, Report

__all__ = ["Outcome", "Report", "check", "judge"]

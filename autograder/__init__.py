"""The check, the judge and the grading of the course's exercises.

`check` and `example` are for a notebook, `judge` for a program. They need NumPy, and torch only for what they
compare with.
"""

from .check import check, example
from .judge import judge
from .report import Outcome, Report

__all__ = ["Outcome", "Report", "check", "example", "judge"]

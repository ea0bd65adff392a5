"""The check, the judge and the grading of the course's exercises.

`check` and `example` are for a notebook, `judge` for a program. They need NumPy, and torch only for what they
compare with.
"""

from .judging.judge import judge
from .learner.check import check, example
from .reports.findings import Outcome
from .reports.report import Report

__all__ = ["Outcome", "Report", "check", "example", "judge"]

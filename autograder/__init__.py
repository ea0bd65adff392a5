"""The check, the judge and the grading of the course's exercises.

`check` and `example` are for a notebook, `judge` for a program. They need NumPy, and torch only for what they
compare with. They are loaded when they are first asked for: the command `autograder` begins without them.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .judging.judge import judge
    from .learner.check import check, example
    from .reports.findings import Outcome
    from .reports.report import Report

__all__ = ["Outcome", "Report", "check", "example", "judge"]

_MODULES = {
    "Outcome": ".reports.findings",
    "Report": ".reports.report",
    "check": ".learner.check",
    "example": ".learner.check",
    "judge": ".judging.judge",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(importlib.import_module(_MODULES[name], __name__), name)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})

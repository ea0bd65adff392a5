"""Find in nbgrader's log why a command of its failed."""

import re
from typing import Any

_RAISED = re.compile(r"[\w.]*(Error|Exception|NotGraded)(: |$)")  # the line of a traceback that names the exception
_OURS = re.compile(r"^[\w.]*NotGraded: ")
_DATABASE = re.compile(r"(?:OperationalError|ProgrammingError|UndefinedColumn)[:)] (.*)")


def log_lines(answer: dict[str, Any]) -> list[str]:
    """Return the lines of the log that nbgrader's API answered with, without blank ones."""
    log = answer.get("log") or answer.get("error") or ""
    return [line.strip() for line in log.splitlines() if line.strip()]


def raised_in(answer: dict[str, Any]) -> str:
    """Return the last exception in the log, with its message, and our own by its message; empty where there is none."""
    raised = next(filter(_RAISED.match, reversed(log_lines(answer))), "")
    return _OURS.sub("", raised)


def database_message_in(answer: dict[str, Any]) -> str:
    """Return the first complaint of the database in the log; empty where there is none."""
    complaint = next(filter(None, map(_DATABASE.search, log_lines(answer))), None)
    return complaint[1] if complaint else ""

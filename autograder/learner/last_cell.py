"""Tell whether the last cell that ran failed: then the function that is checked is an older one than is meant."""

import re
import sys
from typing import Any

from ..bank.exercise import function_name
from ..language import gettext as _
from ..runner.values import Function

# By exercise: a function that was checked after the cell that was to redefine it had failed, and with which error.
_older: dict[str, tuple[Function, str]] = {}


def warning(function: Function, exercise_id: str) -> str:
    """Say that `function` is older than the last cell that was to define it; nothing where it is not."""
    complaint = _error_of_last_cell(function_name(exercise_id))
    if complaint:
        _older[exercise_id] = function, complaint
    known, complaint = _older.get(exercise_id, (None, ""))
    if known is not function:
        _older.pop(exercise_id, None)
        return ""
    return _(
        "The last cell you ran failed ({complaint}), so this is about the function as it was before.",
        complaint=complaint,
    )


def _error_of_last_cell(name: str) -> str:
    """Say how the last cell failed, if it was to define the function `name`."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    result = getattr(shell, "last_execution_result", None)
    if result is None:
        return ""
    error = result.error_before_exec or result.error_in_exec
    defines = re.search(rf"^\s*def\s+{name}\b", str(getattr(result.info, "raw_cell", "")), re.MULTILINE)
    return _describe(error) if error and defines else ""


def _describe(error: Any) -> str:
    if isinstance(error, SyntaxError):
        kind = type(error).__name__
        return _("{error}: {message}, line {line}", error=kind, message=error.msg, line=error.lineno)
    return f"{type(error).__name__}: {error}"

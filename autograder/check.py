"""`check`: the judge's face in a notebook."""

from collections.abc import Callable

from .judge import judge
from .report import Report


def check(function: Callable, exercise_id: str) -> Report:
    """Try your function on the visible cases of an exercise.

    Parameters
    ----------
    function : callable
        Your answer: the function itself, not its result.
    exercise_id : str
        `chapter-slug/function_name`, as the notebook has it.

    Returns
    -------
    Report
        It shows itself in a notebook; `print` gives it as text, `.score` as a number from 0 to 1.

    Raises
    ------
    LookupError
        If there is no such exercise; the message names the nearest.
    TypeError
        If `function` is not a function.
    """
    return judge(exercise_id, function)

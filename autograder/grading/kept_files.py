"""Keep the data files beside notebooks and pages once: nbgrader calls this when it has written them."""

from pathlib import Path
from typing import Any

from .course.data_files import link_data


def link_autograded(assignment: str, student: str, notebooks: Any) -> None:
    """Link the data beside the autograded notebooks; nbgrader calls this when it has written them."""
    link_data(Path.cwd(), "autograded", assignment, student)


def link_feedback(assignment: str, student: str, notebooks: Any) -> None:
    """Link the data beside the feedback pages; nbgrader calls this when it has written them."""
    link_data(Path.cwd(), "feedback", assignment, student)

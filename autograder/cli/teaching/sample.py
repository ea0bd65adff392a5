"""`autograder sample`: a class of made-up students, to try grading with."""

from pathlib import Path

from ...grading.course.directory import require_course
from ...grading.course.private_folder import require_writable
from ...language import gettext as _
from ..console import CourseArgument, say


def sample(course: CourseArgument = Path()) -> None:
    """Hand in notebooks of six made-up students of the first chapter, one of them hostile.

    The assignment must have been released. Earlier submissions of these six are overwritten; no others are touched.
    """
    course = require_course(course)
    require_writable(course)
    from ...grading import sample_class

    for path in sample_class.hand_in(course):
        say(_("handed in {path}", path=path))
    say(_("Next: {command}", command=f"autograder grade {sample_class.ASSIGNMENT}"))

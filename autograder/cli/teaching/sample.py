"""`autograder sample`: a class of made-up students, to try grading with."""

from pathlib import Path

from ...grading.course.directory import require_course
from ..console import CourseArgument, console


def sample(course: CourseArgument = Path()) -> None:
    """Hand in notebooks of six made-up students of the first chapter, one of them hostile.

    The assignment must have been released. Submissions of the same names are written anew; no others are touched.
    """
    course = require_course(course)
    from ...grading import sample_class

    for path in sample_class.hand_in(course):
        console.print(f"handed in {path}", highlight=False, soft_wrap=True)
    console.print(f"Next: autograder grade {sample_class.ASSIGNMENT}", highlight=False)

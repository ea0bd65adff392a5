"""A class that has handed in the first chapter, and the same class graded without a disturbance."""

import pytest


@pytest.fixture(scope="module")
def handed_in(release, tmp_path_factory):
    from tests.grading._classes import STUDENTS, hand_in  # here, for nbgrader takes seconds

    return hand_in(release(tmp_path_factory.mktemp("class") / "course"), STUDENTS)


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory):
    from tests.grading._classes import GRADE, fresh_copy, run

    course = fresh_copy(handed_in, tmp_path_factory.mktemp("undisturbed") / "course")
    run(*GRADE, cwd=course)
    return course

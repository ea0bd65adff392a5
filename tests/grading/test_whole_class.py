"""A class with all that happens in one: late, again, renamed, in groups, of one name, with other points and dates.

`make class-of-60` is the long form.
"""

import os

import pytest

from tests.grading._whole_class import FEWEST, Class, go_on, grade_first, wide

COUNT = int(os.environ.get("MW_CLASS", FEWEST))
GRADED = COUNT - 2  # one has handed in a torn file, one nothing


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The class, graded for the first time, and the totals."""
    with wide():
        group = Class(tmp_path_factory.mktemp("whole"), COUNT)
        return group, grade_first(group)


@pytest.mark.turn(3)
def test_every_door_tells_the_same_totals(graded):
    assert len(graded[1]) == GRADED


@pytest.mark.long
def test_every_door_tells_the_same_totals_after_every_change(graded):
    with wide():
        totals = go_on(graded[0])
    print(f"{COUNT} students, of whom {GRADED} were graded: the same totals from every door, four times")
    assert len(totals) == GRADED

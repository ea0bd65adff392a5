"""A class with all that happens in one: late, again, renamed, in groups, of one name, with other points and dates.

`make class-of-60` is the long form.
"""

import os

from tests.grading._whole_class import FEWEST, run_class


def test_every_door_tells_the_same_totals(tmp_path):
    count = int(os.environ.get("MW_CLASS", FEWEST))
    totals = run_class(tmp_path, count)
    print(f"{count} students, of whom {len(totals)} were graded: the same totals from every door, four times")
    assert len(totals) == count - 2  # one has handed in a torn file, one nothing

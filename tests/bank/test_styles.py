"""Honest answers of every style keep all points on hidden cases of several seeds, fast enough for `check`.

`make styles` is the long form: a hundred seeds.
"""

import pytest

from autograder.bank import EXERCISES
from autograder.learner.check import SECONDS
from benchmarks.styles import try_styles


@pytest.mark.share(4)
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_no_seed_costs_an_honest_answer_a_point(exercise_id):
    found = try_styles((exercise_id, 2))
    assert len(found) >= 3  # the reference and two others
    assert [one.lost for one in found if one.lost] == []
    assert all(one.slowest < SECONDS for one in found)

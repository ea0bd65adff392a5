"""Every tenth small change to an answer, none of them in the bank: the judge misses none, and few get a wrong name."""

import pytest

from autograder.bank import EXERCISES
from benchmarks.mutants import mutants, try_all


@pytest.mark.share(5)
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_no_small_change_is_missed(exercise_id):
    _, found = try_all((exercise_id, 10))
    assert found
    assert [change for change, outcome, _ in found if outcome == "missed"] == []


def test_a_change_is_made_in_one_place():
    changes = [change for change, _ in mutants("convolution-parameters/output_size")]
    assert len(changes) == len(set(changes))
    assert all(change.startswith("line ") for change in changes)
    assert any("becomes" in change for change in changes)

"""What the benchmarks of grading say of what they have measured, and of what they could not."""

import pytest

from benchmarks.classes import KINDS, Spent
from benchmarks.course import growth
from benchmarks.grading import NOW, STOCK, THEN, checked_out, rows


def test_a_commit_that_is_not_in_the_repository_is_said_to_be_missing(tmp_path):
    said = checked_out("0" * 40, tmp_path / "code")
    assert said.startswith("The commit 0000000 is not in this copy of the repository")
    assert not (tmp_path / "code").exists()


def test_seconds_are_for_one_submission_and_ratios_are_those_of_the_medians():
    found = {
        "one worker": {STOCK: [Spent(90, 60, 100)] * 3, NOW: [Spent(9, 3, 50), Spent(12, 6, 70), Spent(90, 60, 60)]},
        "two workers": {NOW: [Spent(6, 6, 50)]},
        "one submission": {THEN: [Spent(9, 6, 10)], NOW: [Spent(3, 3, 10)]},
    }
    one, two, single = rows(found, 6)
    assert one[NOW] == {"clock": 2, "processor": 1, "MiB": 70}
    assert one["times"] == {"clock": 7.5, "processor": 10}
    assert two["times"] == {"clock": 15, "processor": 10}
    assert single["times"] == {"clock": 3, "processor": 2}


@pytest.mark.parametrize(("seconds", "words"), [(90, "and no faster"), (101, "FASTER")])
def test_a_time_that_grows_faster_than_the_class_is_said_to(seconds, words):
    assert words in growth(Spent(0, 10, 0), Spent(0, seconds, 0), 10)


def test_the_class_has_five_kinds_of_submissions_and_no_two_the_same():
    assert len({str(kind) for kind in KINDS}) == len(KINDS) >= 5

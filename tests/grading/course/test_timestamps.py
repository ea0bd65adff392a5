"""When a submission was handed in is read as it was meant; where nbgrader would read another time, that is known."""

from datetime import datetime

import pytest

from autograder.grading.course.timestamps import is_read_rightly, parse_time


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-10-12 09:30 UTC", 9),
        ("2026-10-12 09:30", 9),
        ("2026-10-12 09:30+0200", 7),
        ("2026-10-12 09:30 +0200", 7),
        ("2026-10-12 09:30 +02:00", 7),
        ("2026-10-12 09:30 +08", 1),
        ("2026-10-12 09:30 Europe/Berlin", 7),
        ("2026-10-12 09:30 PM", None),
        ("2026-10-12 09:30 NOWHERE", None),
        ("", None),
    ],
)
def test_a_time_zone_is_heeded_or_the_time_is_none(text, hour):
    assert parse_time(text) == (hour and datetime(2026, 10, 12, hour, 30))


def test_an_offset_behind_a_blank_is_what_nbgrader_takes_for_seconds():
    assert is_read_rightly("2026-10-12 09:30+0200")
    assert not is_read_rightly("2026-10-12 09:30 +0200")

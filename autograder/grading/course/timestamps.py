"""Read when a submission was handed in, and tell whether nbgrader would read the same."""

import re
from datetime import datetime

_OFFSET = re.compile(r" ([+-]\d{1,2}(:?\d\d)?)$")


def parse_time(text: str) -> datetime | None:
    """Read a time, in UTC and without a time zone; None where it is none, or its time zone is not known."""
    from dateutil.tz import gettz  # comes with nbgrader
    from nbgrader.utils import parse_utc  # nbgrader takes seconds to import

    text = _OFFSET.sub(r"\1", text.strip())  # apart from the time, parse_utc takes +0200 for 200 seconds
    words = text.split(" ")
    if len(words) == 3 and gettz(words[2]) is None:
        return None  # parse_utc would read 09:30 PM, or 09:30 of an unknown time zone, as 09:30 UTC
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None


def is_read_rightly(text: str) -> bool:
    """Tell whether `text` is a time, and nbgrader reads it as that."""
    from nbgrader.utils import parse_utc  # nbgrader takes seconds to import

    time = parse_time(text)
    return time is not None and parse_utc(text.strip()) == time

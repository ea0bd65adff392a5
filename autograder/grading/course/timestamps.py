"""Read when a submission was handed in, as nbgrader reads it."""

import re
from datetime import datetime


def parse_time(text: str) -> datetime | None:
    """Read a time, in UTC and without a time zone; None where nbgrader could not."""
    from nbgrader.utils import parse_utc  # nbgrader takes seconds to import

    text = re.sub(r" ([+-]\d{4})$", r"\1", text.strip())  # apart from the time, parse_utc takes +0200 for 200 seconds
    try:
        return parse_utc(text) if text else None
    except (ValueError, OverflowError):
        return None

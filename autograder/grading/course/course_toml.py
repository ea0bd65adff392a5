"""Read `course.toml`, and say in a line what in it cannot be followed."""

import difflib
import re
import tomllib
from collections.abc import Collection
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from ...errors import UserError
from ...language import gettext as _

PLAN = "course.toml"
FIRST_MOMENT, LAST_MOMENT = time(0), time(23, 59, 59)


class WrongPlan(UserError):
    """A `course.toml` that cannot be followed; the message says where and what would fit."""


def parse(path: Path) -> dict[str, Any]:
    """Read the sections of the file.

    Raises
    ------
    WrongPlan
        If it is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongPlan(_("{path} is not TOML: {why}", path=path, why=f"{error}{_quoted(path, str(error))}")) from error


def utc(when: Any, what: str, of_day: time = LAST_MOMENT) -> datetime:
    """Return a time of the file in UTC and without a time zone, as nbgrader has it; of a bare date the moment `of_day`.

    Raises
    ------
    WrongPlan
        If it is no time; the message begins with `what`.
    """
    if isinstance(when, date) and not isinstance(when, datetime):
        when = datetime.combine(when, of_day)
    if not isinstance(when, datetime):
        raise WrongPlan(
            _(
                "{what} is a date and a time without quotes, such as 2026-10-12 23:59:00, got {got}",
                what=what,
                got=repr(when),
            )
        )
    return when.astimezone(UTC).replace(tzinfo=None)


def require_known(name: str, names: Collection[str], wrong: str) -> None:
    """Refuse a name that is none of `names`, in a message that begins with `wrong`."""
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    told = {"wrong": wrong, "name": repr(name)}
    if near:
        raise WrongPlan(_("{wrong} {name}; the nearest is {near}", near=near[0], **told))
    raise WrongPlan(_("{wrong} {name}; there are {names}", names=", ".join(names), **told))


def require_table(value: Any, what: str, example: str) -> dict[str, Any]:
    """Return a section of the file, or refuse what is none."""
    if not isinstance(value, dict):
        raise WrongPlan(_("{what} is a section, which begins with {example}", what=what, example=example))
    return value


def _quoted(path: Path, error: str) -> str:
    """Quote the line that an error is about: for a date such as 2026-13-12 the error does not say that it is one."""
    line = re.search(r"at line (\d+)", error)
    return f": {path.read_text(encoding='utf-8').splitlines()[int(line[1]) - 1].strip()}" if line else ""

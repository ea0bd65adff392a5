"""`course.toml`: which assignments a course has, when they are due, and what their exercises are worth."""

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from ...building.notebooks import Chapter
from ...errors import UserError

PLAN = "course.toml"
_ASSIGNMENTS = "assignments"


class WrongPlan(UserError):
    """A `course.toml` that cannot be followed; the message says where and what would fit."""


@dataclass(frozen=True)
class Plan:
    """What the instructor wants.

    Attributes
    ----------
    chapters : list of Chapter
        With the points that were asked for.
    due : dict of str to datetime
        By assignment, in UTC and without a time zone, as nbgrader has it.
    """

    chapters: list[Chapter]
    due: dict[str, datetime] = field(default_factory=dict)


def read(course: Path, chapters: Iterable[Chapter]) -> Plan:
    """The plan of a course directory that could have `chapters`.

    Raises
    ------
    WrongPlan
        If there is anything in it that cannot be followed.
    """
    path = course / PLAN
    every = {chapter.assignment: chapter for chapter in chapters}
    if not path.exists():
        return Plan(list(every.values()))
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongPlan(f"{path} is not TOML: {error}{_quoted(path, str(error))}") from error
    wanted = said.pop(_ASSIGNMENTS, list(every))
    if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
        raise WrongPlan(f'{path}: {_ASSIGNMENTS} is a list of names, such as ["{next(iter(every))}"]')
    if not wanted:
        raise WrongPlan(f"{path}: {_ASSIGNMENTS} names none; a # before the line stands for all of them")
    for name in wanted:
        _known(name, every, f"{path}: there is no assignment")
    for name in said:
        _known(name, [*every, _ASSIGNMENTS], f"{path}: there is no assignment or setting")
    due: dict[str, datetime] = {}
    for name, about in said.items():
        where = f"{path}, {name}"
        if not isinstance(about, dict):
            raise WrongPlan(f"{path}: {name} is a section, which begins with [{name}]")
        for key in about:
            _known(key, ("due", "points"), f"{where}: there is no setting")
        if "due" in about:
            due[name] = _utc(about["due"], where)
        if "points" in about:
            every[name] = replace(every[name], points=_points(about["points"], every[name], where))
    return Plan([every[name] for name in every if name in wanted], due)


def _quoted(path: Path, error: str) -> str:
    """The line that an error is about: a date that is none, such as 2026-13-12, has no better sign."""
    line = re.search(r"at line (\d+)", error)
    return f": {path.read_text(encoding='utf-8').splitlines()[int(line[1]) - 1].strip()}" if line else ""


def _points(said: Any, chapter: Chapter, where: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise WrongPlan(f"{where}: points are a table, such as {{ conv2d = [2, 4] }}")
    asked = chapter.worth()
    for name, points in said.items():
        _known(name, asked, f"{where}: there is no exercise or question")
        if isinstance(asked[name], list):
            if not (isinstance(points, list) and len(points) == 2 and all(map(_is_number, points))):
                raise WrongPlan(f"{where}: {name} needs two numbers, [visible, hidden], got {points}")
        elif not _is_number(points):
            raise WrongPlan(f"{where}: {name} is a written question and needs one number, got {points}")
    return said


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf")


def _utc(when: Any, where: str) -> datetime:
    if isinstance(when, date) and not isinstance(when, datetime):
        when = datetime.combine(when, time(23, 59, 59))  # the day it is due on is not late
    if not isinstance(when, datetime):
        raise WrongPlan(f"{where}: due is a date and a time without quotes, such as 2026-10-12 23:59:00, got {when!r}")
    return when.astimezone(UTC).replace(tzinfo=None)


def _known(name: str, names: Collection[str], wrong: str) -> None:
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    raise WrongPlan(f"{wrong} {name!r}; " + (f"the nearest is {near[0]}" if near else f"there are {', '.join(names)}"))

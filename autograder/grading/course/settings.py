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
    """The assignments of a course, as the instructor wants them.

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
    """Read the plan of a course directory that could have `chapters`.

    Raises
    ------
    WrongPlan
        If there is anything in it that cannot be followed.
    """
    path = course / PLAN
    by_name = {chapter.assignment: chapter for chapter in chapters}
    if not path.exists():
        return Plan(list(by_name.values()))
    sections = _parse(path)
    chosen = _chosen(sections.pop(_ASSIGNMENTS, list(by_name)), by_name, path)
    for name in sections:
        _known(name, [*by_name, _ASSIGNMENTS], f"{path}: there is no assignment or setting")
    due: dict[str, datetime] = {}
    for name, section in sections.items():
        where = f"{path}, {name}"
        if not isinstance(section, dict):
            raise WrongPlan(f"{path}: {name} is a section, which begins with [{name}]")
        for setting in section:
            _known(setting, ("due", "points"), f"{where}: there is no setting")
        if "due" in section:
            due[name] = _utc(section["due"], where)
        if "points" in section:
            by_name[name] = replace(by_name[name], points=_points(section["points"], by_name[name], where))
    return Plan([chapter for name, chapter in by_name.items() if name in chosen], due)


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongPlan(f"{path} is not TOML: {error}{_quoted(path, str(error))}") from error


def _chosen(names: Any, by_name: Collection[str], path: Path) -> list[str]:
    """Return the names that the plan chooses, if they are a list of assignments."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise WrongPlan(f'{path}: {_ASSIGNMENTS} is a list of names, such as ["{next(iter(by_name))}"]')
    if not names:
        raise WrongPlan(f"{path}: {_ASSIGNMENTS} names none; a # before the line stands for all of them")
    for name in names:
        _known(name, by_name, f"{path}: there is no assignment")
    return names


def _quoted(path: Path, error: str) -> str:
    """Quote the line that an error is about: for a date such as 2026-13-12 the error does not say that it is one."""
    line = re.search(r"at line (\d+)", error)
    return f": {path.read_text(encoding='utf-8').splitlines()[int(line[1]) - 1].strip()}" if line else ""


def _points(table: Any, chapter: Chapter, where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise WrongPlan(f"{where}: points are a table, such as {{ conv2d = [2, 4] }}")
    worth = chapter.worth()
    for name, points in table.items():
        _known(name, worth, f"{where}: there is no exercise or question")
        if isinstance(worth[name], list):
            if not (isinstance(points, list) and len(points) == 2 and all(map(_is_number, points))):
                raise WrongPlan(f"{where}: {name} needs two numbers, [visible, hidden], got {points}")
        elif not _is_number(points):
            raise WrongPlan(f"{where}: {name} is a written question and needs one number, got {points}")
    return table


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

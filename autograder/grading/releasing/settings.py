"""`course.toml`: which assignments a course has, when they are due, and what their exercises are worth."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ...building.notebooks import Chapter
from ...language import gettext as _
from ..course.course_language import read_language
from ..course.course_toml import PLAN, WrongPlan, parse, require_known
from ..course.schedule import ASSIGNMENTS, EXTENSIONS, GROUPS, LANGUAGE, Schedule, schedules

_SETTINGS = ("due", "points", "answers_from")  # of an assignment


@dataclass(frozen=True)
class Plan:
    """The assignments of a course, as the instructor wants them.

    Attributes
    ----------
    chapters : list of Chapter
        With the points that were asked for.
    schedules : mapping of str to Schedule
        By assignment.
    """

    chapters: list[Chapter]
    schedules: Mapping[str, Schedule] = field(default_factory=dict)

    @property
    def due(self) -> dict[str, datetime]:
        """Compute when assignments are due, in UTC and without a time zone, as nbgrader has it."""
        return {name: schedule.due for name, schedule in self.schedules.items() if schedule.due}


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
    sections = parse(path)
    chosen = _chosen(sections.get(ASSIGNMENTS, list(by_name)), by_name, path)
    read_language(sections, path)
    names = [*by_name, ASSIGNMENTS, EXTENSIONS, GROUPS, LANGUAGE]
    for name in sections:
        require_known(name, names, _("{where}: there is no assignment or setting", where=path))
    times = schedules(sections, list(by_name), path)
    for name, section in sections.items():
        if name not in by_name:
            continue
        where = f"{path}, {name}"
        for setting in section:
            require_known(setting, _SETTINGS, _("{where}: there is no setting", where=where))
        if "points" in section:
            by_name[name] = replace(by_name[name], points=_points(section["points"], by_name[name], where))
    return Plan([chapter for name, chapter in by_name.items() if name in chosen], times)


def _chosen(names: Any, by_name: Collection[str], path: Path) -> list[str]:
    """Return the names that the plan chooses, if they are a list of assignments."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        example = f'["{next(iter(by_name))}"]'
        raise WrongPlan(
            _("{where} is a list of names, such as {example}", where=f"{path}: {ASSIGNMENTS}", example=example)
        )
    if not names:
        where = f"{path}: {ASSIGNMENTS}"
        raise WrongPlan(
            _("{where} is an empty list. To have all assignments, put a # before the line, or delete it", where=where)
        )
    for name in names:
        require_known(name, by_name, _("{where}: there is no assignment", where=path))
    return names


def _points(table: Any, chapter: Chapter, where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise WrongPlan(_("{where}: points are a table, such as {example}", where=where, example="{ conv2d = [2, 4] }"))
    worth = chapter.worth()
    for name, points in table.items():
        require_known(name, worth, _("{where}: there is no exercise or question", where=where))
        if isinstance(worth[name], list):
            count = len(worth[name])
            if not (isinstance(points, list) and len(points) == count and all(map(_is_number, points))):
                three = _("three numbers, [visible, hidden, speed]")
                wanted = three if count == 3 else _("two numbers, [visible, hidden]")
                raise WrongPlan(
                    _("{where}: {name} needs {wanted}, got {got}", where=where, name=name, wanted=wanted, got=points)
                )
        elif not _is_number(points):
            told = {"where": where, "name": name, "got": points}
            raise WrongPlan(_("{where}: {name} is a written question and needs one number, got {got}", **told))
    return table


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf")

"""The part of `course.toml` that holds from one grading to the next: dates, extensions, groups."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...language import gettext as _
from .course_toml import FIRST_MOMENT, PLAN, WrongPlan, parse, require_known, require_table, utc
from .directory import is_folder_name

EXTENSIONS, GROUPS, ASSIGNMENTS, LANGUAGE = "extensions", "groups", "assignments", "language"
_EXAMPLE = "01-convolutional-layers"


@dataclass(frozen=True)
class Schedule:
    """The dates of one assignment and who hands it in together. All times are in UTC and without a time zone.

    Attributes
    ----------
    due : datetime or None
        When it is due; None where the file does not say, and the gradebook's own date holds.
    extensions : mapping of str to datetime, or None
        Until when students may hand in later; None where the file has no extensions, and the gradebook's own hold.
    groups : mapping of str to tuple of str
        The students of each group, by its name. One of them hands in for all.
    answers_from : datetime or None
        When the course's answers come into the feedback.
    """

    due: datetime | None = None
    extensions: Mapping[str, datetime] | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers_from: datetime | None = None

    def peers(self, student: str) -> tuple[str, ...]:
        """List the students who get the grade of one submission together with this one, who is among them."""
        return next((members for members in self.groups.values() if student in members), (student,))

    def extended(self, student: str) -> datetime | None:
        """Return until when a student's extension lasts; in a group the longest is everybody's."""
        granted = self.extensions or {}
        return max((granted[peer] for peer in self.peers(student) if peer in granted), default=None)

    @property
    def shows_answers(self) -> bool:
        """Whether the feedback has the course's answers by now."""
        return self.answers_from is not None and datetime.now(UTC).replace(tzinfo=None) >= self.answers_from


def read_schedule(course: Path, name: str) -> Schedule:
    """Read the schedule of one assignment of a course directory.

    Raises
    ------
    WrongPlan
        If there is anything in it that cannot be followed.
    """
    path = course / PLAN
    if not path.exists():
        return Schedule()
    sections = parse(path)
    chosen = sections.get(ASSIGNMENTS)
    named = [one for one in chosen if isinstance(one, str)] if isinstance(chosen, list) else []
    known = {name, *named, *sections, *(folder.name for folder in (course / "source").glob("*"))}
    return schedules(sections, known - {EXTENSIONS, GROUPS, ASSIGNMENTS, LANGUAGE}, path).get(name, Schedule())


def schedules(sections: Mapping[str, Any], names: Collection[str], path: Path) -> dict[str, Schedule]:
    """Read the schedules of all assignments that `course.toml` says something of; `names` are those that there are."""
    extensions = _by_assignment(sections.get(EXTENSIONS, {}), names, path)
    groups = require_table(sections.get(GROUPS, {}), f"{path}: {GROUPS}", f"[{GROUPS}.{_EXAMPLE}]")
    for name in groups:
        require_known(name, names, _("{where}: there is no assignment", where=f"{path}, {GROUPS}"))
    found = {}
    for name in names:
        section = sections.get(name, {})
        if not isinstance(section, dict):
            raise WrongPlan(
                _("{what} is a section, which begins with {example}", what=f"{path}: {name}", example=f"[{name}]")
            )
        found[name] = Schedule(
            utc(section["due"], f"{path}, {name}: due") if "due" in section else None,
            extensions.get(name, {}) if EXTENSIONS in sections else None,
            _groups(groups.get(name, {}), f"{path}, {GROUPS}, {name}"),
            utc(section["answers_from"], f"{path}, {name}: answers_from", FIRST_MOMENT)
            if "answers_from" in section
            else None,
        )
        _refuse_wrong_order(found[name], name, path)
    return found


def _by_assignment(section: Any, names: Collection[str], path: Path) -> dict[str, dict[str, datetime]]:
    """Read [extensions.STUDENT]: until when each may hand in, by assignment."""
    where = f"{path}, {EXTENSIONS}"
    found: dict[str, dict[str, datetime]] = {}
    for student, dates in require_table(section, f"{path}: {EXTENSIONS}", f"[{EXTENSIONS}.STUDENT]").items():
        example = _(
            "{section}; below it stand lines such as {line}",
            section=f"[{EXTENSIONS}.{student}]",
            line=f"{_EXAMPLE} = 2026-10-19",
        )
        for name, when in require_table(dates, f"{where}: {student}", example).items():
            require_known(name, names, _("{where}: there is no assignment", where=f"{where}, {student}"))
            found.setdefault(name, {})[student] = utc(when, f"{where}, {student}: {name}")
    return found


def _groups(section: Any, where: str) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    group_of: dict[str, str] = {}
    for group, members in require_table(section, where, f"[{GROUPS}.{_EXAMPLE}]").items():
        if not isinstance(members, list) or not members or not all(isinstance(one, str) for one in members):
            raise WrongPlan(
                _(
                    '{where}: {group} is a list of students, such as ["ada", "bob"], got {got}',
                    where=where,
                    group=group,
                    got=repr(members),
                )
            )
        for student in members:
            if not is_folder_name(student):
                told = {"where": where, "student": repr(student), "group": group}
                raise WrongPlan(_("{where}: {student} of {group} cannot be the name of a student's folder", **told))
            if student in group_of:
                told = {"where": where, "student": student, "first": group_of[student], "second": group}
                raise WrongPlan(_("{where}: {student} stands twice, in {first} and in {second}", **told))
            group_of[student] = group
        groups[group] = tuple(members)
    return groups


def _refuse_wrong_order(schedule: Schedule, name: str, path: Path) -> None:
    extensions = schedule.extensions or {}
    for student, until in extensions.items():
        if schedule.due is None:
            words = _("{name} has no `due` in this file that could be extended", name=name)
            raise WrongPlan(f"{path}, {EXTENSIONS}, {student}: {words}")
        if until < schedule.due:
            told = {"until": in_utc(until), "name": name, "due": in_utc(schedule.due)}
            words = _("{until} is before {name} is due, {due}", **told)
            raise WrongPlan(f"{path}, {EXTENSIONS}, {student}: {words}")
    last = max([*extensions.values(), *([schedule.due] if schedule.due else [])], default=None)
    if schedule.answers_from and last and schedule.answers_from < last:
        told = {"answers": in_utc(schedule.answers_from), "last": in_utc(last)}
        words = _("answers_from, {answers}, is before the last may hand in, {last}", **told)
        raise WrongPlan(f"{path}, {name}: {words}")


def in_utc(when: datetime) -> str:
    """Write a time with its zone."""
    return f"{when:%Y-%m-%d %H:%M:%S} UTC"

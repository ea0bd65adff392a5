"""`autograder init`: make a course directory, or bring one up to date."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.progress import track

from ...errors import UserError
from ...grading.course import directory as courses
from ...grading.course.course_toml import PLAN
from ...language import gettext as _
from ...language import noted
from ..console import bar_options, say
from .build import CHECKOUT

if TYPE_CHECKING:
    from ...grading.course.schedule import Schedule

NEXT = noted(
    """Next, in {folder}: README.md has the commands of an assignment; course.toml is for dates, points and a choice of
chapters, nbgrader_config.py for everything else.
To try them on a made-up class: autograder sample, then autograder grade 01-convolutional-layers
Keep .magic-window/key: without it no verdict can be repeated."""
)
NEXT_IF_BARE = noted(
    """Next: choose your chapters in {folder}/course.toml, and run autograder init {folder} to release them.
Keep .magic-window/key: without it no verdict can be repeated."""
)
DROP = noted(
    """To drop one that nobody has handed in, go to the course directory:
  rm -r source/NAME release/NAME && nbgrader db assignment remove NAME"""
)


def init(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=_("The directory to make, or to bring up to date."),
            show_default=_("the folder you are in, if it has a course.toml"),
        ),
    ] = None,
    db: Annotated[
        str,
        typer.Option(help=_("The address of the gradebook, such as postgresql+psycopg://user@host/name; else a file.")),
    ] = "",
    bare: Annotated[
        bool, typer.Option("--bare", help=_("Make only the configuration and the key, no assignments."))
    ] = False,
) -> None:
    """Make a course directory that grades with stock nbgrader commands, with all assignments released.

    Run it again after the course has changed: assignments that nobody has handed in yet are brought up to date. Your
    settings, your edits, grades and the key stay as they are. course.toml says which chapters the course has, when
    they are due and what they are worth.
    """
    if folder is None:
        folder = Path()
        if not (folder / PLAN).exists():
            raise UserError(_("name the directory to make: autograder init DIR (this one has no course.toml)"))
    if db and (folder / courses.CONFIG).exists():
        told = {"path": folder / courses.CONFIG, "setting": "c.CourseDirectory.db_url", "address": repr(db)}
        raise UserError(_("{path} is there already: set {setting} in it to {address}", **told))
    made = courses.init(folder, db)
    for path in made:
        say(_("made {path}", path=path))
    changed = False if bare else _assignments(courses.require_course(folder))
    if not made and not changed:
        say(_("{folder} is a course directory already; nothing was changed", folder=folder))
    if made:
        say("", _(NEXT_IF_BARE if bare else NEXT).format(folder=folder))


def _assignments(course: Path) -> bool:
    """Release every chapter; return whether anything is different now."""
    from ...building import notebooks  # jupytext and nbgrader take seconds to import
    from ...grading.course.schedule import in_utc
    from ...grading.releasing import settings
    from ...grading.releasing.releaser import Releaser, State

    course_plan = settings.read(course, notebooks.chapters(CHECKOUT / "exercises", CHECKOUT / "solutions"))
    releaser = Releaser(course)
    changed = False
    for chapter in track(course_plan.chapters, _("assignments"), **bar_options()):
        name = chapter.assignment
        state = releaser.release(chapter)
        if state is not State.SAME:
            changed = changed or state in (State.NEW, State.UPDATED, State.POINTS)
            say(f"{name}: {_(state)}")
        when = course_plan.due.get(name)
        if when and releaser.set_due(name, when):
            changed = True
            say(_("{name}: due {when}", name=name, when=in_utc(when)))
        for line in _other_dates(course_plan.schedules.get(name)):
            say(escape(f"{name}: {line}"))
    others = releaser.others([chapter.assignment for chapter in course_plan.chapters])
    for name in others:
        say(_("{name}: left as it is, although course.toml does not have it", name=name))
    if others:
        say(_(DROP))
    return changed


def _other_dates(schedule: "Schedule | None") -> Iterator[str]:
    """Say how the dates of course.toml are understood that only grading looks at."""
    from ...grading.course.schedule import in_utc

    if schedule and schedule.answers_from:
        yield _("the answers are in the feedback from {when}", when=in_utc(schedule.answers_from))
    for student, until in (schedule.extensions or {} if schedule else {}).items():
        yield _("{student} may hand in until {until}", student=student, until=in_utc(until))

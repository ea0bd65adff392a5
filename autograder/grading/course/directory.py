"""A course directory: make one, recognise one, and load its configuration as nbgrader does."""

import contextlib
import functools
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from ...errors import UserError
from ...language import gettext as _
from .private_folder import key_path, make_key, private_folder, read_key

CONFIG = "nbgrader_config.py"
FALLBACK_CONFIG = "nbgrader_config.json"  # read after the other one, and even where that one is broken
TEMPLATE = Path(__file__).with_name("nbgrader_config_template.py")
README = Path(__file__).with_name("course_readme.md")
PLAN_TEMPLATE = Path(__file__).with_name("course_template.toml")
STAMP = "timestamp.txt"  # in a submission: when it was handed in, as nbgrader reads it
_NO_FOLDER = re.compile(r'[\x00-\x1f\x7f/\\*?\[\]"<>|]|^[.\s-]|\s$|^$')


class NotACourse(UserError):
    """A directory that is not a course directory; the message says how to make one."""


def init(course: Path, db_url: str = "") -> list[Path]:
    """Make `course` a course directory, or complete one. Nothing that is there is overwritten.

    Parameters
    ----------
    course : Path
    db_url : str
        Where the gradebook is, in SQLAlchemy's words; a file in the course directory where nothing is said.

    Returns
    -------
    list of Path
        What was made.
    """
    if course.exists() and not course.is_dir():
        raise UserError(_("{course} is a file: give the name of a directory", course=course))
    course.parent.mkdir(parents=True, exist_ok=True)
    if not course.exists():
        course.mkdir(mode=0o700)  # answers, submissions and grades: nobody else on this machine has to see them
    made = []
    for path, make in {
        course / CONFIG: lambda: (course / CONFIG).write_text(_configuration(db_url)),
        course / FALLBACK_CONFIG: lambda: (course / FALLBACK_CONFIG).write_text(_judging(course)),
        course / "course.toml": lambda: shutil.copyfile(PLAN_TEMPLATE, course / "course.toml"),
        course / "README.md": lambda: shutil.copyfile(README, course / "README.md"),
        key_path(course): lambda: make_key(course),
    }.items():
        if not path.exists():
            make()
            made.append(path)
    return made


def _configuration(db_url: str) -> str:
    text = TEMPLATE.read_text(encoding="utf-8")
    return text + f"\n# The gradebook.\nc.CourseDirectory.db_url = {db_url!r}\n" if db_url else text


def _judging(course: Path) -> str:
    """Return the part of the course's configuration that sends submissions to our judge, as JSON."""
    try:
        config = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
    except (Exception, SystemExit) as error:
        raise _unreadable(course / CONFIG, error) from error
    return json.dumps({"Autograde": config.get("Autograde", {})}, indent=2) + "\n"


def require_course(course: Path) -> Path:
    """Return the absolute path of `course`, if it is a course directory that can be graded.

    Raises
    ------
    NotACourse
        If it is not, with what to do.
    """
    course = course.resolve()
    if not (course / CONFIG).exists():
        raise NotACourse(
            _(
                "{course} is not a course directory: make one with `autograder init {course}`, or go to the one you "
                "have",
                course=course,
            )
        )
    if "JudgeSubmission" not in (course / CONFIG).read_text():
        raise NotACourse(
            _(
                "{config} does not use our judge: move it away and run `autograder init {course}`",
                config=course / CONFIG,
                course=course,
            )
        )
    if not key_path(course).exists():
        raise NotACourse(
            _(
                "{folder} has lost its key: bring it back, or run `autograder init {course}` for a new one",
                folder=private_folder(course),
                course=course,
            )
        )
    try:
        read_key(course)
    except ValueError as error:  # else it would be said of every submission
        raise NotACourse(str(error)) from None
    return course


def load_config(course: Path) -> Config:
    """Read the configuration of the course directory, as nbgrader's own commands do.

    Raises
    ------
    UserError
        If it cannot be read. nbgrader would go on without it.
    """
    from nbgrader.apps.baseapp import NbGrader  # costs seconds: only what grades or asks the gradebook pays

    with contextlib.chdir(course):
        app = NbGrader()
        app.raise_config_file_errors = True
        try:
            app.initialize([])
        except json.JSONDecodeError as error:
            raise _unreadable(course / FALLBACK_CONFIG, error) from error
        except (Exception, SystemExit) as error:
            raise _unreadable(course / CONFIG, error) from error
        config: Config = app.config
    config.CourseDirectory.root = str(course)
    _complete(config)
    return config


def _complete(config: Config) -> None:
    """Add the exporters and hooks of today's template, which a course directory of an earlier version does not name."""
    ours = template_config()
    for converter in ("Autograde", "GenerateFeedback"):
        for name, value in ours[converter].items():
            if not name.endswith("_preprocessors") and name not in config[converter]:
                config[converter][name] = value


@functools.cache
def template_config() -> Config:
    """Return the configuration of a new course directory: which steps grading takes, which exporters and hooks.

    It is not to be changed: the next caller gets the same.
    """
    return PyFileConfigLoader(TEMPLATE.name, path=str(TEMPLATE.parent)).load_config()


def is_folder_name(student: str) -> bool:
    """Tell whether `student` can be the name of a folder, in nbgrader's patterns too."""
    return len(student.encode()) <= 100 and not _NO_FOLDER.search(student)


@contextlib.contextmanager
def configuring(course: Path) -> Iterator[None]:
    """Make something from the configuration; a value in it that does not fit becomes a `UserError`."""
    try:
        yield
    except TraitError as error:
        raise UserError(
            _("{config} has a value that does not fit, and nothing was done: {why}", config=course / CONFIG, why=error)
        ) from error


def _unreadable(path: Path, error: BaseException) -> UserError:
    """Return the error to raise for a configuration: it is a program, and may raise anything."""
    return UserError(_("{path} cannot be read, and nothing was done: {why}", path=path, why=_in_a_line(error)))


def _in_a_line(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return _("line {number}: {words}", number=error.lineno, words=error.msg)
    return f"{type(error).__name__}: {' '.join(str(error).split())}"

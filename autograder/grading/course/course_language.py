"""The language of a course, in which all is written that its students read: `language = "de"` in `course.toml`."""

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...errors import UserError
from ...language import LANGUAGES, digest, known
from ...language import gettext as _
from .course_toml import PLAN, WrongPlan, parse
from .schedule import LANGUAGE


def course_language(course: Path) -> str:
    """Return the language of a course directory: English where its file says nothing of it.

    Raises
    ------
    WrongPlan
        If it names one that is not there.
    """
    path = course / PLAN
    try:
        about = path.stat()
    except FileNotFoundError:
        return "en"
    return _read(path.resolve(), about.st_mtime_ns, about.st_size)


def read_language(sections: Mapping[str, Any], path: Path) -> str:
    """Return the language that the sections of a `course.toml` name."""
    language = sections.get(LANGUAGE, "en")
    wanted = ", ".join(f'"{name}"' for name in LANGUAGES)
    if not isinstance(language, str):
        raise WrongPlan(
            _("{path}: language is one of {languages}, got {got}", path=path, languages=wanted, got=repr(language))
        )
    try:
        found = known(language)
    except UserError:
        told = {"path": path, "name": repr(language), "languages": wanted}
        raise WrongPlan(_("{path}: there is no language {name} here, only {languages}", **told)) from None
    if found != "en" and not digest(found):
        name = LANGUAGES[found]
        raise WrongPlan(_("{path}: what is said in {name} is not built: run `make course` once", path=path, name=name))
    return found


@functools.lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int) -> str:
    return read_language(parse(path), path)

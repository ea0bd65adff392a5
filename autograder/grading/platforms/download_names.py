"""Remember what the platform calls each student, so that grades and feedback find their way back to it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ...files import write_whole
from ..course.private_folder import private_folder
from .filenames import Platform


@dataclass(frozen=True)
class DownloadName:
    """The names that a download has for one student.

    Attributes
    ----------
    platform : Platform
    number : str
        Canvas's number of the student, or Moodle's of the participant in this assignment; empty in a plain folder.
    label : str
        The name of the student's newest file, or of its folder, at the top of the download.
    """

    platform: Platform
    number: str
    label: str


def remember(course: Path, assignment: str, names: Mapping[str, DownloadName]) -> None:
    """Keep the names of the students of a download beside those of earlier ones."""
    every = recall(course, assignment) | dict(names)
    text = json.dumps({student: asdict(name) for student, name in sorted(every.items())}, indent=1)
    write_whole(_path(course, assignment), text.encode())


def recall(course: Path, assignment: str) -> dict[str, DownloadName]:
    """Return the names by student; none where nothing was collected."""
    path = _path(course, assignment)
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {
        student: DownloadName(Platform(name["platform"]), name["number"], name["label"])
        for student, name in kept.items()
    }


def _path(course: Path, assignment: str) -> Path:
    return private_folder(course) / "collected" / f"{assignment}.json"

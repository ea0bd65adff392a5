"""Parse the file names that Canvas and Moodle give to submissions, and those of plain folders."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath


class Platform(StrEnum):
    """The platform that a download comes from."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    PLAIN = "plain"


@dataclass(frozen=True)
class FileName:
    """The student as the name of a file gives it.

    Attributes
    ----------
    name : str
        What the platform calls the student; `lovelaceada` in Canvas.
    number : str
        Canvas's number of the student, or Moodle's of the participant in this very assignment.
    order : int
        Where one student has several files: the highest is the newest. 0 if nothing is known.
    late : bool
        Whether the platform calls it late.
    label : str
        The part of the path that says all this.
    """

    name: str
    number: str = ""
    order: int = 0
    late: bool = False
    label: str = ""


# lovelaceada_LATE_4711_90210_notebook.ipynb: the student, the file uploaded, and what the student called it
_CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_(?i:LATE))?_(?P<number>[A-Za-z0-9]+)_(?P<order>\d+)_.+")
# Ada Lovelace_4711_assignsubmission_file_/notebook.ipynb, or without a folder, or with no _ at the end
_MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_[a-z]+(_.*)?")


def parse_file_name(platform: Platform, path: PurePosixPath) -> FileName | None:
    """Read the student off `path`; None if it does not say."""
    first = path.parts[0]
    if platform is Platform.PLAIN:
        name = first[:-4] if first.lower().endswith(".zip") else first
        return FileName(name, label=first) if len(path.parts) > 1 or name != first else None
    if platform is Platform.MOODLE:
        match = _MOODLE.fullmatch(first)
        return FileName(match["name"], match["number"], label=first) if match else None
    match = _CANVAS.fullmatch(first)
    if match is None:
        return None
    return FileName(match["name"], match["number"], int(match["order"]), bool(match["late"]), first)


def recognise(paths: Sequence[PurePosixPath]) -> Platform:
    """Tell by its paths where a download comes from."""
    firsts = {path.parts[0] for path in paths}
    for platform, pattern in {Platform.MOODLE: _MOODLE, Platform.CANVAS: _CANVAS}.items():
        if sum(bool(pattern.fullmatch(first)) for first in firsts) > len(firsts) / 2:
            return platform
    return Platform.PLAIN


def depth(paths: Sequence[PurePosixPath], assignment: str) -> int:
    """Return 1 where the folders of the students lie in one folder that is nobody's, else 0."""
    inner = {path.parts[1] for path in paths if len(path.parts) > 1}
    one_folder = len({path.parts[0] for path in paths}) == 1 and all(len(path.parts) > 1 for path in paths)
    if not one_folder or recognise(paths) is not Platform.PLAIN or assignment in inner:
        return 0
    below = [PurePosixPath(*path.parts[1:]) for path in paths]
    if recognise(below) is not Platform.PLAIN:
        return 1
    return int(len(inner) > 1 and all(len(path.parts) > 1 or path.suffix.lower() == ".zip" for path in below))


def student_id(platform: Platform, file_name: FileName) -> str:
    """Make nbgrader's name for a student that nobody else knows: the same at every download."""
    if platform is Platform.CANVAS:
        return f"{file_name.name}_{file_name.number}"
    if platform is Platform.MOODLE:
        return "-".join(re.findall(r"\w+", unicodedata.normalize("NFC", file_name.name.casefold())))
    return file_name.name


def normalized(*names: str) -> str:
    """Return names as they are compared: letters and digits alone, in small letters."""
    text = unicodedata.normalize("NFC", "".join(names)).casefold()
    return "".join(letter for letter in text if letter.isalnum())

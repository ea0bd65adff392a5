"""Pack feedback pages as a learning platform takes them back, under the names that its download had."""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ...language import gettext as _
from ..assignment import Assignment
from ..platforms.download_names import DownloadName, recall
from ..platforms.filenames import Platform
from .feedback_page import is_current, pages

_MOODLES_FOLDER = re.compile(r"(?P<name>.+)(?P<rest>_\d+_assignsubmission_[a-z]+)")


@dataclass
class FeedbackZip:
    """The result of packing: the students, and why others were left out."""

    packed: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def pack(assignment: Assignment, platform: Platform, to: Path) -> FeedbackZip:
    """Write the zip for Canvas's *Re-Upload Submissions*, or for Moodle's *Upload multiple feedback files in a zip*."""
    names = recall(assignment.course, assignment.name)
    done = FeedbackZip()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in assignment.students():
            name = names.get(student)
            found = pages(assignment, student)
            if name is None or name.platform is not platform:
                done.left_out[student] = _(
                    "`autograder collect` has seen no file of theirs from {platform}", platform=platform
                )
            elif not found:
                done.left_out[student] = _("not graded")
            elif not is_current(assignment, student):
                done.left_out[student] = _("the page is older than the grades: run `autograder grade` first")
            else:
                for notebook, page in found.items():
                    archive.write(page, str(_path(name, notebook, only=len(found) == 1)))
                done.packed.append(student)
    return done


def _path(name: DownloadName, notebook: str, *, only: bool) -> PurePosixPath:
    """Return where a page lies in the zip: Canvas reads the numbers of the file's name, Moodle the folder's."""
    if name.platform is Platform.CANVAS:
        stem = PurePosixPath(name.label).stem
        return PurePosixPath(f"{stem}.html" if only else f"{stem}-{notebook}.html")
    parts = _MOODLES_FOLDER.match(name.label)
    folder = parts["name"].replace("_", " ") + parts["rest"] if parts else name.label  # Moodle counts the underscores
    return PurePosixPath(f"{folder}_", f"{notebook}.html")

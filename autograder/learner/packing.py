"""Put a notebook, as it is, into a zip to hand in."""

import io
import re
import zipfile
from pathlib import Path

from ..bank.chapters import COURSE
from ..errors import UserError
from ..language import gettext as _
from .check_notebook import course_contents

CHAPTERS = tuple(name.replace("_", "-") for name in COURSE)


def assignment_name(path: Path, slug: str) -> str:
    """The name of the assignment, `NN-slug`: its folder's, or else from the chapter's place in the course."""
    folder = path.absolute().parent.name
    if re.fullmatch(rf"\d\d-{re.escape(slug)}", folder):
        return folder
    return f"{CHAPTERS.index(slug) + 1:02}-{slug}" if slug in CHAPTERS else slug


def pack(path: Path, folder: Path) -> Path:
    """Put the notebook `path` into a new zip in `folder`, under the name it was released with.

    An earlier zip is never overwritten: the new one gets a number.

    Returns
    -------
    Path
        The zip.

    Raises
    ------
    UserError
        If `folder` is not one or cannot be written to, or `path` is no notebook of the course.
    """
    slug = course_contents(path).slug
    if folder.exists() and not folder.is_dir():
        raise UserError(_("{path} is a file, and the zip needs a folder: choose another with --to", path=folder))
    name = assignment_name(path, slug)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
        archive.write(path, f"{name}/{slug}.ipynb")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write_new(folder, name, content.getvalue())
    except OSError as error:
        raise UserError(
            _(
                "cannot write the zip into {folder}: {why}. Choose another folder with --to",
                folder=folder.absolute(),
                why=error.strerror,
            )
        ) from error


def _write_new(folder: Path, name: str, content: bytes) -> Path:
    number = 1
    while True:
        target = folder / (f"{name}.zip" if number == 1 else f"{name}-{number}.zip")
        try:
            with target.open("xb") as file:
                file.write(content)
        except FileExistsError:
            number += 1
        else:
            return target

"""Read the download of a learning platform: a folder, or a zip with zips in it, none of them trusted.

Nothing is unpacked to where an archive says. Notebooks are copied, up to a limit, to where the reader says.
"""

import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from ...errors import UserError
from ...language import gettext as _
from ...language import noted
from ...notebook.file import MAX_NOTEBOOK_BYTES
from ..course.directory import STAMP

MAX_ENTRIES = 10_000  # of one zip
MAX_ZIP_BYTES = 100 * 1024**2  # what one student's zip may hold in notebooks, or in a zip
TOO_LARGE = noted(
    "is too large: a notebook may have {notebook} MiB, a student's zip {zip} MiB",
    notebook=MAX_NOTEBOOK_BYTES // 1024**2,
    zip=MAX_ZIP_BYTES // 1024**2,
)
_ZIP_BEGINS = b"PK\x03\x04"
_CLUTTER = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
_LEADS_OUT = re.compile(r"^(/|[A-Za-z]:)|(^|/)\.\.(/|$)")


@dataclass(frozen=True)
class File:
    """One file of a download.

    Attributes
    ----------
    path : PurePosixPath
        Where it lies in the download; a zip is a folder of its name.
    copy : Path or None
        Its content, if it is a notebook or a timestamp and could be read.
    trouble : str
        Why it could not.
    students : bool
        Whether a student has packed it: it lies in a zip that lies in the download.
    """

    path: PurePosixPath
    copy: Path | None = None
    trouble: str = ""
    students: bool = False

    @property
    def is_notebook(self) -> bool:
        """Whether the file is called one."""
        return self.path.suffix.lower() == ".ipynb"

    @property
    def content(self) -> bytes:
        """The content of the copy; empty where there is none."""
        return self.copy.read_bytes() if self.copy else b""


def read(download: Path, to: Path) -> list[File]:
    """List the files of `download`, with a copy in the folder `to` of each notebook and timestamp.

    Raises
    ------
    UserError
        If `download` is neither a folder nor a zip that can be read.
    """
    reader = _Reader(to)
    if download.is_dir():
        return list(reader.folder(download))
    if not download.is_file():
        raise UserError(
            _("{download} does not exist: give the zip that was downloaded, or a folder", download=download)
        )
    with download.open("rb") as file:
        if not zipfile.is_zipfile(file):
            file.seek(0)
            if file.read(len(_ZIP_BEGINS)) == _ZIP_BEGINS:
                raise UserError(_("{download} is a zip whose end is missing: download it again", download=download))
            raise UserError(
                _("{download} is not a zip: give the zip that was downloaded, or a folder", download=download)
            )
        found = list(reader.zip(PurePosixPath(), file, students=False))
    if found and found[0].path == PurePosixPath():
        raise UserError(_("{download} cannot be read: it {trouble}", download=download, trouble=found[0].trouble))
    return found


def folders(download: Path) -> set[PurePosixPath]:
    """List the folders of a download that `read` could read, those without a file too."""
    if download.is_dir():
        paths = {PurePosixPath(path.relative_to(download).as_posix()) for path in download.rglob("*/")}
    else:
        with zipfile.ZipFile(download) as archive:
            names = {_name(entry).rpartition("/")[0] for entry in archive.infolist()}
        inner = [PurePosixPath(name) for name in names if not _LEADS_OUT.search(name)]
        paths = {folder for path in inner for folder in (path, *path.parents)}
    return {path for path in paths if not _CLUTTER & set(path.parts)}


class _Reader:
    def __init__(self, to: Path) -> None:
        self._to, self._copies = to, 0

    def folder(self, top: Path) -> Iterator[File]:
        for place, folders, names in os.walk(top):
            links = [name for name in folders if (Path(place) / name).is_symlink()]
            folders[:] = sorted(name for name in folders if name not in {*_CLUTTER, *links})
            for name in sorted((*names, *links)):
                if name not in _CLUTTER:
                    path = Path(place) / name
                    yield from self._of_folder(PurePosixPath(path.relative_to(top).as_posix()), path)

    def _of_folder(self, path: PurePosixPath, file: Path) -> Iterator[File]:
        if file.is_symlink() or not file.is_file():
            yield File(path, trouble=_("is a link or no plain file, and nothing is read through it"))
        elif _is_zip(path):
            with file.open("rb") as content:
                yield from self.zip(path, content, students=True)
        elif _is_wanted(path):
            with file.open("rb") as content:
                yield self._keep(path, content.read(MAX_NOTEBOOK_BYTES + 1), students=False)
        else:
            yield File(path)

    def zip(self, prefix: PurePosixPath, file: IO[bytes], *, students: bool) -> Iterator[File]:
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
                if len(entries) > MAX_ENTRIES:
                    words = _("holds {number} files; the limit is {limit}", number=len(entries), limit=MAX_ENTRIES)
                    yield File(prefix, trouble=words)
                    return
                left = MAX_ZIP_BYTES
                for entry in entries:
                    for found in self._of_zip(prefix, archive, entry, left, students=students):
                        if students and found.copy:
                            left -= found.copy.stat().st_size
                        yield found
        except (zipfile.BadZipFile, EOFError, ValueError, OverflowError) as error:
            yield File(prefix, trouble=_("is not a zip that can be read: {why}", why=error), students=students)

    def _of_zip(
        self, prefix: PurePosixPath, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, *, students: bool
    ) -> Iterator[File]:
        name = _name(entry)
        path = prefix / name
        if _CLUTTER & set(path.parts) or entry.is_dir():
            return
        if _LEADS_OUT.search(name):
            words = _("has a name that leads out of the zip: {name}", name=name)
            yield File(prefix / "?", trouble=words, students=students)
        elif stat.S_ISLNK(entry.external_attr >> 16):
            yield File(path, trouble=_("is a link, and nothing is read through it"), students=students)
        elif _is_zip(path) and students:
            yield File(path, trouble=_("is a zip in a zip"), students=True)
        elif _is_zip(path) or _is_wanted(path):
            limit = min(MAX_ZIP_BYTES if _is_zip(path) else MAX_NOTEBOOK_BYTES, left)
            try:
                with archive.open(entry) as file:
                    content = file.read(limit + 1)
            except (RuntimeError, NotImplementedError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
                yield File(path, trouble=_("cannot be read: {why}", why=error), students=students)
                return
            if len(content) > limit:
                yield File(path, trouble=_(TOO_LARGE), students=students)
            elif _is_zip(path):
                yield from self.zip(path, io.BytesIO(content), students=True)
            else:
                yield self._keep(path, content, students=students)
        else:
            yield File(path, students=students)

    def _keep(self, path: PurePosixPath, content: bytes, *, students: bool) -> File:
        if len(content) > MAX_NOTEBOOK_BYTES:
            return File(path, trouble=_(TOO_LARGE), students=students)
        self._copies += 1
        copy = self._to / str(self._copies)
        copy.write_bytes(content)
        return File(path, copy, students=students)


def _is_wanted(path: PurePosixPath) -> bool:
    return path.suffix.lower() == ".ipynb" or path.name == STAMP


def _is_zip(path: PurePosixPath) -> bool:
    return path.suffix.lower() == ".zip"


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name in Unicode: some programs write UTF-8 and do not say so."""
    name = entry.filename.replace("\\", "/")
    if entry.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name

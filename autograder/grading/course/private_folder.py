"""The private folder of a course directory, and the key in it from which the seeds of all hidden cases are drawn."""

import errno
import os
import secrets
from pathlib import Path

from ...errors import UserError
from ...files import write_whole
from ...language import gettext as _

KEY_BYTES = 32
_NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)


def private_folder(course: Path) -> Path:
    """Return the folder of a course directory that holds what is ours alone."""
    return course / ".magic-window"


def require_writable(course: Path) -> None:
    """Refuse a course directory into which nothing can be written.

    Raises
    ------
    UserError
        If its file system is read-only, or the rights do not suffice.
    """
    path = private_folder(course) / "written"
    try:
        write_whole(path, b"")
        path.unlink()
    except OSError as error:
        if error.errno in _NOT_WRITABLE:
            raise UserError(
                _(
                    "nothing can be written into {course} ({why}): make it writable, or work in a copy that is",
                    course=course,
                    why=error.strerror,
                )
            ) from error
        raise


def key_path(course: Path) -> Path:
    """Return where the key of a course directory lies."""
    return private_folder(course) / "key"


def make_key(course: Path) -> None:
    """Give the course directory a key, unless it has one: a new key would change every hidden case."""
    path = key_path(course)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def read_key(course: Path) -> bytes:
    """Read the key of the course directory.

    Raises
    ------
    FileNotFoundError
        If it has none; the message says how to make one.
    ValueError
        If what lies there is not a key.
    """
    path = key_path(course)
    if not path.exists():
        raise FileNotFoundError(
            _("{path} is missing: run `autograder init {course}` once, or bring the key back", path=path, course=course)
        )
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            _(
                "{path} does not hold a key of {number} bytes in hexadecimal; bring the old one back",
                path=path,
                number=KEY_BYTES,
            )
        )
    return key

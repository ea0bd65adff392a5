"""The secret seeds of the hidden cases: the same at every regrade, known to nobody."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from ...language import gettext as _

KEY_BYTES = 32
PRIVATE = ".magic-window"  # the folder of a course directory that holds what is ours alone


def key_path(course: Path) -> Path:
    """Where the key of a course directory lies."""
    return course / PRIVATE / "key"


def make_key(course: Path) -> None:
    """Give the course directory a key, unless it has one: a new key would change every hidden case."""
    path = key_path(course)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def read_key(course: Path) -> bytes:
    """The key of the course directory.

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


def seed(key: bytes, student: str, exercise_id: str) -> int:
    """The seed of one student's hidden cases of one exercise: 64 bits of an HMAC."""
    message = f"{exercise_id}\0{student}".encode()
    return int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:8], "big")

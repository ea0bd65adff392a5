"""Tell a full disk from a fault of one submission: it stops the run, and is said once instead of for every student."""

import errno
import re
from pathlib import Path

from ...errors import UserError
from ...files import write_whole
from ...language import gettext as _
from .private_folder import private_folder

_FULL = (errno.ENOSPC, errno.EDQUOT)
_SAYS_SO = re.compile(rf"\[Errno ({'|'.join(map(str, _FULL))})\]|database or disk is full")
_ROOM = 1024**2  # bytes; less than a submission needs


class DiskFull(UserError):
    """A course directory that has no room left."""


def refuse_full_disk(course: Path, fault: str) -> None:
    """Raise `DiskFull` where a fault speaks of a full disk and there is no room; a submission may only say so."""
    if _SAYS_SO.search(fault) and not _has_room(course):
        raise DiskFull(
            _(
                "the disk is full: there is no room in {course}. Make some and run the same command again, which goes "
                "on from here: what was judged and graded is kept",
                course=course,
            )
        )


def _has_room(course: Path) -> bool:
    path = private_folder(course) / "room"
    try:
        write_whole(path, bytes(_ROOM))
    except OSError as error:
        return error.errno not in _FULL
    path.unlink()
    return True

"""Write a file whole or not at all."""

import contextlib
import os
import threading
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and put it in its place: whoever reads `path` never sees half of it.

    Raises
    ------
    OSError
        If it cannot be written; the error names `path`, and what was there is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}-{threading.get_ident()}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # else a machine that loses its power may keep the name without the content
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error  # nobody knows the draft by name
    except BaseException:
        draft.unlink(missing_ok=True)
        raise

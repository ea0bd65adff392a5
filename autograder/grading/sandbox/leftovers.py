"""Temporary files that name the process that made them: those of a run that was killed are swept by the next one."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "magic-window-"


def prefix(what: str) -> str:
    """Return how the name of a temporary file or folder of this process begins."""
    return f"{PREFIX}{what}-{os.getpid()}-"


def is_left_over(name: str) -> bool:
    """Tell whether the process is gone that stands in a name, as its first number."""
    maker = next(filter(str.isdigit, name.removeprefix(PREFIX).split("-")), "")
    return bool(maker) and not Path("/proc", maker).exists()


def sweep(folder: Path | None = None) -> None:
    """Remove what ended processes have left in a folder, the one for temporary files where none is given."""
    for path in (folder or Path(tempfile.gettempdir())).glob(f"{PREFIX}*-*-*"):
        if is_left_over(path.name):
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

"""Keep for the rest of the boot that the sandbox was tried and is whole: to try it takes a second of every command."""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import sys
from pathlib import Path

from ...files import write_whole
from .selftest import missing_layers

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACES = ("user", "mnt", "pid", "net", "cgroup")


def missing_layers_once(kept: Path, code: str) -> list[str]:
    """Say what is missing, as `missing_layers` does; try nothing where `kept` says that all held since the last boot.

    Parameters
    ----------
    kept : Path
        A file that only this user can write.
    code : str
        A digest of our own code: other code is tried anew.
    """
    here = _here(code)
    if here and kept.is_file() and kept.read_text(encoding="utf-8", errors="replace") == here:
        return []
    missing = missing_layers()
    if here and not missing:
        with contextlib.suppress(OSError):  # then the next command tries it again
            write_whole(kept, here.encode())
    return missing


def _here(code: str) -> str:
    """Name the kernel's boot, the container, the user and the programs; empty where the kernel does not say."""
    bwrap = shutil.which("bwrap")
    try:
        boot = _BOOT.read_text()
        namespaces = [str(Path(f"/proc/self/ns/{name}").readlink()) for name in _NAMESPACES]
        about = Path(bwrap).stat() if bwrap else None
    except OSError:
        return ""
    program = [bwrap, about.st_mtime_ns, about.st_size] if about else None
    everything = [boot, namespaces, os.getuid(), os.getgid(), platform.release(), program, sys.executable, code]
    return hashlib.sha256(json.dumps(everything).encode()).hexdigest()

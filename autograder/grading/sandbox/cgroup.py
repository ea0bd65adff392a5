"""A bound on the memory of all processes of a sandbox together, where the machine lets us set one."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from .leftovers import PREFIX, is_left_over

ROOT = Path("/sys/fs/cgroup")
_PATIENCE_SECONDS = 1  # a process that has just ended may still be counted
MEMORY_BYTES = 4 << 30  # a submission's processes and its tmpfs, and the fork server itself


def own_group() -> tuple[Path, str] | None:
    """The control group of this process for memory and the name of its limit, or None where there is none."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            number, controllers, path = line.split(":", 2)
            if "memory" in controllers.split(","):  # version 1
                return ROOT / "memory" / path.lstrip("/"), "memory.limit_in_bytes"
            group = ROOT / path.lstrip("/")
            handed_on = group / "cgroup.subtree_control"  # version 2
            if number == "0" and handed_on.exists() and "memory" in handed_on.read_text().split():
                return group, "memory.max"
    return None


@contextlib.contextmanager
def holding(pid: int) -> Iterator[bool]:
    """Keep a process, and all that it will start, in a group of its own. Gives whether that was possible."""
    made = _make(pid)
    try:
        yield made is not None
    finally:
        if made:
            _remove(made)


def _make(pid: int) -> Path | None:
    found = own_group()
    if found is None:
        return None
    _sweep(found[0])
    group = found[0] / f"{PREFIX}{os.getpid()}-{pid}"  # the process that makes it, and the one that it is for
    try:
        group.mkdir()
    except OSError:
        return None
    try:
        (group / found[1]).write_text(str(MEMORY_BYTES))
        (group / "cgroup.procs").write_text(str(pid))
    except OSError:
        with contextlib.suppress(OSError):
            group.rmdir()
        return None
    return group


def _remove(group: Path) -> None:
    """Remove an empty group; give its last process a moment to be gone."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            group.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            if time.monotonic() > deadline:
                return  # the next run sweeps it
            time.sleep(0.01)
        else:
            return


def _sweep(parent: Path) -> None:
    """Remove the groups of runs that were killed before they could."""
    for group in parent.glob(f"{PREFIX}*-*"):
        if is_left_over(group.name):
            with contextlib.suppress(OSError):
                group.rmdir()

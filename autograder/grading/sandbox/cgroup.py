"""A bound on the memory of all processes of a sandbox together, where the machine lets us set one."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
MEMORY_BYTES = 4 << 30  # a submission's processes and its tmpfs, and the nursery itself


def own_group() -> tuple[Path, str] | None:
    """This process's control group for memory and the name of its limit, or None where there is none."""
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
            with contextlib.suppress(OSError):  # a process that has just ended may still be counted
                made.rmdir()


def _make(pid: int) -> Path | None:
    found = own_group()
    if found is None:
        return None
    group = found[0] / f"magic-window-{os.getpid()}-{pid}"
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

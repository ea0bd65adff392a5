"""Tries, from inside, to break out of the sandbox. `autograder.grading.sandbox` asks what of it worked."""

import ctypes
import mmap
import os
import resource
import socket
from collections.abc import Callable
from pathlib import Path

_NEW_USER_NAMESPACE = 0x10000000  # CLONE_NEWUSER, from <linux/sched.h>


def attack(secret: str, port: int, memory: int) -> list[str]:
    """Return the names of the layers that did not hold.

    Parameters
    ----------
    secret : str
        A file of the machine outside.
    port : int
        Where a server listens outside, on 127.0.0.1.
    memory : int
        More bytes than a process may have.
    """
    tmp = os.statvfs("/tmp")
    broken = {
        "private files": os.path.exists(secret) or os.path.exists("/etc/passwd"),
        "no network": _works(lambda: socket.create_connection(("127.0.0.1", port), 2))
        or any(name != "lo" for _, name in socket.if_nameindex()),
        "own processes": sum(name.isdigit() for name in os.listdir("/proc")) > 5,
        "read-only system": any(_works(Path(folder, "x").touch) for folder in ("/", "/usr/bin", "/runner")),
        "no rights": os.getuid() == 0 or _status("NoNewPrivs") != 1 or _status("CapEff") | _status("CapBnd") != 0,
        "memory limit": _works(lambda: mmap.mmap(-1, memory)),
        "process limit": _works(_fork_beyond_the_limit),
        "bounded files": tmp.f_blocks * tmp.f_frsize > memory,
        "no further namespaces": _works(_make_namespace),
    }
    return [name for name, is_broken in broken.items() if is_broken]


def _works(action: Callable[[], object]) -> bool:
    try:
        action()
    except (OSError, ValueError):
        return False
    return True


def _status(word: str) -> int:
    with open("/proc/self/status") as file:
        return next(int(line.split()[1], 16) for line in file if line.startswith(word))


def _fork_beyond_the_limit() -> None:
    """The kernel does not count the processes of a privileged user, whatever the limit says."""
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (1, hard))
    try:
        if os.fork() == 0:
            os._exit(0)
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, (hard, hard))


def _make_namespace() -> None:
    if ctypes.CDLL(None).unshare(_NEW_USER_NAMESPACE):
        raise OSError("refused")

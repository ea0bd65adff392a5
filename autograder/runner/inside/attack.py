"""Try, from inside, to break out of the sandbox. `autograder.grading.sandbox.selftest` asks what of it worked."""

import ctypes
import mmap
import os
import resource
import socket
import struct
from collections.abc import Callable
from pathlib import Path

_NEW_USER_NAMESPACE = 0x10000000  # CLONE_NEWUSER, from <linux/sched.h>
_READ_BOUNDING, _GET_NO_NEW_PRIVILEGES = 23, 39  # from <linux/prctl.h>
_CAPABILITIES_3 = 0x20080522  # from <linux/capability.h>
_libc = ctypes.CDLL(None)


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
        "no network": _works(lambda: socket.create_connection(("127.0.0.1", port), 2)) or _network_devices() != ["lo"],
        "own processes": any(name.isdigit() for name in os.listdir("/proc")) or os.getppid() != 1,
        "read-only system": any(_works(Path(folder, "x").touch) for folder in ("/", "/usr/bin", "/runner", "/proc")),
        "no rights": os.getuid() == 0 or _has_capabilities() or _libc.prctl(_GET_NO_NEW_PRIVILEGES, 0, 0, 0, 0) != 1,
        "filtered system calls": _works(socket.socket),
        "memory limit": _works(lambda: mmap.mmap(-1, memory)),
        "process limit": _works(_fork_beyond_the_limit),
        "bounded files": tmp.f_blocks * tmp.f_frsize > memory or tmp.f_files > 1_000_000,
        "no further namespaces": _works(_make_namespace),
    }
    return [name for name, is_broken in broken.items() if is_broken]


def _works(action: Callable[[], object]) -> bool:
    try:
        action()
    except (OSError, ValueError):
        return False
    return True


def _network_devices() -> list[str]:
    try:
        return [name for _, name in socket.if_nameindex()]
    except OSError:  # asked by way of a socket, and there are none
        return ["lo"]


def _has_capabilities() -> bool:
    held = ctypes.create_string_buffer(24)
    asked = _libc.capget(struct.pack("=Ii", _CAPABILITIES_3, 0), held)
    return asked != 0 or any(held.raw) or any(_libc.prctl(_READ_BOUNDING, n, 0, 0, 0) == 1 for n in range(41))


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
    if _libc.unshare(_NEW_USER_NAMESPACE):
        raise OSError("refused")

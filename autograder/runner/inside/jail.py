"""Isolate a forked child: namespaces and file systems of its own, no capabilities, and a filter on system calls.

This runs inside bubblewrap already, as an unprivileged user, and keeps one submission from the next.
"""

import ctypes
import os
import resource
import signal
import struct
from collections.abc import Iterable, Mapping
from typing import Any

HOME, WORK = "/tmp/home", "/tmp/work"

# From <linux/sched.h>, <sys/mount.h>, <linux/prctl.h>, <linux/seccomp.h> and <linux/capability.h>
_USER, _MOUNT, _PID, _NET, _IPC, _UTS = 0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000, 0x04000000
_READ_ONLY, _NO_SUID, _NO_DEVICES, _RECURSIVE, _PRIVATE = 1, 2, 4, 1 << 14, 1 << 18
_SET_DEATH_SIGNAL, _SET_SECCOMP, _DROP_BOUNDING, _SET_NO_NEW_PRIVILEGES = 1, 22, 24, 38
_FILTER = 2
_CAPABILITIES_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def unshare_namespaces() -> None:
    """Unshare the user, mount, pid, net, ipc and uts namespaces; the pid namespace takes effect for the next child."""
    user, group = os.getuid(), os.getgid()
    _call("unshare", _USER | _MOUNT | _PID | _NET | _IPC | _UTS)
    for file, text in {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}.items():
        with open(f"/proc/self/{file}", "w") as mapping:
            mapping.write(text)


def mount_private_filesystems(beside: Iterable[str], size: int, inodes: int) -> None:
    """Mount a fresh tmpfs wherever something can be written, and an empty one over /proc.

    Parameters
    ----------
    beside : iterable of str
        Files and folders that lie beside the notebook.
    size, inodes : int
        Bytes, and files, of each of the two tmpfs.
    """
    _call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)
    bounds = f"mode=1777,size={size},nr_inodes={inodes}".encode()
    for folder in (b"/tmp", b"/dev/shm"):
        _call("mount", b"tmpfs", folder, b"tmpfs", _NO_SUID | _NO_DEVICES, bounds)
    for name in (HOME, WORK):
        os.mkdir(name)
    for path in beside:
        os.symlink(path, os.path.join(WORK, os.path.basename(path)))
    # A fresh /proc may not be mounted here, and the one that is here shows the fork server.
    _call("mount", b"tmpfs", b"/proc", b"tmpfs", _READ_ONLY | _NO_SUID | _NO_DEVICES, b"mode=555,nr_inodes=1")


def die_with_parent() -> None:
    """Be killed when the parent ends."""
    _call("prctl", _SET_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)


def drop_capabilities() -> None:
    """Drop every capability, for good."""
    _call("prctl", _SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for capability in range(64):
        if _libc.prctl(_DROP_BOUNDING, capability, 0, 0, 0):
            break  # the kernel knows no more of them
    header, none = struct.pack("=Ii", _CAPABILITIES_3, 0), bytes(24)
    _call("capset", header, none)


def limit(rlimits: Mapping[str, int]) -> None:
    """Set hard limits, by their names in `resource`."""
    for name, value in rlimits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


def filter_calls(program: bytes) -> None:
    """Load a filter on system calls: the kernel's own instructions, made on the judge's side."""
    instructions = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("first", ctypes.c_void_p)]

    loaded = Program(len(program) // 8, ctypes.addressof(instructions))
    _call("prctl", _SET_SECCOMP, _FILTER, ctypes.byref(loaded), 0, 0)


def _call(name: str, *args: Any) -> None:
    words = [ctypes.c_ulong(arg) if isinstance(arg, int) else arg for arg in args]
    if getattr(_libc, name)(*words):
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")

"""The system calls that student code may not make, as a program for the kernel."""

import errno
import functools
import tempfile

from ...language import gettext as _
from ...language import noted

# Not there at all, as on a kernel without them: libraries then do without. `clone3` hides its flags from a filter.
_ABSENT = [
    "clone3", "io_uring_setup", "io_uring_enter", "io_uring_register",
    # Memory that no limit of a process counts, and no file system either.
    "memfd_create", "memfd_secret", "shmget", "semget", "msgget",
]  # fmt: skip
# Looking into other processes, changing what is mounted, keys, further namespaces, the machine itself.
_DENIED = [
    "ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd", "userfaultfd", "perf_event_open", "bpf",
    "add_key", "keyctl", "request_key",
    "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick",
    "mount_setattr",
    "unshare", "setns",
    "open_by_handle_at", "name_to_handle_at", "fanotify_init", "quotactl",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff",
    "acct", "syslog",
    "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "vhangup",
    "iopl", "ioperm", "modify_ldt", "personality", "mbind", "migrate_pages", "move_pages",
    "sched_setaffinity",  # a submission whose speed is graded has one core
    "socket",
]  # fmt: skip
_NEW_NAMESPACES = 0x7E020080  # every CLONE_NEW* flag of <linux/sched.h>
_UNIX = 1  # AF_UNIX
_PUSH_INPUT = 0x5412  # TIOCSTI: type on somebody's terminal
_SIGNAL_BY_QUEUE = ["rt_sigqueueinfo", "rt_tgsigqueueinfo"]


def missing() -> str:
    """Say what to install before a filter can be made; empty where nothing has to be."""
    try:
        import pyseccomp  # noqa: F401
    except (ImportError, OSError, RuntimeError):
        return noted("libseccomp is not installed: sudo apt-get install libseccomp2 (and pip install pyseccomp)")
    return ""


@functools.cache
def program() -> bytes:
    """Return the filter as the kernel's own instructions, eight bytes each.

    All that is not named here is allowed: Python, NumPy and matplotlib are to behave as at home.
    """
    import pyseccomp
    from pyseccomp import ALLOW, EQ, ERRNO, MASKED_EQ, NE, Arg

    flags = [1 << bit for bit in range(32) if _NEW_NAMESPACES >> bit & 1]
    denials = [
        *((name, errno.ENOSYS, []) for name in _ABSENT),
        *((name, errno.EPERM, []) for name in [*_DENIED, *_SIGNAL_BY_QUEUE]),
        *(("clone", errno.EPERM, [Arg(0, MASKED_EQ, flag, flag)]) for flag in flags),
        ("socketpair", errno.EPERM, [Arg(0, NE, _UNIX)]),
        ("ioctl", errno.EPERM, [Arg(1, EQ, _PUSH_INPUT)]),
    ]
    rules = pyseccomp.SyscallFilter(ALLOW)
    unknown = set()
    for name, number, arguments in denials:
        try:
            rules.add_rule(ERRNO(number), name, *arguments)
        except (ValueError, OSError, RuntimeError):  # an older libseccomp, or this processor, has no such call
            unknown.add(name)
    if unknown & {"ptrace", "mount", "unshare", "clone", "socket"}:
        names = ", ".join(sorted(unknown))
        raise RuntimeError(_("libseccomp does not know {names}: install a newer one", names=names))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()

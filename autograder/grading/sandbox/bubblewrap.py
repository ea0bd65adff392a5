"""The command line of bubblewrap: what a sandboxed process sees, and who it is.

A rlimit binds only an unprivileged user, so student code never runs as root, not even where grading does. Root
needs two steps, because an unprivileged user often cannot reach the interpreter or the clone (`/root`, a private
temporary folder): the first bwrap, still root, mounts everything; the second, as nobody, gives up root for good
and makes a user namespace. An ordinary user needs one.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from ...language import noted
from . import seccomp
from .importable import importable

SITE = "/runner/site"  # all that can be imported beside the standard library
BESIDE = "/runner/beside"  # what lies beside the notebook
FIGURES = "/runner/figures.npz"  # the figures that are known
_PYTHON = "/runner/python"
_HOME = "/tmp/home"
_TMP_BYTES = 64 << 20  # for the fork server itself: its children have folders of their own
_NOBODY = "65534"
_OLDEST = (0, 8)

_NAMESPACES = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
_TIED = ["--die-with-parent", "--new-session"]
_USER = ["--unshare-user", "--uid", "1000", "--gid", "1000"]
_USER += ["--setenv", "LD_LIBRARY_PATH", f"{_PYTHON}/lib"]

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": _HOME,
    "TMPDIR": "/tmp",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": f"{_HOME}/matplotlib",
    "IPYTHONDIR": f"{_HOME}/ipython",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    # So that the time and the memory of a call do not depend on what was freed before it: arrays of less than 32 MiB
    # stay in memory that the process keeps, up to 64 MiB; larger ones come from the kernel and go back to it.
    "GLIBC_TUNABLES": f"glibc.malloc.mmap_threshold={32 << 20}:glibc.malloc.trim_threshold={64 << 20}",
}


def missing_tools() -> list[str]:
    """Say what has to be installed before `command` can work. Empty where nothing has."""
    version = _version()
    if version is None:
        return [noted("bwrap is not installed: sudo apt-get install bubblewrap")]
    without_filter = seccomp.missing()
    if without_filter:
        return [without_filter]
    if version < _OLDEST:
        wanted = ".".join(map(str, _OLDEST))
        found = ".".join(map(str, version))
        return [noted("bwrap {found} is too old: install bubblewrap {wanted} or newer", found=found, wanted=wanted)]
    if _is_root() and not shutil.which("setpriv"):
        return [noted("setpriv is not installed: sudo apt-get install util-linux")]
    return []


def command(beside: Sequence[Path], figures: Path | None = None) -> tuple[list[str], list[str]]:
    """Return what makes a sandbox: arguments for bwrap itself, and what stands in front of the sandboxed command.

    Parameters
    ----------
    beside : sequence of Path
        What is to lie, read-only, beside the notebook.
    figures : Path, optional
        The figures that are known: see `runner.inside.figures`.
    """
    shared = [*_TIED, *_NAMESPACES, "--hostname", "sandbox", *_mounts(beside)]
    if figures:
        shared += ["--ro-bind", str(figures), FIGURES]
    last = ["--remount-ro", "/", "--chdir", "/tmp"]
    if not _is_root():
        return [*shared, *_USER, "--proc", "/proc", *last], []
    # Three things the second bwrap needs: a whole /proc (bwrap's own --proc hides parts of it, and then the kernel
    # lets nobody mount a fresh one, nor write the limit of user namespaces), itself, and the right to become nobody.
    capabilities = ["--cap-drop", "ALL"]
    for capability in ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
        capabilities += ["--cap-add", capability]
    itself = ["--ro-bind", os.path.realpath(shutil.which("bwrap") or "bwrap"), "/runner/bwrap"]
    become_nobody = ["setpriv", "--reuid", _NOBODY, "--regid", _NOBODY, "--clear-groups", "--no-new-privs"]
    become_nobody += ["--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"]
    inner = ["/runner/bwrap", *_TIED, *_USER, "--unshare-pid", "--dev-bind", "/", "/", "--proc", "/proc"]
    mount_proc = ["sh", "-c", 'mount -n -t proc proc /proc && exec "$@"', "sh"]
    outer = [*shared, *capabilities, *itself, "--dir", "/proc", *last]
    return outer, [*mount_proc, *become_nobody, *inner, "--chdir", "/tmp", "--"]


def python() -> str:
    """Return the path of the interpreter as seen in the sandbox."""
    prefix = "/usr" if sys.base_prefix == "/usr" else _PYTHON
    return f"{prefix}/bin/{_interpreter().name}"


def packages() -> dict[str, Path]:
    """Return all that a notebook can import beside the standard library: what is called how, and where it lies."""
    runner = Path(__file__).parents[2] / "runner"
    return {"runner": runner, "autograder": runner / "stand_in"} | importable()


def _mounts(beside: Sequence[Path]) -> list[str]:
    """The mounts: nothing else can be seen. Folders above a bind come first: bwrap would make them private to root."""
    mounts = ["--dir", "/usr/lib", "--dir", "/etc", "--dir", SITE, "--dir", BESIDE]
    libraries = _libraries()
    for folder in ("/usr/bin", *libraries):
        mounts += ["--ro-bind-try", folder, folder]
    for folder in ("/bin", "/lib", "/lib32", "/lib64"):
        if Path(folder).is_symlink():
            mounts += ["--symlink", str(Path(folder).readlink()), folder]
        else:
            mounts += ["--ro-bind-try", folder, folder]
    for path in ("/etc/ld.so.cache", "/etc/alternatives"):
        mounts += ["--ro-bind-try", path, path]
    if sys.base_prefix != "/usr":
        binary = _interpreter()
        mounts += ["--dir", f"{_PYTHON}/bin", "--ro-bind", str(binary), f"{_PYTHON}/bin/{binary.name}"]
        mounts += ["--ro-bind", f"{sys.base_prefix}/lib", f"{_PYTHON}/lib"]
        mounts += _masks([f"{sys.base_prefix}/lib"], sys.base_prefix, _PYTHON)
    mounts += _masks(libraries, "/usr", "/usr")

    for name, package in packages().items():
        mounts += ["--ro-bind", str(package), f"{SITE}/{name}"]

    # `--perms 1777`: mounted by root, to be written by somebody else.
    mounts += ["--perms", "1777", "--size", str(_TMP_BYTES), "--tmpfs", "/tmp", "--perms", "1777", "--dir", _HOME]
    mounts += ["--dev", "/dev", "--perms", "1777", "--size", str(_TMP_BYTES), "--tmpfs", "/dev/shm"]
    mounts += ["--remount-ro", "/dev"]
    for entry in beside:
        mounts += ["--ro-bind", str(entry), f"{BESIDE}/{entry.name}"]
    return mounts


def beside_the_notebook(files: Path | None) -> list[Path]:
    """Return the entries of `files` that a notebook may read: no notebooks, nothing hidden, and no symbolic links.

    A student may have handed the folder in, and a link would be followed outside of the sandbox.
    """
    if files is None:
        return []
    return sorted(
        path.absolute()
        for path in files.iterdir()
        if not path.is_symlink()
        and (path.is_dir() or path.is_file())
        and not path.name.startswith(".")
        and path.suffix != ".ipynb"
    )


def _libraries() -> list[str]:
    """Return the system's own libraries: not all of /usr/lib where they have a folder of their own.

    Other programs bring packages for Python along, which a notebook could find there.
    """
    own = f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}"
    if not Path(own).is_dir():
        return ["/usr/lib", "/usr/lib32", "/usr/lib64"]
    standard = [sysconfig.get_path("stdlib")] if sys.base_prefix == "/usr" else []
    return [own, *standard, "/usr/lib/locale", "/usr/lib64"]


def _masks(shown: list[str], prefix: str, seen_as: str) -> list[str]:
    """Cover the folders where an interpreter keeps packages: what a notebook may import lies in `SITE`."""
    masks = []
    for folder in sorted(Path(prefix).glob("lib*/python3*/*-packages")):
        if any(folder.is_relative_to(path) for path in shown):
            hidden = f"{seen_as}/{folder.relative_to(prefix)}"
            masks += ["--size", "4096", "--tmpfs", hidden, "--remount-ro", hidden]
    return masks


def _interpreter() -> Path:
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return Path(sys.base_prefix, "bin", name).resolve()


def _is_root() -> bool:
    return os.getuid() == 0


@functools.cache
def _version() -> tuple[int, ...] | None:
    if not shutil.which("bwrap"):
        return None
    said = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(map(int, re.findall(r"\d+", said)))

"""Make this Python like one of another machine, as far as our own code can tell. Run by test_imports, not imported.

usage: python other_machine.py windows|browser [learner's program]
"""

import builtins
import importlib.util
import os
import runpy
import signal
import sys
import threading

HEAVY = {"torch", "scipy", "solutions", "nbgrader", "sklearn", "skimage", "distributed"}
POSIX = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "_posixsubprocess", "syslog"}
NOT_IN_A_BROWSER = {
    "typer",
    "rich",
    "nbformat",
    "jupytext",
    "subprocess",
    "multiprocessing",
    "_multiprocessing",
    "ctypes",
}
SIGNALS = ("setitimer", "alarm", "SIGALRM", "SIGKILL", "ITIMER_REAL", "pthread_kill")
OF_POSIX = ("fork", "killpg", "setsid", "getuid", "geteuid", "getpgid", "mkfifo", "sched_getaffinity")


def block(names):
    """Refuse `names` to our own modules, whoever else has imported them, and to everybody who had not yet."""
    really_import, really_find = builtins.__import__, importlib.util.find_spec
    ours = ("autograder", "__main__")

    def refuse(name):
        root = name.split(".")[0]
        if root in names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    def guarded(name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0 and str((globals or {}).get("__name__")).startswith(ours):
            refuse(name)
        return really_import(name, globals, locals, fromlist, level)

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None):
            refuse(name)

    builtins.__import__ = guarded
    sys.meta_path.insert(0, Finder)
    importlib.util.find_spec = lambda name, package=None: (
        None if name.split(".")[0] in names else really_find(name, package)
    )


def forget(module, names):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)


def no_thread(thread):
    raise RuntimeError("can't start new thread")


def main(machine, program):
    import numpy.testing  # noqa: F401 (what other people's code imports is their business)

    if machine == "windows":
        import jupytext  # noqa: F401
        import matplotlib.pyplot  # noqa: F401
        import nbformat  # noqa: F401
        import typer  # noqa: F401

        block(HEAVY | POSIX)
    else:
        block(HEAVY | POSIX | NOT_IN_A_BROWSER)
        threading.Thread.start = no_thread
        sys.platform = "emscripten"
    forget(signal, SIGNALS)
    forget(os, OF_POSIX)
    runpy.run_path(program, run_name="__main__")


main(*sys.argv[1:])

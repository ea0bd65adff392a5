"""Fork server: preloads NumPy and IPython, forks one child per submission, and runs no student's code itself.

A child costs milliseconds where a fresh Python costs most of a second. What a child needs to be kept from the others
is in `jail`; what it does is in `serve`.
"""

import base64
import fcntl
import gc
import importlib
import json
import os
import random
import site
import socket
import sys
import time
from pathlib import Path
from typing import Any

from matplotlib_inline.config import InlineBackend

from ..shell import Shell
from . import jail, serve
from .drawing import Drawing
from .figures import read
from .recorders import Recorders

GREETING = b"fork server 1"
MAX_MESSAGE = 1 << 16
_CHANNEL = 100  # descriptors from here on are ours; 0, 1 and 2 are the notebook's


def main(options: dict[str, Any]) -> None:
    """Serve the judge's side on descriptor 0, a Unix socket, until it hangs up.

    Parameters
    ----------
    options : dict
        `isolated` (whether each child gets namespaces of its own), `beside` (paths of what lies beside the
        notebook) and `figures` (the path of a file with those that need not be drawn, or nothing).

    Notes
    -----
    A message `{"fork": ...}` brings two descriptors along, for requests and for replies, and is answered with
    `{"pid": ...}` and a descriptor of the child's process; `{"end": true}` is answered with the exit status of the
    last child.
    """
    control = socket.socket(fileno=fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, _CHANNEL))
    drawing = Drawing(read(Path(options["figures"])) if options["figures"] else ())
    shell = _preload(drawing)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    control.send(GREETING)
    child = 0
    while True:
        message, descriptors = _receive(control)
        if not message:
            return
        if "fork" in message:
            child = os.fork()
            if child == 0:
                _child(shell, drawing, control, options | message["fork"], descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
        else:
            _, status = os.waitpid(child, 0)
            control.send(json.dumps({"status": os.waitstatus_to_exitcode(status)}).encode())


def _preload(drawing: Drawing) -> Shell:
    """Load, and use once, what notebooks load and use."""
    drawing.install()
    shell = Shell.start()
    for name in ("numpy", "numpy.fft", "numpy.lib.stride_tricks", "numpy.ma", "numpy.polynomial"):
        importlib.import_module(name)
    shell.run("%matplotlib inline", 60)
    shell.run("import matplotlib.pyplot as plt\nplt.figure(); plt.imshow([[0, 1]]); plt.title('warm'); plt.show()", 60)
    shell.reset(new_session=False)
    # Written fast rather than small: the judge's side packs what it keeps.
    backend = InlineBackend.instance(parent=shell)
    saving: Any = {**backend.print_figure_kwargs, "pil_kwargs": {"compress_level": 1}}
    backend.print_figure_kwargs = saving
    site.sethelper()  # help(), which Python leaves out when it starts without site-packages
    sys.path.insert(0, "")  # as in Jupyter: modules beside the notebook
    gc.collect()
    gc.freeze()  # what is loaded by now stays: children need not look through it, nor copy the memory it lies in
    gc.enable()
    gc.set_threshold(10_000)  # a figure is tens of thousands of objects, which live until it is shown
    return shell


def _receive(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    data, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 2, socket.MSG_CMSG_CLOEXEC)
    return json.loads(data) if data else {}, [_move_up(descriptor) for descriptor in descriptors]


def _move_up(descriptor: int) -> int:
    """Move a descriptor to a number that no notebook uses."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _CHANNEL)
    os.close(descriptor)
    return moved


def _child(
    shell: Shell, drawing: Drawing, control: socket.socket, settings: dict[str, Any], descriptors: list[int]
) -> None:
    """Be the child that runs one submission, with the descriptors of its requests and its replies. Never returns."""
    requests, replies = descriptors
    status = 1
    try:
        os.setsid()
        if settings["core"] is not None:
            os.sched_setaffinity(0, {settings["core"]})  # for all that it will start; the filter keeps it so
        if settings["isolated"]:
            jail.unshare_namespaces()
            _continue_in_namespaces(control)
            jail.mount_private_filesystems(settings["beside"], settings["tmp"], settings["inodes"])
            jail.drop_capabilities()
            _run_under_init()
        else:
            _send_pid(control, os.getpid())
            control.close()
        os.chdir(jail.WORK if settings["isolated"] else settings["work"])
        jail.limit(settings["rlimits"])
        if settings["filter"]:
            jail.filter_calls(base64.b64decode(settings["filter"]))
        _seed(settings["randomness"])
        shell.bound(settings["chars"], settings["size"])
        if settings["recording"]:
            drawing.record()
        os.dup2(0, 2)  # from here on, nobody listens there
        recorders = Recorders(settings["watched"])
        payload = settings["payload"]
        status = serve.serve(shell, drawing, recorders, requests=requests, replies=replies, payload=payload)
    except BaseException as error:  # noqa: BLE001 (said where the judge's side looks for it; nothing may get past here)
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)  # at once: threads and exit handlers that the notebook left behind could hold it up


def _continue_in_namespaces(control: socket.socket) -> None:
    """Fork: the child continues as PID 1 of the new namespace; the parent waits and exits with its status."""
    first = os.fork()
    if first:
        _send_pid(control, first)
        _, status = os.waitpid(first, 0)
        os._exit(_as_exit_code(status))
    jail.die_with_parent()
    control.close()


def _send_pid(control: socket.socket, pid: int) -> None:
    handle = os.pidfd_open(pid)
    socket.send_fds(control, [json.dumps({"pid": pid}).encode()], [handle])
    os.close(handle)


def _run_under_init() -> None:
    """Fork: the child continues; the parent stays as PID 1, reaps zombies and exits with the child's status."""
    runner = os.fork()
    if runner:
        while True:
            pid, status = os.wait()
            if pid == runner:
                os._exit(_as_exit_code(status))


def _as_exit_code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code  # as shells say that a signal ended it


def _seed(randomness: int) -> None:
    """Give the child random numbers of its own: the same for the same submission, so that a verdict can be repeated."""
    import numpy as np

    random.seed(randomness)
    np.random.seed(randomness % 2**32)
    time.tzset()

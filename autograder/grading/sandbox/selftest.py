"""Tries, layer by layer, whether the sandbox holds on this machine. What it finds is for `autograder doctor`."""

import contextlib
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...language import gettext as _
from ...language import noted, words_of
from ...runner.inside.wire import WireError
from .bubblewrap import missing_tools
from .forkserver import SandboxFault
from .leftovers import prefix
from .limits import Limits
from .sandbox import Sandbox

__all__ = ["Layer", "Sandbox", "SandboxFault", "layers", "missing_layers"]

_SECONDS = 20
_USER_NAMESPACES = noted(
    "let bwrap make namespaces: on Ubuntu `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`, on other "
    "systems `sudo sysctl user.max_user_namespaces=10000`; a container needs the right to nest them"
)


@dataclass(frozen=True)
class Layer:
    """One thing that keeps student code in: whether it `holds` here, and the `advice` for where it does not."""

    name: str
    holds: bool
    advice: str


START = noted("start")
_LAYERS = (
    noted("private files"),
    noted("no network"),
    noted("own processes"),
    noted("read-only system"),
    noted("no rights"),
    noted("filtered system calls"),
    noted("memory limit"),
    noted("process limit"),
    noted("bounded files"),
    noted("no further namespaces"),
)


def layers() -> list[Layer]:
    """Try every layer of the sandbox, in one short start.

    Returns
    -------
    list of Layer
        The tools it needs, whether it starts, and then what it must keep in. What cannot be tried does not hold.
    """
    if not sys.platform.startswith("linux"):
        return [Layer("bubblewrap", False, noted("the sandbox needs Linux: grade there, or in a virtual machine"))]
    missing = missing_tools()
    tools = Layer("bubblewrap", not missing, "; ".join(map(_, missing)))
    if missing:
        return [tools]
    try:
        broken = _broken()
    except SandboxFault as fault:
        advice = noted("{fault}. Perhaps: {advice}", fault=words_of(fault), advice=_USER_NAMESPACES)
        return [tools, Layer(START, False, advice)]
    return [
        tools,
        Layer(START, True, ""),
        *(Layer(name, name not in broken, _to_report(name)) for name in _LAYERS),
    ]


def missing_layers() -> list[str]:
    """Say what is missing and what to do about it, a line each. Empty where the sandbox is whole."""
    return [layer.advice for layer in layers() if not layer.holds]


def _broken() -> list[str]:
    """Attack a fresh sandbox; return the layers that did not hold."""
    limits = Limits()
    with contextlib.ExitStack() as stack:
        secret, port = stack.enter_context(_bait())
        sandbox = Sandbox(limits)
        stack.callback(sandbox.stop)
        try:
            for request in (
                {"source": "from runner.inside.attack import attack"},
                {"function": "attack", "args": (str(secret), port, limits.memory_bytes)},
            ):
                reply = sandbox.ask(request | {"seconds": _SECONDS}, time.monotonic() + _SECONDS)
        except (WireError, EOFError, TimeoutError) as error:
            raise SandboxFault(_not_tried(str(error))) from error
    broken = reply.get("value")
    if type(broken) is not list:
        raise SandboxFault(_not_tried(str(reply.get("failure"))))
    return broken


def _not_tried(why: str) -> str:
    return noted("the sandbox could not be tried: {why}", why=why)


def _to_report(name: str) -> str:
    return noted(
        "{name}: this layer does not hold here, please report this with the version of bwrap and of the kernel",
        name=noted(name),
    )


@contextlib.contextmanager
def _bait() -> Iterator[tuple[Path, int]]:
    """A file and a port of this machine that must not be reached from inside."""
    with tempfile.NamedTemporaryFile(prefix=prefix("bait")) as file, socket.create_server(("127.0.0.1", 0)) as server:
        Path(file.name).chmod(0o644)
        yield Path(file.name), server.getsockname()[1]

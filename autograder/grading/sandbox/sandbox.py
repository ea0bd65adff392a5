"""A sandbox: one child of a fork server, and the channel to the runner in it."""

import base64
import contextlib
import os
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, BinaryIO

from ...language import noted
from ...runner.inside import wire
from . import seccomp
from .forkserver import ForkServer, SandboxFault, close_with, did_not_start
from .idle_forkservers import IdleForkServers, Kind
from .limits import Limits
from .processes import Processes

_READY = "runner 1"
idle_fork_servers = IdleForkServers()  # of this process


class Sandbox:
    """A fresh runner: a child of a fork server.

    Parameters
    ----------
    limits : Limits
    files : Path, optional
        A folder whose entries lie, read-only, beside the notebook.
    sandboxed : bool
        False runs student code without bubblewrap, for machines that have none. Only times and the sizes of messages
        are limited then.
    user : int, optional
        The user who runs the code where there is no sandbox; this process's own where none is given. See `unsandboxed`.
    randomness : int
        What the runner's random numbers begin with.
    figures : Path, optional
        The figures that are known, so that they need not be drawn: see `runner.inside.figures`.
    recording : bool
        Add to the reply to each cell its `figures`, as `runner.inside.drawing` records them.
    watched : sequence of str
        The functions of NumPy whose calls are recorded.
    core : int, optional
        The one core that all its processes run on.

    Raises
    ------
    SandboxFault
        If it does not start.

    Notes
    -----
    The kernel ends the sandbox together with the *thread* that started its fork server.
    """

    def __init__(
        self,
        limits: Limits,
        files: Path | None = None,
        *,
        sandboxed: bool = True,
        user: int | None = None,
        randomness: int = 0,
        figures: Path | None = None,
        recording: bool = False,
        watched: Sequence[str] = (),
        core: int | None = None,
    ) -> None:
        self._limits = limits
        self._sequence = 0
        self._cleanup = contextlib.ExitStack()
        self._server: ForkServer | None = None
        self._kind = Kind(files, sandboxed, user, figures)
        self._recording, self._core = recording, core
        self.exit_status: int | None = None
        try:
            self._start(randomness, watched)
        except (OSError, PackageNotFoundError) as error:
            self.stop()
            raise SandboxFault(did_not_start(str(error))) from error
        except BaseException:
            self.stop()
            raise

    def ask(self, request: dict[str, Any], deadline: float) -> dict[str, Any]:
        """Send a request and return the reply to it.

        Raises
        ------
        wire.WireError, EOFError, TimeoutError
            If what came is no reply to this request, the runner ended, or `deadline` (in seconds of
            `time.monotonic`) passed. The sandbox is of no use then: `stop` it.
        """
        self._sequence += 1
        size = self._limits.result_bytes
        try:
            wire.send(self._requests, request | {"id": self._sequence}, deadline, size)
        except wire.WireError as error:
            raise SandboxFault(noted("a request cannot be sent: {why}", why=str(error))) from error
        reply = wire.receive(self._replies, deadline, size)
        # A notebook that writes to the channel itself puts every later reply out of step.
        number = reply.pop("id", None) if type(reply) is dict else None
        if type(number) is not int or number != self._sequence:
            raise wire.WireError("a reply that nobody asked for")
        answer: dict[str, Any] = reply
        return answer

    def processes(self) -> Processes:
        """Its processes, to be stopped for a while, or to be asked what they used."""
        if self._server is None:
            raise SandboxFault(noted("the sandbox has ended"))
        return Processes(self._server.child())

    def stop(self) -> None:
        """Kill every process of the sandbox and wait until none is left. May be called again."""
        server, self._server = self._server, None
        try:
            if server:
                self.exit_status = server.end_child()
                idle_fork_servers.give_back(self._kind, server)
        finally:
            self._cleanup.close()

    def _start(self, randomness: int, watched: Sequence[str]) -> None:
        limits = self._limits
        requests, requested = self._pipe()
        replied, replies = self._pipe()
        self._requests, self._replies = requested.fileno(), replied.fileno()
        os.set_blocking(self._requests, False)
        server = idle_fork_servers.take(self._kind, limits.start_seconds)
        try:
            server.fork(self._settings(randomness, watched), requests.fileno(), replies.fileno(), limits.start_seconds)
        except BaseException:
            server.close()
            raise
        self._server = server
        requests.close()
        replies.close()
        try:
            greeting = wire.receive(self._replies, time.monotonic() + limits.start_seconds)
        except (wire.WireError, EOFError, TimeoutError) as error:
            raise SandboxFault(did_not_start(server.stderr_text() or str(error))) from error
        if greeting != _READY:
            raise SandboxFault(did_not_start(noted("it said {words}", words=repr(str(greeting)[:80]))))

    def _settings(self, randomness: int, watched: Sequence[str]) -> dict[str, Any]:
        """The settings that the child is given: see `runner.inside.forkserver`."""
        limits = self._limits
        rlimits = {
            "RLIMIT_AS": limits.memory_bytes,
            "RLIMIT_NPROC": limits.processes,
            "RLIMIT_NOFILE": limits.open_files,
            "RLIMIT_FSIZE": limits.file_bytes,
            "RLIMIT_CPU": limits.cpu_seconds,
            "RLIMIT_CORE": 0,
        }
        return {
            "rlimits": rlimits if self._kind.sandboxed else {},
            "filter": base64.b64encode(seccomp.program()).decode() if self._kind.sandboxed else "",
            "tmp": limits.tmp_bytes,
            "inodes": limits.tmp_files,
            "chars": limits.output_chars,
            "size": limits.output_bytes,
            "payload": limits.result_bytes,
            "randomness": randomness,
            "recording": self._recording,
            "watched": list(watched),
            "core": self._core,
        }

    def _pipe(self) -> tuple[BinaryIO, BinaryIO]:
        reading, writing = os.pipe()
        return close_with(self._cleanup, reading, "rb"), close_with(self._cleanup, writing, "wb")

"""Starts the warm process in its bubblewrap, and has it fork a sandbox for each submission."""

import array
import atexit
import base64
import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, BinaryIO

from ...runner.inside import wire
from . import bubblewrap, cgroup, seccomp, unsandboxed
from .limits import Limits

_GREETING = b"nursery 1"
_READY = "runner 1"
_STOP_SECONDS = 10
_MAX_MESSAGE = 1 << 16
_BOOTSTRAP = "import sys; sys.path.append(sys.argv[1]); from runner.inside.forkserver import main; main(sys.argv[2])"
_KEPT = 4  # nurseries that are kept warm


class SandboxFault(RuntimeError):
    """A failure of ours or of the machine's. It is never a student's: what it stopped is "not graded"."""


class Sandbox:
    """A fresh runner: a child of the nursery.

    Parameters
    ----------
    limits : Limits
    files : Path, optional
        A folder whose entries lie, read-only, beside the notebook.
    sandboxed : bool
        False runs student code with all rights of the judge's side, for machines without bubblewrap. Only
        times and the sizes of messages are limited then.
    randomness : int
        What the runner's random numbers begin with.

    Raises
    ------
    SandboxFault
        If it does not start.

    Notes
    -----
    The kernel ends the sandbox together with the *thread* that started its nursery.
    """

    def __init__(
        self, limits: Limits, files: Path | None = None, *, sandboxed: bool = True, randomness: int = 0
    ) -> None:
        self._limits = limits
        self._sequence = 0
        self._cleanup = contextlib.ExitStack()
        self._nursery: Nursery | None = None
        self._kind = (files, sandboxed)
        self.exit_status: int | None = None
        try:
            self._start(sandboxed, randomness)
        except (OSError, PackageNotFoundError) as error:
            self.stop()
            raise SandboxFault(f"the sandbox did not start: {error}") from error
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
            raise SandboxFault(f"a request cannot be sent: {error}") from error
        reply = wire.receive(self._replies, deadline, size)
        # A notebook that writes to the channel itself puts every later reply out of step.
        number = reply.pop("id", None) if type(reply) is dict else None
        if type(number) is not int or number != self._sequence:
            raise wire.WireError("a reply that nobody asked for")
        return reply

    def stop(self) -> None:
        """Kill every process of the sandbox and wait until none is left. May be called again."""
        nursery, self._nursery = self._nursery, None
        try:
            if nursery:
                self.exit_status = nursery.end()
                _IDLE.give_back(*self._kind, nursery)
        finally:
            self._cleanup.close()

    def _start(self, sandboxed: bool, randomness: int) -> None:
        limits = self._limits
        rlimits = {
            "RLIMIT_AS": limits.memory_bytes,
            "RLIMIT_NPROC": limits.processes,
            "RLIMIT_NOFILE": limits.open_files,
            "RLIMIT_FSIZE": limits.file_bytes,
            "RLIMIT_CPU": limits.cpu_seconds,
            "RLIMIT_CORE": 0,
        }
        settings = {
            "rlimits": rlimits if sandboxed else {},
            "filter": base64.b64encode(seccomp.program()).decode() if sandboxed else "",
            "tmp": limits.tmp_bytes,
            "inodes": limits.tmp_files,
            "chars": limits.output_chars,
            "size": limits.output_bytes,
            "payload": limits.result_bytes,
            "randomness": randomness,
        }
        requests, requested = self._pipe()
        replied, replies = self._pipe()
        self._requests, self._replies = requested.fileno(), replied.fileno()
        os.set_blocking(self._requests, False)
        nursery = _IDLE.take(*self._kind, limits.start_seconds)
        try:
            nursery.fork(settings, requests.fileno(), replies.fileno(), limits.start_seconds)
        except BaseException:
            nursery.close()
            raise
        self._nursery = nursery
        requests.close()
        replies.close()
        try:
            greeting = wire.receive(self._replies, time.monotonic() + limits.start_seconds)
        except (wire.WireError, EOFError, TimeoutError) as error:
            raise SandboxFault(f"the sandbox did not start: {nursery.complaints() or error}") from error
        if greeting != _READY:
            raise SandboxFault(f"the sandbox did not start: it said {str(greeting)[:80]!r}")

    def _pipe(self) -> tuple[BinaryIO, BinaryIO]:
        reading, writing = os.pipe()
        return _owned(self._cleanup, reading, "rb"), _owned(self._cleanup, writing, "wb")


def _owned(cleanup: contextlib.ExitStack, fd: int, mode: str) -> BinaryIO:
    # An object closes its descriptor once. A number closed twice may be another thread's by then.
    return cleanup.enter_context(open(fd, mode, buffering=0))  # type: ignore[return-value]


class Nursery:
    """The warm process. It has one child at a time.

    Parameters
    ----------
    files : Path, optional
        A folder whose entries lie, read-only, beside the notebook.
    sandboxed : bool
        Whether it runs in bubblewrap, and its children in namespaces of their own.
    seconds : float
        How long it may take to start.
    """

    def __init__(self, files: Path | None, sandboxed: bool, seconds: float = Limits.start_seconds) -> None:
        self._sandboxed = sandboxed
        self._first: int | None = None
        self._child: int | None = None
        self._child_pid = 0
        self._cleanup = contextlib.ExitStack()
        try:
            self._start(files, seconds)
        except BaseException:
            self._cleanup.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it can still have children."""
        return self._process.poll() is None

    def fork(self, settings: dict[str, Any], requests: int, replies: int, seconds: float) -> None:
        """Have a child that reads from `requests` and writes to `replies`."""
        if not self._sandboxed:
            work = self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="work-", dir=self._home))
            unsandboxed.give_away(work)
            for path in self._beside:
                Path(work, path.name).symlink_to(path)
            settings = settings | {"work": work}
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [requests, replies]))]
        self._control.sendmsg([json.dumps({"fork": settings}).encode()], rights)
        told, handles = self._hear(seconds)
        if "pid" not in told or len(handles) != 1:
            raise SandboxFault(f"the sandbox did not start: {self.complaints() or 'it has no first process'}")
        self._child, self._child_pid = handles[0], told["pid"]

    def end(self) -> int | None:
        """Kill the child with everything it started; return its exit status."""
        if self._child is None:
            return None
        child, self._child = self._child, None
        try:
            # A child that has ended has nothing left to be killed: its exit status is its own.
            if not select.select([child], [], [], 0)[0]:
                with contextlib.suppress(ProcessLookupError):
                    if self._sandboxed:  # the first process of its namespace: the kernel ends the others with it
                        signal.pidfd_send_signal(child, signal.SIGKILL)
                    else:
                        os.killpg(self._child_pid, signal.SIGKILL)
            if not select.select([child], [], [], _STOP_SECONDS)[0]:
                raise SandboxFault("a sandbox goes on although it was killed")
            self._control.send(b'{"end": true}')
            return self._hear(_STOP_SECONDS)[0].get("status")
        except OSError as error:
            self.close()
            raise SandboxFault(f"the sandbox's nursery is gone: {error}") from error
        finally:
            os.close(child)

    def close(self) -> None:
        """End the warm process and everything in its bubblewrap."""
        self._cleanup.close()

    def complaints(self) -> str:
        """What the warm process, or bubblewrap, has said on stderr."""
        time.sleep(0.05)  # for the last words of what has just ended
        return (self._complaints.read(4096) or b"").decode("utf-8", "replace").strip()

    def _hear(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        self._control.settimeout(seconds)
        try:
            data, handles, _, _ = socket.recv_fds(self._control, _MAX_MESSAGE, 1)
        except TimeoutError:
            data, handles = b"", []
        if not data:
            self.close()
            raise SandboxFault(f"the sandbox did not start: {self.complaints() or 'time is up'}")
        return json.loads(data), handles

    def _start(self, files: Path | None, seconds: float) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._cleanup.callback(self._control.close)
        reading, writing = os.pipe()
        self._complaints = _owned(self._cleanup, reading, "rb")
        os.set_blocking(reading, False)
        stderr = _owned(self._cleanup, writing, "wb")
        self._beside = bubblewrap.beside_the_notebook(files)
        if self._sandboxed:
            arguments, inherited, info = self._in_bubblewrap()
        else:
            arguments, inherited, info = self._as_it_is(), [], None
        self._process = subprocess.Popen(
            arguments,
            stdin=theirs.fileno(),
            stdout=stderr,
            stderr=stderr,
            pass_fds=[end.fileno() for end in inherited],
            env=self._environment,
            cwd="/",
            start_new_session=True,
        )
        self._cleanup.callback(self._kill)
        if self._sandboxed:
            self._cleanup.enter_context(cgroup.holding(self._process.pid))
        theirs.close()
        for end in (stderr, *inherited):
            end.close()
        if info:
            self._watch(info, seconds)
        self._control.settimeout(seconds)
        try:
            greeting = self._control.recv(_MAX_MESSAGE)
        except OSError as error:
            greeting, said = b"", "time is up" if isinstance(error, TimeoutError) else str(error)
        else:
            said = f"it said {greeting[:80]!r}"
        if greeting != _GREETING:
            raise SandboxFault(f"the sandbox did not start: {self.complaints() or said}")

    def _in_bubblewrap(self) -> tuple[list[str], list[BinaryIO], BinaryIO]:
        missing = bubblewrap.missing_tools()
        if missing:
            raise SandboxFault("; ".join(missing))
        self._environment = bubblewrap.ENVIRONMENT
        options, prefix = bubblewrap.command(self._beside)
        # By a descriptor, because a command line can be read by everybody, in the sandbox too.
        given = _owned(self._cleanup, os.memfd_create("options"), "wb")
        given.write(b"".join(option.encode() + b"\0" for option in options))
        given.seek(0)
        reading, writing = os.pipe()
        info, told = _owned(self._cleanup, reading, "rb"), _owned(self._cleanup, writing, "wb")
        bwrap = ["bwrap", "--info-fd", str(told.fileno()), "--args", str(given.fileno()), "--"]
        seen = [f"{bubblewrap.BESIDE}/{path.name}" for path in self._beside]
        return [*bwrap, *prefix, *self._runner(bubblewrap.python(), bubblewrap.SITE, seen)], [given, told], info

    def _as_it_is(self) -> list[str]:
        self._home = self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="unsandboxed-"))
        site = Path(self._home, "site")
        site.mkdir()
        unsandboxed.lay_out(bubblewrap.packages(), site)
        unsandboxed.give_away(self._home)
        here = {"HOME": self._home, "TMPDIR": self._home, "PATH": os.environ.get("PATH", os.defpath)}
        here |= {"MPLCONFIGDIR": f"{self._home}/matplotlib", "IPYTHONDIR": f"{self._home}/ipython"}
        self._environment = bubblewrap.ENVIRONMENT | here
        return [*unsandboxed.prefix(), *self._runner(sys.executable, str(site), [])]

    def _runner(self, python: str, site: str, beside: list[str]) -> list[str]:
        settings = {"walls": self._sandboxed, "beside": beside}
        # Isolated, but for PYTHONHASHSEED: sets are to have the same order in a replay.
        return [python, "-P", "-s", "-S", "-B", "-c", _BOOTSTRAP, site, json.dumps(settings)]

    def _watch(self, info: BinaryIO, seconds: float) -> None:
        """Take hold of bubblewrap's first process: the kernel kills all the others before that one is gone."""
        if not select.select([info], [], [], seconds)[0]:
            raise SandboxFault("the sandbox did not start: bwrap is silent")
        told = re.search(rb'"child-pid": (\d+)', info.read(4096))
        if told:  # or bwrap complains, and the greeting will be missed
            with contextlib.suppress(ProcessLookupError):
                self._first = os.pidfd_open(int(told[1]))

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._first is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                signal.pidfd_send_signal(self._first, signal.SIGKILL)
        try:
            self._process.wait(_STOP_SECONDS)  # bwrap ends by itself, after its child
        except subprocess.TimeoutExpired:
            raise SandboxFault("a sandbox goes on although it was killed") from None
        finally:
            if self._first is not None:
                os.close(self._first)


class _Idle:
    """The nurseries without a child, kept warm for the next submission; the longest unused ones are let go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Path | None, bool, Nursery]] = []
        atexit.register(self.close)

    def take(self, files: Path | None, sandboxed: bool, seconds: float) -> Nursery:
        """A nursery for these files: one that waits, or a new one."""
        with self._lock:
            fitting = [entry for entry in self._waiting if entry[:2] == (files, sandboxed)]
            for entry in fitting:
                self._waiting.remove(entry)
        alive = [nursery for *_, nursery in fitting if nursery.alive]
        for *_, nursery in fitting:
            if nursery not in alive:  # the thread that started it may have ended
                nursery.close()
        for nursery in alive[1:]:
            self.give_back(files, sandboxed, nursery)
        return alive[0] if alive else Nursery(files, sandboxed, seconds)

    def give_back(self, files: Path | None, sandboxed: bool, nursery: Nursery) -> None:
        """Keep a nursery whose child has ended."""
        with self._lock:
            self._waiting.append((files, sandboxed, nursery))
            extra, self._waiting = self._waiting[:-_KEPT], self._waiting[-_KEPT:]
        for *_, old in extra:
            old.close()

    def close(self) -> None:
        """Let all of them go."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for *_, nursery in waiting:
            nursery.close()


_IDLE = _Idle()

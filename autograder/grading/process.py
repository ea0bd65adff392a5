"""Starts the process that runs one student's code, talks to it, and ends it with everything it started."""

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, BinaryIO

from ..runner import wire
from . import bubblewrap
from .limits import Limits

_GREETING = "runner 1"
_STOP_SECONDS = 10
_BOOTSTRAP = "import sys; sys.path.append(sys.argv[1]); from runner.serve import main; main(sys.argv[2])"


class SandboxFault(RuntimeError):
    """A failure of ours or of the machine's. It is never a student's: what it stopped is "not graded"."""


class Sandbox:
    """A fresh runner.

    Parameters
    ----------
    limits : Limits
    files : Path, optional
        A folder whose entries lie, read-only, beside the notebook.
    sandboxed : bool
        False runs student code with all rights of the judge's side, for machines without bubblewrap. Only
        times and the sizes of messages are limited then.

    Raises
    ------
    SandboxFault
        If it does not start.

    Notes
    -----
    The kernel ends the sandbox together with the *thread* that started it.
    """

    def __init__(self, limits: Limits, files: Path | None = None, *, sandboxed: bool = True) -> None:
        self._limits = limits
        self._sequence = 0
        self._first: int | None = None
        self._cleanup = contextlib.ExitStack()
        self.exit_status: int | None = None
        try:
            self._start(files, sandboxed)
        except (OSError, PackageNotFoundError) as error:
            self._cleanup.close()
            raise SandboxFault(f"the sandbox did not start: {error}") from error
        except BaseException:
            self._cleanup.close()
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
            wire.send(self._requests.fileno(), request | {"id": self._sequence}, deadline, size)
        except wire.WireError as error:
            raise SandboxFault(f"a request cannot be sent: {error}") from error
        reply = wire.receive(self._replies.fileno(), deadline, size)
        # A notebook that writes to the channel itself puts every later reply out of step.
        if type(reply) is not dict or reply.pop("id", None) != self._sequence:
            raise wire.WireError("a reply that nobody asked for")
        return reply

    def stop(self) -> None:
        """Kill every process of the sandbox and wait until none is left. May be called again."""
        self._cleanup.close()

    def _start(self, files: Path | None, sandboxed: bool) -> None:
        requests, self._requests = self._pipe()
        self._replies, replies = self._pipe()
        complaints, stderr = self._pipe()
        if sandboxed:
            arguments, inherited, info = self._sandboxed(files)
        else:
            arguments, inherited, info = self._unsandboxed(files), [], None
        process = subprocess.Popen(
            arguments,
            stdin=requests,
            stdout=replies,
            stderr=stderr,
            pass_fds=[end.fileno() for end in inherited],
            env=self._environment,
            cwd=self._directory,
            start_new_session=True,
        )
        self._cleanup.callback(self._end, process)
        for end in (requests, replies, stderr, *inherited):
            end.close()
        if info:
            self._watch(info)
        os.set_blocking(self._requests.fileno(), False)
        try:
            greeting = wire.receive(self._replies.fileno(), time.monotonic() + self._limits.start_seconds)
        except (wire.WireError, EOFError, TimeoutError) as error:
            os.set_blocking(complaints.fileno(), False)
            said = (complaints.read(4096) or b"").decode("utf-8", "replace").strip()
            raise SandboxFault(f"the sandbox did not start: {said or error}") from error
        if greeting != _GREETING:
            raise SandboxFault(f"the sandbox did not start: it said {str(greeting)[:80]!r}")

    def _sandboxed(self, files: Path | None) -> tuple[list[str], list[BinaryIO], BinaryIO]:
        missing = bubblewrap.missing_tools()
        if missing:
            raise SandboxFault("; ".join(missing))
        self._environment, self._directory = bubblewrap.ENVIRONMENT, "/"
        options, prefix = bubblewrap.command(self._limits, files)
        # By a descriptor, because a command line can be read by everybody, in the sandbox too.
        given = self._own(os.memfd_create("options"), "wb")
        given.write(b"".join(option.encode() + b"\0" for option in options))
        given.seek(0)
        info, told = self._pipe()
        rlimits = {
            "RLIMIT_AS": self._limits.memory_bytes,
            "RLIMIT_NPROC": self._limits.processes,
            "RLIMIT_NOFILE": self._limits.open_files,
            "RLIMIT_FSIZE": self._limits.file_bytes,
            "RLIMIT_CPU": self._limits.cpu_seconds,
            "RLIMIT_CORE": 0,
        }
        bwrap = ["bwrap", "--info-fd", str(told.fileno()), "--args", str(given.fileno()), "--"]
        runner = [bubblewrap.python(), *self._runner(bubblewrap.SITE, rlimits)]
        return [*bwrap, *prefix, *runner], [given, told], info

    def _unsandboxed(self, files: Path | None) -> list[str]:
        home = Path(self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="unsandboxed-")))
        site, work = home / "site", home / "work"
        links = {site / name: path for name, path in bubblewrap.packages().items()}
        links |= {work / path.name: path for path in bubblewrap.beside_the_notebook(files)}
        site.mkdir()
        work.mkdir()
        for link, path in links.items():
            link.symlink_to(path)
        here = {"HOME": str(home), "TMPDIR": str(home), "PATH": os.environ.get("PATH", os.defpath)}
        here |= {"MPLCONFIGDIR": str(home / "matplotlib"), "IPYTHONDIR": str(home / "ipython")}
        self._environment, self._directory = bubblewrap.ENVIRONMENT | here, str(work)
        return [sys.executable, *self._runner(str(site), {})]

    def _runner(self, site: str, rlimits: dict[str, int]) -> list[str]:
        limits = self._limits
        settings = {"rlimits": rlimits, "chars": limits.output_chars, "size": limits.output_bytes}
        settings["payload"] = limits.result_bytes
        return ["-I", "-S", "-B", "-c", _BOOTSTRAP, site, json.dumps(settings)]

    def _pipe(self) -> tuple[BinaryIO, BinaryIO]:
        reading, writing = os.pipe()
        return self._own(reading, "rb"), self._own(writing, "wb")

    def _own(self, fd: int, mode: str) -> BinaryIO:
        # An object closes its descriptor once. A number closed twice may be another thread's by then.
        return self._cleanup.enter_context(open(fd, mode, buffering=0))  # type: ignore[return-value]

    def _watch(self, info: BinaryIO) -> None:
        """Take hold of the sandbox's first process: the kernel kills all the others before that one is gone."""
        poll = select.poll()
        poll.register(info, select.POLLIN)
        if not poll.poll(self._limits.start_seconds * 1000):
            raise SandboxFault("the sandbox did not start: bwrap is silent")
        told = re.search(rb'"child-pid": (\d+)', info.read(4096))
        if told:  # or bwrap complains, and the greeting will be missed
            with contextlib.suppress(ProcessLookupError):
                self._first = os.pidfd_open(int(told[1]))

    def _end(self, process: subprocess.Popen) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._first is None:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                signal.pidfd_send_signal(self._first, signal.SIGKILL)
        try:
            self.exit_status = process.wait(_STOP_SECONDS)  # bwrap ends by itself, after its child
        except subprocess.TimeoutExpired:
            raise SandboxFault("a sandbox goes on although it was killed") from None
        finally:
            if self._first is not None:
                os.close(self._first)

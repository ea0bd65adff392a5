"""Fork servers, seen from the judge's side: processes that have NumPy and IPython loaded and fork a child a submission.

`ForkServer` is what both kinds share: the control channel, one child at a time, and its end. A `BubblewrapForkServer`
runs in bubblewrap and isolates its children from each other; a `PlainForkServer` has no sandbox. The other side of the
channel is `runner.inside.forkserver`.
"""

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
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from ...language import gettext as _
from ...language import noted
from . import bubblewrap, cgroup, unsandboxed
from .leftovers import prefix

_GREETING = b"fork server 1"
_STOP_SECONDS = 10
_MAX_MESSAGE = 1 << 16
_BOOTSTRAP = "import sys; sys.path.append(sys.argv[1]); from runner.inside.start import main; main(sys.argv[2])"


class SandboxFault(RuntimeError):
    """A failure of ours or of the machine's. It is never a student's: what it stopped is "not graded"."""


def did_not_start(why: str) -> str:
    """Say of a sandbox that it did not start."""
    return noted("the sandbox did not start: {why}", why=why)


def close_with(cleanup: contextlib.ExitStack, fd: int, mode: str) -> BinaryIO:
    """Make a file of a descriptor, to be closed with `cleanup` at the latest.

    An object closes its descriptor once. A number closed twice may be another thread's by then.
    """
    return cleanup.enter_context(open(fd, mode, buffering=0))  # type: ignore[return-value]


class ForkServer:
    """A process that has loaded what notebooks load. It has one child at a time.

    Parameters
    ----------
    files : Path, optional
        A folder whose entries lie, read-only, beside the notebook.
    figures : Path, optional
        The figures that are known: see `runner.inside.figures`.
    seconds : float
        How long it may take to start.

    Raises
    ------
    SandboxFault
        If it does not start.
    """

    isolated: ClassVar[bool]

    def __init__(self, files: Path | None, figures: Path | None, seconds: float) -> None:
        self._child: int | None = None
        self._child_pid = 0
        self._cleanup = contextlib.ExitStack()
        self._beside = bubblewrap.beside_the_notebook(files)
        self._figures = figures
        try:
            self._start(seconds)
        except BaseException:
            self._cleanup.close()
            raise

    @property
    def pid(self) -> int:
        """The process id: of bubblewrap, where there is one."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the process is running."""
        return self._process.poll() is None

    def fork(self, settings: dict[str, Any], requests: int, replies: int, seconds: float) -> None:
        """Have a child that reads from the descriptor `requests` and writes to `replies`."""
        message = json.dumps({"fork": settings | self._settings_of_child()}).encode()
        socket.send_fds(self._control, [message], [requests, replies])
        told, handles = self._receive(seconds)
        if "pid" not in told or len(handles) != 1:
            raise SandboxFault(did_not_start(self.stderr_text() or noted("it has no first process")))
        self._child, self._child_pid = handles[0], told["pid"]

    def child(self) -> int:
        """A descriptor of the child's first process."""
        if self._child is None:
            raise SandboxFault(noted("the sandbox has ended"))
        return self._child

    def end_child(self) -> int | None:
        """Kill the child with everything it started; return its exit status."""
        if self._child is None:
            return None
        child, self._child = self._child, None
        try:
            # A child that has ended has nothing left to be killed: its exit status is its own.
            if not select.select([child], [], [], 0)[0]:
                with contextlib.suppress(ProcessLookupError):
                    self._kill_child(child)
            if not select.select([child], [], [], _STOP_SECONDS)[0]:
                raise SandboxFault(noted("a sandbox goes on although it was killed"))
            self._control.send(b'{"end": true}')
            return self._receive(_STOP_SECONDS)[0].get("status")
        except OSError as error:
            self.close()
            raise SandboxFault(noted("the sandbox's fork server is gone: {why}", why=str(error))) from error
        finally:
            os.close(child)

    def close(self) -> None:
        """End the fork server and everything that it started."""
        self._cleanup.close()

    def stderr_text(self) -> str:
        """The text that the fork server, or bubblewrap, has written to stderr."""
        time.sleep(0.05)  # for the last words of what has just ended
        return (self._stderr.read(4096) or b"").decode("utf-8", "replace").strip()

    def _command(self) -> tuple[list[str], Mapping[str, str], Sequence[BinaryIO]]:
        """The command that starts it, its environment, and the files that it inherits."""
        raise NotImplementedError

    def _settings_of_child(self) -> dict[str, Any]:
        """The settings of the next child, beside those that `fork` is given."""
        return {}

    def _kill_child(self, child: int) -> None:
        """Kill the child, of which `child` is a descriptor, with everything it started."""
        raise NotImplementedError

    def _has_started(self, seconds: float) -> None:
        """Do what has to be done between the start of the process and its greeting."""

    def _kill(self) -> None:
        """Kill the fork server with everything it started."""
        os.killpg(self._process.pid, signal.SIGKILL)

    def _runner(self, python: str, site: str, beside: list[str], figures: str) -> list[str]:
        settings = {"isolated": self.isolated, "beside": beside, "figures": figures if self._figures else ""}
        # Isolated, but for PYTHONHASHSEED: sets are to have the same order in a replay.
        return [python, "-P", "-s", "-S", "-B", "-c", _BOOTSTRAP, site, json.dumps(settings)]

    def _receive(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        self._control.settimeout(seconds)
        try:
            data, handles, _, _ = socket.recv_fds(self._control, _MAX_MESSAGE, 1)
        except TimeoutError:
            data, handles = b"", []
        if not data:
            self.close()
            raise SandboxFault(did_not_start(self.stderr_text() or noted("time is up")))
        return json.loads(data), handles

    def _start(self, seconds: float) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._cleanup.callback(self._control.close)
        self._cleanup.callback(theirs.close)
        reading, writing = os.pipe()
        self._stderr = close_with(self._cleanup, reading, "rb")
        os.set_blocking(reading, False)
        stderr = close_with(self._cleanup, writing, "wb")
        command, environment, inherited = self._command()
        self._process = subprocess.Popen(
            command,
            stdin=theirs.fileno(),
            stdout=stderr,
            stderr=stderr,
            pass_fds=[end.fileno() for end in inherited],
            env=environment,
            cwd="/",
            start_new_session=True,
        )
        if self.isolated:
            self._cleanup.enter_context(cgroup.holding(self._process.pid))
        self._cleanup.callback(self._kill_and_wait)  # before its group is taken away
        theirs.close()
        for end in (stderr, *inherited):
            end.close()
        self._has_started(seconds)
        self._control.settimeout(seconds)
        try:
            greeting = self._control.recv(_MAX_MESSAGE)
        except OSError as error:
            greeting, reason = b"", noted("time is up") if isinstance(error, TimeoutError) else str(error)
        else:
            reason = noted("it said {words}", words=repr(greeting[:80]))
        if greeting != _GREETING:
            raise SandboxFault(did_not_start(self.stderr_text() or reason))

    def _kill_and_wait(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._kill()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise SandboxFault(noted("a sandbox goes on although it was killed")) from None


class BubblewrapForkServer(ForkServer):
    """A fork server in bubblewrap, whose children get namespaces of their own."""

    isolated = True

    def __init__(self, files: Path | None, figures: Path | None, seconds: float) -> None:
        self._first: int | None = None  # a descriptor of bubblewrap's first process
        super().__init__(files, figures, seconds)

    def _command(self) -> tuple[list[str], Mapping[str, str], Sequence[BinaryIO]]:
        missing = bubblewrap.missing_tools()
        if missing:
            raise SandboxFault("; ".join(map(_, missing)))
        options, prefix = bubblewrap.command(self._beside, self._figures)
        # By a descriptor, because a command line can be read by everybody, in the sandbox too.
        given = close_with(self._cleanup, os.memfd_create("options"), "wb")
        given.write(b"".join(option.encode() + b"\0" for option in options))
        given.seek(0)
        reading, writing = os.pipe()
        self._info, told = close_with(self._cleanup, reading, "rb"), close_with(self._cleanup, writing, "wb")
        bwrap = ["bwrap", "--info-fd", str(told.fileno()), "--args", str(given.fileno()), "--"]
        beside = [f"{bubblewrap.BESIDE}/{path.name}" for path in self._beside]
        runner = self._runner(bubblewrap.python(), bubblewrap.SITE, beside, bubblewrap.FIGURES)
        return [*bwrap, *prefix, *runner], bubblewrap.ENVIRONMENT, [given, told]

    def _has_started(self, seconds: float) -> None:
        """Take hold of bubblewrap's first process: the kernel kills all the others before that one is gone."""
        if not select.select([self._info], [], [], seconds)[0]:
            raise SandboxFault(did_not_start(noted("bwrap does not answer")))
        told = re.search(rb'"child-pid": (\d+)', self._info.read(4096))
        if told:  # or bwrap complains, and the greeting will be missed
            with contextlib.suppress(ProcessLookupError):
                self._first = os.pidfd_open(int(told[1]))

    def _kill_child(self, child: int) -> None:
        signal.pidfd_send_signal(child, signal.SIGKILL)  # the first process of its namespace: the others end with it

    def _kill(self) -> None:
        if self._first is None:
            super()._kill()
            return
        first, self._first = self._first, None
        try:
            signal.pidfd_send_signal(first, signal.SIGKILL)  # bwrap ends by itself, after its child
        finally:
            os.close(first)


class PlainForkServer(ForkServer):
    """A fork server without a sandbox. `user` is who runs it and its children: this process's own where it is None."""

    isolated = False

    def __init__(self, files: Path | None, figures: Path | None, seconds: float, user: int | None = None) -> None:
        self._user = user
        super().__init__(files, figures, seconds)

    def _command(self) -> tuple[list[str], Mapping[str, str], Sequence[BinaryIO]]:
        self._home = self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix=prefix("unsandboxed")))
        site = Path(self._home, "site")
        site.mkdir()
        unsandboxed.lay_out(bubblewrap.packages(), site, self._user)
        unsandboxed.give_away(self._home, self._user)
        environment = {
            "HOME": self._home,
            "TMPDIR": self._home,
            "PATH": os.environ.get("PATH", os.defpath),
            "MPLCONFIGDIR": f"{self._home}/matplotlib",
            "IPYTHONDIR": f"{self._home}/ipython",
        }
        runner = self._runner(sys.executable, str(site), [], str(self._figures))
        return [*unsandboxed.prefix(self._user), *runner], bubblewrap.ENVIRONMENT | environment, []

    def _settings_of_child(self) -> dict[str, Any]:
        work = self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="work-", dir=self._home))
        unsandboxed.give_away(work, self._user)
        for path in self._beside:
            Path(work, path.name).symlink_to(path)
        return {"work": work}

    def _kill_child(self, child: int) -> None:
        os.killpg(self._child_pid, signal.SIGKILL)

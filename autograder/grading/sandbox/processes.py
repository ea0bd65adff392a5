"""The processes of a running sandbox, from outside: stop them, let them go on, and ask the kernel what they used."""

import contextlib
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ...language import noted

_STOP_SECONDS = 10
_FORGET_THE_MOST = "5"  # what proc(5) says to write into clear_refs for that
_AT_REST = frozenset("TtZX")  # in /proc: stopped, traced, or gone


class StillRunning(RuntimeError):
    """Processes of a sandbox that could not be stopped: they make new ones faster than anybody can look."""


class Processes:
    """The first process of a sandbox and all that descend from it.

    Parameters
    ----------
    first : int
        A descriptor of the first process. What it starts cannot leave it: it is the first of a namespace.
    """

    def __init__(self, first: int) -> None:
        found = re.search(r"^Pid:\s+(-?\d+)", Path(f"/proc/self/fdinfo/{first}").read_text(), re.MULTILINE)
        self._first = int(found[1]) if found else -1

    def processor_seconds(self) -> dict[int, float]:
        """The processor time of each process that is there now, as the kernel has counted."""
        seconds = {}
        for pid in self._states():
            with contextlib.suppress(OSError):  # it has ended meanwhile
                seconds[pid] = time.clock_gettime(_clock_of(pid))
        return seconds

    def new_memory(self) -> Callable[[], int | None]:
        """Let the kernel begin anew to note how much memory each of them has held at most.

        Returns
        -------
        callable
            It says by how many bytes the most since then is more than what they hold now. Those that are started and
            ended meanwhile are not counted. None where the kernel does not tell, or one of them has ended.
        """
        held: dict[int, int] = {}
        for pid in self._states():
            with contextlib.suppress(OSError):
                Path(f"/proc/{pid}/clear_refs").write_text(_FORGET_THE_MOST)
                held[pid] = _most_memory(pid)

        def more() -> int | None:
            try:
                return sum(_most_memory(pid) - before for pid, before in held.items()) if held else None
            except OSError:
                return None

        return more

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop them for this block.

        Raises
        ------
        StillRunning
            If one of them runs on all the same.
        """
        try:
            self._stop()
            yield
        finally:
            for pid in self._states():
                self._signal(pid, signal.SIGCONT)

    def _stop(self) -> None:
        """Stop them one by one until none runs: one that has not been stopped yet may have started another."""
        deadline = time.monotonic() + _STOP_SECONDS
        while running := [pid for pid, state in self._states().items() if state not in _AT_REST]:
            if time.monotonic() > deadline:
                raise StillRunning(noted("left processes running that could not be stopped"))
            for pid in running:
                self._signal(pid, signal.SIGSTOP)
            time.sleep(0.001)

    def _signal(self, pid: int, number: int) -> None:
        """Send a signal to a process, if it is still one of these: its id may be another's by now."""
        with contextlib.suppress(ProcessLookupError):
            handle = os.pidfd_open(pid)
            try:
                if pid in self._states():
                    signal.pidfd_send_signal(handle, number)
            finally:
                os.close(handle)

    def _states(self) -> dict[int, str]:
        """The processes that are there now, by their ids, with the kernel's letter for what each does."""
        children: dict[int, list[int]] = {}
        states: dict[int, str] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    text = (entry / "stat").read_text(errors="replace")
                    state, parent, *_ = text[text.rindex(")") + 2 :].split()
                    states[int(entry.name)] = state
                    children.setdefault(int(parent), []).append(int(entry.name))
        found, waiting = {}, [self._first]
        while waiting:
            pid = waiting.pop()
            if pid in states:
                found[pid] = states[pid]
                waiting += children.get(pid, [])
        return found


def _most_memory(pid: int) -> int:
    """The bytes of memory that a process has held at most."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(errors="replace"), re.MULTILINE)
    return int(found[1]) << 10 if found else 0


def _clock_of(pid: int) -> int:
    """The id of a process's own clock: what `clock_getcpuclockid` gives, which Python has no name for."""
    return (~pid << 3) | 2

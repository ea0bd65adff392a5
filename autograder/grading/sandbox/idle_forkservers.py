"""Fork servers that wait for the next submission, so that not every one pays for the start of a fork server."""

import multiprocessing.util
import threading
from pathlib import Path
from typing import NamedTuple

from .forkserver import BubblewrapForkServer, ForkServer, PlainForkServer

_MOST_IDLE = 4


class Kind(NamedTuple):
    """The settings that sandboxes must have in common to be children of the same fork server."""

    files: Path | None
    sandboxed: bool
    user: int | None = None
    figures: Path | None = None

    def start(self, seconds: float) -> ForkServer:
        """Start a fork server for such sandboxes."""
        if self.sandboxed:
            return BubblewrapForkServer(self.files, self.figures, seconds)
        return PlainForkServer(self.files, self.figures, seconds, self.user)


class IdleForkServers:
    """Fork servers without a child, kept for the next submission; those that were idle longest are ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Kind, ForkServer]] = []
        # Not `atexit`, which the workers of a pool do not come to.
        multiprocessing.util.Finalize(None, self.close, exitpriority=0)

    @property
    def pids(self) -> list[int]:
        """The process ids of those that wait."""
        with self._lock:
            return [server.pid for _, server in self._waiting]

    def take(self, kind: Kind, seconds: float) -> ForkServer:
        """Return a fork server of this kind: one that waits, or a new one."""
        with self._lock:
            fitting = [entry for entry in self._waiting if entry[0] == kind]
            for entry in fitting:
                self._waiting.remove(entry)
        running = [server for _, server in fitting if server.is_running]
        for _kind, server in fitting:
            if server not in running:  # the thread that started it may have ended
                server.close()
        for server in running[1:]:
            self.give_back(kind, server)
        return running[0] if running else kind.start(seconds)

    def give_back(self, kind: Kind, server: ForkServer) -> None:
        """Keep a fork server whose child has ended."""
        with self._lock:
            self._waiting.append((kind, server))
            extra, self._waiting = self._waiting[:-_MOST_IDLE], self._waiting[-_MOST_IDLE:]
        for _kind, old in extra:
            old.close()

    def close(self) -> None:
        """End all that wait."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for _kind, server in waiting:
            server.close()

"""Keeps what came of jobs, by their digests: a killed run goes on where it stopped, and a second one is free."""

import gzip
from pathlib import Path

from ...files import write_whole
from .job import JobResult
from .seeds import PRIVATE


class Store:
    """The results of a course directory: one file a job, written whole or not at all.

    Parameters
    ----------
    course : Path
    """

    def __init__(self, course: Path) -> None:
        self.folder = course / PRIVATE / "results"

    def __contains__(self, digest: str) -> bool:
        return self._path(digest).exists()

    def get(self, digest: str) -> JobResult | None:
        """What came of a job, or None: not run yet, or its file is damaged."""
        try:
            return JobResult.from_json(gzip.decompress(self._path(digest).read_bytes()).decode("utf-8"))
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def put(self, digest: str, result: JobResult) -> None:
        """Keep what came of a job. Whoever reads sees all of it or nothing, whenever this is interrupted."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._path(digest), gzip.compress(result.to_json().encode("utf-8"), compresslevel=1))

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest[2:]}.json.gz"

"""Keeps what came of jobs, by their digests: a killed run goes on where it stopped, and a second one is free.

Pictures lie beside the results, each once: those of right answers are the same for a whole class.
"""

import base64
import contextlib
import functools
import gzip
import hashlib
import json
import time
from pathlib import Path
from typing import Any

from ...files import write_whole
from ..course.private_folder import private_folder
from .job import JobResult

_PICTURE = "image/png"
_DRAFT_SECONDS = 3600  # an older one is nobody's any more
_PICTURES = "pictures"  # of a kept result: the digests of its pictures, in order; empty for one that stands in it


class Store:
    """The results of a course directory: one file a job, written whole or not at all, and one file a picture.

    Parameters
    ----------
    course : Path
    """

    def __init__(self, course: Path) -> None:
        self.folder = private_folder(course) / "results"
        self.pictures = private_folder(course) / "pictures"

    def __contains__(self, digest: str) -> bool:
        return self.get(digest) is not None  # a power cut may leave a file without its content: it is as good as none

    def get(self, digest: str, *, pictures: bool = True) -> JobResult | None:
        """Read the kept result of a job; None if there is none, or a file is damaged. Verdicts need no pictures."""
        path = self._path(digest)
        try:
            if not pictures:
                about = path.stat()
                return _read_without_pictures(path, about.st_mtime_ns, about.st_size)
            content = _read(path)
            for shown, picture in zip(_pictures_of(content), content[_PICTURES], strict=True):
                shown[_PICTURE] = _text(self._read_picture(picture)) if picture else shown[_PICTURE]
            return JobResult.from_dict(content)
        except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, digest: str, result: JobResult) -> None:
        """Keep what came of a job. Whoever reads sees all of it or nothing, whenever this is interrupted."""
        content = json.loads(result.to_json())
        content[_PICTURES] = []
        for shown in _pictures_of(content):
            picture = self._keep(shown[_PICTURE])
            content[_PICTURES].append(picture)
            shown[_PICTURE] = "" if picture else shown[_PICTURE]
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._path(digest), gzip.compress(json.dumps(content).encode("utf-8"), compresslevel=1))

    def sweep(self) -> None:
        """Remove drafts that a run has left which was killed while it wrote."""
        for folder in (self.folder, self.pictures):
            for draft in folder.glob("*/.*"):
                with contextlib.suppress(OSError):
                    if time.time() - draft.stat().st_mtime > _DRAFT_SECONDS:
                        draft.unlink()

    def _keep(self, picture: str) -> str:
        """Keep a picture, and return its digest; empty for what is none, or would not come back as the same text."""
        try:
            content = base64.b64decode(picture, validate=True)
        except ValueError:
            return ""
        if _text(content) != picture:
            return ""
        digest = hashlib.sha256(content).hexdigest()
        try:
            self._read_picture(digest)
        except (OSError, ValueError):
            self.pictures.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._picture_path(digest), content)
        return digest

    def _read_picture(self, digest: str) -> bytes:
        """Read a picture that is kept; `OSError` or `ValueError` where it is not there, or not whole."""
        content = self._picture_path(digest).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError(digest)
        return content

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest[2:]}.json.gz"

    def _picture_path(self, digest: str) -> Path:
        return self.pictures / digest[:2] / f"{digest[2:]}.png"


def _read(path: Path) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return kept


@functools.lru_cache(maxsize=4)  # of one submission several are asked in a row
def _read_without_pictures(path: Path, changed: int, size: int) -> JobResult:
    return JobResult.from_dict(_read(path))


def _pictures_of(content: dict[str, Any]) -> list[dict[str, str]]:
    """List what cells showed that has a picture in it, in order."""
    shown = (output.get("data") for cell in content["cell_outputs"] for output in cell["outputs"])
    return [data for data in shown if isinstance(data, dict) and isinstance(data.get(_PICTURE), str)]


def _text(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")

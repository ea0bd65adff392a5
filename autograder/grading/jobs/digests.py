"""Digests of what a verdict depends on beside the submission: our own code, and the files beside the notebook."""

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

import numpy as np

from ..sandbox import bubblewrap

# The folders of the package that a verdict or its report can depend on; `solutions` does too, beside it.
_DECIDES = ("bank", "grading/jobs", "grading/sandbox", "judging", "language", "notebook", "reports", "runner")


@functools.cache
def source_digest() -> str:
    """A digest of the exercises, the judge, the sandbox and the oracle: what could change a verdict or its report."""
    digest = hashlib.sha256(f"numpy {np.__version__} torch {version('torch')}".encode())
    package = Path(__file__).parents[2]
    folders = [package.parent / "solutions", *(package / name for name in _DECIDES)]
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".css")):
        digest.update(str(path.relative_to(package.parent)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def digest_of_files(folder: Path | None) -> str:
    """A digest of what lies beside a notebook."""
    digest = hashlib.sha256()
    for entry in bubblewrap.beside_the_notebook(folder):
        for path in sorted(entry.rglob("*")) if entry.is_dir() else [entry]:
            if path.is_file():
                digest.update(
                    str(path.relative_to(entry.parent)).encode() + b"\0" + _digest_of(path, path.stat().st_mtime_ns)
                )
    return digest.hexdigest()


@functools.lru_cache(maxsize=1000)
def _digest_of(path: Path, changed: int) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()

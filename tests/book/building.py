"""Build the book once for all tests, in its normal place, with warnings as errors."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
DOWNLOADS = ROOT / "_build" / "downloads" / "notebooks"
SITE = ROOT / "_build" / "html"
STAMP = ROOT / "_build" / "html-built-from"
COMMAND = ["build", "book", "--config", "_config.yml", "-W", "-n", "--keep-going"]


def built_site() -> Path:
    """The folder of the built site; built again if it was built from other sources than today's.

    After a build that failed, everything is read anew: pages that have not changed since would not warn again.
    `MW_SITE` names a site that is built already, such as one page while it is written.
    """
    if "MW_SITE" in os.environ:
        return Path(os.environ["MW_SITE"])
    if not DOWNLOADS.is_dir():
        pytest.fail(f"the released notebooks are not in {DOWNLOADS.relative_to(ROOT)}: run `make` first")
    STAMP.parent.mkdir(exist_ok=True)
    with FileLock(STAMP.with_suffix(".lock")):
        sources = fingerprint()
        if not (SITE / "index.html").exists() or not STAMP.exists() or STAMP.read_text() != sources:
            again = [] if STAMP.exists() else ["--all"]
            STAMP.unlink(missing_ok=True)
            command = [Path(sys.executable).with_name("jupyter-book"), *COMMAND, *again]
            run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            if run.returncode:
                pytest.fail(f"the book does not build:\n{run.stdout[-4000:]}\n{run.stderr[-6000:]}", pytrace=False)
            STAMP.write_text(sources)
    return SITE


def fingerprint() -> str:
    digest = hashlib.sha256()
    files = [ROOT / "_config.yml", *BOOK.rglob("*"), *DOWNLOADS.rglob("*")]
    files += [*(ROOT / "solutions").rglob("*.py"), *(ROOT / "autograder").rglob("*.py")]
    files += [*(ROOT / "_build").glob("*.json"), *(ROOT / "_build" / "bench").glob("*.json")]
    for file in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def pages(site: Path) -> list[Path]:
    """The pages that people read: the chapters, and the search."""
    return sorted(page for page in site.glob("*.html") if page.name != "genindex.html")

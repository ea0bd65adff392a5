"""The built book: built once for all tests, as `make book` builds it."""

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
BUILD = ROOT / "setup" / "build-book"


def built_site() -> Path:
    """The folder of the built site; built again if it was built from other sources than today's.

    `MW_SITE` names a site that is built already, such as one page while it is written.
    """
    if "MW_SITE" in os.environ:
        return Path(os.environ["MW_SITE"])
    if not DOWNLOADS.is_dir():
        pytest.fail(f"the released notebooks are not in {DOWNLOADS.relative_to(ROOT)}: run `make` first")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with FileLock(ROOT / "_build" / "book.lock"):
        run = subprocess.run([BUILD], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if run.returncode:
            pytest.fail(f"the book does not build:\n{run.stdout[-4000:]}\n{run.stderr[-6000:]}", pytrace=False)
    return SITE


def pages(site: Path) -> list[Path]:
    """The pages that people read: the chapters, and the search."""
    return sorted(page for page in site.glob("*.html") if page.name != "genindex.html")

"""Sphinx extension: run the pages again when the code they call has changed.

The execution cache looks only at a page's own cells, so a mended figure or operation would leave old pictures standing.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree

LIBRARIES = ["numpy", "matplotlib", "scikit-image", "torch", "myst-nb"]


def fingerprint(book):
    digest = hashlib.sha256()
    for file in sorted(
        [
            *book.glob("*.py"),
            *book.glob("figures/**/*.py"),
            *book.glob("workings/*.py"),
            *book.parent.glob("solutions/**/*.py"),
            *book.parent.glob("other_libraries/**/*.py"),
            *book.parent.glob("other_libraries/*.json"),
            *book.parent.glob("findings/*.md"),
            *book.parent.glob("exercises/*/data.py"),  # trains the networks that a page shows
            *book.parent.glob("exercises/*/*.md"),
            *book.parent.glob("autograder/**/*.py"),  # a page shows what the judge says
            *book.parent.glob("_build/*.json"),  # the kill matrix
            *book.parent.glob("benchmarks/*.json"),
        ]
    ):
        digest.update(file.name.encode() + file.read_bytes())
    for library in LIBRARIES:
        digest.update(version(library).encode())
    return digest.hexdigest()


def forget_stale_results(app):
    book = Path(app.srcdir)
    app.mw_fingerprint = fingerprint(book)
    marker = Path(app.outdir).parent / "code-fingerprint"
    if marker.exists() and marker.read_text() == app.mw_fingerprint:
        return
    rmtree(app.config.nb_execution_cache_path or marker.parent / ".jupyter_cache", ignore_errors=True)
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(app.mw_fingerprint)


def read_again(app, env, added, changed, removed):
    known = getattr(env, "mw_fingerprint", None)
    env.mw_fingerprint = app.mw_fingerprint
    return [] if known == app.mw_fingerprint else list(env.found_docs)


def setup(app):
    app.connect("builder-inited", forget_stale_results)
    app.connect("env-get-outdated", read_again)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

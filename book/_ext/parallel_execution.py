"""Sphinx extension: execute the pages side by side, before Sphinx reads them one after the other.

The results go into the cache that myst-nb reads. A page that fails is not in it: myst-nb runs it again when its turn
comes, and warns in the right place.
"""

import logging
import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from forked_kernels import fork_kernels
from jupyter_cache import get_cache
from myst_nb.core.execute import create_client
from myst_nb.core.read import create_nb_reader
from sphinx.util.display import status_iterator


class Mute(logging.LoggerAdapter[logging.Logger]):
    """Takes what myst-nb says of a page, and says nothing: it is said again when Sphinx reads the page."""

    def log(self, *message, **kwargs):
        pass


def execute(env, docname):
    """Give the page's results to the cache, unless they are there; return the page's name."""
    path = env.doc2path(docname)
    text = Path(path).read_text(encoding="utf-8")
    reader = create_nb_reader(path, env.myst_config, env.mystnb_config, text)
    if reader:
        with create_client(reader.read(text), path, env.mystnb_config, Mute(logging.getLogger()), reader.read_fmt):
            pass
    return docname


def execute_all(app, env, docnames):
    os.environ["MAGIC_WINDOW_LANGUAGE"] = "en"  # for the kernels: what the judge says on a page, whoever builds it
    if app.config.nb_execution_mode != "cache":
        return
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # for the kernels: every core has one of its own
    fork_kernels()
    _ = get_cache(env.mystnb_config.execution_cache_path).db  # makes its tables, which two threads would both do
    # The longest first, so that at the end no core waits for another.
    longest = sorted(docnames, key=lambda docname: Path(env.doc2path(docname)).stat().st_size, reverse=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        pages = [pool.submit(execute, env, docname) for docname in longest]
        done = (page.result() for page in as_completed(pages))
        for _ in status_iterator(done, "executing pages... ", "purple", len(pages), app.verbosity):
            pass


def setup(app):
    app.connect("env-before-read-docs", execute_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

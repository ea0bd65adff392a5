"""A local server over the built site, and Chromium, which reaches no other."""

import shutil
import threading
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from playwright.sync_api import sync_playwright

from tests.book._building import built_site
from tests.browser._server import Site

CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
QUIET = [  # a browser that keeps to itself, also without a graphics card or a sandbox of its own
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


@pytest.fixture(scope="session")
def address():
    """Where the built site is served."""
    handler = partial(Site, directory=str(built_site()))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.fail("these tests need Chromium: install it with `apt-get install chromium`", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()

"""A local server over the built site, and Chromium, which reaches no other."""

import pytest

from setup.browser import NoChromium, chromium, serving
from tests.book._building import built_site
from tests.browser._server import Site


@pytest.fixture(scope="session")
def address():
    """Where the built site is served."""
    with serving(built_site(), Site) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    try:
        with chromium() as browser:
            yield browser
    except NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)

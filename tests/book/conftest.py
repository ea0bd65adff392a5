"""The built site, and a page of it as text: a test module names its page in `PAGE`."""

import sys

import pytest

from tests.book._building import BOOK, built_site

sys.path.insert(0, str(BOOK))  # the pages run in this folder


@pytest.fixture(scope="session")
def site():
    return built_site()


@pytest.fixture(scope="module")
def prose(request, site):
    from tests.book._reading import prose_of  # after the path is set: it knows the book's figures

    return prose_of(site, request.module.PAGE)

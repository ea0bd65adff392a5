import sys

import pytest

from tests.book.building import BOOK, built_site

sys.path.insert(0, str(BOOK))  # the pages run in this folder


@pytest.fixture(scope="session")
def site():
    return built_site()

"""What a page asks for is counted, and stays below what Lighthouse calls too much."""

import pytest

from benchmarks.pages import MUCH_BYTES, table, weigh
from tests.book._building import built_site

pytestmark = pytest.mark.turn(3)


@pytest.fixture(scope="module", params=["convolutional-layers.html", "glossary.html"])
def weight(request, browser, address):
    return weigh(browser, address, request.param)


def test_every_byte_is_counted_with_its_kind(weight):
    assert weight.kinds["page"] == (built_site() / weight.page).stat().st_size
    assert min(weight.kinds[kind] for kind in ("styles", "scripts", "fonts")) > 100_000
    assert weight.total == sum(weight.kinds.values()) > weight.compressed > weight.total / 10
    assert weight.requests > 20
    assert weight.elements > 500


def test_no_page_is_called_enormous(weight):
    assert weight.total < MUCH_BYTES


def test_a_line_for_each_page(weight):
    shown = table([weight])
    assert shown.row_count == 1
    assert shown.columns[0]._cells == [weight.page]

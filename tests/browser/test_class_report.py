"""The class report in a browser: in light and dark, on a phone, for a reader who hears it, and with no network."""

import pytest

from autograder.grading.reporting import page
from tests.browser._standing_alone import SIZES, VISITS, StandsAlone
from tests.browser._visit import visiting
from tests.grading.reporting.test_class_report import NOW, REPORT

pytestmark = pytest.mark.turn(4, 0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    page.write(REPORT, folder, NOW)
    return f"{(folder / page.FOLDER).as_uri()}/"


@pytest.fixture(scope="module", params=VISITS, ids="-".join)
def visit(request, browser, folder):
    theme, size = request.param
    name = f"{REPORT.assignment}.html"
    with visiting(browser, folder, name, theme, viewport=SIZES[size]) as visit:
        visit.theme = theme
        visit.page.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
        yield visit


class TestClassReport(StandsAlone):
    pass


def test_every_table_has_a_caption_and_every_heading_a_scope(visit):
    tables = visit.page.locator("table")
    assert tables.count() == 9
    assert visit.page.locator("table > caption").count() == tables.count()
    assert visit.page.locator("th:not([scope])").count() == 0


def test_no_script_of_a_students_name_has_run(visit):
    assert visit.page.locator("script").count() == 0
    assert visit.page.get_by_text("<script>alert(1)</script>").count() > 0


def test_every_link_leads_to_a_section(visit):
    for target in visit.page.locator("nav a").evaluate_all("links => links.map(link => link.hash)"):
        assert visit.page.locator(f"h2{target}").count() == 1, target

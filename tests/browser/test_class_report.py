"""The class report in a browser: in light and dark, on a phone, for a reader who hears it, and with no network."""

import pytest

from autograder.grading import report_page
from tests.browser.accessibility import complaints
from tests.browser.visit import visiting
from tests.grading.test_class_report import NOW, REPORT

SIZES = {"desk": {"width": 1300, "height": 900}, "phone": {"width": 390, "height": 800}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    report_page.write(REPORT, folder, NOW)
    return f"{(folder / report_page.FOLDER).as_uri()}/"


@pytest.fixture(scope="module", params=[(theme, size) for theme in ("light", "dark") for size in SIZES], ids="-".join)
def visit(request, browser, folder):
    theme, size = request.param
    name = f"{REPORT.assignment}.html"
    with visiting(browser, folder, name, theme, viewport=SIZES[size]) as visit:
        visit.theme = theme
        visit.page.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
        yield visit


def test_axe_has_nothing_to_say(visit):
    assert complaints(visit.page) == []


def test_nothing_is_asked_of_a_server_and_nothing_goes_wrong(visit):
    assert (visit.outside, visit.failed, visit.errors) == ([], [], [])


def test_the_page_is_in_its_theme(visit):
    ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = sum(map(int, ground.removeprefix("rgb(").removesuffix(")").split(","))) > 3 * 128
    assert light == (visit.theme == "light")


def test_only_the_tables_scroll_sideways(visit):
    page = visit.page
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


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

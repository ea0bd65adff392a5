"""A site with an address has a sitemap of every page and says what a shared link shows; one without says nothing."""

import re
from xml.etree import ElementTree

import pytest
from sphinx.errors import ConfigError

from tests.book._building import BOOK, pages
from tests.book._sphinx_app import small_site

PAGES = {
    "index": "Title\n=====\n\nA *window* & what it sees.\n\n.. toctree::\n\n   other\n",
    "other": "Other\n=====\n\nThe other page.\n",
}
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(autouse=True)
def no_address_around(monkeypatch):
    monkeypatch.delenv("COURSE_URL", raising=False)


def built(folder, **settings):
    return small_site(folder, ["site_metadata"], PAGES, html_copy_source=False, **settings)


def listed(site):
    return [place.text for place in ElementTree.parse(site / "sitemap.xml").iter(LOCATION)]


def test_the_sitemap_lists_every_page(tmp_path):
    site = built(tmp_path, html_baseurl="https://example.org/course")
    assert listed(site) == ["https://example.org/course/index.html", "https://example.org/course/other.html"]
    assert {place.rpartition("/")[2] for place in listed(site)} == {
        page.name for page in pages(site) if page.name != "search.html"
    }


def test_a_shared_link_shows_title_words_and_a_picture_of_this_site(tmp_path):
    site = built(tmp_path, html_baseurl="https://example.org/course/")
    page = (site / "other.html").read_text()
    said = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page))
    assert said["og:title"] == "Other"
    assert said["og:url"] == "https://example.org/course/other.html"
    assert said["og:description"] == said["description"] == "The other page."
    assert said["og:image"].startswith("https://example.org/course/_images/")
    assert (site / said["og:image"].removeprefix("https://example.org/course/")).exists()
    assert 'rel="canonical" href="https://example.org/course/other.html"' in page


def test_without_an_address_nothing_is_said(tmp_path):
    site = built(tmp_path)
    assert not (site / "sitemap.xml").exists()
    page = (site / "index.html").read_text()
    assert "og:" not in page
    assert "canonical" not in page
    assert not list(site.glob("_images/social_previews/*"))


def test_the_address_may_come_from_around(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_URL", "https://example.org/fork")
    assert listed(built(tmp_path))[0] == "https://example.org/fork/index.html"


def test_a_wrong_address_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="https://"):
        built(tmp_path, html_baseurl="example.org")


def test_the_site_of_the_course_has_every_page_of_the_book(site):
    """In the sitemap, if it was built with an address; in any case there."""
    wanted = {f"{page.stem}.html" for page in BOOK.glob("*.md")}
    assert {page.name for page in pages(site)} >= wanted
    if (site / "sitemap.xml").exists():
        assert {place.rpartition("/")[2] for place in listed(site)} == wanted

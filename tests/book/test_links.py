"""Every link of the built site leads somewhere: files and anchors, in raw HTML as in Markdown."""

import functools
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from autograder.bank import EXERCISES
from autograder.learner.hints import _anchor
from tests.book._building import BOOK, pages
from tests.book._reading import CONTINUED


class Links(HTMLParser):
    """The addresses that a page uses, and the anchors that it offers."""

    def __init__(self, text):
        super().__init__()
        self.used, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in {"href", "src"} and value:
                self.used.append(value)
            if name in {"id", "name"} and value:
                self.anchors.add(value)


@functools.cache
def links_of(page):
    return Links(page.read_text())


def broken(page, root):
    """The links of a page that lead nowhere."""
    for address in links_of(page).used:
        if urlsplit(address).scheme or address.startswith("//"):
            continue
        path, anchor = urldefrag(address)
        path = path.partition("?")[0]  # the theme adds a checksum
        target = (page.parent / unquote(path)).resolve() if path else page
        if (
            not target.is_relative_to(root)
            or not target.is_file()
            or (anchor and target.suffix == ".html" and unquote(anchor) not in links_of(target).anchors)
        ):
            yield address


def test_no_link_is_broken(site):
    found = {page.name: sorted(set(broken(page, site))) for page in pages(site)}
    assert {page: links for page, links in found.items() if links} == {}


@pytest.mark.parametrize("exercise", [one for one in EXERCISES.values() if one.section], ids=lambda one: one.id)
def test_a_report_leads_to_the_section_by_its_address_and_by_the_one_that_it_had_before(site, exercise):
    """A chapter of several pages was one page: reports of an older wheel have addresses on its first."""
    anchor = _anchor(exercise.section)
    for page in {exercise.page or exercise.chapter, exercise.chapter}:
        assert anchor in links_of(site / f"{page}.html").anchors


def moved_sections():
    for chapter, more in CONTINUED.items():
        for page in more:
            for heading in re.findall(r"^##+ (.*)$", (BOOK / f"{page}.md").read_text(), re.M):
                yield chapter, page, _anchor(heading)


@pytest.mark.parametrize(("chapter", "page", "anchor"), [one for one in moved_sections() if one[2]])
def test_an_old_address_of_a_section_leads_to_where_it_is_now(site, chapter, page, anchor):
    """The first page has the section's anchor, at a link that leads on."""
    assert anchor in links_of(site / f"{chapter}.html").anchors
    assert f"{page}.html#{anchor}" in links_of(site / f"{chapter}.html").used


def test_nothing_is_loaded_from_elsewhere(site):
    """Links to other sites may be clicked; scripts, styles and images may not come from there."""
    for page in pages(site):
        for tag in page.read_text().split("<")[1:]:
            if tag.startswith(("script", "img", "link", "iframe", "source")) and (
                "http://" in tag or "https://" in tag
            ):
                assert 'rel="canonical"' in tag, f"{page.name}: <{tag}"


@pytest.mark.parametrize("link", ["gone.html", "#gone", "there.html#gone", "../outside.html"])
def test_a_broken_link_is_found(tmp_path, link):
    (tmp_path / "there.html").write_text('<p id="here"></p>')
    page = tmp_path / "page.html"
    page.write_text(
        f'<a href="{link}">one</a><a href="there.html#here">two</a><a href="https://example.org/">three</a>'
    )
    assert list(broken(page, tmp_path)) == [link]


def test_the_footer_names_both_licences(site):
    for page in pages(site):
        assert "CC BY 4.0" in page.read_text(), page.name
        assert "BSD-3-Clause" in page.read_text(), page.name

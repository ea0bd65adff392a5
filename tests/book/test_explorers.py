"""Explorers on the built pages: each page loads the scripts that it needs, and says something without them."""

import re

from tests.book._building import BOOK, pages

SCRIPTS = BOOK / "_extra" / "explorers"


def explorers_of(html):
    return re.findall(r'<mw-([a-z-]+) id="([^"]+)"', html)


def test_pages_with_an_explorer_load_its_scripts_and_others_load_none(site):
    for page in pages(site):
        html = page.read_text()
        loaded = re.findall(r'src="_static/explorers/([a-z-]+)\.js', html)
        used = [name for name, _ in explorers_of(html)]
        assert bool(loaded) == bool(used), page.name
        if used:
            assert loaded[0] == "arithmetic", page.name
            assert set(used) <= set(loaded), page.name


def test_every_script_is_offered(site):
    for script in SCRIPTS.glob("*.js"):
        assert (site / "_static" / "explorers" / script.name).read_bytes() == script.read_bytes()


def test_every_explorer_has_a_picture_and_a_text_without_scripts(site):
    for page in pages(site):
        for element in re.findall(r"<mw-[a-z-]+ id=.*?</mw-[a-z-]+>", page.read_text(), re.S):
            assert "aria-label=" in element, page.name
            text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", element, flags=re.S)
            assert len(text.split()) >= 8, page.name


def test_explorers_of_a_page_have_names_of_their_own(site):
    for page in pages(site):
        names = [name for _, name in explorers_of(page.read_text())]
        assert len(names) == len(set(names)), page.name


def test_scripts_are_small_and_say_what_they_are_for():
    for script in SCRIPTS.glob("*.js"):
        lines = script.read_text().splitlines()
        assert lines[0].startswith("// "), script.name
        assert len(lines) < 400, script.name
        assert max(map(len, lines)) <= 130, script.name

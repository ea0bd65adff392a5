"""The bibliography: every entry can be linked to and looked up, and whatever a page cites is in it."""

import re

import pytest

from tests.book._building import BOOK

TEXT = (BOOK / "bibliography.md").read_text()
ENTRIES = re.findall(r"^\((bib-[a-z0-9-]+)\)=\n\*\*(.+?)\.\*\*(.*?)(?=^\(bib|^## |\Z)", TEXT, re.M | re.S)
YEAR = r"\b((?:19|20)\d\d)"
LINK = "{doc}`bibliography`"


KNOWN = {
    (word.lower(), year)
    for _, name, _ in ENTRIES
    for year in re.findall(YEAR, name)
    for word in re.findall(r"[A-Z][\w-]+", name)
}


def cited(text):
    """What a page cites: the capitalised words and the year that stand just before a link to the bibliography."""
    text = " ".join(text.split())
    for match in re.finditer(re.escape(LINK), text):
        before = text[max(0, match.start() - 120) : match.start()]
        if years := re.findall(YEAR + r"[^\d]{0,12}$", before):
            yield {(word.lower(), years[-1]) for word in re.findall(r"[A-Z][\w-]+", before)}, before


def named(text):
    """What a page names in the bibliography's way, wherever: "Keys & Others 1981", "Keys et al. 1981"."""
    name = r"([A-Z][\w-]+)(?:, [A-Z][\w-]+)*(?: & [A-Z][\w-]+| et al\.) "
    for match in re.finditer(name + YEAR, " ".join(text.split())):
        yield {(match[1].lower(), match[2])}, match[0]


def missing(text):
    return [words for candidates, words in [*cited(text), *named(text)] if not candidates & KNOWN]


@pytest.mark.parametrize(("label", "name", "rest"), ENTRIES, ids=[label for label, _, _ in ENTRIES])
def test_an_entry_can_be_looked_up_and_says_what_it_is_for(label, name, rest):
    assert re.search(r"\]\(https://(doi\.org|arxiv\.org|inria\.hal\.science|docs\.pytorch\.org)/", rest)
    assert "*For:* " in rest
    if years := re.findall(YEAR, name):
        assert label.endswith(years[0])
    for shown, address in re.findall(r"\[(?:doi|arXiv):([^\]]+)\]\(([^)]+)\)", rest):
        assert address.endswith("/" + shown)


def test_no_label_is_given_twice():
    labels = [label for label, _, _ in ENTRIES]
    assert len(labels) == len(set(labels)) == TEXT.count("(bib-") >= 22


@pytest.mark.parametrize("page", sorted(BOOK.glob("*.md")), ids=lambda page: page.stem)
def test_what_a_page_cites_is_there(page):
    assert missing(page.read_text()) == []


def test_a_missing_source_is_found():
    assert not missing(f"as Yu & Koltun 2016\n({LINK}) say")
    assert not missing(f"see the {LINK}")
    assert missing(f"as Nobody & Noone 2016 ({LINK}) say")
    assert missing(f"as Yu & Koltun 2019 ({LINK}) say")
    assert missing("(Nobody et al. 2016)")

"""The glossary: in order, short, and with a way to the chapters."""

import re

from tests.book._building import BOOK, ROOT

BODY = (BOOK / "glossary.md").read_text().partition("```{glossary}\n")[2].rpartition("```")[0]
ENTRIES = {term: " ".join(text.split()) for term, text in re.findall(r"^(\S.*)\n((?:  .*\n)+)", BODY, re.M)}
CHAPTERS = [folder.name.partition("-")[2] for folder in sorted((ROOT / "exercises").glob("[0-9]*"))]


def test_terms_are_in_order_and_each_stands_once():
    assert list(ENTRIES) == sorted(set(ENTRIES), key=str.lower)
    assert 45 <= len(ENTRIES) == len(re.findall(r"^\S", BODY, re.M))


def test_every_entry_is_one_or_two_sentences():
    for term, text in ENTRIES.items():
        said = re.sub(r"\{(doc|ref)\}`[^`]*`", "", text).strip()
        assert said.endswith("."), term
        assert 1 <= len(re.findall(r"[.](?: |$)", said)) <= 2, term
        assert len(said) < 260, term


def test_every_chapter_is_led_to():
    linked = set(re.findall(r"\{doc\}`([^`]*)`", BODY))
    assert set(CHAPTERS) <= linked
    assert all((BOOK / f"{page}.md").exists() for page in linked)

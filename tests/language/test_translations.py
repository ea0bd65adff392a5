"""Every sentence is translated into every language, and what stands in backticks or braces is still there."""

import re
import runpy
from pathlib import Path

import pytest

from autograder.language import DOMAINS, LANGUAGES

ROOT = Path(__file__).parents[2]
MESSAGES = runpy.run_path(str(ROOT / "setup" / "messages.py"))
PLACEHOLDER = re.compile(r"\{\w+[^}]*\}")
CODE = re.compile(r"`[^`]+`")


@pytest.fixture(scope="module")
def said():
    """What there is to translate, by domain."""
    return {domain: MESSAGES["SAID"][domain]() for domain in DOMAINS}


@pytest.fixture(params=[(name, domain) for name in LANGUAGES if name != "en" for domain in DOMAINS], ids="-".join)
def catalog(request, said):
    """A language's sentences, and those there should be."""
    name, domain = request.param
    path = ROOT / "autograder" / "language" / name / "LC_MESSAGES" / f"{domain}.po"
    return MESSAGES["read"](path), said[domain]


def test_templates_have_what_the_books_directives_say(tmp_path):
    MESSAGES["collect"](tmp_path)
    assert 'msgid "The chapter goes on"' in (tmp_path / "book.pot").read_text(encoding="utf-8")


def forms(text):
    """A sentence, or one for each number."""
    return [text] if isinstance(text, str) else list(text)


def test_nothing_is_missing_and_nothing_is_left_over(catalog):
    there, wanted = catalog
    assert {message.id for message in wanted} - {message.id for message in there} == set(), "make gettext adds them"
    assert {message.id for message in there} - {message.id for message in wanted} == set(), "make gettext removes them"
    assert [message.id for message in there if message.id and not MESSAGES["all_of"](message.string)] == []
    assert [message.id for message in there if message.id and message.fuzzy] == []


def test_what_is_put_in_and_what_is_code_stays(catalog):
    lost = []
    for message in catalog[0]:
        *_, whole = forms(message.id)  # of "{number} cell" and "{number} cells" the second
        for text in forms(message.string) if message.id else ():
            same = set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(whole))
            if not same or not set(CODE.findall(whole)) <= set(CODE.findall(text)):
                lost.append((whole, text))
    assert lost == []

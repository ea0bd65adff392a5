"""Reports speak one language from the first line to the last; only what Python itself says stays English."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from babel.messages.pofile import read_po

from autograder import Outcome, example
from autograder.bank import find
from autograder.judging.speed.slowness import where_the_time_goes
from autograder.language import DOMAINS, LANGUAGES, gettext, speaking
from autograder.reports.speed import SpeedFindings, sentences, speed_html
from autograder.runner.values import Answer
from autograder.runner.watching import Watched, WatchedLine
from tests.language._wrong import CONV2D, LIMITS, WRONG, judged, own_words

TRANSLATED = [name for name in LANGUAGES if name != "en"]
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORD = re.compile(r"[A-Za-z][a-z']+")
# Words of English sentences that are no words of German.
ENGLISH = re.compile(
    r"\b(the|is|are|of|and|to|that|which|what|your|you|it|its|with|from|for|not|this|does|where|than|has|have|should|by|or|as"
    r"|first|other|wrong|wanted|got|case|cases|shape|numbers?|line|every)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module", params=TRANSLATED)
def spoken(request):
    """A language, with the English sentences that are others in it, as patterns."""
    patterns = {}
    for domain in DOMAINS:
        with (ROOT / "autograder" / "language" / request.param / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            for message in read_po(file):
                for text in filter(None, [message.id] if isinstance(message.id, str) else message.id):
                    fixed = re.split(r"\{\w+[^}]*\}", text)
                    if text != message.string and len(WORD.findall(" ".join(fixed))) >= 3:
                        patterns[text] = fixed, re.compile(".{1,200}?".join(map(re.escape, fixed)))
    return request.param, patterns


def english(text, spoken, own=()):
    """The English in a text, but for code, the book's headings, and what is `own` of Python and the code."""
    for words in sorted(own, key=len, reverse=True):
        text = text.replace(words, " ")
    text = re.sub(
        r"`[^`]*`|^ {4}.*$|[„“][A-Z][\w ,]*[“”](?=。|一节|\.|\))|while place < 10:|[\w/-]+\.html|[\w-]+/\w+",
        " ",
        text,
        flags=re.MULTILINE,
    )
    found = [
        line
        for line, (pieces, pattern) in spoken[1].items()
        if all(piece in text for piece in pieces) and pattern.search(text)
    ]
    return found + ENGLISH.findall(text)


def shown(page):
    """What a page shows, but for its code."""
    return unescape(re.sub(r"(?s)<(style|pre)>.*?</\1>|<[^>]+>", "\n", re.sub(r"<code>.*?</code>", "`code`", page)))


@pytest.mark.share(3)
@pytest.mark.parametrize("name", [*WRONG, *LIMITS])
def test_no_sentence_of_a_report_is_english(name, spoken):
    with speaking(spoken[0]):
        report = judged(name)
        page, text = report._repr_html_(), str(report)
    own = own_words(name)
    assert english(text, spoken, own) == [], text
    assert english(shown(page), spoken, own) == [], page
    assert f' lang="{spoken[0].replace("_", "-")}">' in page


def test_english_would_be_found(spoken):
    report = judged("a known mistake")
    assert len(english(str(report), spoken)) > 10
    assert "This is what you get when the answer {does}." in english(shown(report._repr_html_()), spoken)


def test_what_is_said_of_speed_is_not_english(spoken):
    slow = SpeedFindings(
        "as-fast-as-torch/conv2d_gemm",
        Outcome.SLOW,
        0.5,
        ratio=12.3,
        gain=8.0,
        seconds={"loops": 1.2, "reference": 0.0123, "handover": 0.002, "answer": 0.151},
        rounds=7,
        full=3,
        part=5,
        benefit=True,
    )
    here = replace(slow, ratio=None, yardstick=120)
    watched = Watched(
        (WatchedLine(4, "out = np.pad(x, 1)", 1, 0.9),), WatchedLine(3, "for i in range(9):", 900, 0.9), 0.01, True
    )
    with speaking(spoken[0]):
        where = tuple(where_the_time_goes(watched, (), Answer())) + tuple(
            where_the_time_goes(replace(watched, loop=None), (), Answer())
        )
        told = [
            text
            for one in (slow, here)
            for text in ("\n".join(sentences(replace(one, where=where))), shown(speed_html(one)))
        ]
    assert len(where) == 2
    assert [english(text, spoken) for text in told] == [[]] * 4


def test_a_case_is_found_by_its_name_in_either_language(spoken):
    case = find(CONV2D).cases[0]
    with speaking(spoken[0]):
        assert gettext(case.name) != case.name
        for name in (case.name, gettext(case.name)):
            assert all(map(np.array_equal, example(CONV2D, name), case.args))
        with pytest.raises(LookupError) as wrong:
            example(CONV2D, "nothing")
    assert gettext(case.name) in str(wrong.value) or english(str(wrong.value), spoken) == []


def test_names_that_are_kept_stay_english(spoken):
    with speaking(spoken[0]):
        report = judged("reversed")
    assert report.mistake == "returns the rows in reverse order"
    assert "returns the rows" not in str(report)


def numbered(report):
    """A report without its further hints, and without the numbers of lines."""
    return re.sub(r"line [0-9]+", "line N", str(replace(report, steps=())))


def test_english_reports_read_as_before():
    text = "\n\n".join(f"== {name}\n{numbered(judged(name))}" for name in [*WRONG, *LIMITS])
    assert text + "\n" == (HERE / "english_reports.txt").read_text(encoding="utf-8")

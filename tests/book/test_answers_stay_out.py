"""No answer of an exercise stands in the book: not in its sources, not in the built site, not in what it hands out."""

import functools
import html
import re
import zipfile

import jupytext
import pytest

from autograder.bank import EXERCISES
from autograder.building.answers import read_operation
from autograder.building.notebooks import chapters
from tests.book._building import BOOK, ROOT, pages

TELLING = 28  # characters: shorter lines ("kh, kw = kernel.shape") are anybody's


def telling(body):
    """The lines of a function's body that nobody else would write, without blanks and comments."""
    lines = {squeeze(line.partition("  #")[0]) for line in body.splitlines()}
    return {line for line in lines if len(line) >= TELLING}


@functools.cache
def answers():
    """The telling lines of every answer, and where they are from; what a notebook gives away is no answer."""
    found = []
    for chapter in chapters(ROOT / "exercises", ROOT / "solutions"):
        cells = jupytext.read(chapter.text).cells
        names = [cell.metadata["given"] for cell in cells if "given" in cell.metadata]
        given = set().union(*(telling(read_operation(chapter.answers, name).body) for name in names))
        for exercise in EXERCISES.values():
            if exercise.chapter == chapter.slug:
                lines = telling(read_operation(chapter.answers, exercise.name).body) - given
                found += [(line, exercise.name) for line in lines]
    return found


def squeeze(text):
    return re.sub(r"\s", "", text)


def leaks(text):
    """Which answers the text holds, highlighted, escaped or spaced as it may be."""
    readings = [text, html.unescape(re.sub(r"<[^>]*>", "", text)), text.replace('\\"', '"').replace("\\n", "\n")]
    squeezed = [squeeze(reading) for reading in readings]
    return sorted({f"{name}: {line}" for line, name in answers() if any(line in reading for reading in squeezed)})


def test_there_are_answers_to_look_for():
    assert {name for _, name in answers()} >= {
        "correlate1d",
        "correlate2d",
        "conv1d",
        "conv2d",
        "conv3d",
        "count_parameters",
    }


def test_a_leak_is_found_however_it_is_dressed():
    line = "windows = sliding_windows(x, weight.shape[2:])"
    assert leaks(f"text {line} text")
    assert leaks(f'<span class="n">windows</span> <span>=</span> {line.partition("= ")[2].replace("x", "<b>x</b>")}')
    assert leaks(f'{{"source": ["    {line}\\n"]}}')
    assert not leaks("the windows slide over x")


SOURCES = [file for file in BOOK.rglob("*") if file.suffix in {".md", ".py", ".js", ".css", ".yml"}]


@pytest.mark.parametrize("source", SOURCES, ids=lambda file: str(file.relative_to(BOOK)))
def test_no_answer_in_a_source_of_the_book(source):
    assert leaks(source.read_text()) == []


def test_no_answer_in_the_built_site(site):
    read = [*pages(site), site / "searchindex.js", *site.glob("_sources/**/*.*"), *site.glob("notebooks/**/*.ipynb")]
    found = {str(file.relative_to(site)): leaks(file.read_text()) for file in read}
    assert {file: lines for file, lines in found.items() if lines} == {}


def test_no_answer_in_what_the_site_hands_out(site):
    archives = list(site.glob("notebooks/*.zip"))
    assert archives
    for archive in archives:
        with zipfile.ZipFile(archive) as opened:
            for name in opened.namelist():
                if name.endswith(".ipynb"):
                    assert leaks(opened.read(name).decode()) == [], f"{archive.name}: {name}"

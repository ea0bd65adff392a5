"""The book on paper and on e-readers: one chapter of two pages made into a PDF and an EPUB, and read again."""

import re
import shutil
import subprocess
import sys
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.book._building import ROOT

CHAPTER, GOES_ON, OTHER = "adaptive-pooling.html", "global-pooling.html", "autograder.html"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def paper(site, tmp_path_factory):
    """Make a file of a chapter and a short page; `setup/build-paper` itself looks for each folded answer in it."""
    folder = tmp_path_factory.mktemp("paper")

    def make(form):
        file = folder / f"book.{form}"
        run = subprocess.run(
            [sys.executable, ROOT / "setup" / "build-paper", form, site, file, CHAPTER, GOES_ON, OTHER],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stdout + run.stderr
        return file

    return make


def explanations(site):
    pages = "".join((site / name).read_text() for name in (CHAPTER, GOES_ON))
    return re.findall(r"<strong>(?:Yes|Not this one)\.</strong> (.*?)</p>", pages)


def letters(text):
    return "".join(filter(str.isalpha, text))


@pytest.mark.turn(3)
def test_the_pdf_has_every_explanation_an_outline_and_numbered_sheets(site, paper):
    with PdfReader(paper("pdf")) as reader:
        sheets = [page.extract_text() for page in reader.pages]
        titles = [entry.title for entry in reader.outline if not isinstance(entry, list)]
        inside = [entry for entry in reader.outline if isinstance(entry, list)]
        size = reader.pages[0].mediabox
    text = letters("".join(sheets))
    assert len(explanations(site)) >= 8
    for words in ("I have guessed. Show me", "The even cut (dashed) is"):
        assert letters(words) in text
    assert [re.sub(r"^[\d. ]+", "", title) for title in titles] == [
        "Adaptive Pooling", "Global Pooling", "How the Autograder Decides",
    ]  # fmt: skip
    assert len(inside[0]) >= 10
    assert text.count(letters("The imports, to run this page")) == 3  # once a page
    assert letters("The cases:") not in text  # the table of all mistakes is too long for paper
    assert (round(size.width), round(size.height)) in {(595, 842), (596, 842), (595, 841), (596, 843)}  # A4
    for number, sheet in enumerate(sheets, 1):
        assert str(number) in sheet


@pytest.mark.turn(3)
def test_the_epub_is_well_formed_and_its_formulas_are_mathml(site, paper):
    with ZipFile(paper("epub")) as archive:
        names = archive.namelist()
        assert names[0] == "mimetype"
        assert archive.read("mimetype") == b"application/epub+zip"
        assert archive.getinfo("mimetype").compress_type == 0
        pages = {
            name: ElementTree.fromstring(archive.read(name)) for name in names if name.endswith((".xhtml", ".opf"))
        }
    chapter = pages["book/adaptive-pooling.xhtml"]
    assert len(chapter.findall(".//{http://www.w3.org/1998/Math/MathML}math")) >= 5
    assert len(chapter.findall(".//{http://www.w3.org/2000/svg}svg")) >= 8
    assert all(folded.get("open") is not None for folded in chapter.iter(f"{XHTML}details"))
    assert "\\(" not in "".join(chapter.itertext())
    there = {
        f"{name.partition('/')[2]}#{place.get('id')}"
        for name, page in pages.items()
        for place in page.iter()
        if place.get("id")
    }
    files = {name.partition("/")[2] for name in names}
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            target = link.get("href", "")
            if target.startswith(("http", "mailto")):
                continue
            whole = target if not target.startswith("#") else name.partition("/")[2] + target
            assert whole in there or whole in files, (name, target)


def test_without_a_book_it_says_what_to_run(tmp_path):
    run = subprocess.run(
        [sys.executable, ROOT / "setup" / "build-paper", "pdf", tmp_path, tmp_path / "book.pdf"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert "make book" in run.stderr


def test_what_is_missing_is_found(site, tmp_path):
    """The check of the file can fail: a page that is not in it is missed."""
    for page in (CHAPTER, GOES_ON):
        shutil.copy(site / page, tmp_path)
    code = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from importlib.machinery import SourceFileLoader
from pathlib import Path
paper = SourceFileLoader("paper", {str(ROOT / "setup" / "build-paper")!r}).load_module()
paper.words_of = lambda form, file: "nothing"
print(len(paper.missing("pdf", None, Path({str(tmp_path)!r}), [{CHAPTER!r}, {GOES_ON!r}])))
"""
    run = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert int(run.stdout) >= 20

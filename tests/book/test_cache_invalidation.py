"""A page is run again when the code it calls has changed, though its own cells have not."""

import sys

import pytest

from tests.book._building import BOOK

sys.path.insert(0, str(BOOK / "_ext"))
import cache_invalidation

FILES = [
    "figures/code.py", "figures/page/code.py", "workings/code.py", "../solutions/code.py",
    "../other_libraries/libraries/code.py", "../other_libraries/measured.json", "../findings/README.md",
    "../exercises/08-chapter/data.py", "../exercises/08-chapter/chapter.md", "../autograder/mistakes/code.py",
    "../_build/matrix.json", "../benchmarks/operations.json",
]  # fmt: skip


@pytest.fixture
def book(tmp_path):
    for name in FILES:
        file = (tmp_path / "book" / name).resolve()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("one = 1")
    return tmp_path / "book"


class App:
    def __init__(self, book):
        self.srcdir, self.outdir, self.config = book, book / "_build" / "html", self
        self.nb_execution_cache_path = book / "_build" / ".jupyter_cache"


class Env:
    def __init__(self):
        self.found_docs = {"index", "chapter"}


def build(book, env):
    """What the extension does at the start of a build: the pages to read again, and whether results were forgotten."""
    app = App(book)
    app.nb_execution_cache_path.mkdir(parents=True, exist_ok=True)
    cache_invalidation.forget_stale_results(app)
    return sorted(
        cache_invalidation.read_again(app, env, set(), set(), set())
    ), not app.nb_execution_cache_path.exists()


def test_results_are_kept_while_the_code_stays(book):
    env = Env()
    build(book, env)
    assert build(book, env) == ([], False)


@pytest.mark.parametrize("changed", FILES)
def test_results_are_forgotten_when_the_code_changes(book, changed):
    env = Env()
    build(book, env)
    (book / changed).write_text("one = 2")
    assert build(book, env) == (["chapter", "index"], True)
    assert build(book, env) == ([], False)

"""A reader can copy a page's code: after one `%pip install` and the cell of imports, every cell that is shown runs."""

import ast
import re
import sys
from importlib.metadata import packages_distributions

import jupytext
import pytest

from tests.book._building import BOOK

OURS = {"asides", "autograder", "book", "other_libraries", "exercises", "figures", "solutions", "workings"}
NOT_SHOWN = {"remove-cell", "remove-input"}
INSTALL = re.compile(r"# In an empty notebook, first: %pip install (.*)\n")
REPOSITORY = "--editable ."  # a page on the judge itself: its code is for a notebook in the course's repository


def shown(page):
    """The code cells of a page whose code a reader sees, in order."""
    cells = jupytext.read(page).cells
    return [
        cell.source for cell in cells if cell.cell_type == "code" and not NOT_SHOWN & {*cell.metadata.get("tags", [])}
    ]


def imported(code):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.partition(".")[0]


PAGES = {page.stem: shown(page) for page in sorted(BOOK.glob("*.md"))}
PACKAGES = packages_distributions()
WITH_CODE = [page for page, cells in PAGES.items() if cells]


def test_every_page_that_says_what_to_install_has_cells_to_copy():
    assert [page.stem for page in sorted(BOOK.glob("*.md")) if INSTALL.search(page.read_text("utf-8"))] == WITH_CODE
    assert all(rest for _, *rest in map(PAGES.get, WITH_CODE))


@pytest.mark.parametrize("page", WITH_CODE)
def test_every_cell_runs_after_the_imports(page, capsys):
    namespace = {"__name__": "__main__"}
    for code in PAGES[page]:
        exec(compile(code, page, "exec"), namespace)
    assert capsys.readouterr().out


@pytest.mark.parametrize("page", WITH_CODE)
def test_the_first_cell_says_what_to_install_and_imports_all(page):
    first, *rest = PAGES[page]
    (packages,) = INSTALL.findall(first)
    needed = {*imported(first)} - sys.stdlib_module_names
    if REPOSITORY in packages:
        packages, needed = packages.replace(REPOSITORY, ""), needed - {"autograder", "solutions"}
    assert not needed & OURS
    assert {PACKAGES[name][0].lower() for name in needed} == {*packages.split()}
    assert [name for code in rest for name in imported(code)] == []

"""First lines of docstrings are sentences or noun phrases: a relative clause without a head stops every reader."""

import ast
import re

import pytest

from tests.book._building import ROOT

HEADLESS = re.compile(r"(Whose|Whom|Of|By which|To which|In which|For which) ")
FOLDERS = ("autograder", "solutions", "book", "tests", "benchmarks", "docs")
FILES = [
    file
    for folder in FOLDERS
    for file in sorted((ROOT / folder).rglob("*.py"))
    if "attacks/submissions" not in str(file)
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_first_line_is_a_clause_without_a_head(folder):
    headless = []
    for path in FILES:
        if path.is_relative_to(ROOT / folder):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                    docstring = ast.get_docstring(node) or ""
                    if HEADLESS.match(docstring):
                        headless.append(f"{path.relative_to(ROOT)}: {docstring.splitlines()[0]}")
    assert headless == []

"""First lines of docstrings are read alone, in lists: each is a sentence or a noun phrase that stands by itself."""

import ast
import re

import pytest

from docs.architecture import ROOT

# How a first line may not begin, and why.
HEADS = {
    "Whose|Whom|Of|To which|For which|By which": "a relative clause without the noun that it belongs to",
    "By|From|With|Without|In what|In which|In how many|In the place of": "the means stand before the thing",
    "Had|Has|Is|Does|So|But|And|There is|There are": "a half of a sentence, or a question",
    "What (comes|came|becomes|became) of": "say what it is: a result, an outcome, a report",
    "Whether (it|they)": "the first word does not say what is meant",
    r"The same(,|:| (where|when|for|by|with|without|as|in|beside|one)\b)": "the same as what?",
}
# In our own code, where a function is looked up by its line, also not as the question that the function answers.
QUESTIONS = {
    "What|Which|Who|How|Where|When|Why|All that": "a question: name what is returned, or say what is done",
}
FOLDERS = (
    "autograder",
    "benchmarks",
    "book",
    "docs",
    "other_libraries",
    "exercises",
    "lite",
    "setup",
    "solutions",
    "suites",
    "tests",
)
PROGRAMS_TO_GRADE = "tests/attacks/"  # their docstrings complete the name of the file


def programs(folder):
    """The Python files in a folder, programs without an ending among them."""
    files = [path for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    return [path for path in files if is_python(path) and PROGRAMS_TO_GRADE not in str(path)]


def is_python(path):
    """Whether a file is written in Python, by its name or by its first line."""
    return path.suffix == ".py" or (not path.suffix and path.read_bytes().startswith(b"#!/usr/bin/env python"))


def first_lines(folder):
    """The first lines of all docstrings in a folder, with their files. A test's own continues its name."""
    for path in programs(folder):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                docstring = ast.get_docstring(node)
                if docstring and not getattr(node, "name", "").startswith("test_"):
                    yield str(path.relative_to(ROOT)), docstring.splitlines()[0]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_first_line_needs_what_stands_before_it(folder):
    lines = list(first_lines(folder))
    assert lines
    assert begins(lines, HEADS) == []


def test_no_first_line_of_our_own_code_is_a_question():
    assert begins(first_lines("autograder"), QUESTIONS) == []


def begins(lines, heads):
    """The lines that begin as they may not, each with its file and the reason."""
    found = [(re.compile(rf"(?:{head})(?!\w)"), why) for head, why in heads.items()]
    return [f"{path}: {line} ({why})" for path, line in lines for head, why in found if head.match(line)]


@pytest.mark.parametrize(
    "line", ["By the `id()` of the cells.", "In what it differs.", "Had the answer no loop.", "Whether it is so."]
)
def test_a_bad_first_line_is_told(line):
    assert begins([("file.py", line)], HEADS) != []

"""The words that CONTRIBUTING asks not to bring back are the name of no module, class or function of ours."""

import ast
import re

import pytest

from docs.architecture import ROOT

FOLDERS = ("autograder", "benchmarks", "book/_ext", "docs", "setup")
ELSEWHERE_GOOD = {"kind", "for_both"}  # NumPy's own word for a dtype's; and no word
IN_PARTS = {"veil", "unclear", "examination", "squeezed", "standing", "voice", "walls", "furnish", "believe", "nursery"}


def words():
    """The words of the table's second column, as they would be in a name."""
    (table,) = re.findall(r"^\| we say \| not \|\n\|---\|---\|\n((?:\|.*\n)+)", text("CONTRIBUTING.md"), re.MULTILINE)
    cells = [row.strip("| ").split(" | ")[1].rpartition(":")[2] for row in table.splitlines()]
    return {word.strip().replace(" ", "_") for cell in cells for word in cell.split(",")}


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def names(folder):
    """The modules, classes and functions of a folder, each with its place, in small letters."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        place = path.relative_to(ROOT)
        yield place, path.stem
        for node in ast.walk(ast.parse(text(place))):
            if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                yield place, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).strip("_").lower()


def test_the_words_are_read():
    assert {"claims", "squeezed", "what_it_asks", "came"} <= words()
    assert words() >= IN_PARTS


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_name_is_one_of_them(folder):
    banned = {singular(word) for word in words() - ELSEWHERE_GOOD}
    found = [f"{place}: {name}" for place, name in names(folder) if singular(name) in banned or IN_PARTS & parts(name)]
    assert found == []


def singular(name):
    return name.removesuffix("s")


def parts(name):
    return set(name.split("_"))

"""The docstring of a folder's `__init__` is its map: whoever opens the folder finds every module named there."""

import ast
import re

import pytest

from docs.architecture import ROOT, modules

FEW = 3  # modules that need no map
BY_NAME = {"autograder.bank.chapters", "autograder.bank.mistakes"}  # one for each chapter of the course, and named so


def inner_modules():
    """The modules and folders in each folder of `autograder/`."""
    ours = modules()
    found = {}
    for name in ours:
        package, _, own = name.rpartition(".")
        if package in ours and package != "autograder":
            found.setdefault(package, set()).add(own)
    return {package: names for package, names in found.items() if len(names) > FEW}


INNER = inner_modules()


def named_in(docstring):
    """The modules that a map names: where a line begins, before a gap, or between backticks."""
    heads = [line.partition("  ")[0] for line in docstring.splitlines() if "  " in line.strip()]
    names = [*",".join(heads).split(","), *re.findall(r"`([^`]+)`", docstring)]
    return {name.strip().removesuffix("/").removesuffix(".py") for name in names}


@pytest.mark.parametrize("package", sorted(INNER.keys() - BY_NAME))
def test_every_module_stands_in_the_docstring_of_its_folder(package):
    docstring = ast.get_docstring(ast.parse((ROOT / package.replace(".", "/") / "__init__.py").read_text())) or ""
    assert INNER[package] - named_in(docstring) == set()

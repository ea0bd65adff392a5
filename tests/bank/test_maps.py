"""The docstring of each folder of the bank is a map of it: it names every module of ours, and no other."""

import fnmatch
import pkgutil
import re

import pytest

from autograder import bank
from autograder.bank import chapters, mistakes

OF_AN_INSTRUCTOR = chapters.COURSE[len(chapters._OURS) :]  # a chapter of one's own needs no change to our files
LINE = re.compile(r"^([\w*]+(?:, [\w*]+)*)  +(\S.*)$", re.MULTILINE)


def named(folder):
    """The names and patterns of a map: before the gap in each line, and those with a _ that its words speak of."""
    for names, words in LINE.findall(folder.__doc__):
        yield from names.split(", ")
        yield from re.findall(r"\b_\w+", words)


@pytest.mark.parametrize("folder", [bank, chapters, mistakes], ids=lambda folder: folder.__name__)
def test_a_folder_names_all_of_its_modules(folder):
    modules = {module.name for module in pkgutil.iter_modules(folder.__path__)} - set(OF_AN_INSTRUCTOR)
    names = set(named(folder))
    assert [module for module in sorted(modules) if not any(fnmatch.fnmatch(module, name) for name in names)] == []
    assert [name for name in sorted(names) if not fnmatch.filter(modules, name)] == []

"""The tree of exceptions in `autograder/errors.py` is that of the code: none is missing, and each is below its base."""

import ast
import builtins
import re

from autograder import errors
from docs.architecture import ROOT

LINE = re.compile(r"( +)(\w+)(?: {2,}(.+))?")


def exceptions():
    """The bases of every exception class in `autograder/`, by its name; but not of those that one module keeps."""
    classes = {}
    for path in (ROOT / "autograder").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
                classes.setdefault(node.name, []).append(bases)

    def is_exception(name):
        ours = any(is_exception(base) for bases in classes.get(name, ()) for base in bases)
        return ours or issubclass(getattr(builtins, name, object), BaseException)

    found = {name: bases for name, bases in classes.items() if is_exception(name) and not name.startswith("_")}
    assert [name for name, several in found.items() if len(several) > 1] == []
    return {name: bases for name, (bases,) in found.items()}


def tree():
    """The tree in the docstring: by the name of an exception, the one above it and what it means."""
    above, found = [], {}
    for line in filter(LINE.fullmatch, errors.__doc__.splitlines()):
        indent, name, meaning = LINE.fullmatch(line).groups()
        del above[len(indent) // 4 - 1 :]
        if above:
            assert name not in found, name
            found[name] = above[-1], meaning
        above.append(name)
    return found


def test_the_tree_has_all_exceptions_and_no_others():
    assert set(tree()) == set(exceptions())


def test_each_stands_below_its_base_and_says_what_it_means():
    bases = exceptions()
    for name, (above, meaning) in tree().items():
        first, *others = bases[name]
        assert above == first, name
        assert meaning, name
        assert [other for other in others if not re.search(rf"\(an? {other}\)", meaning)] == [], name

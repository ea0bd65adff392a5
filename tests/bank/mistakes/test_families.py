"""Every mistake that several exercises share is registered by `family`, and every family has a name of its own."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from autograder.bank import mistakes

FILES = sorted(Path(*mistakes.__path__).glob("*.py"))


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)]


def is_family(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "family"


def names_of_families(tree):
    """What a file calls its families, and the functions of its own that adapt a wrong idea to an exercise."""
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.Assign) and is_family(node.value):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    for call in filter(is_family, ast.walk(tree)):
        given = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
        yield from (each.id for each in given if isinstance(each, ast.Name) and each.id in defined)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_has_a_way_of_its_own_to_register_mistakes(path):
    own = [
        f"line {node.lineno}"
        for node in functions(ast.parse(path.read_text("utf-8")))
        if [argument.arg for argument in node.args.args[:2]] == ["name", "hint"]
    ]
    assert own == []


def test_a_family_and_its_adapter_have_names_that_no_other_file_gives():
    families, definitions = set(), defaultdict(list)
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        families |= set(names_of_families(tree))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                definitions[node.name].append(path.name)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    definitions[ast.unparse(target)].append(path.name)
    assert families
    assert {name: definitions[name] for name in sorted(families) if len(definitions[name]) > 1} == {}

"""The lines of the answers, to look for where none may stand."""

import ast
import textwrap

from autograder.building.answers import read_operation


def code_lines(module):
    """The lines of code in the bodies of the public functions of the file `module`: what no learner should be shown."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return [
        line.strip()
        for name in names
        for line in textwrap.dedent(read_operation(module, name).body).splitlines()
        if line.strip()
    ]

"""Read an operation's signature, docstring and body from the reference module, without running it."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Operation:
    """The source of one function, cut where a notebook needs it cut."""

    name: str
    head: str  # the `def` line and the docstring
    body: str  # the rest, indented as it stands

    @property
    def source(self) -> str:
        """The whole function."""
        return f"{self.head}\n{self.body}"


def read_operation(module: Path, name: str) -> Operation:
    """Read the function `name` from the file `module`.

    Decorators are left out, and so is the docstring's section on errors: a learner's function is only given
    arguments that fit.

    Raises
    ------
    LookupError
        If the file has no such function, or it has no docstring.
    """
    text = module.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            break
    else:
        raise LookupError(f"{module.name} has no function {name}")
    if ast.get_docstring(node) is None:
        raise LookupError(f"{name} in {module.name} has no docstring")
    last_of_head = node.body[0].end_lineno or node.lineno
    head = "\n".join(lines[node.lineno - 1 : last_of_head])
    body = "\n".join(lines[last_of_head : node.end_lineno])
    return Operation(name, _without_raises(head), body)


def _without_raises(head: str) -> str:
    return re.sub(r"\n *Raises\n *-+\n(?: +\S.*\n)+(?=\n| *\"\"\")", "", head)

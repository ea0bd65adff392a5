"""Read Python source for the sentences in it: which of them are marked for translation, and which are not."""

import ast
import re
from pathlib import Path

MARKS = {"_", "gettext", "ngettext", "noted"}
# What is given to these is not said to people: patterns, lines of a log, errors for programmers, nbgrader's settings.
PATTERNS = {"compile", "match", "fullmatch", "search", "sub", "findall", "finditer", "split"}
LOGS = {"debug", "info", "warning", "error"}
ERRORS = {
    "TypeError",
    "ValueError",
    "AssertionError",
    "RuntimeError",
    "EOFError",
    "TimeoutError",
    "Untrusted",
    "WireError",
}
SETTINGS = {"Bool", "Bytes", "Dict", "Enum", "Float", "Int", "Integer", "List", "Unicode"}
SENTENCE = re.compile(r"[A-Za-z][a-z']+,? (?:[a-z']+|[{}\d]+),? [A-Za-z'{}]+")  # three words


def sentences(path: Path):
    """Each text of several words, with its line and whether it is marked, but for docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    waiting = [(tree, False)]
    while waiting:
        node, marked = waiting.pop()
        if isinstance(node, ast.Call) and called(node) in MARKS:
            waiting += [(part, part in marked_arguments(node)) for part in ast.iter_child_nodes(node)]
            continue
        if isinstance(node, ast.Call) and is_not_said(node):
            continue
        text = written(node)
        if text is not None:
            if SENTENCE.search(text) and id(node) not in docstrings:
                yield text, node.lineno, marked
            continue
        waiting += [(part, marked) for part in ast.iter_child_nodes(node)]


def marked_texts(path: Path):
    """Each text that is marked, with its line: plural forms one by one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and called(node) in MARKS:
            for text in map(written, marked_arguments(node)):
                if text:
                    yield text, node.lineno


def marked_arguments(node: ast.Call) -> list[ast.expr]:
    """What a call marks is the text itself, and not what is put into it."""
    return node.args[:2] if called(node) == "ngettext" else node.args[:1]


def is_not_said(node: ast.Call) -> bool:
    """Whether what a call is called with is for programmers."""
    of = getattr(node.func, "value", None)
    of = getattr(of, "id", getattr(of, "attr", ""))
    name = called(node)
    return (of == "re" and name in PATTERNS) or (of == "log" and name in LOGS) or name in ERRORS | SETTINGS


def called(node: ast.Call) -> str:
    """The name of the function that a call calls."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def written(node: ast.AST) -> str | None:
    """The text that a node writes, with {} for what an f-string puts in; None where it writes none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None

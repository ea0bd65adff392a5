"""Refuse an answer that calls a library for what it should do itself: found in its source, which is not run."""

import ast
import builtins
import functools
import inspect
import itertools
import math
import re
import textwrap
import types
from collections.abc import Iterable
from typing import TypeGuard

import numpy as np

from ...bank.exercise import Exercise
from ...language import gettext as _
from ...runner.values import Function
from . import bindings

# Never an answer to any exercise: they are what it is checked against, or do the whole work.
LIBRARIES = ("torch", "scipy", "tensorflow", "jax", "cv2", "skimage")
_DYNAMIC_ACCESS = {"__dict__", "__getattribute__", "__import__", "eval", "exec", "globals", "import_module", "vars"}
# The same functions under other names of NumPy, and some that do the work of another.
_TWINS = {
    "numpy.correlate2": "numpy.correlate",
    "numpy.polymul": "numpy.convolve",
    "numpy.polynomial.polynomial.polymul": "numpy.convolve",
    "numpy.poly1d.__mul__": "numpy.convolve",
    "numpy.poly1d.__rmul__": "numpy.convolve",
}
# Names that no cell needs to define: Python's and IPython's, and what `from ... import *` gives.
_GIVEN = {name for module in (builtins, functools, itertools, math, np) for name in dir(module)}
_GIVEN |= {"display", "get_ipython", "exit", "quit", "In", "Out", "_", "__", "___", "__class__", "__file__"}
_OTHER_HOMES = ("numpy.ma", "numpy._core.multiarray")
_HOMES = re.compile(r"^numpy\.(?:ma\.core|ma|(?:core|_core)\.\w+|core|_core|lib\.\w+|matlib)\.(?=\w+$)")
_MAGIC = re.compile(r"^(\s*)%time(?:it\s+(?:-\w+\s*\d*\s+)*|\s+)")  # what follows is Python
_DOTS = 8  # of a name: no forbidden one has as many
MAX_CHANGES = 2_000  # of what one name stands for
MAX_CHARS = 500_000  # of a notebook's code: this is read outside of the sandbox, and takes time and memory


def refuse(exercise: Exercise, function: Function) -> str:
    """Say why `function` is not accepted as an answer to `exercise`; empty where it is.

    Looks at the function and at the functions of the same notebook that it uses.
    """
    used = {home for home in [_full_name(function)] if home.split(".")[0] in LIBRARIES}
    for source, aliases in _own_sources(inspect.unwrap(function)):
        used |= names_used(source, aliases)
    return objection(exercise, used)


class StaticSource:
    """The code cells of a notebook that is not run here.

    They may be made to exhaust whoever reads them, so every part of them is looked at a bounded number of times.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        cells = list(cells)
        self._too_long = sum(map(len, cells)) > MAX_CHARS
        self._definitions: dict[str, list[ast.AST]] = {}  # what gave a name its value, or changed what it stands for
        self._aliases: dict[str, str] = {}  # what is imported
        for cell in [] if self._too_long else cells:
            for node in _statements(parse_cell(cell)):
                renamed = _renamed(node, self._aliases)
                self._aliases |= _imports(node) | renamed
                if not renamed:
                    self._define(node)
        self._names = {*self._definitions, *self._aliases}

    def _define(self, statement: ast.stmt) -> None:
        for name, node in bindings.bound(statement):
            self._definitions[name] = [node]
        for name, node in bindings.changed(statement):
            if name not in self._aliases or not isinstance(node, ast.Expr):  # np.testing.assert_...(...) changes no np
                self._definitions.setdefault(name, []).append(node)
                self._too_long |= len(self._definitions[name]) > MAX_CHANGES

    def refuse(self, exercise: Exercise, function: str = "") -> str:
        """Say why the notebook's answer to `exercise` is not accepted; empty where it is.

        `function` is the answer's name, where it is not that of the exercise.
        """
        if self._too_long:
            return _(
                "This does not count: the notebook's code is too long to be read (more than {number} characters).",
                number=MAX_CHARS,
            )
        definitions, nowhere = self._reached(function or exercise.name)
        used = {banned for banned in exercise.forbidden if banned.rpartition(".")[2] in nowhere}
        return objection(exercise, used.union(*(_dotted(definition, self._aliases) for definition in definitions)))

    def dynamic_access(self, exercise: Exercise, function: str = "") -> str:
        """Names through which the answer could call a forbidden function unseen (`eval`, `getattr`, ...), or nothing.

        That is no reason to refuse it: honest code may do so too. It is a reason for a person to look.
        """
        if not exercise.forbidden:
            return ""
        definitions, nowhere = self._reached(function or exercise.name)
        found = {_("{name}, which no cell defines", name=name) for name in nowhere - _GIVEN - _DYNAMIC_ACCESS}
        found |= {
            name for definition in definitions for name in _dynamic_names(definition, self._aliases, exercise.forbidden)
        }
        return ", ".join(sorted(found))

    def _reached(self, name: str) -> tuple[list[ast.AST], set[str]]:
        """The definitions that a function leads to, and the names in them that nothing in the notebook defines."""
        found: dict[ast.AST, None] = {}
        free: set[str] = set()
        imported: set[str] = set()
        waiting = list(self._definitions.get(name, []))
        while waiting:
            definition = waiting.pop()
            if definition in found:
                continue
            found[definition] = None
            for part in ast.walk(definition):
                imported |= set(_imports(part))
            for used in bindings.free_names(definition):
                if used not in free:
                    free.add(used)
                    waiting += self._definitions.get(used, [])
        return list(found), free - imported - self._names


def _dynamic_names(definition: ast.AST, aliases: dict[str, str], forbidden: Iterable[str]) -> Iterable[str]:
    """The names in a definition through which it could call a forbidden function unseen."""
    known = dict(aliases)
    named = set()
    for node in ast.walk(definition):
        known |= _imports(node)
        if whole := _attribute(node):
            named.add(whole[0])
    modules = {alias for alias, module in known.items() if any(name.startswith(module + ".") for name in forbidden)}
    for node in ast.walk(definition):
        if isinstance(node, ast.Attribute) and node.attr in _DYNAMIC_ACCESS:
            yield node.attr
        elif isinstance(node, ast.Name) and node.id in _DYNAMIC_ACCESS:
            yield node.id
        elif _is_read(node) and node.id in modules and node not in named:
            yield _("{name} under another name", name=node.id)
        elif _is_getattr(node) and not _attribute(node):
            yield "getattr"


def objection(exercise: Exercise, used: Iterable[str]) -> str:
    """The sentence that refuses `used` dotted names, or an empty string."""
    for name in sorted(used):
        if name.split(".")[0] in LIBRARIES:
            return _(
                "This does not count: it uses {name}. Write {function} with NumPy alone; that is the exercise.",
                name=name,
                function=exercise.name,
            )
        if _banned(exercise, name):
            return _(
                "This does not count: `{name}` is the whole exercise. Please write what it does yourself.",
                name=_short(name),
            )
    return ""


def _banned(exercise: Exercise, name: str) -> str:
    """The forbidden name that `name` is, or does the work of; empty where it is none."""
    same = _HOMES.sub("numpy.", name)
    same = _TWINS.get(same, same)
    return next((one for one in exercise.forbidden if same == one or f"{name}.".startswith(f"{one}.")), "")


def _short(name: str) -> str:
    return re.sub(r"^numpy\b", "np", name)


def watched(exercise: Exercise) -> list[str]:
    """The functions of NumPy that nothing may call while an answer to `exercise` runs, under all of their names."""
    names = [*exercise.forbidden, *(name for name, same in _TWINS.items() if same in exercise.forbidden)]
    short = [name.removeprefix("numpy.") for name in names if name.count(".") == 1]
    return [*names, *(f"{home}.{name}" for home in _OTHER_HOMES for name in short)]


def called(exercise: Exercise, names: Iterable[str]) -> list[str]:
    """The forbidden functions that calls of these names come down to, as learners write them."""
    banned = {_banned(exercise, name) for name in names}
    return sorted(_short(name) for name in banned if name)


def names_used(source: str, aliases: dict[str, str]) -> set[str]:
    """The dotted names that `source` uses, with `aliases` (`np` -> `numpy`) resolved."""
    return _dotted(parse_cell(source), aliases)


def _dotted(tree: ast.AST, aliases: dict[str, str]) -> set[str]:
    known = dict(aliases)
    used = set()
    for node in ast.walk(tree):
        imported = _imports(node)
        known |= imported
        used |= set(imported.values())
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        chain: list[str] = []
        while attribute := _attribute(node):
            node, name = attribute
            chain.append(name)
        if isinstance(node, ast.Name) and node.id in known:
            used.add(".".join([known[node.id], *reversed(chain[-_DOTS:])]))
        waiting += ast.iter_child_nodes(node)
    return used


def _attribute(node: ast.AST) -> tuple[ast.AST, str] | None:
    """The object and the name of `object.name`, and of `getattr(object, "name")`."""
    if isinstance(node, ast.Attribute):
        return node.value, node.attr
    if _is_getattr(node) and len(node.args) > 1 and (name := _text(node.args[1])):
        return node.args[0], name
    return None


def _is_read(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def _is_getattr(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr"


def _text(node: ast.AST, deep: int = 20) -> str:
    """The text that is written here, in one piece or in several; empty where it is known only when the code runs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and deep:
        left, right = _text(node.left, deep - 1), _text(node.right, deep - 1)
        return left + right if left and right else ""
    return ""


def _statements(module: ast.Module) -> Iterable[ast.stmt]:
    """The statements that run when the module does: those in an `if`, a `with` or a `try` too."""
    waiting: list[ast.AST] = list(reversed(module.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
        if isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            waiting += reversed(list(ast.iter_child_nodes(node)))


def _imports(node: ast.AST) -> dict[str, str]:
    if isinstance(node, ast.Import):
        return {
            alias.asname or alias.name.split(".")[0]: alias.name if alias.asname else alias.name.split(".")[0]
            for alias in node.names
        }
    if isinstance(node, ast.ImportFrom) and node.module:
        return {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return {}


def _is_reload(function: ast.expr) -> bool:
    return getattr(function, "attr", getattr(function, "id", "")) == "reload"


def _renamed(node: ast.stmt, aliases: dict[str, str]) -> dict[str, str]:
    """The names that stand for what has a name already: `np = numpy`, `np = importlib.reload(np)`."""
    if not isinstance(node, ast.Assign):
        return {}
    value = node.value
    if isinstance(value, ast.Call) and _is_reload(value.func) and value.args:
        value = value.args[0]
    if not isinstance(value, ast.Name) or value.id not in aliases:
        return {}
    stands_for = aliases[value.id]
    names = [target.id for target in node.targets if isinstance(target, ast.Name)]
    # A name that has stood for something else keeps that meaning too: either may be what is called.
    return dict.fromkeys((name for name in names if aliases.get(name, stands_for) == stands_for), stands_for)


def parse_cell(source: str) -> ast.Module:
    """The Python of a cell, without what is IPython's; nothing of a cell that cannot be read."""
    # magics and shell lines are IPython's, not Python's
    code = (_MAGIC.sub(r"\1", line) for line in source.splitlines())
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in code)
    try:
        return ast.parse(textwrap.dedent("\n".join(lines)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last one is how the parser says "too deep"
        return ast.Module(body=[], type_ignores=[])


def _full_name(thing: object) -> str:
    module = getattr(thing, "__module__", None) or type(thing).__module__
    return f"{module}.{getattr(thing, '__qualname__', type(thing).__qualname__)}"


def _own_sources(function: Function) -> Iterable[tuple[str, dict[str, str]]]:
    """The source of `function` and of its neighbours that it calls, each with what its global names stand for."""
    waiting: list[object] = [function]
    seen: set[int] = set()
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, types.FunctionType) or id(thing) in seen:
            continue
        seen.add(id(thing))
        found = {name: thing.__globals__.get(name) for name in _code_names(thing.__code__)}
        aliases = {
            name: value.__name__ if isinstance(value, types.ModuleType) else _full_name(value)
            for name, value in found.items()
            if isinstance(value, types.ModuleType) or callable(value)
        }
        waiting += [value for value in found.values() if getattr(value, "__module__", None) == thing.__module__]
        try:
            yield inspect.getsource(thing), aliases
        except (OSError, TypeError):
            yield "\n".join(aliases), aliases


def _code_names(code: types.CodeType) -> set[str]:
    inner = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return set(code.co_names).union(*map(_code_names, inner))

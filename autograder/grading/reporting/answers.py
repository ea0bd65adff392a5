"""The course's answers to an exercise as source text, for the feedback: the reference's, and two in other styles."""

import ast
import functools
import inspect
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType

from ...bank.exercise import Exercise
from ...building.answers import read_operation
from ...judging.oracle import honest_answers
from ...language import gettext as _
from ...runner.values import Function

OTHER_STYLES = 2


@dataclass(frozen=True)
class ShownAnswer:
    """One answer: what it is called, and its source with all that it uses of its module."""

    title: str
    source: str


def shown_answers(exercise: Exercise) -> list[ShownAnswer]:
    """Return the reference's answer and up to two others; none where the reference module is not there."""
    functions = list(honest_answers(exercise).values())
    if not functions:
        return []
    reference = Path(inspect.getfile(inspect.unwrap(functions[0])))
    others = [_in_another_style(style) for style in itertools.islice(functions, 1, 1 + OTHER_STYLES)]
    return [ShownAnswer(_("The course's answer"), read_operation(reference, exercise.name).source), *others]


def _in_another_style(style: Function) -> ShownAnswer:
    """Return an answer of `solutions/styles/`: a function there, or one that such a function has made."""
    name = style.__qualname__.partition(".<locals>.")[0]
    made_of = dict(_enclosed(style))
    functions = [value.__name__ for value in made_of.values() if isinstance(value, FunctionType)]
    called = ", ".join(functions) if "<" in name else name  # a lambda of a comprehension only calls another style
    given = ", ".join(
        _("`{variable}` is `{value}`", variable=variable, value=_spelled(value)) for variable, value in made_of.items()
    )
    if given and called == name:
        title = _("In another style: `{name}`, where {given}", name=called, given=given)
    else:
        title = _("In another style: `{name}`", name=called)
    return ShownAnswer(title, _excerpt(Path(inspect.getfile(style)), [name, *functions]))


def _enclosed(function: Function, seen: tuple[Function, ...] = ()) -> Iterator[tuple[str, object]]:
    """Give the variables that a function has from where it was made, except for functions that were made there too.

    One that calls itself has itself among them: it is among those `seen`.
    """
    defaults = {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()}
    functions = {name: value for name, value in defaults.items() if isinstance(value, FunctionType)}
    for variable, value in {**functions, **inspect.getclosurevars(function).nonlocals}.items():
        if isinstance(value, FunctionType) and ".<locals>." in value.__qualname__:
            if value not in (function, *seen):
                yield from _enclosed(value, (function, *seen))
        else:
            yield variable, value


def _spelled(value: object) -> str:
    return value.__name__ if isinstance(value, FunctionType) else repr(value)


def _excerpt(path: Path, names: list[str]) -> str:
    """Cut definitions out of a module, with the imports and the definitions that they use, in the module's order."""
    text, definitions = _definitions(path)
    wanted, open_ = set[ast.stmt](), list(names)
    while open_:
        node = definitions.get(open_.pop())
        if node is not None and node not in wanted:
            wanted.add(node)
            open_ += [used.id for used in ast.walk(node) if isinstance(used, ast.Name)]
    imports = [node for node in wanted if isinstance(node, (ast.Import, ast.ImportFrom))]
    others = [node for node in wanted if node not in imports]
    blocks = ["\n".join(_source(text, node) for node in sorted(imports, key=_line))] if imports else []
    blocks += [_source(text, node) for node in sorted(others, key=_line)]
    return "\n\n\n".join(blocks)


@functools.cache
def _definitions(path: Path) -> tuple[str, dict[str, ast.stmt]]:
    """Read a module: its text, and its statements by the names that they define."""
    text = path.read_text(encoding="utf-8")
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {alias.asname or alias.name: node for alias in node.names}
        elif isinstance(node, ast.Assign):
            found |= {target.id: node for target in node.targets if isinstance(target, ast.Name)}
    return text, found


def _line(node: ast.stmt) -> int:
    return node.lineno


def _source(text: str, node: ast.stmt) -> str:
    return ast.get_source_segment(text, node) or ""

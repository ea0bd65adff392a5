"""The parameters of a function: what an exercise asks for, and what a learner's function takes and reads."""

import ast
import dis
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_UNSEEN = {"locals", "vars", "eval", "exec"}


@dataclass(frozen=True)
class Parameters:
    """The parameters of a function.

    Attributes
    ----------
    names : tuple of str
    none_by_default : frozenset of str
        Those that are None unless they are given.
    text : str
        As Python writes them: `x, weight, bias=None`.
    """

    names: tuple[str, ...]
    none_by_default: frozenset[str]
    text: str


def of_function(function: Callable) -> Parameters | None:
    """The parameters of `function`, without annotations; None where they cannot be told."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    listed = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
    text = str(inspect.Signature(listed))[1:-1]
    takes_any = any(parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) for parameter in listed)
    names = () if takes_any else tuple(parameter.name for parameter in listed)
    return Parameters(names, frozenset(p.name for p in listed if p.default is None), text)


def of_text(text: str) -> Parameters:
    """The parameters that `text` writes, such as `x, weight, bias=None`."""
    (definition,) = ast.parse(f"def function({text}): ...").body
    assert isinstance(definition, ast.FunctionDef)
    listed = definition.args.args
    defaults = dict(zip(reversed(listed), reversed(definition.args.defaults), strict=False))
    nones = (arg.arg for arg, value in defaults.items() if isinstance(value, ast.Constant) and value.value is None)
    return Parameters(tuple(arg.arg for arg in listed), frozenset(nones), text)


def never_read(function: Callable, *, options: bool = False) -> list[str]:
    """The parameters without a default that `function` never reads; none where it may read them unseen.

    With `options`, those that have a default.
    """
    function = inspect.unwrap(function)
    code = getattr(function, "__code__", None)
    if code is not None and _UNSEEN & set(code.co_names):
        return []
    known = of_function(function)
    if code is None or known is None:
        return []
    asked = [
        name
        for name, parameter in inspect.signature(function).parameters.items()
        if (parameter.default is not parameter.empty) is options and name in known.names
    ]
    read = set(_names_read(code))
    return [name for name in asked if name not in read]


def _names_read(code: object) -> Iterator[str]:
    for instruction in dis.get_instructions(code):  # type: ignore[arg-type]
        if instruction.opname.startswith(("LOAD_", "DELETE_")) or "LOAD_FAST" in instruction.opname:
            names = instruction.argval if isinstance(instruction.argval, tuple) else (instruction.argval,)
            yield from (name for name in names if isinstance(name, str))

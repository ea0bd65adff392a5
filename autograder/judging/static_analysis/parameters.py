"""The parameters of a function: what an exercise asks for, and what a learner's function takes and reads."""

import ast
import contextlib
import dis
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...runner.values import Function

_UNSEEN = {"locals", "vars", "eval", "exec"}


@dataclass(frozen=True)
class Parameters:
    """The parameters of a function.

    Attributes
    ----------
    names : tuple of str
    defaults : mapping of str to object
        The values of those that need not be given, by their names.
    text : str
        As Python writes them: `x, weight, bias=None`.
    """

    names: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""

    @property
    def none_by_default(self) -> frozenset[str]:
        """Those that are None unless they are given."""
        return frozenset(name for name, value in self.defaults.items() if value is None)


def of_function(function: Function) -> Parameters | None:
    """The parameters of `function`, without annotations; None where they cannot be told."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    listed = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
    text = str(inspect.Signature(listed))[1:-1]
    takes_any = any(parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) for parameter in listed)
    names = () if takes_any else tuple(parameter.name for parameter in listed)
    return Parameters(names, {p.name: p.default for p in listed if p.default is not p.empty}, text)


def of_text(text: str) -> Parameters:
    """The parameters that `text` writes, such as `x, weight, bias=None`, with the defaults that are literals."""
    (definition,) = ast.parse(f"def function({text}): ...").body
    assert isinstance(definition, ast.FunctionDef)
    listed = definition.args.args
    names = tuple(argument.arg for argument in listed)
    defaults = {}
    for name, value in zip(reversed(names), reversed(definition.args.defaults), strict=False):
        with contextlib.suppress(ValueError):  # no literal
            defaults[name] = ast.literal_eval(value)
    return Parameters(names, defaults, text)


def never_read(function: Function, *, options: bool = False) -> list[str]:
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

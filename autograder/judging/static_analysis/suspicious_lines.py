"""Lines of a learner's function that cannot mean what they say, found by reading and not by running them."""

import ast
import inspect
import textwrap
from collections.abc import Iterator

from ...language import gettext as _
from ...runner.values import Function

# What gives a new array and leaves the old one as it is, so that a line of nothing else does nothing
_METHODS = {"reshape", "transpose", "swapaxes", "astype", "clip", "repeat", "round", "squeeze", "copy", "ravel"}
_FUNCTIONS = _METHODS | {"pad", "flip", "append", "concatenate", "stack", "maximum", "minimum", "where", "roll"}
_LONGEST = 20_000  # characters that are read


def first_suspicious_line(function: Function | None) -> str:
    """The first line that cannot mean what it says, in a sentence or two; empty where there is none."""
    try:
        function = inspect.unwrap(function) if function else None
        lines, first = inspect.getsourcelines(function) if function else ([], 0)
        (definition,) = ast.parse(textwrap.dedent("".join(lines))[:_LONGEST]).body
    except (OSError, TypeError, ValueError, SyntaxError, RecursionError):  # not there, or more than one statement
        return ""
    if not isinstance(definition, ast.FunctionDef):
        return ""
    nodes = [node for node in ast.walk(definition) if isinstance(node, (ast.expr, ast.stmt))]
    parameters = [argument.arg for argument in definition.args.args]
    found = [(node.lineno, words) for node in nodes for words in _suspicions(node, *parameters[:1])]
    if not found:
        return ""
    line, words = min(found)
    return _(
        "Line {line} of {function} cannot mean what it says: {why}",
        line=line + first - 1,
        function=definition.name,
        why=words,
    )


def _suspicions(node: ast.AST, first: str = "") -> Iterator[str]:
    looks = (_in_an_expression(node), _around_and_between(node, first), _without_effect(node), _in_a_loop(node))
    return filter(None, looks)


def _in_an_expression(node: ast.AST) -> str:
    match node:
        case ast.IfExp(body=ast.BinOp(op=ast.Add() | ast.Sub()), orelse=ast.Constant(value=0)):
            return _(
                "`{code}` is 0 as a whole where the condition does not hold. Put brackets around the part that depends "
                "on it.",
                code=_text(node),
            )
        case ast.BinOp(op=ast.Div(), left=ast.BinOp(op=ast.Pow(), right=ast.Constant(value=1))):
            return _(
                "`{code}` raises to the power 1 and then divides. Put brackets around the exponent.", code=_text(node)
            )
        case ast.BinOp(
            op=ast.Add() | ast.Sub(),
            left=ast.BinOp(),
            right=ast.BinOp(op=ast.Div() | ast.FloorDiv(), left=ast.Constant(value=1)) as quotient,
        ):
            return _("Python works out `{code}` first. Where do brackets belong?", code=_text(quotient))
    return ""


def _around_and_between(node: ast.AST, first: str) -> str:
    """A frame around every axis of the first parameter, and a window whose end does not move with its beginning."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="pad"),
            args=[ast.Name(id=padded), ast.Name() | ast.Constant()],
        ) if padded == first:
            return _(
                "`{code}` pads every axis of `{name}` by the same amount, even an axis that counts images or channels.",
                code=_text(node),
                name=padded,
            )
        case ast.Subscript(
            value=sliced,
            slice=ast.Slice(lower=ast.Name(id=begin), upper=ast.Call(func=ast.Name(id="len"), args=[measured])),
        ) if ast.unparse(sliced) != ast.unparse(measured):
            return _(
                "`{code}` ends at the same place wherever it begins. A window of n numbers that begins at `{begin}` "
                "ends at `{begin} + n`.",
                code=_text(node),
                begin=begin,
            )
    return ""


def _without_effect(node: ast.AST) -> str:
    if not isinstance(node, ast.Expr):
        return ""
    value = node.value
    if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
        return _("`{code}` compares, and assigns nothing. `=` assigns.", code=_text(value))
    if isinstance(value, ast.BinOp):
        return _(
            "`{code}` works something out and keeps nothing of it. What is to become of the result?", code=_text(value)
        )
    called = value.func if isinstance(value, ast.Call) else None
    if isinstance(called, ast.Attribute):
        of_numpy = isinstance(called.value, ast.Name) and called.value.id in ("np", "numpy")
        if called.attr in (_FUNCTIONS if of_numpy else _METHODS):
            return _(
                "`{code}` gives a new array and changes nothing, and the line does not keep what it gives.",
                code=_text(called),
            )
    return ""


def _in_a_loop(node: ast.AST) -> str:
    if not isinstance(node, ast.For):
        return ""
    if isinstance(node.body[-1], ast.Return):
        return _("the loop ends in its first turn, for its last line is `return`.")
    names = {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)} - {"_"}
    inner = [loop.target for loop in ast.walk(node) if loop is not node and isinstance(loop, ast.For)]
    again = [target.id for target in inner if isinstance(target, ast.Name) and target.id in names]
    if not again:
        return ""
    return _("a loop within this one counts with `{name}` too. Each needs a name of its own.", name=again[0])


def _text(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 60 else f"{text[:57]}..."

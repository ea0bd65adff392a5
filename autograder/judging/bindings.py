"""Every way in which Python source gives a name its value, read without running it.

The source may be made to exhaust its reader, so nothing here calls itself.
"""

import ast
from collections.abc import Iterator

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_Scope = tuple[frozenset[str], "_Scope | None"]


def bound(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The names that a statement binds where it stands, each with what gives it its value."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name, statement
        return
    for part in _own_parts(statement, apart=(ast.stmt, ast.ExceptHandler)):
        if isinstance(part, ast.Assign):
            yield from ((name, part) for target in part.targets for name in _stored(target))
        elif isinstance(part, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            yield from ((name, part) for name in _stored(part.target))
        elif isinstance(part, (ast.For, ast.AsyncFor)):
            yield from ((name, part.iter) for name in _stored(part.target))
        elif isinstance(part, ast.withitem) and part.optional_vars:
            yield from ((name, part.context_expr) for name in _stored(part.optional_vars))


def changed(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The names whose things a statement changes: `a.b = c`, `a["b"] = c`, `a.add(c)`, and `global` in a function.

    `builtins.b = c` and `globals()["b"] = c` make `b` itself: the last part is named too.
    """
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for part in ast.walk(statement):
            if isinstance(part, ast.Global):
                yield from ((name, statement) for name in part.names)
        return
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call):  # names.append(...), setattr(name, ...)
        base = call.func.value if isinstance(call.func, ast.Attribute) else next(iter(call.args), None)
        if isinstance(base, ast.Name) and getattr(call.func, "id", "setattr") == "setattr":
            yield base.id, statement
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    for target in targets:
        if isinstance(target, ast.Attribute):
            yield target.attr, statement
        elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            yield str(target.slice.value), statement
        node = target
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        if isinstance(node, ast.Name) and node is not target:
            yield node.id, statement


def free_names(definition: ast.AST) -> Iterator[str]:
    """The names that a definition takes from around it: not its arguments, and not its own variables."""
    waiting: list[tuple[ast.AST, _Scope | None]] = [(definition, None)]
    while waiting:
        node, scope = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and not _is_local(node.id, scope):
            yield node.id
        if isinstance(node, _FUNCTIONS):
            inner: _Scope = (_variables(node), scope)
            body = set(node.body if isinstance(node.body, list) else [node.body])
            waiting += [(part, inner if part in body else scope) for part in ast.iter_child_nodes(node)]
            continue
        if isinstance(node, _COMPREHENSIONS):
            names = (name for generator in node.generators for name in _stored(generator.target))
            scope = (frozenset(names), scope)
        waiting += [(part, scope) for part in ast.iter_child_nodes(node)]


def _is_local(name: str, scope: "_Scope | None") -> bool:
    while scope:
        names, scope = scope
        if name in names:
            return True
    return False


def _variables(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> frozenset[str]:
    """The arguments and the variables of a function itself, not of those that are in it."""
    given = {part.arg for part in ast.iter_child_nodes(function.args) if isinstance(part, ast.arg)}
    outside: set[str] = set()
    for statement in function.body if isinstance(function.body, list) else [function.body]:
        for part in _own_parts(statement):
            if isinstance(part, ast.Global):
                outside |= set(part.names)
            elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
                given.add(part.id)
            elif isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                given.add(part.name)
    return frozenset(given - outside)


def _own_parts(node: ast.AST, apart: tuple[type[ast.AST], ...] = ()) -> Iterator[ast.AST]:
    """A node and all in it that runs in the same scope, without parts of the kinds that are looked at apart."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, (*_FUNCTIONS, ast.ClassDef, *_COMPREHENSIONS)):
            waiting += [child for child in ast.iter_child_nodes(part) if not isinstance(child, apart)]


def _stored(target: ast.AST) -> Iterator[str]:
    """The names in a target: one, or those of a tuple."""
    return (part.id for part in ast.walk(target) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))

"""Every way in which Python source gives a name its value, read without running it.

The source may be made to exhaust its reader, so nothing here calls itself.
"""

import ast
from collections.abc import Iterable, Iterator

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_NAMING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)
_Scope = tuple[frozenset[str], "_Scope | None"]
_Nothing: frozenset[str] = frozenset()


def bound(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The names that a statement binds where it stands, each with what gives it its value."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name, statement
        return
    for part in _own_parts(statement, apart=_BLOCKS):
        for target, value in _assigned(part):
            yield from ((name, value) for name in _stored(target))
    if isinstance(statement, ast.Match):
        patterns = (part for case in statement.cases for part in ast.walk(case.pattern))
        yield from ((name, statement.subject) for part in patterns for name in _named_here(part))


def _assigned(node: ast.AST) -> list[tuple[ast.AST, ast.AST]]:
    """The targets to which a node itself assigns, each with what gives it its value."""
    match node:
        case ast.Assign():
            return [(target, node) for target in node.targets]
        case ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
            return [(node.target, node)]
        case ast.For() | ast.AsyncFor():
            return [(node.target, node.iter)]
        case ast.withitem(optional_vars=ast.expr() as target):
            return [(target, node.context_expr)]
    return []


def changed(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The names whose values a statement changes in place: `a.b = c`, `a["b"] = c`, `a.add(c)`; `global` in a function.

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
        yield from ((name, statement) for name in _parts_of(target))


def _parts_of(target: ast.AST | None) -> Iterator[str]:
    """The last part and the first name of `a.b` and `a["b"]`, however long; nothing of a mere name."""
    if isinstance(target, ast.Attribute):
        yield target.attr
    elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        yield str(target.slice.value)
    node = target
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name) and node is not target:
        yield node.id


def free_names(definition: ast.AST) -> Iterator[str]:
    """The names that a definition takes from around it: not its arguments, and not its own variables."""
    # A class's own variables are seen by its own statements, and not by its methods.
    waiting: list[tuple[ast.AST, _Scope | None, frozenset[str]]] = [(definition, None, _Nothing)]
    while waiting:
        node, scope, of_class = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in of_class:
            yield from [] if _is_local(node.id, scope) else [node.id]
        body: set[ast.AST] = set()
        inner, inner_of_class = scope, of_class
        if isinstance(node, _FUNCTIONS):
            body = set(node.body if isinstance(node.body, list) else [node.body])
            inner, inner_of_class = (_variables(node), scope), _Nothing
        elif isinstance(node, ast.ClassDef):
            body, inner_of_class = set(node.body), _names_given(node.body)
        elif isinstance(node, _COMPREHENSIONS):
            names = (name for generator in node.generators for name in _stored(generator.target))
            scope = (frozenset(names), scope)
        for part in ast.iter_child_nodes(node):
            waiting.append((part, inner, inner_of_class) if part in body else (part, scope, of_class))


def _is_local(name: str, scope: "_Scope | None") -> bool:
    while scope:
        names, scope = scope
        if name in names:
            return True
    return False


def _variables(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> frozenset[str]:
    """The arguments and the variables of a function itself, not of those that are in it."""
    arguments = frozenset(part.arg for part in ast.iter_child_nodes(function.args) if isinstance(part, ast.arg))
    return arguments | _names_given(function.body if isinstance(function.body, list) else [function.body])


def _names_given(body: Iterable[ast.AST]) -> frozenset[str]:
    """The names that these statements bind in their own scope."""
    given: set[str] = set()
    outside: set[str] = set()
    for statement in body:
        for part in _own_parts(statement):
            if isinstance(part, ast.Global):
                outside |= set(part.names)
            elif isinstance(part, _COMPREHENSIONS):
                walruses = (inner.target for inner in ast.walk(part) if isinstance(inner, ast.NamedExpr))
                given |= {walrus.id for walrus in walruses}
            else:
                given |= set(_named_here(part))
    return frozenset(given - outside)


def _named_here(node: ast.AST) -> Iterator[str]:
    """The name that a node itself binds, if it does."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest
    elif isinstance(node, _NAMING) and node.name:
        yield node.name


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

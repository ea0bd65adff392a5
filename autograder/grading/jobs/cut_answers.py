"""Put an answer together that a program has cut into several cells, as one does that takes `# %%` for a new cell."""

import ast
import textwrap
from collections.abc import Collection, Iterator

from nbformat import NotebookNode

from ...language import noted
from ...notebook.cells import grade_id, is_answer
from ...notebook.source import begins_indented, defined_functions

_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)


def join_cut_answers(nb: NotebookNode, functions: Collection[str]) -> list[str]:
    """Put the rest of an answer, in the indented cells below it, into its cell again.

    Only where the whole is Python, and either the answer alone is not, or the rest belongs into a function.

    Parameters
    ----------
    nb : NotebookNode
    functions : collection of str
        The functions that the exercises ask for: an answer that has lost its metadata is known by them.

    Returns
    -------
    list of str
        What was done, in plain lines.
    """
    notes: list[str] = []
    for cell in [one for one in nb.cells if _may_be_cut(one, functions)]:
        place = next(place for place, other in enumerate(nb.cells) if other is cell)
        below = list(_indented(nb.cells[place + 1 :]))
        rest = _belonging(cell.source, below)
        if rest:
            cell.source = "\n".join([cell.source, *rest])
            del nb.cells[place + 1 : place + 1 + len(rest)]
            name = grade_id(cell) or defined_functions(cell.source)[0]
            cells = len(rest) + 1
            notes.append(
                noted(
                    "The answer to {name} was cut into {number} cells; they were put together.", name=name, number=cells
                )
            )
    return notes


def _may_be_cut(cell: NotebookNode, functions: Collection[str]) -> bool:
    defined = defined_functions(cell.source) if cell.cell_type == "code" else []
    return bool(defined) and (is_answer(cell) or (not grade_id(cell) and not {*defined}.isdisjoint(functions)))


def _indented(cells: list[NotebookNode]) -> Iterator[str]:
    for cell in cells:
        if cell.cell_type != "code" or grade_id(cell) or not begins_indented(cell.source):
            return
        yield cell.source


def _belonging(answer: str, below: list[str]) -> list[str]:
    """The cells below that belong to the answer: up to the last that cannot stand alone."""
    alone = [_stands_alone(textwrap.dedent(source)) for source in below]
    count = max((number for number, stands in enumerate(alone, start=1) if not stands), default=0)
    count = count or (1 if below and not _is_python(answer) else 0)
    rest = below[:count]
    return rest if _is_python("\n".join([answer, *rest])) else []


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except _UNREADABLE:
        return False
    return True


def _stands_alone(source: str) -> bool:
    return _is_python(source) and not _returns(ast.parse(source))


def _returns(tree: ast.AST) -> bool:
    """Whether there is a `return` or a `yield` that is in no function of this text."""
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
    left = [tree]
    while left:
        node = left.pop()
        if isinstance(node, (ast.Return, ast.Yield)):
            return True
        left += [child for child in ast.iter_child_nodes(node) if not isinstance(child, inner)]
    return False

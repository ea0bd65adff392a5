"""Find what is left of a cell after the statement that stopped it, so that one failing line costs only itself."""

import ast
from types import TracebackType
from typing import Any

from IPython.core.error import UsageError

_MAGIC = "get_ipython"  # what IPython makes of a line that begins with % or !
_IMPORTS = (ast.Import, ast.ImportFrom)


class RestOfCell:
    """The statements of a cell that are still to be run.

    A module or a magic that is there where a notebook is written, and not where it is graded, is no fault of the
    answer: the statements after it are run. After any other error, only the imports below it are.

    Parameters
    ----------
    source : str
        The cell, as Python: IPython has transformed it.
    """

    def __init__(self, source: str) -> None:
        self._lines = source.splitlines(keepends=True)
        self._lacks_something = False  # whether a module or a magic was not there
        try:
            self._waiting = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self._waiting = []

    def after(self, error: BaseException | None, names: dict[str, Any]) -> str:
        """The source of what is to be run after `error`, at its own line numbers; empty where nothing is.

        Parameters
        ----------
        error : BaseException or None
        names : dict
            The global names of the cell, by which its frame is told from others.
        """
        line = _line_in_cell(error.__traceback__, names) if error else 0
        failed = next((node for node in self._waiting if _first_line(node) <= line <= (node.end_lineno or 0)), None)
        if failed is None or not isinstance(error, Exception):
            return ""
        self._waiting = self._waiting[self._waiting.index(failed) + 1 :]
        not_there = isinstance(error, (ImportError, UsageError)) or _is_magic(failed)
        if not (not_there or (self._lacks_something and isinstance(error, NameError))):
            self._waiting = [node for node in self._waiting if isinstance(node, _IMPORTS)]
        self._lacks_something |= not_there
        return self._source(self._waiting)

    def _source(self, nodes: list[ast.stmt]) -> str:
        """The text of `nodes`, every other line a comment: a report then names the lines as the cell has them."""
        lines = [b""] * len(self._lines)
        for node in nodes:
            first, last = _first_line(node) - 1, (node.end_lineno or 1) - 1
            for place in range(first, last + 1):
                text = self._lines[place].rstrip("\r\n").encode()
                if place == last:
                    text = text[: node.end_col_offset]
                if place == first and first == node.lineno - 1:
                    text = text[node.col_offset :]
                lines[place] += b"; " * bool(lines[place]) + text
        return b"\n".join(line or b"#" for line in lines).decode() if nodes else ""


def _is_magic(node: ast.stmt) -> bool:
    """Whether a statement stands for a line of IPython's own."""
    call = node.value if isinstance(node, (ast.Expr, ast.Assign)) else None
    while isinstance(call, (ast.Call, ast.Attribute)):
        call = call.func if isinstance(call, ast.Call) else call.value
    return isinstance(call, ast.Name) and call.id == _MAGIC


def _first_line(node: ast.stmt) -> int:
    """The line that a statement begins in, with its decorators."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _line_in_cell(trace: TracebackType | None, names: dict[str, Any]) -> int:
    """The line of the cell itself, not of a function, in which an error came up; 0 where there is none."""
    while trace:
        if trace.tb_frame.f_code.co_name == "<module>" and trace.tb_frame.f_globals is names:
            return trace.tb_lineno
        trace = trace.tb_next
    return 0

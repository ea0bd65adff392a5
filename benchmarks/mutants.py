"""How many small changes to the answers does the judge catch? Every answer is changed in one place at a time.

    python -m benchmarks.mutants [ID-PREFIX] [--short]

A changed answer that passes every case of a grading is asked more hidden cases, of other seeds. If it fails one of
these it was *missed*: the cases are too few. If it fails none it is taken for equivalent. Nothing here is in the bank
of mistakes, so it also shows how often an unknown error is given the name of a known one.
"""

import argparse
import ast
import copy
import importlib
import multiprocessing
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from autograder import Report, judge
from autograder.bank import EXERCISES, find
from autograder.judging import oracle

SECONDS = 10  # for one mutant: some never end
MORE_SEEDS = range(100, 105)
SWAPS: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Mod: ast.Add,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And, ast.MatMult: ast.Mult,
}  # fmt: skip
NAMES = {
    "max": "min", "min": "max", "sum": "mean", "mean": "sum", "floor": "ceil", "ceil": "floor", "zeros": "ones",
    "ones": "zeros", "maximum": "minimum", "minimum": "maximum", "abs": "negative", "repeat": "tile",
    "append": "insert",
}  # fmt: skip


class Place(ast.NodeTransformer):
    """Walks over every place that can be changed, and changes the one with the number `target`."""

    def __init__(self, target: int):
        self.target, self.count, self.change = target, -1, ""

    def here(self) -> bool:
        self.count += 1
        return self.count == self.target

    def changed(self, node, what):
        self.change = f"line {node.lineno}, column {node.col_offset + 1}: {what}"
        return node

    def visit_Constant(self, node):
        if isinstance(node.value, bool):
            return (
                self.changed(ast.copy_location(ast.Constant(not node.value), node), f"{not node.value}")
                if self.here()
                else node
            )
        if isinstance(node.value, int | float):
            for step in (1, -1):
                if self.here():
                    value = node.value + step
                    return self.changed(ast.copy_location(ast.Constant(value), node), f"{node.value} becomes {value}")
        return node

    def operator(self, node, field):
        self.generic_visit(node)
        old = getattr(node, field)
        old = old[0] if isinstance(old, list) else old
        if type(old) in SWAPS and self.here():
            new = SWAPS[type(old)]()
            setattr(node, field, [new, *getattr(node, field)[1:]] if isinstance(getattr(node, field), list) else new)
            self.changed(node, f"{type(old).__name__} becomes {type(new).__name__}")
        return node

    def visit_BinOp(self, node):
        node = self.operator(node, "op")
        if isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv) and self.here():
            node.left, node.right = node.right, node.left
            self.changed(node, "operands swapped")
        return node

    def visit_AugAssign(self, node):
        return self.operator(node, "op")

    def visit_Compare(self, node):
        return self.operator(node, "ops")

    def visit_BoolOp(self, node):
        return self.operator(node, "op")

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        return self.changed(node.operand, "sign or `not` dropped") if self.here() else node

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if node.attr in NAMES and self.here():
            self.changed(node, f"{node.attr} becomes {NAMES[node.attr]}")
            node.attr = NAMES[node.attr]
        return node

    def visit_Name(self, node):
        if node.id in NAMES and self.here():
            self.changed(node, f"{node.id} becomes {NAMES[node.id]}")
            node.id = NAMES[node.id]
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        if len(node.args) >= 2 and self.here():
            node.args[:2] = node.args[1::-1]
            self.changed(node, "first two arguments swapped")
        if node.keywords and self.here():
            self.changed(node, f"{node.keywords[0].arg} left out")
            del node.keywords[0]
        return node

    def visit_Tuple(self, node):
        self.generic_visit(node)
        if len(node.elts) >= 2 and self.here():
            node.elts[:2] = node.elts[1::-1]
            self.changed(node, "first two of a tuple swapped")
        return node

    def visit_IfExp(self, node):
        self.generic_visit(node)
        return self.changed(node.body, "condition dropped") if self.here() else node

    def visit_If(self, node):
        self.generic_visit(node)
        if self.here():
            return self.changed(ast.copy_location(ast.Pass(), node), "`if` left out")
        return node


def mutants(exercise_id: str) -> Iterator[tuple[str, Callable]]:
    """Every change of the reference's answer: where and what, and the changed function."""
    exercise = find(exercise_id)
    module = importlib.import_module("solutions." + exercise.chapter.replace("-", "_"))
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    (function,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == exercise.name]
    function.decorator_list, function.body = [], function.body[1:]  # without the docstring
    number = 0
    while True:
        place = Place(number)
        body = [place.visit(copy.deepcopy(statement)) for statement in function.body]
        if place.count < number:
            return
        changed = copy.deepcopy(function)
        changed.body = body
        names = dict(vars(module))
        exec(compile(ast.fix_missing_locations(ast.Module([changed], [])), module.__name__, "exec"), names)
        yield place.change, names[exercise.name]
        number += 1


class TooLong(Exception):
    pass


def judged(exercise_id: str, function: Callable, seed: int) -> Report:
    """The judge's report, or `TooLong`: raised once more, for inside of an answer the judge takes it for a crash."""
    rung = []

    def ring(*_: object) -> None:
        rung.append(True)
        raise TooLong

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        report = judge(exercise_id, function, hidden=True, seed=seed)
    finally:
        signal.alarm(0)
    if rung:
        raise TooLong
    return report


def verdict(exercise_id: str, function: Callable) -> tuple[str, str]:
    """Return "caught", "missed" or "equivalent", and the known mistake that it was taken for."""
    try:
        report = judged(exercise_id, function, 1)
        if report.score < 1:
            return "caught", report.mistake or ""
        more = any(judged(exercise_id, function, seed).score < 1 for seed in MORE_SEEDS)
        return ("missed" if more else "equivalent"), ""
    except TooLong:
        return "caught", "never ends"


def try_all(job: tuple[str, int]) -> tuple[str, list[tuple[str, str, str]]]:
    """The verdicts on the mutants of one exercise, every `step`-th of them."""
    exercise_id, step = job
    oracle.torch()  # before the clock of a mutant runs: an import that is broken off cannot be made again
    found = [(change, *verdict(exercise_id, mutant)) for change, mutant in list(mutants(exercise_id))[::step]]
    return exercise_id, found


def main() -> int:
    """Print the table; the exit status is 1 if a mutant was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix", nargs="?", default="", help="only exercises whose id begins like this")
    parser.add_argument("--short", action="store_true", help="every tenth mutant")
    parser.add_argument("--jobs", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--show", action="store_true", help="list the equivalent ones, to be looked at")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    jobs = [(name, 10 if options.short else 1) for name in EXERCISES if name.startswith(options.prefix)]
    table = Table(title="Small changes to the answers")
    for heading in ("exercise", "changes", "caught", "of these named", "equivalent", "missed"):
        table.add_column(heading)
    total: Counter[str] = Counter()
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        for name, found in track(pool.imap_unordered(try_all, jobs), total=len(jobs), console=Console(stderr=True)):
            count = Counter(outcome for _, outcome, _ in found)
            count["named"] = sum(bool(mistake) for _, _, mistake in found)
            total += count
            total["changes"] += len(found)
            cells = [len(found), *(count[key] for key in ("caught", "named", "equivalent", "missed"))]
            table.add_row(name, *map(str, cells))
            shown = ("missed", "equivalent") if options.show else ("missed",)
            for change, outcome, _ in found:
                if outcome in shown:
                    console.print(f"{outcome}: {name}, {change}", highlight=False)
    table.add_section()
    table.add_row("all", *(str(total[key]) for key in ("changes", "caught", "named", "equivalent", "missed")))
    console.print(table)
    return 1 if total["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())

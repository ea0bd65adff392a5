"""`autograder doctor`: try each thing that grading needs."""

import importlib.metadata

import typer
from rich.table import Table

from ...grading.sandbox.selftest import layers
from ..console import console, say


def doctor() -> None:
    """Show what is installed, and try each layer of the sandbox for real."""
    table = Table(box=None, pad_edge=False)
    table.add_column("what")
    table.add_column("state")
    table.add_column("what to do", overflow="fold")
    whole = True
    for name in ("numpy", "torch", "nbgrader", "jupytext", "ipython"):
        try:
            table.add_row(name, f"ok, {importlib.metadata.version(name)}", "")
        except importlib.metadata.PackageNotFoundError:
            table.add_row(name, "[red]missing[/]", f"pip install {name}")
            whole = False
    for layer in layers():
        table.add_row(layer.name, "ok" if layer.holds else "[red]missing[/]", "" if layer.holds else layer.advice)
        whole = whole and layer.holds
    console.print(table)
    if not whole:
        say("\nWhat needs no sandbox works: reading, `check`, building. Grading does not start like this.")
        raise typer.Exit(1)
    say("\nAll is well: grading can start.")

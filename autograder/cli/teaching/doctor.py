"""`autograder doctor`: try each thing that grading needs."""

import importlib.metadata

import typer
from rich.markup import escape
from rich.table import Table

from ...grading.sandbox.selftest import layers
from ...language import gettext as _
from ..console import print_table, say


def doctor() -> None:
    """Show what is installed, and try each layer of the sandbox for real."""
    table = Table(box=None, pad_edge=False)
    table.add_column(_("what"))
    table.add_column(_("state"), no_wrap=True)
    table.add_column(_("what to do"))
    whole, missing = True, "[red]" + _("missing") + "[/]"
    for name in ("numpy", "torch", "nbgrader", "jupytext", "ipython"):
        try:
            table.add_row(name, _("ok, {version}", version=importlib.metadata.version(name)), "")
        except importlib.metadata.PackageNotFoundError:
            table.add_row(name, missing, f"pip install {name}")
            whole = False
    for layer in layers():
        state = _("ok") if layer.holds else missing
        table.add_row(_(layer.name), state, "" if layer.holds else escape(_(layer.advice)))
        whole = whole and layer.holds
    print_table(table)
    if not whole:
        say("", _("What needs no sandbox works: reading, `check`, building. Grading does not start like this."))
        raise typer.Exit(1)
    say("", _("All is well: grading can start."))

"""`autograder submit`: look at a notebook, check it, and make the zip to hand in."""

from pathlib import Path
from typing import Annotated

import typer

from ...errors import UserError
from ...language import gettext as _
from ...language import joined, noted
from ...learner.packing import pack
from ...learner.preflight import preflight_notes
from ...learner.workspace import speak_as_in
from ...notebook.file import locate
from ..console import print_table, say
from .check import NotebookArgument, TimeoutOption, run, score, table


def submit(
    notebook: NotebookArgument,
    to: Annotated[
        Path,
        typer.Option("--to", metavar="DIR", help=noted("Where the zip goes."), show_default=noted("this folder")),
    ] = Path(),
    timeout: TimeoutOption = 30,
) -> None:
    """Look a notebook over, check it, and put it into a zip to hand in.

    It says what it finds and packs the notebook as it is: nothing in it is changed. An earlier zip is never
    overwritten. Only a notebook that nobody could grade is refused.
    """
    speak_as_in(notebook)
    path = locate(notebook)
    notes = preflight_notes(path)
    for line in notes:
        say(f"- {line}", markup=False)
    try:
        checked = run(path, timeout)
    except UserError as error:  # what cannot be run here may still be graded
        say(f"- {error}", markup=False)
    else:
        for line in checked.cell_errors:
            say(f"- {line}", markup=False)
        print_table(table(checked))
        say(_("{score}, as it stands", score=score(checked)), markup=False)
    made = _("Made {zip}: hand in this file.", zip=pack(path, to))
    more = _("Mend what is listed above first, if you like.")
    say(joined(made, more) if notes else made, markup=False)

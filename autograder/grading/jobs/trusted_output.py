"""The one trusted output of a grade cell, which carries the judge's verdict on it."""

from nbformat import NotebookNode
from nbformat.notebooknode import from_dict

from ...language import gettext as _
from .verdict import Verdict

CHECKED = "checked"  # in there: functions of other names that checks are called with
GIVEN = "given"  # in there too: the functions that the released notebook gives
METADATA = "autograder"  # the key under which an output, or a notebook, carries what we say of it


def trusted_output(verdict: Verdict, count: int) -> NotebookNode:
    """The only output a grade cell keeps: nbgrader reads the text as points, people read the HTML.

    It has no seed: whoever is given the notebook could draw the hidden cases with it.
    """
    words = _("Graded without a sandbox.")
    warning = "" if verdict.sandboxed else f"<p><strong>{words}</strong></p>"
    fields = verdict.to_dict()
    html = fields.pop("html")
    del fields["seed"]
    output = {  # not nbformat's `new_output`, which validates each: a class has thousands
        "output_type": "execute_result",
        "execution_count": count,
        "data": {"text/plain": f"{verdict.earned:g}", "text/html": warning + html},
        "metadata": {METADATA: fields},
    }
    made: NotebookNode = from_dict(output)
    return made


def verdicts_in(notebook: NotebookNode) -> list[Verdict]:
    """The verdicts that an autograded notebook carries; their seeds are not there."""
    return [
        Verdict.from_dict(output.metadata[METADATA])
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if METADATA in output.get("metadata", {})
    ]

"""Write verdicts into a notebook: what nbgrader reads a score from, and what a student reads of the grading."""

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from ...language import from_json, noted, speaking, to_json
from ...language import gettext as _
from ...notebook.cells import is_judged
from .job import Job, JobResult, code_cells
from .trusted_output import METADATA, trusted_output


def write_verdicts(nb: NotebookNode, slug: str, job: Job, result: JobResult) -> None:
    """Write the trusted outputs of grade cells, the outputs of other cells, and the plain lines of the notebook.

    What only a person should look at, `result.notes`, is left out: the notebook may be given to the student.
    """
    lines = list(map(from_json, nb.metadata.get(METADATA, {}).get("notes", [])))
    cell_outputs = iter(result.cell_outputs)
    numbers = {id(cell): number for number, cell in enumerate(nb.cells, start=1)}
    for cell in code_cells(nb):
        number = numbers[id(cell)]
        cell.execution_count = number
        if is_judged(cell):
            with speaking(job.language):
                cell.outputs = [trusted_output(result.verdict_on(cell, slug), number)]
            continue
        cell_output = next(cell_outputs)
        cell.outputs = [NotebookNode(output) for output in cell_output.outputs]
        if cell_output.limit:
            lines.append(noted("Cell {number} was stopped: it {limit}.", number=number, limit=cell_output.limit))
        for module in cell_output.not_there:
            lines.append(
                noted("Cell {number}: no module named {module}. The rest of it was run.", number=number, module=module)
            )
    notes = list(map(to_json, lines))
    nb.metadata[METADATA] = {"notes": notes, "job": job.digest, "seconds": round(result.seconds, 3)}
    if lines:
        with speaking(job.language):
            title = _("Notes from grading")
            text = "\n".join([f"**{title}**", "", *(f"- {_(line)}" for line in lines)])
        nb.cells.insert(0, new_markdown_cell(text))

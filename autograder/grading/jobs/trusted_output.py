"""The one trusted output of a grade cell, which carries the judge's verdict on it."""

from dataclasses import asdict
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..results import Verdict
from .job import Job, Judged

METADATA = "autograder"  # the key under which an output, or a notebook, carries what we say of it


def trusted_output(exercise: str, hidden: bool, points: float, job: Job, judged: Judged, count: int) -> NotebookNode:
    """The only output a grade cell keeps: nbgrader reads the text as points, people read the HTML."""
    part = judged.parts[exercise]["hidden" if hidden else "visible"]
    verdict = Verdict(
        exercise=exercise,
        hidden=hidden,
        outcome=part.outcome,
        score=part.score,
        points=points,
        mistake=part.mistake,
        failed=tuple(part.failed),
        seed=job.seeds[exercise],
        oracle=part.oracle,
        sandboxed=job.sandboxed,
    )
    warning = "" if job.sandboxed else "<p><strong>Graded without a sandbox.</strong></p>"
    return new_output(
        "execute_result",
        execution_count=count,
        data={"text/plain": f"{verdict.earned:g}", "text/html": warning + part.html},
        metadata={METADATA: asdict(verdict)},
    )


def verdicts_in(notebook: NotebookNode) -> list[Verdict]:
    """The verdicts that an autograded notebook carries."""
    found: list[dict[str, Any]] = [
        output.metadata[METADATA]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if METADATA in output.get("metadata", {})
    ]
    return [Verdict(**{**entry, "failed": tuple(entry["failed"])}) for entry in map(dict, found)]

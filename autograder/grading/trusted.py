"""The one trusted output of a grade cell, which carries the judge's verdict on it."""

from dataclasses import asdict
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from ..report import Report
from ..report_html import html
from .results import Verdict

METADATA = "autograder"  # the key under which an output, or a notebook, carries what we say of it


def verdict_of(report: Report, points: float, *, hidden: bool, seed: int, sandboxed: bool) -> Verdict:
    """The verdict on one part of `report`."""
    part = report.part(hidden=hidden)
    return Verdict(
        exercise=report.exercise_id,
        hidden=hidden,
        outcome=part.outcome.value,
        score=part.score,
        points=points,
        mistake=report.mistake,
        seed=seed,
        oracle=report.oracle,
        sandboxed=sandboxed,
    )


def trusted_output(verdict: Verdict, report: Report, count: int) -> NotebookNode:
    """The only output a grade cell keeps: nbgrader reads the text as points, people read the HTML."""
    shown = report.part(hidden=verdict.hidden)
    warning = "" if verdict.sandboxed else "<p><strong>Graded without a sandbox.</strong></p>"
    return new_output(
        "execute_result",
        execution_count=count,
        data={
            "text/plain": f"{verdict.earned:g}",
            "text/html": warning + html(shown.sealed() if verdict.hidden else shown),
        },
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
    return [Verdict(**dict(entry)) for entry in found]

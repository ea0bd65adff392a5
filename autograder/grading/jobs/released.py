"""Read the cells of an assignment as they were released."""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from ...errors import BrokenNotebook
from ...notebook.cells import new_metadata
from ...notebook.file import read_notebook_node
from .clean_cells import MAKE, clean_cell


def released_cells(notebook: Any) -> dict[str, NotebookNode]:
    """Every nbgrader cell of a notebook as the gradebook recorded it at release, in order."""
    grades = {cell.name: cell for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    released = {}
    for source in notebook.source_cells:
        cell = MAKE["code" if source.cell_type == "code" else "markdown"](source.source)
        cell.metadata["nbgrader"] = new_metadata(
            source.name,
            grade=source.name in grades,
            solution=source.name in solutions,
            points=float(grades[source.name].max_score) if source.name in grades else None,
            cell_type=source.cell_type,
            checksum=source.checksum,
        )
        released[source.name] = cell
    return released


def original_cells(path: Path) -> list[NotebookNode]:
    """Every cell of a released notebook; none where its file is gone: the gradebook keeps only those with a name."""
    try:
        return [clean_cell(cell) for cell in read_notebook_node(path).cells]
    except (OSError, BrokenNotebook):
        return []

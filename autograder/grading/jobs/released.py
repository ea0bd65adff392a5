"""The cells of an assignment as they were released, and how a submission is made to hold them again.

Knows nothing of nbgrader but its metadata: what grades elsewhere needs this too.
"""

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from ...notebook.cells import grade_id, is_answer, is_graded_by_hand, is_locked, new_metadata

_MAKE = {"code": new_code_cell, "markdown": new_markdown_cell}
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"](?=\((?!\s*(?:https?://|#|attachment:|[\w./%-]+[)\s]))|:(?!\s*https?://))")


def released_cells(notebook: Any) -> dict[str, NotebookNode]:
    """Every nbgrader cell of a notebook as the gradebook recorded it at release, in order."""
    grades = {cell.name: cell for cell in notebook.grade_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    released = {}
    for source in notebook.source_cells:
        cell = _MAKE["code" if source.cell_type == "code" else "markdown"](source.source)
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


def restore(nb: NotebookNode, released: dict[str, NotebookNode]) -> list[str]:
    """Make `nb` hold each graded or locked cell of `released` exactly once. Returns what was done, in plain lines."""
    notes = []
    nb.cells = [_clean(cell) for cell in nb.cells]
    places = _claims(nb, released)
    if released and not places:
        notes.append("None of this assignment's cells are in this file. Is it the notebook of another chapter?")
    for name, cells in places.items():
        if len(cells) > 1:
            notes.append(f"The cell {name} was there {len(cells)} times; the last one counts.")
        for copy in cells[:-1]:
            del copy.metadata["nbgrader"]
        if cells[-1].cell_type != released[name].cell_type:
            notes.append(f"The cell {name} was made {cells[-1].cell_type}; it is {released[name].cell_type} again.")
            again = _MAKE[released[name].cell_type](cells[-1].source)
            nb.cells[_position(nb, cells[-1])] = cells[-1] = again
        cells[-1].metadata["nbgrader"] = dict(released[name].metadata["nbgrader"])
        if not is_answer(cells[-1]):
            cells[-1].source = released[name].source
    present = {name: cells[-1] for name, cells in places.items()}
    previous = None
    for name, cell in released.items():
        if name not in present and _must_be_there(cell):
            at = _position(nb, previous) + 1 if previous is not None else 0
            nb.cells.insert(at, cell)
            present[name] = cell
            if places:
                notes.append(f"The cell {name} was missing; it was put back.")
        previous = present.get(name, previous)
    return notes


def _clean(cell: NotebookNode) -> NotebookNode:
    """A well-formed cell of the same text: what is left of a hand-made or damaged one."""
    make = _MAKE.get(str(cell.get("cell_type")), new_raw_cell)
    metadata, source = cell.get("metadata"), str(cell.get("source", ""))
    return make(
        source if make is new_code_cell else inert(source), metadata=metadata if isinstance(metadata, dict) else {}
    )


def inert(markdown: str) -> str:
    """Take what could act out of Markdown: tags, and links that lead elsewhere than to a page or a file.

    nbgrader renders it for the instructor in formgrader, where a script would have the instructor's rights.
    """
    return _LINK.sub("] ", _TAG.sub("< ", markdown))


def _claims(nb: NotebookNode, released: dict[str, NotebookNode]) -> dict[str, list[NotebookNode]]:
    """Which cells say that they are which released one. Whatever else they claim is taken away."""
    places: dict[str, list[NotebookNode]] = {}
    for cell in nb.cells:
        name = grade_id(cell)
        if name in released:
            places.setdefault(name, []).append(cell)
        else:
            cell.metadata.pop("nbgrader", None)
    return places


def _must_be_there(cell: NotebookNode) -> bool:
    return is_locked(cell) or is_graded_by_hand(cell)


def _position(nb: NotebookNode, cell: NotebookNode) -> int:
    return next(place for place, other in enumerate(nb.cells) if other is cell)

"""Make a submission hold the cells of its assignment as they were released.

Knows nothing of nbgrader but its metadata: what grades elsewhere needs this too.
"""

import copy
import re
from collections.abc import Sequence

from nbformat import NotebookNode

from ...language import gettext as _
from ...language import noted
from ...notebook.cells import (
    exercise_name,
    grade_id,
    is_answer,
    is_graded_by_hand,
    is_judged,
    is_locked,
)
from ...notebook.contents import given_functions, otherwise_checked
from ...notebook.source import conflict_marker
from .clean_cells import MAKE, clean_cell, inert
from .cut_answers import join_cut_answers
from .lost_cells import answers_by_place, are_asked_in_words, claim_by_text, normal, place_above
from .trusted_output import CHECKED, GIVEN, METADATA

_ASKS_A_PERSON = noted("This cell was missing and was put back. Is the answer elsewhere in the notebook?")
MOST_NAMED = 4


def restore(nb: NotebookNode, released: dict[str, NotebookNode], original: Sequence[NotebookNode] = ()) -> list[str]:
    """Make `nb` hold each graded or locked cell of `released` exactly once.

    Parameters
    ----------
    nb : NotebookNode
    released : dict of str to NotebookNode
    original : sequence of NotebookNode
        Every cell as it was released, prose too: by it an answer in words is found whose cell has lost its metadata.

    Returns
    -------
    list of str
        What was done, in plain lines.
    """
    nb.cells = [clean_cell(cell) for cell in nb.cells]
    checked = otherwise_checked(nb.cells)
    given = given_functions([*released.values(), *original])
    nb.metadata[METADATA] = {CHECKED: checked, GIVEN: given}  # in the place of whatever the student's file claims
    notes: list[str] = [
        noted(
            "The notebook calls the check of {name} with {function}, so {function} is tried too.",
            name=name,
            function=function,
        )
        for name, function in checked.items()
    ]
    places = _claimants(nb, released)
    for name, cells in places.items():
        if len(cells) > 1:
            times = len(cells)
            notes.append(
                noted("The cell {name} was there {number} times; the last one counts.", name=name, number=times)
            )
        for other in cells[:-1]:
            del other.metadata["nbgrader"]
        if cells[-1].cell_type != released[name].cell_type:
            kinds = {"made": cells[-1].cell_type, "kind": released[name].cell_type}
            notes.append(noted("The cell {name} was made {made}; it is {kind} again.", name=name, **kinds))
            again = MAKE[released[name].cell_type](cells[-1].source)
            nb.cells[_position(nb, cells[-1])] = cells[-1] = again
        cells[-1].metadata["nbgrader"] = dict(released[name].metadata["nbgrader"])
    changed = [name for name, cells in places.items() if _is_changed(cells[-1], released[name])]
    if changed:
        notes.append(noted("Changed, and counted as released: {names}.", names=_some(changed)))
    notes += [
        noted("The answer to {name} holds the conflict markers of a merge.", name=grade_id(cell))
        for cell in nb.cells
        if is_answer(cell) and conflict_marker(cell.source)
    ]
    notes += join_cut_answers(nb, {exercise_name(name) for name, cell in released.items() if is_judged(cell)})
    by_text = claim_by_text(nb, released)
    if released and not places:
        notes.append(_without_metadata(nb, released, found=bool(by_text)))
    present = {grade_id(cell): cell for cell in nb.cells if grade_id(cell)}
    for name, cell in present.items():
        if not is_answer(cell):
            cell.source = released[name].source
    for name in are_asked_in_words(released):
        notes += _answer_put_into_its_cell(nb, name, present, released, original)
    return notes + _put_back(nb, present, released, original, silently=not places)


def _answer_put_into_its_cell(
    nb: NotebookNode,
    name: str,
    present: dict[str, NotebookNode],
    released: dict[str, NotebookNode],
    original: Sequence[NotebookNode],
) -> list[str]:
    """Find an answer in words that stands beside its cell, or whose cell has lost its metadata."""
    cell = present.get(name)
    stub = normal(released[name].source)
    if cell is not None and normal(cell.source) != stub:
        return []
    found = answers_by_place(nb, name, original)
    is_stub = all(normal(one.source) == stub for one in found)
    if not found or (is_stub and cell is not None):
        return []
    if cell is None:
        cell = present[name] = MAKE["markdown"](metadata={"nbgrader": dict(released[name].metadata["nbgrader"])})
        nb.cells[_position(nb, found[0])] = cell
    cell.source = "\n\n".join(one.source for one in found)
    nb.cells = [one for one in nb.cells if all(one is not other for other in found)]
    words = noted("The answer to {name} did not stand in its cell. It was found by its place.", name=name)
    return [] if is_stub else [words]


def _put_back(
    nb: NotebookNode,
    present: dict[str, NotebookNode],
    released: dict[str, NotebookNode],
    original: Sequence[NotebookNode],
    *,
    silently: bool,
) -> list[str]:
    """Insert what is missing of the cells that must be there: a question below what stood above it at release."""
    notes: list[str] = []
    previous = None
    for name, cell in released.items():
        if name not in present and _must_be_there(cell):
            asked_in_words = is_graded_by_hand(cell) and cell.cell_type != "code"
            above = place_above(nb, name, original) if asked_in_words else None
            if above is None:
                above = _position(nb, previous) if previous is not None else -1
            present[name] = copy.deepcopy(cell)
            nb.cells.insert(above + 1, present[name])
            if asked_in_words:  # another text, so that a person is asked
                present[name].source = f"{cell.source}\n\n*({_(_ASKS_A_PERSON)})*"
                notes.append(
                    noted(
                        "The cell {name} was missing; it was put back. Is the answer elsewhere in the notebook?",
                        name=name,
                    )
                )
            elif not silently:
                notes.append(noted("The cell {name} was missing; it was put back.", name=name))
        previous = present.get(name, previous)
    return notes


def _without_metadata(nb: NotebookNode, released: dict[str, NotebookNode], *, found: bool) -> str:
    """Say of a notebook that no cell has nbgrader's metadata."""
    names = {exercise_name(name) for name, cell in released.items() if is_judged(cell)}
    code = "\n".join(cell.source for cell in nb.cells if cell.cell_type == "code")
    if found or any(re.search(rf"^\s*def {re.escape(name)}\b", code, re.MULTILINE) for name in names):
        return noted(
            "All cells had lost nbgrader's metadata. Functions were found by their names, other cells by their text."
        )
    return noted("None of this assignment's cells are in this file. Is it the notebook of another chapter?")


def _is_changed(cell: NotebookNode, released: NotebookNode) -> bool:
    text = released.source if released.cell_type == "code" else inert(released.source)
    return not is_answer(released) and normal(cell.source) != normal(text)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return noted("{names} and {number} more", names=shown, number=more) if more > 0 else shown


def _claimants(nb: NotebookNode, released: dict[str, NotebookNode]) -> dict[str, list[NotebookNode]]:
    """Map each released cell to the cells that claim to be it. Whatever else cells claim is taken away."""
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

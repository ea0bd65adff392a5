"""Find the cells of a notebook again whose metadata is gone: by their text, and an answer in words by its place."""

import re
from collections.abc import Sequence

from nbformat import NotebookNode

from ...notebook.cells import grade_id, is_graded_by_hand, is_locked

_HEADING = re.compile(r"^#+\s.*$", re.MULTILINE)


def claim_by_text(nb: NotebookNode, released: dict[str, NotebookNode]) -> list[str]:
    """Give nameless cells that have the very text of a missing locked cell its metadata; return the names.

    Cells of the same text are told apart by their order.
    """
    there = {grade_id(cell): place for place, cell in enumerate(nb.cells)}
    nameless = {place: normal(cell.source) for place, cell in enumerate(nb.cells) if not grade_id(cell)}
    claimed: list[str] = []
    start = 0
    for name, cell in released.items():
        text = normal(cell.source)
        place = there.get(name)
        if place is None and is_locked(cell):
            same = (place for place, other in nameless.items() if place >= start and other == text)
            place = next((place for place in same if nb.cells[place].cell_type == cell.cell_type), None)
            if place is not None:
                nb.cells[place].metadata["nbgrader"] = dict(cell.metadata["nbgrader"])
                claimed.append(name)
        start = start if place is None else max(start, place + 1)
    return claimed


def answers_by_place(nb: NotebookNode, name: str, original: Sequence[NotebookNode]) -> list[NotebookNode]:
    """The cells that are, by their place, the answer in words to the question `name`.

    Parameters
    ----------
    nb : NotebookNode
    name : str
    original : sequence of NotebookNode
        Every cell of the notebook as it was released, prose too. Where there is none, nothing is found.

    Returns
    -------
    list of NotebookNode
        The cells with text of the student's between what was released above the question and what was below it. Where
        there are none, the nameless cell that still says "YOUR ANSWER HERE", if it is there.
    """
    start = place_above(nb, name, original)
    if start is None:
        return []
    question = _place_of(name, original)
    texts = [normal(cell.source) for cell in nb.cells]
    stop = _first_of(texts, original[question + 1 :], start + 1)
    ours = {"", *(normal(cell.source) for cell in original)}
    between = [
        place
        for place in range(start + 1, stop)
        if nb.cells[place].cell_type != "code" and not grade_id(nb.cells[place])
    ]
    own = [place for place in between if texts[place] not in ours]
    stubs = [place for place in between if texts[place] == normal(original[question].source)]
    return [nb.cells[place] for place in own or stubs[:1]]


def are_asked_in_words(released: dict[str, NotebookNode]) -> list[str]:
    """The names of the questions that are answered in words."""
    return [name for name, cell in released.items() if is_graded_by_hand(cell) and cell.cell_type != "code"]


def _place_of(name: str, original: Sequence[NotebookNode]) -> int:
    """The place at which a question was released; 0 where it was not, with nothing above it."""
    return next((place for place, cell in enumerate(original) if grade_id(cell) == name), 0)


def place_above(nb: NotebookNode, name: str, original: Sequence[NotebookNode]) -> int | None:
    """The place of the nearest released cell above a question that is there, found by its text or its heading."""
    above = original[: _place_of(name, original)]
    texts = [normal(cell.source) for cell in nb.cells]
    prose = [place for place, cell in enumerate(nb.cells) if cell.cell_type == "markdown"]
    headings = {heading: place for place in prose for heading in _HEADING.findall(nb.cells[place].source)}
    places = {text: place for place, text in enumerate(texts)}
    for cell in reversed(above):
        place = places.get(normal(cell.source))
        if place is None and cell.cell_type == "markdown":
            place = next((headings[one] for one in reversed(_HEADING.findall(cell.source)) if one in headings), None)
        if place is not None:
            return place
    return None


def _first_of(texts: Sequence[str], below: Sequence[NotebookNode], start: int) -> int:
    """The place of the nearest released cell below the question that is there, from `start` on."""
    for text in (normal(cell.source) for cell in below):
        if text in texts[start:]:
            return texts.index(text, start)
    return len(texts)


def normal(source: str) -> str:
    """The text of a cell with every run of white space as one blank: programs that save notebooks change it."""
    return " ".join(source.split())

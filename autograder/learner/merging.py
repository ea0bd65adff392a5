"""Bring a learner's notebook up to date: what the course wrote is new, what the learner wrote stays.

Three notebooks are compared: as it was released (`base`), the learner's (`mine`), and the course's of today (`new`).
A cell that nbgrader knows is found by its name; any other one by its id, or else by its text.
"""

import copy
import uuid
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..errors import BrokenNotebook
from ..language import gettext as _
from ..language import ngettext
from ..notebook.cells import grade_id, is_answer, nbgrader_metadata
from ..notebook.file import broken, read_notebook_node


def update(mine: Path, released: Path, new: Path) -> tuple[bytes, list[str]]:
    """The notebook `mine`, which was `released`, brought up to date with `new`; and in a few words what is changed."""
    book, today = _read(mine), _read(new)
    base = _as_released(released, today)
    merged = merge(base, book, today)
    notes = [*changes(base, today), *_kept(merged)]
    return nbformat.writes(merged.notebook, version=4).encode(), notes


def _kept(merged: "Merged") -> list[str]:
    answers = ngettext("{number} answer", "{number} answers", merged.answers)
    cells = ngettext("{number} cell", "{number} cells", merged.own)
    if merged.answers and merged.own:
        return [_("kept {answers} and {cells} of yours", answers=answers, cells=cells)]
    return [_("kept {what} of yours", what=answers if merged.answers else cells)] * bool(merged.answers or merged.own)


def what_changed(released: Path, new: Path) -> list[str]:
    """What the course has changed in a notebook since it was released, in a few words."""
    today = _read(new)
    return changes(_as_released(released, today), today) or [_("{file} changed", file=new.name)]


def _read(path: Path) -> NotebookNode:
    """Read a notebook whose cells are whole, and give an id to each that has none."""
    notebook = read_notebook_node(path)
    for number, cell in enumerate(notebook.cells):
        missing = {"metadata", "source", "cell_type"} - cell.keys()
        if missing:
            raise broken(path, KeyError(*missing))
        cell.setdefault("id", f"cell-{number}")
    return notebook


def _as_released(released: Path, new: NotebookNode) -> NotebookNode:
    """The notebook as it was released; today's where that is not known, as in a folder that `start` did not make."""
    try:
        return _read(released)
    except (FileNotFoundError, BrokenNotebook):
        return new


@dataclass(frozen=True)
class Merged:
    """A notebook brought up to date, and how much of the learner's is in it."""

    notebook: NotebookNode
    answers: int  # that the learner had begun
    own: int  # cells that the learner added, or that the course gave and the learner rewrote


def merge(base: NotebookNode, mine: NotebookNode, new: NotebookNode) -> Merged:
    """Put what the learner wrote since `base` into the notebook of today."""
    origin = _origins(base, mine)
    today = _counterparts(base, new)
    kept: dict[str, NotebookNode] = {}  # by the key of today's cell: the learner's copy of it
    written: set[str] = set()  # those of them that are not as they were released
    own: dict[str, list[NotebookNode]] = {}  # the learner's own cells, by the released cell that they come after
    taken = {cell["id"] for cell in new.cells}
    anchor = ""
    for cell in mine.cells:
        was = origin.get(id(cell))
        now = today.get(_key(was)) if was is not None else None
        edited = was is None or (cell.source != was.source and not nbgrader_metadata(was).get("locked"))
        if now is not None:
            anchor = now
            kept[now] = cell
            if edited:
                written.add(now)
        elif edited and cell.source.strip():
            own.setdefault(anchor, []).append(_as_own(cell, taken))

    merged = copy.deepcopy(new)
    merged.metadata = new.metadata | mine.metadata
    merged.cells = list(own.get("", []))
    answers = 0
    for cell in copy.deepcopy(new.cells):
        key = _key(cell)
        if key in written and not nbgrader_metadata(cell).get("locked"):
            cell.source = kept[key].source
            answers += bool(grade_id(cell))
        if key in kept and cell.source == kept[key].source and cell.cell_type == kept[key].cell_type == "code":
            cell.outputs, cell.execution_count = kept[key].outputs, kept[key].execution_count
        merged.cells += [cell, *own.get(key, [])]
    rewritten = len([key for key in written if key.startswith("id ")])
    return Merged(merged, answers, rewritten + sum(map(len, own.values())))


def changes(base: NotebookNode, new: NotebookNode) -> list[str]:
    """What the course has changed between two releases of a notebook, in a few words."""
    before = {_key(cell): cell for cell in base.cells if grade_id(cell)}
    after = {_key(cell): cell for cell in new.cells if grade_id(cell)}
    changed = sum(before[key].source != after[key].source for key in before.keys() & after.keys())
    exercises = [grade_id(cell) for key, cell in after.items() if key not in before and is_answer(cell)]
    more, less = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    for kind, a, b, c, d in SequenceMatcher(a=_texts(base), b=_texts(new), autojunk=False).get_opcodes():
        if kind != "equal":
            changed += min(b - a, d - c)
            more += max(0, (d - c) - (b - a))
            less += max(0, (b - a) - (d - c))
    counts = [
        (changed, ngettext("{number} cell changed", "{number} cells changed", changed)),
        (more, ngettext("{number} cell new", "{number} cells new", more)),
        (less, ngettext("{number} cell gone", "{number} cells gone", less)),
    ]
    words = [text for count, text in counts if count]
    return [*words, *(_("new exercise {name}", name=name) for name in exercises)]


def _key(cell: NotebookNode) -> str:
    return f"graded {grade_id(cell)}" if grade_id(cell) else f"id {cell['id']}"


def _text(cell: NotebookNode) -> tuple[str, str]:
    return cell.cell_type, cell.source


def _texts(notebook: NotebookNode) -> list[tuple[str, str]]:
    return [_text(cell) for cell in notebook.cells if not grade_id(cell)]


def _origins(base: NotebookNode, mine: NotebookNode) -> dict[int, NotebookNode]:
    """By the `id()` of the learner's cells: the released cell that each is a copy of; of several copies the last."""
    released = {_key(cell): cell for cell in base.cells}
    found: dict[str, NotebookNode] = {}
    for cell in mine.cells:
        key = _key(cell)
        if key in released and (key not in found or grade_id(cell)):
            found[key] = cell
    claimed = {id(cell) for cell in found.values()}
    for key, cell in released.items():  # what lost its id in an old or another program
        if key not in found and not grade_id(cell):
            same = [other for other in mine.cells if id(other) not in claimed and _text(other) == _text(cell)]
            if same:
                found[key] = same[0]
                claimed.add(id(same[0]))
    return {id(cell): released[key] for key, cell in found.items()}


def _counterparts(base: NotebookNode, new: NotebookNode) -> dict[str, str]:
    """By the key of a cell of `base`: the key of the cell of `new` that stands for it."""
    names = {_key(cell) for cell in new.cells if grade_id(cell)}
    found = {_key(cell): _key(cell) for cell in base.cells if grade_id(cell) and _key(cell) in names}
    before, after = ([cell for cell in book.cells if not grade_id(cell)] for book in (base, new))
    for block in SequenceMatcher(a=_texts(base), b=_texts(new), autojunk=False).get_matching_blocks():
        for step in range(block.size):
            found[_key(before[block.a + step])] = _key(after[block.b + step])
    return found


def _as_own(cell: NotebookNode, taken: set[str]) -> NotebookNode:
    """A cell that is the learner's alone: free to be deleted, nothing to nbgrader, and with an id of its own."""
    cell = copy.deepcopy(cell)
    for name in ("nbgrader", "deletable", "editable"):
        cell.metadata.pop(name, None)
    if cell["id"] in taken:
        cell["id"] = uuid.uuid4().hex[:8]
    taken.add(cell["id"])
    return cell

"""Bring a learner's notebook up to date: what the course wrote is new, what the learner wrote stays.

Three notebooks are compared: as it was released (`base`), the learner's (`mine`), and the course's of today (`new`).
A cell that nbgrader knows is found by its name; any other one by its id, or else by its text.
"""

import copy
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from ..errors import BrokenNotebook
from ..language import gettext as _
from ..language import ngettext
from ..notebook.cells import grade_id, is_answer, is_locked
from ..notebook.file import broken, damage_is_broken_notebook, read_notebook_node

_TOP = ""  # the place above all cells, where a place is called by the key of the cell above it


def update(mine: Path, released: Path, new: Path) -> tuple[bytes, list[str]]:
    """Bring the notebook `mine`, which was `released`, up to date with `new`.

    Returns
    -------
    bytes
        The notebook.
    list of str
        What the course has changed and what was kept of the learner's, in a few words.

    Raises
    ------
    BrokenNotebook
        If `mine` or `new` cannot be read.
    """
    book, today = _read(mine), _read(new)
    base = _as_released(released, today)
    with damage_is_broken_notebook(mine):
        merged = merge(base, book, today)
        content = nbformat.writes(merged.notebook, version=4).encode()
    return content, [*changes(base, today), *_what_is_kept(merged)]


def _what_is_kept(merged: "Merged") -> list[str]:
    answers = ngettext("{number} answer", "{number} answers", merged.answers)
    cells = ngettext("{number} cell", "{number} cells", merged.own)
    if merged.answers and merged.own:
        return [_("kept {answers} and {cells} of yours", answers=answers, cells=cells)]
    return [_("kept {what} of yours", what=answers if merged.answers else cells)] * bool(merged.answers or merged.own)


def what_changed(released: Path, new: Path) -> list[str]:
    """List in a few words what the course has changed in a notebook since it was released."""
    today = _read(new)
    return changes(_as_released(released, today), today) or [_("{file} changed", file=new.name)]


def _read(path: Path) -> NotebookNode:
    """Read a notebook whose cells are whole, and give an id to each that has none."""
    notebook = read_notebook_node(path)
    for cell in notebook.cells:
        missing = {"metadata", "source", "cell_type"} - cell.keys()
        if missing:
            raise broken(path, KeyError(*missing))
        cell.setdefault("id", _new_id())
    return notebook


def _as_released(released: Path, new: NotebookNode) -> NotebookNode:
    """Read the notebook as it was released; give today's where that is not known: `start` did not make the folder."""
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
    """Put what the learner wrote since `base` into the notebook of today.

    A notebook that is of today already, for example because an update was interrupted after it had been written, is
    known by its cells; then only what differs from `new` is the learner's.
    """
    if _likeness(mine, new) > _likeness(mine, base):
        base = new
    copies, additions = _sort(_trace(base, mine, new))
    taken = {cell["id"] for cell in [*base.cells, *new.cells]}
    merged = copy.deepcopy(new)
    merged.metadata |= {name: value for name, value in mine.metadata.items() if base.metadata.get(name) != value}
    merged.cells = [_as_own(cell, taken) for cell in additions.get(_TOP, [])]
    rewritten = []
    for cell in new.cells:
        key = _key(cell)
        kept = _with_work(cell, copies[key]) if key in copies else copy.deepcopy(cell)
        rewritten += [cell] if _text(kept) != _text(cell) else []
        merged.cells += [kept, *(_as_own(addition, taken) for addition in additions.get(key, []))]
    answers = sum(bool(grade_id(cell)) for cell in rewritten)
    return Merged(merged, answers, len(rewritten) - answers + sum(map(len, additions.values())))


def changes(base: NotebookNode, new: NotebookNode) -> list[str]:
    """List in a few words what the course has changed between two releases of a notebook."""
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


def _id(cell: NotebookNode) -> str:
    name: str = cell["id"]
    return name


def _likeness(mine: NotebookNode, release: NotebookNode) -> tuple[int, int]:
    """Count the learner's cells that a release has too, by id and text, and those that it has by id."""
    texts = {cell["id"]: _text(cell) for cell in release.cells}
    found = [cell for cell in mine.cells if cell["id"] in texts]
    return sum(texts[cell["id"]] == _text(cell) for cell in found), len(found)


@dataclass
class _Traced:
    """A cell of the learner's, the released cell that it is a copy of, and the cell of today whose place it takes."""

    cell: NotebookNode
    was: NotebookNode | None
    now: NotebookNode | None

    @property
    def is_written(self) -> bool:
        """Whether the learner wrote what is in it. A locked cell is the course's, whatever was made of it."""
        return self.was is None or (_text(self.cell) != _text(self.was) and not is_locked(self.was))


def _trace(base: NotebookNode, mine: NotebookNode, new: NotebookNode) -> list[_Traced]:
    """Trace each of the learner's cells back to a cell of `base`, and from there to one of `new`.

    Of several copies of a cell that nbgrader knows the last one counts, as in grading. Any other cell is known by its
    id, or where a program has dropped that, by its text.
    """
    origins = _matches(mine.cells, base.cells, grade_id, _id, _text)
    today = {
        _key(was): now
        for now, was in zip(new.cells, _matches(new.cells, base.cells, grade_id, _text), strict=True)
        if was is not None
    }
    traced = [
        _Traced(cell, was, None if was is None else today.get(_key(was)))
        for cell, was in zip(mine.cells, origins, strict=True)
    ]
    # What the learner and the course have both written since is one cell, and not two.
    found = {_key(one.now) for one in traced if one.now is not None}
    left = [one for one in traced if one.now is None and one.is_written]
    free = [cell for cell in new.cells if _key(cell) not in found]
    for one, now in zip(left, _matches([one.cell for one in left], free, _text), strict=True):
        if now is not None:
            one.was = one.now = now
    return traced


def _matches(
    cells: Sequence[NotebookNode], released: Sequence[NotebookNode], *traits: Callable[[NotebookNode], Any]
) -> list[NotebookNode | None]:
    """Find for each of `cells` the released cell that it is a copy of, by the first trait that the two have in common.

    Each released cell is found once: for the last cell of its name, and for the first one that has another trait of it.
    A cell that has a name is found by no other trait.
    """
    found: list[NotebookNode | None] = [None] * len(cells)
    waiting = list(released)
    for trait in traits:
        places = defaultdict(list)
        for place, cell in enumerate(cells):
            if found[place] is None and (trait is grade_id or not grade_id(cell)):
                places[trait(cell)].append(place)
        still_waiting = []
        for cell in waiting:
            if trait(cell) and places[trait(cell)]:
                found[places[trait(cell)].pop(-1 if trait is grade_id else 0)] = cell
            else:
                still_waiting.append(cell)
        waiting = still_waiting
    return found


def _sort(traced: Iterable[_Traced]) -> tuple[dict[str, _Traced], dict[str, list[NotebookNode]]]:
    """Sort the learner's cells into those that have a place today and those that are added.

    Returns
    -------
    copies : dict of str to _Traced
        The learner's copy of today's cell, by that cell's key.
    additions : dict of str to list of NotebookNode
        What the learner wrote and the course has no place for, by the key of today's cell that it comes after.
    """
    copies: dict[str, _Traced] = {}
    additions: dict[str, list[NotebookNode]] = {}
    anchor = _TOP
    for one in traced:
        if one.now is not None:
            anchor = _key(one.now)
            copies[anchor] = one
        if one.is_written and (one.now is None or is_locked(one.now)) and one.cell.source.strip():
            additions.setdefault(anchor, []).append(one.cell)
    return copies, additions


def _with_work(today: NotebookNode, traced: _Traced) -> NotebookNode:
    """Copy a cell of today, with what the learner wrote there, and with the outputs where they belong to that text."""
    cell, learners = copy.deepcopy(today), copy.deepcopy(traced.cell)
    if traced.is_written and not is_locked(today):
        if not grade_id(today):
            learners["id"] = today["id"]
            return learners
        cell.source = learners.source
        if "attachments" in learners and cell.cell_type == "markdown":
            cell.attachments = learners.attachments
    if cell.source == learners.source and cell.cell_type == learners.cell_type == "code":
        cell.outputs, cell.execution_count = learners.get("outputs", []), learners.get("execution_count")
    return cell


def _as_own(cell: NotebookNode, taken: set[str]) -> NotebookNode:
    """Copy a cell as one of the learner's own: unknown to nbgrader, free to be deleted, with an id of its own."""
    cell = copy.deepcopy(cell)
    for name in ("nbgrader", "deletable", "editable"):
        cell.metadata.pop(name, None)
    if cell["id"] in taken:
        cell["id"] = _new_id()
    taken.add(cell["id"])
    return cell


def _new_id() -> str:
    return uuid.uuid4().hex[:8]

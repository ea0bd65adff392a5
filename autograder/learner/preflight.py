"""Look at a notebook before it is handed in, as a doctor would."""

import contextlib
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..bank import EXERCISES
from ..errors import UserError
from ..judging.forbidden import LIBRARIES, Written, names_used
from ..notebook import contents, file
from ..notebook.cells import VISIBLE
from ..notebook.contents import Asked
from .check_notebook import require_ours
from .packing import CHAPTERS, assignment
from .workspace import find, released_folder

Cell = Mapping[str, Any]


def examine(path: Path) -> list[str]:
    """What somebody should know who hands in the notebook `path`, in plain lines; none if all is well.

    Raises
    ------
    UserError
        If it cannot be graded at all.
    """
    wanted = require_ours(path)
    cells = file.read(path)["cells"]
    released = _released(path, wanted.slug)
    return [
        *_wrong_chapter(path, wanted),
        *_missing(cells, wanted, released),
        *_doubled(cells),
        *_changed(cells),
        *_never_ran(cells, wanted),
        *_not_allowed(cells, wanted),
        *(f"{one.words} has no answer." for one in wanted.written if not one.answered),
    ]


def checksum(cell: Cell) -> str:
    """The checksum that nbgrader gives a cell when it is released."""
    about = _about(cell)
    grade, solution = about.get("grade", False), about.get("solution", False)
    locked = not solution and (grade or about.get("locked", False))
    parts = [contents.text(cell), cell["cell_type"], str(grade), str(solution), str(locked), about["grade_id"]]
    parts += [str(float(about.get("points", 0)))] if grade else []
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _released(path: Path, slug: str) -> dict[str, Cell]:
    """The nbgrader cells of the chapter as it was released, by name; empty where no release is at hand."""
    name = assignment(path, slug)
    places = []
    with contextlib.suppress(UserError):
        places.append(find(path.absolute().parent).released(f"{name}/{slug}.ipynb"))
    with contextlib.suppress(UserError):
        places.append(released_folder() / name / f"{slug}.ipynb")
    for place in places:
        if place.exists():
            cells = file.read(place)["cells"]
            return {about["grade_id"]: cell for cell in cells if (about := _about(cell))}
    return {}


def _about(cell: Cell) -> dict[str, Any]:
    about = cell["metadata"].get("nbgrader")
    return about if isinstance(about, dict) and isinstance(about.get("grade_id"), str) else {}


def _named(cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    """The cells that nbgrader knows: name, cell."""
    return ((about["grade_id"], cell) for cell in cells if (about := _about(cell)))


def _first_line(cell: Cell) -> str:
    """By which a person finds the cell: JupyterLab gives it no number."""
    return next(filter(None, map(str.strip, cell["source"].splitlines())), "now empty")


def _wrong_chapter(path: Path, wanted: Asked) -> Iterator[str]:
    names = [re.sub(r"^\d\d-", "", path.absolute().parent.name), re.sub(r"[ (_].*", "", path.stem)]
    for name in dict.fromkeys(names):
        if name in CHAPTERS and name != wanted.slug:
            yield f"This is the notebook of {wanted.slug}, and it lies where {name} should be. Is it the right one?"


def _missing(cells: Sequence[Cell], wanted: Asked, released: dict[str, Cell]) -> Iterator[str]:
    there = {name for name, _ in _named(cells)}
    if not there:
        yield "All cells have lost what nbgrader knows them by. Your functions are still found when it is graded."
        return
    for name, cell in released.items():
        about = _about(cell)
        if name in there:
            continue
        if not about.get("solution"):
            uncounted = " Until then its points are not counted." if name.endswith(VISIBLE) else ""
            yield f"The cell {name} is missing. It is put back when it is graded.{uncounted}"
        elif cell["cell_type"] == "markdown":
            yield f"The cell of the written question ({name}) is missing, and with it the answer."
        elif not _is_defined(name, cells):
            yield f"The cell of {name} is missing, and the function with it: there is nothing to grade."


def _is_defined(name: str, cells: Sequence[Cell]) -> bool:
    pattern = re.compile(rf"^\s*(def\s+{re.escape(name)}\b|{re.escape(name)}\s*=)", re.MULTILINE)
    return any(cell["cell_type"] == "code" and pattern.search(cell["source"]) for cell in cells)


def _doubled(cells: Sequence[Cell]) -> Iterator[str]:
    for name, count in Counter(name for name, _ in _named(cells)).items():
        if count > 1:
            yield f"The cell {name} is there {count} times. The last one counts."


def _changed(cells: Sequence[Cell]) -> Iterator[str]:
    for name, cell in _named(cells):
        about = _about(cell)
        locked = not about.get("solution") and (about.get("grade") or about.get("locked"))
        if locked and "checksum" in about and checksum(cell) != about["checksum"]:
            yield f"The cell {name} (`{_first_line(cell)}`) was changed. It counts as it was released."


def _never_ran(cells: Sequence[Cell], wanted: Asked) -> Iterator[str]:
    names = [
        exercise.name
        for exercise in wanted.exercises
        if exercise.answer is not None and _is_written_but_new(cells[exercise.answer])
    ]
    if names:
        what = "These answers have" if len(names) > 1 else "This answer has"
        yield f"{what} not been run since the notebook was opened or cleared: {', '.join(names)}."


def _is_written_but_new(cell: Cell) -> bool:
    released = _about(cell).get("checksum")
    return cell.get("execution_count") is None and released is not None and checksum(cell) != released


def _not_allowed(cells: Sequence[Cell], wanted: Asked) -> Iterator[str]:
    sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    used = {name.split(".")[0] for source in sources for name in names_used(source, {})}
    for library in sorted(used.intersection(LIBRARIES)):
        yield f"It imports {library}. When it is graded {library} is not there, and the cell that asks for it fails."
    written = Written(sources)
    objections = (written.refuse(EXERCISES[one.id]) for one in wanted.exercises if one.id in EXERCISES)
    for exercise, objection in zip(wanted.exercises, objections, strict=False):
        if objection:
            yield f"{exercise.name}: {objection}"

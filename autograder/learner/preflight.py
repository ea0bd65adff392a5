"""List what is wrong with a notebook before it is handed in."""

import contextlib
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..bank import EXERCISES
from ..errors import UserError
from ..judging.static_analysis.forbidden import StaticSource
from ..judging.static_analysis.undefined import why_undefined
from ..language import gettext as _
from ..language import joined, ngettext
from ..notebook.cells import (
    VISIBLE,
    Cell,
    first_line,
    grade_id,
    is_answer,
    is_graded_by_hand,
    is_locked,
    nbgrader_metadata,
)
from ..notebook.contents import NotebookContents, given_functions
from ..notebook.file import read_notebook
from ..notebook.source import begins_indented, conflict_marker
from .check_notebook import course_contents
from .installation import released_folder
from .not_when_graded import not_when_graded
from .packing import CHAPTERS, assignment_name
from .workspace import workspace_around


def preflight_notes(path: Path) -> list[str]:
    """List what is wrong with the notebook `path`, a sentence each; nothing if all is well.

    Raises
    ------
    UserError
        If it cannot be graded at all.
    """
    wanted = course_contents(path)
    cells = read_notebook(path)["cells"]
    released = _released(path, wanted.slug)
    return [
        *_wrong_chapter(path, wanted),
        *_missing(cells, wanted, released),
        *_doubled(cells),
        *_changed(cells),
        *_renamed(cells, wanted),
        *_never_ran(cells, wanted),
        *_merged(cells),
        *_cut_in_two(cells, wanted),
        *filter(None, [missing_when_graded(path, wanted.slug)]),
        *_not_allowed(cells, wanted),
        *(
            _("{question} has no answer.", question=question.label)
            for question in wanted.questions
            if not question.answered
        ),
    ]


def missing_when_graded(path: Path, slug: str) -> str:
    """Say in a line which modules and magics the notebook `path` needs and grading lacks; an empty text if none."""
    beside: list[Path] = []
    with contextlib.suppress(UserError):
        beside = list((released_folder() / assignment_name(path, slug)).glob("*.py"))
    return not_when_graded(read_notebook(path), [module.stem for module in beside])


def checksum(cell: Cell) -> str:
    """The checksum that nbgrader gives a cell when it is released."""
    known = nbgrader_metadata(cell)
    grade, solution = known.get("grade", False), known.get("solution", False)
    parts = [cell["source"], cell["cell_type"], str(grade), str(solution), str(is_locked(cell)), known["grade_id"]]
    parts += [str(float(known.get("points", 0)))] if grade else []
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _released(path: Path, slug: str) -> dict[str, Cell]:
    """Read nbgrader's cells of the chapter as it was released, by name; none where no release is at hand."""
    name = assignment_name(path, slug)
    places = []
    workspace = workspace_around(path.absolute().parent)
    if workspace:
        places.append(workspace.released(f"{name}/{slug}.ipynb"))
    with contextlib.suppress(UserError):
        places.append(released_folder() / name / f"{slug}.ipynb")
    for place in places:
        if place.exists():
            return dict(_named(read_notebook(place)["cells"]))
    return {}


def _named(cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    """List the cells that nbgrader knows, each with its name."""
    return ((name, cell) for cell in cells if (name := grade_id(cell)))


def _wrong_chapter(path: Path, wanted: NotebookContents) -> Iterator[str]:
    names = [re.sub(r"^\d\d-", "", path.absolute().parent.name), re.sub(r"[ (_].*", "", path.stem)]
    for name in dict.fromkeys(names):
        if name in CHAPTERS and name != wanted.slug:
            yield _(
                "This is the notebook of {chapter}, and it lies where {other} should be. Is it the right one?",
                chapter=wanted.slug,
                other=name,
            )


def _missing(cells: Sequence[Cell], wanted: NotebookContents, released: dict[str, Cell]) -> Iterator[str]:
    there = dict(_named(cells))
    if not there:
        words = _(
            "All cells have lost nbgrader's metadata. Your functions are still found when the notebook is graded."
        )
        more = _("The answer in words is looked for below its heading; to be sure, copy it into a fresh notebook.")
        yield joined(words, more) if any(map(is_graded_by_hand, released.values())) else words
        return
    for name, cell in released.items():
        if name in there:
            continue
        if not is_answer(cell):
            words = _("The cell {name} is missing. It is put back when the notebook is graded.", name=name)
            more = _("Until then its points are not counted.")
            yield joined(words, more) if name.endswith(VISIBLE) else words
        elif cell["cell_type"] == "markdown":
            yield _("The cell of the written question ({name}) is missing, and with it the answer.", name=name)
        elif not _is_defined(name, cells):
            yield _("The cell of {name} is missing, and the function with it: there is nothing to grade.", name=name)


def _is_defined(name: str, cells: Sequence[Cell]) -> bool:
    pattern = re.compile(rf"^\s*(def\s+{re.escape(name)}\b|{re.escape(name)}\s*=)", re.MULTILINE)
    return any(cell["cell_type"] == "code" and pattern.search(cell["source"]) for cell in cells)


def _doubled(cells: Sequence[Cell]) -> Iterator[str]:
    for name, count in Counter(name for name, _cell in _named(cells)).items():
        if count > 1:
            yield _("The cell {name} is there {number} times. The last one counts.", name=name, number=count)


def _changed(cells: Sequence[Cell]) -> Iterator[str]:
    for name, cell in _named(cells):
        if is_locked(cell) and checksum(cell) != nbgrader_metadata(cell).get("checksum", checksum(cell)):
            yield _(
                "The cell {name} (`{line}`) was changed. It counts as it was released.",
                name=name,
                line=first_line(cell) or _("now empty"),
            )


def _renamed(cells: Sequence[Cell], wanted: NotebookContents) -> Iterator[str]:
    sources = [(cell["source"], "") for cell in cells if cell["cell_type"] == "code"]
    given = given_functions(filter(is_locked, cells))
    for exercise in wanted.exercises:
        above = [cell for cell in cells[: exercise.answer or 0] if cell["cell_type"] == "code"]
        why = why_undefined(exercise.name, sources, given, -1 if exercise.answer is None else len(above))
        if exercise.checked != exercise.name:
            yield _(
                "The notebook calls the check of {name} with {other}. When it is graded, {other} counts only if "
                "{name} is not right. Better give your function the name {name}.",
                name=exercise.name,
                other=exercise.checked,
            )
        elif why:
            yield why


def _never_ran(cells: Sequence[Cell], wanted: NotebookContents) -> Iterator[str]:
    names = [
        exercise.name
        for exercise in wanted.exercises
        if exercise.answer is not None and _is_written_but_new(cells[exercise.answer])
    ]
    if names:
        yield ngettext(
            "This answer has not been run since the notebook was opened or cleared: {names}.",
            "These answers have not been run since the notebook was opened or cleared: {names}.",
            len(names),
            names=", ".join(names),
        )


def _is_written_but_new(cell: Cell) -> bool:
    released = nbgrader_metadata(cell).get("checksum")
    return cell.get("execution_count") is None and released is not None and checksum(cell) != released


def _not_allowed(cells: Sequence[Cell], wanted: NotebookContents) -> Iterator[str]:
    written = StaticSource(cell["source"] for cell in cells if cell["cell_type"] == "code")
    for exercise in wanted.exercises:
        objection = written.refuse(EXERCISES[exercise.id]) if exercise.id in EXERCISES else ""
        if objection:
            yield f"{exercise.name}: {objection}"


def _merged(cells: Sequence[Cell]) -> Iterator[str]:
    for cell in cells:
        marker = conflict_marker(cell["source"])
        if marker:
            yield _("A cell has the conflict markers of a merge (`{marker}`): choose one side.", marker=marker[0])


def _cut_in_two(cells: Sequence[Cell], wanted: NotebookContents) -> Iterator[str]:
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    names = [exercise.name for exercise in wanted.exercises]
    for above, below in itertools.pairwise(code):
        name = next((name for name in names if _is_defined(name, [above])), "")
        if name and begins_indented(below["source"]):
            yield _(
                "The cell below that of {name} begins indented: was the answer cut in two? Put both into one cell.",
                name=name,
            )

"""Build nbgrader's source notebooks: prose and markers from `exercises/`, answers from `solutions/`.

A marker is a cell with one of these in its metadata (shown here as a MyST notebook has them):

`:exercise: conv2d` with `:points: [1, 2]`
    The function's stub with its answer, a visible check worth 1 point, and a hidden one worth 2. Where speed is
    graded too there is a third number, and a cell for it.
`:given: sliding_windows`
    A helper, shown in full and locked.
`+++ {"written": "similarity", "points": 3}`
    A question answered in words and graded by hand.
"""

import runpy
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from ..bank import find
from ..bank.exercise import Exercise
from ..errors import UserError
from ..notebook.cells import HIDDEN, SPEED, VISIBLE, new_metadata
from .answers import read_operation

_ASKS = {"exercise", "written"}  # markers of what students answer


class BuildError(UserError):
    """An exercise folder that cannot be built; the message says where and why."""


@dataclass(frozen=True)
class Chapter:
    """One folder of `exercises/`: `NN-slug` with `slug.md` in it.

    Attributes
    ----------
    folder : Path
    solutions : Path
        The folder with the reference module.
    points : mapping
        What exercises and questions are worth where that is not what their markers say, by name.
    """

    folder: Path
    solutions: Path
    points: Mapping[str, Any] = field(default_factory=dict)

    @property
    def assignment(self) -> str:
        """nbgrader's name for it: the folder's."""
        return self.folder.name

    @property
    def slug(self) -> str:
        """The chapter's slug, which is also the notebook's name."""
        return self.folder.name.partition("-")[2]

    @property
    def text(self) -> Path:
        """The MyST notebook."""
        return self.folder / f"{self.slug}.md"

    @property
    def data(self) -> Path:
        """The program that writes the notebook's data; not every chapter has one."""
        return self.folder / "data.py"

    @property
    def answers(self) -> Path:
        """The chapter's file of the reference module."""
        return self.solutions / f"{self.slug.replace('-', '_')}.py"

    def worth(self) -> dict[str, Any]:
        """The points of every exercise, [visible, hidden(, speed)], and of every written question, by name."""
        cells = [cell.metadata for cell in _read(self).cells if _ASKS & set(cell.metadata)]
        return {
            name: self.points.get(name, about.get("points", 0))
            for about in cells
            for name in (about.get("exercise") or about["written"],)
        }


def chapters(exercises: Path, solutions: Path) -> list[Chapter]:
    """The chapters found in `exercises`, in order."""
    found = [Chapter(folder, solutions) for folder in sorted(exercises.glob("[0-9][0-9]-*")) if folder.is_dir()]
    if not found:
        raise BuildError(f"no exercises in {exercises}: it needs folders such as 01-convolutional-layers")
    return found


def build(chapter: Chapter, source: Path, data: Path | None = None) -> Path:
    """Write the source notebook and the data of `chapter` below nbgrader's `source` folder.

    Parameters
    ----------
    chapter : Chapter
    source : Path
    data : Path, optional
        A folder of the same data, made before: they are copied, for a network among them is trained for seconds.

    Returns
    -------
    Path
        The notebook.

    Raises
    ------
    BuildError
        If a marker, an answer or the notebook is not as it should be.
    """
    notebook = source_notebook(chapter)
    folder = source / chapter.assignment
    folder.mkdir(parents=True, exist_ok=True)
    if data:
        shutil.copytree(data, folder / "data")
    elif chapter.data.exists():
        (folder / "data").mkdir(exist_ok=True)
        runpy.run_path(str(chapter.data))["write"](folder / "data")
    path = folder / f"{chapter.slug}.ipynb"
    jupytext.write(notebook, path)
    return path


def source_notebook(chapter: Chapter) -> NotebookNode:
    """The notebook of `chapter` with its markers replaced by nbgrader's cells."""
    notebook = _read(chapter)
    cells: list[NotebookNode] = []
    for number, cell in enumerate(notebook.cells, start=1):
        try:
            cells += _expand(chapter, cell)
        except LookupError as error:
            raise BuildError(f"{chapter.text.name}, cell {number}: {error.args[0]}") from error
    for number, cell in enumerate(cells):
        cell["id"] = f"{chapter.slug}-{number:02}"  # the same at every build
    notebook.cells = cells
    notebook.metadata.pop("jupytext", None)
    return notebook


def _read(chapter: Chapter) -> NotebookNode:
    if not chapter.text.exists():
        raise BuildError(f"{chapter.folder} has no {chapter.text.name}")
    notebook: NotebookNode = jupytext.read(chapter.text)
    return notebook


def _expand(chapter: Chapter, cell: NotebookNode) -> Iterator[NotebookNode]:
    for marker, make in _MARKERS.items():
        if marker in cell.metadata:
            yield from make(chapter, cell)
            return
    yield cell


def _exercise(chapter: Chapter, cell: NotebookNode) -> Iterator[NotebookNode]:
    name = cell.metadata["exercise"]
    exercise = find(f"{chapter.slug}/{name}")
    answer = read_operation(chapter.answers, name)
    points = chapter.points.get(name, cell.metadata.get("points"))
    wanted = "[visible, hidden, speed]" if exercise.speed else "[visible, hidden]"
    if not (isinstance(points, list) and len(points) == wanted.count(",") + 1):
        raise LookupError(f"{name} needs `:points: {wanted}`, got {points}")
    stub = f"{answer.head}\n    ### BEGIN SOLUTION\n{answer.body}\n    ### END SOLUTION"
    yield _nbgrader(new_code_cell(stub), name, solution=True)
    yield _nbgrader(new_code_cell(f'check({name}, "{exercise.id}")'), name + VISIBLE, grade=True, points=points[0])
    later = f"# {name}: more cases, drawn when your notebook is graded. There is nothing to do here."
    yield _nbgrader(new_code_cell(later), name + HIDDEN, grade=True, points=points[1])
    if exercise.speed:
        yield _nbgrader(new_code_cell(_about_speed(exercise)), name + SPEED, grade=True, points=points[2])


def _about_speed(exercise: Exercise) -> str:
    """Write the text of the cell of the points of speed."""
    speed = exercise.speed
    assert speed is not None
    return (
        f"# {exercise.name}: its speed, timed when your notebook is graded. There is nothing to do here.\n"
        f"# All points: at most {speed.full:g} times as long as the course's own answer. "
        f"Half of them: at least {speed.part:g} times as fast as the course's loops.\n"
        "# It has to be right, and it runs on one core: threads and further processes do not help."
    )


def _given(chapter: Chapter, cell: NotebookNode) -> Iterator[NotebookNode]:
    name = cell.metadata["given"]
    yield _nbgrader(new_code_cell(read_operation(chapter.answers, name).source), f"{name}-given")


def _question(chapter: Chapter, cell: NotebookNode) -> Iterator[NotebookNode]:
    name = cell.metadata["written"]
    points = chapter.points.get(name, cell.metadata.get("points", 0))
    yield _nbgrader(new_markdown_cell(cell.source), f"{name}-written", grade=True, solution=True, points=points)


_MARKERS: dict[str, Callable[[Chapter, NotebookNode], Iterator[NotebookNode]]] = {
    "exercise": _exercise,
    "given": _given,
    "written": _question,
}


def _nbgrader(cell: NotebookNode, grade_id: str, **metadata: Any) -> NotebookNode:
    cell.metadata["nbgrader"] = new_metadata(grade_id, **metadata)
    return cell
